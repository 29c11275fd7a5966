import type { Instant } from '../../domain/time';
import type { JournalDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';

/** Entries of the journal that were counted under some names, in the order in which they were: a few pages a call. */

/** So many pages of entries are looked at for one of tickets. */
const MOST_PAGES = 5;

/** The last ones may go on in the next page: what came in one moment is read together. */
const withoutTies = (
  page: readonly JournalDocument[],
): { whole: readonly JournalDocument[]; next?: string } => {
  const last = page.at(-1);
  if (!last || page.length < PAGE) return { whole: page };
  const whole = page.filter(({ at }) => at < last.at);
  return whole.length > 0 ? { whole, next: last.at } : { whole: page, next: `${last.at}~` };
};

/** From a moment, or a cursor, to another, until it is enough; `next` = where it goes on. */
export const readEntries = async (
  database: Pick<Database, 'find'>,
  names: readonly string[],
  { from, until }: { from: string; until?: Instant },
  isEnough: (read: readonly JournalDocument[]) => boolean,
): Promise<{ entries: JournalDocument[]; next?: string }> => {
  const entries: JournalDocument[] = [];
  let begin: string | undefined = from;
  for (let pages = 0; pages < MOST_PAGES && begin !== undefined && !isEnough(entries); pages += 1) {
    const page: JournalDocument[] = await database.find('journal', {
      where: { counted: { in: [...names] }, at: { gte: begin, ...(until ? { lt: until } : {}) } },
      order: ['at', 'asc'],
      limit: PAGE,
    });
    const { whole, next } = withoutTies(page);
    entries.push(...whole);
    begin = next;
  }
  return { entries, ...(begin === undefined ? {} : { next: begin }) };
};
