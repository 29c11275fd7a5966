import * as z from 'zod';
import type { ShownAttachment, ShownTicket, StaffView, TicketSummary } from '../../../typings/contract';
import { normalisePhone } from '../../domain/privacy/phone';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import type { Actor } from '../../domain/engine';
import { findProcedure, labelOf } from '../../domain/procedures';
import { maySee, scopeKey, tag, titleParts } from '../../domain/ticket/scope';
import { addDays, civilDateOf, startOfDay } from '../../domain/time';
import type { TicketDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { PAGE, type Ports, type Query, type Where } from '../kernel/ports';
import { neededFor } from '../kernel/needed-context';
import { withDeliveries } from './show-deliveries';
import {
  citizenActor,
  contextOfTicket,
  procedureFor,
  show,
  showSummary,
  type Runtime,
} from '../kernel/runtime';
import { readTicket } from './read-ticket';

/** Lists of tickets: every one passes the scope (whose rows) and the showing (which fields); pages by key. */

const cursor = z.string().max(120).optional();
const limit = z.number().int().min(1).max(50).default(20);

export const ownListInput = z.object({ state: z.enum(['open', 'closed']).optional(), cursor, limit });

const page = <T>(
  documents: TicketDocument[],
  size: number,
  key: 'dueKey' | 'newKey',
  show: (document: TicketDocument) => T,
) => {
  const shown = documents.slice(0, size);
  const last = shown.at(-1);
  return {
    tickets: shown.map(show),
    ...(documents.length > size && last ? { nextCursor: last.keys[key] } : {}),
  };
};

/** `ticket.list`: the citizen's own tickets, newest first. */
export const listOwnTickets = async (
  { ports, snapshots }: Runtime,
  openid: string,
  input: z.infer<typeof ownListInput>,
): Promise<{ tickets: TicketSummary[]; nextCursor?: string }> => {
  const snapshot = await snapshots.current();
  const now = ports.now();
  const where: Where = {
    'keys.tags': tag.owner(openid),
    ...(input.cursor ? { 'keys.newKey': { lt: input.cursor } } : {}),
    ...(input.state === 'open'
      ? { 'keys.endsAt': { gt: now } }
      : input.state === 'closed'
        ? { 'keys.endsAt': { lte: now } }
        : {}),
  };
  const documents = await ports.database.find('tickets', {
    where,
    order: ['keys.newKey', 'desc'],
    limit: input.limit + 1,
  });
  return page(documents, input.limit, 'newKey', ({ ticket }) =>
    showSummary(snapshot, ticket, citizenActor(openid), now),
  );
};

/** All tickets of one person. */
export const ownTickets = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
): Promise<TicketDocument[]> => {
  const all: TicketDocument[] = [];
  for (;;) {
    const last = all.at(-1);
    const where: Where = {
      'keys.tags': tag.owner(openid),
      ...(last ? { 'keys.newKey': { lt: last.keys.newKey } } : {}),
    };
    const documents = await database.find('tickets', { where, order: ['keys.newKey', 'desc'], limit: PAGE });
    all.push(...documents);
    if (documents.length < PAGE) return all;
  }
};

export const ticketInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
});

/** Files lie in a storage that only functions can read: who may see the ticket gets links that expire. */
export const withLinks = async (ports: Ports, ticket: ShownTicket): Promise<ShownTicket> => {
  const files = [...ticket.attachments, ...ticket.replies.flatMap(reply => reply.attachments)];
  const readable = files.filter(file => file.state !== 'blocked').map(file => file.fileID);
  if (readable.length === 0) return ticket;
  const links = await ports.fileLinks(readable);
  const linked = (file: ShownAttachment): ShownAttachment => {
    const url = links.get(file.fileID);
    return url ? { ...file, url } : file;
  };
  return {
    ...ticket,
    attachments: ticket.attachments.map(linked),
    replies: ticket.replies.map(reply => ({ ...reply, attachments: reply.attachments.map(linked) })),
  };
};

/** `ticket.get` of both functions. */
export const getTicket = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  no: string,
): Promise<ShownTicket> => {
  const snapshot = await snapshots.current();
  const { ticket } = await readTicket(ports.database, actor, no);
  const needed = await neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId);
  const context = await contextOfTicket(ports.database, snapshot, actor, ports.now(), ticket, needed);
  return withLinks(ports, await withDeliveries(ports, ticket, show(snapshot, ticket, context)));
};

export const queueInput = z.object({
  view: z.enum(['todo', 'mine', 'unit', 'overdue', 'all'], { error: '没有这个列表' }),
  kind: z
    .string()
    .refine(kind => findProcedure(kind) !== undefined, '没有这个类型')
    .optional(),
  light: z.enum(['green', 'yellow', 'red']).optional(),
  /** Only what falls due before midnight. */
  due: z.literal('today').optional(),
  /** Only what lies at one desk, as `board.get` names it. */
  desk: z
    .string()
    .regex(/^(operator-lead|manager|lead:[\w-]{1,32})$/, '没有这个单位')
    .optional(),
  query: z.string().trim().max(100).optional(),
  cursor,
  limit,
});

type Range = { where: Where; order: NonNullable<Query['order']>; key: 'dueKey' | 'newKey' };

/** One index range a view; `undefined` for a role that sees no tickets. */
const rangeOf = (view: StaffView, actor: Actor, now: string): Range | undefined => {
  const key = scopeKey(actor);
  if (!key) return undefined;
  const byDue: Pick<Range, 'order' | 'key'> = { order: ['keys.dueKey', 'asc'], key: 'dueKey' };
  switch (view) {
    case 'todo':
      return { where: { 'keys.tags': tag.todo(key) }, ...byDue };
    case 'mine':
      return { where: { 'keys.tags': tag.mine(actor.id), 'keys.endsAt': { gt: now } }, ...byDue };
    case 'unit':
      return { where: { 'keys.tags': tag.desk(key), 'keys.endsAt': { gt: now } }, ...byDue };
    case 'overdue':
      return { where: { 'keys.tags': tag.seen(key), ...isOverdue(now) }, ...byDue };
    case 'all':
      return { where: { 'keys.tags': tag.seen(key) }, order: ['keys.newKey', 'desc'], key: 'newKey' };
  }
};

/** What is not over yet and falls due before midnight. */
export const dueToday = (now: string): Where => ({
  'keys.dueKey': { gt: `${now}|~`, lte: `${startOfDay(addDays(civilDateOf(now), 1))}|~` },
});

export const isOverdue = (now: string): Where => ({ 'keys.dueKey': { lte: `${now}|~` } });

const lightWhere = (light: 'green' | 'yellow' | 'red' | undefined, now: string): Where => {
  if (light === 'red') return isOverdue(now);
  if (light === 'yellow') return { 'keys.dueKey': { gt: `${now}|~` }, 'keys.yellowAt': { lte: now } };
  return light === 'green' ? { 'keys.yellowAt': { gt: now } } : {};
};

/** Both conditions on one field become one range. */
const merged = (one: Where, other: Where): Where => {
  const result: Where = { ...one };
  for (const [field, condition] of Object.entries(other)) {
    const present = result[field];
    const both =
      typeof present === 'object' && present !== null && typeof condition === 'object' && condition !== null;
    result[field] = both ? { ...present, ...condition } : condition;
  }
  return result;
};

type Search = { no: string } | { tag: string } | { where: Where } | undefined;

/** A number, a phone number (by its keyed hash), or words of the title. */
const searchOf = (ports: Pick<Ports, 'secrets'>, query: string | undefined): Search => {
  if (!query) return undefined;
  const no = normaliseTicketNumber(query);
  if (no) return { no };
  if (normalisePhone(query)) return { tag: tag.phone(ports.secrets.phoneHash(query)) };
  return { where: { 'keys.titleParts': { all: titleParts(query) } } };
};

const counted: StaffView[] = ['todo', 'mine', 'unit', 'overdue', 'all'];

/** How many tickets each view holds for this member. */
export const countViews = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
): Promise<Record<StaffView, number>> => {
  const now = ports.now();
  const counts = await Promise.all(
    counted.map(async view => {
      const range = rangeOf(view, actor, now);
      return [view, range ? await ports.database.count('tickets', range.where) : 0] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<StaffView, number>;
};

/** `ticket.queue` of the contract; counts come with the first page. */
export const listQueue = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof queueInput>,
): Promise<{ tickets: TicketSummary[]; nextCursor?: string; counts: Record<StaffView, number> }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const inView = rangeOf(input.view, actor, now) ?? fail('forbidden', '您的角色没有工单列表');
  // Whoever asks what is due wants to see what is due first.
  const range: Range =
    input.due || input.light === 'red' || input.light === 'yellow'
      ? { ...inView, order: ['keys.dueKey', 'asc'], key: 'dueKey' }
      : inView;
  const counts = await countViews(runtime, actor);
  const search = searchOf(ports, input.query);
  const summary = ({ ticket }: TicketDocument): TicketSummary => showSummary(snapshot, ticket, actor, now);
  if (search && 'no' in search) {
    const found = await ports.database.get('tickets', search.no);
    return { tickets: found && maySee(actor, found.ticket) ? [summary(found)] : [], counts };
  }
  const tags = [
    ...(search && 'tag' in search ? [search.tag] : []),
    ...(input.desk ? [tag.desk(input.desk)] : []),
    range.where['keys.tags'] as string,
  ];
  const wanted = merged(merged(range.where, lightWhere(input.light, now)), {
    ...(input.due ? dueToday(now) : {}),
    ...(input.kind ? { 'keys.kind': input.kind } : {}),
    ...(search && 'where' in search ? search.where : {}),
    ...(tags.length > 1 ? { 'keys.tags': { all: tags } } : {}),
  });
  const field = `keys.${range.key}`;
  const where = input.cursor
    ? merged(wanted, { [field]: range.key === 'dueKey' ? { gt: input.cursor } : { lt: input.cursor } })
    : wanted;
  const documents = await ports.database.find('tickets', {
    where,
    order: range.order,
    limit: input.limit + 1,
  });
  return { ...page(documents, input.limit, range.key, summary), counts };
};

export const disclosedInput = z.object({ cursor, limit });

export type DisclosedCase = {
  no: string;
  kindLabel: string;
  title: string;
  unitName: string;
  serviceName?: string;
  createdOn: string;
  repliedOn: string;
  reply: string;
};

/** Outcomes that the manager has published: no text, no person, no region. */
export const listDisclosed = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof disclosedInput>,
): Promise<{ cases: DisclosedCase[]; nextCursor?: string }> => {
  const snapshot = await snapshots.current();
  const where: Where = {
    'keys.tags': tag.disclosed,
    ...(input.cursor ? { 'keys.newKey': { lt: input.cursor } } : {}),
  };
  const documents = await ports.database.find('tickets', {
    where,
    order: ['keys.newKey', 'desc'],
    limit: input.limit + 1,
  });
  const shown = documents.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    cases: shown.map(({ ticket }) => ({
      no: ticket.no,
      kindLabel: labelOf(ticket.kind),
      title: ticket.title,
      unitName: ticket.unitId
        ? (snapshot.catalogue.unit(ticket.unitId)?.name ?? '')
        : snapshot.activeRuleSet.roleNames.operator,
      ...(ticket.serviceName ? { serviceName: ticket.serviceName } : {}),
      createdOn: ticket.createdAt.slice(0, 10),
      repliedOn: ticket.replies[0]?.at.slice(0, 10) ?? '',
      reply: ticket.replies.at(-1)?.corrected?.text ?? ticket.replies.at(-1)?.text ?? '',
    })),
    ...(documents.length > input.limit && last ? { nextCursor: last.keys.newKey } : {}),
  };
};
