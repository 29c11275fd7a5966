import { addMinutes, epochOf, type Instant } from '../../domain/time';
import { countAsides } from '../clock/work';
import type { TimerDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';

/**
 * That the timer lives is said outside of its own document: in a counter, which every call of staff reads with the version
 * that it looks at anyway, and to whoever watches from outside (`BANJIE_HEARTBEAT_URL`).
 */

/** The counter: the minute in which a run has come to its end last. */
export const LAST_RUN = 'timer';

/** Each time costs a write. */
export const SAID_EVERY_MINUTES = 5;

export const minuteNumber = (at: Instant): number => Math.floor(epochOf(at) / 60_000);

/** Whether it is time to say it again; what was said by a clock that has been set back does not count. */
export const isToBeSaid = ({ saidAt = '' }: Pick<TimerDocument, 'saidAt'>, now: Instant): boolean =>
  saidAt <= addMinutes(now, -SAID_EVERY_MINUTES) || saidAt > addMinutes(now, SAID_EVERY_MINUTES);

/** Says that a run has come to its end, with numbers alone. Nobody is kept waiting by whoever does not listen. */
export const sayRun = async (
  { database, callOutside }: Pick<Ports, 'database' | 'callOutside'>,
  { finishedAt, jobs, aside = countAsides([]) }: TimerDocument,
): Promise<void> => {
  const failing = Object.values(jobs).filter(({ failures = 0 }) => failures > 0).length;
  await Promise.all([
    database.put('counters', { _id: LAST_RUN, n: minuteNumber(finishedAt) }),
    callOutside('heartbeat', { at: finishedAt, failing, stuck: aside.stuck }),
  ]);
};
