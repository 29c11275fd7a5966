import type { Catalog, Collection } from '../store/catalog';
import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import type { Fields } from '../values/keys';
import { compileExpression } from './expressions';
import { matcher } from './filter';
import type { Variables } from './operators';
import { comparer, sortable, sortOf } from './order';
import type { Reader } from './reader';
import { joinedBy, ofEach, STAGES, withField } from './stages';
import { inTurns, mapInSteps, othersFirst, patiently, sortInSteps } from './steps';
import { docOf, type Tally } from './walk';

export type Stage = { key: string; value: unknown };

/** What the SDK offers, without geo stages. Writing stages ($out, $merge) are refused as on the service. */
const ALLOWED = new Set([
  ...Object.keys(STAGES),
  ...['$facet', '$limit', '$lookup', '$match', '$skip', '$sort'],
]);

const SOME = 100;

type Store = { reader: Reader; catalog: Catalog; tally: Tally };
/** A stage that was read: what was wrong in it was said before any document is looked at. */
type Run = (store: Store, docs: Doc[], variables: Variables) => Promise<Doc[]>;

/**
 * Runs a pipeline: leading `$match`, `$sort` and `$limit` through the planner, sorts in BSON order, equality lookups by
 * index, everything else document by document. Others come in between.
 */
export const aggregate = async (
  reader: Reader,
  catalog: Catalog,
  collection: Collection,
  stages: Stage[],
  tally: Tally,
  variables: Variables = {},
): Promise<Doc[]> => {
  for (const { key } of stages)
    if (!ALLOWED.has(key)) throw refused(`Unrecognized pipeline stage name: '${key}'`);
  const rest = [...stages];
  const filters: Doc[] = [];
  while (rest[0]?.key === '$match') filters.push(objectOf(rest.shift()!));
  const sort: Fields = rest[0]?.key === '$sort' ? sortOf(objectOf(rest.shift()!)) : [];
  const limit = rest[0]?.key === '$limit' ? countOf(rest[0]) : undefined;
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  const run = runOf(rest);
  const counted = countedBy(rest);
  if (counted !== undefined) {
    const n = await inTurns(reader.count(collection, filter, tally, limit));
    return n > 0 ? [{ [counted]: n }] : [];
  }
  const found = await inTurns(reader.search(collection, { filter, sort, limit }, tally));
  return run({ reader, catalog, tally }, await inTurns(mapInSteps(found, docOf)), variables);
};

/** The name of the number, where some of what matches are counted and nothing else is wanted. */
const countedBy = (stages: Stage[]): string | undefined => {
  const [limit, count, ...more] = stages;
  if (limit?.key !== '$limit' || count?.key !== '$count' || more.length > 0) return undefined;
  return typeof count.value === 'string' && count.value !== '' ? count.value : undefined;
};

const runOf = (stages: Stage[]): Run => {
  const runs = stages.map(stageRun);
  return async (store, input, variables) => {
    let docs = input;
    for (const run of runs) docs = await run(store, docs, variables);
    return docs;
  };
};

const stageRun = (stage: Stage): Run => {
  switch (stage.key) {
    case '$match': {
      const filter = objectOf(stage);
      matcher(filter);
      return (_store, docs, variables) => {
        const matches = matcher(filter, variables);
        return inTurns(ofEach(doc => (matches(doc) ? [doc] : []))(docs, variables));
      };
    }
    case '$limit': {
      const limit = countOf(stage);
      return async (_store, docs) => docs.slice(0, limit);
    }
    case '$skip': {
      const skip = countOf(stage, 0);
      return async (_store, docs) => docs.slice(skip);
    }
    case '$sort': {
      const sort = sortOf(objectOf(stage));
      return async (_store, docs) => {
        const ranked = await inTurns(mapInSteps(docs, doc => sortable(doc, sort)));
        return (await inTurns(sortInSteps(ranked, comparer(sort)))).map(({ doc }) => doc);
      };
    }
    case '$lookup':
      return lookup(objectOf(stage));
    case '$facet':
      return facet(objectOf(stage));
    default: {
      const work = STAGES[stage.key]!(stage.value);
      return (_store, docs, variables) => inTurns(work(docs, variables));
    }
  }
};

/** The two forms of `$lookup`, which may be one: by equal fields, and by a pipeline that sees what `let` names. */
const lookup = (options: Doc): Run => {
  const { from, localField, foreignField, as, let: names = {}, pipeline, ...more } = options;
  const [other] = Object.keys(more);
  if (other !== undefined) throw refused(`unknown argument to $lookup: ${other}`);
  if (typeof as !== 'string' || as === '') throw refused("$lookup needs 'as'");
  const byField = typeof localField === 'string' && typeof foreignField === 'string';
  if (!byField && (localField !== undefined || foreignField !== undefined || pipeline === undefined))
    throw refused('$lookup needs localField and foreignField, or a pipeline');
  if (!isPlainObject(names)) throw refused('$lookup argument "let" must be an object');
  const seen = Object.entries(names).map(([name, value]) => [name, compileExpression(value)] as const);
  const run = runOf(pipeline === undefined ? [] : stagesIn('$lookup', pipeline));
  return async (store, docs, variables) => {
    const foreign = store.catalog.find(from);
    const search = async (filter: Doc): Promise<Doc[]> =>
      (await inTurns(store.reader.search(foreign, { filter }, store.tally))).map(docOf);
    const everything = byField || docs.length === 0 ? [] : await search({});
    const joined: Doc[] = [];
    for (const doc of docs) {
      const found = byField
        ? await search({ [foreignField]: { $in: joinedBy(doc, localField.split('.')) } })
        : everything;
      const inside = { ...variables, ROOT: doc, CURRENT: doc };
      const compute = () => Object.fromEntries(seen.map(([name, value]) => [name, value(inside)]));
      const named = await inTurns(patiently(compute));
      const list = await run(store, found, { ...variables, ...named });
      joined.push(withField(doc, as.split('.'), list));
      if (joined.length % SOME === 0) await othersFirst();
    }
    return joined;
  };
};

const facet = (branches: Doc): Run => {
  const runs = Object.entries(branches).map(([name, pipeline]): [string, Run] => {
    const stages = stagesIn('$facet', pipeline);
    if (stages.some(({ key }) => key === '$facet'))
      throw refused('$facet is not allowed within a $facet stage');
    return [name, runOf(stages)];
  });
  return async (store, docs, variables) => {
    const results: Doc = {};
    for (const [name, run] of runs) results[name] = await run(store, docs, variables);
    return [results];
  };
};

const stagesIn = (name: string, pipeline: unknown): Stage[] => {
  if (!Array.isArray(pipeline)) throw refused(`arguments to ${name} must be arrays`);
  const stages = pipeline.map(stage => stageOf(stage));
  const unknown = stages.find(({ key }) => !ALLOWED.has(key));
  if (unknown) throw refused(`Unrecognized pipeline stage name: '${unknown.key}'`);
  return stages;
};

const stageOf = (stage: unknown): Stage => {
  const entry = isPlainObject(stage) ? Object.entries(stage) : [];
  if (entry.length !== 1)
    throw refused('A pipeline stage specification object must contain exactly one field.');
  return { key: entry[0]![0], value: entry[0]![1] };
};

const objectOf = ({ key, value }: Stage): Doc => {
  if (!isPlainObject(value)) throw refused(`the ${key} stage specification must be an object`);
  return value;
};

const countOf = ({ key, value }: Stage, least = 1): number => {
  if (!Number.isInteger(value) || (value as number) < least)
    throw refused(`invalid argument to ${key} stage`);
  return value as number;
};
