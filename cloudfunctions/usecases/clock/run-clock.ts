import type { Beat, TimerDocument } from '../kernel/documents';
import { logFailure } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { addMinutes, type Instant } from '../../domain/time';
import { isToBeSaid, sayRun } from '../health/last-run';
import { jobs as allJobs, type Job } from './jobs';
import { isOver, takeLease, type Lease } from './lease';
import { lookAround, type Look } from './look';
import { countAsides, isAgain, workOf } from './work';

/** The only timer: runs each minute and does what is due. Any number of overlapping or missed runs has the effect of one. */

const WAITS = 40;
const WAIT_MILLISECONDS = 250;
export type ClockRun = { skipped: true } | { skipped: false; did: Record<string, number> };

const add = (sum: Record<string, number>, counts: Record<string, number>): void => {
  for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
};

/** Whether a job may have something to do, or has to be tried again. */
const isDue = ({ name, due }: Job, look: Look): boolean => {
  const beat = look.timer.jobs[name];
  if (!due || !beat || !look.snapshot || (beat.failures ?? 0) > 0) return true;
  return due(look, beat, look.snapshot) || isAgain(look.asides, name, look.now);
};

type Run = {
  runtime: Runtime;
  look: Look;
  did: Record<string, number>;
};

/** Runs one job with its own budget and error, and keeps how it went; never throws for what the job does. */
const runJob = async (
  { runtime, look, did }: Run,
  job: Job,
  hasLease: Lease['holds'],
  keep: (beat: Beat) => void,
): Promise<Beat> => {
  const { ports } = runtime;
  const startedAt = ports.now();
  const end = ports.elapsed() + job.budget * 1000;
  const { failures = 0, error: _error, nextAt: _nextAt, ...known } = look.timer.jobs[job.name] ?? {};
  // As the run before left it, until this one has ended: only its marks go on.
  const beat: Beat = { finishedAt: startedAt, did: {}, ...known, startedAt };
  const work = workOf(ports, job.name, look.asides, beat, {
    hasTime: async () => ports.elapsed() < end && (await hasLease()),
    keep: () => keep({ ...beat, ...(failures > 0 ? { failures } : {}) }),
  });
  try {
    const counts = await job.run(runtime, work);
    add(did, { ...counts, failed: work.failed });
    look.news ||= work.failed > 0 || Object.values(counts).some(n => n > 0);
    const finishedAt = ports.now();
    return { ...beat, finishedAt, succeededAt: finishedAt, did: counts };
  } catch (error) {
    const { failure, errorNo } = logFailure(ports, { event: 'clock-job-failed', job: job.name }, error);
    add(did, { failed: work.failed + 1 });
    look.news = true;
    const { nextAt: _rest, ...left } = beat;
    const wrong = { failures: failures + 1, error: { code: failure.code, errorNo } };
    return { ...left, finishedAt: ports.now(), did: {}, ...wrong };
  }
};

/** All that is due, one job after the other; false = another run has taken over. */
const runHeld = async (
  run: Run,
  jobs: readonly Job[],
  { lease, careful, culprit }: { lease: Lease; careful: boolean; culprit: string },
): Promise<boolean> => {
  const { look, runtime } = run;
  const { timer } = lease;
  look.timer = timer;
  // One that killed the run comes last, until a run has come to its end: the others are not kept waiting.
  const ordered = [...jobs.filter(job => job.name !== culprit), ...jobs.filter(job => job.name === culprit)];
  for (const job of ordered) {
    if (!(await lease.holds())) return false;
    if (careful) {
      // Else nobody could tell which of them it was.
      timer.running = job.name;
      if (!(await lease.save())) return false;
    } else if (!isDue(job, look)) continue;
    lease.keep(job.name, await runJob(run, job, lease.holds, beat => lease.keep(job.name, beat)));
  }
  const aside = countAsides(look.asides.values());
  Object.assign(timer, { finishedAt: runtime.ports.now(), did: run.did, stirred: look.news, aside });
  return true;
};

/** Nothing is due: said now and then, so that nobody thinks that the timer stands still. */
const runIdle = async (ports: Ports, timer: TimerDocument): Promise<void> => {
  const at = ports.now();
  if (!isToBeSaid(timer, at)) return;
  const { revision } = timer;
  const fields = { revision: revision + 1, startedAt: at, finishedAt: at, saidAt: at, did: {} };
  const isOurs = await ports.database.update('leases', 'timer', { revision }, fields);
  if (isOurs) await sayRun(ports, { ...timer, ...fields });
};

const runUnder = async (
  runtime: Runtime,
  jobs: readonly Job[],
  look: Look,
  lease: Lease,
): Promise<ClockRun> => {
  const { holder, running: culprit } = look.timer;
  // The run before was killed.
  const careful = holder !== '';
  const run: Run = { runtime, look, did: { failed: 0 } };
  const apart = jobs.filter(job => job.apart && (careful || isDue(job, look)));
  const held = jobs.filter(job => !job.apart);
  const { ports } = runtime;
  let whole = false;
  let says = false;
  try {
    whole = await runHeld(run, held, { lease, careful, culprit });
    says = whole && isToBeSaid(lease.timer, ports.now());
    if (says) lease.timer.saidAt = ports.now();
  } finally {
    await lease.release();
  }
  if (says) await sayRun(ports, lease.timer);
  if (whole)
    for (const job of apart) {
      const beat = await runJob(
        run,
        job,
        () => Promise.resolve(true),
        () => undefined,
      );
      const aside = countAsides(look.asides.values());
      await ports.database.update('leases', 'timer', {}, { [`jobs.${job.name}`]: beat, aside });
    }
  return { skipped: false, did: run.did };
};

/**
 * One run, under the lease when something is due. It waits a little for another run to end, so that "run it now" means
 * done. Clocks of two instances differ: what has run out by this one may be held by another, who would renew it meanwhile.
 */
export const runClock = async (runtime: Runtime, jobs: readonly Job[] = allJobs): Promise<ClockRun> => {
  const { ports } = runtime;
  let watched: number | undefined;
  for (let waited = 0; waited <= WAITS; waited += 1) {
    const look = await lookAround(runtime);
    const { timer } = look;
    const isFree = timer.holder === '';
    if (isFree && !jobs.some(job => isDue(job, look))) {
      await runIdle(ports, timer);
      return { skipped: false, did: { failed: 0 } };
    }
    watched ??= timer.revision;
    const isLeft = waited === WAITS && watched === timer.revision && isOver(timer, ports.now());
    const lease = isFree || isLeft ? await takeLease(ports, timer) : undefined;
    if (lease) return runUnder(runtime, jobs, look, lease);
    await ports.sleep(WAIT_MILLISECONDS);
  }
  return { skipped: true };
};

const SILENT_MINUTES = 10;

/** For the manager: the timer has not finished a run for ten minutes. */
export const isClockSilent = ({ finishedAt }: Pick<TimerDocument, 'finishedAt'>, now: Instant): boolean =>
  finishedAt < addMinutes(now, -SILENT_MINUTES);
