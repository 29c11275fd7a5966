import { addMinutes, type Instant } from '../../domain/time';
import type { Beat, TimerDocument } from '../kernel/documents';
import { DuplicateKey, type Database, type Ports } from '../kernel/ports';
import { readAll } from '../kernel/reading/read-all';

/**
 * The timer's document, and the lease in it that keeps runs apart. The lease is short and renewed while a run lives, so
 * that after one that was killed the next minute or the one after works again; a run that finds it taken stops.
 */

const LEASE_MINUTES = 1;
/** Several times while another run watches whether it is (run-clock.ts). */
const RENEW_MILLISECONDS = 4_000;

const blank = (jobs: TimerDocument['jobs']): TimerDocument => ({
  _id: 'timer',
  revision: 0,
  holder: '',
  until: '',
  startedAt: '',
  finishedAt: '',
  did: {},
  running: '',
  stirred: false,
  jobs,
});

/** What was kept before, a document a job. */
const fromHeartbeats = async (database: Database): Promise<TimerDocument> => {
  const jobs: TimerDocument['jobs'] = {};
  let counted: string | undefined;
  let finishedAt = '';
  for (const { _id, calendarVersion, ...beat } of await readAll(database, 'heartbeats', '_id')) {
    if (_id === 'clock') [counted, finishedAt] = [calendarVersion, beat.finishedAt];
    if (!_id.startsWith('job:')) continue;
    const { startedAt, did, succeededAt, failures, error, marks } = beat;
    jobs[_id.slice('job:'.length)] = {
      startedAt,
      finishedAt: beat.finishedAt,
      did,
      ...(succeededAt === undefined ? {} : { succeededAt }),
      ...(failures === undefined ? {} : { failures }),
      ...(error === undefined ? {} : { error }),
      ...(marks === undefined ? {} : { marks }),
    };
  }
  if (counted !== undefined && jobs['calendar']?.marks === undefined)
    jobs['calendar'] = { startedAt: '', finishedAt: '', did: {}, ...jobs['calendar'], marks: { counted } };
  return { ...blank(jobs), finishedAt };
};

/** The timer as it is now, in a data folder of any age. */
export const readTimer = async (database: Database): Promise<TimerDocument> =>
  (await database.get('leases', 'timer')) ?? fromHeartbeats(database);

/** A lease that ends further ahead than any can was left by a clock that has been set back. */
export const isOver = ({ until }: Pick<TimerDocument, 'until'>, now: Instant): boolean =>
  until <= now || until > addMinutes(now, 2 * LEASE_MINUTES);

/** A run that has the lease: what it changes in `timer` is stored when it renews, saves or lets go of it. */
export type Lease = {
  timer: TimerDocument;
  /** What this job keeps is stored with the next writing. */
  keep(job: string, beat: Beat): void;
  /** Renews when it is time; false = another run has it. */
  holds(): Promise<boolean>;
  save(): Promise<boolean>;
  /** Writes what the run did, and lets the next one work. */
  release(): Promise<void>;
};

/** Takes the lease, as long as nobody has changed the timer since it was read; undefined = somebody has. */
export const takeLease = async (ports: Ports, known: TimerDocument): Promise<Lease | undefined> => {
  const { database } = ports;
  const holder = ports.secrets.randomId();
  let renewedAt = ports.elapsed();
  let lost = false;
  const changed = new Set<string>();
  const end = (): Instant => addMinutes(ports.now(), LEASE_MINUTES);
  const timer: TimerDocument = {
    ...known,
    revision: known.revision + 1,
    holder,
    until: end(),
    startedAt: ports.now(),
    running: '',
  };

  const take = async (): Promise<boolean> => {
    const { _id, jobs: _jobs, ...fields } = timer;
    if (known.revision > 0) return database.update('leases', _id, { revision: known.revision }, fields);
    try {
      await database.insert('leases', timer);
      return true;
    } catch (error) {
      if (error instanceof DuplicateKey) return false;
      throw error;
    }
  };

  const write = async (): Promise<boolean> => {
    if (lost) return false;
    renewedAt = ports.elapsed();
    timer.revision += 1;
    const { _id, jobs, ...fields } = timer;
    const beats = [...changed].map(name => [`jobs.${name}`, jobs[name]] as const);
    changed.clear();
    lost = !(await database.update('leases', _id, { holder }, { ...fields, ...Object.fromEntries(beats) }));
    return !lost;
  };
  const save = (): Promise<boolean> => {
    timer.until = end();
    return write();
  };

  if (!(await take())) return undefined;
  return {
    timer,
    keep: (job, beat) => {
      timer.jobs = { ...timer.jobs, [job]: beat };
      changed.add(job);
    },
    // Others who ask meanwhile need not renew too.
    holds: async () => (lost || ports.elapsed() - renewedAt < RENEW_MILLISECONDS ? !lost : save()),
    save,
    release: async () => {
      Object.assign(timer, { holder: '', running: '' });
      await write();
    },
  };
};
