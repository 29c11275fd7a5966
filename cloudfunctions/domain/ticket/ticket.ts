import type { AskAnswer, Category, ExplainedDay } from '../../../typings/contract';
import type { ShownAttachment, TicketFlag } from '../../../typings/contract';
import type { Role } from '../catalogue';
import type { Clock, Limit, Wait } from '../deadline';
import type { Notice } from '../notices/notice';
import type { CivilDate, Instant } from '../time';
import type { Assigned } from './assigned';
import type { HotlineOrder, HotlineRequest } from './hotline';
import type { Refusal, ReplyResult, ReplySigns } from './reply-result';
import type { Visit } from './visit';

/** Who has to act: a party, perhaps one member of it. `lead` and `operator-lead` hold what is confidential. */
export type Holder = {
  role: 'operator' | 'operator-lead' | 'unit' | 'lead' | 'manager' | 'local' | 'partner';
  unitId?: string;
  /** Of a local authority. */
  region?: string;
  memberId?: string;
  memberName?: string;
};

/** Encrypted at rest; opaque to the rules. */
export type Sealed = { keyId: string; algorithm?: 'aes-256-gcm' | 'sm4-cbc-hmac-sm3'; data: string };

/** What was promised to the citizen. Once confirmed it never moves (contract §6). */
export type CitizenPromise = {
  date: CivilDate;
  confirmed: boolean;
  provisional: boolean;
  explanation: ExplainedDay[];
  broken: boolean;
  extendedTo?: CivilDate;
  /** What it was counted from: working days before the limit, then the limit. */
  basis: { startedAt: Instant; before: number; limit: Limit };
  /** An earlier date after the calendar was published; waits for the manager (A32). */
  pendingDate?: CivilDate;
};

export type TimelineEntry = {
  at: Instant;
  act: string;
  label: string;
  text?: string;
  /** Never shown to a citizen. */
  internal?: boolean;
  /** Of a merge: the ticket that came in. */
  of?: string;
  /** What staff took down from a person: the number under which that person's words lie (A49). */
  said?: string;
  by: { id: string; role: Role; name: string; unitId?: string; region?: string; insteadOf?: string };
};

/** Who hears that nobody has taken notice of a light: the lead of the party, then the manager. */
export type EscalationLevel = 'lead' | 'manager';

/** A yellow or red light is a record with cause, acknowledgement and correction (A24). */
export type LightRecord = {
  clockId: string;
  level: 'yellow' | 'red';
  at: Instant;
  /** Somebody of the party that has to keep the limit knows of it. */
  acknowledged?: { at: Instant; by: string };
  /** When whom is told that nobody does, and whose time has come; missing in lights of before this was asked. */
  asks?: Record<EscalationLevel, Instant>;
  escalated?: EscalationLevel[];
  explained?: { at: Instant; by: string; cause: string; correction: string };
};

/** A file that lies with a ticket: a copy that only functions can write (usecases/files/keep-files.ts). */
export type Attachment = Omit<ShownAttachment, 'url' | 'keptID'> & {
  /** As what it was uploaded, by whom. */
  from?: string;
  by?: string;
  /** Of the copy, as the journal says it too: what was changed behind our back shows. */
  sha256?: string;
  size?: number;
};

export type TicketReply = {
  at: Instant;
  unitId: string | null;
  by: string;
  text: string;
  attachments: Attachment[];
  /** What came of it; missing in replies of before it was asked for. */
  result?: ReplyResult;
  /** Of what is planned: on which day it is taken up again, and when it was (A49). */
  plannedOn?: CivilDate;
  resumedAt?: Instant;
  /** Why it came after the limit of which the documents say 原则上 (A3): its citizen reads it. */
  lateReason?: string;
  signs?: ReplySigns;
  corrected?: { at: Instant; text: string; reason: string };
};

/** Marks that are stored; the other flags of the contract follow from clocks and promise. */
export type Mark = Extract<
  TicketFlag,
  'awaiting-citizen' | 'urgent' | 'confidential' | 'unreachable' | 'faulty-service'
>;

export type Rating = { level: number; tags: string[]; text?: string; at: Instant };

/** What only consultations, complaints and suggestions know. */
export type CitizenDetails = {
  /** The first triage has been done; the promise is settled. */
  triaged: boolean;
  classChanges: { at: Instant; by: string; from: string; to: string }[];
  /** The day on which the present unit received the ticket. */
  receivedOn?: CivilDate;
  returns: {
    at: Instant;
    unitId: string;
    reason: string;
    suggestedUnitId?: string;
    /** The clocks that it ended, and what the matter was then: they go on when it does not hold (A50). */
    clocks?: string[];
    matter?: string;
    /** What became of it; missing = nobody has decided yet, or it was decided before such decisions were kept. */
    decided?: { at: Instant; by: string; upheld: boolean; reason?: string };
  }[];
  /** The unit was named for good, by the manager or by a coordination (A27, A50). */
  designated: boolean;
  /** What a designation proposes for the catalogue of duties, and what its keeper made of it (A50). */
  dutyProposal?: {
    at: Instant;
    by: string;
    unitId: string;
    reason: string;
    /** The units that had returned it. */
    returnedBy: string[];
    settled?: { at: Instant; by: string; duty?: string; reason?: string };
  };
  urges: Instant[];
  /** It was answered on the spot, by this desk, and has not come back since (A48). */
  firstContact?: { at: Instant; by: string };
  assists: {
    unitId: string;
    askedAt: Instant;
    text: string;
    clockId: string;
    answeredAt?: Instant;
    answer?: string;
  }[];
  calls: { at: Instant; reached: boolean; by: string; text?: string }[];
  /** When it was waited for the citizen (A25); missing in what ended before this was kept. */
  waits?: Wait[];
  /** When the citizen is called again, as it was promised. */
  callAgainAt?: Instant;
  /** The day on which the citizen was told that the ticket will close as unreachable (A25). */
  announcedOn?: CivilDate;
  pendingReply?: Omit<TicketReply, 'unitId' | 'resumedAt' | 'corrected'>;
  /** What is decided against the citizen and waits for the lead's signature (A35). */
  pendingDecision?: { act: string; input: Record<string, unknown>; by: string; at: Instant };
  extension?: {
    days: number;
    reason: string;
    by: string;
    at: Instant;
    state: 'asked' | 'approved' | 'refused';
  };
  /** What the hotline was asked and has not decided, where it leads (A14). */
  hotlineRequest?: HotlineRequest;
  refusal?: Refusal;
  /** `said`: taken down from the person whose words lie under this number (A49). */
  objection?: {
    text: string;
    at: Instant;
    said?: string;
    upheld?: boolean;
    decidedAt?: Instant;
    reason?: string;
  };
  /** The rating that counts: of several persons the worst (A43). */
  rating?: Rating;
  /** Each person's own, where the ticket has several; `by` is the number of the part where we know no account. */
  ratings?: (Rating & { by: string })[];
  /** The person who filed it wants it no more, but it goes on for others of merged tickets. */
  withdrawnAt?: Instant;
  rectification?: { text: string; contactedAt: Instant; at: Instant };
  /** Who is called after its end, and how far that has come (A49); nothing in what ended before it was asked. */
  visits?: Visit[];
  /** It went back to whoever had answered, as somebody said that nothing was solved: once (A49). */
  redoneAt?: Instant;
  closedAs?: 'solved-by-machine' | 'rated' | 'no-rating' | 'rectified' | 'unreachable';
  /** Whether it was in hand when it was closed as unreachable: there it comes back to (A25). */
  wasAccepted?: boolean;
  reopened: boolean;
  /** When; missing in what was taken up again before it was kept. */
  reopenedAt?: Instant;
  /** Published without personal data (disclose). */
  disclosed?: { at: Instant };
  /** The code that was last given out to claim it with: which, and when (contract §4). */
  claimCode?: { issue: number; at: Instant };
  /** What was last meant for a unit without anybody, and where it went instead (A42). */
  detour?: { at: Instant; from: string; to: string | null };
};

export const blankDetails = (): CitizenDetails => ({
  triaged: false,
  classChanges: [],
  returns: [],
  designated: false,
  urges: [],
  assists: [],
  calls: [],
  reopened: false,
});

/** A row of a table. */
export type RowValue = Record<string, string | number | boolean | string[] | undefined>;
export type FieldValue = string | number | boolean | string[] | RowValue[];

/** What only procedures that staff start know. */
export type Work = {
  /** Units that take part from the opening on, whoever holds the ticket; the first answers for it. */
  unitIds: string[];
  /** The latest value of each field of its forms and of each fact of the procedure, by name. */
  values: Record<string, FieldValue>;
  /** The platform as a whole is concerned, not one service (A36). */
  platform?: boolean;
  /** Opened by the local authority of this region: it does what an applicant has to do next (A39). */
  localRegion?: string;
  /** Regions whose authorities take part besides (J-13). */
  regions?: string[];
  /** The security officer takes part (J-20a, J-23). */
  security?: true;
  /** The account of the partner whose matter it is: it alone of all partners sees it (J-15a). */
  partnerId?: string;
};

export type Ticket = {
  no: string;
  kind: string;
  version: number;
  /** The form in which it is stored (upgrade.ts); set at each write, missing = 1. */
  schema?: number;
  ruleSet: { id: string; version: number };
  state: string;
  category: Category;
  title: string;
  text: string;
  serviceId?: string;
  serviceName?: string;
  /** The item of the service that was chosen (G-5.2c). */
  itemCode?: string;
  itemName?: string;
  region?: string;
  /** The region and those above it. */
  regionPath: string[];
  unitId: string | null;
  holder: Holder;
  /** Who held it from when to when, with the working days that it took them (A27). */
  custody: { holder: Holder; from: Instant; to?: Instant; workdays?: number }[];
  channel: 'online' | 'phone' | 'counter' | '12345' | 'assigned';
  /** Of what a document assigns; its number is `externalNo` (A54). */
  assigned?: Assigned;
  externalNo?: string;
  /** Of what a hotline has sent: its order (A14). */
  hotline?: HotlineOrder;
  /** OPENID of the citizen; null while a ticket taken by phone is not claimed. */
  ownerId: string | null;
  phoneHash?: string;
  /** Masked. What it was stands in `sealed`. */
  applicant: { type: 'person' | 'enterprise'; name?: string; creditCode?: string; onBehalfOf?: string };
  contact: { phone?: string };
  sealed: Sealed[];
  anonymous: boolean;
  against?: 'operator' | 'staff';
  consent?: { policyVersion: string; at: Instant };
  attachments: Attachment[];
  marks: Mark[];
  clocks: Clock[];
  promise: CitizenPromise | null;
  replies: TicketReply[];
  timeline: TimelineEntry[];
  /** The tickets that were merged into it, also those that had been merged into them (A43). */
  joined?: JoinedTicket[];
  links: {
    no: string;
    title: string;
    relation: 'same-matter' | 'merged-into' | 'merged-from' | 'fault' | 'about' | 'supervision';
  }[];
  lights: LightRecord[];
  askId?: string;
  answers?: AskAnswer[];
  suggestions?: { unitId: string; unitName: string; reason: string; confidence: number }[];
  details: CitizenDetails;
  work?: Work;
  /** Whether somebody of the party that has to act has opened it (A51); `unitId` missing = the operator. */
  signing?: {
    unitId?: string;
    since: Instant;
    dueAt: Instant;
    /** When somebody is told next that nobody has. */
    nextAt?: Instant;
    /** Of what is urgent: how often the roster is called. */
    everyMinutes?: number;
    leadTold?: Instant;
    signed?: { at: Instant; by: string; name: string };
  };
  /** Since when nobody can go on with it: operator and manager see to it (A42). */
  emptySince?: Instant;
  /** The public notice that it has issued, as it stands now. */
  notice?: Notice;
  createdAt: Instant;
  updatedAt: Instant;
  /** From this instant on it counts as closed; null while it is open. */
  endsAt: Instant | null;
};

/**
 * A ticket that was merged into another one, as it goes on there (A43): its person with own words and files, everything
 * that was said of it, and which limits are still owed to it.
 */
export type JoinedTicket = Pick<
  Ticket,
  | 'no'
  | 'title'
  | 'text'
  | 'channel'
  | 'externalNo'
  | 'hotline'
  | 'ownerId'
  | 'phoneHash'
  | 'applicant'
  | 'contact'
  | 'sealed'
  | 'anonymous'
  | 'attachments'
  | 'timeline'
  | 'replies'
  | 'createdAt'
> & {
  joinedAt: Instant;
  /** Clocks that end for it when those of the ticket end: it stays counted per clause. */
  owes: Clock['name'][];
  withdrawnAt?: Instant;
};

/** A ticket with nothing in it yet but what every ticket begins with. */
export const blankTicket = (
  of: Pick<
    Ticket,
    | 'no'
    | 'kind'
    | 'ruleSet'
    | 'category'
    | 'title'
    | 'text'
    | 'regionPath'
    | 'holder'
    | 'applicant'
    | 'createdAt'
  >,
): Ticket => ({
  ...of,
  version: 0,
  state: 'submitted',
  unitId: null,
  custody: [],
  channel: 'online',
  ownerId: null,
  contact: {},
  sealed: [],
  anonymous: false,
  attachments: [],
  marks: [],
  clocks: [],
  promise: null,
  replies: [],
  timeline: [],
  links: [],
  lights: [],
  details: blankDetails(),
  updatedAt: of.createdAt,
  endsAt: null,
});

/** The first running clock of a name, or the one of a unit when given. */
export const runningClock = (
  ticket: Pick<Ticket, 'clocks'>,
  name: Clock['name'],
  unitId?: string,
): Clock | undefined =>
  ticket.clocks.find(
    clock =>
      clock.state === 'running' &&
      clock.name === name &&
      (unitId === undefined || clock.responsible.unitId === unitId),
  );

/** Asks for help that still wait: each ends with its clock (A28). */
export const openAssists = (ticket: Pick<Ticket, 'clocks' | 'details'>): CitizenDetails['assists'] =>
  ticket.details.assists.filter(assist =>
    ticket.clocks.some(clock => clock.id === assist.clockId && clock.state === 'running'),
  );

export const isOpen = (ticket: Pick<Ticket, 'endsAt'>, now: Instant): boolean =>
  ticket.endsAt === null || ticket.endsAt > now;
