import { addMinutes, type Instant } from '../../domain/time';
import type { StoredImport } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import type { Work } from '../clock/work';

/**
 * A checked file is stored before any of its rows is written: the document that names it is the moment in which all of it
 * is imported. Whatever breaks the writing off, the timer goes on with it. A file too large for one document has
 * further ones, which are stored first and mean nothing without it.
 */

type Store<T> = {
  get(id: string): Promise<StoredImport<T> | undefined>;
  insert(document: StoredImport<T>): Promise<void>;
  remove(id: string): Promise<void>;
};

/** Well below the 1 MB that a document should have (docs/local-cloud.md). */
const PART_BYTES = 500_000;
export const BROKEN_OFF_AFTER_MINUTES = 2;
/** A call waits 30 s at most, and has read and checked the file before; the timer does the rest. */
const MILLISECONDS_OF_A_CALL = 12_000;

/** Within one call: true until there is no time left for more rows. */
export const timeOfCall = ({ elapsed }: Pick<Ports, 'elapsed'>): (() => boolean) => {
  const end = elapsed() + MILLISECONDS_OF_A_CALL;
  return () => elapsed() < end;
};

const inParts = <T>(rows: readonly T[]): T[][] => {
  const parts: T[][] = [[]];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (bytes > 0 && bytes + size > PART_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(row);
    bytes += size;
  }
  return parts;
};

const partId = (id: string, part: number): string => `${id}#${part}`;

/** Stores a file of any size; it is imported when this has returned, and not at all when it throws. */
export const storeImport = async <T>(
  { insert }: Pick<Store<T>, 'insert'>,
  document: StoredImport<T>,
): Promise<StoredImport<T>> => {
  const [first = [], ...further] = inParts(document.rows);
  for (const [at, rows] of further.entries())
    await insert({ ...document, _id: partId(document._id, at + 1), rows, of: document._id });
  const named = { ...document, rows: first, ...(further.length > 0 ? { parts: further.length } : {}) };
  await insert(named);
  return named;
};

/** All rows of a file. A part that is gone was written and removed. */
export const storedRows = async <T>(
  { get }: Pick<Store<T>, 'get'>,
  { _id, rows, parts = 0 }: StoredImport<T>,
): Promise<T[]> => {
  const all = [...rows];
  for (let part = 1; part <= parts; part += 1) all.push(...((await get(partId(_id, part)))?.rows ?? []));
  return all;
};

/** Removes a file whose rows are all written; what names it goes last. */
export const removeImport = async <T>(
  { remove }: Pick<Store<T>, 'remove'>,
  { _id, parts = 0 }: StoredImport<T>,
): Promise<void> => {
  for (let part = 1; part <= parts; part += 1) await remove(partId(_id, part));
  await remove(_id);
};

/** Up to when the timer looks for files that nobody goes on with, and for parts of files that were never imported. */
export const brokenOffUntil = (now: Instant): Instant => addMinutes(now, -BROKEN_OFF_AFTER_MINUTES);

/** Goes on with files that were broken off; `apply` says whether it came to the end. */
export const finishStored = async <T, D extends StoredImport<T>>(
  store: Pick<Store<T>, 'get' | 'remove'>,
  due: AsyncIterable<D>,
  work: Work,
  apply: (document: D) => Promise<boolean>,
): Promise<{ imported: number }> => {
  let imported = 0;
  for await (const document of due) {
    if (!(await work.hasTime())) break;
    await work.attempt(document._id, async () => {
      if (document.of === undefined) imported += (await apply(document)) ? 1 : 0;
      else if (!(await store.get(document.of))) await store.remove(document._id);
    });
  }
  return { imported };
};
