import { dateOperators } from './dates';
import { equal, isDoc, order, refuse, sign, type Doc } from './order';

/**
 * What an expression of an aggregation gives, told by MongoDB's manual alone (the pages of the aggregation operators).
 * `undefined` is a field that is not there. It shares no code with the local cloud.
 */

export type Variables = Doc;

const isNothing = (value: unknown): boolean => value === undefined || value === null;
/** "Evaluates null, undefined, 0 and false as false." */
export const isTrue = (value: unknown): boolean => !isNothing(value) && value !== false && value !== 0;

const numberIn = (value: unknown): number =>
  typeof value === 'number' ? value : (refuse('not a number') as never);
const wholeIn = (value: unknown): number =>
  Number.isInteger(value) ? (value as number) : (refuse('not a whole number') as never);
const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : (refuse('not a text') as never);
const listIn = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : (refuse('not an array') as never);
/** A text, or what stands for one: nothing is empty. */
const asText = (value: unknown): string => {
  if (isNothing(value)) return '';
  if (typeof value === 'number') return String(value);
  return value instanceof Date ? value.toISOString() : textIn(value);
};

type Values = unknown[];
type Compute = (...values: Values) => unknown;

/** "If any argument resolves to null or refers to a field that is missing, … returns null." */
const unlessNull =
  (compute: Compute): Compute =>
  (...values) =>
    values.some(isNothing) ? null : compute(...values);

const ofNumbers = (compute: (...numbers: number[]) => number): Compute =>
  unlessNull((...values) => compute(...values.map(numberIn)));

const positive = (value: number): number => (value > 0 ? value : (refuse('not positive') as never));
const notZero = (value: number): number => (value !== 0 ? value : (refuse('zero') as never));

const isPoint = (values: Values): boolean => values.some(value => value instanceof Date);

const add: Compute = unlessNull((...values) => {
  if (values.filter(value => value instanceof Date).length > 1) refuse('two dates');
  const sum = values.reduce<number>(
    (total, value) => total + (value instanceof Date ? value.getTime() : numberIn(value)),
    0,
  );
  return isPoint(values) ? new Date(sum) : sum;
});

const subtract: Compute = unlessNull((one, other) => {
  if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
  if (one instanceof Date) return new Date(one.getTime() - numberIn(other));
  return numberIn(one) - numberIn(other);
});

const distinct = (list: unknown[]): unknown[] =>
  list.reduce<unknown[]>((made, one) => (made.some(there => equal(there, one)) ? made : [...made, one]), []);
const has = (list: unknown[], value: unknown): boolean => list.some(one => equal(one, value));

/** Two arrays, and the first holds nothing that the other does not. */
const bothIn = (one: unknown, other: unknown): boolean => {
  const set = listIn(other);
  return listIn(one).every(value => has(set, value));
};

const slice: Compute = unlessNull((list, first, second) => {
  const all = listIn(list);
  const from = wholeIn(first);
  if (second === undefined) return all.filter((_, n) => (from < 0 ? n >= all.length + from : n < from));
  const most = wholeIn(second);
  if (most <= 0) refuse('not positive');
  const start = from < 0 ? Math.max(0, all.length + from) : from;
  return all.filter((_, n) => n >= start && n < start + most);
});

const range: Compute = (start, end, step = 1) => {
  const [from, to, by] = [wholeIn(start), wholeIn(end), wholeIn(step)];
  if (by === 0) refuse('no step');
  const made: number[] = [];
  for (let n = from; by > 0 ? n < to : n > to; n += by) made.push(n);
  return made;
};

const arrayToObject: Compute = list => {
  if (isNothing(list)) return null;
  const pairs = listIn(list).map((pair): [string, unknown] => {
    if (Array.isArray(pair) && pair.length === 2) return [textIn(pair[0]), pair[1]];
    if (isDoc(pair) && Object.keys(pair).sort().join() === 'k,v') return [textIn(pair['k']), pair['v']];
    return refuse('no pair') as never;
  });
  const forms = new Set(listIn(list).map(pair => Array.isArray(pair)));
  return forms.size > 1 ? refuse('pairs of two forms') : Object.fromEntries(pairs);
};

const merged: Compute = (...docs) =>
  Object.assign(
    {},
    ...docs.filter(doc => !isNothing(doc)).map(doc => (isDoc(doc) ? doc : refuse('no document'))),
  );

const bytes = (text: string): string[] =>
  [...new TextEncoder().encode(text)].map(byte => String.fromCharCode(byte));
const points = (text: string): string[] => [...text];

const indexIn =
  (parts: (text: string) => string[]): Compute =>
  (text, part, start = 0, end = undefined) => {
    if (isNothing(text)) return null;
    const all = parts(textIn(text));
    const wanted = parts(textIn(part));
    const from = wholeIn(start);
    const to = end === undefined ? all.length : Math.min(wholeIn(end), all.length);
    if (from < 0 || to < 0) refuse('before the text');
    for (let n = from; n + wanted.length <= to; n += 1)
      if (wanted.every((one, at) => all[n + at] === one)) return n;
    return -1;
  };

const substrBytes: Compute = (text, start, length) => {
  const all = bytes(asText(text));
  const [from, most] = [wholeIn(start), wholeIn(length)];
  const to = most < 0 ? all.length : Math.min(all.length, from + most);
  const inside = (n: number): boolean => n < all.length && (all[n]!.charCodeAt(0) & 0xc0) === 0x80;
  if (inside(from) || inside(to)) refuse('within a character');
  return new TextDecoder().decode(Uint8Array.from(all.slice(from, to), byte => byte.charCodeAt(0)));
};

const substrCP: Compute = (text, start, length) => {
  const [from, most] = [wholeIn(start), wholeIn(length)];
  if (from < 0 || most < 0) refuse('negative');
  return points(asText(text))
    .slice(from, from + most)
    .join('');
};

/** Where a number is cut: behind the point, or before it. */
const truncated: Compute = unlessNull((value, place) => {
  const [number, at] = [numberIn(value), place === undefined ? 0 : wholeIn(place)];
  const unit = 10 ** Math.abs(at);
  return at < 0 ? Math.trunc(number / unit) * unit : Math.trunc(number * unit) / unit;
});

/** `$sum` and others of documents, or of values in one. */
export const accumulate = (name: string, values: Values): unknown => {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const squares = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const there = values.filter(value => !isNothing(value));
  switch (name) {
    case '$sum':
      return numbers.reduce((sum, one) => sum + one, 0);
    case '$avg':
      return numbers.length === 0 ? null : mean;
    case '$stdDevPop':
      return numbers.length === 0 ? null : Math.sqrt(squares / numbers.length);
    case '$stdDevSamp':
      return numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1));
    case '$min':
      return there.sort(order)[0] ?? null;
    case '$max':
      return there.sort((one, other) => order(other, one))[0] ?? null;
    case '$push':
      return values.filter(value => value !== undefined);
    case '$addToSet':
      return distinct(values.filter(value => value !== undefined)).sort(order);
    case '$first':
      return values[0] ?? null;
    case '$last':
      return values.at(-1) ?? null;
    case '$mergeObjects':
      return merged(...values);
    default:
      throw new Error(`the oracle knows no ${name}`);
  }
};

const overValues =
  (name: string): Compute =>
  (...values) =>
    accumulate(name, values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values);

const COMPUTED: Record<string, Compute> = {
  ...dateOperators,
  $eq: (one, other) => equal(one, other),
  $ne: (one, other) => !equal(one, other),
  $gt: (one, other) => order(one, other) > 0,
  $gte: (one, other) => order(one, other) >= 0,
  $lt: (one, other) => order(one, other) < 0,
  $lte: (one, other) => order(one, other) <= 0,
  $cmp: (one, other) => sign(order(one, other)),
  $not: value => !isTrue(value),
  $abs: ofNumbers(Math.abs),
  $ceil: ofNumbers(Math.ceil),
  $floor: ofNumbers(Math.floor),
  $exp: ofNumbers(Math.exp),
  $ln: ofNumbers(n => Math.log(positive(n))),
  $log10: ofNumbers(n => Math.log10(positive(n))),
  $log: ofNumbers(
    (n, base) =>
      (base === 1 ? refuse('base 1') : Math.log(positive(n)) / Math.log(positive(base!))) as number,
  ),
  $sqrt: ofNumbers(n => (n < 0 ? (refuse('negative') as never) : Math.sqrt(n))),
  $pow: ofNumbers((n, power) =>
    n === 0 && power! < 0 ? (refuse('0 to less than 0') as never) : n ** power!,
  ),
  $divide: ofNumbers((one, other) => one / notZero(other!)),
  $mod: ofNumbers((one, other) => one % notZero(other!)),
  $multiply: ofNumbers((...numbers) => numbers.reduce((product, one) => product * one, 1)),
  $trunc: (value, place = 0) => truncated(value, place),
  $add: add,
  $subtract: subtract,
  $isArray: Array.isArray,
  $size: list => listIn(list).length,
  $in: (value, list) => has(listIn(list), value),
  $arrayElemAt: unlessNull((list, at) => {
    const all = listIn(list);
    return all[wholeIn(at) < 0 ? all.length + wholeIn(at) : wholeIn(at)];
  }),
  $concatArrays: unlessNull((...lists) => lists.flatMap(listIn)),
  $reverseArray: unlessNull(list => [...listIn(list)].reverse()),
  $indexOfArray: (list, value, start = 0) =>
    isNothing(list) ? null : listIn(list).findIndex((one, n) => n >= wholeIn(start) && equal(one, value)),
  $slice: (...values) => slice(...values),
  $range: range,
  $arrayToObject: arrayToObject,
  $objectToArray: unlessNull(doc =>
    isDoc(doc) ? Object.entries(doc).map(([k, v]) => ({ k, v })) : refuse('no document'),
  ),
  $setUnion: unlessNull((...lists) => distinct(lists.flatMap(listIn)).sort(order)),
  $setIntersection: unlessNull((...lists) => {
    const [first = [], ...sets] = lists.map(listIn);
    return distinct(first)
      .filter(one => sets.every(set => has(set, one)))
      .sort(order);
  }),
  $setDifference: unlessNull((one, other) => {
    const [list, unwanted] = [listIn(one), listIn(other)];
    return distinct(list)
      .filter(value => !has(unwanted, value))
      .sort(order);
  }),
  $setEquals: (one, other) => bothIn(one, other) && bothIn(other, one),
  $setIsSubset: (one, other) => bothIn(one, other),
  $allElementsTrue: list => listIn(list).every(isTrue),
  $anyElementTrue: list => listIn(list).some(isTrue),
  $concat: unlessNull((...texts) => texts.map(textIn).join('')),
  $toUpper: value => asText(value).toUpperCase(),
  $toLower: value => asText(value).toLowerCase(),
  $strcasecmp: (one, other) => order(asText(one).toUpperCase(), asText(other).toUpperCase()),
  $strLenBytes: text => bytes(textIn(text)).length,
  $strLenCP: text => points(textIn(text)).length,
  $indexOfBytes: indexIn(bytes),
  $indexOfCP: indexIn(points),
  $substr: substrBytes,
  $substrBytes: substrBytes,
  $substrCP: substrCP,
  $split: unlessNull((text, by) =>
    by === '' ? refuse('splits by nothing') : textIn(text).split(textIn(by)),
  ),
  $mergeObjects: overValues('$mergeObjects'),
  ...Object.fromEntries(
    ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map(name => [name, overValues(name)]),
  ),
};

type Operator = (operand: never, variables: Variables) => unknown;
type Over = { input: unknown; as?: string; in?: unknown; cond?: unknown; initialValue?: unknown };

const overList = (
  variables: Variables,
  { input, as = 'this' }: Over,
  make: (list: unknown[], inner: (value: unknown) => Variables) => unknown,
): unknown => {
  const list = evaluate(input, variables);
  return isNothing(list) ? null : make(listIn(list), value => ({ ...variables, [as]: value }));
};

/** Operators that do not compute all that they are given. */
const OWN: Record<string, Operator> = {
  $literal: (operand: unknown) => operand,
  $and: (operands: unknown[], variables) => operands.every(one => isTrue(evaluate(one, variables))),
  $or: (operands: unknown[], variables) => operands.some(one => isTrue(evaluate(one, variables))),
  $cond: (operand: unknown[] | { if: unknown; then: unknown; else: unknown }, variables) => {
    const [test, then, otherwise] = Array.isArray(operand)
      ? operand
      : [operand.if, operand.then, operand.else];
    return evaluate(isTrue(evaluate(test, variables)) ? then : otherwise, variables);
  },
  $ifNull: ([one, other]: unknown[], variables) => {
    const value = evaluate(one, variables);
    return isNothing(value) ? evaluate(other, variables) : value;
  },
  $switch: (
    { branches, default: otherwise }: { branches: { case: unknown; then: unknown }[]; default?: unknown },
    variables,
  ) => {
    const chosen = branches.find(branch => isTrue(evaluate(branch.case, variables)));
    if (!chosen && otherwise === undefined) return refuse('no branch');
    return evaluate(chosen ? chosen.then : otherwise, variables);
  },
  $let: ({ vars, in: inner }: { vars: Doc; in: unknown }, variables) =>
    evaluate(inner, {
      ...variables,
      ...Object.fromEntries(Object.entries(vars).map(([name, one]) => [name, evaluate(one, variables)])),
    }),
  $map: (over: Over, variables) =>
    overList(variables, over, (list, inner) => list.map(value => evaluate(over.in, inner(value)) ?? null)),
  $filter: (over: Over, variables) =>
    overList(variables, over, (list, inner) =>
      list.filter(value => isTrue(evaluate(over.cond, inner(value)))),
    ),
  $reduce: (over: Over, variables) =>
    overList(variables, over, list =>
      list.reduce(
        (value, one) => evaluate(over.in, { ...variables, value, this: one }),
        evaluate(over.initialValue, variables),
      ),
    ),
  $zip: (
    {
      inputs,
      useLongestLength = false,
      defaults,
    }: { inputs: unknown[]; useLongestLength?: boolean; defaults?: unknown[] },
    variables,
  ) => {
    const lists = inputs.map(one => evaluate(one, variables));
    if (lists.some(isNothing)) return null;
    const lengths = lists.map(list => listIn(list).length);
    const length = useLongestLength ? Math.max(...lengths) : Math.min(...lengths);
    return Array.from({ length }, (_, n) =>
      lists.map((list, at): unknown => {
        const all = listIn(list);
        return n < all.length ? all[n] : (evaluate(defaults?.[at] ?? null, variables) ?? null);
      }),
    );
  },
};

/** "Field path": documents in an array on the way give what they hold. */
const fieldAt = (value: unknown, steps: string[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (isDoc(value)) return fieldAt(value[step], rest);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isDoc)
    .map(one => fieldAt(one, steps))
    .filter(one => one !== undefined);
};

export const evaluate = (expression: unknown, variables: Variables): unknown => {
  if (typeof expression === 'string' && expression.startsWith('$$')) {
    const [name = '', ...steps] = expression.slice(2).split('.');
    return name === 'REMOVE' ? undefined : fieldAt(variables[name], steps);
  }
  if (typeof expression === 'string' && expression.startsWith('$'))
    return fieldAt(variables['ROOT'], expression.slice(1).split('.'));
  if (Array.isArray(expression)) return expression.map(one => evaluate(one, variables) ?? null);
  if (!isDoc(expression)) return expression;
  const [name = '', ...others] = Object.keys(expression);
  if (!name.startsWith('$'))
    return Object.fromEntries(
      Object.entries(expression)
        .map(([field, one]) => [field, evaluate(one, variables)])
        .filter(([, value]) => value !== undefined),
    );
  if (others.length > 0) return refuse('an operator stands alone');
  const operand = expression[name];
  const own = OWN[name];
  if (own) return own(operand as never, variables);
  if (name in dateOperators && isDoc(operand) && !Object.keys(operand).some(field => field.startsWith('$')))
    return COMPUTED[name]!(
      Object.fromEntries(Object.entries(operand).map(([field, one]) => [field, evaluate(one, variables)])),
      'named',
    );
  const operands = Array.isArray(operand) ? operand : [operand];
  return COMPUTED[name]!(...operands.map(one => evaluate(one, variables)));
};
