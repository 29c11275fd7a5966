import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import type { Work } from '../../cloudfunctions/usecases/clock/work';
import { buildReports } from '../../cloudfunctions/usecases/reports/build-reports';
import type { Memory } from './memory';
import { plainWork } from './work';

/** The work of the job that drafts reports, with marks that last. */
export const reportWork = (marks: Record<string, string> = {}): Work => {
  let kept = marks;
  return {
    ...plainWork(),
    marks: () => kept,
    remember: next => {
      kept = { ...next };
    },
  };
};

/** The timer's work on reports: each run delivers what waits, and builds what is due. */
export const reportTimer = (world: Memory): (() => Promise<void>) => {
  const work = reportWork();
  return async () => {
    await deliverOutbox(world, plainWork());
    await buildReports(world, work);
  };
};
