import type { OfferedAct } from '../../../typings/contract';
import { nextReminderAt } from '../deadline';
import { nextEscalationAt } from '../ticket/lights';
import { signingDue } from '../ticket/signing';
import { mergedInto } from '../ticket/persons';
import { fullWords, isFull } from '../ticket/room';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import { Change } from './change';
import { systemActor, type Actor, type Context } from './context';
import type { ActDefinition, Procedure } from './definition';
import { readFields, shownFields, unknownReferences, type Input } from './fields';
import {
  finish,
  isWrong,
  keepInput,
  refuse,
  refuseInput,
  tellAll,
  type Outcome,
  type Result,
} from './outcome';

/** What may be done with a ticket, and what comes of it: pure functions that run every procedure. */

const definitionsOf = (procedure: Procedure, act: string): ActDefinition[] =>
  procedure.acts.filter(one => one.act === act);

const mayTake = (
  definition: ActDefinition,
  actor: Actor,
  ticket: Ticket,
  context: Pick<Context, 'catalogue'>,
): boolean =>
  definition.by.some(party => party.roles.includes(actor.role) && party.has(actor, ticket, context));

/** Whether a role can ever take an act of this name: answered before any ticket is read. */
export const roleMayEver = (procedures: readonly Procedure[], act: string, role: Actor['role']): boolean =>
  procedures.some(procedure =>
    definitionsOf(procedure, act).some(one => one.by.some(party => party.roles.includes(role))),
  );

export const isKnownAct = (procedures: readonly Procedure[], act: string): boolean =>
  procedures.some(procedure => definitionsOf(procedure, act).length > 0);

const notYours = () => refuse({ code: 'forbidden', message: '这件事现在不由您办理' });

/**
 * The definition of an act that this actor may take on this ticket; one act name can have one definition a party.
 * `forbidden` when it is another party's, before anything is said about the state.
 */
const findDefinition = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  context: Context,
): ActDefinition | undefined => {
  const mine = definitionsOf(procedure, act).filter(one => mayTake(one, context.actor, ticket, context));
  return mine.find(one => one.from.includes(ticket.state)) ?? mine[0];
};

/** An act that somebody wants to take, with its input: read once, masked, then carried out in the transaction. */
export type PreparedAct = { definition: ActDefinition; input: Input };

/** Finds the act and reads its input; `raw` is what the client sent. Says nothing about the state. */
export const prepareAct = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  raw: unknown,
  context: Context,
): Result<PreparedAct> => {
  const definition = findDefinition(procedure, ticket, act, context);
  if (!definition) return notYours();
  const read = readFields(definition.fields ?? {}, raw, ticket, context);
  return read.ok ? { ok: true, value: { definition, input: read.input } } : refuseInput(read.errors);
};

/** Does what an act does to a ticket that changes: now, or when what was submitted is signed (A35). */
export const applyAct = (
  change: Change,
  definition: ActDefinition,
  input: Input,
  { facts }: Pick<Procedure, 'facts'> = {},
): void => {
  const { ticket } = change;
  const label = definition.labelFor?.(ticket) ?? definition.label;
  const internal =
    typeof definition.internal === 'function' ? definition.internal(ticket) : definition.internal;
  change.act = definition;
  const spoken =
    definition.says === null
      ? undefined
      : (input[definition.says ?? 'text'] ?? (definition.says ? undefined : input['reason']));
  if (definition.to) change.to(definition.to);
  if (definition.meets) change.meet(definition.meets);
  if (definition.cancels) change.cancel(definition.cancels);
  change.say(label, typeof spoken === 'string' ? spoken : undefined, internal);
  keepInput(change, { facts }, definition.fields ?? {}, input);
  definition.run?.(change, input);
  tellAll(change, definition.tells);
};

const carryOut = (
  procedure: Procedure,
  { definition, input }: PreparedAct,
  ticket: Ticket,
  context: Context,
): Outcome => {
  const change = new Change(ticket, context, definition);
  applyAct(change, definition, input, procedure);
  return finish(change);
};

/** Takes a prepared act on the ticket as it is now: pure. `context` holds what the input names. */
export const takePrepared = (
  procedure: Procedure,
  ticket: Ticket,
  prepared: PreparedAct,
  context: Context,
): Result<Outcome> => {
  const { definition, input } = prepared;
  if (!mayTake(definition, context.actor, ticket, context)) return notYours();
  const unknown = unknownReferences(definition.fields ?? {}, input, context);
  if (isWrong(unknown)) return refuseInput(unknown);
  const wrong = definition.check?.(ticket, input, context);
  if (isWrong(wrong)) return refuseInput(wrong);
  if (!definition.from.includes(ticket.state)) {
    const label = procedure.states[ticket.state]?.label ?? ticket.state;
    const into = mergedInto(ticket);
    const message = into
      ? `这件已并入 ${into}，请到那一件里${definition.label}；您填写的内容还在`
      : `这件现在是“${label}”，不能${definition.label}。请刷新后再看`;
    return refuse({ code: 'wrong-state', message });
  }
  const reason = definition.unless?.(ticket, context);
  if (reason) return refuse({ code: 'wrong-state', message: reason });
  const outcome = carryOut(procedure, prepared, ticket, context);
  // It must stay readable; what answers or ends it is possible all the same.
  const onlyAdds =
    outcome.ticket.state === ticket.state && outcome.ticket.timeline.length > ticket.timeline.length;
  if (onlyAdds && isFull(outcome.ticket)) {
    const words = fullWords(ticket.no, context.actor.role === 'citizen');
    return refuse({ code: 'wrong-state', message: `${words}；您填写的内容还在` });
  }
  return { ok: true, value: outcome };
};

/** Prepares an act and takes it at once, for whoever holds the ticket already: automatic acts and tests. */
export const takeAct = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  raw: unknown,
  context: Context,
): Result<Outcome> => {
  const prepared = prepareAct(procedure, ticket, act, raw, context);
  return prepared.ok ? takePrepared(procedure, ticket, prepared.value, context) : prepared;
};

/** The definitions of the acts that the ticket offers its reader now, in the order of the procedure. */
export const offeredDefinitions = (procedure: Procedure, ticket: Ticket, context: Context): ActDefinition[] =>
  procedure.acts
    .filter(one => !one.due || one.by.some(party => party.roles.some(role => role !== 'system')))
    .filter(one => one.from.includes(ticket.state))
    .filter(one => mayTake(one, context.actor, ticket, context))
    .filter(one => one.unless?.(ticket, context) === undefined);

const shownBefore = (
  { shows }: ActDefinition,
  ticket: Ticket,
  context: Context,
): Pick<OfferedAct, 'shows'> => {
  const lines = shows?.(ticket, context) ?? [];
  return lines.length > 0 ? { shows: lines } : {};
};

/**
 * The acts in the order of the screen: what the ticket waits for, then what may be the thing to do, in the order of the
 * procedure, then what has a button all the same, then what may be done besides. The first is the main one, the second
 * stands next to it; where nothing is to be done none is the main one.
 */
export const offeredActs = (procedure: Procedure, ticket: Ticket, context: Context): OfferedAct[] => {
  const offered = offeredDefinitions(procedure, ticket, context);
  const foremost = offered.filter(one => one.foremost?.(ticket, context));
  const others = offered.filter(one => !foremost.includes(one));
  const toDo = [...foremost, ...others.filter(one => one.place === undefined || one.place === 'main')];
  const main = [...toDo, ...others.filter(one => one.place === 'next')];
  const places = toDo.length > 0 ? (['main', 'next'] as const) : (['next', 'next'] as const);
  return [...main, ...others.filter(one => one.place === 'beside')].map((one, index) => ({
    act: one.act,
    label: one.labelFor?.(ticket) ?? one.label,
    ...shownBefore(one, ticket, context),
    ...(one.short ? { short: one.short } : {}),
    place: (index < main.length ? places[index] : undefined) ?? 'beside',
    ...(one.control ? { control: one.control } : {}),
    ...(one.done ? { done: one.done } : {}),
    ...(one.waits ? { waits: one.waits } : {}),
    ...(one.alone ? { alone: true as const } : {}),
    fields: shownFields(one.fields ?? {}, ticket, context),
  }));
};

/** Whether an act on the ticket gives it to somebody by name: then it is worth knowing who holds how much. */
export const asksWhom = (
  { acts }: Procedure,
  actor: Actor,
  ticket: Ticket,
  context: Pick<Context, 'catalogue'>,
): boolean =>
  acts.some(
    one =>
      one.from.includes(ticket.state) &&
      Object.values(one.fields ?? {}).some(({ type, suggestedFor }) => type === 'member' && suggestedFor) &&
      mayTake(one, actor, ticket, context),
  );

/** Why the act that the state waits for cannot be taken yet, in words; for who may take it. */
export const whyNotYet = (procedure: Procedure, ticket: Ticket, context: Context): string | undefined =>
  procedure.acts
    .filter(one => one.awaited && one.from.includes(ticket.state))
    .find(one => mayTake(one, context.actor, ticket, context))
    ?.unless?.(ticket, context);

/**
 * The automatic step that was due first, if any: taken by the sweep. It is taken as of the time at which it was due, though
 * never before what happened to the ticket meanwhile: late or on time, the ticket and the counters end the same.
 */
export const dueStep = (
  procedure: Procedure,
  ticket: Ticket,
  context: Omit<Context, 'actor'>,
): Outcome | undefined => {
  let first: { definition: ActDefinition; at: Instant } | undefined;
  for (const definition of procedure.acts) {
    if (!definition.due || !definition.from.includes(ticket.state)) continue;
    const at = definition.due(ticket, context);
    if (at !== undefined && at <= context.now && (!first || at < first.at)) first = { definition, at };
  }
  if (!first) return undefined;
  const now = first.at < ticket.updatedAt ? ticket.updatedAt : first.at;
  return carryOut(procedure, { definition: first.definition, input: {} }, ticket, {
    ...context,
    now: now < context.now ? now : context.now,
    sweptAt: context.now,
    actor: systemActor,
  });
};

/** When the sweep has to look at the ticket again; undefined = never by itself. */
export const wakeAt = (
  procedure: Procedure,
  ticket: Ticket,
  context: Omit<Context, 'actor'>,
): Instant | undefined => {
  const urgent = ticket.marks.includes('urgent');
  const steps = procedure.acts
    .filter(one => one.due && one.from.includes(ticket.state))
    .map(one => one.due?.(ticket, context));
  const reminders = ticket.clocks.flatMap(clock => {
    const unit = clock.responsible.unitId ? context.catalogue.unit(clock.responsible.unitId) : undefined;
    const hours = { calendar: context.calendar, serviceHours: unit?.serviceHours, urgent };
    return [nextReminderAt(clock, context.now, hours), nextEscalationAt(ticket, clock, context.now, hours)];
  });
  return [...steps, ...reminders, signingDue(ticket)]
    .filter((at): at is Instant => at !== undefined)
    .sort()[0];
};
