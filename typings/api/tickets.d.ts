import type {
  CivilDate,
  ContractError,
  FileTicketInput,
  Light,
  Page,
  ShownTicket,
  StaffView,
  TicketSummary,
  ListedProcedure,
  Urgent,
} from '../contract';
import type { ActInput, Nothing, Paged, ReadOnApi, Values } from './common';

/** Tickets as staff work on them, and the procedures that they open (contract §5). */

/** A procedure that I may start, with its form. */
export type Opening = ListedProcedure;

export type QueueInput = Paged & {
  view: StaffView;
  kind?: string;
  light?: Light;
  /** Only what is not over. */
  open?: true;
  due?: 'today';
  desk?: string;
  channel?: 'assigned';
  unitId?: string;
  /** Those below it too. */
  region?: string;
  /** Who holds it. */
  assignee?: string;
  /** Filed on these days, both included. */
  from?: string;
  to?: string;
  query?: string;
  /** The search keeps to the view; otherwise it looks through everything that the member may see. */
  within?: boolean;
  limit?: number;
};
/** `exempt`: of a kind that recurs, the last periods for which there was nothing to do, the newest first (A8). */
export type QueuePage = Page<'tickets', TicketSummary> & {
  counts: Record<StaffView, number>;
  exempt?: { period: string; why: string }[];
  /** The search was cut off: another word finds the rest. */
  more?: true;
  /** In words, what would find more. */
  hint?: string;
};

export type RegisterInput = Omit<FileTicketInput, 'consent'> & {
  channel: 'phone' | 'counter' | '12345' | 'assigned';
  externalNo?: string;
  /** Of what a document assigns; its number is `externalNo`. */
  origin?: 'instruction' | 'inspection' | 'petition';
  dueOn?: CivilDate;
  /** Answered on the spot (A48), from an entry of the knowledge base where one is named: replied to at once. */
  reply?: {
    text: string;
    faqId?: string;
    /** The caller wants the answer, with the number of the ticket, by short message. */
    sms?: boolean;
  };
  /** The caller agrees by word of mouth; the clerk confirms it by registering. */
  consent?: FileTicketInput['consent'];
};

export type BulkInput = { items: { no: string; version: number }[]; act: string; input: Values };
/** One for each ticket, in their order. */
export type BulkResult =
  | { no: string; ok: true }
  | { no: string; ok: false; error: Omit<ContractError, 'errorNo' | 'code'> & { code: string } };

/** Actions of the function `staff` for tickets. */
export type TicketApi = ReadOnApi & {
  'ticket.queue': { in: QueueInput; out: QueuePage };
  'ticket.get': { in: { no: string }; out: { ticket: ShownTicket } };
  'ticket.act': { in: ActInput; out: { ticket: ShownTicket } };
  'ticket.bulk': { in: BulkInput; out: { results: BulkResult[] } };
  'ticket.register': { in: RegisterInput; out: { ticket: ShownTicket; urgent?: Urgent } };
  'procedure.list': { in: Nothing; out: { procedures: ListedProcedure[] } };
  'procedure.open': { in: { kind: string; requestId: string; input: Values }; out: { ticket: ShownTicket } };
};
