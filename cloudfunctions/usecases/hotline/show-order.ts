import { reasonOf } from '../../domain/ticket/hotline';
import type { Ticket } from '../../domain/ticket/ticket';
import { FIRST_RESULT } from '../../domain/ticket/reply-result';
import { parseInstant } from '../../domain/time';
import type { HotlineChangeDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { PAGE } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { findOrder, keyOf, orderAsHandled, type Named } from './orders';
import type * as z from 'zod';
import type { ChangesInput, changesOutput, HotlineChange, statusOutput } from './shapes';

/** What a hotline is told of its orders: as they stand, and what has changed. */

const unitOf = (
  { catalogue }: Snapshot,
  unitId: string | null | undefined,
): { id: string; name: string } | undefined =>
  unitId ? { id: unitId, name: catalogue.unit(unitId)?.name ?? unitId } : undefined;

const inOrder = (replies: Ticket['replies']): Ticket['replies'] =>
  [...replies].sort((one, other) => (one.at < other.at ? -1 : 1));

/** `/orders/status` of the contract. */
export const orderStatus = async (
  { ports, snapshots }: Runtime,
  named: Named,
): Promise<z.infer<typeof statusOutput>> => {
  const snapshot = await snapshots.current();
  const { own, handled } = await orderAsHandled(ports, named);
  const { ticket } = handled;
  const { promise, details } = ticket;
  const request = details.hotlineRequest;
  // What was answered before it was merged lies with it.
  const before = handled._id === own._id ? [] : own.ticket.replies;
  return {
    externalNo: own.ticket.externalNo ?? named.externalNo,
    source: named.source,
    no: own._id,
    ...(handled._id === own._id ? {} : { mergedInto: handled._id }),
    kind: ticket.kind,
    state: ticket.state,
    stateLabel: procedureFor(ticket).states[ticket.state]?.label ?? ticket.state,
    unit: unitOf(snapshot, ticket.unitId) ?? null,
    promise: promise && {
      date: promise.date,
      ...(promise.extendedTo ? { extendedTo: promise.extendedTo } : {}),
      broken: promise.broken,
    },
    ...(request
      ? {
          request: {
            about: request.about,
            reason: request.reason,
            ...(request.days ? { days: request.days } : {}),
          },
        }
      : {}),
    replies: inOrder([...before, ...ticket.replies]).map(reply => ({
      at: reply.at,
      unitName: unitOf(snapshot, reply.unitId)?.name ?? snapshot.activeRuleSet.roleNames.operator,
      text: reply.corrected?.text ?? reply.text,
      resultType: reply.result ?? FIRST_RESULT,
    })),
  };
};

/** The words of the reply that a change tells of. */
const replyOf = ({ reply }: HotlineChangeDocument, ticket: Ticket): HotlineChange['reply'] => {
  const found = reply && ticket.replies.find(({ at }) => at === reply.at);
  if (!found) return undefined;
  const text = reply.corrected ? (found.corrected?.text ?? found.text) : found.text;
  return { text, resultType: found.result ?? FIRST_RESULT };
};

/** A change as it is sent: words are read from the ticket in which it happened. */
export const showChange = async (runtime: Runtime, change: HotlineChangeDocument): Promise<HotlineChange> => {
  const { externalNo, source, no, sequence, at, event, state, unitId, promise, days } = change;
  const unit = unitOf(await runtime.snapshots.current(), unitId);
  const ticket = (await runtime.ports.database.get('tickets', change.ticket))?.ticket;
  const reply = ticket && replyOf(change, ticket);
  const reason = ticket && reasonOf(ticket.timeline, event, at);
  return {
    externalNo,
    source,
    no,
    sequence,
    at,
    event,
    state,
    ...(unit ? { unit } : {}),
    ...(promise ? { promise } : {}),
    ...(reply ? { reply } : {}),
    ...(reason ? { reason } : {}),
    ...(days ? { days } : {}),
  };
};

/** Replies are long: a page of changes fits into one answer. */
const CHANGES = 20;

const changesAfter = async (
  { ports }: Runtime,
  { source, externalNo, after }: ChangesInput,
): Promise<HotlineChangeDocument[]> => {
  const { database } = ports;
  if (externalNo !== undefined) {
    const named = { source, externalNo };
    if (!(await findOrder(ports, named))) fail('not-found', '没有这个工单号的件，请核对来源和工单号');
    if (typeof after !== 'number')
      fail('invalid', '有内容需要更正', { after: '请写收到的最后一个 sequence' });
    return database.find('hotlinechanges', {
      where: { order: keyOf(named), sequence: { gt: after } },
      order: ['sequence', 'asc'],
      limit: CHANGES + 1,
    });
  }
  const from = typeof after === 'number' ? '' : (parseInstant(after) ?? after);
  const found = await database.find('hotlinechanges', {
    where: { source, key: { gt: from } },
    order: ['key', 'asc'],
    limit: typeof after === 'number' && after > 0 ? PAGE : CHANGES + 1,
  });
  return typeof after === 'number' ? found.filter(({ sequence }) => sequence > after) : found;
};

/** `/orders/changes` of the contract: what was missed, of one order or of all, oldest first. */
export const orderChanges = async (
  runtime: Runtime,
  input: ChangesInput,
): Promise<z.infer<typeof changesOutput>> => {
  const found = await changesAfter(runtime, input);
  const page = found.slice(0, CHANGES);
  const next = found.length > CHANGES ? page.at(-1)?.key : undefined;
  return {
    changes: await Promise.all(page.map(change => showChange(runtime, change))),
    ...(next === undefined ? {} : { next }),
  };
};
