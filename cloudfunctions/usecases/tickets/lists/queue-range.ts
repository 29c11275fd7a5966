import * as z from 'zod';
import type { StaffView } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import { findProcedure, staffProcedures } from '../../../domain/procedures';
import { listed } from '../../../domain/ticket/listed';
import {
  isProvince,
  narrowsByKindAndRegion,
  narrowsByUnit,
  scopeKey,
  tag,
} from '../../../domain/ticket/scope';
import { addDays, civilDateOf, isCivilDate, NEVER, startOfDay } from '../../../domain/time';
import { typedLine } from '../../../domain/typed/text';
import type { TicketRow } from '../../kernel/documents';
import type { Database, Query, Where } from '../../kernel/ports';
import { cutPage, ticketPaging } from '../../kernel/reading/paging';

/** Which rows a queue of staff shows, as one range of one index: by the reader's key, the view and what is asked besides. */

const id = (problem: string) => z.string().regex(/^[\w-]{1,64}$/, problem);
const day = z.string().refine(isCivilDate, '日期不对');

export const queueInput = z.object({
  view: z.enum(['todo', 'mine', 'unit', 'overdue', 'all'], { error: '没有这个列表' }),
  kind: z
    .string()
    .refine(kind => findProcedure(kind) !== undefined, '没有这个类型')
    .optional(),
  light: z.enum(['green', 'yellow', 'red']).optional(),
  /** Only what is not over. */
  open: z.literal(true).optional(),
  /** Only what falls due before midnight. */
  due: z.literal('today').optional(),
  /** Only what documents assign (A54). */
  channel: z.literal('assigned').optional(),
  /** Only what lies at one desk, as `board.get` names it. */
  desk: z
    .string()
    .regex(/^(operator-lead|manager|lead:[\w-]{1,32})$/, '没有这个单位')
    .optional(),
  /** Only what this unit handles, what lies in this region or below it, what this member holds. */
  unitId: id('没有这个单位').optional(),
  region: z
    .string()
    .regex(/^\d{6}$/, '没有这个地区')
    .optional(),
  assignee: id('没有这个人').optional(),
  /** Filed on these days, both included. */
  from: day.optional(),
  to: day.optional(),
  query: typedLine().max(100).optional(),
  /** The search keeps to the view. */
  within: z.boolean().optional(),
  ...ticketPaging,
});

type QueueInput = z.infer<typeof queueInput>;

/** `reader` = whose list it is, by the key of the scope. */
export type Range = {
  reader: string;
  where: Where;
  order: NonNullable<Query['order']>;
  key: 'dueKey' | 'newKey';
};

const byDue: Pick<Range, 'order' | 'key'> = { order: ['keys.dueKey', 'asc'], key: 'dueKey' };
const byNew: Pick<Range, 'order' | 'key'> = { order: ['keys.newKey', 'desc'], key: 'newKey' };

/** One index range a view; `undefined` for a role that sees no tickets. */
export const rangeOf = (view: StaffView, actor: Actor, now: string): Range | undefined => {
  const reader = scopeKey(actor);
  if (!reader) return undefined;
  switch (view) {
    case 'todo':
      return { reader, where: { 'keys.tags': tag.todo(reader) }, ...byDue };
    case 'mine':
      return { reader, where: { 'keys.tags': tag.mine(actor.id) }, ...byDue };
    case 'unit':
      return { reader, where: { 'keys.tags': tag.desk(reader) }, ...byDue };
    case 'overdue':
      return { reader, where: { 'keys.tags': tag.seen(reader), ...isOverdue(now) }, ...byDue };
    case 'all':
      return { reader, where: { 'keys.tags': tag.seen(reader) }, ...byNew };
  }
};

/** What is not over yet and falls due before midnight. */
export const dueToday = (now: string): Where => ({
  'keys.dueKey': { gt: `${now}|~`, lte: `${startOfDay(addDays(civilDateOf(now), 1))}|~` },
});

export const isOverdue = (now: string): Where => ({ 'keys.dueKey': { lte: `${now}|~` } });

/** What is over has no light. */
const lightWhere = (light: 'green' | 'yellow' | 'red' | undefined, now: string): Where => {
  if (light === 'red') return isOverdue(now);
  if (light === undefined) return {};
  const ahead = { 'keys.dueKey': { gt: `${now}|~` } };
  return light === 'yellow'
    ? { ...ahead, 'keys.yellowAt': { lte: now } }
    : { ...ahead, 'keys.yellowAt': { gt: now, lt: NEVER } };
};

/** Of all that the reader may see, what is not over: what has a light is open, so no search for lights goes through the rest. */
const whereOpen = (view: Range): Range => {
  const tags = view.where['keys.tags'];
  return view.key === 'newKey' && typeof tags === 'string'
    ? { ...view, where: { ...view.where, 'keys.tags': tag.open(tags.replace(/^seen\|/, '')) } }
    : view;
};

const filedWhere = ({ from, to }: Pick<QueueInput, 'from' | 'to'>): Where =>
  from || to
    ? {
        'keys.newKey': {
          ...(from ? { gte: startOfDay(from) } : {}),
          ...(to ? { lt: startOfDay(addDays(to, 1)) } : {}),
        },
      }
    : {};

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

/** Whoever asks what is due wants to see what is due first, and by days of filing the newest. */
const orderOf = (view: Range, { due, light, from, to }: QueueInput): Pick<Range, 'order' | 'key'> => {
  if (due || light === 'red' || light === 'yellow') return byDue;
  return from || to ? byNew : { order: view.order, key: view.key };
};

/** Of the province each list holds little of a kind or a region; of a unit's own little is another's. */
const seesAll = (own: string): boolean => !own.includes(':') && !own.startsWith(tag.mine(''));

/** What staff have started of a kind and is open is little: of what citizens file most that is new is open. */
const isStarted = (kind: string): boolean => staffProcedures.some(one => one.kind === kind);

/** What the reader may see of one unit's. */
const ofUnit = (reader: string, unitId: string): string =>
  narrowsByUnit(reader, unitId) ? tag.seenOf(reader, unitId) : tag.seen(`lead:${unitId}`);

/**
 * What is asked besides the view. The tags that a row must have come with the narrowest first: the index is read by one of
 * them, and what the others say is looked at in the row.
 */
export const narrowed = (view: Range, input: QueueInput, now: string): Range => {
  const { light, open, due, kind, desk, channel, unitId, region, assignee } = input;
  const onlyOpen = open ?? light !== undefined;
  const of = onlyOpen ? whereOpen(view) : view;
  const own = of.where['keys.tags'] as string;
  // Of all that a unit has seen, what is of a kind or a region is looked up by both.
  const { reader } = of;
  const byBoth = own === tag.seen(reader) && narrowsByKindAndRegion(reader);
  const running = kind && onlyOpen && isStarted(kind) ? [tag.running(kind)] : [];
  const wide = [
    ...(region && !isProvince(region) ? [byBoth ? tag.seenIn(reader, region) : tag.within(region)] : []),
    ...(kind && running.length === 0 ? [byBoth ? tag.seenAs(reader, kind) : tag.ofKind(kind)] : []),
  ];
  const tags = [
    ...running,
    ...(assignee ? [tag.mine(assignee)] : []),
    ...(desk ? [tag.desk(desk)] : []),
    ...(unitId ? [ofUnit(reader, unitId)] : []),
    ...(channel ? [tag.assigned] : []),
    ...(byBoth || seesAll(own) ? [...wide, own] : [own, ...wide]),
  ];
  const conditions: Where[] = [
    lightWhere(light, now),
    due ? dueToday(now) : {},
    filedWhere(input),
    {
      // Those who only assist may see it too.
      ...(unitId ? { 'ticket.unitId': unitId } : {}),
      ...(region && isProvince(region) ? { 'ticket.regionPath': region } : {}),
      ...(tags.length > 1 ? { 'keys.tags': { all: tags } } : {}),
    },
  ];
  return { reader, where: conditions.reduce(merged, of.where), ...orderOf(view, input) };
};

/** A page of a range, from its cursor on. */
export const readRange = async (
  database: Pick<Database, 'rows'>,
  { where, order, key }: Omit<Range, 'reader'>,
  { cursor, limit }: Pick<QueueInput, 'cursor' | 'limit'>,
): Promise<{ page: TicketRow[]; next: { nextCursor?: string } }> => {
  const from = cursor && { [`keys.${key}`]: key === 'dueKey' ? { gt: cursor } : { lt: cursor } };
  const documents = await database.rows(
    'tickets',
    { where: from ? merged(where, from) : where, order, limit: limit + 1 },
    listed,
  );
  return cutPage(documents, limit, ({ keys }) => keys[key]);
};
