import * as z from 'zod';
import type { ListedProcedure, ShownTicket } from '../../../typings/contract';
import { caseworkers, everyone, hasRole, registrars, ticketReaders } from '../../domain/catalogue/roles';
import {
  fieldErrors,
  mayOpen,
  openingFields,
  openPrepared,
  prepareOpening,
  systemActor,
  type Actor,
  type Context,
  type Input,
  type Procedure,
  type Refusal,
} from '../../domain/engine';
import { procedures, procedureOf, staffProcedures } from '../../domain/procedures';
import { hashesOf, keepFiles } from '../files/keep-files';
import { checkTexts, maskInput, sealFound, type Found } from '../kernel/citizen-text';
import { fail } from '../kernel/failure';
import { registerInput, registerTicket } from './file-ticket';
import { registerFields } from './registration-form';
import { digestOf } from '../kernel/writing/journal';
import { neededFor } from '../kernel/reading/needed-context';
import { alreadyOpened, openOnce } from '../kernel/writing/open-once';
import type { Transaction } from '../kernel/ports';
import { readReferences, rulesOf, withStoredIds } from '../kernel/reading/references';
import { contextFor, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import type { Snapshot } from '../kernel/reading/snapshot';
import { nextDocumentNo, nextOrdinal } from '../kernel/writing/write-effects';

/** Procedures as data: what a member may open, with the form for it. Whatever is opened is a ticket. */

const mayRegister = (actor: Actor): boolean => hasRole(actor, registrars);

/** Whoever reads tickets of others sees every kind; a partner only what it may open (J-15a). */
const seesAll = (actor: Actor): boolean => hasRole(actor, ticketReaders);

/** `procedure.list`: all kinds that this member may see, in order, with the form of what it may open. */
export const listProcedures = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
): Promise<{ procedures: ListedProcedure[] }> => {
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const listed = procedures.map(({ opening, filing, ...procedure }): ListedProcedure => {
    const may = filing ? mayRegister(actor) : mayOpen({ opening }, actor.role);
    return {
      kind: procedure.kind,
      label: procedure.label,
      group: procedure.group,
      purpose: procedure.purpose,
      order: procedure.order,
      clauses: [...procedure.clauses],
      mayOpen: may,
      ...(filing ? { filed: true } : {}),
      ...(opening?.urgent ? { urgent: opening.urgent } : {}),
      ...(opening?.offeredAt ? { offeredAt: opening.offeredAt } : {}),
      ...(may
        ? { fields: filing ? registerFields(actor) : openingFields(procedureOf(procedure.kind), context) }
        : {}),
    };
  });
  return { procedures: listed.filter(one => one.mayOpen || seesAll(actor)) };
};

export const procedureList = useCase(nothing, everyone, (runtime, { actor }) =>
  listProcedures(runtime, actor),
);

export const openInput = z.object({
  kind: z.string({ error: '请选择流程' }).min(1).max(40),
  requestId: z.uuid({ error: '请求编号不对，请返回后重新提交' }).toLowerCase(),
  input: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }),
});

const raise = (refusal: Refusal): never =>
  fail(refusal.code, refusal.message, refusal.code === 'wrong-state' ? undefined : refusal.fields);

/** What the form names, as it is stored now, and what the procedure looks up besides. */
const openingContext = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  reader: Transaction,
  procedure: Procedure,
  input: Input,
  actor: Actor,
): Promise<Context> => {
  const named = await readReferences(reader, actor, procedure.opening?.fields ?? {}, input);
  const serviceId = named.service?.id;
  const relatedContext = named.related && (await rulesOf(snapshot, named.related));
  const plain = contextFor(snapshot, actor, ports.now(), undefined);
  return {
    ...plain,
    ...named,
    ...(await nextOrdinal(reader, procedure, input, plain)),
    ...(relatedContext ? { relatedContext } : {}),
    ...(await neededFor(ports, snapshot, procedure, serviceId, actor, undefined, { input })),
    ...(await nextDocumentNo(reader, procedure, ports.now())),
    // With the transaction, so that two windows of the platform cannot be opened for one time.
    ...(serviceId
      ? {}
      : { platformWindows: (await reader.get('settings', 'current'))?.platformWindows ?? [] }),
  };
};

/** What is written with it, all or nothing. */
type Beside = (transaction: Transaction, no: string) => Promise<void>;

/** Opens a procedure that staff start: the same request opens it once. */
const openForStaff = async (
  runtime: Runtime,
  actor: Actor,
  procedure: Procedure,
  requestId: string,
  raw: Input,
  beside?: Beside,
): Promise<ShownTicket> => {
  const { ports } = runtime;
  const snapshot = await runtime.snapshots.current();
  const before = contextFor(snapshot, actor, ports.now(), undefined);
  const read = prepareOpening(procedure, raw, before);
  if (!read.ok) return raise(read.refusal);
  await checkTexts(ports, actor, read.value);
  const found: Found = [];
  const masked = maskInput(read.value, procedure.opening?.fields ?? {}, found);
  const key = {
    entryId: entryOf(ports, actor.id, requestId),
    digest: digestOf(ports, { kind: procedure.kind, input: masked }),
  };
  const { input, files } = await keepFiles(runtime, actor, procedure.opening?.fields ?? {}, masked);
  let refusal: Refusal | undefined;
  const opened = openOnce(runtime, snapshot, procedure.kind, 'open', key, before, async (no, transaction) => {
    // What it will change is read with the transaction: it must be as it is now.
    const context = await openingContext(runtime, snapshot, transaction, procedure, input, actor);
    const stored = withStoredIds(procedure.opening?.fields ?? {}, input, context.services);
    const result = openPrepared(procedure, no, stored, { ...context, files });
    if (!result.ok) {
      refusal = result.refusal;
      return raise(result.refusal);
    }
    await beside?.(transaction, no);
    const ticket = { ...result.value.ticket, sealed: sealFound(ports, found) };
    return { outcome: { ...result.value, ticket }, payload: { ...stored, ...hashesOf(files) }, context };
  });
  try {
    return await opened;
  } catch (error) {
    // A repeat can be refused by what it did itself: then it is answered with what it opened.
    const done = refusal && (await alreadyOpened(runtime, snapshot, key, before));
    if (done) return done;
    throw error;
  }
};

const entryOf = (
  { secrets }: Pick<Runtime['ports'], 'secrets'>,
  actorId: string,
  requestId: string,
): string => secrets.sha256(`open|${actorId}|${requestId}`);

/** The ticket that the platform has opened under a key before; undefined = none. */
export const openedUnder = async ({ ports }: Runtime, key: string): Promise<string | undefined> =>
  (await ports.database.get('journal', entryOf(ports, systemActor.id, key)))?.no;

/** Opens a procedure by the platform itself, once for each `key`: a probe that fails, a month that is over. */
export const openAutomatically = (
  runtime: Runtime,
  kind: string,
  input: Input,
  key: string,
): Promise<ShownTicket> => {
  const procedure = staffProcedures.find(one => one.kind === kind);
  if (!procedure) throw new Error(`no procedure of kind ${kind}`);
  return openForStaff(runtime, systemActor, procedure, key, input);
};

/** Opens a procedure of staff from a thing of the platform, which remembers it. */
export const openBeside = (
  runtime: Runtime,
  actor: Actor,
  { kind, requestId, input }: z.infer<typeof openInput>,
  beside: Beside,
): Promise<ShownTicket> => openForStaff(runtime, actor, procedureOf(kind), requestId, input, beside);

/** `procedure.open`: a procedure of staff, or the registration of what a citizen said. */
export const openProcedure = async (
  runtime: Runtime,
  actor: Actor,
  { kind, requestId, input }: z.infer<typeof openInput>,
): Promise<ShownTicket> => {
  const procedure = staffProcedures.find(one => one.kind === kind);
  if (procedure) return openForStaff(runtime, actor, procedure, requestId, input);
  if (!mayRegister(actor)) return fail('forbidden', '您的角色不能发起这个流程');
  const { name, phone, ...rest } = input;
  const parsed = registerInput.safeParse({
    ...rest,
    kind,
    requestId,
    ...(name ? { applicant: { type: 'person', name } } : {}),
    ...(phone ? { contact: { phone } } : {}),
  });
  if (!parsed.success) return fail('invalid', '有内容需要补充或更正', fieldErrors(parsed.error));
  return registerTicket(runtime, actor, parsed.data);
};

export const procedureOpen = useCase(openInput, caseworkers, async (runtime, { actor }, input) => ({
  ticket: await openProcedure(runtime, actor, input),
}));
