import type { Instant } from '../contract-basics';
import type { Values } from './common';

/** Work on a ticket before anything is sent (contract §5). */

/** Somebody else who is at a ticket, with the act for which they write, and what that is called. */
export type Present = { name: string; act?: string; label?: string; since: Instant };

type Draft = { input: Values; version: number; savedAt: Instant };

/** Actions of the function `staff` at the desk. */
export type AtDeskApi = {
  'draft.get': { in: { no: string; act: string }; out: Draft | null };
  /** `version` = of the ticket that one has in sight. */
  'draft.save': {
    in: { no: string; act: string; input: Values; version?: number };
    out: Omit<Draft, 'input'>;
  };
  /** `version` = of the ticket by now. */
  'presence.touch': { in: { no: string; act?: string }; out: { others: Present[]; version: number } };
};
