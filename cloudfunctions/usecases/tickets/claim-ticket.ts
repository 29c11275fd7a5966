import * as z from 'zod';
import type { ShownTicket } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { normalisePhone } from '../../domain/privacy/phone';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf } from '../../domain/time';
import { blankProfile } from '../account/profile';
import { fail, notFound } from '../kernel/failure';
import { commit, onlyTicket } from '../kernel/commit';
import type { Transaction } from '../kernel/ports';
import { contextFor, show, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/snapshot';
import { useCase } from '../kernel/use-case';
import { wayOf } from './read-ticket';

export const claimInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1).max(64),
  phone: z
    .string({ error: '请填写登记时的电话' })
    .refine(text => normalisePhone(text) !== undefined, '电话号码不对，请核对'),
});

const CLAIMS_PER_DAY = 10;

/** Each try counts, so that numbers cannot be guessed. */
const countTry = async ({ ports }: Runtime, actor: Actor, today: string): Promise<void> => {
  const tries = await ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', actor.id)) ?? blankProfile(actor.id);
    const n = profile.claimTries?.day === today ? profile.claimTries.n + 1 : 1;
    await transaction.put('profiles', { ...profile, claimTries: { day: today, n } });
    return n;
  });
  if (tries > CLAIMS_PER_DAY) fail('rate-limited', '今天认领次数已到上限，请明天再试');
};

/** Merged meanwhile, it is the caller's there too (A43). */
const claimWhereMerged = async (
  { ports }: Runtime,
  transaction: Transaction,
  snapshot: Snapshot,
  actor: Actor,
  claimed: Ticket,
): Promise<void> => {
  const now = ports.now();
  for await (const document of wayOf(transaction, claimed.no)) {
    const { ticket } = document;
    if (ticket.no === claimed.no || !ticket.joined) continue;
    const joined = ticket.joined.map(part =>
      part.no === claimed.no ? { ...part, ownerId: actor.id, timeline: claimed.timeline } : part,
    );
    await commit(ports, transaction, {
      before: document,
      outcome: onlyTicket({ ...ticket, joined, version: ticket.version + 1, updatedAt: now }),
      context: contextFor(snapshot, actor, now, ticket),
      entry: { type: 'claimByCaller', payload: { of: claimed.no } },
      lastAct: null,
    });
  }
};

/** `ticket.claim`: a ticket taken by phone becomes the caller's. Wrong number and wrong phone give the same answer. */
export const claimTicket = async (
  runtime: Runtime,
  actor: Actor,
  { no, phone }: z.infer<typeof claimInput>,
): Promise<ShownTicket> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  await countTry(runtime, actor, civilDateOf(now));
  const number = normaliseTicketNumber(no) ?? no;
  return ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', number);
    if (!document || document.ticket.phoneHash !== ports.secrets.phoneHash(phone))
      return notFound('工单，或者电话与登记的不一致');
    const { ticket } = document;
    const context = contextFor(snapshot, actor, now, ticket);
    if (ticket.ownerId === actor.id) return show(snapshot, ticket, context);
    if (ticket.ownerId !== null) return notFound('工单，或者电话与登记的不一致');
    const line = {
      at: now,
      act: 'claimByCaller',
      label: '本人认领',
      by: { id: actor.id, role: actor.role, name: actor.name },
    };
    const claimed: Ticket = {
      ...ticket,
      ownerId: actor.id,
      version: ticket.version + 1,
      updatedAt: now,
      timeline: [...ticket.timeline, line],
    };
    await commit(ports, transaction, {
      before: document,
      outcome: onlyTicket(claimed),
      context,
      entry: { type: 'claimByCaller', payload: null },
      lastAct: null,
    });
    await claimWhereMerged(runtime, transaction, snapshot, actor, claimed);
    return show(snapshot, claimed, context);
  });
};

export const ticketClaim = useCase(claimInput, everyone, async (runtime, { actor }, input) => ({
  ticket: await claimTicket(runtime, actor, input),
}));
