import type { CatalogueApi } from './catalogue';
import type { KnowledgeApi } from './knowledge';
import type { NoticeApi } from './notices';
import type { OversightApi } from './oversight';
import type { PeopleApi } from './people';
import type { RegisterApi } from './registers';
import type { ServiceApi } from './services';
import type { TicketApi } from './tickets';

/** Actions of the function `staff`: input and data (contract §5), a map for each topic. */
export type StaffApi = TicketApi &
  KnowledgeApi &
  ServiceApi &
  RegisterApi &
  NoticeApi &
  PeopleApi &
  CatalogueApi &
  OversightApi;
