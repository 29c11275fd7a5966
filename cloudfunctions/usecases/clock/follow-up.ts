import { systemActor, takeAct, type FollowUpStep, type OpensFor } from '../../domain/engine';
import { staffProcedures } from '../../domain/procedures';
import type { Ticket } from '../../domain/ticket/ticket';
import { commit } from '../kernel/writing/commit';
import { forEach } from '../kernel/each';
import { PAGE } from '../kernel/ports';
import { readReferences, rulesOf } from '../kernel/reading/references';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { openAutomatically } from '../tickets/open-procedure';
import type { Work } from './work';

/**
 * What tickets do to others once they have come so far, as their procedures say. Each step is one transaction and asks
 * what is there, so that a run that breaks off is just run again.
 */

/** Takes an automatic act on a ticket, unless its rules refuse it now. */
export const takeStep = async (
  { ports, snapshots }: Runtime,
  { no, act: definition, input, fits }: FollowUpStep,
): Promise<void> => {
  const snapshot = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || fits?.(document.ticket) === false) return;
    const { ticket } = document;
    const procedure = procedureFor(ticket);
    const named = await readReferences(
      transaction,
      systemActor,
      definition.fields ?? {},
      input,
      procedure.about?.(ticket),
    );
    const relatedContext = named.related && (await rulesOf(snapshot, named.related));
    const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket, {
      ...named,
      ...(relatedContext ? { relatedContext } : {}),
    });
    const result = takeAct(procedure, ticket, definition.act, input, context);
    if (!result.ok) return;
    const entry = { type: definition.act, payload: input };
    await commit(ports, transaction, { before: document, outcome: result.value, context, entry });
  });
};

/** Takes the steps of all tickets that wait for it, those of one after the other. */
export const followUp = async (runtime: Runtime, work: Work): Promise<{ followed: number }> => {
  let followed = 0;
  for (const { followUp: declared } of staffProcedures) {
    if (!declared) continue;
    const waiting = await runtime.ports.database.find('tickets', {
      where: { 'keys.tags': declared.tag },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    });
    for (const { ticket } of waiting) {
      if (!(await work.hasTime())) return { followed };
      const done = await work.attempt(ticket.no, async () => {
        await forEach(declared.steps(ticket), step => takeStep(runtime, step));
        await takeStep(runtime, { no: ticket.no, act: declared.settle, input: {} });
      });
      if (done) followed += 1;
    }
  }
  return { followed };
};

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
