import { systemActor, takeAct } from '../../domain/engine';
import { merge } from '../../domain/procedures/common/citizen-ticket/joining';
import { likelyAmong, likelySame } from '../../domain/search/alike';
import { samePerson } from '../../domain/ticket/persons';
import { isOpen, type Ticket } from '../../domain/ticket/ticket';
import { addMinutes } from '../../domain/time';
import { PAGE } from '../kernel/ports';
import { firstWaiting } from '../kernel/reading/queue';
import { rulesOf } from '../kernel/reading/references';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { commit } from '../kernel/writing/commit';
import { findAlike } from '../tickets/search/find-alike';
import type { Work } from '../clock/work';

/** The same matter filed on both sides is handled once (A14, A43): found by person and words, merged where the rules of merging allow it. */

/** Of one person a little in common may be chance: what is merged without a look says nearly the same (A29). */
const SURELY = 4;
const isSurelySame = (one: Ticket, other: Ticket): boolean =>
  samePerson(one, other) && (likelySame(one, other)?.score ?? 0) >= SURELY;

/** The open ticket of the same person about the same matter from the other side, if there is one. */
const sameMatter = async (runtime: Runtime, ticket: Ticket): Promise<Ticket | undefined> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const found = await findAlike(ports.database, snapshot, systemActor, ticket, { byPerson: true });
  return likelyAmong(ticket, found, systemActor)
    .map(({ ticket: other }) => other)
    .find(
      other =>
        (other.hotline === undefined) !== (ticket.hotline === undefined) &&
        isOpen(other, ports.now()) &&
        isSurelySame(ticket, other),
    );
};

/** Merges one into the other where the rules allow it; the operator sees the rest among the likely ones. */
const mergeInto = async ({ ports, snapshots }: Runtime, from: string, into: string): Promise<boolean> => {
  const snapshot = await snapshots.current();
  return ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', from);
    const target = await transaction.get('tickets', into);
    if (!before || !target) return false;
    const { ticket } = before;
    const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket, {
      related: target.ticket,
      relatedContext: await rulesOf(snapshot, target.ticket),
      tickets: [target.ticket],
    });
    const result = takeAct(procedureFor(ticket), ticket, merge.act, { into }, context);
    if (!result.ok) return false;
    const entry = { type: 'merge', payload: { into } };
    await commit(ports, transaction, { before, outcome: result.value, context, entry });
    return true;
  });
};

/** Under `master` the hotline's order stays and leads; else what was received first (A14). */
const staysWithHotline = (order: Ticket, own: Ticket): boolean =>
  order.hotline !== undefined && (order.hotline.leads || order.hotline.receivedAt < own.createdAt);

/** Merges a ticket with the one from the other side about the same matter; true = there was one. */
export const mergeSame = async (runtime: Runtime, no: string): Promise<boolean> => {
  const ticket = (await runtime.ports.database.get('tickets', no))?.ticket;
  if (!ticket || ticket.phoneHash === undefined) return false;
  const other = await sameMatter(runtime, ticket);
  if (!other) return false;
  const [order, own] = ticket.hotline ? [ticket, other] : [other, ticket];
  return staysWithHotline(order, own)
    ? mergeInto(runtime, own.no, order.no)
    : mergeInto(runtime, order.no, own.no);
};

const EVERY_MINUTES = 5;
/** As long as no hotline has sent anything. */
const UNUSED_MINUTES = 60;

/** What may be another side of an order: filed by a person whom we can tell by a phone. */
const isFiled = ({ hotline, work, phoneHash, replies }: Ticket): boolean =>
  !hotline && !work && phoneHash !== undefined && replies.length === 0;

/** The job of the timer: what was filed with us after the hotline had sent the same. */
export const mergeFiled = async (runtime: Runtime, work: Work): Promise<{ merged: number }> => {
  const { database, now } = runtime.ports;
  const isUsed = (await firstWaiting(database, 'hotlineorders', 'nextAt')) !== undefined;
  let merged = 0;
  let after = work.marks()['after'] ?? now();
  while (isUsed) {
    const page = await database.find('tickets', {
      where: { 'keys.newKey': { gt: after } },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    for (const { _id, ticket, keys } of page) {
      if (!(await work.hasTime())) return { merged };
      const looked = await work.attempt(_id, async () => {
        if (isFiled(ticket) && (await mergeSame(runtime, _id))) merged += 1;
      });
      if (!looked) continue;
      after = keys.newKey;
      work.remember({ after });
    }
    if (page.length < PAGE) break;
  }
  work.remember({ after });
  work.rest(addMinutes(now(), isUsed ? EVERY_MINUTES : UNUSED_MINUTES));
  return { merged };
};
