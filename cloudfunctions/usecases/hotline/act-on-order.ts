import { takeAct, type Input } from '../../domain/engine';
import { hotlineFor } from '../../domain/procedures/common/citizen-ticket/hotline';
import type { Sealed, Ticket } from '../../domain/ticket/ticket';
import { hashesOf, type KeptFiles } from '../files/keep-files';
import { maskInput, refuseClassified, sealFound, textsIn, type Found } from '../kernel/citizen-text';
import type { TicketDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { readReferences, rulesOf } from '../kernel/reading/references';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { commit } from '../kernel/writing/commit';
import { digestOf } from '../kernel/writing/journal';
import { orderAsHandled, type Named } from './orders';

/** What a hotline does to its order: an act like any other, taken once for each of its requests. */

/** What was masked lies with the order in whose words it stood (A43). */
const withSealed = (ticket: Ticket, of: string, sealed: Sealed[]): Ticket =>
  of === ticket.no
    ? { ...ticket, sealed: [...ticket.sealed, ...sealed] }
    : {
        ...ticket,
        joined: (ticket.joined ?? []).map(part =>
          part.no === of ? { ...part, sealed: [...part.sealed, ...sealed] } : part,
        ),
      };

/**
 * Takes an act for the order of one number on the ticket in which it is handled. `callId`: of the request; the entry of the
 * journal is named by it, so that a request that is worked on twice does nothing twice.
 */
export const takeForOrder = async (
  { ports, snapshots }: Runtime,
  callId: string,
  { own, handled }: { own: TicketDocument; handled: TicketDocument },
  act: string,
  given: Input,
  files: KeptFiles = new Map(),
): Promise<Ticket> => {
  const { database, secrets } = ports;
  refuseClassified(ports, textsIn(given));
  const snapshot = await snapshots.current();
  const actor = hotlineFor(own._id);
  const id = secrets.sha256(`hotline|${callId}|${act}`);
  return database.transaction(async transaction => {
    const before = (await transaction.get('tickets', handled._id)) ?? fail('not-found', '没有找到这件');
    if (await transaction.get('journal', id)) return before.ticket;
    const { ticket } = before;
    const procedure = procedureFor(ticket);
    const fields =
      procedure.acts.find(one => one.act === act && one.by.some(({ roles }) => roles.includes('system')))
        ?.fields ?? {};
    const found: Found = [];
    const input = maskInput(given, fields, found);
    const named = await readReferences(transaction, actor, fields, input, procedure.about?.(ticket));
    const relatedContext = named.related && (await rulesOf(snapshot, named.related));
    const context = await contextOfTicket(transaction, snapshot, actor, ports.now(), ticket, {
      ...named,
      files,
      ...(relatedContext ? { relatedContext } : {}),
    });
    const result = takeAct(procedure, ticket, act, input, context);
    if (!result.ok) {
      const { code, message, ...more } = result.refusal;
      // The hotline may do all of it with its own orders: what it may not is not yet, or no more.
      if (code === 'forbidden') return fail('wrong-state', '这件不是 12345 转来的，或者还没有对接');
      return fail(code, message, 'fields' in more ? more.fields : undefined);
    }
    const outcome = {
      ...result.value,
      ticket: withSealed(result.value.ticket, own._id, sealFound(ports, found)),
    };
    const entry = {
      type: act,
      payload: { ...input, ...hashesOf(files) },
      id,
      digest: digestOf(ports, input),
    };
    return (await commit(ports, transaction, { before, outcome, context, entry })).ticket;
  });
};

/** The same by the number of the order. */
export const actOnOrder = async (
  runtime: Runtime,
  callId: string,
  named: Named,
  act: string,
  input: Input,
): Promise<{ no: string; state: string }> => {
  const order = await orderAsHandled(runtime.ports, named);
  const { state } = await takeForOrder(runtime, callId, order, act, input);
  return { no: order.own._id, state };
};
