import type { StaffApi } from '../../../typings/api';
import type { FirstStep } from '../../../typings/contract';
import { calendarAlarm } from '../../domain/calendar';
import {
  auditors,
  everyone,
  hasRole,
  operators,
  platformStaff,
  type Role,
  roleLabels,
} from '../../domain/catalogue/roles';
import { isStaffed } from '../../domain/catalogue/staffing';
import type { Actor } from '../../domain/engine';
import { civilDateOf, type Instant } from '../../domain/time';
import { procedures } from '../../domain/procedures';
import { registersOf } from '../../domain/registers';
import { channelsOf } from '../tickets/registration-form';
import { scopeKey } from '../../domain/ticket/scope';
import { spokenDay } from '../../domain/time/spoken';
import { firstSteps } from '../../domain/views/first-steps';
import { menuOf } from '../../domain/views/menu';
import { readTimer } from '../clock/lease';
import { clockAlarms } from '../clock/show-clock';
import { emptyDeskAlarms } from '../clock/watch-desks';
import { rosterAlarms } from '../people/watch-rosters';
import type { Begun, Snapshot } from '../kernel/reading/snapshot';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase, type UseCase } from '../kernel/use-case';
import { auditAlarms } from './audit-rounds';
import { getAddress } from '../people/manage-members';
import { standInsNow } from '../people/stand-ins';
import { vacancyAlarms } from '../services/alarm-vacancies';
import { countViews, viewCounters } from '../tickets/lists/count-views';
import { rangeOf } from '../tickets/lists/queue-range';

/** What a member of staff sees first: who I am, how much waits, what is wrong. */

/** All that staff can call, by its name, with who may. */
export type Callable = Partial<Record<keyof StaffApi, { may: readonly Role[] }>>;

/** What somebody may call; a page asks this before it offers it, the function again when it is called. */
const callableBy = (actor: Actor, actions: Callable): (keyof StaffApi)[] =>
  (Object.keys(actions) as (keyof StaffApi)[]).filter(name => hasRole(actor, actions[name]?.may ?? []));

/** What the calendar lacks. */
const calendarAlarms = ({ calendar }: Snapshot, now: Instant): string[] => {
  const alarm = calendarAlarm(calendar, civilDateOf(now));
  return alarm
    ? [`已公布的放假安排到 ${spokenDay(alarm.publishedUntil)} 为止，之后的时限均为暂定，请导入下一年度的安排`]
    : [];
};

/** Of the timer, of the calendar and of the round of checks. */
const timerAlarms = async (runtime: Runtime, snapshot: Snapshot, actor: Actor): Promise<string[]> => {
  const { ports } = runtime;
  const timer = await readTimer(ports.database);
  const own =
    actor.role === 'manager'
      ? [...clockAlarms(timer, ports.now()), ...calendarAlarms(snapshot, ports.now())]
      : [];
  return [...own, ...(await auditAlarms(runtime, timer))];
};

/** So many tickets are looked at for the first answer: a running installation is asked nothing. */
const FIRST_TICKETS = 3;

/** What an empty installation still lacks, for the manager alone, from what is known anyway. */
const stepsOf = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  { all }: { all: number },
): Promise<FirstStep[]> => {
  if (actor.role !== 'manager' || all > FIRST_TICKETS) return [];
  const { catalogue, calendar, directory } = snapshot;
  const range = rangeOf('all', actor, ports.now());
  const [services, { entries }, tickets] = await Promise.all([
    snapshot.services(),
    snapshot.knowledge(),
    range && all > 0 ? ports.database.find('tickets', { ...range, limit: FIRST_TICKETS }) : [],
  ]);
  const units = catalogue.units().filter(({ ended }) => !ended);
  return firstSteps({
    calendarPublished: calendar.publishedUntil >= civilDateOf(ports.now()),
    regions: catalogue.regions().length,
    units: units.length,
    operators: directory.members.filter(one => hasRole(one, operators)).length,
    staffed: units.filter(({ id }) => isStaffed(id, false, catalogue)).length,
    services: services.length,
    entries: entries.length,
    filed: all > 0,
    answered: tickets.some(({ ticket }) => ticket.replies.length > 0),
  });
};

/** The worst first: a desk shows only the beginning until it is opened. */
const alarmsOf = (runtime: Runtime, snapshot: Snapshot, actor: Actor): (string[] | Promise<string[]>)[] => [
  ...(hasRole(actor, auditors) ? [timerAlarms(runtime, snapshot, actor)] : []),
  ...(hasRole(actor, platformStaff) ? [emptyDeskAlarms(runtime, actor)] : []),
  rosterAlarms(runtime, actor),
  vacancyAlarms(runtime, actor),
];

/** `me.get` of the staff function; the manager also sees what keeps the limits from being kept. */
export const getStaffProfile = async (
  runtime: Runtime,
  actor: Actor,
  actions: Callable,
  begun?: Begun,
): Promise<StaffApi['me.get']['out']> => {
  const snapshot = await runtime.snapshots.current();
  const { catalogue } = snapshot;
  const unit = actor.unitId ? catalogue.unit(actor.unitId) : undefined;
  const region = actor.region ? catalogue.region(actor.region) : undefined;
  const [counts, ...alarms] = await Promise.all([
    countViews(runtime, actor, begun),
    ...alarmsOf(runtime, snapshot, actor),
  ]);
  const steps = await stepsOf(runtime, snapshot, actor, counts);
  const may = callableBy(actor, actions);
  const standIns = standInsNow(snapshot.directory, actor, civilDateOf(runtime.ports.now()));
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
    counts,
    address: getAddress(snapshot, actor),
    alarms: alarms.flat(),
    ...(standIns.length > 0 ? { standIns } : {}),
    ...(steps.length > 0 ? { steps } : {}),
  };
};

/** Told what there is to call: its menu leads to that. */
export const staffMeGet = (
  actions: Callable,
): UseCase<StaffApi['me.get']['in'], StaffApi['me.get']['out']> => ({
  ...useCase(nothing, everyone, (runtime, { actor, begun }) =>
    getStaffProfile(runtime, actor, actions, begun),
  ),
  counters: viewCounters,
});
