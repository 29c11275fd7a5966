import type { FoundBy } from '../../../typings/contract';
import { isCovered } from '../typed/pieces';
import type { SearchedTicket } from '../ticket/listed';
import { textOfTicket } from './searchable';
import { plainOf } from './terms';

/** Where all words of a query stand in a ticket; `cut`: also in pieces. Undefined: the index took it for another one. */
export const foundIn = (
  ticket: SearchedTicket,
  words: readonly string[],
  cut: boolean,
): Extract<FoundBy, 'title' | 'text'> | undefined => {
  const stands = (texts: string[]): boolean =>
    words.every(word => texts.some(text => text.includes(word)) || (cut && isCovered(word, texts)));
  const title = plainOf(ticket.title);
  if (stands([title])) return 'title';
  return stands([title, plainOf(textOfTicket(ticket))]) ? 'text' : undefined;
};
