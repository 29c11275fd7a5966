import type { CivilDate } from '../../typings/contract';
import type { MaintenancePlan } from '../services/maintenance';
import type { NoticeInput, NoticeState, StaffNotice } from '../services/notice-writing';

type Paged = { cursor?: string };

/** Actions of the function `staff` for services and their notices (contract §5). */
export type ServiceActions = {
  'maintenance.calendar': { in: { from: CivilDate; to: CivilDate }; out: MaintenancePlan };
  'notice.list': {
    in: Paged & { state?: NoticeState };
    out: { notices: StaffNotice[]; nextCursor?: string };
  };
  'notice.check': { in: { notice: NoticeInput }; out: { problems: Record<string, string> } };
  'notice.save': { in: { notice: NoticeInput }; out: { notice: StaffNotice } };
  'notice.publish': { in: { id: string; publishAt?: string }; out: { notice: StaffNotice } };
  'notice.withdraw': { in: { id: string; reason: string }; out: { notice: StaffNotice } };
};
