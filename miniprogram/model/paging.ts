import type { Answer, Failure } from '../cloud/client';
import { empty, isClosed, loading, problem, ready, staysOld, type View } from '../cloud/view';

/** What a page needs in its data to show a list that grows as it is read. */
export type Paged<T> = {
  items: T[];
  cursor: string;
  view: View;
  /** Said below the list while the next part comes, and when it did not come. */
  more: '' | 'loading' | 'failed';
  /** Which question was asked last: answers to earlier ones are dropped. */
  asked: number;
};

/** What tells the things of a list apart. */
type Named = { no: string } | { id: string };
const nameOf = (item: Named): string => ('no' in item ? item.no : item.id);

type Part<T> = { items: T[]; nextCursor?: string };
type Fetch<T> = (cursor?: string) => Promise<Answer<Part<T>>>;
type ListPage<T> = { data: Paged<T>; setData(change: Partial<Paged<T>>): void };

/** An empty list that is being fetched: spread it into the page's data. */
export const paged = <T>(): Paged<T> => ({ items: [], cursor: '', view: loading, more: '', asked: 0 });

/** So many parts without anything in them are asked for at most, one after the other. */
const MOST_EMPTY = 100;

/** Nothing was found as far as it was looked: that is not said of the whole list. */
const NOT_YET = '看了很多件，还没有找到；后面可能还有，请缩小范围再看';

/**
 * The next part in which there is something: the cloud may have looked through much and found nothing yet. No more is asked
 * for once `isWanted` says that something else is.
 */
async function fetchSome<T>(
  fetch: Fetch<T>,
  cursor: string | undefined,
  isWanted: () => boolean,
): Promise<Answer<Part<T>>> {
  let answer = await fetch(cursor);
  for (let empties = 1; empties < MOST_EMPTY && isWanted(); empties += 1) {
    if (!answer.ok || answer.data.items.length > 0 || !answer.data.nextCursor) return answer;
    answer = await fetch(answer.data.nextCursor);
  }
  return answer;
}

/** What is wrong; of what is no longer the reader's to see nothing stays. */
const refused = <T>(error: Failure): Partial<Paged<T>> => ({
  view: problem(error),
  ...(isClosed(error) ? { items: [], cursor: '', more: '' } : {}),
});

/**
 * Fetches the beginning of the list. What was there stays on the screen until the answer is known, also when it is an
 * error: then `view` says what is wrong. `none` is what an empty list says.
 */
export async function loadFirst<T extends Named>(
  page: ListPage<T>,
  fetch: Fetch<T>,
  none: string | View,
): Promise<void> {
  const asked = ++page.data.asked;
  if (page.data.items.length === 0) page.setData({ view: loading });
  const answer = await fetchSome(fetch, undefined, () => asked === page.data.asked);
  if (asked !== page.data.asked) return;
  if (!answer.ok) {
    staysOld(answer.error, page.data.items.length > 0);
    return page.setData(refused(answer.error));
  }
  const { items, nextCursor } = answer.data;
  const nothing = nextCursor ? empty(NOT_YET) : typeof none === 'string' ? empty(none) : none;
  const view = items.length > 0 ? ready : nothing;
  page.setData({ items, cursor: nextCursor ?? '', more: '', view });
}

/** Fetches the next part when the end was reached; a second call meanwhile does nothing. */
export async function loadMore<T extends Named>(page: ListPage<T>, fetch: Fetch<T>): Promise<void> {
  const { cursor, more, asked } = page.data;
  if (!cursor || more === 'loading') return;
  page.setData({ more: 'loading' });
  const answer = await fetchSome(fetch, cursor, () => asked === page.data.asked);
  if (asked !== page.data.asked) return;
  if (!answer.ok) return page.setData(isClosed(answer.error) ? refused(answer.error) : { more: 'failed' });
  // A thing that moved meanwhile may come twice.
  const here = new Set(page.data.items.map(nameOf));
  const items = [...page.data.items, ...answer.data.items.filter(item => !here.has(nameOf(item)))];
  page.setData({ items, cursor: answer.data.nextCursor ?? '', more: '' });
}

/** The data of a good answer, changed. */
export const mapped = <T, U>(answer: Answer<T>, change: (data: T) => U): Answer<U> =>
  answer.ok ? { ok: true, data: change(answer.data) } : answer;
