import type { ListedProcedure, OfferedAct, ShownFact, TicketKind } from '../../../typings/contract';
import type { Role } from '../catalogue';
import type { Policy, SwitchDefinition, WindowDefinition } from '../rulesets';
import type { Scheduled } from '../content/calendar';
import type { ListedTicket } from '../ticket/listed';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import type { Change } from './change';
import type { Context, Party } from './context';
import type { Facts } from './facts';
import type { Fields, Input, InputOf } from './fields';
import type { Audience, Awaited, OuterChannel } from './message';
import type { Needs } from './needs';
import type { Recurrence, Topic } from './recurrence';

/** A sentence for an audience, or nothing when it does not concern the ticket. */
export type Tell = {
  audience: (ticket: Ticket, context: Context) => Audience | undefined;
  text: (ticket: Ticket, context: Context) => string;
  channels?: readonly OuterChannel[];
  awaited?: Awaited;
  digest?: true;
};

/** What is wrong with which field. */
export type FieldErrors = Record<string, string>;

export type ActDefinition<F extends Fields = Fields> = {
  act: string;
  label: string;
  clause: string;
  by: readonly Party[];
  from: readonly string[];
  /** The state afterwards, where it is always the same. */
  to?: string;
  fields?: F;
  /** Clocks of its limits that the act meets and cancels. */
  meets?: readonly string[];
  cancels?: readonly string[];
  tells?: readonly Tell[];
  /** Why the act is not offered now, in words; undefined = offered. */
  unless?: (ticket: Ticket, context: Context) => string | undefined;
  /** What the state waits for: while it cannot be taken, its reader is told why. */
  awaited?: boolean;
  /** Field errors beyond the type of each field. */
  check?(ticket: Ticket, input: InputOf<F>, context: Context): FieldErrors | undefined;
  /** What else happens. */
  run?(change: Change, input: InputOf<F>): void;
  /** An automatic step: the instant from which the sweep does it. */
  due?: (ticket: Ticket, context: Omit<Context, 'actor'>) => Instant | undefined;
  /**
   * `next`: has a button, but is not the thing to do; `beside`: may be done besides, e.g. a note or giving up, and never is
   * one of the two buttons of a screen.
   */
  place?: 'main' | 'next' | 'beside';
  /** What the ticket waits for before all else: then it stands first, whatever its place. */
  foremost?: (ticket: Ticket, context: Context) => boolean;
  /** On a button that lies beside others. */
  short?: string;
  /** `tap`: one tap does it; it needs no words and harms nobody. */
  control?: OfferedAct['control'];
  /** What is said when it is done. */
  done?: string;
  /** After it the citizen waits once more: for that messages are asked for again (A45). */
  waits?: OfferedAct['waits'];
  /** What lists say that the ticket wants from its citizen, while it is offered and that is so. */
  wants?: (ticket: Ticket) => string | undefined;
  /** Said to the citizen in the ticket's first lines while it is offered. */
  invites?: (ticket: Ticket, context: Context) => string | undefined;
  /** What it is called now, where that follows from the ticket. */
  labelFor?: (ticket: Ticket) => string | undefined;
  /** What is decided with it: it stands above the button. */
  shows?: (ticket: Ticket, context: Context) => { label: string; text: string }[];
  /** What it answers stands on that one ticket: in bulk nobody would see it, and it would be recorded as seen. */
  alone?: true;
  /** Gives the ticket to somebody else: what is said with it is what that one reads first. */
  handsOn?: true;
  /** The line of the timeline is for staff only. */
  internal?: boolean | ((ticket: Ticket) => boolean);
  /** The field whose text stands in the timeline; default `text`, else `reason`. */
  says?: (keyof F & string) | null;
};

/** An act, its input typed by its fields. */
export const act = <const F extends Fields = Record<never, never>>(
  definition: ActDefinition<F>,
): ActDefinition => definition as ActDefinition;

export type StateDefinition = {
  label: string;
  /** Nobody has to act any more. */
  ended?: boolean;
  /** The next step is the citizen's, so no clock runs. */
  awaitsCitizen?: boolean;
  /** The citizen has had an answer: the promise no longer runs. */
  settled?: boolean;
  /** What the citizen hears by the end of which clock, after the answer. */
  hears?: { clock: Ticket['clocks'][number]['name']; words: string };
  /** What its citizen should know. */
  advice?: string;
};

/** How staff start a procedure: who, with which form, and what it begins with. */
export type OpeningDefinition<F extends Fields = Fields> = {
  label: string;
  clause: string;
  by: readonly Role[];
  fields: F;
  /** Why this actor may not open it with this input, e.g. for another unit's service; undefined = may. */
  unless?(input: InputOf<F>, context: Context): string | undefined;
  /** Field errors beyond the type of each field. */
  check?(input: InputOf<F>, context: Context): FieldErrors | undefined;
  title(input: InputOf<F>, context: Context): string;
  /** The units that take part: by default the access unit of the service. */
  units?(input: InputOf<F>, context: Context): string[];
  /** First state, holder, clocks and what else begins. */
  run(change: Change, input: InputOf<F>): void;
  tells?: readonly Tell[];
  /** What cannot wait: what its button is called, and how many fields its form begins with. */
  urgent?: ListedProcedure['urgent'];
  /** Where else it is offered: at a service, at a citizen's ticket about one, in the calendars of maintenance and of content. */
  offeredAt?: ListedProcedure['offeredAt'];
};

/** The opening of a procedure, its input typed by its form. */
export const opening = <const F extends Fields>(definition: OpeningDefinition<F>): OpeningDefinition =>
  definition as OpeningDefinition;

/** How citizens file it. */
export type FilingDefinition = {
  kind: TicketKind;
  /** What the citizen does: 我要投诉. */
  action: string;
  /** Its place among the big buttons of the first page. */
  home?: number;
  /** Whether it asks whom it is about. */
  asksAgainst?: boolean;
  /** The limits that the citizen is told: of a technical matter, and of all others in their order. */
  technical: Policy;
  stages: readonly { policy: Policy; words: string }[];
  /** The time that finding the unit takes besides. */
  search: Policy;
};

export type TicketReference = { no: string; title: string; unitName: string };

/** An automatic act on a ticket; `fits`: whether it still is what was meant. */
export type FollowUpStep = {
  no: string;
  act: ActDefinition;
  input: Record<string, unknown>;
  fits?: (ticket: Ticket) => boolean;
};

/** What a ticket does to others once it has come so far: taken by the timer, each step once. */
export type FollowUp = {
  /** Under which `tags` it is found while that has still to be done. */
  tag: string;
  steps(ticket: Ticket): readonly FollowUpStep[];
  /** Taken on itself when all have been: it takes the tag away. */
  settle: ActDefinition;
};

/** What tickets it is opened for by the platform, as they have come so far. */
export type OpensFor = {
  /** Under which `tags` they are found while that has still to be done. */
  tag: string;
  /** Each once, under a key of its own. */
  openings(ticket: Ticket): readonly { key: string; input: Input }[];
  /** Automatic acts on what was opened for it before. */
  steps(ticket: Ticket): readonly FollowUpStep[];
};

/** A procedure of the documents: everything that is particular to it. */
export type Procedure = {
  kind: string;
  /** The two letters with which its numbers begin. */
  prefix: string;
  label: string;
  /** What it belongs to, what it is for in the words of those who start it, and its place in lists. */
  group: string;
  purpose: string;
  order: number;
  clauses: readonly string[];
  /** What rule sets can change: its limits, what else it counts with, and what it asks them. */
  limits: readonly Policy[];
  windows?: readonly WindowDefinition[];
  switches?: readonly SwitchDefinition[];
  states: Record<string, StateDefinition>;
  acts: readonly ActDefinition[];
  /** Only procedures that staff start have one; citizens' tickets are filed. */
  opening?: OpeningDefinition;
  /** Only what citizens file has one. */
  filing?: FilingDefinition;
  /** What its tickets know; procedures that staff start have it. */
  facts?: Facts;
  /** Facts that it shows as lists of its own, with the acts that its reader may take on a row. */
  lists?: (ticket: Ticket, offers: (act: string) => boolean) => ShownFact[];
  /** The number of its document, counted by year without gaps: `督办〔2026〕3号`. */
  numbered?: (year: string, n: number) => string;
  /** Of which sort it is: how many of the sort there have been in the year is told to its rules (`ordinal`). */
  sort?: (input: Input, context: Context) => string | undefined;
  /** What plans open it for, period by period (contract §9). */
  planned?: {
    topics: readonly Topic[];
    /** Why it was not done in time, as whoever had to do it says. */
    whyMissed(ticket: Ticket): string | undefined;
  };
  /** Whoever goes off duty hands it over as long as it is open (A51). */
  handsOver?: true;
  /** What its rules need to know besides. */
  needs?: Needs;
  /** The citizen's ticket that its acts change besides, by its number. */
  about?: (ticket: Ticket) => string | undefined;
  /** Open tickets of citizens that its reader sees beside it. */
  openTickets?: (context: Context) => TicketReference[] | undefined;
  /** How what somebody has to sign stands (A35); missing = nobody signs anything. */
  signature?: (
    ticket: Pick<ListedTicket, 'state' | 'timeline' | 'details'>,
  ) => 'waiting' | 'returned' | undefined;
  /** Under what it is found besides. */
  tags?: (ticket: Ticket) => string[];
  /** What of it stands in the calendar of content (G-4.1). */
  onCalendar?: (ticket: ListedTicket) => Scheduled | undefined;
  /** What it does to other tickets. */
  followUp?: FollowUp;
  /** For which tickets the platform opens it. */
  opensFor?: OpensFor;
  /** The ticket without the words of the citizen whom it is about, who wants to be forgotten (J-21b). */
  erased?: (ticket: Ticket) => Ticket;
  /** How often the platform opens it by itself. */
  recurs?: Recurrence<Context, Input>;
};
