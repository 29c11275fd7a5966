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
import { readUpload } from '../../domain/files/upload-path';
import { procedures } from '../../domain/procedures';
import { fillAnswer } from '../../domain/replies/phrase';
import { dailyWindows, windowOf } from '../../domain/rulesets';
import { maySee } from '../../domain/ticket/scope';
import { partOfActor } from '../../domain/ticket/persons';
import type { Sealed, Ticket, TimelineEntry } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { hashesOf, keepFiles } from '../files/keep-files';
import { readTables } from '../files/read-tables';
import { checkTexts, maskInput, sealFound, textsIn, type Found } from '../kernel/citizen-text';
import type { TicketDocument } from '../kernel/documents';
import { fail, Failure, notFound, orFailure } from '../kernel/failure';
import { answerBeside } from '../kernel/writing/answer-beside';
import { commit, type Commit } from '../kernel/writing/commit';
import { digestOf } from '../kernel/writing/journal';
import { neededFor, type ReadNeeded } from '../kernel/reading/needed-context';
import { goingWith } from './at-desk/keep-drafts';
import { claimCodeOf } from './claims/claim-proof';
import { withDeliveries } from './show-deliveries';
import type { Ports, Reader, Transaction } from '../kernel/ports';
import { readReferences, rulesOf, withStoredIds } from '../kernel/reading/references';
import { contextFor, contextOfTicket, procedureFor, show, sideName, type Runtime } from '../kernel/runtime';
import { revealedOf } from './reveal-personal';
import { completed } from './show-ticket';
import type { Snapshot } from '../kernel/reading/snapshot';
import { refuseUncleared } from '../people/clearance';
import { readSameWords } from '../replies/same-words';
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
  // Read as documents are: the transaction of the act is open, and nothing else may run beside it.
  const made = await runtime.ports.database.keys('journal', {
    where: { meter },
    order: ['meter', 'asc'],
    limit: most,
  });
  if (made.length >= most) fail('rate-limited', '今天查看个人信息的次数已到上限，请联系管理方');
};

/** An act on one ticket, with what makes it the same act once more. */
type Asked = Pick<ActInput, 'act' | 'version' | 'input'> & { id: string; now: Instant; digest: string };

/** What was done is not done again. Each look at what is masked is recorded and counted, also the same once more (A22). */
const isLook = ({ act }: Pick<Asked, 'act'>): boolean => act === 'reveal';
const isSame = ({ lastAct }: TicketDocument, actor: Actor, { act, version, digest }: Asked): boolean =>
  lastAct !== null &&
  lastAct.by === actor.id &&
  lastAct.act === act &&
  lastAct.version === version &&
  lastAct.digest === digest;
const isRepeat = (document: TicketDocument, actor: Actor, asked: Asked): boolean =>
  !isLook(asked) && isSame(document, actor, asked);

/** A repeat is answered also to an actor who has passed the ticket on and does not see it any more. */
const readFor = async (reader: Reader, actor: Actor, asked: Asked): Promise<TicketDocument> => {
  const document = await reader.get('tickets', asked.id);
  return document && (isRepeat(document, actor, asked) || maySee(actor, document.ticket))
    ? document
    : notFound();
};

/** The act with its input as it is going to be kept. */
type Ready = {
  prepared: PreparedAct;
  found: Found;
  toReview: boolean;
  meter: string;
  files: Awaited<ReturnType<typeof keepFiles>>['files'];
  tables: NonNullable<Context['tables']>;
};

const makeReady = async (
  runtime: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  { ticket }: TicketDocument,
  asked: Asked,
): Promise<Ready> => {
  const { act, input, now } = asked;
  const context = contextFor(snapshot, actor, now, ticket);
  const read = prepareAct(procedureFor(ticket), ticket, act, input, context);
  if (!read.ok) return raise(read.refusal);
  const toReview = await checkTexts(runtime.ports, actor, read.value.input);
  const meter = isLook(asked) ? `reveal|${actor.id}|${civilDateOf(now)}` : '';
  // What a person may do a day is said by the rules in force, not by those of the ticket.
  if (meter) {
    await refuseUncleared(runtime, actor);
    await refuseTooManyReveals(runtime, meter, contextFor(snapshot, actor, now, undefined));
  }
  const { definition } = read.value;
  const written =
    definition.control === 'compose'
      ? fillAnswer(read.value.input, definition.fields ?? {}, {
          ticket,
          unitName: sideName(actor, snapshot),
          now,
        })
      : read.value.input;
  const found: Found = [];
  const masked = maskInput(written, definition.fields ?? {}, found);
  const kept = await keepFiles(runtime, actor, definition.fields ?? {}, masked);
  const tables = await readTables(runtime.ports, definition.fields ?? {}, kept.input);
  return { prepared: { definition, input: kept.input }, found, toReview, meter, files: kept.files, tables };
};

/** Whether anything outside of the database is asked first: the check of a person's words, uploads to look into. */
export const asksOutside = (actor: Actor, input: unknown): boolean =>
  actor.role === 'citizen' || textsIn(input).some(text => readUpload(text) !== undefined);

const askedFor = (ports: Ports, actor: Actor, { no, act, version, input }: ActInput): Asked => {
  if (!isKnownAct(procedures, act)) fail('invalid', '没有这种操作', { act: '没有这种操作' });
  if (!roleMayEver(procedures, act, actor.role)) fail('forbidden', '您的角色不能做这件事');
  const id = normaliseTicketNumber(no) ?? no;
  return { id, act, version, input, now: ports.now(), digest: digestOf(ports, input) };
};

/** What comes of the act: what is to be written, if anything, and how the ticket is shown then. Writes nothing itself. */
type Decided = { write?: Commit; ticket: Ticket; context: Context };

/** The answer that a citizen is going to read, where the act gives one. */
const answerIn = ({ definition, input }: PreparedAct): string | undefined =>
  definition.control === 'compose' && typeof input['text'] === 'string' ? input['text'] : undefined;

const decide = async (
  runtime: Runtime,
  snapshot: Snapshot,
  reader: Reader,
  actor: Actor,
  asked: Asked,
  {
    early,
    read,
    written,
  }: { early?: Ready | undefined; read?: ReadNeeded; written?: readonly Ticket[] } = {},
): Promise<Decided> => {
  const { ports } = runtime;
  const { now, act, version, digest } = asked;
  const document = await readFor(reader, actor, asked);
  const { ticket } = document;
  const procedure = procedureFor(ticket);
  const about = procedure.about?.(ticket);
  const ready = isRepeat(document, actor, asked)
    ? undefined
    : (early ?? (await makeReady(runtime, snapshot, actor, document, asked)));
  const fields = ready?.prepared.definition.fields ?? {};
  const said = ready && answerIn(ready.prepared);
  const [needed, named, sameWords] = await Promise.all([
    neededFor(ports, snapshot, procedure, ticket.serviceId, actor, read, {
      act: ready?.prepared.input ?? {},
    }),
    readReferences(reader, actor, fields, ready?.prepared.input ?? {}, about),
    said === undefined ? undefined : readSameWords(ports, actor, ticket, said, written),
  ]);
  const relatedContext = ready && named.related && (await rulesOf(snapshot, named.related));
  const context = await contextOfTicket(reader, snapshot, actor, now, ticket, {
    ...needed,
    ...named,
    ...(relatedContext ? { relatedContext } : {}),
    ...(sameWords ? { sameWords } : {}),
    ...(ready ? { files: ready.files, tables: ready.tables } : {}),
  });
  if (!ready) return { ticket, context };
  const { definition } = ready.prepared;
  const input = withStoredIds(fields, ready.prepared.input, named.services);
  const result = takePrepared(procedure, ticket, { definition, input }, context);
  if (!result.ok) return raise(result.refusal);
  // Nothing but the reader's own look before has changed it.
  const looksAgain = isLook(asked) && isSame(document, actor, asked);
  if (ticket.version !== version && !looksAgain)
    fail('conflict', '这件刚被别人更新过，请看过最新情况后再操作，您填写的内容还在');
  const { timeline } = result.value.ticket;
  const outcome = {
    ...result.value,
    ticket: {
      ...result.value.ticket,
      timeline: ready.toReview ? [...timeline, reviewLine(now)] : timeline,
      ...withSealed(result.value.ticket, actor, sealFound(ports, ready.found)),
    },
  };
  const lastAct = { by: actor.id, act, version, digest };
  // Only what the act asks for is kept: an unknown key could hold anything.
  const entry = { type: act, payload: { ...input, ...hashesOf(ready.files) }, meter: ready.meter };
  return { write: { before: document, outcome, context, entry, lastAct }, ticket, context };
};

/**
 * Takes an act on a ticket. The order of the checks is that of the contract: forbidden for a role that can never
 * take it, not-found, forbidden here, invalid, unsafe-content, rate-limited, wrong-state, conflict.
 */
export const actOnTicket = async (runtime: Runtime, actor: Actor, given: ActInput): Promise<ShownTicket> => {
  const { ports, snapshots } = runtime;
  const asked = askedFor(ports, actor, given);
  const outside = asksOutside(actor, given.input);
  const [snapshot, first] = await Promise.all([
    snapshots.current(),
    outside ? readFor(ports.database, actor, asked) : undefined,
  ]);
  // No transaction waits for what is asked outside.
  const early =
    first && !isRepeat(first, actor, asked)
      ? await makeReady(runtime, snapshot, actor, first, asked)
      : undefined;
  const own = { no: asked.id, act: asked.act };
  const draft = goingWith(ports, actor, () => [own]);
  const work = async (transaction: Transaction): Promise<() => ShownTicket> => {
    const [{ write, ticket, context }] = await Promise.all([
      decide(runtime, snapshot, transaction, actor, asked, { early }),
      draft.read([own]),
    ]);
    const written = write ? (await commit(ports, transaction, write)).ticket : ticket;
    const opened = openedBy(runtime, written, asked.act, context);
    return () => ({ ...shownTo(snapshot, written, context), ...opened });
  };
  const shown = await answerBeside(ports.database, work, draft);
  return withDeliveries(ports, shown);
};

/** The same act on some tickets in one transaction. Each is refused by itself; what breaks the writing breaks it for all. */
export const actOnSome = async (
  runtime: Runtime,
  actor: Actor,
  given: readonly ActInput[],
  read: ReadNeeded,
): Promise<(Failure | undefined)[]> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const own = given.map(({ no, act }) => ({ no: normaliseTicketNumber(no) ?? no, act }));
  let refusals: (Failure | undefined)[] = [];
  let written: Ticket[] = [];
  const drafts = goingWith(ports, actor, () => own.filter((_, at) => refusals[at] === undefined));
  const takeEach = async (transaction: Transaction): Promise<void> => {
    [refusals, written] = [[], []];
    for (const one of given) {
      const decided = await orFailure(() =>
        decide(runtime, snapshot, transaction, actor, askedFor(ports, actor, one), { read, written }),
      );
      refusals.push(decided instanceof Failure ? decided : undefined);
      if (!(decided instanceof Failure) && decided.write)
        written.push((await commit(ports, transaction, decided.write)).ticket);
    }
  };
  await ports.database.transaction(
    transaction => Promise.all([takeEach(transaction), drafts.read(own)]),
    drafts,
  );
  return refusals;
};

/** The present ticket. An actor who passed the ticket on sees it once more. */
const shownTo = (snapshot: Snapshot, ticket: Ticket, context: Context): ShownTicket =>
  show(snapshot, ticket, { ...context, related: undefined, relatedContext: undefined, member: undefined });

/** After `reveal` the personal data, after `claimCode` the code: what cannot be opened has not been shown, and is not recorded as seen. */
const openedBy = (
  runtime: Runtime,
  ticket: Ticket,
  act: string,
  context: Context,
): Pick<ShownTicket, 'personal' | 'claimCode'> => {
  // Whoever calls about a ticket is shown the personal data of that ticket (A49).
  if (act === 'reveal') return { personal: revealedOf(runtime.ports, context.related ?? ticket) };
  const claimCode = act === 'claimCode' ? claimCodeOf(runtime.ports, ticket, context) : undefined;
  return claimCode ? { claimCode } : {};
};

export const ticketAct = useCase(
  actInput,
  ['citizen', ...caseworkers],
  async (runtime, { actor }, input) => ({
    ticket: await completed(runtime.ports, actor, await actOnTicket(runtime, actor, input)),
  }),
);
