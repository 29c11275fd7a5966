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
  return { at: last.at, no: after.no, ...(last.corrected && !isNew ? { corrected: true } : {}) };
};

const reasonOf = (
  { details: { hotlineRequest, refusal } }: Ticket,
  event: string,
): { reason?: string; days?: number } => {
  if (event === 'refused') return refusal ? { reason: refusal.reason } : {};
  if (!event.endsWith('-requested') || !hotlineRequest) return {};
  const { reason, days } = hotlineRequest;
  return { reason, ...(days ? { days } : {}) };
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

/** Writes what the hotlines of a ticket are told of its change, in the transaction of the change. */
export const writeHotlineChanges = async (
  transaction: Transaction,
  before: Ticket | undefined,
  after: Ticket,
  now: Instant,
): Promise<void> => {
  const event = hotlineEventOf(before, after);
  if (!before || !event) return;
  for (const part of ordersOf(after)) {
    const _id = orderKeyOf(part);
    const order = (await transaction.get('hotlineorders', _id)) ?? blankOrder(_id, part);
    const sequence = order.last + 1;
    const reply = event === 'replied' ? replyIn(before, after) : undefined;
    const promise = after.promise?.extendedTo ?? after.promise?.date;
    const id = changeId(_id, sequence);
    await transaction.insert('hotlinechanges', {
      _id: id,
      order: _id,
      source: order.source,
      externalNo: order.externalNo,
      no: order.no,
      sequence,
      key: `${now}|${id}`,
      at: now,
      event,
      state: after.state,
      ...(after.unitId ? { unitId: after.unitId } : {}),
      ...(promise ? { promise } : {}),
      ...(reply ? { reply } : {}),
      ...reasonOf(after, event),
    });
    const waits = order.next <= order.last;
    const nextAt = order.stopped || waits ? order.nextAt : now;
    await transaction.put('hotlineorders', { ...order, last: sequence, nextAt });
  }
};
