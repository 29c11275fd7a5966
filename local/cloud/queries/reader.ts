import type { Collection, Index } from '../store/catalog';
import type { Driver, Row } from '../store/driver';
import { fromText, type Doc } from '../values/ejson';
import { compareKeys, decodeId, type Fields } from '../values/keys';
import type { Warnings } from '../warnings';
import { comparer, matcher, sortable } from './match';
import { BY_ID, choose, type Beside, type Plan, type Range } from './planner';

export type Question = { filter: Doc; sort?: Fields; skip?: number; limit?: number };

const PAGE = 200;
/** The entry of the same document that begins with another value and goes on alike: found without reading documents. */
const HAS_BESIDE =
  ' AND EXISTS (SELECT 1 FROM entry o WHERE o.ix = e.ix AND o.key = CAST(? || substr(e.key, ?) AS BLOB) AND o.rid = e.rid)';
type Found = { rid: number; doc: Doc };

/** Answers questions from committed documents: by plan where an index helps, by a scan (with a warning) where none does. */
export class Reader {
  /** Of all questions so far; what an index sorts out by another entry of the same document is not among it. */
  readonly examined = { documents: 0, entries: 0 };

  constructor(
    private readonly driver: Driver,
    private readonly warnings: Warnings,
    /** Documents that a query may examine, or sort in memory, without an index. */
    private readonly scanLimit: number,
  ) {}

  /** Matching documents in order. Without `limit`: all of them. */
  find(collection: Collection, { filter, sort = [], skip = 0, limit = Infinity }: Question): Doc[] {
    const matches = matcher(filter);
    const plan = choose(filter, sort, collection.indexes);
    const enough = skip + limit;
    let examined = 0;
    const seen = new Set<number>();
    const kept = (row: Found): boolean => {
      examined++;
      if (seen.has(row.rid) || !matches(row.doc)) return false;
      seen.add(row.rid);
      return true;
    };

    const sorted = !sort.length || (plan.kind === 'index' && plan.sorted);
    const merged = sort.length > 0 && plan.kind === 'index' && plan.sorted && plan.ranges.length > 1;
    const found: Doc[] = [];
    for (const rows of this.runs(collection, plan)) {
      let taken = 0;
      for (const row of rows) {
        if (!kept(row)) continue;
        found.push(row.doc);
        // Each range of an ordered plan is ordered by itself: so many of each are enough.
        if (sorted && ++taken >= enough) break;
      }
      if (sorted && !merged && found.length >= enough) break;
    }

    if (plan.kind === 'collection' && examined > this.scanLimit)
      this.warnings.add(
        'scan',
        `${collection.name}: examined ${examined} documents without an index for ${shape(filter, sort)}`,
      );
    if (!sorted && found.length > this.scanLimit)
      this.warnings.add(
        'sort',
        `${collection.name}: sorted ${found.length} documents in memory for ${shape(filter, sort)}`,
      );
    if (skip > 1000)
      this.warnings.add('skip', `${collection.name}: skipped ${skip} documents; page by key instead`);

    const ordered = sorted && !merged ? found : inOrder(found, sort);
    return ordered.slice(skip, enough);
  }

  /**
   * The ids of matching documents, in no order, from the index alone; undefined where the documents have to be looked at.
   */
  ids(collection: Collection, filter: Doc, limit = Infinity): unknown[] | undefined {
    const plan = choose(filter, [], collection.indexes);
    if (plan.kind !== 'index' || !plan.exact || plan.index === BY_ID) return undefined;
    const found = new Map<number, unknown>();
    for (const { start, end } of plan.ranges) {
      // An array may hold two of the values: then it is met twice.
      const most = Number.isFinite(limit) ? (plan.ranges.length > 1 ? limit + found.size : limit) : -1;
      const rows = this.driver.all<Row & { rid: number; id: ArrayBuffer }>(
        `SELECT DISTINCT e.rid, d.id FROM entry e CROSS JOIN doc d ON d.rid = e.rid WHERE e.ix = ? AND e.key >= ? AND e.key < ? LIMIT ?`,
        plan.index.id,
        start,
        end,
        most,
      );
      this.examined.entries += rows.length;
      for (const { rid, id } of rows) if (!found.has(rid)) found.set(rid, decodeId(new Uint8Array(id)));
      if (found.size >= limit) break;
    }
    return [...found.values()].slice(0, limit);
  }

  /** The number of matching documents; of all of them without looking at any. */
  count(collection: Collection, filter: Doc): number {
    if (Object.keys(filter).length)
      return (this.ids(collection, filter) ?? this.find(collection, { filter })).length;
    return this.driver.get<{ n: number }>('SELECT COUNT(*) AS n FROM doc WHERE c = ?', collection.id)!.n;
  }

  /** How a question would be answered, for tests. */
  explain(collection: Collection, { filter, sort = [] }: Question): Plan {
    return choose(filter, sort, collection.indexes);
  }

  private *runs(collection: Collection, plan: Plan): Generator<Iterable<Found>> {
    if (plan.kind === 'union') for (const inner of plan.plans) yield* this.runs(collection, inner);
    else if (plan.kind === 'collection') yield this.scan(collection);
    else
      for (const range of [...plan.ranges].sort(
        (a, b) => compareKeys(a.start, b.start) * (plan.backwards ? -1 : 1),
      ))
        yield this.walk(collection, plan.index, range, plan.backwards, plan.beside);
  }

  private *scan(collection: Collection): Generator<Found> {
    for (let after = 0; ;) {
      const rows = this.driver.all<Row & Body>(
        'SELECT rid, body FROM doc WHERE c = ? AND rid > ? ORDER BY rid LIMIT ?',
        collection.id,
        after,
        PAGE,
      );
      this.examined.documents += rows.length;
      for (const row of rows) yield { rid: row.rid, doc: fromText(row.body) };
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.rid;
    }
  }

  private *walk(
    collection: Collection,
    index: Index,
    { start, end }: Range,
    backwards: boolean,
    beside: Beside = { lead: new Uint8Array(), others: [] },
  ): Generator<Found> {
    const [from, scope] =
      index === BY_ID
        ? ['(SELECT c AS ix, id AS key, rid, body FROM doc) e', collection.id]
        : ['(SELECT ix, key, rid, body FROM entry JOIN doc USING (rid)) e', index.id];
    const { lead, others } = beside;
    const having = others.map(() => HAS_BESIDE).join('');
    const values = others.flatMap(other => [other, lead.length + 1]);
    const select = `SELECT e.key, e.rid, e.body FROM ${from} WHERE e.ix = ?${having}`;
    const [way, next, edge] = backwards ? ['DESC', '<', '<='] : ['ASC', '>', '<'];
    const order = `ORDER BY e.key ${way}, e.rid ${way} LIMIT`;
    let rows = this.driver.all<Row & Body & Entry>(
      `${select} AND e.key >= ? AND e.key < ? ${order} 20`,
      scope,
      ...values,
      start,
      end,
    );
    for (let size = 20; ; size = PAGE) {
      this.examined.documents += rows.length;
      if (index !== BY_ID) this.examined.entries += rows.length;
      for (const row of rows) yield { rid: row.rid, doc: fromText(row.body) };
      const last = rows.at(-1);
      if (!last || rows.length < size) return;
      rows = this.driver.all<Row & Body & Entry>(
        `${select} AND e.key >= ? AND e.key ${edge} ? AND (e.key, e.rid) ${next} (?, ?) ${order} ${PAGE}`,
        scope,
        ...values,
        backwards ? start : new Uint8Array(last.key),
        backwards ? new Uint8Array(last.key) : end,
        new Uint8Array(last.key),
        last.rid,
      );
    }
  }
}

type Body = { rid: number; body: string };
type Entry = { key: ArrayBuffer };

const inOrder = (docs: Doc[], sort: Fields): Doc[] =>
  docs
    .map(doc => sortable(doc, sort))
    .sort(comparer(sort))
    .map(({ doc }) => doc);

/** The paths and operators of a filter, without its values (they may be personal). */
const shape = (filter: Doc, sort: Fields): string => {
  const paths = (part: unknown): string[] =>
    Object.entries(part as Doc).flatMap(([key, value]) =>
      key.startsWith('$') && Array.isArray(value) ? value.flatMap(paths) : [key],
    );
  return `{${[...new Set(paths(filter))].join(', ')}} sort {${sort.map(([path, way]) => `${path}: ${way}`).join(', ')}}`;
};
