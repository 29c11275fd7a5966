import type { StaffApi } from '../../../typings/api';
import type { MenuEntry } from '../../../typings/contract';
import type { Role } from '../catalogue/roles';
import { mayOpen, type Procedure } from '../engine';
import { deskWords } from './desk';

/**
 * The menu of staff. Who sees an entry is said nowhere: it is whoever may call what its page is there for, so that no
 * role is shown what is closed to it, and none has to look for what is open.
 */

/** A page as the phone knows it by its key, with the one action without which it would be of no use. */
type MenuPage = {
  key: string;
  label: string | ((role: Role) => string);
  is: keyof StaffApi;
  group?: string;
};

/** Who works here, where, when and by which rules, and whether all of it runs: found in one place. */
const ADMINISTRATION = '管理';

/** In the order of the menu. */
export const menuPages: readonly MenuPage[] = [
  { key: 'queue', label: role => deskWords(role).queue, is: 'ticket.queue' },
  { key: 'register', label: role => deskWords(role).register ?? '来电登记', is: 'ticket.register' },
  { key: 'start', label: '发起', is: 'procedure.open' },
  { key: 'board', label: '看板', is: 'board.get' },
  { key: 'supervision', label: '监督', is: 'compliance.get' },
  { key: 'reports', label: '报告', is: 'report.list' },
  { key: 'services', label: '服务登记', is: 'service.history' },
  { key: 'maintenance', label: '维护日历', is: 'maintenance.calendar' },
  { key: 'plans', label: '检查计划', is: 'plan.list' },
  { key: 'registers', label: '台账', is: 'register.list' },
  { key: 'units', label: '单位和人员', is: 'member.list', group: ADMINISTRATION },
  { key: 'regions', label: '地区', is: 'region.save', group: ADMINISTRATION },
  { key: 'notices', label: '公告', is: 'notice.list' },
  { key: 'contentCalendar', label: '内容日历', is: 'content.calendar' },
  { key: 'calendar', label: '工作日历', is: 'calendar.import', group: ADMINISTRATION },
  { key: 'rulesets', label: '规则集', is: 'ruleset.save', group: ADMINISTRATION },
  { key: 'audit', label: '核对办理记录', is: 'audit.check', group: ADMINISTRATION },
  { key: 'timer', label: '运行状况', is: 'clock.get', group: ADMINISTRATION },
  { key: 'knowledge', label: '知识库', is: 'knowledge.numbers' },
  { key: 'phrases', label: '常用语', is: 'phrase.list' },
  { key: 'standIn', label: '请人代班', is: 'member.standIn', group: ADMINISTRATION },
  { key: 'inbox', label: '消息', is: 'inbox.list' },
];

const START = 'start';

/** What this role may open and cannot wait: found on the desk itself. */
const urgentEntries = (role: Role, procedures: readonly Procedure[]): MenuEntry[] =>
  procedures.flatMap(({ kind, opening }) =>
    opening?.urgent && mayOpen({ opening }, role)
      ? [{ key: kind, label: opening.urgent.label, opens: kind, alarm: true }]
      : [],
  );

/** The menu of a role that may call these actions; what can be started follows from the procedures. */
export const menuOf = (
  role: Role,
  may: readonly (keyof StaffApi)[],
  procedures: readonly Procedure[],
): MenuEntry[] =>
  menuPages
    .filter(
      ({ key, is }) => may.includes(is) && (key !== START || procedures.some(one => mayOpen(one, role))),
    )
    .flatMap(({ key, label, group }) => [
      { key, label: typeof label === 'string' ? label : label(role), ...(group ? { group } : {}) },
      ...(key === START ? urgentEntries(role, procedures) : []),
    ]);
