import type { Collection } from '../store/catalog';
import type { Driver } from '../store/driver';
import type { Doc } from '../values/ejson';
import { compareKeys, decodeId, type Fields } from '../values/keys';
import type { Warnings } from '../warnings';
import { matcher } from './filter';
import { comparer, sortable, type Ranked } from './order';
import { BY_ID, choose, type Plan } from './planner';
import { atOnce, patiently, sortInSteps, type Steps } from './steps';
import {
  countEntries,
  docOf,
  PAGE,
  scan,
  walk,
  walkBeside,
  type Found,
  type Pages,
  type Tally,
} from './walk';

export type Question = { filter: Doc; sort?: Fields; skip?: number; limit?: number };

/** Of documents that have to be put in order so many are gathered before those that come too late are dropped. */
const LEAST_RANKED = 2000;

const nothing = (): Tally => ({ documents: 0, entries: 0 });

/**
 * Answers questions from committed documents: by plan where an index helps, by a scan (with a warning) where none does.
 * Long ones go in steps, as in MongoDB: each document is read as some commit left it; one that changes meanwhile may be
 * found as it was, as it is, or not at all.
 */
export class Reader {
  constructor(
    private readonly driver: Driver,
    private readonly warnings: Warnings,
    /** Documents that a query may examine, or sort in memory, without an index. */
    private readonly scanLimit: number,
  ) {}

  /** Matching documents in order, at once. Without `limit`: all of them. */
  find(collection: Collection, question: Question, tally?: Tally): Doc[] {
    return atOnce(this.search(collection, question, tally)).map(docOf);
  }

  /** Matching documents in order, as they are stored, in steps. */
  *search(
    collection: Collection,
    { filter, sort = [], skip = 0, limit = Infinity }: Question,
    tally = nothing(),
  ): Steps<Found[]> {
    const plan = choose(filter, sort, collection.indexes);
    const sorted = !sort.length || (plan.kind === 'index' && plan.sorted);
    // Each range of an ordered plan is ordered by itself.
    const merged = sort.length > 0 && plan.kind === 'index' && plan.sorted && plan.ranges.length > 1;
    const passed = sorted && passesOver(plan) ? skip : 0;
    const enough = skip - passed + limit;
    const fits = sieve(plan, filter);
    const examined = tally.documents;
    const found: Found[] = [];
    let ranked: (Ranked & { found: Found })[] = [];
    let matched = 0;
    for (const pages of this.runs(collection, plan, { enough, passed }, tally)) {
      let taken = 0;
      for (const page of pages) {
        if (!page) yield;
        for (const one of page ?? []) {
          if (!(yield* patiently(() => fits(one)))) continue;
          matched++;
          if (sorted && !merged) found.push(one);
          else ranked.push({ found: one, keys: sortable(docOf(one), sort).keys });
          if (sorted && ++taken >= enough) break;
        }
        if (ranked.length >= Math.max(2 * enough, LEAST_RANKED))
          ranked = (yield* sortInSteps(ranked, comparer(sort))).slice(0, enough);
        if (sorted && taken >= enough) break;
      }
      if (sorted && !merged && matched >= enough) break;
    }
    if (plan.kind === 'collection' && tally.documents - examined > this.scanLimit)
      this.warn(
        'scan',
        collection,
        `examined ${tally.documents - examined} documents without an index for`,
        filter,
        sort,
      );
    if (!sorted && matched > this.scanLimit)
      this.warn('sort', collection, `sorted ${matched} documents in memory for`, filter, sort);
    if (skip > 1000)
      this.warnings.add('skip', `${collection.name}: skipped ${skip} documents; page by key instead`);
    if (sorted && !merged) return found.slice(skip - passed, enough);
    const ordered = yield* sortInSteps(ranked, comparer(sort));
    return ordered.slice(skip, enough).map(one => one.found);
  }

  /** The number of matching documents, no further than `most`; of all of them without looking at any. */
  *count(collection: Collection, filter: Doc, tally = nothing(), most = Infinity): Steps<number> {
    if (!Object.keys(filter).length) return Math.min(yield* this.all(collection), most);
    const plan = choose(filter, [], collection.indexes);
    const fits = sieve(plan, filter);
    if (plan.kind === 'index' && (plan.exact || plan.beside?.whole))
      return yield* countEntries(this.driver, collection, plan, most, tally);
    const examined = tally.documents;
    let n = 0;
    for (const pages of this.runs(collection, plan, { enough: PAGE, passed: 0 }, tally))
      for (const page of pages) {
        if (!page) yield;
        for (const one of page ?? []) if ((yield* patiently(() => fits(one))) && ++n >= most) return n;
      }
    if (plan.kind === 'collection' && tally.documents - examined > this.scanLimit)
      this.warn(
        'scan',
        collection,
        `examined ${tally.documents - examined} documents without an index for`,
        filter,
      );
    return n;
  }

  /**
   * The ids of matching documents, in no order, from the index alone; undefined where the documents have to be looked at.
   * MongoDB has the `_id` in an index only where the index names it: elsewhere it fetches the documents for that.
   */
  ids(collection: Collection, filter: Doc, limit = Infinity, tally = nothing()): unknown[] | undefined {
    const plan = choose(filter, [], collection.indexes);
    if (plan.kind !== 'index' || !plan.exact || plan.index === BY_ID) return undefined;
    matcher(filter);
    const { index, ranges } = plan;
    const holdsId = index.arrays.size === 0 && index.fields.some(([path]) => path === '_id');
    const found = new Map<number, unknown>();
    for (const { start, end } of ranges) {
      // An array may hold two of the values: then it is met twice.
      const most = Number.isFinite(limit) ? (ranges.length > 1 ? limit + found.size : limit) : -1;
      const rows = this.driver.rows<[number, Uint8Array]>(
        'SELECT DISTINCT e.rid, d.id FROM entry e CROSS JOIN doc d ON d.rid = e.rid WHERE e.ix = ? AND e.key >= ? AND e.key < ? LIMIT ?',
        index.id,
        start,
        end,
        most,
      );
      tally.entries += rows.length;
      if (!holdsId) tally.documents += rows.length;
      for (const [rid, id] of rows) if (!found.has(rid)) found.set(rid, decodeId(id));
      if (found.size >= limit) break;
    }
    return [...found.values()].slice(0, limit);
  }

  /** How a question would be answered, for tests. */
  explain(collection: Collection, { filter, sort = [] }: Question): Plan {
    return choose(filter, sort, collection.indexes);
  }

  private runs(
    collection: Collection,
    plan: Plan,
    part: { enough: number; passed: number },
    tally: Tally,
  ): Pages[] {
    if (plan.kind === 'union') return plan.plans.flatMap(inner => this.runs(collection, inner, part, tally));
    if (plan.kind === 'collection') return [scan(this.driver, collection, tally)];
    const { index, backwards, beside } = plan;
    return [...plan.ranges]
      .sort((a, b) => compareKeys(a.start, b.start) * (backwards ? -1 : 1))
      .map(range =>
        beside
          ? walkBeside(this.driver, collection, index, range, backwards, beside, part.enough, tally)
          : walk(this.driver, collection, plan, range, part, tally),
      );
  }

  private warn(kind: string, { name }: Collection, what: string, filter: Doc, sort: Fields = []): void {
    this.warnings.add(kind, `${name}: ${what} ${shape(filter, sort)}`);
  }

  private *all({ id }: Collection): Steps<number> {
    let n = 0;
    for (let after = 0; ;) {
      const [some, last] = this.driver.first<[number, number | null]>(
        'SELECT COUNT(*), MAX(rid) FROM (SELECT rid FROM doc WHERE c = ? AND rid > ? ORDER BY rid LIMIT 20000)',
        id,
        after,
      )!;
      n += some;
      if (last === null || some < 20_000) return n;
      after = last;
      yield;
    }
  }
}

/** Whether what is skipped can be passed over in the index: each of its entries is a match, and another one. */
const passesOver = (plan: Plan): boolean =>
  plan.kind === 'index' && plan.exact && plan.once && plan.ranges.length === 1 && !plan.beside;

/** True for each document that is asked for, and once. */
const sieve = (plan: Plan, filter: Doc): ((found: Found) => boolean) => {
  // Read even where the index tells all: what MongoDB refuses is refused whatever the plan.
  const fits = matcher(filter);
  const isTold = plan.kind === 'index' && (plan.exact || plan.beside?.whole);
  const matches = isTold ? () => true : (found: Found) => fits(docOf(found));
  const seen = new Set<number>();
  return found => {
    if (seen.has(found.rid) || !matches(found)) return false;
    seen.add(found.rid);
    return true;
  };
};

/** The paths and operators of a filter, without its values (they may be personal). */
const shape = (filter: Doc, sort: Fields): string => {
  const paths = (part: unknown): string[] =>
    Object.entries(part as Doc).flatMap(([key, value]) =>
      key.startsWith('$') && Array.isArray(value) ? value.flatMap(paths) : [key],
    );
  return `{${[...new Set(paths(filter))].join(', ')}} sort {${sort.map(([path, way]) => `${path}: ${way}`).join(', ')}}`;
};
