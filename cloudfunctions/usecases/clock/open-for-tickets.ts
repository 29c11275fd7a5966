import { staffProcedures } from '../../domain/procedures';
import { forEach } from '../kernel/each';
import { queueOf } from '../kernel/queue';
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
    const where = { 'keys.tags': opensFor.tag };
    for await (const { ticket } of queueOf(runtime.ports.database, 'tickets', 'keys.newKey', { where })) {
      if (!(await work.hasTime())) return { tickets };
      const done = await work.attempt(ticket.no, async () => {
        await forEach(opensFor.openings(ticket), async ({ key, input }) => {
          await openAutomatically(runtime, kind, input, `${kind}:${key}`);
        });
        await forEach(opensFor.steps(ticket), step => takeStep(runtime, step));
      });
      if (done) tickets += 1;
    }
  }
  return { tickets };
};
