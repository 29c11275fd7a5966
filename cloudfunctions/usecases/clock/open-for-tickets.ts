import type { OpensFor } from '../../domain/engine';
import { staffProcedures } from '../../domain/procedures';
import type { Ticket } from '../../domain/ticket/ticket';
import { forEach } from '../kernel/each';
import { PAGE } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { openAutomatically } from '../tickets/open-procedure';
import { takeStep } from './follow-up';
import type { Work } from './work';

/**
 * Opens procedures for tickets that have come so far, as the procedures say: once for each key, however often and however
 * late it runs, and takes the automatic acts on what was opened before. A ticket is found as long as something is left to do.
 */
export const openForTickets = async (runtime: Runtime, work: Work): Promise<{ tickets: number }> => {
  let tickets = 0;
  for (const { kind, opensFor } of staffProcedures) {
    if (!opensFor) continue;
    for (let after = ''; ;) {
      const page = await runtime.ports.database.find('tickets', {
        where: { 'keys.tags': opensFor.tag, 'keys.newKey': { gt: after } },
        order: ['keys.newKey', 'asc'],
        limit: PAGE,
      });
      for (const { ticket } of page) {
        if (!(await work.hasTime())) return { tickets };
        if (await work.attempt(ticket.no, () => settle(runtime, kind, opensFor, ticket))) tickets += 1;
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.keys.newKey ?? after;
    }
  }
  return { tickets };
};

const settle = async (runtime: Runtime, kind: string, opensFor: OpensFor, ticket: Ticket): Promise<void> => {
  await forEach(opensFor.openings(ticket), async ({ key, input }) => {
    await openAutomatically(runtime, kind, input, `${kind}:${key}`);
  });
  await forEach(opensFor.steps(ticket), step => takeStep(runtime, step));
};
