import type {
  AskResult,
  Category,
  CitizenProfile,
  CivilDate,
  ExportedFile,
  FileTicketInput,
  Page,
  PublicReport,
  PromisePreview,
  ShownNotice,
  ShownTicket,
  TicketSummary,
  Urgent,
} from '../contract';
import type { ActInput, Nothing, Paged, ReadOnApi } from './common';
import type { InboxApi, ShownMember } from './people';
import type { ServiceSearch } from './services';

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
export type CitizenApi = InboxApi &
  ReadOnApi & {
    ask: { in: { text: string; serviceId?: string; region?: string }; out: AskResult };
    'ask.feedback': { in: { askId: string; solved: boolean; faqId?: string }; out: null };
    /** What a text is most likely about, a service only where none is given; and a danger that it tells of. */
    'category.guess': {
      in: { text: string; serviceId?: string; region?: string };
      out: { category?: Category; service?: { id: string; name: string }; urgent?: Urgent };
    };
    'promise.preview': {
      in: Pick<FileTicketInput, 'kind' | 'category' | 'serviceId' | 'itemCode' | 'region' | 'against'>;
      out: PromisePreview;
    };
    'ticket.file': { in: FileTicketInput; out: { ticket: ShownTicket; urgent?: Urgent } };
    'ticket.list': {
      in: Paged & { state?: 'open' | 'closed'; query?: string; limit?: number };
      out: Page<'tickets', TicketSummary>;
    };
    'ticket.get': { in: { no: string }; out: { ticket: ShownTicket } };
    'ticket.act': { in: ActInput; out: { ticket: ShownTicket } };
    /** One of name and code is required. */
    'ticket.claim': {
      in: { no: string; phone: string; name?: string; code?: string };
      out: { ticket: ShownTicket };
    };
    'notice.list': {
      in: Paged & { serviceId?: string; region?: string };
      out: Page<'notices', ShownNotice>;
    };
    'notice.get': { in: { id: string }; out: { notice: ShownNotice } };
    'notice.subscribe': { in: { serviceId: string }; out: null };
    'notice.unsubscribe': { in: { serviceId: string }; out: null };
    'service.list': ServiceSearch;
    'board.public': { in: Nothing; out: { reports: PublicReport[] } };
    'disclosed.list': { in: Paged & { limit?: number }; out: Page<'cases', DisclosedCase> };
    'me.get': { in: Nothing; out: CitizenProfile };
    'me.save': {
      in: {
        preferences?: Partial<CitizenProfile['preferences']>;
        region?: string | null;
        granted?: string[];
      };
      out: CitizenProfile;
    };
    /** Whoever types in the code of an invitation becomes that member of staff. */
    'member.join': { in: { code: string }; out: { member: ShownMember } };
    /** All that is stored about the person, as a file behind a link that expires (J-21b); of very many tickets the next ones by the cursor. */
    'me.export': {
      in: Paged;
      out: ExportedFile & { nextCursor?: string };
    };
    /**
     * How many tickets are gone, and which stay: until they are closed, or (`retained`) until the period is over for which
     * the rule set has them kept; then they go by themselves. `stays`: what else the law makes us keep, and for how long.
     */
    'me.erase': {
      in: Nothing;
      out: {
        erased: number;
        kept: string[];
        retained?: { no: string; until: CivilDate; why: string }[];
        /** Of very many only the first are named: how many stay, and how many are yet to go by themselves. */
        open: number;
        retainedInAll: number;
        going: number;
        /** All is gone that can go now; else the timer goes on, and nobody has to come again. */
        isDone: boolean;
        stays: readonly string[];
      };
    };
  };
