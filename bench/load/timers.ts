import type { Bench } from './bench';
import { NOT_THIS } from './measure';

/** The timer: with the messages of filings, with nothing to do, and with a thousand tickets due. */

const DUE = 1000;
const MOST_DAYS = 12;
const MINUTE = 60_000;
/** So long the timer may take until nothing is left to do: it has looked so many times, and done nothing. */
const SETTLE = 300_000;
const LOOKS = 5;
/** Runs with nothing due. */
const IDLE = 36;

type Did = Record<string, number>;

const tickOf = (bench: Bench) => async () => {
  const { control } = bench.cloud;
  const run = await control.runTimer('clock');
  if (!run.ok) throw new Error(run.errMsg);
  const { data } = run.result as { data?: { did?: Did } };
  const [noted] = control.invocations(1);
  return {
    did: data?.did ?? {},
    calls: noted?.calls ?? {},
    outboxMs: lastedOf(bench, 'outbox'),
    sweepMs: lastedOf(bench, 'sweep'),
  };
};

/** What was filed and done before is told to those concerned; then the timer goes on until it has nothing left to do. */
export const measureOutbox = async (bench: Bench): Promise<void> => {
  const tick = tickOf(bench);
  const outbox = await tick();
  endRounds(bench);
  const until = performance.now() + SETTLE;
  let last = outbox;
  for (let idle = 0; idle < LOOKS && performance.now() < until;) {
    last = await tick();
    idle = Object.values(last.did).some(n => n > 0) ? 0 : idle + 1;
  }
  const delivered = outbox.did['delivered'] ?? 0;
  bench.rate('messages of filings and acts', delivered);
  bench.rate('messages a second', (1000 * delivered) / outbox.outboxMs);
  bench.pieces['message'] = perPiece(outbox.calls, last.calls, delivered);
};

/** A minute later each time, as the timer comes: what is looked after each minute is looked after. */
export const measureIdle = async (bench: Bench): Promise<void> => {
  const { control } = bench.cloud;
  const tick = tickOf(bench);
  await bench.line(
    'timer, nothing due',
    async () => {
      control.setNow(new Date(Date.parse(control.now()) + MINUTE).toISOString());
      const run = await tick();
      return (run.did['steps'] ?? 0) > 0 ? NOT_THIS : undefined;
    },
    { most: IDLE, least: IDLE },
  );
};

/** The mornings of the next days, until so many steps of limits were due. */
export const measureDue = async (bench: Bench): Promise<void> => {
  const { control } = bench.cloud;
  const tick = tickOf(bench);
  let steps = 0;
  let messages = 0;
  let ms = 0;
  const calls: Record<string, number> = {};
  for (let day = 1; day <= MOST_DAYS && steps < DUE; day += 1) {
    control.setNow(nextMorning(control.now()));
    const run = await tick();
    steps += run.did['steps'] ?? 0;
    messages += run.did['delivered'] ?? 0;
    ms += (run.did['steps'] ?? 0) > 0 ? run.sweepMs : 0;
    for (const [name, n] of Object.entries(run.calls)) calls[name] = (calls[name] ?? 0) + n;
  }
  bench.rate('due steps', steps);
  bench.rate('messages of the due steps', messages);
  bench.rate('due steps a second', (1000 * steps) / Math.max(1, ms));
  bench.pieces['due step with its messages'] = perPiece(calls, {}, steps);
};

/**
 * The daily round of checks and the monthly one of the use of data go on for hours at such a size, some seconds a run: they
 * stand as ended, as they do most of a day in an office.
 */
const endRounds = ({ cloud }: Bench): void => {
  const finishedAt = cloud.control.now();
  cloud.bulk.replace(
    'datausechecks',
    cloud.bulk.all('datausechecks').map(check => ({ ...check, finishedAt })),
  );
  cloud.bulk.replace(
    'audits',
    cloud.bulk.all('audits').map(round => ({ ...round, cursor: null, finishedAt, startedAt: finishedAt })),
  );
};

/** How long a job took in its last run, as the timer has noted it. */
const lastedOf = ({ cloud }: Bench, job: string): number => {
  const timer = ['heartbeats', 'leases']
    .flatMap(name => cloud.bulk.all(name))
    .find(({ _id }) => _id === 'timer') as
    { jobs: Record<string, { startedAt: string; finishedAt: string } | undefined> } | undefined;
  const beat = timer?.jobs[job];
  return beat ? Math.max(1, Date.parse(beat.finishedAt) - Date.parse(beat.startedAt)) : NaN;
};

const perPiece = (
  calls: Record<string, number>,
  idle: Record<string, number>,
  pieces: number,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(calls).map(([name, n]) => [
      name,
      Math.max(0, n - (idle[name] ?? 0)) / Math.max(1, pieces),
    ]),
  );

/** A minute past nine of the next day, in the time of China. */
const nextMorning = (now: string): string =>
  `${new Date(Date.parse(now) + 32 * 60 * MINUTE).toISOString().slice(0, 10)}T09:01:00.000+08:00`;
