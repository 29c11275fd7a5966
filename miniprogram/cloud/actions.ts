import type {
  AskResult,
  Category,
  CivilDate,
  CitizenProfile,
  DeskLights,
  FileTicketInput,
  FormField,
  InboxMessage,
  MaintenanceCalendar,
  ListedProcedure,
  OwnAddress,
  Page,
  RowValue,
  ShownNotice,
  ShownService,
  ShownTicket,
  StaffNotice,
  StaffProfile,
  StaffView,
  TicketSummary,
} from '../../typings/contract';
import type { KnowledgeActions } from './knowledge-actions';
import type { ServiceActions } from './service-actions';

/** What a form or an act hands over: field name → value. */
export type Values = Record<string, string | number | boolean | string[] | RowValue[] | undefined>;

export type ActInput = { no: string; act: string; version: number; input: Values };
type Paged = { cursor?: string };

/** An outcome that was made public: no person, no text of the citizen. */
export type DisclosedCase = {
  no: string;
  kindLabel: string;
  title: string;
  unitName: string;
  serviceName?: string;
  createdOn: CivilDate;
  repliedOn: CivilDate;
  reply: string;
};

/** Actions of the function `citizen`: input and data (contract §4). */
export type CitizenActions = {
  ask: { in: { text: string; serviceId?: string; region?: string }; out: AskResult };
  'ask.feedback': { in: { askId: string; solved: boolean; faqId?: string }; out: unknown };
  'category.guess': { in: { text: string; serviceId?: string }; out: { category?: Category } };
  'ticket.file': { in: FileTicketInput; out: { ticket: ShownTicket } };
  'ticket.list': {
    in: Paged & { state?: 'open' | 'closed'; limit?: number };
    out: Page<'tickets', TicketSummary>;
  };
  'ticket.get': { in: { no: string }; out: { ticket: ShownTicket } };
  'ticket.act': { in: ActInput; out: { ticket: ShownTicket } };
  'ticket.claim': { in: { no: string; phone: string }; out: { ticket: ShownTicket } };
  'notice.list': {
    in: Paged & { serviceId?: string; region?: string };
    out: Page<'notices', ShownNotice>;
  };
  'notice.get': { in: { id: string }; out: { notice: ShownNotice } };
  'notice.subscribe': { in: { serviceId: string }; out: unknown };
  'notice.unsubscribe': { in: { serviceId: string }; out: unknown };
  'service.list': { in: Paged & { query?: string; region?: string }; out: Page<'services', ShownService> };
  'disclosed.list': { in: Paged; out: Page<'cases', DisclosedCase> };
  'inbox.list': { in: Paged; out: Page<'messages', InboxMessage> & { unread: number } };
  'inbox.read': { in: { upTo: string }; out: unknown };
  'me.get': { in: Record<never, never>; out: CitizenProfile };
  'me.save': {
    in: {
      preferences?: Partial<CitizenProfile['preferences']>;
      region?: string | null;
      granted?: string[];
    };
    out: CitizenProfile;
  };
  'me.export': { in: Record<never, never>; out: unknown };
  'me.erase': { in: Record<never, never>; out: { erased: number; kept: string[] } };
};

/** A procedure that I may start, with its form. */
export type Opening = ListedProcedure & { fields: FormField[] };

export type QueueInput = Paged & {
  view: StaffView;
  kind?: string;
  light?: string;
  due?: 'today';
  desk?: string;
  query?: string;
  limit?: number;
};
export type QueuePage = Page<'tickets', TicketSummary> & { counts: Record<StaffView, number> };

export type RegisterInput = Omit<FileTicketInput, 'category'> & {
  category: Category;
  channel: 'phone' | 'counter' | '12345';
  externalNo?: string;
};

export type NoticeDraft = Pick<StaffNotice, 'kind' | 'title' | 'text'> &
  Partial<Pick<StaffNotice, 'id' | 'serviceId' | 'region' | 'publishAt' | 'startsAt' | 'endsAt' | 'instead'>>;

/** What lies where now, and numbers by week from the counters; a unit sees its own, the manager all. */
export type Board = {
  now: { overdue: number; today: number; open: number };
  /** The worst first. */
  desks: DeskLights[];
  weeks: { from: CivilDate; filed: number; inTime: number; late: number }[];
  units: { unitId: string; name: string; inTime: number; late: number }[];
};

/** What stands in the journal of a ticket: who did what when, not what was written. */
export type JournalEntry = {
  seq: number;
  at: string;
  label: string;
  roleLabel: string;
  actorId: string;
  hash: string;
};

/** A journal whose chain does not hold, with the entry at which it breaks. */
export type BrokenJournal = { no: string; seq: number; why: 'changed' | 'missing' | 'head' };
export type Checked = { checked: number; broken: BrokenJournal[]; nextCursor?: string };

type RegisterActions = KnowledgeActions & ServiceActions;

/** Actions of the function `staff` that the mini-program uses (contract §5). */
export type StaffActions = RegisterActions & {
  /** `alarms`: for the manager, what keeps limits from being kept. */
  'me.get': { in: Record<never, never>; out: StaffProfile & { alarms?: string[] } };
  'ticket.queue': { in: QueueInput; out: QueuePage };
  'ticket.get': { in: { no: string }; out: { ticket: ShownTicket } };
  'ticket.act': { in: ActInput; out: { ticket: ShownTicket } };
  'ticket.register': { in: RegisterInput; out: { ticket: ShownTicket } };
  'audit.list': { in: { no: string }; out: { entries: JournalEntry[] } };
  'audit.check': { in: Paged & { no?: string }; out: Checked };
  'procedure.list': { in: Record<never, never>; out: { procedures: ListedProcedure[] } };
  'procedure.open': {
    in: { kind: string; requestId: string; input: Values };
    out: { ticket: ShownTicket };
  };
  /** What is left out is taken away. */
  'member.address': { in: OwnAddress; out: { address: OwnAddress } };
  'maintenance.calendar': { in: { from: CivilDate; to: CivilDate }; out: MaintenanceCalendar };
  'notice.list': { in: Paged & { state?: StaffNotice['state'] }; out: Page<'notices', StaffNotice> };
  'notice.save': { in: { notice: NoticeDraft }; out: { notice: StaffNotice } };
  'notice.publish': { in: { id: string; publishAt?: string }; out: { notice: StaffNotice } };
  'notice.withdraw': { in: { id: string; reason: string }; out: { notice: StaffNotice } };
  'board.get': { in: { weeks?: number }; out: Board };
  'unit.list': { in: Paged & { query?: string }; out: { units: { id: string; name: string }[] } };
  'member.list': { in: Paged; out: Page<'members', { id: string; name: string }> };
};
