import { addDays, addMinutes, type CivilDate, type Instant } from '../../../domain/time';
import type { DayCountsDocument } from '../../kernel/documents';
import { PAGE, type Ports, type Secrets } from '../../kernel/ports';
import { DAY_SHARDS } from '../../kernel/reading/counters';

/** What was counted on days; how much there is to read follows from the days alone. */

export type DayCounts = Pick<DayCountsDocument, 'day' | 'counts'>;

/** So many days with all their shards come in one query. */
const DAYS_AT_ONCE = Math.floor(PAGE / DAY_SHARDS);

/** The counters of days, all at once. */
export const readDays = async (
  { database }: Pick<Ports, 'database'>,
  first: CivilDate,
  last: CivilDate,
): Promise<DayCounts[]> => {
  const starts: CivilDate[] = [];
  for (let from = first; from <= last; from = addDays(from, DAYS_AT_ONCE)) starts.push(from);
  const pages = await Promise.all(
    starts.map(from => {
      const until = addDays(from, DAYS_AT_ONCE);
      return database.find('counters', {
        where: { _id: { gte: from, lt: until <= last ? until : addDays(last, 1) } },
        order: ['_id', 'asc'],
        limit: PAGE,
      });
    }),
  );
  return pages.flat().flatMap(one => ('day' in one ? [one] : []));
};

/** What happened until so many days ago has been delivered and counted, but for what was put off. */
const SETTLED_AFTER_DAYS = 2;
/** For so long a board may show such days as they were read. */
const KEPT_MINUTES = 10;

type Kept = { at: Instant; first: CivilDate; last: CivilDate; days: readonly DayCounts[] };

/** By instance; what a call works with is made anew for each. */
const keptBy = new WeakMap<Secrets, Kept>();

/** A clock that has been set back keeps nothing longer. */
const isFresh = ({ at }: Kept, now: Instant): boolean => at <= now && now < addMinutes(at, KEPT_MINUTES);

/** The same for a board: most of its days do not change any more, and an instance reads those once in ten minutes. */
export const readDaysOfBoard = async (
  ports: Pick<Ports, 'database' | 'secrets' | 'now'>,
  first: CivilDate,
  today: CivilDate,
): Promise<DayCounts[]> => {
  const now = ports.now();
  const last = addDays(today, -SETTLED_AFTER_DAYS);
  const settled = async (): Promise<readonly DayCounts[]> => {
    const kept = keptBy.get(ports.secrets);
    if (kept && isFresh(kept, now) && kept.first <= first && kept.last === last)
      return kept.days.filter(({ day }) => day >= first);
    const days = await readDays(ports, first, last);
    keptBy.set(ports.secrets, { at: now, first, last, days });
    return days;
  };
  const recent = addDays(last, 1);
  const [before, after] = await Promise.all([
    settled(),
    readDays(ports, recent > first ? recent : first, today),
  ]);
  return [...before, ...after];
};
