import { accumulate, evaluate, isTrue } from './expressions';
import { oracle as matches } from './filter';
import { equal, isDoc, order, rankOf, refuse, type Doc } from './order';

/** What the stages of an aggregation give, told by MongoDB's manual alone. It shares no code with the local cloud. */

export type Stage = { name: string; operand: unknown };
/** Other collections, for `$lookup`. */
export type Collections = Record<string, Doc[]>;

const valueOf = (expression: unknown, doc: Doc, variables: Doc = {}): unknown =>
  evaluate(expression, { ...variables, ROOT: doc, CURRENT: doc });

const isFlag = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';
/** A document that holds more of the specification, rather than an expression. */
const isInner = (value: unknown): value is Doc => isDoc(value) && !Object.keys(value)[0]?.startsWith('$');

/** The specification with documents in place of dots. */
const nested = (spec: Doc): Doc =>
  Object.entries(spec).reduce<Doc>((made, [path, value]) => {
    const [name, ...rest] = path.split('.');
    const inner = rest.length > 0 ? { [rest.join('.')]: value } : value;
    const before = made[name!];
    const merged = isInner(inner) ? nested({ ...(isInner(before) ? before : {}), ...inner }) : inner;
    return { ...made, [name!]: merged };
  }, {});

const onElements = (value: unknown, make: (doc: Doc) => Doc, keepsOthers: boolean): unknown => {
  if (Array.isArray(value))
    return value
      .filter(one => keepsOthers || isDoc(one) || Array.isArray(one))
      .map(one => onElements(one, make, keepsOthers));
  if (isDoc(value)) return make(value);
  return keepsOthers ? value : undefined;
};

const kept = (doc: Doc, spec: Doc): Doc =>
  Object.fromEntries(
    Object.entries(doc).flatMap(([name, value]): [string, unknown][] => {
      const asked = spec[name];
      if (isInner(asked)) {
        const inner = onElements(value, one => kept(one, asked), false);
        return inner === undefined ? [] : [[name, inner]];
      }
      return isFlag(asked) && asked ? [[name, value]] : [];
    }),
  );

const without = (doc: Doc, spec: Doc): Doc =>
  Object.fromEntries(
    Object.entries(doc).flatMap(([name, value]): [string, unknown][] => {
      const asked = spec[name];
      if (isInner(asked)) return [[name, onElements(value, one => without(one, asked), true)]];
      return asked === undefined || (isFlag(asked) && asked) ? [[name, value]] : [];
    }),
  );

/** "Adds new fields …; if the name is the same as that of an existing field, it overwrites." */
const withFields = (value: unknown, spec: Doc, root: Doc, flags = false): unknown => {
  if (Array.isArray(value)) {
    // What is wrong in an expression is wrong whatever it is put into.
    withFields({}, spec, root, flags);
    return value.map(one => withFields(one, spec, root, flags));
  }
  const made: Doc = isDoc(value) ? { ...value } : {};
  for (const [name, asked] of Object.entries(spec)) {
    // What only says which fields are kept adds none.
    if (flags && (isFlag(asked) || (isInner(asked) && !isComputed(asked)))) continue;
    const found = isInner(asked) ? withFields(made[name], asked, root, flags) : valueOf(asked, root);
    if (found === undefined) delete made[name];
    else made[name] = found;
  }
  return made;
};

const flagsIn = (spec: Doc): unknown[] =>
  Object.values(spec).flatMap(value => (isInner(value) ? flagsIn(value) : isFlag(value) ? [value] : []));
const isComputed = (spec: Doc): boolean =>
  Object.values(spec).some(value => (isInner(value) ? isComputed(value) : !isFlag(value)));

const projection = (operand: Doc): ((doc: Doc) => Doc) => {
  const { _id = 1, ...others } = nested(operand);
  const flags = flagsIn(others);
  const excludes = flags.some(flag => !flag);
  if (excludes && (flags.some(Boolean) || isComputed(others))) refuse('"cannot do inclusion in exclusion"');
  if (excludes || (flags.length === 0 && !isComputed(others) && !_id))
    return doc => without(doc, { ...others, _id });
  return doc => withFields(kept(doc, { ...others, _id }), others, doc, true) as Doc;
};

const grouped = (docs: Doc[], keyOf: (doc: Doc) => unknown, fields: Doc): Doc[] => {
  const groups: { _id: unknown; docs: Doc[] }[] = [];
  for (const doc of docs) {
    const _id = keyOf(doc) ?? null;
    const group = groups.find(one => equal(one._id, _id));
    if (group) group.docs.push(doc);
    else groups.push({ _id, docs: [doc] });
  }
  return groups.map(({ _id, docs: members }) => ({
    _id,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, spec]) => {
        const [[operator, operand] = ['', null]] = Object.entries(spec as Doc);
        return [
          name,
          accumulate(
            operator,
            members.map(doc => valueOf(operand, doc)),
          ),
        ];
      }),
    ),
  }));
};

type Bucket = { groupBy: unknown; boundaries: unknown[]; default?: unknown; output?: Doc };

const bucket = (
  docs: Doc[],
  { groupBy, boundaries, default: other, output = { count: { $sum: 1 } } }: Bucket,
): Doc[] => {
  const [first, last] = [boundaries[0], boundaries.at(-1)];
  for (const [n, bound] of boundaries.entries())
    if (n > 0 && (rankOf(bound) !== rankOf(first) || order(boundaries[n - 1], bound) >= 0))
      refuse('boundaries that do not rise');
  if (
    other !== undefined &&
    rankOf(other) === rankOf(first) &&
    order(other, first) >= 0 &&
    order(other, last) < 0
  )
    refuse('"default … less than the lowest boundaries value or greater than or equal to the highest"');
  const keyOf = (doc: Doc): unknown => {
    const value = valueOf(groupBy, doc);
    const place = boundaries.findIndex(
      (bound, n) => n > 0 && order(value, boundaries[n - 1]) >= 0 && order(value, bound) < 0,
    );
    if (place > 0) return boundaries[place - 1];
    return other === undefined ? refuse('in no bucket, and no default') : other;
  };
  return grouped(docs, keyOf, output).sort((one, another) => order(one['_id'], another['_id']));
};

type Unwind = { path: string; includeArrayIndex?: string; preserveNullAndEmptyArrays?: boolean };

/** The document with another value at a path; `undefined` takes it away. */
const replaced = (doc: Doc, [name = '', ...rest]: string[], value: unknown): Doc => {
  const inner = rest.length > 0 ? replaced((isDoc(doc[name]) ? doc[name] : {}) as Doc, rest, value) : value;
  const made = { ...doc, [name]: inner };
  if (inner === undefined) delete made[name];
  return made;
};

const unwind = (doc: Doc, operand: unknown): Doc[] => {
  const {
    path,
    includeArrayIndex: index,
    preserveNullAndEmptyArrays: keeps,
  } = (typeof operand === 'string' ? { path: operand } : operand) as Unwind;
  const steps = path.slice(1).split('.');
  const value = steps.reduce<unknown>((found, step) => (isDoc(found) ? found[step] : undefined), doc);
  const made = (one: Doc, place: number | null): Doc =>
    index === undefined ? one : replaced(one, [index], place);
  if (Array.isArray(value) && value.length > 0)
    return value.map((one, n) => made(replaced(doc, steps, one), n));
  if (Array.isArray(value)) return keeps ? [made(replaced(doc, steps, undefined), null)] : [];
  if (value === undefined || value === null) return keeps ? [made(doc, null)] : [];
  return [made(doc, null)];
};

type Lookup = {
  from: string;
  as: string;
  localField?: string;
  foreignField?: string;
  let?: Doc;
  pipeline?: Stage[];
};

const lookup = (
  doc: Doc,
  { from, as, localField, foreignField, let: names = {}, pipeline = [] }: Lookup,
  others: Collections,
): Doc => {
  const all = others[from]!;
  const local = localField === undefined ? undefined : valueOf(`$${localField}`, doc);
  // "If an input document does not contain the localField, … treats the field as having a value of null."
  const wanted = Array.isArray(local) ? local : [local ?? null];
  const joined =
    localField === undefined
      ? all
      : all.filter(one => wanted.some(value => matches(one, { [foreignField!]: { $eq: value } })));
  const variables = Object.fromEntries(
    Object.entries(names).map(([name, value]) => [name, valueOf(value, doc)]),
  );
  return replaced(doc, as.split('.'), piped(joined, pipeline, others, variables));
};

const sortKey = (doc: Doc, path: string, way: number): unknown => {
  const found = valueOf(`$${path}`, doc);
  if (!Array.isArray(found)) return found ?? null;
  // "Ascending: the smallest element of an array; descending: the largest." An empty one is less than null.
  return found.length === 0 ? undefined : [...found].sort((one, other) => way * order(one, other))[0];
};

export const inOrder = (one: Doc, other: Doc, spec: Doc): number =>
  Object.entries(spec)
    .map(
      ([path, way]) =>
        (way as number) * order(sortKey(one, path, way as number), sortKey(other, path, way as number)),
    )
    .find(n => n !== 0) ?? 0;

/** Each stage takes the documents of the one before. */
export const piped = (docs: Doc[], stages: Stage[], others: Collections = {}, variables: Doc = {}): Doc[] =>
  stages.reduce((before, { name, operand }) => {
    switch (name) {
      case '$match': {
        const { $expr, ...filter } = operand as Doc;
        return before.filter(
          doc => matches(doc, filter) && ($expr === undefined || isTrue(valueOf($expr, doc, variables))),
        );
      }
      case '$project':
        return before.map(projection(operand as Doc));
      case '$addFields':
        return before.map(doc => withFields(doc, nested(operand as Doc), doc) as Doc);
      case '$group': {
        const { _id, ...fields } = operand as Doc;
        return grouped(before, doc => valueOf(_id, doc), fields);
      }
      case '$sortByCount':
        return grouped(before, doc => valueOf(operand, doc), { count: { $sum: 1 } }).sort(
          (one, other) => Number(other['count']) - Number(one['count']),
        );
      case '$bucket':
        return bucket(before, operand as Bucket);
      case '$unwind':
        return before.flatMap(doc => unwind(doc, operand));
      case '$lookup':
        return before.map(doc => lookup(doc, operand as Lookup, others));
      case '$sort':
        return [...before].sort((one, other) => inOrder(one, other, operand as Doc));
      case '$limit':
        return before.slice(0, operand as number);
      case '$skip':
        return before.slice(operand as number);
      case '$count':
        return before.length === 0 ? [] : [{ [operand as string]: before.length }];
      case '$replaceRoot':
        return before.map(doc => {
          const root = valueOf((operand as Doc)['newRoot'], doc);
          return isDoc(root) ? root : (refuse('no document') as never);
        });
      default:
        throw new Error(`the oracle knows no ${name}`);
    }
  }, docs);
