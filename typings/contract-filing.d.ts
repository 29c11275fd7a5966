import type { Category, ExplainedDay, TicketKind } from './contract-tickets';

/** What citizens file, and what they are told before they do (contract.md §4). */

export type FileTicketInput = {
  requestId: string;
  kind: TicketKind;
  category: Category;
  title: string;
  text: string;
  serviceId?: string;
  /** An item of that service (G-5.2c). */
  itemCode?: string;
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

/** What would be promised if it were filed now. */
export type PromisePreview = {
  /** In words, as the first line of the ticket would say it. */
  date: string;
  /** `20 个工作日内答复`, `60 日（含节假日）内答复`. */
  limit: string;
  /** To whom it would go. */
  holderName: string;
  /** Whether the date stands already; otherwise the operator first finds the unit. */
  confirmed: boolean;
  explanation: ExplainedDay[];
  counting: string;
  provisional: boolean;
  /** The items of the chosen service; one of them may be chosen (G-5.2c). */
  items: { code: string; name: string }[];
};
