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
  | 'faulty-service'
  /** Nobody can go on with it (A42): staff see it. */
  | 'vacant'
  /** A document assigns it (A54): staff see it. */
  | 'assigned';
/** One day of the way from a start day to a due date. */
export type ExplainedDay = { date: CivilDate; counted: boolean; why: string };

export type ShownClock = {
  /** As the procedure calls it: one of the names of contract §6. */
  name: string;
  label: string;
  /** Clause ID, e.g. `G-5.3c`. */
  clause: string;
  responsible: string;
  startedOn: CivilDate;
  date?: CivilDate;
  /** Only internal targets in service hours have an instant. */
  dueAt?: Instant;
  /** When the office closes on that date: the softer line within the last day (A2), while the clock runs. */
  officeUntil?: Instant;
  provisional: boolean;
  explanation: ExplainedDay[];
  /** The rule by which the days were counted, in words (A3). */
  counting: string;
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
  /**
   * `tap`: one tap does it, without a form. `compose`: its long text is an answer that a person will read; suggestions
   * (`reply.suggest`), a check (`reply.check`) and a preview stand beside it.
   */
  control?: 'tap' | 'compose';
  /** What is said when it is done, where that is more than its name. */
  done?: string;
  /** After it the citizen waits once more, perhaps only with some values: the phone asks for messages again (A45). */
  waits?: true | { field: string; is: string[] };
  /** Not in bulk (`ticket.bulk`). */
  alone?: true;
  /** What is decided with it, e.g. what is signed: it stands above the button. */
  shows?: { label: string; text: string }[];
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
  /** The softer line within the last day (A2): until when in office hours. */
  office?: string;
  below: string[];
  /** Why it is that date: each day, and the rule by which they were counted (A3). */
  explanation: ExplainedDay[];
  counting: string;
  provisional: boolean;
};

/** Something that an act of the ticket does to a row of a list: the act with its whole input. */
export type RowAct = { act: string; label: string; input: RowValue };

export type FactRow = {
  values: Record<string, string>;
  /** Of the ticket to which the row leads, where the reader may see it. */
  title?: string;
  /** Nothing is left to do about it. */
  done?: boolean;
  acts?: RowAct[];
};

/** What was entered in a form, or followed from it, in words; a list has rows instead of a value. */
export type ShownFact = {
  name: string;
  label: string;
  value: string;
  /** A `phone` can be rung, a `ticket` opened. The first column names the row. */
  columns?: { name: string; label: string; type: 'text' | 'phone' | 'ticket' }[];
  rows?: FactRow[];
};

export type ShownAttachment = {
  fileID: string;
  name: string;
  type: string;
  state: 'pending' | 'ok' | 'blocked';
  /** The field of a form that asked for it. */
  label?: string;
  /** Where the copy lies that everybody reads; missing = under `fileID`, which is what its uploader was given. */
  keptID?: string;
  /** A link that expires; files lie in a storage that only functions and their owner can read. */
  url?: string;
  /** The merged ticket with which it came (A43). */
  of?: string;
};

export type TimelineItem = {
  at: Instant;
  who: string;
  label: string;
  text?: string;
  internal?: boolean;
  /** It came to its holder with this: what was said is read before anything is done. */
  handedOn?: true;
  /** The merged ticket of which it tells (A43). */
  of?: string;
};

/** A ticket that was merged into another one: whose it was and how it came (A43). */
export type MergedTicket = Pick<
  TicketSummary,
  'no' | 'title' | 'channel' | 'applicant' | 'contact' | 'createdAt'
> & {
  externalNo?: string;
};

/** What was masked, as it was given. */
export type Personal = {
  name?: string;
  phone?: string;
  creditCode?: string;
  onBehalfOf?: string;
  identifiers: string[];
};

export type ShownReply = {
  at: Instant;
  unitName: string;
  text: string;
  attachments: ShownAttachment[];
  /** What came of it, and in words for its reader; with the day on which what is planned is taken up again (A49). */
  resultType?: 'solved' | 'partly' | 'planned' | 'explained' | 'unfounded';
  result?: string;
  plannedOn?: CivilDate;
  /** Why it came after the limit of which the documents say 原则上 (A3). */
  lateReason?: string;
  corrected?: { at: Instant; text: string; reason: string };
};

export type FoundBy = 'no' | 'externalNo' | 'phone' | 'title' | 'text';

/** A ticket as a list shows it. */
export type TicketSummary = {
  no: string;
  /** Of what was searched for: where it was found. */
  found?: FoundBy;
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
  next?: { name: string; label: string; date?: CivilDate; dueAt?: Instant; daysLeft: number };
  /** For its citizen: what it wants from that person now. */
  wants?: string;
  light: Light;
  urges: number;
  /** For staff: it waits for a signature, or has come back to be changed (A35). */
  signature?: { state: 'waiting' | 'returned'; label: string };
  createdAt: Instant;
  version: number;
};

/** A ticket as its reader may see it now. */
export type ShownTicket = Omit<TicketSummary, 'promise'> & {
  text: string;
  /** The item of the service that was chosen (G-5.2c). */
  item?: { code: string; name: string };
  attachments: ShownAttachment[];
  promise: ShownPromise | null;
  clocks: ShownClock[];
  headline: Headline;
  /** In the order of the screen. */
  acts: OfferedAct[];
  /** Why what comes next cannot be done yet. */
  notYet?: string;
  /** It holds as much as it can: what to do instead of adding to it. */
  full?: string;
  replies: ShownReply[];
  /** What the machine said. */
  answers?: AskAnswer[];
  /** The newest lines; those before them come by `ticket.timeline` with `earlier` as its cursor. */
  timeline: TimelineItem[];
  earlier?: string;
  /** Files before those shown come by `ticket.files` with this cursor. */
  earlierFiles?: string;
  rating?: { level: number; label: string; tags: string[]; text?: string; at: Instant };
  links: {
    no: string;
    title: string;
    relation: 'same-matter' | 'merged-into' | 'merged-from' | 'fault' | 'about' | 'supervision';
  }[];
  /** What was merged into it: for staff all, for a citizen the own ones. */
  merged?: MergedTicket[];
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
  /** What a document assigns, for staff: where it comes from, its number and the day that it names (A54). */
  assigned?: { origin: string; documentNo: string; dueOn: CivilDate };
  /** The refusal as a notice that can be saved. */
  refusal?: {
    reason: string;
    basis: string;
    /** Where to turn, in words; `turnTo` = what of it was chosen from the list that is kept (A16). */
    redirect: string;
    turnTo?: { name: string; phone?: string; where?: string }[];
    remedies: string;
    objectUntil: CivilDate;
  };
  ruleSet: { id: string; name: string; version: number; draft: boolean };
  /** Only in the answer to `reveal`. */
  personal?: Personal & { merged?: (Personal & { no: string })[] };
  /** 签收 (A51), for staff: until when somebody of the party that has to act should open it, and who has. */
  signing?: { since: Instant; dueAt: Instant; signedAt?: Instant; who?: string };
  /** Only in the answer to `claimCode`: what the caller claims the ticket with, and until when. */
  claimCode?: { code: string; until: Instant };
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

/** A danger in what somebody typed: what to do, whom to call first, and other numbers that may be the right one. */
export type Urgent = { text: string; phone: string; label: string; more: { phone: string; label: string }[] };

export type AskResult = {
  askId: string;
  band: 'answer' | 'choices' | 'handover';
  answers: AskAnswer[];
  /** When a person has to answer: what may be meant, to be read in full. */
  near: AskAnswer[];
  urgent?: Urgent;
  knownFault?: { serviceId: string; text: string; noticeId: string };
};

/** A kind of procedure, as `procedure.list` gives it. */
export type ListedProcedure = {
  kind: string;
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
    /** In the calendar of content. */
    contentCalendar?: string;
    ticket?: { label: string; values: RowValue };
  };
  fields?: FormField[];
};
