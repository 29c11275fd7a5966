import { isWorkday, type Calendar } from '../../domain/calendar';
import { wordsOn, type Actor, type Message, type Words } from '../../domain/engine';
import { OPERATOR } from '../../domain/registers';
import { gapsIn, rosterWindows } from '../../domain/registers/rosters';
import { windowOf, type RuleSet } from '../../domain/rulesets';
import { hasRole, platformStaff } from '../../domain/catalogue/roles';
import { unitDesk } from '../../domain/catalogue/staffing';
import { addDays, civilDateOf, startOfDay, type CivilDate, type Instant } from '../../domain/time';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import { dutiesOf } from './duty-roster';
import { createAddressBook, deliver } from '../clock/deliver-messages';
import type { Work } from '../clock/work';

/** A gap in the rosters before a long holiday is an alarm to the unit's lead, the operator and the manager (A51). */

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

type Gap = { party: string; name: string; since: string };

/** So many rosters are read at one time. */
const TOGETHER = 20;

const gapsOf = async (
  { ports }: Runtime,
  { catalogue, activeRuleSet }: Snapshot,
  { first, last }: { first: CivilDate; last: CivilDate },
): Promise<Gap[]> => {
  const [from, to] = [startOfDay(first), startOfDay(addDays(last, 1))];
  const parties = [
    { party: OPERATOR, name: activeRuleSet.roleNames.operator },
    ...catalogue
      .units()
      .filter(({ id, ended }) => !ended && catalogue.staffAt(unitDesk(id)).length > 0)
      .map(({ id, name }) => ({ party: id, name })),
  ];
  const found: Gap[] = [];
  for (let at = 0; at < parties.length; at += TOGETHER) {
    const some = parties.slice(at, at + TOGETHER);
    const duties = await Promise.all(some.map(({ party }) => dutiesOf(ports.database, party, from, to)));
    for (const [index, one] of some.entries()) {
      const [gap] = gapsIn(duties[index] ?? [], from, to);
      if (gap) found.push({ ...one, since: `${spokenTime(gap.from)}起` });
    }
  }
  return found;
};

const NAMES = 5;
const listed = (gaps: readonly Gap[]): string =>
  gaps.length > NAMES
    ? `${gaps
        .slice(0, NAMES)
        .map(({ name }) => name)
        .join('、')}等 ${gaps.length} 方`
    : gaps.map(({ name }) => name).join('、');

export const hourOf = (now: Instant): string => now.slice(0, 13);

/** Looks once an hour; each party is told once for each holiday, operator and manager of all together. */
export const watchRosters = async (runtime: Runtime, work: Work): Promise<Record<string, number>> => {
  const { ports, snapshots } = runtime;
  const hour = hourOf(ports.now());
  if (work.marks()['hour'] === hour) return {};
  const snapshot = await snapshots.current();
  const holiday = longHolidayAhead(snapshot.calendar, civilDateOf(ports.now()), snapshot.activeRuleSet);
  const gaps = holiday ? await gapsOf(runtime, snapshot, holiday) : [];
  const addressBook = createAddressBook(ports);
  const tell = (audience: Message['audience'], words: Words, key: string) =>
    deliver(ports, addressBook, { audience, template: 'roster-gap', ...words, key }, null, null);
  if (holiday) {
    const days = `${spokenDate(holiday.first)}至 ${spokenDate(holiday.last)}`;
    for (const { party, name, since } of gaps.filter(one => one.party !== OPERATOR))
      await tell(
        { to: 'lead', unitId: party },
        wordsOn(name, `值班表有空缺，${days}放假，${since}没有人值班，请安排`),
        `roster-gap:${holiday.first}:${party}`,
      );
    if (gaps.length > 0)
      for (const to of ['operator', 'manager'] as const)
        await tell(
          { to },
          wordsOn(listed(gaps), `值班表有空缺，${days}放假，没有排满，请督促安排`),
          `roster-gap:${holiday.first}:all`,
        );
  }
  const told = gaps.map(({ party }) => party);
  await ports.database.put('alarms', { _id: 'rosters', state: holiday?.first ?? '', told });
  work.remember({ hour });
  return { gaps: gaps.length };
};

/** What stands on the desk until the rosters are full: of the own unit for its lead, of all for operator and manager. */
export const rosterAlarms = async (
  { ports, snapshots }: Pick<Runtime, 'ports' | 'snapshots'>,
  actor: Actor,
): Promise<string[]> => {
  const all = hasRole(actor, platformStaff);
  if (!all && actor.role !== 'lead') return [];
  const { calendar, catalogue, activeRuleSet } = await snapshots.current();
  // Mostly no long holiday is near: nothing needs to be read to know that.
  if (!longHolidayAhead(calendar, civilDateOf(ports.now()), activeRuleSet)) return [];
  const found = await ports.database.get('alarms', 'rosters');
  if (!found || found.state === '') return [];
  const names = found.told
    .filter(party => all || party === actor.unitId)
    .map(party => catalogue.unit(party)?.name ?? activeRuleSet.roleNames.operator);
  if (names.length === 0) return [];
  const shown =
    names.length > NAMES ? `${names.slice(0, NAMES).join('、')}等 ${names.length} 方` : names.join('、');
  return [`${spokenDate(found.state)}起放假，${shown}的值班表有空缺，请安排`];
};
