import { hotlineEventOf, ordersOf, type OrderPart } from '../../../domain/ticket/hotline';
import { externalKey } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import { NEVER, type Instant } from '../../../domain/time';
import type { HotlineChangeDocument, HotlineOrderDocument } from '../documents';
import type { Transaction } from '../ports';

/**
 * What a change of a ticket means to the hotlines whose orders lie behind it (contract §10): written with the change, numbered
 * by order, and sent by the timer. A ticket without such an order costs nothing.
 */

/** The key of an order: the one by which its ticket is found. */
export const orderKeyOf = ({
  hotline: { source },
  externalNo,
}: Pick<OrderPart, 'hotline' | 'externalNo'>): string => externalKey('12345', externalNo, { source });

const WIDTH = 6;
export const changeId = (order: string, sequence: number): string =>
  `${order}#${String(sequence).padStart(WIDTH, '0')}`;

/** Which reply a change tells of. */
const replyIn = (before: Ticket, after: Ticket): HotlineChangeDocument['reply'] => {
  const last = after.replies.at(-1);
  if (!last) return undefined;
  const isNew = after.replies.length > before.replies.length;
  return { at: last.at, ...(last.corrected && !isNew ? { corrected: true } : {}) };
};

const blankOrder = (_id: string, { no, hotline, externalNo }: OrderPart): HotlineOrderDocument => ({
  _id,
  source: hotline.source,
  externalNo,
  no,
  last: 0,
  next: 1,
  nextAt: NEVER,
  tries: 0,
});

/** So that it is known that there is a hotline, and which orders it has sent. */
const noteOrders = async (transaction: Transaction, ticket: Ticket): Promise<void> => {
  for (const part of ordersOf(ticket)) {
    const _id = orderKeyOf(part);
    await transaction.put('hotlineorders', blankOrder(_id, part));
  }
};

/** Writes what the hotlines of a ticket are told of its change, in the transaction of the change. */
export const writeHotlineChanges = async (
  transaction: Transaction,
  before: Ticket | undefined,
  after: Ticket,
  now: Instant,
): Promise<void> => {
  const event = hotlineEventOf(before, after);
  if (!before) return noteOrders(transaction, after);
  if (!event) return;
  for (const part of ordersOf(after)) {
    const _id = orderKeyOf(part);
    const order = (await transaction.get('hotlineorders', _id)) ?? blankOrder(_id, part);
    const sequence = order.last + 1;
    const reply = event === 'replied' ? replyIn(before, after) : undefined;
    const days = event === 'extension-requested' ? after.details.hotlineRequest?.days : undefined;
    const promise = after.promise?.extendedTo ?? after.promise?.date;
    const id = changeId(_id, sequence);
    await transaction.insert('hotlinechanges', {
      _id: id,
      order: _id,
      source: order.source,
      externalNo: order.externalNo,
      no: order.no,
      ticket: after.no,
      sequence,
      key: `${now}|${id}`,
      at: now,
      event,
      state: after.state,
      ...(after.unitId ? { unitId: after.unitId } : {}),
      ...(promise ? { promise } : {}),
      ...(reply ? { reply } : {}),
      ...(days ? { days } : {}),
    });
    const waits = order.next <= order.last;
    const nextAt = order.stopped || waits ? order.nextAt : now;
    await transaction.put('hotlineorders', { ...order, last: sequence, nextAt });
  }
};
