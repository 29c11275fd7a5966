import { Aggregator } from 'mingo';
import type { Catalog, Collection } from '../store/catalog';
import { copyOf, isPlainObject, type Doc } from '../values/ejson';
import { messageOf, refused } from '../values/errors';
import type { Fields } from '../values/keys';
import { comparer, matcher, sortable, sortOf } from './match';
import type { Reader } from './reader';

export type Stage = { key: string; value: unknown };

/** What the SDK offers, without geo stages. Writing stages ($out, $merge) are refused as on the service. */
const ALLOWED = new Set(
  (
    '$addFields $bucket $bucketAuto $count $facet $group $limit $lookup $match $project $replaceRoot $sample $skip ' +
    '$sort $sortByCount $unwind'
  ).split(' '),
);

/**
 * Runs a pipeline: leading `$match`, `$sort` and `$limit` through the planner, sorts in BSON order,
 * equality lookups by index, everything else by mingo.
 */
export const aggregate = (
  reader: Reader,
  catalog: Catalog,
  collection: Collection,
  stages: Stage[],
): Doc[] => {
  for (const { key } of stages)
    if (!ALLOWED.has(key)) throw refused(`Unrecognized pipeline stage name: '${key}'`);
  const rest = [...stages];
  const filters: Doc[] = [];
  while (rest[0]?.key === '$match') filters.push(objectOf(rest.shift()!));
  const sort: Fields = rest[0]?.key === '$sort' ? sortOf(objectOf(rest.shift()!)) : [];
  const limit = rest[0]?.key === '$limit' ? countOf(rest[0]) : undefined;
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return runStages(reader, catalog, reader.find(collection, { filter, sort, limit }), rest);
};

const runStages = (reader: Reader, catalog: Catalog, input: Doc[], stages: Stage[]): Doc[] => {
  let docs = input;
  for (const stage of stages) docs = runStage(reader, catalog, docs, stage);
  return docs;
};

const runStage = (reader: Reader, catalog: Catalog, docs: Doc[], stage: Stage): Doc[] => {
  if (stage.key === '$match') return docs.filter(matcher(objectOf(stage)));
  if (stage.key === '$limit') return docs.slice(0, countOf(stage));
  if (stage.key === '$skip') return docs.slice(countOf(stage, 0));
  if (stage.key === '$lookup') return lookup(reader, catalog, docs, objectOf(stage));
  if (stage.key === '$facet') return [facet(reader, catalog, docs, objectOf(stage))];
  if (stage.key === '$sort') {
    const sort = sortOf(objectOf(stage));
    const order = comparer(sort);
    return docs
      .map(doc => sortable(doc, sort))
      .sort(order)
      .map(({ doc }) => doc);
  }
  try {
    return new Aggregator([{ [stage.key]: stage.value }], { scriptEnabled: false }).run(docs) as Doc[];
  } catch (error) {
    throw refused(messageOf(error));
  }
};

const lookup = (reader: Reader, catalog: Catalog, docs: Doc[], options: Doc): Doc[] => {
  const { from, localField, foreignField, as } = options;
  if (typeof localField !== 'string' || typeof foreignField !== 'string' || typeof as !== 'string')
    throw refused(
      '$lookup needs from, localField, foreignField and as; the form with a pipeline is not supported',
    );
  const foreign = catalog.find(from);
  return docs.map(doc => {
    const local = localField
      .split('.')
      .reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), doc);
    const wanted = Array.isArray(local) ? local : [local ?? null];
    return { ...doc, [as]: reader.find(foreign, { filter: { [foreignField]: { $in: wanted } } }) };
  });
};

const facet = (reader: Reader, catalog: Catalog, docs: Doc[], branches: Doc): Doc =>
  Object.fromEntries(
    Object.entries(branches).map(([name, pipeline]) => {
      if (!Array.isArray(pipeline)) throw refused('arguments to $facet must be arrays');
      const stages = pipeline.map(stage => stageOf(stage));
      const refusedStage = stages.find(({ key }) => !ALLOWED.has(key) || key === '$facet');
      if (refusedStage) throw refused(`${refusedStage.key} is not allowed within a $facet stage`);
      return [name, runStages(reader, catalog, copyOf(docs), stages)];
    }),
  );

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
