import type { CivilDate, Instant } from '../contract';
import type { Nothing } from './common';

/** 常用语 of a desk. */
export type Phrase = {
  id: string;
  version: number;
  title: string;
  text: string;
  saved: { name: string; at: Instant };
};

/** What a reply can be started from; the texts of phrases as this ticket fills them in. */
export type ReplySuggestions = {
  entries: { faqId: string; question: string; answer: string; confidence: number; why: string }[];
  similar: { no: string; title: string; reply: string; unitName: string; repliedOn: CivilDate }[];
  phrases: { id: string; title: string; text: string }[];
};

export type ReplyWarning = { code: 'hollow' | 'unanswered' | 'personal' | 'plain'; text: string };

/** What may be the same matter as another ticket, and why. */
export type LikelyTicket = { no: string; title: string; reason: string };

/** Actions of the function `staff` for writing a reply (contract §5). */
export type ReplyApi = {
  'reply.suggest': { in: { no: string }; out: ReplySuggestions };
  'reply.check': { in: { no: string; text: string }; out: { warnings: ReplyWarning[] } };
  'phrase.list': {
    in: Nothing;
    out: { phrases: Phrase[]; variables: { name: string; example: string }[] };
  };
  'phrase.save': {
    in: { id?: string; version?: number; requestId?: string; title: string; text: string };
    out: { phrase: Phrase };
  };
  'phrase.remove': { in: { id: string }; out: null };
  'ticket.likely': { in: { no: string }; out: { tickets: LikelyTicket[] } };
};
