import type { ShownTicket, TimelineItem } from '../../../typings/contract';

/**
 * How much of a ticket comes in one answer: the platform takes 1 MB, a screen of the phone 256 KB at once. What is older
 * than fits is read on by a cursor; nothing is left out without a word.
 */

const TIMELINE_BYTES = 100_000;
const TIMELINE_LINES = 60;
const REPLIES_BYTES = 100_000;
const MOST_FILES = 60;
const MOST_CLOCKS = 40;
const CLOCKS_BYTES = 100_000;
const MOST_LINKS = 200;

/** As UTF-8 in JSON. */
export const bytesOf = (value: unknown): number => {
  const text = JSON.stringify(value) ?? '';
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A pair of surrogates makes four bytes of its two characters.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

/** How many of the first rows fit; one always does. */
export const fitting = (rows: readonly unknown[], most: number): number => {
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    bytes += bytesOf(row) + 1;
    if (bytes > most) return Math.max(1, index);
  }
  return rows.length;
};

/** How many of the last rows fit. */
const fittingLast = (rows: readonly unknown[], most: number): number => fitting([...rows].reverse(), most);

export type Part<T> = { items: T[]; earlier?: string };

/** Behind which instant the page begins, and behind how many lines of that instant: lines are added, never taken out. */
const cursorOf = (items: readonly TimelineItem[], from: number): string => {
  const { at = '' } = items[from] ?? {};
  return `${at}#${from - items.findIndex(item => item.at === at)}`;
};

/** The end of the page before a cursor; without one that of the timeline. */
const endOf = (items: readonly TimelineItem[], cursor: string | undefined): number => {
  if (cursor === undefined) return items.length;
  const [at = '', place = '0'] = cursor.split('#');
  const first = items.findIndex(item => item.at >= at);
  return first < 0 ? items.length : Math.min(items.length, first + Number(place));
};

/** The newest lines that fit before a cursor, in their order. */
export const timelineBefore = (items: readonly TimelineItem[], cursor?: string): Part<TimelineItem> => {
  const end = endOf(items, cursor);
  const lines = items.slice(Math.max(0, end - TIMELINE_LINES), end);
  const from = end - fittingLast(lines, TIMELINE_BYTES);
  return { items: items.slice(from, end), ...(from > 0 ? { earlier: cursorOf(items, from) } : {}) };
};

/** The newest files before a cursor, in their order. */
export const filesBefore = (
  files: ShownTicket['attachments'],
  cursor?: string,
): Part<ShownTicket['attachments'][number]> => {
  const end = cursor === undefined ? files.length : Math.min(files.length, Number(cursor) || 0);
  const from = Math.max(0, end - MOST_FILES);
  return { items: files.slice(from, end), ...(from > 0 ? { earlier: String(from) } : {}) };
};

/** What runs, and of what has ended the newest; the days that explain a date (up to a year) as far as they fit. */
const newestClocks = (clocks: ShownTicket['clocks']): ShownTicket['clocks'] => {
  const running = clocks.filter(({ state }) => state === 'running');
  const ended = clocks.filter(({ state }) => state !== 'running').slice(-MOST_CLOCKS);
  const byWeight = [...running, ...ended.reverse()];
  const explained = new Set(byWeight.slice(0, fitting(byWeight, CLOCKS_BYTES)));
  const kept = new Set(byWeight);
  return clocks
    .filter(clock => kept.has(clock))
    .map(clock => (explained.has(clock) ? clock : { ...clock, explanation: [] }));
};

/** A ticket as it comes in one answer: the newest of everything that grows. */
export const fitTicket = (ticket: ShownTicket): ShownTicket => {
  const { items: timeline, earlier } = timelineBefore(ticket.timeline);
  const { items: attachments, earlier: earlierFiles } = filesBefore(ticket.attachments);
  return {
    ...ticket,
    timeline,
    attachments,
    ...(earlier ? { earlier } : {}),
    ...(earlierFiles ? { earlierFiles } : {}),
    // What an older reply said stands in the timeline too.
    replies: ticket.replies.slice(-fittingLast(ticket.replies, REPLIES_BYTES) || undefined),
    clocks: newestClocks(ticket.clocks),
    links: ticket.links.slice(-MOST_LINKS),
  };
};
