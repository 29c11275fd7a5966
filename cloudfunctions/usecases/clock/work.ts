import { NEVER, addMinutes, type Instant } from '../../domain/time';
import type { AsideDocument, Beat, TimerDocument } from '../kernel/documents';
import { errorNumber, logFailure } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { readAll } from '../kernel/reading/read-all';

/**
 * What a job of the timer is given. One thing that fails keeps no other waiting: it is put off with growing delay, and
 * after some tries set aside, counted and shown, until the manager wants it tried again (design §4).
 */
export type Work = {
  /** Whether another unit of work may begin: the budget is not used up, and the lease is still ours. */
  hasTime(): Promise<boolean>;
  /**
   * Does one unit of work, unless it is put off or set aside; true = done. `item` names it among those of the job,
   * `about` for its reader.
   */
  attempt(item: string, work: () => Promise<void>, about?: string | null): Promise<boolean>;
  /** What cannot be known to have been done is not done again until the manager wants it. */
  setAside(item: string, about: string | null): Promise<void>;
  /** It failed before and its time has not come: nothing of it may be begun. */
  isPutOff(item: string): boolean;
  /** What failed before and is due again: for a job whose queue does not hold it. */
  again: readonly string[];
  /**
   * What the job keeps from run to run, and how it does so: stored a few seconds later, so that after a run that was
   * killed a job begins a little before the place that it had come to.
   */
  marks(): Readonly<Record<string, string>>;
  remember(marks: Record<string, string>): void;
  /** It has come to its end and has nothing to do before then; without a time, before something happens. */
  rest(until?: Instant): void;
};

/** No job rests longer, whatever it believes: so nothing that was missed lies for ever. */
export const LONGEST_REST_MINUTES = 24 * 60;

const restUntil = (now: Instant, wanted: Instant): Instant => {
  const latest = addMinutes(now, LONGEST_REST_MINUTES);
  return wanted < latest ? wanted : latest;
};

/** Minutes until the next try after each that failed; then it is set aside. */
const WAITS = [1, 5, 30, 120];

/** What was put off or set aside, by its id. */
export type Asides = Map<string, AsideDocument>;

export const readAsides = async ({ database }: Pick<Ports, 'database'>): Promise<Asides> =>
  new Map((await readAll(database, 'asides', '_id')).map(one => [one._id, one]));

/** How much was put off and set aside, for the document of the timer. */
export const countAsides = (asides: Iterable<AsideDocument>): NonNullable<TimerDocument['aside']> => {
  const waiting: Record<string, number> = {};
  let stuck = 0;
  for (const { job, nextAt } of asides) {
    waiting[job] = (waiting[job] ?? 0) + 1;
    if (nextAt === NEVER) stuck += 1;
  }
  return { waiting, stuck };
};

const asideOf = (
  ports: Ports,
  job: string,
  item: string,
  about: string | null,
  known: AsideDocument | undefined,
): Omit<AsideDocument, 'nextAt' | 'code' | 'errorNo'> => {
  const now = ports.now();
  return {
    ...known,
    _id: `${job}|${item}`,
    job,
    item,
    about,
    tries: (known?.tries ?? 0) + 1,
    since: known?.since ?? now,
    lastAt: now,
  };
};

const putOff = async (
  ports: Ports,
  job: string,
  item: string,
  about: string | null,
  known: AsideDocument | undefined,
  error: unknown,
): Promise<AsideDocument> => {
  const { failure, errorNo } = logFailure(ports, { event: 'clock-item-failed', job, item }, error);
  const wait = WAITS[known?.tries ?? 0];
  const document: AsideDocument = {
    ...asideOf(ports, job, item, about, known),
    nextAt: wait === undefined ? NEVER : addMinutes(ports.now(), wait),
    code: failure.code,
    errorNo,
  };
  await ports.database.put('asides', document);
  return document;
};

/** Whether something of a job has failed and is to be tried again now. */
export const isAgain = (asides: Asides, job: string, now: Instant): boolean =>
  [...asides.values()].some(one => one.job === job && one.nextAt <= now);

/** The work of one job in one run; `failed` counts what was put off or set aside in it. */
export const workOf = (
  ports: Ports,
  job: string,
  asides: Asides,
  beat: Pick<Beat, 'marks' | 'nextAt'>,
  { hasTime, keep }: { hasTime: Work['hasTime']; keep: () => void },
): Work & { failed: number } => {
  const own = (item: string): AsideDocument | undefined => asides.get(`${job}|${item}`);
  const isPutOff = (item: string): boolean => (own(item)?.nextAt ?? '') > ports.now();
  const work: Work & { failed: number } = {
    failed: 0,
    hasTime,
    isPutOff,
    again: [...asides.values()].filter(one => one.job === job && !isPutOff(one.item)).map(one => one.item),
    attempt: async (item, run, about = item) => {
      if (isPutOff(item)) return false;
      const known = own(item);
      try {
        await run();
      } catch (error) {
        // When not even this can be written it is no single thing that fails, but the job.
        asides.set(`${job}|${item}`, await putOff(ports, job, item, about, known, error));
        work.failed += 1;
        return false;
      }
      if (known) {
        await ports.database.remove('asides', known._id);
        asides.delete(known._id);
      }
      return true;
    },
    setAside: async (item, about) => {
      const document: AsideDocument = {
        ...asideOf(ports, job, item, about, asides.get(`${job}|${item}`)),
        nextAt: NEVER,
        code: 'unknown',
        errorNo: errorNumber(ports),
        unknown: true,
      };
      ports.log({ event: 'clock-item-unknown', job, item, errorNo: document.errorNo });
      await ports.database.put('asides', document);
      asides.set(document._id, document);
    },
    marks: () => beat.marks ?? {},
    remember: marks => {
      beat.marks = marks;
      keep();
    },
    rest: (until = NEVER) => {
      beat.nextAt = restUntil(ports.now(), until);
    },
  };
  return work;
};
