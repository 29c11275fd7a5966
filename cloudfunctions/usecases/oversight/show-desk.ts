import type { MenuEntry, StaffProfile } from '../../../typings/contract';
import { calendarAlarm } from '../../domain/calendar';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import type { Actor } from '../../domain/engine';
import { inOrder } from '../../domain/procedures';
import { scopeKey } from '../../domain/ticket/scope';
import { spokenDay } from '../../domain/time/spoken';
import { addDays, civilDateOf, type CivilDate } from '../../domain/time';
import { vacancyAlarms } from '../services/alarm-vacancies';
import { countDesks } from './count-desks';
import { countViews } from '../tickets/list-tickets';
import { getAddress } from '../people/manage-members';
import { readAll } from '../kernel/snapshot';
import { isClockSilent } from '../clock/run-clock';
import { roleLabels, type Runtime } from '../kernel/runtime';
import * as z from 'zod';

/** What a member of staff sees first: who I am, how much waits, what is wrong; and the numbers of the board. */

/** Without what cannot wait: that follows from the procedures and stands behind 发起. */
const menus: Partial<Record<Actor['role'], MenuEntry[]>> = {
  handler: [
    { key: 'queue', label: '办件' },
    { key: 'register', label: '窗口登记' },
    { key: 'start', label: '发起' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
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
    { key: 'notices', label: '公告' },
    { key: 'calendar', label: '工作日历' },
    { key: 'rulesets', label: '规则集' },
    { key: 'audit', label: '核对办理记录' },
    { key: 'knowledge', label: '知识库' },
    { key: 'inbox', label: '消息' },
  ],
  local: [
    { key: 'queue', label: '本地区办件' },
    { key: 'start', label: '发起' },
    { key: 'board', label: '看板' },
    { key: 'services', label: '服务登记' },
    { key: 'maintenance', label: '维护日历' },
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
  inOrder.flatMap(({ kind, opening }) =>
    opening?.urgent && (opening.by as readonly string[]).includes(role)
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
    if (isClockSilent(await ports.database.get('heartbeats', 'clock'), now))
      alarms.push('计时任务超过 10 分钟没有完成，提醒和升级可能延误，请联系运维');
    const alarm = calendarAlarm(calendar, civilDateOf(now));
    if (alarm)
      alarms.push(
        `已公布的放假安排到 ${spokenDay(alarm.publishedUntil)} 为止，之后的时限均为暂定，请导入下一年度的安排`,
      );
  }
  alarms.push(...(await vacancyAlarms(runtime, actor)));
  return {
    memberId: actor.id,
    name: actor.name,
    roles: [actor.role],
    roleLabel: roleLabels[actor.role],
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    ...(region ? { region: { code: region.code, name: region.name } } : {}),
    menu: menuOf(actor),
    kinds: scopeKey(actor) ? inOrder.map(({ kind, label }) => ({ kind, label })) : [],
    counts: await countViews(runtime, actor),
    address: await getAddress(runtime, actor),
    alarms,
  };
};

export const boardInput = z.object({ weeks: z.number().int().min(1).max(26).default(8) });

type Tally = { filed: number; inTime: number; late: number };
type Board = {
  weeks: ({ from: CivilDate } & Tally)[];
  /** Replies in time and late, by unit, over the whole span. */
  units: { unitId: string; name: string; inTime: number; late: number }[];
} & Awaited<ReturnType<typeof countDesks>>;

/** Keys of a counter: `measure|kind|party`. Of some units what was dispatched to them, of all what was filed. */
const tally = (counts: Record<string, number>, parties: ReadonlySet<string> | undefined): Tally => {
  const sum: Tally = { filed: 0, inTime: 0, late: 0 };
  for (const [key, n] of Object.entries(counts)) {
    const [measure, , who = ''] = key.split('|');
    if (parties && !parties.has(who)) continue;
    if (measure === (parties ? 'dispatched' : 'filed')) sum.filed += n;
    if (measure === 'clock.reply.met') sum.inTime += n;
    if (measure === 'clock.reply.late') sum.late += n;
  }
  return sum;
};

const add = (one: Tally, other: Tally): Tally => ({
  filed: one.filed + other.filed,
  inTime: one.inTime + other.inTime,
  late: one.late + other.late,
});

/** A unit sees its own numbers, a local authority those of the units of its region and below, others all. */
const partiesOf = (actor: Actor, catalogue: Catalogue): ReadonlySet<string> | undefined => {
  if (actor.unitId) return new Set([actor.unitId]);
  const { region } = actor;
  if (actor.role !== 'local' || !region) return undefined;
  const local = catalogue.units().filter(unit => regionPath(unit.region, catalogue).includes(region));
  return new Set(local.map(unit => unit.id));
};

/** `board.get`: what lies where now, and numbers by week from the counters; whose follows from unit and region. */
export const getBoard = async (
  runtime: Runtime,
  actor: Actor,
  { weeks }: z.infer<typeof boardInput>,
): Promise<Board> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  const today = civilDateOf(ports.now());
  const first = addDays(today, -7 * weeks + 1);
  const parties = partiesOf(actor, catalogue);
  const days = await readAll(ports.database, 'counters', '_id', {}, first);
  const shown = days.filter(day => day.day <= today);
  const perWeek = Array.from({ length: weeks }, (_, index) => {
    const from = addDays(first, 7 * index);
    const to = addDays(from, 6);
    const own = shown
      .filter(({ day }) => day >= from && day <= to)
      .map(({ counts }) => tally(counts, parties));
    return { from, ...own.reduce(add, { filed: 0, inTime: 0, late: 0 }) };
  });
  const units = catalogue
    .units()
    .filter(unit => !parties || parties.has(unit.id))
    .map(unit => {
      const sum = shown
        .map(({ counts }) => tally(counts, new Set([unit.id])))
        .reduce(add, { filed: 0, inTime: 0, late: 0 });
      return { unitId: unit.id, name: unit.name, inTime: sum.inTime, late: sum.late };
    })
    .filter(unit => unit.inTime + unit.late > 0);
  return { weeks: perWeek, units, ...(await countDesks(runtime, actor, parties)) };
};
