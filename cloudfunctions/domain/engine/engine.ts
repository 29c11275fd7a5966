import type { OfferedAct, ShownAttachment } from '../../../typings/contract';
import type { Service } from '../catalogue';
import { nextReminderAt } from '../deadline';
import type { Notice } from '../notices/notice';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import { Change, type Counts, type Message, type PlatformFault, type PlatformWindow } from './change';
import type { ActDefinition, Actor, Context, FieldSpec, Input, Procedure } from './definition';
import { systemActor } from './definition';
import { belongs, readFields, shownFields, unlessKnown } from './fields';

/** What a change leaves behind: written in one transaction. */
export type Outcome = {
  ticket: Ticket;
  related?: { ticket: Ticket; messages: Message[]; counts: Counts };
  messages: Message[];
  counts: Counts;
  /** Present when the change has changed it. */
  service?: Service;
  /** Registered together with it. */
  registered?: Service[];
  notice?: Notice;
  platformFault?: PlatformFault | null;
  platformWindow?: Omit<PlatformWindow, 'no'> | null;
};

export type Refusal =
  | { code: 'forbidden'; message: string; fields?: Record<string, string> }
  | { code: 'invalid'; message: string; fields: Record<string, string> }
  | { code: 'wrong-state'; message: string };

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });

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

/**
 * The definition of an act that this actor may take on this ticket; one act name can have one definition a party.
 * `forbidden` when it is another party's, before anything is said about the state.
 */
const findDefinition = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  context: Context,
): Result<ActDefinition> => {
  const known = definitionsOf(procedure, act);
  const mine = known.filter(one => mayTake(one, context.actor, ticket, context));
  if (mine.length === 0) return refuse({ code: 'forbidden', message: '这件事现在不由您办理' });
  const fitting = mine.find(one => one.from.includes(ticket.state)) ?? mine[0];
  return fitting
    ? { ok: true, value: fitting }
    : refuse({ code: 'forbidden', message: '这件事现在不由您办理' });
};

/** The parsed input of an act, or which fields are wrong. Says nothing about the state. */
export const readInput = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  raw: unknown,
  context: Context,
): Result<Input> => {
  const found = findDefinition(procedure, ticket, act, context);
  if (!found.ok) return found;
  const read = readFields(unlessKnown(found.value.fields ?? [], ticket), raw, ticket.work?.values);
  if (!read.ok) return refuse({ code: 'invalid', message: '有内容需要补充或更正', fields: read.errors });
  return { ok: true, value: read.input };
};

/** The fields of an act as this actor would fill them in; empty when the act is not the actor's. */
export const fieldsOf = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  context: Context,
): readonly FieldSpec[] => {
  const found = findDefinition(procedure, ticket, act, context);
  return found.ok ? (found.value.fields ?? []) : [];
};

/** Fields that name something must name something that exists. */
export const unknownReferences = (
  specs: readonly FieldSpec[],
  input: Input,
  context: Context,
): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const field of specs) {
    const value = input[field.name];
    if (typeof value !== 'string') continue;
    if (field.type === 'unit' && !context.catalogue.unit(value))
      fields[field.name] = '没有这个单位，请重新选择';
    if (field.type === 'service' && context.service?.id !== value)
      fields[field.name] = '没有这项服务，请重新选择';
    if (field.type === 'member' && context.member?.id !== value)
      fields[field.name] = '没有这位人员，请重新选择';
    if (field.type === 'ticket' && context.related?.no !== value)
      fields[field.name] = '没有找到这个编号的工单';
    if (field.of === 'region' && !context.catalogue.region(value))
      fields[field.name] = '没有这个地区，请重新选择';
  }
  return fields;
};

const carryOut = (definition: ActDefinition, ticket: Ticket, input: Input, context: Context): Outcome => {
  const change = new Change(ticket, context, definition);
  const spoken =
    definition.says === null
      ? undefined
      : (input[definition.says ?? 'text'] ?? (definition.says ? undefined : input['reason']));
  if (definition.to) change.to(definition.to);
  if (definition.meets) change.meet(definition.meets);
  if (definition.cancels) change.cancel(definition.cancels);
  change.say(definition.label, typeof spoken === 'string' ? spoken : undefined, definition.internal);
  keepValues(change, definition.fields ?? [], input);
  definition.run?.(change, input);
  tellAll(change, definition.tells);
  return finish(change);
};

export const tellAll = (change: Change, tells: ActDefinition['tells']): void => {
  for (const { audience, text, channels } of tells ?? [])
    change.tell(
      audience(change.ticket, change.context),
      text(change.ticket, change.context),
      undefined,
      channels,
    );
};

/** A procedure that staff started keeps what its forms were given and belongs; files lie with the ticket under the label. */
export const keepValues = (change: Change, fields: readonly FieldSpec[], input: Input): void => {
  if (!change.ticket.work) return;
  for (const field of fields) {
    const value = input[field.name];
    if (value === undefined || field.passing) continue;
    if (field.type === 'files') change.ticket.attachments.push(...filesOf(field.label, value as string[]));
    change.note(field.name, value as string | number | boolean | string[]);
  }
  const { values } = change.ticket.work;
  for (const field of fields) if (!belongs(field, values)) change.note(field.name, undefined);
};

const filesOf = (label: string, fileIDs: readonly string[]): ShownAttachment[] =>
  fileIDs.map((fileID, index) => ({
    fileID,
    name: fileIDs.length > 1 ? `${label} ${index + 1}` : label,
    type: /\.(jpe?g|png|gif|webp|heic)$/i.test(fileID) ? 'image' : 'file',
    state: 'ok',
  }));

export const finish = (change: Change): Outcome => {
  const seal = (one: Change): Ticket => ({
    ...one.ticket,
    version: one.ticket.version + 1,
    updatedAt: one.now,
  });
  return {
    ticket: seal(change),
    ...(change.related &&
    change.related.ticket.timeline.length > (change.context.related?.timeline.length ?? 0)
      ? {
          related: {
            ticket: seal(change.related),
            messages: change.related.messages,
            counts: change.related.counts,
          },
        }
      : {}),
    messages: change.messages,
    counts: change.counts,
    ...(change.service && change.service !== change.context.service ? { service: change.service } : {}),
    ...(change.registered.length > 0 ? { registered: change.registered } : {}),
    ...(change.ticket.notice && change.ticket.notice !== change.noticeBefore
      ? { notice: change.ticket.notice }
      : {}),
    ...(change.platformFault !== undefined ? { platformFault: change.platformFault } : {}),
    ...(change.platformWindow !== undefined ? { platformWindow: change.platformWindow } : {}),
  };
};

/** Takes an act: pure. `raw` is what the client sent as the act's input; `input` is what the act asks for of it. */
export const takeAct = (
  procedure: Procedure,
  ticket: Ticket,
  act: string,
  raw: unknown,
  context: Context,
): Result<Outcome & { input: Input }> => {
  const found = findDefinition(procedure, ticket, act, context);
  if (!found.ok) return found;
  const definition = found.value;
  const input = readInput(procedure, ticket, act, raw, context);
  if (!input.ok) return input;
  const unknown = unknownReferences(definition.fields ?? [], input.value, context);
  if (Object.keys(unknown).length > 0)
    return refuse({ code: 'invalid', message: '有内容需要补充或更正', fields: unknown });
  const fields = definition.check?.(ticket, input.value, context);
  if (fields && Object.keys(fields).length > 0)
    return refuse({ code: 'invalid', message: '有内容需要补充或更正', fields });
  if (!definition.from.includes(ticket.state)) {
    const label = procedure.states[ticket.state]?.label ?? ticket.state;
    return refuse({
      code: 'wrong-state',
      message: `这件现在是“${label}”，不能${definition.label}。请刷新后再看`,
    });
  }
  const reason = definition.unless?.(ticket, context);
  if (reason) return refuse({ code: 'wrong-state', message: reason });
  return { ok: true, value: { ...carryOut(definition, ticket, input.value, context), input: input.value } };
};

/** The definitions of the acts that the ticket offers its reader now, in the order of the procedure. */
export const offeredDefinitions = (procedure: Procedure, ticket: Ticket, context: Context): ActDefinition[] =>
  procedure.acts
    .filter(one => !one.due || one.by.some(party => party.roles.some(role => role !== 'system')))
    .filter(one => one.from.includes(ticket.state))
    .filter(one => mayTake(one, context.actor, ticket, context))
    .filter(one => one.unless?.(ticket, context) === undefined);

/**
 * The acts in the order of the screen: what the ticket waits for, then what may be the thing to do, in the order of the
 * procedure, then what may be done besides. The first is the main one, the second stands next to it.
 */
export const offeredActs = (procedure: Procedure, ticket: Ticket, context: Context): OfferedAct[] => {
  const offered = offeredDefinitions(procedure, ticket, context);
  const foremost = offered.filter(one => one.foremost?.(ticket));
  const others = offered.filter(one => !foremost.includes(one));
  const main = [...foremost, ...others.filter(one => one.place !== 'beside')];
  const places = ['main', 'next'] as const;
  return [...main, ...others.filter(one => one.place === 'beside')].map((one, index) => ({
    act: one.act,
    label: one.label,
    ...(one.short ? { short: one.short } : {}),
    place: (index < main.length ? places[index] : undefined) ?? 'beside',
    ...(one.control ? { control: one.control } : {}),
    ...(one.done ? { done: one.done } : {}),
    fields: shownFields(one.fields ?? [], ticket, context),
  }));
};

/** Why the act that the state waits for cannot be taken yet, in words; for who may take it. */
export const whyNotYet = (procedure: Procedure, ticket: Ticket, context: Context): string | undefined =>
  procedure.acts
    .filter(one => one.awaited && one.from.includes(ticket.state))
    .find(one => mayTake(one, context.actor, ticket, context))
    ?.unless?.(ticket, context);

/** The automatic step that is due, if any: taken by the sweep. */
export const dueStep = (
  procedure: Procedure,
  ticket: Ticket,
  context: Omit<Context, 'actor'>,
): Outcome | undefined => {
  for (const definition of procedure.acts) {
    if (!definition.due || !definition.from.includes(ticket.state)) continue;
    const at = definition.due(ticket, context);
    if (at !== undefined && at <= context.now)
      return carryOut(definition, ticket, {}, { ...context, actor: systemActor });
  }
  return undefined;
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
  const reminders = ticket.clocks
    .filter(clock => clock.state === 'running')
    .map(clock => {
      const unit = clock.responsible.unitId ? context.catalogue.unit(clock.responsible.unitId) : undefined;
      return nextReminderAt(clock, context.now, {
        calendar: context.calendar,
        serviceHours: unit?.serviceHours,
        urgent,
      });
    });
  return [...steps, ...reminders].filter((at): at is Instant => at !== undefined).sort()[0];
};
