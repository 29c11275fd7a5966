import { CONFIDENTIAL } from '../../domain/engine';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import type { Period } from '../../domain/engine/recurrence';
import type { Counted, Minutes, Sums, Whose } from '../../domain/reports/figures';
import type { MinutesOfUnits } from '../kernel/documents';
import { addDays, startOfDay, type CivilDate } from '../../domain/time';
import { PAGE, type Ports } from '../kernel/ports';
import { MOST_WAITING } from '../oversight/count-outcomes';
import { readStock } from '../oversight/outcomes';
import { readDays, type DayCounts } from '../oversight/board/read-days';

/** What was counted in a period, by party, from the counters of its days: as much work for one case as for a million. */

/**
 * What has happened by the end of a day and has not been added to the counters of its day yet; undefined = so much that the
 * timer is still busy with it.
 */
export const readWaiting = async (
  { database }: Pick<Ports, 'database'>,
  last: CivilDate,
): Promise<DayCounts[] | undefined> => {
  const [entries, changes, tooMany] = await Promise.all([
    database.find('journal', {
      where: { outbox: 'waiting', at: { lt: startOfDay(addDays(last, 1)) } },
      order: ['at', 'asc'],
      limit: PAGE,
    }),
    database.keys('outcomechanges', { where: {}, order: ['at', 'asc'], limit: PAGE }),
    // What a late timer has opened just now counts by its limits too (`waitingChange`).
    database.keys('journal', {
      where: { outbox: 'waiting' },
      order: ['at', 'asc'],
      skip: MOST_WAITING,
      limit: 1,
    }),
  ]);
  if (entries.length === PAGE || changes.length === PAGE || tooMany.length > 0) return undefined;
  // The keys begin with the day.
  return entries.flatMap(({ counts }) =>
    Object.entries(counts).map(([key, n]) => ({ day: key.slice(0, 10), counts: { [key.slice(11)]: n } })),
  );
};

/** Sums by party; what is confidential is in none: its number would tell of it (A34). */
export type SumsOfParties = ReadonlyMap<string, Sums>;

export const readSums = async (
  ports: Pick<Ports, 'database'>,
  { first, last }: Pick<Period, 'first' | 'last'>,
  waiting: readonly DayCounts[],
): Promise<SumsOfParties> => {
  const parties = new Map<string, Record<string, number>>();
  const stillWaiting = waiting.filter(({ day }) => day >= first && day <= last);
  for (const { counts } of [...(await readDays(ports, first, last)), ...stillWaiting])
    for (const [key, n] of Object.entries(counts)) {
      const [measure = '', kind = '', party = '', apart] = key.split('|');
      if (apart === CONFIDENTIAL) continue;
      const own = parties.get(party) ?? {};
      own[`${measure}|${kind}`] = (own[`${measure}|${kind}`] ?? 0) + n;
      parties.set(party, own);
    }
  for (const [party, stock] of await readStock(ports, { first, last })) {
    const known = Object.entries(stock).filter(([, n]) => n !== 0);
    if (known.length > 0) parties.set(party, { ...parties.get(party), ...Object.fromEntries(known) });
  }
  return parties;
};

/** The units whose numbers a party reads; undefined = all, and what belongs to no unit. */
export const unitsOf = (
  { unitId, region }: Whose,
  catalogue: Pick<Catalogue, 'units' | 'region'>,
): ReadonlySet<string> | undefined => {
  if (unitId !== undefined) return new Set([unitId]);
  if (region === undefined) return undefined;
  const own = catalogue.units().filter(unit => regionPath(unit.region, catalogue).includes(region));
  return new Set(own.map(({ id }) => id));
};

/** The sums of some units, or of all parties, as one. */
export const together = (sums: SumsOfParties, units: ReadonlySet<string> | undefined): Sums => {
  const all: Record<string, number> = {};
  for (const [party, own] of sums) {
    if (units && !units.has(party)) continue;
    for (const [key, n] of Object.entries(own)) all[key] = (all[key] ?? 0) + n;
  }
  return all;
};

export type AllSums = { now: SumsOfParties; before: SumsOfParties; yearBefore: SumsOfParties };

export const countedOf = (
  { now, before, yearBefore }: AllSums,
  units: ReadonlySet<string> | undefined,
): Counted => ({
  now: together(now, units),
  before: together(before, units),
  yearBefore: together(yearBefore, units),
});

export const minutesOf = (minutes: MinutesOfUnits, units: ReadonlySet<string> | undefined): Minutes =>
  Object.entries(minutes)
    .filter(([unitId]) => !units || units.has(unitId))
    .reduce<Minutes>((sum, [, { up, down }]) => ({ up: sum.up + up, down: sum.down + down }), {
      up: 0,
      down: 0,
    });
