import type { Awaited } from '../../../domain/engine';
import type { CivilDate, Instant } from '../../../domain/time';

/** What is kept about those who use the product. */

export type ProfileDocument = {
  _id: string;
  region: string | null;
  /** `muted`: of what no message goes out besides the inbox; missing = of nothing. */
  preferences: { subscribe: boolean; largeText: boolean; muted?: Awaited[] };
  consents: { policyVersion: string; at: Instant }[];
  /** Subscribe messages that the person still allows, by template. */
  grants: Record<string, number>;
  /** Services whose notices the person wants. */
  subscribed: string[];
  /** Up to which message reports have been told of in a digest, and the day of the last (A45). */
  reportsUpTo?: string;
  reportsOn?: CivilDate;
  /** The day of the last digest of overdue tickets (A24). */
  digestOn?: CivilDate;
  /** Messages up to this moment were looked at. */
  inboxReadUpTo?: Instant;
  /** And of single tickets, notices and entries up to a later one; '' = those about nothing. */
  inboxReadAbout?: Record<string, Instant>;
};

/** What somebody was told once, until it is over and happens again. */
export type AlarmDocument = { _id: string; state: string; told: string[] };

/** 常用语 of a desk, e.g. `unit:hrss`; empty = taken out. */
export type PhraseDocument = {
  _id: string;
  desk: string;
  /** `title|_id`: the order of the list. */
  key: string;
  title: string;
  text: string;
  version: number;
  saved: { id: string; name: string; at: Instant };
};
