import type {
  AskResult,
  Category,
  CitizenProfile,
  CivilDate,
  ExportedFile,
  FileTicketInput,
  Page,
  ShownNotice,
  ShownTicket,
  TicketSummary,
  Urgent,
} from '../contract';
import type { ActInput, Nothing, Paged, ReadOnApi } from './common';
import type { InboxApi } from './people';
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
    /** Asked while a text is written; staff who take down a call ask as well. */
    'category.guess': {
      in: { text: string; serviceId?: string };
      out: { category?: Category; urgent?: Urgent };
    };
    'ticket.file': { in: FileTicketInput; out: { ticket: ShownTicket; urgent?: Urgent } };
    'ticket.list': {
      in: Paged & { state?: 'open' | 'closed'; limit?: number };
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
    /** All that is stored about the person, as a file behind a link that expires (J-21b). */
    'me.export': {
      in: Nothing;
      out: ExportedFile;
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
        stays: readonly string[];
      };
    };
  };
