import { systemActor, type Context, type Input } from '../../../domain/engine';
import { periodInWords, type Period } from '../../../domain/engine/recurrence';
import { findProcedure } from '../../../domain/procedures';
import { everyOf, nextOf, settled, wakesAt, type Next } from '../../../domain/plans/plan';
import { civilDateOf, NEVER } from '../../../domain/time';
import type { Work } from '../../clock/work';
import type { PlanDocument, PlanRunDocument } from '../../kernel/documents';
import { queueOf } from '../../kernel/reading/queue';
import { contextFor, type Runtime } from '../../kernel/runtime';
import { openAutomatically, openedUnder } from '../../tickets/open-procedure';
import { scopeOf } from './plan-document';

/**
 * The timer's part of plans. What is due of a plan becomes a run, in the transaction that says how far the plan has been
 * settled; then its ticket is opened under the key of the run; then it is looked at when it is due. Each step asks what is
 * there, so that a late run, a second one or one that breaks off loses nothing and does nothing twice.
 */

const LATE = '平台停运，到期后才发起';

const runOf = (
  { _id: planId, kind, topic, title, checklist, party, period: often }: PlanDocument,
  { period, due, after }: Extract<Next, { do: 'open' }>,
  { catalogue, now }: Context,
): PlanRunDocument => ({
  _id: `${planId}|${period.id}`,
  planId,
  kind,
  topic,
  title,
  checklist,
  party,
  period: period.id,
  first: period.first,
  last: period.last,
  periodWords: periodInWords(everyOf[often], period),
  scope: scopeOf(party, catalogue),
  due,
  after,
  state: 'due',
  settleAt: now,
  ...(due < civilDateOf(now) ? { reason: LATE } : {}),
});

const exemption = (
  { kind }: PlanDocument,
  often: string,
  { id, first, last }: Period,
  why: string,
  at: string,
) => ({
  // One line for all plans of a kind: they are exempt for the same reason.
  _id: `${kind}:${id}`,
  kind,
  first,
  last,
  period: often,
  why,
  at,
});

/** Settles the next period of a plan; false = none is due. */
const settleNext = async (runtime: Runtime, id: string): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const context = contextFor(snapshot, systemActor, ports.now(), undefined);
  const { calendar, now } = context;
  return ports.database.transaction(async transaction => {
    const plan = await transaction.get('plans', id);
    if (!plan) return false;
    const next = nextOf(plan, now, calendar);
    const isDue = next.do === 'open' || next.do === 'skip';
    const after = isDue ? settled(plan, next.period) : plan;
    const nextAt = wakesAt(after, now, calendar, NEVER);
    if (next.do === 'open') await transaction.put('planruns', runOf(plan, next, context));
    if (next.do === 'skip') {
      const words = periodInWords(everyOf[plan.period], next.period);
      await transaction.put('exemptions', exemption(plan, words, next.period, next.why, now));
    }
    await transaction.put('plans', { ...after, nextAt });
    return isDue && nextAt <= now;
  });
};

/** Begins what is due of all plans. */
export const beginRuns = async (runtime: Runtime, work: Work): Promise<{ plans: number }> => {
  const { database, now } = runtime.ports;
  let plans = 0;
  for await (const { _id, title } of queueOf(database, 'plans', 'nextAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    const done = await work.attempt(
      _id,
      async () => {
        // After an outage several periods may be due: each has a run of its own.
        while ((await work.hasTime()) && (await settleNext(runtime, _id)));
      },
      title,
    );
    if (done) plans += 1;
  }
  return { plans };
};

const inputOf = ({ topic, title, checklist, planId, periodWords, after, party }: PlanRunDocument): Input => ({
  topic,
  ...(checklist.length > 0 ? { checklist } : {}),
  planId,
  planTitle: title,
  period: periodWords,
  before: after,
  sideRole: party.role,
  ...(party.unitId ? { sideUnit: party.unitId } : {}),
  ...(party.region ? { sideRegion: party.region } : {}),
});

/** Opens the ticket of a run, once; a run that broke off before it could say so finds it there. */
const openRun = async (runtime: Runtime, run: PlanRunDocument): Promise<PlanRunDocument> => {
  const key = `plan:${run._id}`;
  const no =
    (await openedUnder(runtime, key)) ?? (await openAutomatically(runtime, run.kind, inputOf(run), key)).no;
  return { ...run, no, state: 'open' };
};

/** What has become of a run whose ticket is there: done in time, still waiting, or missed for good. */
const judge = async ({ ports }: Runtime, run: PlanRunDocument): Promise<PlanRunDocument> => {
  const ticket = (await ports.database.get('tickets', run.no ?? ''))?.ticket;
  const [clock] = ticket?.clocks ?? [];
  const now = ports.now();
  // A corrected holiday list moves the day with the clock.
  const due = clock?.date ?? run.due;
  if (clock?.state === 'met') return { ...run, due, state: 'done', settleAt: NEVER };
  if (clock?.state === 'running' && clock.redAt > now) return { ...run, due, settleAt: clock.redAt };
  const said = ticket && findProcedure(run.kind)?.planned?.whyMissed(ticket);
  return {
    ...run,
    due,
    state: 'missed',
    settleAt: NEVER,
    missedKey: `${due}|${run._id}`,
    ...(run.reason === undefined && said !== undefined ? { reason: said } : {}),
  };
};

const settleRun = async (runtime: Runtime, run: PlanRunDocument): Promise<void> => {
  const opened = run.state === 'due' ? await openRun(runtime, run) : run;
  await runtime.ports.database.put('planruns', await judge(runtime, opened));
};

/** Opens the tickets of runs, and says of those that are due whether they were done. */
export const settleRuns = async (runtime: Runtime, work: Work): Promise<{ runs: number }> => {
  const { database, now } = runtime.ports;
  let runs = 0;
  for await (const run of queueOf(database, 'planruns', 'settleAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(run._id, () => settleRun(runtime, run), `${run.title} ${run.periodWords}`))
      runs += 1;
  }
  return { runs };
};
