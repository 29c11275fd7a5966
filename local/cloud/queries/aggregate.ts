import { Aggregator } from 'mingo';
import type { Catalog, Collection } from '../store/catalog';
import { copyOf, isPlainObject, type Doc } from '../values/ejson';
import { messageOf, refused } from '../values/errors';
import type { Fields } from '../values/keys';
import { comparer, matcher, sortable, sortOf } from './match';
import { MANY, runApart } from './apart';
import type { Reader } from './reader';
import { inTurns, mapInSteps, othersFirst, sortInSteps } from './steps';
import { docOf, type Tally } from './walk';

export type Stage = { key: string; value: unknown };

/** What the SDK offers, without geo stages. Writing stages ($out, $merge) are refused as on the service. */
const ALLOWED = new Set(
  (
    '$addFields $bucket $bucketAuto $count $facet $group $limit $lookup $match $project $replaceRoot $sample $skip ' +
    '$sort $sortByCount $unwind'
  ).split(' '),
);

/** Stages that look at one document after the other. */
const SINGLE = new Set(['$addFields', '$project', '$replaceRoot', '$unwind']);
const SOME = 100;

type Store = { reader: Reader; catalog: Catalog; tally: Tally };

/**
 * Runs a pipeline: leading `$match`, `$sort` and `$limit` through the planner, sorts in BSON order,
 * equality lookups by index, everything else by mingo. Others come in between; what must see all documents as a whole
 * (`$group` …) runs in a thread of its own where they are many.
 */
export const aggregate = async (
  reader: Reader,
  catalog: Catalog,
  collection: Collection,
  stages: Stage[],
  tally: Tally,
): Promise<Doc[]> => {
  for (const { key } of stages)
    if (!ALLOWED.has(key)) throw refused(`Unrecognized pipeline stage name: '${key}'`);
  const rest = [...stages];
  const filters: Doc[] = [];
  while (rest[0]?.key === '$match') filters.push(objectOf(rest.shift()!));
  const sort: Fields = rest[0]?.key === '$sort' ? sortOf(objectOf(rest.shift()!)) : [];
  const limit = rest[0]?.key === '$limit' ? countOf(rest[0]) : undefined;
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  const counted = countedBy(rest);
  if (counted !== undefined) {
    const ids = reader.ids(collection, filter, limit, tally);
    if (ids) return ids.length > 0 ? [{ [counted]: ids.length }] : [];
  }
  const found = await inTurns(reader.search(collection, { filter, sort, limit }, tally));
  return runStages({ reader, catalog, tally }, await inTurns(mapInSteps(found, docOf)), rest);
};

/** The name of the number, where some of what matches are counted and nothing else is wanted: the index tells. */
const countedBy = (stages: Stage[]): string | undefined => {
  const [limit, count, ...more] = stages;
  if (limit?.key !== '$limit' || count?.key !== '$count' || more.length > 0) return undefined;
  return typeof count.value === 'string' && count.value !== '' ? count.value : undefined;
};

const runStages = async (store: Store, input: Doc[], stages: Stage[]): Promise<Doc[]> => {
  let docs = input;
  for (const stage of stages) docs = await runStage(store, docs, stage);
  return docs;
};

const runStage = async (store: Store, docs: Doc[], stage: Stage): Promise<Doc[]> => {
  if (stage.key === '$match') {
    const matches = matcher(objectOf(stage));
    return (await inTurns(mapInSteps(docs, doc => (matches(doc) ? [doc] : [])))).flat();
  }
  if (stage.key === '$limit') return docs.slice(0, countOf(stage));
  if (stage.key === '$skip') return docs.slice(countOf(stage, 0));
  if (stage.key === '$lookup') return lookup(store, docs, objectOf(stage));
  if (stage.key === '$facet') return [await facet(store, docs, objectOf(stage))];
  if (stage.key === '$sort') {
    const sort = sortOf(objectOf(stage));
    const ranked = await inTurns(mapInSteps(docs, doc => sortable(doc, sort)));
    return (await inTurns(sortInSteps(ranked, comparer(sort)))).map(({ doc }) => doc);
  }
  const pipeline = [{ [stage.key]: stage.value }];
  try {
    const run = (some: Doc[]): Doc[] => new Aggregator(pipeline, { scriptEnabled: false }).run(some) as Doc[];
    if (docs.length <= MANY) return run(docs);
    if (!SINGLE.has(stage.key)) return await runApart(pipeline, docs);
    const parts = Array.from({ length: Math.ceil(docs.length / SOME) }, (_, n) =>
      docs.slice(n * SOME, (n + 1) * SOME),
    );
    return (await inTurns(mapInSteps(parts, run, 1))).flat();
  } catch (error) {
    throw refused(messageOf(error));
  }
};

const lookup = async ({ reader, catalog, tally }: Store, docs: Doc[], options: Doc): Promise<Doc[]> => {
  const { from, localField, foreignField, as } = options;
  if (typeof localField !== 'string' || typeof foreignField !== 'string' || typeof as !== 'string')
    throw refused(
      '$lookup needs from, localField, foreignField and as; the form with a pipeline is not supported',
    );
  const foreign = catalog.find(from);
  const joined: Doc[] = [];
  for (const doc of docs) {
    const local = localField
      .split('.')
      .reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), doc);
    const wanted = Array.isArray(local) ? local : [local ?? null];
    const filter = { [foreignField]: { $in: wanted } };
    const found = await inTurns(reader.search(foreign, { filter }, tally));
    joined.push({ ...doc, [as]: found.map(docOf) });
    if (joined.length % SOME === 0) await othersFirst();
  }
  return joined;
};

const facet = async (store: Store, docs: Doc[], branches: Doc): Promise<Doc> => {
  const results: Doc = {};
  for (const [name, pipeline] of Object.entries(branches)) {
    if (!Array.isArray(pipeline)) throw refused('arguments to $facet must be arrays');
    const stages = pipeline.map(stage => stageOf(stage));
    const refusedStage = stages.find(({ key }) => !ALLOWED.has(key) || key === '$facet');
    if (refusedStage) throw refused(`${refusedStage.key} is not allowed within a $facet stage`);
    results[name] = await runStages(store, await inTurns(mapInSteps(docs, copyOf<Doc>)), stages);
  }
  return results;
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
