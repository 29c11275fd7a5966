import type { StaffDesk, StaffView } from '../../../typings/contract';
import type { QueueInput } from '../../../typings/api';
import { store } from '../../lib/cache';
import { profile } from '../account/session';
import type { Filled } from '../form/forms';
import { ALL_KINDS, NO_DESK, notNarrowed, type KindFilter, type Narrowed } from './desk';
import { filterOf, NO_FILTER } from './filters';

/** Long enough to count what is due soon: the to-do list comes in the order of its dates. */
export const FIRST_PAGE = 40;

/** Which list the workbench shows: its queue, and what it is narrowed to. */
export type Scope = { queue: StaffView; kind: KindFilter; narrowed: Narrowed; filter: Filled };

const KEY = 'desk:scope';

/** With which list the workbench opens: the one that was left, also after WeChat was closed. */
export const lastScope = (): Scope => ({
  queue: 'todo',
  kind: ALL_KINDS,
  narrowed: notNarrowed(),
  filter: NO_FILTER,
  ...((wx.getStorageSync(KEY) as Scope | '') || {}),
});

export const keepScope = (scope: Scope): void => store(KEY, scope);

/** What is asked of the cloud besides the queue; `within` = the words are looked for in the queue alone. */
export const searchFor = ({
  query,
  within,
  kind,
  narrowed: { due, desk },
  filter,
}: Omit<Scope, 'queue'> & { query: string; within: boolean }): Omit<QueueInput, 'view'> => ({
  ...filterOf(filter),
  ...(due ? { due } : {}),
  ...(desk ? { desk } : {}),
  ...(query.trim() ? { query: query.trim(), ...(within ? { within } : {}) } : {}),
  ...(kind.value ? { kind: kind.value } : {}),
  ...(kind.channel ? { channel: kind.channel } : {}),
});

/** What is said where a list is empty: that it is, or what it was narrowed to. */
export function emptyWords(desk: StaffDesk, queue: StaffView, asked: object, narrowedTo: string[]): string {
  const names = Object.keys(asked);
  if (names.length === 0) return desk.queues.filter(({ value }) => value === queue)[0]?.none ?? '';
  const [words, ...more] = narrowedTo.filter(Boolean);
  const fromBoard = names.every(name => name === 'due' || name === 'desk');
  return words && more.length === 0 && fromBoard ? `没有${words}` : '没有找到，换个词或者换个筛选试试';
}

/** The desk of this person's role: what its queues are called, and whether it holds tickets at all. */
export async function ownDesk(): Promise<StaffDesk> {
  const me = await profile();
  return (me.ok && me.data.staff?.desk) || NO_DESK;
}
