import type { Calendar } from '../../calendar';
import { isWeekend, type Day } from '../../calendar/calendar';
import {
  addDays,
  addMinutes,
  civilDateOf,
  epochOf,
  instantAt,
  weekdayOf,
  type CivilDate,
  type Instant,
} from '../../time';

/**
 * Who is on duty when (A51, G-3.2.1): spells by date, and patterns that come again by the days of the calendar. What is
 * entered for a date is the exception: for its time it stands instead of the patterns.
 */

/** A spell of duty of one member, and how they are reached. */
export type Duty = { memberId: string; startsAt: Instant; endsAt: Instant; reach: string; phone: string };

/** On which days a spell comes again; without it, it is one by date. */
export const repeats = [
  { value: 'daily', label: '每天' },
  { value: 'workdays', label: '每个工作日（含调休上班日）' },
  { value: 'days-off', label: '每个休息日（周末和节假日）' },
  { value: 'weekly', label: '每周同一天（节假日和调休上班日除外）' },
] as const;

type Repeat = (typeof repeats)[number]['value'];

/** What a row of the register says; of a pattern `startsAt` and `endsAt` are its first spell, `until` its last day. */
export type DutyRow = Duty & { repeat?: Repeat; until?: CivilDate };

/** The longest spell of duty: a list is read back so far to find who is on duty now. */
export const LONGEST_DUTY_DAYS = 31;

/** The longest spell of a pattern: it ends where it begins anew. */
export const longestOf = (repeat: Repeat | undefined): number =>
  repeat === undefined ? LONGEST_DUTY_DAYS : repeat === 'weekly' ? 7 : 1;

/** What its weekday usually is: no holiday, no make-up day. */
const isOrdinary = (day: Day): boolean => day.name === undefined && (day.kind === 'off') === isWeekend(day);

/** `first`: the day of its first spell. */
const comesOn: Record<Repeat, (day: Day, first: CivilDate) => boolean> = {
  daily: () => true,
  workdays: ({ kind }) => kind === 'work',
  'days-off': ({ kind }) => kind === 'off',
  weekly: (day, first) => day.weekday === weekdayOf(first) && isOrdinary(day),
};

const MINUTE = 60_000;

/** The spells of a pattern that have to do with a time. */
const spellsOf = (
  { repeat, until, ...duty }: DutyRow & { repeat: Repeat },
  calendar: Calendar,
  from: Instant,
  to: Instant,
): Duty[] => {
  const first = civilDateOf(duty.startsAt);
  const minutes = (epochOf(duty.endsAt) - epochOf(duty.startsAt)) / MINUTE;
  const earliest = addDays(civilDateOf(from), -longestOf(repeat));
  const last = civilDateOf(to);
  const spells: Duty[] = [];
  for (let date = earliest < first ? first : earliest; date <= last; date = addDays(date, 1)) {
    if (until !== undefined && date > until) break;
    if (!comesOn[repeat](calendar.day(date), first)) continue;
    const startsAt = instantAt(date, duty.startsAt.slice(11, 16));
    const endsAt = addMinutes(startsAt, minutes);
    if (startsAt < to && endsAt > from) spells.push({ ...duty, startsAt, endsAt });
  }
  return spells;
};

type Spell = Pick<Duty, 'startsAt' | 'endsAt'>;

const inOrder = <S extends Spell>(spells: readonly S[]): S[] =>
  [...spells].sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));

/** The parts of a time in which nobody is on duty. */
export const gapsIn = (
  spells: readonly Spell[],
  from: Instant,
  to: Instant,
): { from: Instant; to: Instant }[] => {
  const gaps: { from: Instant; to: Instant }[] = [];
  let at = from;
  for (const { startsAt, endsAt } of inOrder(spells)) {
    if (endsAt <= at || startsAt >= to) continue;
    if (startsAt > at) gaps.push({ from: at, to: startsAt });
    at = endsAt;
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
};

/** Who is on duty in a time by the rows of one party, in the order in which they begin. */
export const dutiesIn = (
  rows: readonly DutyRow[],
  calendar: Calendar,
  from: Instant,
  to: Instant,
): Duty[] => {
  const dated: Duty[] = rows.filter(({ repeat }) => repeat === undefined);
  const patterns = rows.flatMap(({ repeat, ...row }) =>
    repeat === undefined ? [] : spellsOf({ repeat, ...row }, calendar, from, to),
  );
  const left = patterns.flatMap(duty =>
    gapsIn(dated, duty.startsAt, duty.endsAt).map(part => ({
      ...duty,
      startsAt: part.from,
      endsAt: part.to,
    })),
  );
  return inOrder([...dated, ...left]).filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from);
};

/** Of several spells those that run at an instant. */
export const onDutyAt = (duties: readonly Duty[], at: Instant): Duty[] =>
  duties.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);

const NOON = '12:00';

/** The days without anybody: no spell begins on the day or runs at its noon. The end of a night alone fills none. */
export const daysWithoutAnybody = (spells: readonly Spell[], first: CivilDate, days: number): CivilDate[] =>
  Array.from({ length: days }, (_, n) => addDays(first, n)).filter(date => {
    const noon = instantAt(date, NOON);
    return !spells.some(
      ({ startsAt, endsAt }) => civilDateOf(startsAt) === date || (startsAt <= noon && noon < endsAt),
    );
  });

/** The first instant from which a spell by date could still last. */
export const earliestStart = (at: Instant): Instant =>
  `${addDays(civilDateOf(at), -LONGEST_DUTY_DAYS - 1)}T00:00`;
