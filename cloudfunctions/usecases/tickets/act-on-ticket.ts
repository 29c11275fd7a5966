import * as z from 'zod';
import type { ShownTicket } from '../../../typings/contract';
import { caseworkers } from '../../domain/catalogue/roles';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import {
  isKnownAct,
  prepareAct,
  roleMayEver,
  systemActor,
  takePrepared,
  type Actor,
  type Context,
  type PreparedAct,
  type Refusal,
} from '../../domain/engine';
import { procedures } from '../../domain/procedures';
import { dailyWindows, windowOf } from '../../domain/rulesets';
import { maySee } from '../../domain/ticket/scope';
import { partOfActor } from '../../domain/ticket/persons';
import type { Sealed, Ticket, TimelineEntry } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { hashesOf, keepFiles } from '../files/keep-files';
import { checkTexts, maskInput, sealFound, type Found } from '../kernel/citizen-text';
import type { TicketDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { commit } from '../kernel/writing/commit';
import { digestOf } from '../kernel/writing/journal';
import { neededFor } from '../kernel/reading/needed-context';
import { claimCodeOf } from './claims/claim-proof';
import { withDeliveries } from './show-deliveries';
import type { Reader } from '../kernel/ports';
import { readReferences, rulesOf, withStoredIds } from '../kernel/reading/references';
import { contextFor, contextOfTicket, procedureFor, show, type Runtime } from '../kernel/runtime';
import { revealedOf } from './reveal-personal';
import { withLinks } from './show-ticket';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';

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

/** A content check that could not decide: staff look at what was added. */
const reviewLine = (at: Instant): TimelineEntry => ({
  at,
  act: 'review',
  label: '内容待人工复核',
  internal: true,
  by: systemActor,
});

/** What was masked lies with the person who wrote it: of several each has the own (A43). */
const withSealed = (ticket: Ticket, actor: Actor, sealed: Sealed[]): Partial<Ticket> => {
  const no = actor.role === 'citizen' ? partOfActor(ticket, actor.id) : undefined;
  if (no === undefined || !ticket.joined) return { sealed: [...ticket.sealed, ...sealed] };
  const joined = ticket.joined.map(part =>
    part.no === no ? { ...part, sealed: [...part.sealed, ...sealed] } : part,
  );
  return { joined };
};

const refuseTooManyReveals = async (runtime: Runtime, meter: string, context: Context): Promise<void> => {
  const most = windowOf(context.ruleSet, dailyWindows.reveals);
  if ((await runtime.ports.database.count('journal', { meter }, most)) >= most)
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
  const digest = digestOf(ports, input);

  // Each look at what is masked is recorded and counted, also the same once more (A22).
  const isLook = act === 'reveal';
  const meter = isLook ? `reveal|${actor.id}|${civilDateOf(now)}` : '';
  const isSame = ({ lastAct }: TicketDocument): boolean =>
    lastAct !== null &&
    lastAct.by === actor.id &&
    lastAct.act === act &&
    lastAct.version === version &&
    lastAct.digest === digest;
  const isRepeat = (document: TicketDocument): boolean => !isLook && isSame(document);
  // A repeat is answered also to an actor who has passed the ticket on and does not see it any more.
  const read = async (reader: Reader): Promise<TicketDocument> => {
    const document = await reader.get('tickets', normaliseTicketNumber(no) ?? no);
    return document && (isRepeat(document) || maySee(actor, document.ticket)) ? document : notFound();
  };
  const first = await read(ports.database);
  const procedure = procedureFor(first.ticket);
  const found: Found = [];
  let toReview = false;
  let prepared: PreparedAct | undefined;
  let kept: Awaited<ReturnType<typeof keepFiles>> | undefined;
  if (!isRepeat(first)) {
    const read = prepareAct(
      procedure,
      first.ticket,
      act,
      input,
      contextFor(snapshot, actor, now, first.ticket),
    );
    if (!read.ok) return raise(read.refusal);
    toReview = await checkTexts(ports, actor, read.value.input);
    // What a person may do a day is said by the rules in force, not by those of the ticket.
    if (meter) await refuseTooManyReveals(runtime, meter, contextFor(snapshot, actor, now, undefined));
    const { definition } = read.value;
    const masked = maskInput(read.value.input, definition.fields ?? {}, found);
    kept = await keepFiles(runtime, actor, definition.fields ?? {}, masked);
    prepared = { definition, input: kept.input };
  }
  const needed = await neededFor(ports, snapshot, procedure, first.ticket.serviceId, actor);

  const shown = await ports.database.transaction(async transaction => {
    const document = await read(transaction);
    const { ticket } = document;
    const about = procedure.about?.(ticket);
    if (isRepeat(document) || !prepared) {
      const named = await readReferences(transaction, actor, {}, {}, about);
      const context = await contextOfTicket(transaction, snapshot, actor, now, ticket, {
        ...needed,
        ...named,
      });
      return answer(runtime, snapshot, ticket, act, context);
    }
    const named = await readReferences(
      transaction,
      actor,
      prepared.definition.fields ?? {},
      prepared.input,
      about,
    );
    const relatedContext = named.related && (await rulesOf(snapshot, named.related));
    const context = await contextOfTicket(transaction, snapshot, actor, now, ticket, {
      ...needed,
      ...named,
      ...(relatedContext ? { relatedContext } : {}),
      files: kept?.files,
    });
    const { definition } = prepared;
    const input = withStoredIds(definition.fields ?? {}, prepared.input, named.services);
    const result = takePrepared(procedureFor(ticket), ticket, { definition, input }, context);
    if (!result.ok) return raise(result.refusal);
    // Nothing but the reader's own look before has changed it.
    const looksAgain = isLook && isSame(document);
    if (ticket.version !== version && !looksAgain)
      fail('conflict', '这件刚被别人更新过，请看过最新情况后再操作，您填写的内容还在');
    const { timeline } = result.value.ticket;
    const outcome = {
      ...result.value,
      ticket: {
        ...result.value.ticket,
        timeline: toReview ? [...timeline, reviewLine(now)] : timeline,
        ...withSealed(result.value.ticket, actor, sealFound(ports, found)),
      },
    };
    const lastAct = { by: actor.id, act, version, digest };
    // Only what the act asks for is kept: an unknown key could hold anything.
    const hashes = kept ? hashesOf(kept.files) : {};
    const entry = { type: act, payload: { ...input, ...hashes }, meter };
    const written = await commit(ports, transaction, { before: document, outcome, context, entry, lastAct });
    return answer(runtime, snapshot, written.ticket, act, context);
  });
  return withDeliveries(ports, first.ticket, shown);
};

/** The present ticket; after `reveal` with the personal data, after `claimCode` with the code. An actor who passed the ticket on sees it once more. */
const answer = (
  runtime: Runtime,
  snapshot: Snapshot,
  ticket: Ticket,
  act: string,
  context: Context,
): ShownTicket => {
  const shown = show(snapshot, ticket, {
    ...context,
    related: undefined,
    relatedContext: undefined,
    member: undefined,
  });
  // Whoever calls about a ticket is shown the personal data of that ticket (A49).
  if (act === 'reveal') return { ...shown, personal: revealedOf(runtime.ports, context.related ?? ticket) };
  const claimCode = act === 'claimCode' ? claimCodeOf(runtime.ports, ticket, context) : undefined;
  return claimCode ? { ...shown, claimCode } : shown;
};

export const ticketAct = useCase(
  actInput,
  ['citizen', ...caseworkers],
  async (runtime, { actor }, input) => ({
    ticket: await withLinks(runtime.ports, await actOnTicket(runtime, actor, input)),
  }),
);
