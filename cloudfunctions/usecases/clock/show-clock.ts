import * as z from 'zod';
import type { ShownAside, ShownJob, ShownTimer } from '../../../typings/api/oversight';
import { managers } from '../../domain/catalogue/roles';
import { NEVER, type Instant } from '../../domain/time';
import type { Actor } from '../../domain/engine';
import { keyLines } from '../keys/reseal';
import { showBuilds, showData, showQueues } from '../health/show-health';
import { administrative } from '../kernel/writing/administer';
import type { AsideDocument, TimerDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/read-all';
import { nothing, useCase } from '../kernel/use-case';
import { jobs } from './jobs';
import { readTimer } from './lease';
import { isClockSilent } from './run-clock';
import { countAsides } from './work';

/** The timer as the manager sees it: how each job goes, what is put off or set aside, and how it is tried again (design §4). */

/** What the last recount found. */
const noteOf = (lastWrong: string | undefined): Pick<ShownJob, 'note'> =>
  lastWrong === undefined
    ? {}
    : { note: lastWrong === '0' ? '上次核对全部相符' : `上次核对有 ${lastWrong} 项不符，已改正` };

const shownJob =
  ({ jobs: beats }: TimerDocument, asides: readonly AsideDocument[]) =>
  ({ name, label }: (typeof jobs)[number]): ShownJob => {
    const beat = beats[name];
    return {
      name,
      label,
      succeededAt: beat?.succeededAt ?? null,
      failures: beat?.failures ?? 0,
      ...(beat?.error ? { errorNo: beat.error.errorNo } : {}),
      nextAt: beat && (beat.failures ?? 0) === 0 ? (beat.nextAt ?? null) : null,
      waiting: asides.filter(({ job }) => job === name).length,
      ...noteOf(beat?.marks?.['lastWrong']),
    };
  };

const shownAside = ({
  _id,
  job,
  about,
  tries,
  since,
  errorNo,
  nextAt,
  unknown,
}: AsideDocument): ShownAside => ({
  id: _id,
  label: jobs.find(({ name }) => name === job)?.label ?? job,
  about,
  tries,
  since,
  errorNo,
  nextAt: nextAt === NEVER ? null : nextAt,
  ...(unknown ? { unknown } : {}),
});

/** At most so many are listed; all are counted. */
const MOST_SHOWN = 200;

/** `clock.get`: for the manager. What is set aside comes first, the oldest at the top. */
export const getClock = async ({
  ports,
}: {
  ports: Pick<Ports, 'database' | 'now'>;
}): Promise<ShownTimer> => {
  const { database } = ports;
  const [timer, asides, queues, builds, data] = await Promise.all([
    readTimer(database),
    readAll(database, 'asides', '_id'),
    showQueues(database),
    showBuilds(database),
    showData(database),
  ]);
  const rank = ({ nextAt, since }: AsideDocument): string => `${nextAt === NEVER ? 0 : 1}${since}`;
  asides.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return {
    silent: isClockSilent(timer, ports.now()),
    finishedAt: timer.finishedAt || null,
    jobs: jobs.map(shownJob(timer, asides)),
    aside: asides.slice(0, MOST_SHOWN).map(shownAside),
    queues,
    builds,
    data,
  };
};

/** One that broke off once has gone on with the next minute. */
const FAILURES_TO_TELL = 2;

/**
 * What the manager reads on the desk when the timer is silent, a job breaks off again and again, or something is set aside:
 * all of it from the document of the timer, so that the desk reads nothing else for it.
 */
export const clockAlarms = (timer: TimerDocument, now: Instant): string[] => {
  const { waiting, stuck } = timer.aside ?? countAsides([]);
  const broken = jobs.flatMap(({ name, label }) => {
    const { failures = 0, error } = timer.jobs[name] ?? {};
    return failures < FAILURES_TO_TELL
      ? []
      : [{ label, failures, errorNo: error?.errorNo, waiting: waiting[name] ?? 0 }];
  });
  return [
    ...(isClockSilent(timer, now) ? ['计时任务超过 10 分钟没有完成，提醒和升级可能延误，请联系运维'] : []),
    ...broken.map(
      ({ label, failures, errorNo, waiting: some }) =>
        `“${label}”连续 ${failures} 次没有完成${some > 0 ? `，有 ${some} 项在等待` : ''}，请联系运维，错误编号 ${errorNo ?? ''}`,
    ),
    ...(stuck > 0 ? [`有 ${stuck} 项自动办理多次没有成功，已暂停，请到“运行状况”查看并重试`] : []),
  ];
};

export const clockGet = useCase(nothing, managers, async runtime => ({
  ...(await getClock(runtime)),
  keys: await keyLines(runtime),
}));

export const retryInput = z.object({
  /** One of `clock.get`; without it all that is put off or set aside. */
  id: z.string().min(1).max(300).optional(),
});

/** `clock.retry`: what is put off or set aside is tried again by the next run, as if it had never failed. */
export const retryAside = async (
  { ports }: Runtime,
  actor: Actor,
  { id }: z.infer<typeof retryInput>,
): Promise<{ retried: number }> => {
  const ids = id === undefined ? (await readAll(ports.database, 'asides', '_id')).map(one => one._id) : [id];
  let retried = 0;
  for (const one of ids) {
    retried += await ports.database.transaction(async transaction => {
      const aside = await transaction.get('asides', one);
      if (!aside) return 0;
      const now = ports.now();
      await transaction.put('asides', {
        ...aside,
        tries: 0,
        nextAt: now,
        retried: { by: actor.id, at: now },
      });
      return 1;
    });
  }
  const left = await readAll(ports.database, 'asides', '_id');
  await ports.database.update('leases', 'timer', {}, { aside: countAsides(left) });
  return { retried };
};

export const clockRetry = administrative(
  'clock.retry',
  ({ id }) => ({ about: id }),
  useCase(retryInput, managers, (runtime, { actor }, input) => retryAside(runtime, actor, input)),
);
