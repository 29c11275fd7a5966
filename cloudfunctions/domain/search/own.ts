import { isCovered } from '../typed/pieces';
import type { Ticket } from '../ticket/ticket';
import { plainOf } from './terms';

/**
 * Whether all words that a person types stand in an own ticket, whatever of it they remember: its number, what they wrote,
 * the service, or what was answered. `ticket` is what this person sees of it, so that nobody finds another one's words (A43).
 */
export const isFoundByOwner = (ticket: Ticket, words: readonly string[]): boolean => {
  const { no, title, text, serviceName = '', replies, timeline } = ticket;
  const told = timeline.flatMap(entry => (entry.internal || !entry.text ? [] : [entry.text]));
  const answered = replies.map(reply => reply.corrected?.text ?? reply.text);
  const texts = [no, title, text, serviceName, ...answered, ...told].map(plainOf);
  return words.every(word => texts.some(one => one.includes(word)) || isCovered(word, texts));
};
