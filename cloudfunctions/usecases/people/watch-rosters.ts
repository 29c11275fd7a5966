import { isWorkday, type Calendar } from '../../domain/calendar';
import { wordsOn, type Actor, type Message } from '../../domain/engine';
import { OPERATOR } from '../../domain/registers';
import { daysWithoutAnybody, gapsIn } from '../../domain/registers/rosters/duties';
import { rosterWindows } from '../../domain/registers/rosters';
import { windowOf, type RuleSet } from '../../domain/rulesets';
import { hasRole, platformStaff } from '../../domain/catalogue/roles';
import { unitDesk } from '../../domain/catalogue/staffing';
import { addDays, civilDateOf, startOfDay, weekdayOf, type CivilDate, type Instant } from '../../domain/time';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { dutiesOfAll } from '../kernel/reading/duties';
import type { Snapshot } from '../kernel/reading/snapshot';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { Work } from '../clock/work';

/**
 * A gap in the rosters before a long holiday is an alarm to the unit's lead, the operator and the manager (A51); a day
 * without anybody in the days to come to the unit's lead and the operator (G-3.2.1).
 */

/** The long holiday that begins within the next working days, or runs; pure. */
export const longHolidayAhead = (
  calendar: Calendar,
  today: CivilDate,
  ruleSet: RuleSet,
): { first: CivilDate; last: CivilDate } | undefined => {
  const ahead = windowOf(ruleSet, rosterWindows.ahead);
  const days = windowOf(ruleSet, rosterWindows.longHoliday);
  let date = today;
  for (let workdays = 0; workdays <= ahead; date = addDays(date, 1)) {
    if (isWorkday(calendar, date)) {
      workdays += 1;
      continue;
    }
    let last = date;
    while (!isWorkday(calendar, addDays(last, 1))) last = addDays(last, 1);
    if (addDays(date, days - 1) <= last) return { first: date, last };
    date = last;
  }
  return undefined;
};

type Party = { party: string; name: string };

/** Who has a roster: the operator, and every unit in which somebody works. */
const partiesOf = ({ catalogue, activeRuleSet }: Snapshot): Party[] => [
  { party: OPERATOR, name: activeRuleSet.roleNames.operator },
  ...catalogue
    .units()
    .filter(({ id, ended }) => !ended && catalogue.staffAt(unitDesk(id)).length > 0)
    .map(({ id, name }) => ({ party: id, name })),
];

type Gap = Party & { since: string };

const gapsOf = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  { first, last }: { first: CivilDate; last: CivilDate },
): Promise<Gap[]> => {
  const [from, to] = [startOfDay(first), startOfDay(addDays(last, 1))];
  const duties = await dutiesOfAll(ports.database, snapshot.calendar, from, to);
  return partiesOf(snapshot).flatMap(one => {
    const [gap] = gapsIn(duties(one.party), from, to);
    return gap ? [{ ...one, since: `${spokenTime(gap.from)}起` }] : [];
  });
};

type Lack = Party & { first: CivilDate; days: number; isAll: boolean };

/** Who has a day without anybody among the days to come, and which is the first. */
const lacksOf = async ({ ports }: Runtime, snapshot: Snapshot): Promise<Lack[]> => {
  const today = civilDateOf(ports.now());
  const days = windowOf(snapshot.activeRuleSet, rosterWindows.days);
  const to = startOfDay(addDays(today, days));
  const duties = await dutiesOfAll(ports.database, snapshot.calendar, startOfDay(today), to);
  return partiesOf(snapshot).flatMap(one => {
    const empty = daysWithoutAnybody(duties(one.party), today, days);
    const [first] = empty;
    return first === undefined ? [] : [{ ...one, first, days: empty.length, isAll: empty.length === days }];
  });
};

/** A party without any roster is told once a week. */
const weekOf = (date: CivilDate): CivilDate => addDays(date, -((weekdayOf(date) + 6) % 7));

const NAMES = 5;
const short = (names: readonly string[]): string =>
  names.length > NAMES ? `${names.slice(0, NAMES).join('、')}等 ${names.length} 方` : names.join('、');
const listed = (parties: readonly Party[]): string => short(parties.map(({ name }) => name));

export const hourOf = (now: Instant): string => now.slice(0, 13);

type Tell = (message: Message) => Promise<unknown>;

/** Each party is told once for each holiday, operator and manager of all together. */
const watchHoliday = async (runtime: Runtime, snapshot: Snapshot, tell: Tell): Promise<number> => {
  const { ports } = runtime;
  const holiday = longHolidayAhead(snapshot.calendar, civilDateOf(ports.now()), snapshot.activeRuleSet);
  const gaps = holiday ? await gapsOf(runtime, snapshot, holiday) : [];
  if (holiday) {
    const days = `${spokenDate(holiday.first)}至 ${spokenDate(holiday.last)}`;
    for (const { party, name, since } of gaps.filter(one => one.party !== OPERATOR))
      await tell({
        audience: { to: 'lead', unitId: party },
        template: 'roster-gap',
        ...wordsOn(name, `值班表有空缺，${days}放假，${since}没有人值班，请安排`),
        key: `roster-gap:${holiday.first}:${party}`,
      });
    if (gaps.length > 0)
      for (const to of ['operator', 'manager'] as const)
        await tell({
          audience: { to },
          template: 'roster-gap',
          ...wordsOn(listed(gaps), `值班表有空缺，${days}放假，没有排满，请督促安排`),
          key: `roster-gap:${holiday.first}:all`,
        });
  }
  const told = gaps.map(({ party }) => party);
  await ports.database.put('alarms', { _id: 'rosters', state: holiday?.first ?? '', told });
  return gaps.length;
};

/** `hrss|2026-12-03`: who lacks somebody, and from which day on; `…|all`: on all of the days, as nobody keeps a roster yet. */
const lackOf = (told: string): { party: string; first: CivilDate; isAll: boolean } => {
  const [party = '', first = '', all] = told.split('|');
  return { party, first, isAll: all !== undefined };
};

/** Each party is told once for each week with a day without anybody, the operator of those that have come to it. */
const watchDays = async (runtime: Runtime, snapshot: Snapshot, tell: Tell): Promise<number> => {
  const { ports } = runtime;
  const lacks = await lacksOf(runtime, snapshot);
  const known = await ports.database.get('alarms', 'roster-days');
  const weeks = new Set(
    (known?.told ?? []).map(lackOf).map(({ party, first }) => `${party}|${weekOf(first)}`),
  );
  const fresh = lacks.filter(({ party, first }) => !weeks.has(`${party}|${weekOf(first)}`));
  for (const { party, name, first, days } of fresh) {
    const more = days > 1 ? `，接下来共有 ${days} 天` : '';
    await tell({
      audience: party === OPERATOR ? { to: 'operator-lead' } : { to: 'lead', unitId: party },
      template: 'roster-day',
      ...wordsOn(name, `有的日子没有人值班，${spokenDate(first)}${more}，请在值班表里安排`),
      key: `roster-day:${weekOf(first)}:${party}`,
    });
  }
  if (fresh.length > 0)
    await tell({
      audience: { to: 'operator' },
      template: 'roster-day',
      ...wordsOn(listed(fresh), '有的日子没有人值班，请督促安排值班表'),
      key: `roster-day:${hourOf(ports.now())}:all`,
    });
  const told = lacks.map(({ party, first, isAll }) => `${party}|${first}${isAll ? '|all' : ''}`);
  await ports.database.put('alarms', { _id: 'roster-days', state: lacks.length > 0 ? 'lacking' : '', told });
  return lacks.length;
};

/** Looks once an hour. */
export const watchRosters = async (runtime: Runtime, work: Work): Promise<Record<string, number>> => {
  const { ports, snapshots } = runtime;
  const hour = hourOf(ports.now());
  if (work.marks()['hour'] === hour) return {};
  const snapshot = await snapshots.current();
  const addressBook = createAddressBook(ports);
  const tell: Tell = message => deliver(ports, addressBook, message, null, null);
  const gaps = await watchHoliday(runtime, snapshot, tell);
  const lacking = await watchDays(runtime, snapshot, tell);
  work.remember({ hour });
  return { gaps, lacking };
};

const holidayAlarm = async (
  { database, now }: Ports,
  { calendar, activeRuleSet }: Snapshot,
  namesOf: (parties: readonly string[]) => string[],
): Promise<string[]> => {
  // Mostly no long holiday is near: nothing needs to be read to know that.
  if (!longHolidayAhead(calendar, civilDateOf(now()), activeRuleSet)) return [];
  const found = await database.get('alarms', 'rosters');
  if (!found || found.state === '') return [];
  const names = namesOf(found.told);
  return names.length === 0
    ? []
    : [`${spokenDate(found.state)}起放假，${short(names)}的值班表有空缺，请安排`];
};

/** A roster with days missing; whoever keeps none yet is told by a message each week, and does not stand on every desk. */
const dayAlarm = async (
  { database }: Ports,
  namesOf: (parties: readonly string[]) => string[],
): Promise<string[]> => {
  const lacks = ((await database.get('alarms', 'roster-days'))?.told ?? [])
    .map(lackOf)
    .filter(({ party, isAll }) => !isAll && namesOf([party]).length > 0);
  const first = lacks.map(one => one.first).sort()[0];
  if (first === undefined) return [];
  const names = namesOf(lacks.map(({ party }) => party));
  return [`${short(names)}的值班表有空缺，${spokenDate(first)}没有人值班，请安排`];
};

/** What stands on the desk until the rosters are full: of the own unit for its lead, of all for the operator, holidays for the manager too. */
export const rosterAlarms = async (
  { ports, snapshots }: Pick<Runtime, 'ports' | 'snapshots'>,
  actor: Actor,
): Promise<string[]> => {
  const all = hasRole(actor, platformStaff);
  if (!all && actor.role !== 'lead') return [];
  const snapshot = await snapshots.current();
  const { catalogue, activeRuleSet } = snapshot;
  const namesOf = (parties: readonly string[]): string[] =>
    parties
      .filter(party => all || party === actor.unitId)
      .map(party => catalogue.unit(party)?.name ?? activeRuleSet.roleNames.operator);
  const alarms = await Promise.all([
    holidayAlarm(ports, snapshot, namesOf),
    // For whoever fills it and for the operator (G-3.2.1).
    actor.role === 'manager' ? [] : dayAlarm(ports, namesOf),
  ]);
  return alarms.flat();
};
