import type { Collection } from '../store/catalog';
import type { Driver, Row } from '../store/driver';
import { fromText, type Doc } from '../values/ejson';
import { compareKeys, idOf, type Fields } from '../values/keys';
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

  /** The number of matching documents, without looking at any where the index alone can tell. */
  count(collection: Collection, filter: Doc): number {
    if (Object.keys(filter).length) return this.ids(collection, { filter }).length;
    return this.driver.get<{ n: number }>('SELECT COUNT(*) AS n FROM doc WHERE c = ?', collection.id)!.n;
  }

  /** The ids of matching documents in order: from the index alone where its entries are the matches and nothing else. */
  ids(collection: Collection, question: Question): Doc[] {
    const { filter, sort = [], skip = 0, limit = Infinity } = question;
    const plan = choose(filter, sort, collection.indexes);
    const inOrder = plan.kind === 'index' && (!sort.length || (plan.sorted && plan.ranges.length === 1));
    if (plan.kind !== 'index' || !plan.exact || !inOrder)
      return this.find(collection, question).map(({ _id }) => ({ _id }));
    const found = new Map<number, Doc>();
    for (const range of plan.ranges)
      for (const { rid, id } of this.entries<{ id: ArrayBuffer }>(collection, plan, range, 'id')) {
        if (found.size >= skip + limit) break;
        if (!found.has(rid)) found.set(rid, { _id: idOf(new Uint8Array(id)) });
      }
    return [...found.values()].slice(skip);
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
        yield this.walk(collection, plan, range);
  }

  private *scan(collection: Collection): Generator<Found> {
    for (let after = 0; ;) {
      const rows = this.driver.all<Row & Body>(
        'SELECT rid, body FROM doc WHERE c = ? AND rid > ? ORDER BY rid LIMIT ?',
        collection.id,
        after,
        PAGE,
      );
      for (const row of rows) yield { rid: row.rid, doc: fromText(row.body) };
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.rid;
    }
  }

  private *walk(collection: Collection, plan: ByIndex, range: Range): Generator<Found> {
    for (const { rid, body } of this.entries<{ body: string }>(collection, plan, range, 'body'))
      yield { rid, doc: fromText(body) };
  }

  /** Entries of an index in order, each with one column of its document: of the `id` the document itself is not read. */
  private *entries<T extends Row>(
    collection: Collection,
    { index, backwards, beside }: ByIndex,
    { start, end }: Range,
    column: 'id' | 'body',
  ): Generator<T & { rid: number }> {
    const [from, scope] =
      index === BY_ID
        ? ['(SELECT c AS ix, id AS key, rid, id, body FROM doc) e', collection.id]
        : ['(SELECT ix, key, rid, id, body FROM entry JOIN doc USING (rid)) e', index.id];
    const { lead, others }: Beside = beside ?? { lead: new Uint8Array(), others: [] };
    const having = others.map(() => HAS_BESIDE).join('');
    const values = others.flatMap(other => [other, lead.length + 1]);
    const select = `SELECT e.key, e.rid, e.${column} FROM ${from} WHERE e.ix = ?${having}`;
    const [way, next, edge] = backwards ? ['DESC', '<', '<='] : ['ASC', '>', '<'];
    const order = `ORDER BY e.key ${way}, e.rid ${way} LIMIT`;
    let rows = this.driver.all<T & Entry>(
      `${select} AND e.key >= ? AND e.key < ? ${order} 20`,
      scope,
      ...values,
      start,
      end,
    );
    for (let size = 20; ; size = PAGE) {
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < size) return;
      rows = this.driver.all<T & Entry>(
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
type Entry = Row & { key: ArrayBuffer; rid: number };
type ByIndex = Extract<Plan, { kind: 'index' }>;

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
