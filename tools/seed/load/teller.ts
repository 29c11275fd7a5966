import {
  prepareAct,
  prepareOpening,
  openPrepared,
  systemActor,
  takePrepared,
  type Actor,
  type Context,
  type Outcome,
} from '../../../cloudfunctions/domain/engine';
import { openTicket, procedureOf, type Opening } from '../../../cloudfunctions/domain/procedures';
import { addDays, civilDateOf, type Instant } from '../../../cloudfunctions/domain/time';
import { deliverOutbox } from '../../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { nextStep } from '../../../cloudfunctions/usecases/clock/sweep-deadlines';
import type { Work } from '../../../cloudfunctions/usecases/clock/work';
import { commit, setAlarm } from '../../../cloudfunctions/usecases/kernel/writing/commit';
import type { TicketDocument } from '../../../cloudfunctions/usecases/kernel/documents';
import { digestOf, type Entry } from '../../../cloudfunctions/usecases/kernel/writing/journal';
import { neededFor } from '../../../cloudfunctions/usecases/kernel/reading/needed-context';
import type { Ports } from '../../../cloudfunctions/usecases/kernel/ports';
import { readReferences, rulesOf } from '../../../cloudfunctions/usecases/kernel/reading/references';
import { contextFor, contextOfTicket, procedureFor } from '../../../cloudfunctions/usecases/kernel/runtime';
import { sign } from '../../../cloudfunctions/usecases/tickets/show-ticket';
import type { Snapshot } from '../../../cloudfunctions/usecases/kernel/reading/snapshot';
import { numberOf } from './number';

/**
 * What ended long ago is not called about (A49): the timer would open thousands of late visits at once. No supervision
 * order (A54) goes with a ticket either, as no story tells what becomes of it.
 */
const byItself = ({ opens: _opens, ...outcome }: Outcome): Outcome => {
  const { visits: _visits, ...details } = outcome.ticket.details;
  return { ...outcome, ticket: { ...outcome.ticket, details } };
};

/**
 * What happens to tickets, at any time: by the engine and by the one way to commit, as the functions do it, without a
 * function, a request and a form for each. Nothing of a ticket is written here that the product would not write.
 */

/** The day from which on messages reach their readers: older ones nobody looks at any more. */
const DELIVERED_DAYS = 30;

const allTheTime: Work = {
  hasTime: () => Promise.resolve(true),
  attempt: async (_item, work) => {
    await work();
    return true;
  },
  setAside: () => Promise.resolve(),
  isPutOff: () => false,
  again: [],
  marks: () => ({}),
  remember: () => undefined,
  rest: () => undefined,
};

/** More than any story has. */
const MOST_STEPS = 60;

export type Teller = ReturnType<typeof createTeller>;

export const createTeller = (
  ports: Ports,
  snapshot: Snapshot,
  setNow: (at: Instant) => void,
  end: Instant,
) => {
  const { database, secrets } = ports;
  const delivered = addDays(civilDateOf(end), -DELIVERED_DAYS);

  const write = async (
    at: Instant,
    before: TicketDocument | undefined,
    outcome: Outcome,
    context: Context,
    entry: Entry,
    lastAct?: TicketDocument['lastAct'],
  ): Promise<TicketDocument> => {
    const document = await database.transaction(transaction =>
      commit(ports, transaction, {
        before,
        outcome: byItself(outcome),
        context,
        entry,
        ...(lastAct ? { lastAct } : {}),
      }),
    );
    setNow(at);
    if (at >= delivered)
      await deliverOutbox({ ports, snapshots: { current: async () => snapshot } }, allTheTime);
    return document;
  };

  const numberFor = (kind: string, at: Instant, n: number): string =>
    numberOf(procedureOf(kind).prefix, civilDateOf(at), n);

  /** What a citizen files, or a clerk registers, as the n-th ticket. */
  const file = async (
    n: number,
    opening: Omit<Opening, 'no'>,
    actor: Actor,
    at: Instant,
    serviceId?: string,
  ): Promise<TicketDocument> => {
    setNow(at);
    const no = numberFor(opening.kind, at, n);
    const service = serviceId ? await snapshot.service(serviceId) : undefined;
    const context = contextFor(snapshot, actor, at, undefined, service ? { service } : {});
    const { kind, category, title, text } = opening;
    const payload = { kind, category, title, text };
    const id = secrets.sha256(`file|${actor.id}|${no}`);
    const entry = { type: 'file', payload, id, digest: digestOf(ports, payload) };
    return write(at, undefined, openTicket({ ...opening, no }, context), context, entry);
  };

  /** What a member opens; undefined where the rules do not allow it now. */
  const open = async (
    n: number,
    kind: string,
    raw: Record<string, unknown>,
    actor: Actor,
    at: Instant,
  ): Promise<TicketDocument | undefined> => {
    setNow(at);
    const procedure = procedureOf(kind);
    const read = prepareOpening(procedure, raw, contextFor(snapshot, actor, at, undefined));
    if (!read.ok) return undefined;
    const named = await readReferences(database, actor, procedure.opening?.fields ?? {}, read.value);
    const context = {
      ...contextFor(snapshot, actor, at, undefined),
      ...named,
      ...(await neededFor(ports, snapshot, procedure, named.service?.id, actor)),
    };
    const no = numberFor(kind, at, n);
    const result = openPrepared(procedure, no, read.value, context);
    if (!result.ok) return undefined;
    const id = secrets.sha256(`open|${actor.id}|${no}`);
    const entry = {
      type: 'open',
      payload: read.value,
      id,
      digest: digestOf(ports, { kind, input: read.value }),
    };
    return write(at, undefined, result.value, context, entry);
  };

  /** An act on a ticket; undefined where the rules do not allow it now. */
  const take = async (
    no: string,
    act: string,
    raw: Record<string, unknown>,
    actor: Actor,
    at: Instant,
  ): Promise<TicketDocument | undefined> => {
    setNow(at);
    const document = await database.get('tickets', no);
    if (!document) throw new Error(`the ticket ${no} is not there`);
    const { ticket } = document;
    const procedure = procedureFor(ticket);
    const prepared = prepareAct(procedure, ticket, act, raw, contextFor(snapshot, actor, at, ticket));
    if (!prepared.ok) return undefined;
    const { definition, input } = prepared.value;
    const named = await readReferences(
      database,
      actor,
      definition.fields ?? {},
      input,
      procedure.about?.(ticket),
    );
    const context = await contextOfTicket(database, snapshot, actor, at, ticket, {
      ...(await neededFor(ports, snapshot, procedure, ticket.serviceId, actor)),
      ...named,
      ...(named.related ? { relatedContext: await rulesOf(snapshot, named.related) } : {}),
    });
    const result = takePrepared(procedure, ticket, prepared.value, context);
    if (!result.ok) return undefined;
    const lastAct = { by: actor.id, act, version: ticket.version, digest: digestOf(ports, raw) };
    return write(at, document, result.value, context, { type: act, payload: input }, lastAct);
  };

  /** Somebody of the party that has to act opens it. */
  const read = async (no: string, actor: Actor, at: Instant): Promise<TicketDocument> => {
    setNow(at);
    const document = await database.get('tickets', no);
    if (!document) throw new Error(`the ticket ${no} is not there`);
    return sign({ ports }, snapshot, actor, document);
  };

  /** What the timer does with a ticket up to an instant, each step when it is due. */
  const pass = async (no: string, until: Instant): Promise<TicketDocument> => {
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const document = await database.get('tickets', no);
      if (!document) throw new Error(`the ticket ${no} is not there`);
      const at = document.keys.wakeAt;
      if (at > until) return document;
      setNow(at);
      const { ticket } = document;
      const needed = await neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId, systemActor);
      const context = await contextOfTicket(database, snapshot, systemActor, at, ticket, needed);
      const step = nextStep(ticket, context);
      if (step) await write(at, document, step.outcome, step.context, step.entry);
      else await database.transaction(transaction => setAlarm(ports, transaction, document, context));
    }
    throw new Error(`the ticket ${no} does not come to rest`);
  };

  return { file, open, take, read, pass };
};
