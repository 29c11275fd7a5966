import * as z from 'zod';
import { fitting } from '../../../domain/views/bounds';

/** So many lines a page has, where the caller does not say. */
export const PAGE_SIZE = 20;

/** Of one more than a page holds: the page, and the key behind which the next one begins, when there is more. */
export const cutPage = <T>(
  found: readonly T[],
  size: number,
  keyOf: (last: T) => string,
): { page: T[]; next: { nextCursor?: string } } => {
  const page = found.slice(0, size);
  const last = page.at(-1);
  return { page, next: found.length > size && last !== undefined ? { nextCursor: keyOf(last) } : {} };
};

/** So much of a list is in one answer: the platform takes 1 MB, and a phone shows what it gets at once. */
const LIST_BYTES = 200_000;

/** A page cut to what one answer can hold; what is left begins the next one. */
export const cutToFit = <T, S>(
  page: readonly T[],
  next: { nextCursor?: string },
  show: (one: T) => S,
  keyOf: (last: T) => string,
  most = LIST_BYTES,
): { shown: S[]; next: { nextCursor?: string } } => {
  const shown = page.map(show);
  const n = fitting(shown, most);
  const last = page[n - 1];
  return n < page.length && last !== undefined
    ? { shown: shown.slice(0, n), next: { nextCursor: keyOf(last) } }
    : { shown, next };
};

/** Of lists of tickets: behind which key the page begins, and how many it holds at most. */
export const ticketPaging = {
  cursor: z.string().max(120).optional(),
  limit: z.number().int().min(1).max(50).default(PAGE_SIZE),
};
