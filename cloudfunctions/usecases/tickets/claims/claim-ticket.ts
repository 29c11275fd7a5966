import * as z from 'zod';
import type { ShownTicket } from '../../../../typings/contract';
import { everyone } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import { normalisePhone } from '../../../domain/privacy/phone';
import { identifierKey } from '../../../domain/typed/identifier';
import { normaliseTicketNumber } from '../../../domain/privacy/ticket-number';
import type { Ticket } from '../../../domain/ticket/ticket';
import { notFound } from '../../kernel/failure';
import { countTry } from '../../kernel/meters';
import { commit, onlyTicket } from '../../kernel/writing/commit';
import type { Transaction } from '../../kernel/ports';
import { contextFor, show, type Runtime } from '../../kernel/runtime';
import type { Snapshot } from '../../kernel/reading/snapshot';
import { useCase } from '../../kernel/use-case';
import { isProved } from './claim-proof';
import { wayOf } from '../read-ticket';
import { tooLong, typedLine } from '../../../domain/typed/text';

export const claimInput = z
  .object({
    no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
    phone: z
      .string({ error: '请填写登记时的电话' })
      .refine(text => normalisePhone(text) !== undefined, '电话号码不对，请核对'),
    name: typedLine('姓名的格式不对').max(60, tooLong('姓名', 60)).optional(),
    code: typedLine('认领码的格式不对').max(20).optional(),
  })
  .transform(({ name, code, ...rest }) => ({
    ...rest,
    ...(name ? { name } : {}),
    ...(code ? { code: identifierKey(code) } : {}),
  }))
  .refine(({ name, code }) => name !== undefined || code !== undefined, {
    path: ['name'],
    error: '请填写登记时的姓名，或者工作人员给您的认领码',
  });

/**
 * Each try counts, by person, by ticket and by phone, so that neither names nor codes nor numbers can be guessed; also of a
 * ticket that is missing.
 */
const TRIES = { person: 10, ticket: 20, phone: 20 };

const countTries = async ({ ports }: Runtime, actor: Actor, number: string, phone: string): Promise<void> => {
  const refusal = '今天认领次数已到上限，请明天再试；急着要办的，请拨打 12345 由工作人员查询';
  await countTry(ports, `claim-by|${actor.id}`, TRIES.person, refusal);
  await countTry(ports, `claim-of|${number}`, TRIES.ticket, refusal);
  await countTry(ports, `claim-phone|${ports.secrets.phoneHash(phone)}`, TRIES.phone, refusal);
};

const notYours = (): never => notFound('工单，或者填写的内容与登记的不一致');

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

/** `ticket.claim`: a ticket taken by phone becomes the caller's. What is wrong gives the same answer as what is missing. */
export const claimTicket = async (
  runtime: Runtime,
  actor: Actor,
  { no, phone, ...proof }: z.infer<typeof claimInput>,
): Promise<ShownTicket> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const number = normaliseTicketNumber(no) ?? no;
  await countTries(runtime, actor, number, phone);
  return ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', number);
    if (!document || document.ticket.phoneHash !== ports.secrets.phoneHash(phone)) return notYours();
    const { ticket } = document;
    const context = contextFor(snapshot, actor, now, ticket);
    if (ticket.ownerId === actor.id) return show(snapshot, ticket, context);
    if (ticket.ownerId !== null || !isProved(ports, ticket, context, proof)) return notYours();
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
