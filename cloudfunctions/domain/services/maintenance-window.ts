import { isWorkday, kindOfDay, latestDate, type Calendar } from '../calendar';
import type { ServiceWindow } from '../catalogue';
import { DEFAULT_SERVICE_HOURS, noticeDayOf } from '../deadline';
import { windowOf, type RuleSet, type WindowDefinition } from '../rulesets';
import { isTooFar, TOO_FAR } from '../time/plausible';
import { spokenDate } from '../time/spoken';
import { addDays, addMinutes, civilDateOf, instantAt, type CivilDate, type Instant } from '../time';

/** Windows of maintenance: when they have to be told (A5), what is wrong with them, what speaks against them. */

const MINUTES_A_DAY = 24 * 60;

/** How long one may be, and the notice of it. */
export const longestWindow: WindowDefinition = {
  id: 'maintenance.longest',
  label: '升级维护：一次最长',
  clause: 'G-3.2.3a',
  unit: '日',
  first: 30,
  min: 1,
  max: 92,
};

/** The last moment at which one that begins then may end, and what is said of a later one. */
export const longestFrom = (startsAt: Instant, ruleSet: RuleSet): { until: Instant; words: string } => {
  const days = windowOf(ruleSet, longestWindow);
  return { until: addMinutes(startsAt, days * MINUTES_A_DAY), words: `一次维护最长 ${days} 天，请分次安排` };
};

/** The last day on which the operator may be told: so many working days before the day of the start (A5). */
export const latestNoticeDay = (calendar: Calendar, startsAt: Instant, workdays: number): CivilDate =>
  latestDate(calendar, civilDateOf(startsAt), workdays).date;

/** The day for which a notice counts: after 17:30 and on days off the next working day (A5). */
export const noticeDay = (calendar: Calendar, at: Instant): CivilDate =>
  noticeDayOf(calendar, DEFAULT_SERVICE_HOURS, at);

/** The first day on which a window may begin of which the operator is told now, without being late (A5). */
export const earliestStartDay = (calendar: Calendar, now: Instant, workdays: number): CivilDate => {
  const counted = noticeDay(calendar, now);
  let day = counted;
  while (latestDate(calendar, day, workdays).date < counted) day = addDays(day, 1);
  return day;
};

const overlap = (one: Omit<ServiceWindow, 'no'>, other: Omit<ServiceWindow, 'no'>): boolean =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt;

/** What is wrong with a window, by field. `known` are the other windows of the same service. */
export const windowProblems = (
  { startsAt, endsAt }: Omit<ServiceWindow, 'no'>,
  known: readonly ServiceWindow[],
  { now, ruleSet }: { now: Instant; ruleSet: RuleSet },
): Record<string, string> => {
  if (startsAt <= now) return { startsAt: '开始时间已过，请填写以后的时间' };
  if (isTooFar(civilDateOf(startsAt), civilDateOf(now))) return { startsAt: TOO_FAR };
  if (endsAt <= startsAt) return { endsAt: '结束时间要晚于开始时间' };
  const { until, words } = longestFrom(startsAt, ruleSet);
  if (endsAt > until) return { endsAt: words };
  const clash = known.find(one => overlap(one, { startsAt, endsAt }));
  return clash ? { startsAt: `与 ${clash.no} 的时间重叠，同一服务同一时间只能有一次` } : {};
};

/**
 * The end to show when a window has run over and nobody has named a new one: it moves by one hour, then by as long as
 * it has run over already, so that days without a word stay few lines. Depends on the given end and on now alone: late
 * or on time, the same.
 */
export const movedEnd = (givenEnd: Instant, now: Instant): Instant => {
  let hours = 1;
  while (addMinutes(givenEnd, hours * 60) <= now) hours *= 2;
  return addMinutes(givenEnd, hours * 60);
};

export type PlannedWindow = ServiceWindow & {
  serviceId?: string;
  serviceName?: string;
  unitId?: string | null;
};

const daysOf = ({ startsAt, endsAt }: Omit<ServiceWindow, 'no'>): CivilDate[] => {
  const days: CivilDate[] = [];
  const last = civilDateOf(addMinutes(endsAt, -1));
  for (let day = civilDateOf(startsAt); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};

const nameOf = ({ no, serviceName }: PlannedWindow): string => `${no}“${serviceName ?? '办事平台'}”`;

/** Of other units that many are named, the rest is counted: they only share the day. */
const MOST_NAMED = 2;

const ofOtherUnits = (others: readonly PlannedWindow[]): string[] => {
  if (others.length === 0) return [];
  const named = others.slice(0, MOST_NAMED).map(({ serviceName }) => `“${serviceName ?? '办事平台'}”`);
  const more = others.length > MOST_NAMED ? `等 ${others.length} 次` : '';
  return [`同一天其他单位还有${named.join('、')}${more}`];
};

const clashes = (window: PlannedWindow, all: readonly PlannedWindow[]): string[] => {
  const others = all.filter(one => one.no !== window.no);
  const overlaps = others.filter(other => {
    const whole = window.serviceId === undefined || other.serviceId === undefined;
    return overlap(window, other) && (whole || other.serviceId === window.serviceId);
  });
  const days = daysOf(window);
  const sameDay = others.filter(
    other => !overlaps.includes(other) && daysOf(other).some(day => days.includes(day)),
  );
  const isOwn = ({ unitId }: PlannedWindow): boolean => Boolean(window.unitId) && unitId === window.unitId;
  return [
    ...overlaps.map(other => `与 ${nameOf(other)}的时间重叠`),
    ...sameDay.filter(isOwn).map(other => `同一天本单位还有 ${nameOf(other)}`),
    ...ofOtherUnits(sameDay.filter(other => !isOwn(other))),
  ];
};

const daySigns = (window: PlannedWindow, calendar: Calendar): string[] =>
  daysOf(window).flatMap(date => {
    const day = calendar.day(date);
    const kind = kindOfDay(day);
    if (!day.published && date === civilDateOf(window.startsAt))
      return [`${spokenDate(date)}所在年度的放假安排尚未公布`];
    if (kind?.startsWith('调休上班')) return [`${spokenDate(date)}是调休上班日`];
    return day.kind === 'off' && day.name ? [`${spokenDate(date)}是${day.name}假期`] : [];
  });

const inServiceHours = (window: PlannedWindow, calendar: Calendar): boolean =>
  daysOf(window).some(
    date =>
      isWorkday(calendar, date) &&
      DEFAULT_SERVICE_HOURS.periods.some(([from, to]) =>
        overlap(window, { startsAt: instantAt(date, from), endsAt: instantAt(date, to) }),
      ),
  );

/** What speaks against a window: other windows at the time, special days, the hours in which people work. */
export const windowWarnings = (
  window: PlannedWindow,
  others: readonly PlannedWindow[],
  calendar: Calendar,
): string[] => [
  ...clashes(window, others),
  ...daySigns(window, calendar),
  ...(inServiceHours(window, calendar) ? ['占用工作时间（9:00–12:00、13:30–17:30），办事的人多'] : []),
];
