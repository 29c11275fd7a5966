import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { encode, nameOf, typeByte } from '../values/keys';
import { ACCUMULATORS, compareValues, type Accumulator } from './accumulators';
import { own } from './elements';
import { compileExpression, fieldAt } from './expressions';
import type { Expression, Variables } from './operators';
import { projector } from './project';
import { mapInSteps, patiently, SOME, sortInSteps, type Steps } from './steps';

/** What a stage makes of the documents before it; several may be under way at a time. */
type Work = (docs: Doc[], variables: Variables) => Steps<Doc[]>;

const seeing = (doc: Doc, variables: Variables): Variables => ({ ...variables, ROOT: doc, CURRENT: doc });

/** A stage that looks at one document after the other. */
export const ofEach = (make: (doc: Doc, variables: Variables) => Doc[]): Work =>
  function* (docs, variables) {
    const made: Doc[][] = [];
    for (const doc of docs) {
      made.push(yield* patiently(() => make(doc, variables)));
      if (made.length % SOME === 0) yield;
    }
    return made.flat();
  };

const objectOf = (name: string, operand: unknown): Doc => {
  if (!isPlainObject(operand) || Object.keys(operand).length === 0)
    throw refused(`the ${name} stage specification must be an object with at least one field`);
  return operand;
};

/** A document with another value at a path; in an array each element gets it. */
const withValue = (value: unknown, path: string[], given: unknown, from = 0): unknown => {
  if (from === path.length) return given;
  if (Array.isArray(value)) return value.map(item => withValue(item, path, given, from));
  const name = path[from]!;
  const { [name]: before, ...others } = isPlainObject(value) ? value : {};
  const after = withValue(before, path, given, from + 1);
  if (after === undefined) return others;
  // A field that is there keeps its place.
  return isPlainObject(value) ? { ...value, [name]: after } : { [name]: after };
};

/** As `withValue`, but what is no document on the way gives place to one. */
export const withField = (doc: Doc, [name = '', ...rest]: string[], given: unknown): Doc => {
  const before = doc[name];
  const inner = rest.length > 0 ? withField(isPlainObject(before) ? before : {}, rest, given) : given;
  return { ...doc, [name]: inner };
};

type Computed = [path: string[], value: Expression];

/** The paths of a specification with documents in it, and what stands there. */
const flattened = (operand: Doc, before = ''): [string, unknown][] =>
  Object.entries(operand).flatMap(([name, value]): [string, unknown][] => {
    if (name === '' || name.startsWith('$') || name.split('.').includes(''))
      throw refused(`FieldPath field names may not be empty or start with '$': '${name}'`);
    const inner = isPlainObject(value) ? Object.keys(value) : [];
    return inner.length > 0 && !inner[0]!.startsWith('$')
      ? flattened(value as Doc, `${before}${name}.`)
      : [[before + name, value]];
  });

const refuseCollision = (paths: string[]): void => {
  const sorted = [...paths].sort();
  const other = sorted.find((path, n) =>
    sorted.slice(n + 1).some(next => next === path || next.startsWith(`${path}.`)),
  );
  if (other !== undefined) throw refused(`Path collision at ${other}`);
};

const computedOf = (entries: [string, unknown][]): Computed[] =>
  entries.map(([path, value]) => [path.split('.'), compileExpression(value)]);

const withComputed = (doc: Doc, computed: Computed[], variables: Variables, onto: Doc): Doc =>
  computed.reduce<Doc>(
    (result, [path, value]) => withValue(result, path, value(seeing(doc, variables))) as Doc,
    onto,
  );

const addFields = (operand: unknown): Work => {
  const entries = flattened(objectOf('$addFields', operand));
  refuseCollision(entries.map(([path]) => path));
  const computed = computedOf(entries);
  return ofEach((doc, variables) => [withComputed(doc, computed, variables, doc)]);
};

const isFlag = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

const projection = (operand: unknown): Work => {
  const entries = flattened(objectOf('$project', operand));
  refuseCollision(entries.map(([path]) => path));
  const computed = computedOf(entries.filter(([, value]) => !isFlag(value)));
  const flags = entries.filter(([, value]) => isFlag(value)).map(([path, value]): [string, 0 | 1] => [path, value ? 1 : 0]); // prettier-ignore
  const named = flags.filter(([path]) => path !== '_id');
  // What is computed within a document that is there leaves that in its place.
  const within = computed
    .filter(([path]) => path.length > 1)
    .map(([path]): [string, 1] => [path.join('.'), 1]);
  if (named.some(([, flag]) => flag === 0)) {
    if (computed.length > 0 || named.some(([, flag]) => flag === 1))
      throw refused('Invalid $project :: caused by :: Cannot do inclusion in an exclusion projection');
  } else if (named.length === 0 && computed.length > 0 && within.length === 0) {
    const keepsId = !entries.some(([path, value]) => path === '_id' && (!isFlag(value) || !value));
    return ofEach((doc, variables) => [
      withComputed(doc, computed, variables, keepsId && '_id' in doc ? { _id: doc._id } : {}),
    ]);
  }
  const project = projector(Object.fromEntries([...flags, ...within]));
  return ofEach((doc, variables) => [withComputed(doc, computed, variables, project(doc))]);
};

type Fold = [name: string, make: () => Accumulator, value: Expression];

const foldsOf = (fields: Doc): Fold[] =>
  Object.entries(fields).map(([name, spec]): Fold => {
    if (name.includes('.') || name.startsWith('$')) throw refused(`The field name '${name}' cannot contain '.' or begin with '$'`); // prettier-ignore
    const [operator, ...more] = isPlainObject(spec) ? Object.keys(spec) : [];
    if (operator === undefined || more.length > 0)
      throw refused(`The field '${name}' must be an accumulator object`);
    if (operator === '$count') return [name, ACCUMULATORS.$sum!, () => 1];
    if (!Object.hasOwn(ACCUMULATORS, operator)) throw refused(`unknown group operator '${operator}'`);
    return [name, ACCUMULATORS[operator]!, compileExpression((spec as Doc)[operator])];
  });

/** Documents by a key, in the order in which the keys came. */
function* folded(
  docs: Doc[],
  variables: Variables,
  keyOf: (seen: Variables) => unknown,
  folds: Fold[],
): Steps<Doc[]> {
  const groups = new Map<string, { _id: unknown; accumulators: Accumulator[] }>();
  yield* mapInSteps(docs, doc => {
    const seen = seeing(doc, variables);
    const _id = keyOf(seen) ?? null;
    // All values first: to compute them again changes nothing, to take one twice would.
    const values = folds.map(([, , value]) => value(seen));
    const name = nameOf(encode(_id));
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { _id, accumulators: folds.map(([, make]) => make()) }));
    for (const [n, value] of values.entries()) group.accumulators[n]!.take(value);
  });
  return [...groups.values()].map(({ _id, accumulators }) =>
    Object.assign({ _id }, Object.fromEntries(folds.map(([name], n) => [name, accumulators[n]!.give()]))),
  );
}

const group = (operand: unknown): Work => {
  const { _id, ...fields } = objectOf('$group', operand);
  if (_id === undefined) throw refused('a group specification must include an _id');
  const key = compileExpression(_id);
  const folds = foldsOf(fields);
  return (docs, variables) => folded(docs, variables, key, folds);
};

const sortByCount = (operand: unknown): Work => {
  const count = group({ _id: operand, count: { $sum: 1 } });
  return function* (docs, variables) {
    const groups = yield* count(docs, variables);
    return yield* sortInSteps(groups, (one, other) => (other.count as number) - (one.count as number));
  };
};

const outputOf = (output: unknown): Fold[] =>
  foldsOf(output === undefined ? { count: { $sum: 1 } } : objectOf('output', output));

const bucket = (operand: unknown): Work => {
  const { groupBy, boundaries, default: other, output, ...more } = objectOf('$bucket', operand);
  if (Object.keys(more).length > 0) throw refused(`Unrecognized option to $bucket: ${Object.keys(more)[0]}`);
  const rising = (list: unknown[]): boolean =>
    list.every(
      (one, n) => n === 0 || (typeByte(one) === typeByte(list[0]) && compareValues(list[n - 1], one) < 0),
    );
  if (!Array.isArray(boundaries) || boundaries.length < 2 || !rising(boundaries))
    throw refused("The 'boundaries' of $bucket must be at least two values of one type in ascending order");
  const isOutside =
    typeByte(other) !== typeByte(boundaries[0]) ||
    compareValues(other, boundaries[0]) < 0 ||
    compareValues(other, boundaries.at(-1)) >= 0;
  if (other !== undefined && !isOutside)
    throw refused(
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary",
    );
  const [value, folds] = [compileExpression(groupBy), outputOf(output)];
  const keyOf = (seen: Variables): unknown => {
    const found = value(seen);
    const next = boundaries.findIndex(bound => compareValues(found, bound) < 0);
    if (next > 0) return boundaries[next - 1];
    if (other === undefined)
      throw refused('$switch could not find a matching branch for an input, and no default was specified.');
    return other;
  };
  return function* (docs, variables) {
    const groups = yield* folded(docs, variables, keyOf, folds);
    return groups.sort((one, another) => compareValues(one._id, another._id));
  };
};

const bucketAuto = (operand: unknown): Work => {
  const { groupBy, buckets, output, ...more } = objectOf('$bucketAuto', operand);
  if (Object.keys(more).length > 0)
    throw refused(`The local cloud has no ${Object.keys(more)[0]} of $bucketAuto`);
  if (!Number.isInteger(buckets) || (buckets as number) < 1)
    throw refused("The $bucketAuto 'buckets' field must be an integer greater than 0");
  const [value, folds] = [compileExpression(groupBy), outputOf(output)];
  return function* (docs, variables) {
    const ranked = yield* mapInSteps(docs, doc => ({ doc, value: value(seeing(doc, variables)) ?? null }));
    const sorted = yield* sortInSteps(ranked, (one, other) => compareValues(one.value, other.value));
    const size = Math.max(1, Math.round(sorted.length / (buckets as number)));
    const starts: number[] = [];
    for (let at = 0; at < sorted.length && starts.length < (buckets as number);) {
      starts.push(at);
      at = Math.min(at + size, sorted.length);
      while (at < sorted.length && compareValues(sorted[at]!.value, sorted[at - 1]!.value) === 0) at += 1;
    }
    const results: Doc[] = [];
    for (const [n, start] of starts.entries()) {
      const end = starts[n + 1] ?? sorted.length;
      const max = (sorted[end] ?? sorted.at(-1)!).value;
      const some = sorted.slice(start, end).map(({ doc }) => doc);
      const [made] = yield* folded(some, variables, () => null, folds);
      results.push({ ...made, _id: { min: sorted[start]!.value, max } });
    }
    return results;
  };
};

const unwind = (operand: unknown): Work => {
  const spec: Doc = typeof operand === 'string' ? { path: operand } : objectOf('$unwind', operand);
  const { path, includeArrayIndex: indexField, preserveNullAndEmptyArrays: preserves } = spec;
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2)
    throw refused("path option to $unwind stage should be prefixed with a '$'");
  if (
    indexField !== undefined &&
    (typeof indexField !== 'string' || indexField === '' || indexField.startsWith('$'))
  )
    throw refused('includeArrayIndex option to $unwind stage must be a field name');
  const names = path.slice(1).split('.');
  const within = (doc: Doc): unknown =>
    names.reduce<unknown>((value, name) => (isPlainObject(value) ? own(value, name) : undefined), doc);
  const indexed = (doc: Doc, index: number | null): Doc =>
    typeof indexField === 'string' ? withField(doc, indexField.split('.'), index) : doc;
  return ofEach(doc => {
    const value = within(doc);
    if (Array.isArray(value) && value.length > 0)
      return value.map((item, n) => indexed(withValue(doc, names, item) as Doc, n));
    const isNothing = value === undefined || value === null || Array.isArray(value);
    if (isNothing && preserves !== true) return [];
    return [indexed(Array.isArray(value) ? (withValue(doc, names, undefined) as Doc) : doc, null)];
  });
};

const replaceRoot = (operand: unknown): Work => {
  const { newRoot } = objectOf('$replaceRoot', operand);
  const value = compileExpression(newRoot);
  return ofEach((doc, variables) => {
    const root = value(seeing(doc, variables));
    if (!isPlainObject(root)) throw refused("'newRoot' expression must evaluate to an object");
    return [root];
  });
};

const count = (operand: unknown): Work => {
  if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.'))
    throw refused('the count field must be a non-empty string without "." that does not begin with "$"');
  return function* (docs) {
    yield;
    return docs.length > 0 ? [{ [operand]: docs.length }] : [];
  };
};

const sample = (operand: unknown): Work => {
  const { size } = objectOf('$sample', operand);
  if (!Number.isInteger(size) || (size as number) < 1) throw refused('size argument to $sample must be a positive integer'); // prettier-ignore
  return function* (docs) {
    const ranked = docs.map(doc => ({ doc, rank: Math.random() }));
    const sorted = yield* sortInSteps(ranked, (one, other) => one.rank - other.rank);
    return sorted.slice(0, size as number).map(({ doc }) => doc);
  };
};

/** The values by which `$lookup` joins: those of an array each, null where there is none. */
export const joinedBy = (doc: Doc, path: string[]): unknown[] => {
  const value = fieldAt(doc, path);
  if (!Array.isArray(value)) return [value ?? null];
  return value.flatMap(item => (Array.isArray(item) && path.length > 1 ? (item as unknown[]) : [item]));
};

/** The stages that need nothing but their documents. */
export const STAGES: Record<string, (operand: unknown) => Work> = {
  $addFields: addFields,
  $project: projection,
  $group: group,
  $sortByCount: sortByCount,
  $bucket: bucket,
  $bucketAuto: bucketAuto,
  $unwind: unwind,
  $replaceRoot: replaceRoot,
  $count: count,
  $sample: sample,
};
