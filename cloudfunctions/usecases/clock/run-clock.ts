import type { HeartbeatDocument } from '../kernel/documents';
import { logFailure } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/snapshot';
import { addMinutes, type Instant } from '../../domain/time';
import { jobs as allJobs, type Job } from './jobs';
import { takeLease, type Lease } from './lease';
import { readAsides, workOf, type Asides } from './work';

/** The only timer: runs each minute and does what is due. Any number of overlapping or missed runs has the effect of one. */

const WAITS = 40;
const WAIT_MILLISECONDS = 250;
/** A job that did nothing is said to be well only so often: each time costs a write. */
const QUIET_MINUTES = 5;

export type ClockRun = { skipped: true } | { skipped: false; did: Record<string, number> };

const add = (sum: Record<string, number>, counts: Record<string, number>): void => {
  for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
};

export const beatId = (job: string): string => `job:${job}`;

type Run = {
  runtime: Runtime;
  /** By job. */
  beats: Map<string, HeartbeatDocument>;
  asides: Asides;
  /** The run before was killed: each job says when it has ended, so that the one that kills is found. */
  careful: boolean;
  did: Record<string, number>;
};

/** Runs one job with its own budget and error, and writes its own heartbeat; never throws for what the job does. */
const runJob = async (
  { runtime, beats, asides, careful, did }: Run,
  job: Job,
  holds: Lease['holds'],
): Promise<void> => {
  const { ports } = runtime;
  const startedAt = ports.now();
  const end = ports.elapsed() + job.budget * 1000;
  const last = beats.get(job.name);
  const beat: HeartbeatDocument = last ?? {
    _id: beatId(job.name),
    startedAt,
    finishedAt: startedAt,
    did: {},
  };
  const hasTime = async (): Promise<boolean> => ports.elapsed() < end && (await holds());
  const work = workOf(ports, job.name, asides, beat, hasTime);
  const { error: _error, failures = 0, ...known } = beat;
  try {
    const counts = await job.run(runtime, work);
    add(did, { ...counts, failed: work.failed });
    const idle = work.failed === 0 && Object.values(counts).every(n => n === 0);
    const isFresh = (last?.finishedAt ?? '') > addMinutes(startedAt, -QUIET_MINUTES);
    if (idle && isFresh && failures === 0 && !careful) return;
    const ended = { startedAt, finishedAt: ports.now(), did: counts, marks: beat.marks };
    await ports.database.put('heartbeats', { ...known, ...ended, succeededAt: ports.now() });
  } catch (error) {
    const { failure, errorNo } = logFailure(ports, { event: 'clock-job-failed', job: job.name }, error);
    add(did, { failed: work.failed + 1 });
    await ports.database.put('heartbeats', {
      ...known,
      startedAt,
      finishedAt: ports.now(),
      did: {},
      marks: beat.marks,
      failures: failures + 1,
      error: { code: failure.code, errorNo },
    });
  }
};

/** The job in which the run before was killed, if it was: the first that did not end. */
const killer = (last: HeartbeatDocument | undefined, beats: Run['beats']): string | undefined => {
  if (!last || last.finishedAt >= last.startedAt) return undefined;
  return last.order?.find(name => (beats.get(name)?.finishedAt ?? '') < last.startedAt);
};

const runOnce = async (
  runtime: Runtime,
  jobs: readonly Job[],
  lease: Lease,
): Promise<{ run: Run; whole: boolean }> => {
  const { ports } = runtime;
  const { database } = ports;
  const startedAt = ports.now();
  const stored = await readAll(database, 'heartbeats', '_id');
  const beatOf = (id: string): HeartbeatDocument | undefined => stored.find(({ _id }) => _id === id);
  const beats = new Map<string, HeartbeatDocument>();
  for (const { name } of jobs) {
    const beat = beatOf(beatId(name));
    if (beat) beats.set(name, beat);
  }
  const last = beatOf('clock');
  const careful = last !== undefined && last.finishedAt < last.startedAt;
  const held = jobs.filter(job => !job.apart);
  // One that killed the run comes last, until a run has come to its end: the others are not kept waiting.
  const culprit = killer(last, beats);
  const ordered = [...held.filter(job => job.name !== culprit), ...held.filter(job => job.name === culprit)];
  const run: Run = { runtime, beats, asides: await readAsides(ports), careful, did: { failed: 0 } };
  const order = ordered.map(({ name }) => name);
  const beat: HeartbeatDocument = {
    ...last,
    _id: 'clock',
    startedAt,
    finishedAt: last?.finishedAt ?? '',
    did: last?.did ?? {},
    // Without their heartbeats of this run nobody could tell which of them it was.
    order: careful ? order : [],
  };
  await database.put('heartbeats', beat);
  for (const job of ordered) {
    if (!(await lease.holds())) return { run, whole: false };
    await runJob(run, job, lease.holds);
  }
  await database.put('heartbeats', { ...beat, finishedAt: ports.now(), did: run.did });
  return { run, whole: true };
};

/** One run under the lease; waits a little for another run to end, so that "run it now" means done. */
export const runClock = async (runtime: Runtime, jobs: readonly Job[] = allJobs): Promise<ClockRun> => {
  const { ports } = runtime;
  for (let waited = 0; waited <= WAITS; waited += 1) {
    const lease = await takeLease(ports);
    if (lease) {
      let done: Awaited<ReturnType<typeof runOnce>>;
      try {
        done = await runOnce(runtime, jobs, lease);
      } finally {
        await lease.release();
      }
      const { run, whole } = done;
      if (whole)
        for (const job of jobs.filter(({ apart }) => apart))
          await runJob(run, job, () => Promise.resolve(true));
      return { skipped: false, did: run.did };
    }
    await ports.sleep(WAIT_MILLISECONDS);
  }
  return { skipped: true };
};

const SILENT_MINUTES = 10;

/** For the manager: the timer has not finished a run for ten minutes. */
export const isClockSilent = (heartbeat: HeartbeatDocument | undefined, now: Instant): boolean =>
  heartbeat === undefined || heartbeat.finishedAt < addMinutes(now, -SILENT_MINUTES);
