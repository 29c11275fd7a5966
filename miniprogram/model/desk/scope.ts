import type { StaffDesk, StaffView } from '../../../typings/contract';
import type { QueueInput } from '../../../typings/api';
import { staff } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { store } from '../../lib/cache';
import { profile } from '../account/session';
import type { Filled } from '../form/forms';
import {
  ALL_KINDS,
  deskLine,
  DESKS_SHOWN,
  NO_DESK,
  notNarrowed,
  wholeLine,
  type DeskLine,
  type KindFilter,
  type Narrowed,
} from './desk';
import { filterOf, filterWords, NO_FILTER } from './filters';

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

/** What its reader has chosen there; nothing so far. */
type Chosen = {
  query: string;
  /** What is searched for stands in the list that is shown; otherwise in all that one may see. */
  within: boolean;
  /** To which of the kinds it is narrowed, and that one's place among them. */
  kind: KindFilter;
  kindAt: number;
  /** To what besides, and in words. */
  filter: Filled;
  filterWords: string;
};
export const notChosen = (): Chosen => ({
  query: '',
  within: false,
  kind: ALL_KINDS,
  kindAt: 0,
  filter: NO_FILTER,
  filterWords: '',
});

/** What is asked of the cloud besides the queue; `within` = the words are looked for in the queue alone. */
export const searchFor = ({
  query,
  within,
  kind,
  narrowed: { due, desk, open, kind: ofKind = '' },
  filter,
}: Omit<Scope, 'queue'> & { query: string; within: boolean }): Omit<QueueInput, 'view'> => ({
  ...filterOf(filter),
  ...(due ? { due } : {}),
  ...(desk ? { desk } : {}),
  ...(open ? { open } : {}),
  ...(ofKind ? { kind: ofKind } : {}),
  ...(query.trim() ? { query: query.trim(), ...(within ? { within } : {}) } : {}),
  ...(kind.value ? { kind: kind.value } : {}),
  ...(kind.channel ? { channel: kind.channel } : {}),
});

/** The same for another page that goes on with the list, and in words. */
export const narrowedTo = (
  list: Omit<Scope, 'queue'> & { query: string; within: boolean },
): { search: ReturnType<typeof searchFor>; words: string } => {
  const { query, kind, narrowed, filter } = list;
  const words = [
    query.trim() && `“${query.trim()}”`,
    kind.value || kind.channel ? kind.label : '',
    narrowed.words,
    filterWords(filter),
  ];
  return { search: searchFor(list), words: words.filter(Boolean).join('，') };
};

/** What is said where a list is empty: that it is, or what it was narrowed to. */
export function emptyWords(desk: StaffDesk, queue: StaffView, asked: object, narrowedTo: string[]): string {
  const names = Object.keys(asked);
  if (names.length === 0) return desk.queues.filter(({ value }) => value === queue)[0]?.none ?? '';
  const [words, ...more] = narrowedTo.filter(Boolean);
  const sayAll = names.every(name => ['due', 'desk', 'assignee'].includes(name));
  return words && more.length === 0 && sayAll ? `没有${words}` : '没有找到，换个词或者换个筛选试试';
}

/** The desk of this person's role: what its queues are called, and whether it holds tickets at all. */
export async function ownDesk(): Promise<StaffDesk> {
  const me = await profile();
  return (me.ok && me.data.staff?.desk) || NO_DESK;
}

/** What is due in all for which this role answers, and at which desks; where that cannot be had, why. */
export async function wholeNow(wide: boolean): Promise<{
  wholeTrouble: string;
  whole?: ReturnType<typeof wholeLine>;
  desks?: DeskLine[];
}> {
  const board = await staff('board.get', { weeks: 1 });
  if (!board.ok) return { wholeTrouble: troubleText(board.error) };
  const due = board.data.desks.filter(({ overdue, today }) => overdue + today > 0);
  const shown = wide ? DESKS_SHOWN.wide : DESKS_SHOWN.narrow;
  return {
    wholeTrouble: '',
    whole: wholeLine(board.data.now),
    desks: due.slice(0, shown).map(deskLine),
  };
}
