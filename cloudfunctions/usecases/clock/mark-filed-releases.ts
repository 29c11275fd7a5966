import { systemActor, takeAct } from '../../domain/engine';
import { inner, monthOf, SETTLING } from '../../domain/procedures/release-filing';
import type { TicketDocument } from '../kernel/documents';
import { commit } from '../kernel/commit';
import { forEach } from '../kernel/each';
import { PAGE } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import type { Work } from './work';

/**
 * What a monthly filing that has been handed in says of each of its releases is marked on them (G-3.3.4c). Each step is one
 * transaction and asks what is there, so that a run that breaks off is just run again.
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
export const markFiledReleases = async (runtime: Runtime, work: Work): Promise<{ filed: number }> => {
  const filings = await runtime.ports.database.find('tickets', {
    where: { 'keys.tags': SETTLING },
    order: ['keys.newKey', 'desc'],
    limit: PAGE,
  });
  let filed = 0;
  for (const { ticket: filing } of filings) {
    if (!(await work.hasTime())) break;
    const { month, releases = [] } = inner.of(filing);
    const marked = await work.attempt(filing.no, async () => {
      await forEach(releases, no =>
        takeStep(runtime, no, 'markFiled', { filedIn: filing.no }, ({ ticket }) => monthOf(ticket) === month),
      );
      await takeStep(runtime, filing.no, 'settle', {});
    });
    if (marked) filed += 1;
  }
  return { filed };
};
