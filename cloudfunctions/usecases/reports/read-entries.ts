import type { Instant } from '../../domain/time';
import type { JournalDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';

/** Entries of the journal that were counted under some names, in the order in which they were: a few pages a call. */

/** So many pages of entries are looked at for one of tickets: where few of very many are wanted, a call gets on. */
const MOST_PAGES = 20;

/** Between a moment and the entry of it behind which it goes on. */
const BEHIND = '|';

type Read = { whole: readonly JournalDocument[]; next?: string };

/** What came in one moment and is more than a page: by ids. */
const readMoment = async (
  database: Pick<Database, 'find'>,
  names: readonly string[],
  at: Instant,
  after: string,
): Promise<Read> => {
  const page = await database.find('journal', {
    where: { counted: { in: [...names] }, at, _id: { gt: after } },
    order: ['_id', 'asc'],
    limit: PAGE,
  });
  const last = page.length < PAGE ? undefined : page.at(-1);
  return { whole: page, next: last ? `${at}${BEHIND}${last._id}` : `${at}~` };
};

/** The last ones may go on in the next page: what came in one moment is read together. */
const withoutTies = (page: readonly JournalDocument[]): Read => {
  const last = page.at(-1);
  if (!last || page.length < PAGE) return { whole: page };
  const whole = page.filter(({ at }) => at < last.at);
  return { whole, next: whole.length > 0 ? last.at : `${last.at}${BEHIND}` };
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
    const [at = '', after]: string[] = begin.split(BEHIND);
    const { whole, next }: Read =
      after === undefined
        ? withoutTies(
            await database.find('journal', {
              where: { counted: { in: [...names] }, at: { gte: at, ...(until ? { lt: until } : {}) } },
              order: ['at', 'asc'],
              limit: PAGE,
            }),
          )
        : await readMoment(database, names, at, after);
    entries.push(...whole);
    begin = next;
  }
  return { entries, ...(begin === undefined ? {} : { next: begin }) };
};
