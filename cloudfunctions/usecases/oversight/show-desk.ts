import type { MenuEntry, StaffProfile } from '../../../typings/contract';
import { calendarAlarm } from '../../domain/calendar';
import { everyone, hasRole, platformStaff } from '../../domain/catalogue/roles';
import { mayOpen, type Actor } from '../../domain/engine';
import { civilDateOf } from '../../domain/time';
import { procedures } from '../../domain/procedures';
import { registersOf } from '../../domain/registers';
import { scopeKey } from '../../domain/ticket/scope';
import { spokenDay } from '../../domain/time/spoken';
import { clockAlarms } from '../clock/show-clock';
import { emptyDeskAlarms } from '../clock/watch-desks';
import { roleLabels, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { getAddress } from '../people/manage-members';
import { vacancyAlarms } from '../services/alarm-vacancies';
import { countViews } from '../tickets/list-queue';

/** What a member of staff sees first: who I am, how much waits, what is wrong. */

/** Without what cannot wait: that follows from the procedures and stands behind 发起. */
const menus: Partial<Record<Actor['role'], MenuEntry[]>> = {
  handler: [
    { key: 'queue', label: '办件' },
    { key: 'register', label: '窗口登记' },
    { key: 'start', label: '发起' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'notices', label: '公告' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  lead: [
    { key: 'queue', label: '办件' },
    { key: 'register', label: '窗口登记' },
    { key: 'start', label: '发起' },
    { key: 'board', label: '看板' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'units', label: '单位和人员' },
    { key: 'notices', label: '公告' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  operator: [
    { key: 'queue', label: '分办' },
    { key: 'register', label: '来电登记' },
    { key: 'start', label: '发起' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'notices', label: '公告' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  'operator-lead': [
    { key: 'queue', label: '分办' },
    { key: 'register', label: '来电登记' },
    { key: 'start', label: '发起' },
    { key: 'board', label: '看板' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'units', label: '单位和人员' },
    { key: 'notices', label: '公告' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  manager: [
    { key: 'queue', label: '督办' },
    { key: 'start', label: '发起' },
    { key: 'board', label: '看板' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'units', label: '单位和人员' },
    { key: 'notices', label: '公告' },
    { key: 'calendar', label: '工作日历' },
    { key: 'rulesets', label: '规则集' },
    { key: 'audit', label: '核对办理记录' },
    { key: 'timer', label: '自动办理' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  local: [
    { key: 'queue', label: '本地区办件' },
    { key: 'start', label: '发起' },
    { key: 'board', label: '看板' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
    { key: 'registers', label: '台账' },
    { key: 'notices', label: '公告' },
    { key: 'inbox', label: '消息' },
  ],
  security: [
    { key: 'audit', label: '核对办理记录' },
    { key: 'inbox', label: '消息' },
  ],
};

/** What this role may open and cannot wait: found on the desk itself. */
const urgentEntries = ({ role }: Actor): MenuEntry[] =>
  procedures.flatMap(({ kind, opening }) =>
    opening?.urgent && mayOpen({ opening }, role)
      ? [{ key: kind, label: opening.urgent.label, opens: kind, alarm: true }]
      : [],
  );

const START = 'start';

const menuOf = (actor: Actor): MenuEntry[] =>
  (menus[actor.role] ?? [{ key: 'inbox', label: '消息' }]).flatMap(entry =>
    entry.key === START ? [entry, ...urgentEntries(actor)] : [entry],
  );

/** `me.get` of the staff function; the manager also sees what keeps the limits from being kept. */
export const getStaffProfile = async (
  runtime: Runtime,
  actor: Actor,
): Promise<StaffProfile & { alarms: string[] }> => {
  const { ports, snapshots } = runtime;
  const { catalogue, calendar } = await snapshots.current();
  const unit = actor.unitId ? catalogue.unit(actor.unitId) : undefined;
  const region = actor.region ? catalogue.region(actor.region) : undefined;
  // The worst first: a desk shows only the beginning until it is opened.
  const alarms: string[] = [];
  if (actor.role === 'manager') {
    const now = ports.now();
    alarms.push(...(await clockAlarms(runtime)));
    const alarm = calendarAlarm(calendar, civilDateOf(now));
    if (alarm)
      alarms.push(
        `已公布的放假安排到 ${spokenDay(alarm.publishedUntil)} 为止，之后的时限均为暂定，请导入下一年度的安排`,
      );
  }
  if (hasRole(actor, platformStaff)) alarms.push(...(await emptyDeskAlarms(runtime)));
  alarms.push(...(await vacancyAlarms(runtime, actor)));
  return {
    memberId: actor.id,
    name: actor.name,
    roles: [actor.role],
    roleLabel: roleLabels[actor.role],
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    ...(region ? { region: { code: region.code, name: region.name } } : {}),
    menu: menuOf(actor),
    kinds: scopeKey(actor) ? procedures.map(({ kind, label }) => ({ kind, label })) : [],
    registers: registersOf(actor).map(({ register, label, purpose }) => ({ register, label, purpose })),
    counts: await countViews(runtime, actor),
    address: await getAddress(runtime, actor),
    alarms,
  };
};

export const staffMeGet = useCase(nothing, everyone, (runtime, { actor }) => getStaffProfile(runtime, actor));
