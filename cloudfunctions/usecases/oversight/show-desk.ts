import type { StaffApi } from '../../../typings/api';
import { calendarAlarm } from '../../domain/calendar';
import { auditors, everyone, hasRole, platformStaff, type Role } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { civilDateOf } from '../../domain/time';
import { procedures } from '../../domain/procedures';
import { registersOf } from '../../domain/registers';
import { channelsOf } from '../tickets/registration-form';
import { scopeKey } from '../../domain/ticket/scope';
import { spokenDay } from '../../domain/time/spoken';
import { menuOf } from '../../domain/views/menu';
import { clockAlarms } from '../clock/show-clock';
import { emptyDeskAlarms } from '../clock/watch-desks';
import { rosterAlarms } from '../clock/watch-rosters';
import { roleLabels, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { auditAlarms } from './audit-rounds';
import { getAddress } from '../people/manage-members';
import { vacancyAlarms } from '../services/alarm-vacancies';
import { countViews } from '../tickets/lists/count-views';

/** What a member of staff sees first: who I am, how much waits, what is wrong. */

/** All that staff can call, by its name, with who may. */
export type Callable = Partial<Record<keyof StaffApi, { may: readonly Role[] }>>;

/** What somebody may call; a page asks this before it offers it, the function again when it is called. */
const callableBy = (actor: Actor, actions: Callable): (keyof StaffApi)[] =>
  (Object.keys(actions) as (keyof StaffApi)[]).filter(name => hasRole(actor, actions[name]?.may ?? []));

/** `me.get` of the staff function; the manager also sees what keeps the limits from being kept. */
export const getStaffProfile = async (
  runtime: Runtime,
  actor: Actor,
  actions: Callable,
): Promise<StaffApi['me.get']['out']> => {
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
  if (hasRole(actor, auditors)) alarms.push(...(await auditAlarms(runtime)));
  if (hasRole(actor, platformStaff)) alarms.push(...(await emptyDeskAlarms(runtime, actor)));
  alarms.push(...(await rosterAlarms(runtime, actor)));
  alarms.push(...(await vacancyAlarms(runtime, actor)));
  const may = callableBy(actor, actions);
  return {
    memberId: actor.id,
    name: actor.name,
    roles: [actor.role],
    roleLabel: roleLabels[actor.role],
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    ...(region ? { region: { code: region.code, name: region.name } } : {}),
    menu: menuOf(actor.role, may, procedures),
    may,
    kinds: scopeKey(actor) ? procedures.map(({ kind, label }) => ({ kind, label })) : [],
    channelFilters: scopeKey(actor) ? [{ channel: 'assigned', label: '交办件' }] : [],
    channels: channelsOf(actor),
    registers: registersOf(actor).map(({ register, label, purpose }) => ({ register, label, purpose })),
    counts: await countViews(runtime, actor),
    address: await getAddress(runtime, actor),
    alarms,
  };
};

/** Told what there is to call: its menu leads to that. */
export const staffMeGet = (actions: Callable) =>
  useCase(nothing, everyone, (runtime, { actor }) => getStaffProfile(runtime, actor, actions));
