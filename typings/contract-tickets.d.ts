import type { CivilDate, Instant } from './contract-basics';
import type { ShownNotice } from './contract-services';

/** Tickets, and answers to questions (contract.md). */

/** What citizens file. */
export type TicketKind = 'consultation' | 'complaint' | 'suggestion';
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
  | 'region'
  | 'rows';

export type FormField = {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  max?: number;
  /** Of `rows`: so many at least. */
  min?: number;
  /** A `select` from which several may be chosen. */
  many?: boolean;
  /** What the form starts with. */
  value?: string | number | boolean | string[] | Record<string, unknown>[];
  /** Shown only while another field has one of these values; `present` = what the ticket holds where that is left blank. */
  onlyIf?: { field: string; is: string[]; present?: string };
  options?: { value: string; label: string }[];
  /** Of `rows`: the fields of each row. */
  columns?: FormField[];
};

export type OfferedAct = {
  act: string;
  label: string;
  fields: FormField[];
  /** May be done besides: never the main thing to do. */
  beside?: boolean;
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

/** What was entered, or noted by the procedure, in words; of a table also its rows, column by column. */
export type ShownFact = {
  name: string;
  label: string;
  value: string;
  columns?: { name: string; label: string }[];
  rows?: Record<string, string>[];
};

/** A ticket as its reader may see it now. */
export type ShownTicket = Omit<TicketSummary, 'promise'> & {
  text: string;
  attachments: ShownAttachment[];
  promise: ShownPromise | null;
  clocks: ShownClock[];
  acts: OfferedAct[];
  /** Why what comes next cannot be done yet. */
  notYet?: string;
  replies: ShownReply[];
  /** What the machine said. */
  answers?: AskAnswer[];
  timeline: TimelineItem[];
  rating?: { level: number; tags: string[]; text?: string; at: Instant };
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
