import * as z from 'zod';

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

/** Of lists of tickets: behind which key the page begins, and how many it holds at most. */
export const ticketPaging = {
  cursor: z.string().max(120).optional(),
  limit: z.number().int().min(1).max(50).default(PAGE_SIZE),
};
