import type {
  FieldType,
  FormField,
  ListedProcedure,
  OfferedAct,
  ShownFact,
  TicketKind,
} from '../../../typings/contract';
import type { Catalogue, Contact, Member, Role, Service } from '../catalogue';
import type { Calendar } from '../calendar';
import type { PolicyId, RuleSet } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import type { Change, PlatformWindow } from './change';

/** Who acts. Role, unit and region come from the member bound to the OPENID, never from the event. */
export type Actor = { id: string; role: Role; name: string; unitId?: string; region?: string };

/** The platform itself: automatic steps and what follows from a rule. */
export const systemActor: Actor = { id: 'system', role: 'system', name: '系统' };

/** What a pure rule may know besides the ticket. */
export type Context = {
  now: Instant;
  calendar: Calendar;
  ruleSet: RuleSet;
  catalogue: Catalogue;
  actor: Actor;
  /** The service of the ticket or of the input. */
  service?: Service;
  /** The member named in the input. */
  member?: Member;
  /** The other ticket named in the input (merge, link). */
  related?: Ticket;
  /** Windows of maintenance of the platform itself, coming or running. */
  platformWindows?: PlatformWindow[];
  /** Open tickets of citizens about the service, or those among them without an answer, for procedures that need them. */
  openTickets?: TicketReference[];
  /** Releases that wait for the monthly filing, for the procedure that needs them (G-3.3.4c). */
  releases?: Ticket[];
  /** Versions whose publishing has begun, newest plan first: the register of versions (G-3.3.1b). */
  versions?: { no: string; version: string }[];
  /** Leads of the operator and managers, for the call list of a major fault (J-16c). */
  responders?: Contact[];
};

export type TicketReference = { no: string; title: string; unitName: string };

/** A party with a test whether an actor belongs to it for this ticket. */
export type Party = {
  label: string;
  /** Roles that can ever belong to it: checked before the ticket is read. */
  roles: readonly Role[];
  has(actor: Actor, ticket: Ticket, context: Pick<Context, 'catalogue'>): boolean;
};

export type FieldSpec = {
  name: string;
  label: string;
  /** What it is called in a form that is opened now, where that says more. */
  labelFor?: (context: Context) => string;
  type: FieldType;
  required?: boolean;
  /** Characters of a text, largest number, most files or choices. */
  max?: number;
  min?: number;
  /** Several values may be chosen. */
  many?: boolean;
  options?: { value: string; label: string }[];
  /** Options that depend on the ticket. */
  optionsFor?: (ticket: Ticket, context: Context) => { value: string; label: string }[];
  /** What the form starts with, and what that is called where it names a thing. */
  presentValue?: (ticket: Ticket) => FormField['value'];
  presentLabel?: (ticket: Ticket) => string | undefined;
  /** Handed over only where it was changed. */
  ifChanged?: boolean;
  /** Likely choices, each with its reason. */
  suggestedFor?: (ticket: Ticket) => FormField['suggested'];
  /** A choice that names a region. */
  of?: 'region';
  /** Of `rows`: what each of them is asked for. */
  columns?: readonly FieldSpec[];
  /** The form starts with what the ticket holds: it is corrected, not written again. */
  corrects?: boolean;
  /** Asked only where another field of the form has one of these values: what does not belong is refused. */
  onlyIf?: { field: string; is: readonly string[] };
  /** Of a form that opens a procedure: only whoever has one of these roles is asked. A second field of the name asks the others. */
  askedOf?: readonly Role[];
  /** Staff texts may name public phone numbers; citizens' texts are masked in full. */
  keepPhones?: boolean;
  /** Not kept among the ticket's facts: it stands in the timeline or goes elsewhere. */
  passing?: boolean;
  /** Whether the ticket holds it already, or who opens it says it: then nobody is asked for it. */
  known?: (ticket: Ticket) => boolean;
};

export type Input = Record<string, unknown>;

/** Who is told. Resolved to people when the message is delivered. */
export type Audience =
  | { to: 'citizen' }
  | { to: 'operator' }
  | { to: 'operator-lead' }
  | { to: 'manager' }
  | { to: 'unit'; unitId: string }
  | { to: 'lead'; unitId: string }
  | { to: 'member'; memberId: string }
  /** Local authorities of a region and above, without that of one region. */
  | { to: 'local'; region: string; without?: string }
  /** The local authority of this very region. */
  | { to: 'authority'; region: string }
  /** Citizens who follow a service, or who have an open ticket about it. */
  | { to: 'followers'; serviceId: string };

/** Ways out of the mini-program that a duty asks for besides the inbox (G-3.2.3a). */
export type OuterChannel = 'email' | 'sms';

/** A sentence for an audience, or nothing when it does not concern the ticket. */
export type Tell = {
  audience: (ticket: Ticket, context: Context) => Audience | undefined;
  text: (ticket: Ticket, context: Context) => string;
  channels?: readonly OuterChannel[];
};

export type ActDefinition = {
  act: string;
  label: string;
  clause: string;
  by: readonly Party[];
  from: readonly string[];
  /** The state afterwards, where it is always the same. */
  to?: string;
  fields?: readonly FieldSpec[];
  /** Clocks that the act meets and cancels. */
  meets?: readonly Ticket['clocks'][number]['name'][];
  cancels?: readonly Ticket['clocks'][number]['name'][];
  tells?: readonly Tell[];
  /** Why the act is not offered now, in words; undefined = offered. */
  unless?: (ticket: Ticket, context: Context) => string | undefined;
  /** What the state waits for: while it cannot be taken, its reader is told why. */
  awaited?: boolean;
  /** Field errors beyond the type of each field. */
  check?: (ticket: Ticket, input: Input, context: Context) => Record<string, string> | undefined;
  /** What else happens. */
  run?: (change: Change, input: Input) => void;
  /** An automatic step: the instant from which the sweep does it. */
  due?: (ticket: Ticket, context: Omit<Context, 'actor'>) => Instant | undefined;
  /** `beside`: may be done besides, e.g. a note or giving up; it never is one of the two buttons of a screen. */
  place?: 'main' | 'beside';
  /** What the ticket waits for before all else: then it stands first, whatever its place. */
  foremost?: (ticket: Ticket) => boolean;
  /** On a button that lies beside others. */
  short?: string;
  /** `tap`: one tap does it; it needs no words and harms nobody. */
  control?: OfferedAct['control'];
  /** What is said when it is done. */
  done?: string;
  /** Said to the citizen in the ticket's first lines while it is offered. */
  invites?: (ticket: Ticket, context: Context) => string | undefined;
  /** The line of the timeline is for staff only. */
  internal?: boolean;
  /** The field whose text stands in the timeline; default `text`, else `reason`. */
  says?: string | null;
};

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
export type OpeningDefinition = {
  label: string;
  clause: string;
  by: readonly Role[];
  fields: readonly FieldSpec[];
  /** Why this actor may not open it with this input, e.g. for another unit's service; undefined = may. */
  unless?: (input: Input, context: Context) => string | undefined;
  /** Field errors beyond the type of each field. */
  check?: (input: Input, context: Context) => Record<string, string> | undefined;
  title: (input: Input, context: Context) => string;
  /** The units that take part: by default the access unit of the service. */
  units?: (input: Input, context: Context) => string[];
  /** First state, holder, clocks and what else begins. */
  run: (change: Change, input: Input) => void;
  tells?: readonly Tell[];
  /** What cannot wait: what its button is called, and how many fields its form begins with. */
  urgent?: ListedProcedure['urgent'];
  /** Where else it is offered: at a service, at a citizen's ticket about one, in the calendar of maintenance. */
  offeredAt?: ListedProcedure['offeredAt'];
};

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
  technical: PolicyId;
  stages: readonly { policy: PolicyId; words: string }[];
};

export type Procedure = {
  kind: Ticket['kind'];
  label: string;
  /** What it belongs to, what it is for in the words of those who start it, and its place in lists. */
  group: string;
  purpose: string;
  order: number;
  clauses: readonly string[];
  states: Record<string, StateDefinition>;
  acts: readonly ActDefinition[];
  /** Only procedures that staff start have one; citizens' tickets are filed. */
  opening?: OpeningDefinition;
  /** Only what citizens file has one. */
  filing?: FilingDefinition;
  /** What the procedure itself notes on the ticket, with its label; shown after what was entered. */
  facts?: readonly FieldSpec[];
  /** Lists that it keeps, with the acts that its reader may take on a row. */
  lists?: (ticket: Ticket, offers: (act: string) => boolean) => ShownFact[];
  /** What its rules need to know besides. */
  needs?: readonly ('openTickets' | 'unansweredTickets' | 'releases' | 'versions' | 'responders')[];
  /** Under what it is found besides. */
  tags?: (ticket: Ticket) => string[];
};
