import type { ShownNotice } from './contract-services';

/** Errors, tickets, answers to questions, and the people on both sides (contract.md). */

export type CivilDate = string;
export type Instant = string;

/** The closed union of errors, in the order in which they are checked. */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'unsafe-content'
  | 'rate-limited'
  | 'wrong-state'
  | 'conflict'
  | 'unavailable'
  | 'internal';

export type ContractError = {
  code: ErrorCode;
  /** Chinese, says what to do next. */
  message: string;
  /** Each wrong input with its message. */
  fields?: Record<string, string>;
  /** Can be quoted to the help desk. */
  errorNo: string;
};

export type Reply<T> = { ok: true; data: T } | { ok: false; error: ContractError };

/** What citizens file. */
export type TicketKind = 'consultation' | 'complaint' | 'suggestion';
/** Procedures that staff start (contract §5 `procedure.open`). */
export type StaffKind =
  | 'listing'
  | 'change'
  | 'fault'
  | 'emergency-delisting'
  | 'maintenance'
  | 'major-fault'
  | 'release'
  | 'release-filing';
export type ProcedureKind = TicketKind | StaffKind;
export type Category = 'technical' | 'business' | 'system' | 'unsure';
export type Light = 'green' | 'yellow' | 'red';
export type TicketFlag =
  | 'awaiting-citizen'
  | 'urgent'
  | 'confidential'
  | 'supervised'
  | 'overdue-promise'
  | 'unreachable'
  | 'faulty-service';
export type ClockName =
  | 'dispatch'
  | 'accept'
  | 'reply'
  | 'rectify'
  | 'contact'
  | 'objection'
  | 'supervise'
  | 'fix'
  | 'notice'
  | 'filing'
  | 'report'
  | 'review'
  | 'execute';

/** One day of the way from a start day to a due date. */
export type ExplainedDay = { date: CivilDate; counted: boolean; why: string };

export type ShownClock = {
  name: ClockName;
  label: string;
  /** Clause ID, e.g. `G-5.3c`. */
  clause: string;
  responsible: string;
  startedOn: CivilDate;
  date?: CivilDate;
  /** Only internal targets in service hours have an instant. */
  dueAt?: Instant;
  provisional: boolean;
  explanation: ExplainedDay[];
  state: 'running' | 'met' | 'late' | 'cancelled';
  light: Light;
  /** Working days left: 0 = due today, negative = over. */
  daysLeft: number;
  internal: boolean;
  /** What the limit rests on, in words: its clause, or that the platform has set it. */
  basis: string;
  /** The reader's own party has to keep it. */
  own?: boolean;
  /** Runs, but stands still while somebody else has to act. */
  paused?: boolean;
};

export type ShownPromise = {
  date: CivilDate;
  confirmed: boolean;
  provisional: boolean;
  explanation: ExplainedDay[];
  daysLeft: number;
  /** A unit's date lies behind the promise. */
  broken: boolean;
  extendedTo?: CivilDate;
};

export type FieldType =
  | 'text'
  | 'longtext'
  | 'number'
  | 'date'
  | 'datetime'
  | 'select'
  | 'unit'
  | 'member'
  | 'service'
  | 'ticket'
  | 'files'
  | 'bool'
  | 'rows';

/** A line of a field of type `rows`: column → value. */
export type RowValue = Record<string, string | number | boolean | string[] | undefined>;

export type FormField = {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  /** Characters of a text, largest number, most files, choices or rows. */
  max?: number;
  /** Fewest rows. */
  min?: number;
  /** A `select` from which several may be chosen. */
  many?: boolean;
  /** What the form starts with, and what that is called where it names a thing. */
  value?: string | number | boolean | string[] | RowValue[];
  valueLabel?: string;
  /** Handed over only where it was changed: what is shown is masked and must not come back so. */
  ifChanged?: boolean;
  /** Likely choices, each with its reason. */
  suggested?: { value: string; label: string; why: string }[];
  /** Of `rows`: what each of them is asked for. */
  columns?: FormField[];
  /** Shown only while another field has one of these values; `present` = what the ticket holds where that is left blank. */
  onlyIf?: { field: string; is: string[]; present?: string };
  /** To choose from; a `number` with options is chosen too. */
  options?: { value: string; label: string }[];
};

export type OfferedAct = {
  act: string;
  label: string;
  /** On a button that lies beside others. */
  short?: string;
  /** The one thing to do now, what stands second next to it, or what may be done besides. */
  place: 'main' | 'next' | 'beside';
  /** `tap`: one tap does it, without a form. */
  control?: 'tap';
  /** What is said when it is done, where that is more than its name. */
  done?: string;
  fields: FormField[];
};

/** The first line of a ticket: what is due by when, or what came of it, in the words of its reader. */
export type Headline = {
  /** Only where something runs. */
  light?: Light;
  daysLeft?: number;
  /** In small letters above the line and below it. */
  above?: string;
  line: string;
  below: string[];
  /** Why it is that date. */
  explanation: ExplainedDay[];
  provisional: boolean;
};

/** Something that an act of the ticket does to a row of a list: the act with its whole input. */
export type RowAct = { act: string; label: string; input: RowValue };

export type FactRow = {
  values: Record<string, string>;
  /** Nothing is left to do about it. */
  done?: boolean;
  acts?: RowAct[];
};

/** What was entered in a form, or followed from it, in words; a list has rows instead of a value. */
export type ShownFact = {
  name: string;
  label: string;
  value: string;
  /** A `phone` can be rung. The first column names the row. */
  columns?: { name: string; label: string; type: 'text' | 'phone' }[];
  rows?: FactRow[];
};

export type ShownAttachment = {
  fileID: string;
  name: string;
  type: string;
  state: 'pending' | 'ok' | 'blocked';
  /** A link that expires; files lie in a storage that only functions and their owner can read. */
  url?: string;
};

export type TimelineItem = { at: Instant; who: string; label: string; text?: string; internal?: boolean };

export type ShownReply = {
  at: Instant;
  unitName: string;
  text: string;
  attachments: ShownAttachment[];
  corrected?: { at: Instant; text: string; reason: string };
};

/** A ticket as a list shows it. */
export type TicketSummary = {
  no: string;
  kind: string;
  kindLabel: string;
  category: Category;
  state: string;
  stateLabel: string;
  /** Nobody has to act any more. */
  ended?: boolean;
  /** The citizen has an answer, or it has ended without one: the promise no longer runs. */
  settled?: boolean;
  flags: TicketFlag[];
  title: string;
  service?: { id: string; name: string };
  region?: string;
  unit: { id: string; name: string } | null;
  holder: { role: string; unitId?: string; region?: string; memberName?: string };
  /** Who holds it now, in the words of its rule set: the unit's name, or what the operator or the manager is called. */
  holderName: string;
  channel: string;
  applicant: { type: 'person' | 'enterprise'; name?: string; creditCode?: string; onBehalfOf?: string };
  contact: { phone?: string };
  promise: Omit<ShownPromise, 'explanation'> | null;
  /** The running clock that comes first. */
  next?: { name: ClockName; label: string; date?: CivilDate; dueAt?: Instant; daysLeft: number };
  light: Light;
  urges: number;
  createdAt: Instant;
  version: number;
};

/** A ticket as its reader may see it now. */
export type ShownTicket = Omit<TicketSummary, 'promise'> & {
  text: string;
  attachments: ShownAttachment[];
  promise: ShownPromise | null;
  clocks: ShownClock[];
  headline: Headline;
  /** In the order of the screen. */
  acts: OfferedAct[];
  /** Why what comes next cannot be done yet. */
  notYet?: string;
  replies: ShownReply[];
  /** What the machine said. */
  answers?: AskAnswer[];
  timeline: TimelineItem[];
  rating?: { level: number; label: string; tags: string[]; text?: string; at: Instant };
  links: { no: string; title: string; relation: 'same-matter' | 'merged-into' | 'merged-from' | 'fault' }[];
  /** For the operator: the most likely units, with the reason for each. */
  suggestions?: { unitId: string; unitName: string; reason: string; confidence: number }[];
  /** What was entered in the forms of a procedure that staff started, and what followed from it, in order. */
  facts?: ShownFact[];
  /** The public notice that belongs to it. */
  notice?: ShownNotice;
  /** Open tickets of citizens about its service, where the procedure asks for them. */
  openTickets?: { no: string; title: string; unitName: string }[];
  /** What an external system calls it, e.g. a 12345 number. */
  externalNo?: string;
  /** The refusal as a notice that can be saved. */
  refusal?: { reason: string; basis: string; redirect: string; remedies: string; objectUntil: CivilDate };
  ruleSet: { id: string; name: string; version: number; draft: boolean };
  /** Only in the answer to `reveal`. */
  personal?: { name?: string; phone?: string; creditCode?: string; identifiers: string[] };
};

export type AskAnswer = {
  faqId: string;
  question: string;
  answer: string;
  unitName: string;
  region?: string;
  updatedOn: CivilDate;
  confidence: number;
};

export type AskResult = {
  askId: string;
  band: 'answer' | 'choices' | 'handover';
  answers: AskAnswer[];
  urgent?: { text: string; phone: string };
  knownFault?: { serviceId: string; text: string; noticeId: string };
};

export type FileTicketInput = {
  requestId: string;
  kind: TicketKind;
  category: Category;
  title: string;
  text: string;
  serviceId?: string;
  region?: string;
  applicant?: { type: 'person' | 'enterprise'; name?: string; creditCode?: string; onBehalfOf?: string };
  contact?: { phone?: string };
  attachments?: string[];
  against?: 'operator' | 'staff';
  anonymous?: boolean;
  urgent?: boolean;
  askId?: string;
  consent: { policyVersion: string };
};

export type InboxMessage = {
  id: string;
  at: Instant;
  template: string;
  text: string;
  /** Number of the ticket or notice. */
  about?: string;
  read: boolean;
};

/** A kind of ticket that can be filed, with its limits as the rules in force give them. */
export type FilingKind = {
  kind: TicketKind;
  label: string;
  /** What the citizen does: 我要投诉. */
  action: string;
  /** Its place among the big buttons of the first page, from 1; without one it is not there. */
  home?: number;
  /** The limit that comes first. */
  brief: string;
  /** Until when one hears, by category, with a service chosen and without. */
  limits: Record<Category, { service: string; none: string }>;
  /** Asks whom it is about. */
  asksAgainst?: boolean;
};

/** A kind of procedure, as `procedure.list` gives it. */
export type ListedProcedure = {
  kind: ProcedureKind;
  label: string;
  /** What it belongs to, and what it is for, in the words of those who start it. */
  group: string;
  purpose: string;
  /** Its place in lists. */
  order: number;
  clauses: string[];
  mayOpen: boolean;
  /** What citizens file: staff register it on a page of its own. */
  filed?: boolean;
  /** What cannot wait: what its button is called, and how many fields its form begins with. */
  urgent?: { label: string; fields: number };
  /** Where else it is offered, and how it is called there; about a ticket with what its form begins with. */
  offeredAt?: {
    service?: string;
    calendar?: string;
    ticket?: { label: string; values: RowValue };
  };
  fields?: FormField[];
};

export type MenuEntry = {
  key: string;
  label: string;
  /** Opens the form of this procedure. */
  opens?: ProcedureKind;
  /** Must be found at once when it is needed. */
  alarm?: boolean;
};

export type CitizenProfile = {
  policyVersion: string;
  consents: { policyVersion: string; at: Instant }[];
  preferences: { subscribe: boolean; largeText: boolean };
  region?: string;
  /** Regions to choose from, with their full names. */
  regions: { code: string; name: string }[];
  /** Services that the person follows, by their ids; the newest last. */
  subscribed: string[];
  /** What can be filed, in order; the form begins with the first. */
  kinds: FilingKind[];
  /** Present when the person is also staff: the tab bar shows 工作台. */
  staff?: { roles: string[] };
};

export type StaffView = 'todo' | 'mine' | 'unit' | 'overdue' | 'all';

/** What lies open at a desk now; `desk` is what `ticket.queue` takes. */
export type DeskLights = {
  desk: string;
  name: string;
  overdue: number;
  /** Due before midnight. */
  today: number;
  open: number;
  /** Working days by which the oldest is over. */
  longest: number;
};

export type StaffProfile = {
  memberId: string;
  name: string;
  roles: string[];
  roleLabel: string;
  unit?: { id: string; name: string };
  region?: { code: string; name: string };
  menu: MenuEntry[];
  /** Kinds of tickets, in order, to narrow a list to. */
  kinds: { kind: ProcedureKind; label: string }[];
  counts: Record<StaffView, number>;
  /** Where oneself is written to outside of WeChat (G-3.2.3a). */
  address: OwnAddress;
};

export type OwnAddress = { email?: string; phone?: string };

export type Page<K extends string, T> = { [key in K]: T[] } & { nextCursor?: string };
