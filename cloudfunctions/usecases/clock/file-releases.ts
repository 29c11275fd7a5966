import { systemActor, takeAct } from '../../domain/engine';
import { monthOf } from '../../domain/procedures/release-filing';
import { tag } from '../../domain/ticket/scope';
import { addMinutes } from '../../domain/time';
import type { TicketDocument } from '../kernel/documents';
import { commit } from '../kernel/commit';
import { unfiledReleases } from '../kernel/needed-lists';
import { openAutomatically } from '../tickets/open-procedure';
import { PAGE } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';

/**
 * The monthly filing of minor releases (G-3.3.4c), by the timer: one filing for each month that is over and has
 * releases that are in no filing yet, however long the timer was silent; what has been handed in is marked on each
 * release. Each step is one transaction and asks what is there, so that a run that breaks off is just run again.
 */

/** Takes an automatic act on a ticket, unless its rules refuse it now. */
const takeStep = async (
  { ports, snapshots }: Runtime,
  no: string,
  act: string,
  input: Record<string, unknown>,
  fits: (document: TicketDocument) => boolean = () => true,
): Promise<void> => {
  const snapshot = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || !fits(document)) return;
    const { ticket } = document;
    const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket);
    const result = takeAct(procedureFor(ticket), ticket, act, input, context);
    if (!result.ok) return;
    const entry = { type: act, payload: input };
    await commit(ports, transaction, { before: document, outcome: result.value, context, entry });
  });
};

/** Marks the releases of filings that have been handed in. One that was rolled back since belongs to a later month. */
const markFiled = async (runtime: Runtime): Promise<void> => {
  const filings = await runtime.ports.database.find('tickets', {
    where: { 'keys.tags': tag.settling },
    order: ['keys.newKey', 'desc'],
    limit: PAGE,
  });
  for (const { ticket: filing } of filings) {
    const { month, releases } = filing.work?.values ?? {};
    for (const no of Array.isArray(releases) ? releases : [])
      await takeStep(
        runtime,
        no,
        'markFiled',
        { filedIn: filing.no },
        ({ ticket }) => monthOf(ticket) === month,
      );
    await takeStep(runtime, filing.no, 'settle', {});
  }
};

/** A release that ended in the last moment of a month is stored by then: no request runs so long. */
const SETTLED_MINUTES = 5;

/** Marks what has been filed, then opens what is due, once a month. Repeating it changes nothing. */
export const fileReleases = async (runtime: Runtime): Promise<{ opened: number }> => {
  const { ports } = runtime;
  await markFiled(runtime);
  const startedAt = addMinutes(ports.now(), -SETTLED_MINUTES);
  const present = startedAt.slice(0, 7);
  const last = await ports.database.get('heartbeats', 'release-filing');
  if (last?.startedAt.slice(0, 7) === present) return { opened: 0 };
  const months = new Set((await unfiledReleases(ports)).map(monthOf).filter(month => month < present));
  for (const month of [...months].sort())
    // The key makes it one filing for each month, also when an earlier run broke off before its mark.
    await openAutomatically(runtime, 'release-filing', { month }, `release-filing:${month}`);
  const did = { opened: months.size };
  await ports.database.put('heartbeats', { _id: 'release-filing', startedAt, finishedAt: ports.now(), did });
  return did;
};
