import type { Collection, Index } from '../store/catalog';
import type { Driver, Value } from '../store/driver';
import { fromText, type Doc } from '../values/ejson';
import { compareKeys, endOfPart, join, type Fields, type Key } from '../values/keys';
import { BY_ID, type Beside, type Part, type Plan, type Range } from './planner';

/** What a question looked at, as MongoDB would count it: documents fetched, index entries walked. */
export type Tally = { documents: number; entries: number };

/** A document as it is stored; read only where somebody has to look into it. */
export type Found = Stored & { rid: number };
export type Stored = { text: string; doc?: Doc };

/** The document of what was found. */
export const docOf = (found: Stored): Doc => (found.doc ??= fromText(found.text));

/** One page after the other, and `undefined` where others may come in between: each page is read after what was before it. */
export type Pages = Generator<Found[] | undefined, void>;

export const PAGE = 100;
/** Entries of a value are looked through so many at a time for those that hold the other values too. */
const STRETCH = 1000;
/** The first stretch of each value, which tells whether it is worth more. */
const TRIAL = 200;

/** A place in an index: behind the entry of this key and row. */
type Place = { key: Key; rid: number };

/** Where entries lie: those of an index, or the documents by their `_id`. */
const source = ({ id }: Collection, index: Index) =>
  index === BY_ID
    ? { table: 'doc', scope: 'c', key: 'id', of: id, body: 'body', join: '' }
    : {
        table: 'entry e',
        scope: 'e.ix',
        key: 'e.key',
        of: index.id,
        body: 'body',
        join: ' CROSS JOIN doc USING (rid)',
      };

/**
 * The part of a range that lies behind one place and up to another one, as a condition. The end is said of the key alone
 * too: SQLite walks to an end of the key, and only sorts out by a key and its row.
 */
const within = (
  { scope, key, of }: ReturnType<typeof source>,
  { start, end }: Range,
  backwards: boolean,
  after?: Place,
  last?: Place,
): { where: string; values: Value[]; order: string } => {
  const way = backwards ? 'DESC' : 'ASC';
  const order = `ORDER BY ${key} ${way}, rid ${way}`;
  const [behind, upTo, notBeyond] = backwards ? ['<', '>', '<'] : ['>', '<', '>='];
  const [first, final] = backwards ? [end, start] : [start, end];
  const from = after
    ? { where: `(${key}, rid) ${behind} (?, ?)`, values: [after.key, after.rid] }
    : { where: `${key} ${notBeyond} ?`, values: [first] };
  const to = last
    ? {
        where: `${key} ${upTo}= ? AND (${key}, rid) ${upTo}= (?, ?)`,
        values: [last.key, last.key, last.rid],
      }
    : { where: `${key} ${backwards ? '>=' : '<'} ?`, values: [final] };
  return {
    where: `${scope} = ? AND ${from.where} AND ${to.where}`,
    values: [of, ...from.values, ...to.values],
    order,
  };
};

/** All documents of a collection. */
export function* scan(driver: Driver, collection: Collection, tally: Tally): Pages {
  for (let after = 0; ;) {
    const rows = driver.rows<[number, string]>(
      'SELECT rid, body FROM doc WHERE c = ? AND rid > ? ORDER BY rid LIMIT ?',
      collection.id,
      after,
      PAGE,
    );
    tally.documents += rows.length;
    yield foundIn(rows);
    if (rows.length < PAGE) return;
    after = rows.at(-1)![0];
    yield;
  }
}

/** As many at first as are asked for, then more at a time: bodies that nobody needs are not read. */
const firstSize = (enough: number): number => Math.min(Math.max(enough, 1), PAGE);
const nextSize = (size: number): number => Math.min(4 * size, PAGE);

/** The document of an entry, unless it has gone meanwhile. */
const fetched = (driver: Driver, rid: number, tally: Tally): Found[] => {
  const rows = driver.rows<[number, string]>('SELECT rid, body FROM doc WHERE rid = ?', rid);
  tally.documents += rows.length;
  return foundIn(rows);
};

/** Whether an entry says of its other parts what it must; one that cannot be read so may be a match. */
const saysAll = (key: Key, fields: Fields, parts: readonly Part[]): boolean => {
  let at = 0;
  let field = 0;
  for (const { at: wanted, direction, within } of parts) {
    for (; field < wanted; field += 1) {
      const end = endOfPart(key, at, fields[field]![1]);
      if (end === undefined) return true;
      at = end;
    }
    const part = key.subarray(at, endOfPart(key, at, direction));
    if (!within.some(({ start, end }) => compareKeys(part, start) >= 0 && compareKeys(part, end) < 0))
      return false;
  }
  return true;
};

/**
 * The documents of a range of an index, in its order, behind the first `passed`; no more at first than are `enough`. Those that
 * the entry itself rules out by its other parts are not fetched.
 */
export function* walk(
  driver: Driver,
  collection: Collection,
  { index, backwards, parts }: Pick<Extract<Plan, { kind: 'index' }>, 'index' | 'backwards' | 'parts'>,
  range: Range,
  { enough, passed }: { enough: number; passed: number },
  tally: Tally,
): Pages {
  const from = source(collection, index);
  let after: Place | undefined;
  if (passed > 0) {
    after = placeAt(driver, from, range, backwards, undefined, passed);
    tally.entries += after ? passed : countUpTo(driver, from, range, backwards, undefined);
    if (!after) return;
  }
  for (let size = firstSize(enough); ; size = nextSize(size)) {
    const { where, values, order } = within(from, range, backwards, after);
    const of = `WHERE ${where} ${order} LIMIT ?`;
    let walked: number;
    if (parts.length === 0) {
      const rows = driver.rows<[number, string]>(
        `SELECT rid, ${from.body} FROM ${from.table}${from.join} ${of}`,
        ...values,
        size,
      );
      walked = rows.length;
      tally.entries += walked;
      tally.documents += walked;
      yield foundIn(rows);
    } else {
      const entries = driver.rows<[number, Key]>(
        `SELECT rid, ${from.key} FROM ${from.table} ${of}`,
        ...values,
        size,
      );
      walked = entries.length;
      tally.entries += walked;
      // One by one: whoever has enough stops.
      for (const [rid, key] of entries)
        if (saysAll(key, index.fields, parts)) yield fetched(driver, rid, tally);
    }
    if (walked < size) return;
    after = placeAt(driver, from, range, backwards, after, size);
    yield;
  }
}

/**
 * As `walk`, of the entries that have others of the same document beside them. Whichever of the values leads, the order is
 * the same: where one finds little, the next stretch is walked by another, and what follows by the one that found most, as
 * MongoDB tries the plans that it has. MongoDB looks at the document of each entry; here the index says it, and both are counted.
 */
export function* walkBeside(
  driver: Driver,
  collection: Collection,
  index: Index,
  range: Range,
  backwards: boolean,
  { lead, others }: Beside,
  enough: number,
  tally: Tally,
): Pages {
  const from = source(collection, index);
  const values = [lead, ...others];
  const besides = values.map(own => besideOf(own, values));
  /** What a stretch of each value found of an entry; what was not tried yet may find all. */
  const found = values.map(() => Infinity);
  let leading = 0;
  let after: Place | undefined;
  for (let size = firstSize(enough); ;) {
    const own = ledBy(range, lead, values[leading]!);
    const length = found[leading] === Infinity ? TRIAL : STRETCH;
    const stretch: Place | undefined = placeAt(driver, from, own, backwards, after, length);
    const part = within(from, own, backwards, after, stretch);
    const rows = driver.rows<[number, string, Key]>(
      `SELECT rid, body, key FROM entry e CROSS JOIN doc USING (rid) WHERE ${part.where}${besides[leading]!.where} ${part.order} LIMIT ?`,
      ...part.values,
      ...besides[leading]!.values,
      size,
    );
    const full = rows.length === size ? rows.at(-1)! : undefined;
    const next: Place | undefined = full ? { key: full[2], rid: full[0] } : stretch;
    const walked = next
      ? stretch && !full
        ? length
        : countUpTo(driver, from, own, backwards, after, next)
      : countUpTo(driver, from, own, backwards, after);
    tally.entries += walked;
    tally.documents += walked;
    yield foundIn(rows);
    if (!next) return;
    if (full) size = nextSize(size);
    found[leading] = rows.length / walked;
    const best = found.indexOf(Math.max(...found));
    after = { key: replaceLead(next.key, values[leading]!, values[best]!), rid: next.rid };
    leading = best;
    yield;
  }
}

/** That an entry of one value has those of the others beside it, as a condition. */
const besideOf = (own: Key, values: readonly Key[]): { where: string; values: Value[] } => {
  const others = values.filter(other => other !== own);
  return {
    where: others
      .map(
        () =>
          ' AND EXISTS (SELECT 1 FROM entry o WHERE o.ix = e.ix AND o.key = CAST(? || substr(e.key, ?) AS BLOB) AND o.rid = e.rid)',
      )
      .join(''),
    values: others.flatMap(other => [other, own.length + 1]),
  };
};

/** A key that begins with one value, with another one in its place. */
const replaceLead = (key: Key, lead: Key, other: Key): Key =>
  lead === other ? key : join(other, key.subarray(lead.length));

const ledBy = ({ start, end }: Range, lead: Key, other: Key): Range => ({
  start: replaceLead(start, lead, other),
  end: replaceLead(end, lead, other),
});

/**
 * How many entries the ranges have, in steps of some thousand, and no more than `most`; each document once where one may have
 * several; of those that must have others beside them only these.
 */
export function* countEntries(
  driver: Driver,
  collection: Collection,
  { index, ranges, once, beside }: Extract<Plan, { kind: 'index' }>,
  most: number,
  tally: Tally,
): Generator<undefined, number> {
  const from = source(collection, index);
  const others = beside ? besideOf(beside.lead, [beside.lead, ...beside.others]) : { where: '', values: [] };
  const seen = once ? undefined : new Set<number>();
  let n = 0;
  for (const range of ranges)
    for (let after: Place | undefined; ;) {
      const missing = Math.min(5 * STRETCH, most - (seen?.size ?? n));
      if (missing <= 0) return most;
      const next: Place | undefined = placeAt(driver, from, range, false, after, beside ? STRETCH : missing);
      const { where, values } = within(from, range, false, after, next);
      const of = `FROM ${from.table} WHERE ${where}${others.where}`;
      let walked: number;
      if (seen) {
        const rows = driver.rows<[number]>(`SELECT rid ${of}`, ...values, ...others.values);
        for (const [rid] of rows) seen.add(rid);
        walked = rows.length;
      } else {
        const [some] = driver.first<[number]>(`SELECT COUNT(*) ${of}`, ...values, ...others.values)!;
        n += some;
        walked = some;
      }
      if (beside) {
        walked = next ? STRETCH : countUpTo(driver, from, range, false, after);
        tally.documents += walked;
      }
      tally.entries += walked;
      if (!next) break;
      after = next;
      yield;
    }
  return Math.min(seen?.size ?? n, most);
}

/** The place of the entry that comes so many entries behind another one, where there are so many. */
const placeAt = (
  driver: Driver,
  from: ReturnType<typeof source>,
  range: Range,
  backwards: boolean,
  after: Place | undefined,
  n: number,
): Place | undefined => {
  const { where, values, order } = within(from, range, backwards, after);
  const row = driver.first<[Key, number]>(
    `SELECT ${from.key}, rid FROM ${from.table} WHERE ${where} ${order} LIMIT 1 OFFSET ?`,
    ...values,
    n - 1,
  );
  return row && { key: row[0], rid: row[1] };
};

/** How many entries lie behind one place and up to another one. */
const countUpTo = (
  driver: Driver,
  from: ReturnType<typeof source>,
  range: Range,
  backwards: boolean,
  after: Place | undefined,
  last?: Place,
): number => {
  const { where, values } = within(from, range, backwards, after, last);
  return driver.first<[number]>(`SELECT COUNT(*) FROM ${from.table} WHERE ${where}`, ...values)![0];
};

const foundIn = (rows: readonly (readonly [number, string, ...unknown[]])[]): Found[] =>
  rows.map(([rid, text]) => ({ rid, text }));
