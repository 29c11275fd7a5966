import * as z from 'zod';
import type { StaffView } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import { findProcedure } from '../../../domain/procedures';
import { scopeKey, tag } from '../../../domain/ticket/scope';
import { addDays, civilDateOf, startOfDay } from '../../../domain/time';
import { typedLine } from '../../../domain/typed/text';
import { findInUse } from '../../kernel/archive';
import type { TicketDocument } from '../../kernel/documents';
import type { Database, Query, Where } from '../../kernel/ports';
import { cutPage, ticketPaging } from '../../kernel/reading/paging';

/** Which rows a queue of staff shows, as one range of one index: by the reader's key, the view and what is asked besides. */

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
  /** The search keeps to the view. */
  within: z.boolean().optional(),
  ...ticketPaging,
});

export type Range = { where: Where; order: NonNullable<Query['order']>; key: 'dueKey' | 'newKey' };

/** One index range a view; `undefined` for a role that sees no tickets. */
export const rangeOf = (view: StaffView, actor: Actor, now: string): Range | undefined => {
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

type QueueInput = z.infer<typeof queueInput>;

/** What is asked besides the view: `tags` that a row must have too. */
export const narrowed = (
  view: Range,
  { light, due, kind, desk, channel }: QueueInput,
  now: string,
  further: string[] = [],
): Range => {
  // Whoever asks what is due wants to see what is due first.
  const range: Range =
    due || light === 'red' || light === 'yellow'
      ? { ...view, order: ['keys.dueKey', 'asc'], key: 'dueKey' }
      : view;
  const tags = [
    ...further,
    ...(desk ? [tag.desk(desk)] : []),
    ...(channel ? [tag.assigned] : []),
    range.where['keys.tags'] as string,
  ];
  const where = merged(merged(range.where, lightWhere(light, now)), {
    ...(due ? dueToday(now) : {}),
    ...(kind ? { 'keys.kind': kind } : {}),
    ...(tags.length > 1 ? { 'keys.tags': { all: tags } } : {}),
  });
  return { ...range, where };
};

/** A page of a range, from its cursor on. */
export const readRange = async (
  database: Pick<Database, 'find'>,
  { where, order, key }: Range,
  { cursor, limit }: Pick<QueueInput, 'cursor' | 'limit'>,
  find = findInUse,
): Promise<{ page: TicketDocument[]; next: { nextCursor?: string } }> => {
  const from = cursor && { [`keys.${key}`]: key === 'dueKey' ? { gt: cursor } : { lt: cursor } };
  const documents = await find(database, {
    where: from ? merged(where, from) : where,
    order,
    limit: limit + 1,
  });
  return cutPage(documents, limit, ({ keys }) => keys[key]);
};
