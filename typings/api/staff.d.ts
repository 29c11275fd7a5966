import type { StaffProfile } from '../contract-people';
import type { AtDeskApi } from './at-desk';
import type { CatalogueApi } from './catalogue';
import type { Nothing } from './common';
import type { KnowledgeApi } from './knowledge';
import type { NoticeApi } from './notices';
import type { OversightApi } from './oversight';
import type { PeopleApi, StandInNow } from './people';
import type { PlanApi } from './plans';
import type { RegisterApi } from './registers';
import type { ReportApi } from './reports';
import type { ReplyApi } from './replies';
import type { ServiceApi } from './services';
import type { TicketApi } from './tickets';

type Actions = TicketApi &
  ReplyApi &
  AtDeskApi &
  KnowledgeApi &
  ServiceApi &
  RegisterApi &
  ReportApi &
  PlanApi &
  NoticeApi &
  PeopleApi &
  CatalogueApi &
  OversightApi;

/** Who I am here. `alarms`: what keeps limits from being kept, for whoever can put it right. `may`: all that I may call. */
type OwnApi = {
  'me.get': {
    in: Nothing;
    out: StaffProfile & { alarms: string[]; may: (keyof Actions | 'me.get')[]; standIns?: StandInNow[] };
  };
};

/** Actions of the function `staff`: input and data (contract §5), a map for each topic. */
export type StaffApi = OwnApi & Actions;
