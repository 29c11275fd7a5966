import { isDoc, order, rankOf, type Doc } from './order';

/**
 * What a filter finds, told by MongoDB's manual alone ("Query on Embedded/Nested Documents", "Query an Array", "Query an
 * Array of Embedded Documents", "Query for Null or Missing Fields", "Comparison/Sort Order", the pages of the query
 * operators). It shares no code and no way of working with the local cloud: it writes down every value that a path
 * reaches, and then looks at the list.
 */

/** A value that a path reaches. `named`: by the place of an element, which is not looked into further. */
type Reached = { there: false } | { there: true; value: unknown; named?: true };

const reach = (start: unknown, path: string): Reached[] => {
  const [step, ...others] = path.split('.');
  if (step === '' || step === undefined) return [{ there: true, value: start }];
  const after = others.join('.');
  if (isDoc(start)) {
    if (!(step in start)) return [{ there: false }];
    const next = start[step];
    if (after === '') return [{ there: true, value: next }];
    if (Array.isArray(next)) return reachThrough(next, after);
    return isDoc(next) ? reach(next, after) : [{ there: false }];
  }
  return [{ there: false }];
};

/** "Use dot notation to query a field in a document of the array", and "Use the array index". */
const reachThrough = (list: unknown[], path: string): Reached[] => {
  const found: Reached[] = [];
  for (const element of list) if (isDoc(element)) found.push(...reach(element, path));
  const [step, ...others] = path.split('.');
  const after = others.join('.');
  if (/^\d+$/.test(step!) && Number(step) < list.length) {
    const element = list[Number(step)];
    if (after === '') found.push({ there: true, value: element, named: true });
    else if (Array.isArray(element)) found.push(...reachThrough(element, after));
    else if (isDoc(element)) found.push(...reach(element, after));
  }
  return found;
};

/** The values of which one has to fulfil a condition: an array counts as its elements and as itself. */
const candidates = (reached: Reached[]): Candidate[] =>
  reached.flatMap((one): Candidate[] => {
    if (!one.there) return [{ there: false }];
    if (!Array.isArray(one.value) || one.named) return [one];
    return [...one.value.map((value: unknown) => ({ there: true, value })), one];
  });

type Candidate = { value?: unknown; there: boolean };

const isOperators = (condition: unknown): condition is Doc =>
  isDoc(condition) && Object.keys(condition).length > 0 && Object.keys(condition)[0]![0] === '$';

const equal = (candidate: Candidate, wanted: unknown): boolean =>
  wanted === null
    ? !candidate.there || candidate.value === null
    : candidate.there && order(candidate.value, wanted) === 0;

const compare = (candidate: Candidate, name: string, bound: unknown): boolean => {
  if (bound === null) return (name === '$gte' || name === '$lte') && equal(candidate, null);
  if (!candidate.there || rankOf(candidate.value) !== rankOf(bound)) return false;
  const found = order(candidate.value, bound);
  return { $gt: found > 0, $gte: found >= 0, $lt: found < 0, $lte: found <= 0 }[name]!;
};

const TYPES: Record<string, (value: unknown) => boolean> = {
  number: value => typeof value === 'number',
  // A whole number that 32 bits hold; larger ones are long.
  int: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  double: value => typeof value === 'number' && !Number.isInteger(value),
  string: value => typeof value === 'string',
  object: isDoc,
  array: Array.isArray,
  bool: value => typeof value === 'boolean',
  date: value => value instanceof Date,
  null: value => value === null,
};

/** What one candidate fulfils; conditions on the field as a whole stand in `field`. */
const ofOne = (candidate: Candidate, name: string, operand: unknown): boolean => {
  const { value, there } = candidate;
  if (name === '$eq') return equal(candidate, operand);
  if (name === '$in') return (operand as unknown[]).some(wanted => equal(candidate, wanted));
  if (name === '$exists') return there;
  if (name === '$type') return there && TYPES[operand as string]!(value);
  if (name === '$regex') return typeof value === 'string' && value.startsWith((operand as string).slice(1));
  if (name === '$mod') {
    const [divisor, rest] = operand as [number, number];
    return (
      typeof value === 'number' &&
      Math.trunc(value) - divisor * Math.trunc(Math.trunc(value) / divisor) === rest
    );
  }
  return compare(candidate, name, operand);
};

const field = (reached: Reached[], name: string, operand: unknown): boolean => {
  const arrays = reached.flatMap(one =>
    one.there && Array.isArray(one.value) ? [one.value as unknown[]] : [],
  );
  switch (name) {
    case '$ne':
      return !field(reached, '$eq', operand);
    case '$nin':
      return !field(reached, '$in', operand);
    case '$not':
      return !fieldHas(reached, operand);
    case '$exists':
      return operand === candidates(reached).some(({ there }) => there);
    case '$size':
      return arrays.some(list => list.length === operand);
    case '$all': {
      const wanted = operand as unknown[];
      return (
        wanted.length > 0 && wanted.every(one => fieldHas(reached, isOperators(one) ? one : { $eq: one }))
      );
    }
    case '$elemMatch':
      return arrays.some(list => list.some(element => elementHas(element, operand as Doc)));
    default:
      return candidates(reached).some(candidate => ofOne(candidate, name, operand));
  }
};

const fieldHas = (reached: Reached[], condition: unknown): boolean =>
  isOperators(condition)
    ? Object.entries(condition).every(([name, operand]) => field(reached, name, operand))
    : field(reached, '$eq', condition);

/** "The $elemMatch operator matches documents that contain an array field with at least one element that matches all." */
const elementHas = (element: unknown, condition: Doc): boolean => {
  const first = Object.keys(condition)[0] ?? '';
  if (first.startsWith('$') && !['$and', '$or', '$nor'].includes(first))
    // An element is one value: what it holds is not looked into.
    return fieldHas([{ there: true, value: element, named: true }], condition);
  if (Array.isArray(element)) return oracle(Object.fromEntries(Object.entries(element)), condition);
  return isDoc(element) && oracle(element, condition);
};

/** Whether a document matches a filter. */
export const oracle = (doc: Doc, filter: Doc): boolean =>
  Object.entries(filter).every(([name, condition]) => {
    const branches = condition as Doc[];
    if (name === '$and') return branches.every(branch => oracle(doc, branch));
    if (name === '$or') return branches.some(branch => oracle(doc, branch));
    if (name === '$nor') return !branches.some(branch => oracle(doc, branch));
    return fieldHas(reach(doc, name), condition);
  });
