import type { Catalogue, Member, Role, Service } from '../catalogue';
import type { Duty } from '../registers/rosters/duties';
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
  /** The rows of a register of the platform's own, in the order of their names. */
  rows(register: string): Promise<Readonly<Record<string, unknown>>[]>;
  /** Who of a party is on duty from now until then, in the order in which they begin; and who is now. */
  duties(party: string, until: Instant): Promise<Duty[]>;
  onDuty(party: string): Promise<Duty[]>;
  /** A service of the register. */
  service(id: string): Promise<Service | undefined>;
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
  /** What the act on it is given; missing = nothing is done to it yet. */
  act?: Input;
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
