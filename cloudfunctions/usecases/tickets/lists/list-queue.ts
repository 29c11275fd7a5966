import * as z from 'zod';
import type { QueuePage } from '../../../../typings/api';
import type { StaffView, TicketSummary } from '../../../../typings/contract';
import { ticketReaders } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import { normalisePhone } from '../../../domain/privacy/phone';
import { normaliseTicketNumber } from '../../../domain/privacy/ticket-number';
import { findProcedure } from '../../../domain/procedures';
import { dailyWindows } from '../../../domain/rulesets';
import { originNames } from '../../../domain/ticket/assigned';
import { externalKey, maySee, scopeKey, tag, titleParts } from '../../../domain/ticket/scope';
import { addDays, civilDateOf, startOfDay } from '../../../domain/time';
import { identifierKey } from '../../../domain/typed/identifier';
import { findByExternalKeys, findWhereTheyLie } from '../../kernel/archive';
import type { TicketDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { countPerDay } from '../../kernel/meters';
import { cutPage, ticketPaging } from '../../kernel/reading/paging';
import { MANY, type Ports, type Query, type Where } from '../../kernel/ports';
import { showSummary, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { handledIn, withPlace } from '../read-ticket';
import { typedLine } from '../../../domain/typed/text';

/** Queues of staff: every one passes the scope (whose rows) and the showing (which fields); pages by key. */

export const queueInput = z.object({
  view: z.enum(['todo', 'mine', 'unit', 'overdue', 'all'], { error: '没有这个列表' }),
  kind: z
    .string()
    .refine(kind => findProcedure(kind) !== undefined, '没有这个类型')
    .optional(),
  light: z.enum(['green', 'yellow', 'red']).optional(),
  /** Only what falls due before midnight. */
  due: z.literal('today').optional(),
  /** Only what documents assign (A54). */
  channel: z.literal('assigned').optional(),
  /** Only what lies at one desk, as `board.get` names it. */
  desk: z
    .string()
    .regex(/^(operator-lead|manager|lead:[\w-]{1,32})$/, '没有这个单位')
    .optional(),
  query: typedLine().max(100).optional(),
  ...ticketPaging,
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
      return { where: { 'keys.tags': tag.mine(actor.id) }, ...byDue };
    case 'unit':
      return { where: { 'keys.tags': tag.desk(key) }, ...byDue };
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

/** What another system calls it (A14). */
const byExternalNo = (ports: Pick<Ports, 'database'>, query: string): Promise<TicketDocument[]> =>
  findByExternalKeys(ports.database, externalKeys(query));
const CHANNELS = ['12345', 'phone', 'counter'] as const;
const externalKeys = (query: string): string[] => [
  ...CHANNELS.map(channel => externalKey(channel, query)),
  ...originNames.map(origin => externalKey('assigned', query, { origin })),
];

/** Found tickets that the reader may see, each with the one in which it is handled since it was merged (A43). */
const asHandled = async (
  ports: Pick<Ports, 'database'>,
  found: TicketDocument[],
  actor: Actor,
): Promise<TicketDocument[]> => {
  const seen = new Map<string, TicketDocument>();
  for (const document of found)
    for (const one of [document, await handledIn(ports.database, document)])
      if (maySee(actor, one.ticket)) seen.set(one._id, one);
  return [...seen.values()];
};

const counted: StaffView[] = ['todo', 'mine', 'unit', 'overdue', 'all'];

/** How many tickets each view holds for this member, up to 99. */
export const countViews = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
): Promise<Record<StaffView, number>> => {
  const now = ports.now();
  const counts = await Promise.all(
    counted.map(async view => {
      const range = rangeOf(view, actor, now);
      return [view, range ? await ports.database.count('tickets', range.where, MANY) : 0] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<StaffView, number>;
};

/** So many periods stand above the list; the newest first. */
const EXEMPT_SHOWN = 3;

/** Of a kind that recurs: for which periods nothing was opened, and why; nobody looks for a ticket that need not be. */
const exemptOf = async (
  { database }: Pick<Ports, 'database'>,
  kind: string | undefined,
): Promise<Pick<QueuePage, 'exempt'>> => {
  if (kind === undefined || !findProcedure(kind)?.recurs) return {};
  const found = await database.find('exemptions', {
    where: { kind },
    order: ['first', 'desc'],
    limit: EXEMPT_SHOWN,
  });
  return { exempt: found.map(({ period, why }) => ({ period, why })) };
};

/** `ticket.queue` of the contract; counts come with the first page. */
export const listQueue = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof queueInput>,
): Promise<QueuePage> => {
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
  if (search && 'tag' in search && !input.cursor)
    await countPerDay(runtime, actor.id, dailyWindows.phoneSearches, {
      what: '按电话查找',
      instead: '请用工单编号或标题查找，或者与管理方联系',
    });
  const summary = (document: TicketDocument): TicketSummary =>
    withPlace(showSummary(snapshot, document.ticket, actor, now), document, actor);
  if (search && 'no' in search) {
    const found = await ports.database.get('tickets', search.no);
    return { tickets: (await asHandled(ports, found ? [found] : [], actor)).map(summary), counts };
  }
  const outside =
    input.query && identifierKey(input.query) !== '' && !input.cursor
      ? await byExternalNo(ports, input.query)
      : [];
  const fromOutside = await asHandled(ports, outside, actor);
  if (fromOutside.length > 0) return { tickets: fromOutside.map(summary), counts };
  const tags = [
    ...(search && 'tag' in search ? [search.tag] : []),
    ...(input.desk ? [tag.desk(input.desk)] : []),
    ...(input.channel ? [tag.assigned] : []),
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
  const asked: Query = { where, order: range.order, limit: input.limit + 1 };
  // A person who calls is found with everything, however long ago it was; nothing in the archive is due.
  const documents = await (search && 'tag' in search && range.key === 'newKey'
    ? findWhereTheyLie(ports.database, asked)
    : ports.database.find('tickets', asked));
  const { page, next } = cutPage(documents, input.limit, ({ keys }) => keys[range.key]);
  const exempt = input.cursor ? {} : await exemptOf(ports, input.kind);
  return { tickets: page.map(summary), ...next, counts, ...exempt };
};

export const ticketQueue = useCase(queueInput, ticketReaders, (runtime, { actor }, input) =>
  listQueue(runtime, actor, input),
);
