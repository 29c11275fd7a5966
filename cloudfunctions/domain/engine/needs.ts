import type { Catalogue, Member, Role } from '../catalogue';
import type { RuleSet } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import type { Actor, Context } from './context';
import type { Input } from './fields';

/** What a procedure may look up besides its ticket; every call is one range of one index, and bounded. */
export type Lookup = {
  /** Tickets with this tag, newest first, at most so many. `open` = without those that have ended. */
  tickets(tag: string, options: { most: number }): Promise<Ticket[]>;
  /** Tickets with this tag that came from one instant on and before another, newest first, at most so many; also those that have ended. */
  between(tag: string, from: Instant, to: Instant, options: { most: number }): Promise<Ticket[]>;
  /** The rows of a register of the platform's own, in the order of their names; of one party, from a place in its order on. */
  rows(register: string, of?: { party: string; from: string }): Promise<Readonly<Record<string, unknown>>[]>;
  /** Active members of one role. */
  members(role: Role): Promise<Member[]>;
  /** How many services have an address that is watched, and how many of those are out of order now. */
  watched(): Promise<{ services: number; faulty: number }>;
  /** An active member by the id. */
  member(id: string): Promise<Member | undefined>;
};

/** For what it is looked up: the service of the ticket or of the form, who asks, and what is in force. */
export type Subject = {
  serviceId?: string;
  actor: Actor;
  now: Instant;
  catalogue: Catalogue;
  ruleSet: Pick<RuleSet, 'roleNames'>;
  /** What it is opened with; missing = for an act on it. */
  input?: Input;
};

/** The queries of a procedure, and how its rules get at what they found. Read before a change begins. */
export type Needs<N = unknown> = {
  read(lookup: Lookup, subject: Subject): Promise<N>;
  of(context: Pick<Context, 'needed'>): N | undefined;
};

export const needs = <N>(read: Needs<N>['read']): Needs<N> => ({
  read,
  // Only what `read` gave is put into the context of this procedure.
  of: ({ needed }) => needed as N | undefined,
});
