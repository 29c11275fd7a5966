import type { Period } from '../../domain/engine/recurrence';
import { comparedWith } from '../../domain/reports/periods';
import { addDays } from '../../domain/time';
import type { MinutesOfUnits, ReportDocument, ReportProgress } from '../kernel/documents';
import type { Database } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';

/** For how many minutes watched services answered, a few services a step: a run that breaks off goes on where it was. */

export const SERVICES_A_STEP = 20;

/** No month has more days. */
const MOST_DAYS = 31;

export const noProgress = (): ReportProgress => ({ after: '', now: {}, before: {}, yearBefore: {} });

const minutesIn = async (
  database: Pick<Database, 'find'>,
  serviceId: string,
  { first, last }: Period,
): Promise<{ up: number; down: number }> => {
  const days = await database.find('availability', {
    where: { _id: { gte: `${serviceId}|${first}`, lt: `${serviceId}|${addDays(last, 1)}` } },
    order: ['_id', 'asc'],
    limit: MOST_DAYS,
  });
  return days.reduce(
    (sum, { upMinutes, downMinutes }) => ({ up: sum.up + upMinutes, down: sum.down + downMinutes }),
    { up: 0, down: 0 },
  );
};

const added = (
  minutes: MinutesOfUnits,
  unitId: string,
  { up, down }: { up: number; down: number },
): MinutesOfUnits => {
  const own = minutes[unitId] ?? { up: 0, down: 0 };
  return { ...minutes, [unitId]: { up: own.up + up, down: own.down + down } };
};

/** Adds the next services; `after` null = there are no more. */
export const nextMinutes = async (
  database: Pick<Database, 'find'>,
  snapshot: Pick<Snapshot, 'service'>,
  { type, period: id, first, last }: Pick<ReportDocument, 'type' | 'period' | 'first' | 'last'>,
  progress: ReportProgress,
): Promise<ReportProgress> => {
  const period = { id, first, last };
  const { before, yearBefore } = comparedWith(type, period);
  const page = await database.find('probes', {
    where: { _id: { gt: progress.after ?? '' } },
    order: ['_id', 'asc'],
    limit: SERVICES_A_STEP,
  });
  let next = progress;
  for (const { _id } of page) {
    const service = await snapshot.service(_id);
    if (!service) continue;
    const { unitId } = service;
    next = {
      ...next,
      now: added(next.now, unitId, await minutesIn(database, _id, period)),
      before: added(next.before, unitId, await minutesIn(database, _id, before)),
      yearBefore: added(next.yearBefore, unitId, await minutesIn(database, _id, yearBefore)),
    };
  }
  return { ...next, after: page.length < SERVICES_A_STEP ? null : (page.at(-1)?._id ?? null) };
};
