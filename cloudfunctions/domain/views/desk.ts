import type { StaffDesk } from '../../../typings/contract';
import type { Role, StaffRole } from '../catalogue/roles';

/** What the desk of a role is called, part by part: each role is named here once, and the phone knows none. */

type Words = {
  /** Its own tickets, all that it sees, and those whose limits it answers for besides its own (G-2.1c). */
  own: string;
  seen: string;
  answersFor?: string;
  /** Its entries in the menu. */
  queue: string;
  register?: string;
};

const desks: Partial<Record<Role, Words>> = {
  handler: { own: '本单位', seen: '本单位', queue: '办件', register: '窗口登记' },
  lead: { own: '本单位', seen: '本单位', queue: '办件', register: '窗口登记' },
  operator: { own: '运营方', seen: '全部', queue: '分办', register: '来电登记' },
  'operator-lead': { own: '运营方', seen: '全部', answersFor: '全省', queue: '分办', register: '来电登记' },
  manager: { own: '管理方', seen: '全部', answersFor: '全省', queue: '督办', register: '登记交办件' },
  // What concerns security (J-20a, J-23), and its own matter (J-15a).
  security: { own: '安全', seen: '安全', queue: '安全事项' },
  partner: { own: '贵方', seen: '贵方', queue: '合作事项' },
  local: { own: '本部门', seen: '本地区', answersFor: '本地区', queue: '本地区办件' },
};

/** For a role that has not been given words yet. */
const general: Words = { own: '全单位', seen: '全部', queue: '办件', register: '来电登记' };

export const deskWords = (role: Role): Words => desks[role] ?? general;

/** The desk of a role: the queues of what it sees. */
export const staffDesk = (role: StaffRole): StaffDesk => {
  const { own, seen, answersFor = '' } = deskWords(role);
  return {
    answersFor,
    open: `${own}在办`,
    queues: [
      { value: 'todo', label: '待我办', none: '待办的都办完了' },
      { value: 'mine', label: '我经手', none: '没有在您手上的件' },
      { value: 'unit', label: own, none: `${own}没有在办的件` },
      { value: 'overdue', label: `${seen}超期`, none: '没有超期的件' },
      { value: 'all', label: seen === own ? '全部' : `${seen}件`, none: '没有可以查看的件' },
    ],
  };
};
