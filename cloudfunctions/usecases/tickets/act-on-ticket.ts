import * as z from 'zod';
import type { ShownTicket } from '../../../typings/contract';
import { normalisePhone } from '../../domain/privacy/phone';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import {
  fieldsOf,
  isKnownAct,
  readInput,
  roleMayEver,
  systemActor,
  takeAct,
  type Actor,
  type Context,
  type Refusal,
} from '../../domain/engine';
import { procedures } from '../../domain/procedures';
import { maySee } from '../../domain/ticket/scope';
import type { Ticket, TimelineEntry } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { checkTexts, maskInput, sealFound, type Found } from '../kernel/citizen-text';
import type { TicketDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { commit, onlyTicket } from '../kernel/commit';
import { digestOf } from '../kernel/journal';
import { neededFor } from '../kernel/needed-context';
import { withDeliveries } from './show-deliveries';
import type { Reader } from '../kernel/ports';
import { contextFor, procedureFor, show, storedService, type Runtime } from '../kernel/runtime';
import { blankProfile } from '../account/profile';
import { personalOf } from './reveal-personal';
import type { Snapshot } from '../kernel/snapshot';

/** `ticket.act` of the contract. */
export const actInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
  act: z.string({ error: '请选择要做的事' }).min(1).max(40),
  version: z.number({ error: '缺少版本号，请刷新后再试' }).int().nonnegative(),
  input: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }).default({}),
});
export type ActInput = z.infer<typeof actInput>;

const raise = (refusal: Refusal): never =>
  fail(refusal.code, refusal.message, refusal.code === 'invalid' ? refusal.fields : undefined);

/** What the input names: another ticket, a member, a service. */
const references = async (
  reader: Reader,
  snapshot: Snapshot,
  actor: Actor,
  ticket: Ticket,
  input: Record<string, unknown>,
) => {
  const id = (name: string): string | undefined =>
    typeof input[name] === 'string' && input[name] !== '' ? (input[name] as string) : undefined;
  const relatedNo = id('into') ?? id('to');
  const memberId = id('memberId');
  const serviceId = id('serviceId') ?? ticket.serviceId;
  const related = relatedNo
    ? await reader.get('tickets', normaliseTicketNumber(relatedNo) ?? relatedNo)
    : undefined;
  return {
    relatedDocument: related && maySee(actor, related.ticket) ? related : undefined,
    member: memberId ? await reader.get('members', memberId) : undefined,
    service: serviceId
      ? ticket.work
        ? await storedService(reader, serviceId)
        : await snapshot.service(serviceId)
      : undefined,
  };
};

/** The number of another ticket as it is stored, however it was typed. */
const withNormalNumbers = (input: Record<string, unknown>): Record<string, unknown> => {
  const changed = { ...input };
  for (const name of ['into', 'to']) {
    const value = changed[name];
    if (typeof value === 'string') changed[name] = normaliseTicketNumber(value) ?? value;
  }
  return changed;
};

/** A content check that could not decide: staff look at what was added. */
const reviewLine = (at: Instant): TimelineEntry => ({
  at,
  act: 'review',
  label: '内容待人工复核',
  internal: true,
  by: systemActor,
});

const refuseTooManyReveals = async (runtime: Runtime, meter: string, context: Context): Promise<void> => {
  const today = await runtime.ports.database.count('journal', { meter });
  if (today >= context.ruleSet.windows.revealsPerDay)
    fail('rate-limited', '今天查看个人信息的次数已到上限，请联系管理方');
};

/**
 * Takes an act on a ticket. The order of the checks is that of the contract: forbidden for a role that can never
 * take it, not-found, forbidden here, invalid, unsafe-content, rate-limited, wrong-state, conflict.
 */
export const actOnTicket = async (
  runtime: Runtime,
  actor: Actor,
  { no, act, version, input }: ActInput,
): Promise<ShownTicket> => {
  const { ports, snapshots } = runtime;
  if (!isKnownAct(procedures, act)) fail('invalid', '没有这种操作', { act: '没有这种操作' });
  if (!roleMayEver(procedures, act, actor.role)) fail('forbidden', '您的角色不能做这件事');
  const snapshot = await snapshots.current();
  const now = ports.now();
  const raw = withNormalNumbers(input);
  const digest = digestOf(ports, raw);
  const meter = act === 'reveal' ? `reveal|${actor.id}|${civilDateOf(now)}` : '';

  const isRepeat = ({ lastAct }: TicketDocument): boolean =>
    lastAct !== null &&
    lastAct.by === actor.id &&
    lastAct.act === act &&
    lastAct.version === version &&
    lastAct.digest === digest;
  // A repeat is answered also to an actor who has passed the ticket on and does not see it any more.
  const read = async (reader: Reader): Promise<TicketDocument> => {
    const document = await reader.get('tickets', normaliseTicketNumber(no) ?? no);
    return document && (isRepeat(document) || maySee(actor, document.ticket)) ? document : notFound();
  };
  const first = await read(ports.database);
  let toReview = false;
  if (!isRepeat(first)) {
    const context = contextFor(snapshot, actor, now, first.ticket);
    const parsed = readInput(procedureFor(first.ticket), first.ticket, act, raw, context);
    if (!parsed.ok) raise(parsed.refusal);
    toReview = await checkTexts(ports, actor, raw);
    if (meter) await refuseTooManyReveals(runtime, meter, context);
  }
  const needed = await neededFor(ports, snapshot, procedureFor(first.ticket), first.ticket.serviceId);

  const shown = await ports.database.transaction(async transaction => {
    const document = await read(transaction);
    const { ticket } = document;
    const { relatedDocument, member, service } = await references(transaction, snapshot, actor, ticket, raw);
    const extra = { service, member, related: relatedDocument?.ticket };
    const context = { ...contextFor(snapshot, actor, now, ticket, extra), ...needed };
    if (isRepeat(document)) return answer(runtime, snapshot, document.ticket, act, context);

    const procedure = procedureFor(ticket);
    const found: Found = [];
    const masked = maskInput(raw, fieldsOf(procedure, ticket, act, context), found);
    const result = takeAct(procedure, ticket, act, masked, context);
    if (!result.ok) return raise(result.refusal);
    if (ticket.version !== version)
      fail('conflict', '这件刚被别人更新过，请看过最新情况后再操作，您填写的内容还在');
    const { timeline } = result.value.ticket;
    const outcome = {
      ...result.value,
      ticket: {
        ...result.value.ticket,
        timeline: toReview ? [...timeline, reviewLine(now)] : timeline,
        sealed: [...ticket.sealed, ...sealFound(ports, found)],
      },
    };
    const lastAct = { by: actor.id, act, version, digest };
    // Only what the act asks for is kept: an unknown key could hold anything.
    const entry = { type: act, payload: result.value.input, meter };
    await commit(ports, transaction, { before: document, outcome, context, entry, lastAct });
    return answer(runtime, snapshot, outcome.ticket, act, context);
  });
  return withDeliveries(ports, first.ticket, shown);
};

/** The present ticket; after `reveal` with the personal data. An actor who passed the ticket on sees it once more. */
const answer = (
  runtime: Runtime,
  snapshot: Snapshot,
  ticket: Ticket,
  act: string,
  context: Context,
): ShownTicket => {
  const shown = show(snapshot, ticket, { ...context, related: undefined, member: undefined });
  return act === 'reveal' ? { ...shown, personal: personalOf(runtime.ports, ticket) } : shown;
};

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
    const entry = { type: 'claimByCaller', payload: null };
    const outcome = onlyTicket(claimed);
    await commit(ports, transaction, { before: document, outcome, context, entry, lastAct: null });
    return show(snapshot, claimed, context);
  });
};
