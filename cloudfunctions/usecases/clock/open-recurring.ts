import { systemActor, type Procedure } from '../../domain/engine';
import { duePeriods, periodInWords, periodWithId, type Period } from '../../domain/engine/recurrence';
import { staffProcedures } from '../../domain/procedures';
import { Failure } from '../kernel/failure';
import { neededFor } from '../kernel/reading/needed-context';
import { contextFor, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import { openAutomatically } from '../tickets/open-procedure';
import type { Due } from './look';
import type { Work } from './work';

/**
 * Opens the procedures that recur, once for each period: the key of an opening is kind and period, so that no second run
 * can open it again. What was settled last is remembered by kind; what could not be opened is tried again by itself.
 */

const keyOf = (kind: string, period: Pick<Period, 'id'>): string => `${kind}:${period.id}`;

/** Somebody waits for what was not opened: kept where they look for it, and logged. */
const exempt = async (
  { ports }: Runtime,
  { kind, recurs }: Procedure,
  period: Period,
  why: string,
): Promise<void> => {
  if (!recurs) return;
  const { id, first, last } = period;
  ports.log({ event: 'period-exempt', kind, period: id, why });
  await ports.database.put('exemptions', {
    _id: keyOf(kind, period),
    kind,
    first,
    last,
    period: periodInWords(recurs.every, period),
    why,
    at: ports.now(),
  });
};

/** Opens a procedure for one period; true = there was something to open it for. */
const openFor = async (
  runtime: Runtime,
  snapshot: Snapshot,
  { recurs, ...procedure }: Procedure,
  period: Period,
): Promise<boolean> => {
  const { ports } = runtime;
  const context = {
    ...contextFor(snapshot, systemActor, ports.now(), undefined),
    ...(await neededFor(ports, snapshot, procedure, undefined, systemActor)),
  };
  const input = recurs?.input(period, context);
  if (!input) return false;
  try {
    await openAutomatically(runtime, procedure.kind, input, keyOf(procedure.kind, period));
  } catch (error) {
    // It was opened by a run that broke off before it could say so; since then it would be opened with other words.
    if (!(error instanceof Failure && error.code === 'conflict')) throw error;
  }
  return true;
};

/** Opens all that is due of one procedure. */
const openDue = async (
  runtime: Runtime,
  work: Work,
  snapshot: Snapshot,
  procedure: Procedure,
  did: { opened: number; exempt: number },
): Promise<void> => {
  const { recurs, kind } = procedure;
  if (!recurs) return;
  const { ports } = runtime;
  const open = async (period: Period): Promise<void> => {
    const about = `${procedure.label} ${period.id}`;
    const run = async (): Promise<void> => {
      if (await openFor(runtime, snapshot, procedure, period)) did.opened += 1;
      else {
        await exempt(runtime, procedure, period, recurs.nothing ?? '没有需要办理的事项');
        did.exempt += 1;
      }
    };
    await work.attempt(keyOf(kind, period), run, about);
  };
  const failed = work.again
    .filter(item => item.startsWith(`${kind}:`))
    .map(item => item.slice(kind.length + 1));
  for (const id of failed) {
    const period = periodWithId(recurs.every, id);
    if (period) await open(period);
  }
  for (const { exempt: why, ...period } of duePeriods(
    recurs,
    work.marks()[kind],
    ports.now(),
    snapshot.calendar,
  )) {
    if (!(await work.hasTime())) return;
    if (why === undefined) await open(period);
    else {
      await exempt(runtime, procedure, period, why);
      did.exempt += 1;
    }
    // Also when it failed: then it stands among what is tried again.
    work.remember({ ...work.marks(), [kind]: period.id });
  }
};

/** Whether a period of any of them is to be settled. */
export const periodIsDue: Due = ({ now }, beat, { calendar }) =>
  staffProcedures.some(
    ({ kind, recurs }) => recurs && duePeriods(recurs, beat?.marks?.[kind], now, calendar).length > 0,
  );

/** Opens all procedures that recur and are due. */
export const openRecurring = async (
  runtime: Runtime,
  work: Work,
): Promise<{ opened: number; exempt: number }> => {
  const snapshot = await runtime.snapshots.current();
  const did = { opened: 0, exempt: 0 };
  for (const procedure of staffProcedures) await openDue(runtime, work, snapshot, procedure, did);
  return did;
};
