import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { Pattern } from '../values/pattern';
import type { Match } from '../values/searches';
import { accumulated, compareValues } from './accumulators';
import { isTrue, typeName } from './types';

/** What an expression sees: `ROOT`, `CURRENT` and what `$let` and others name. */
export type Variables = Record<string, unknown>;
/** An expression that was read; gives `undefined` for a field that is not there. */
export type Expression = (variables: Variables) => unknown;

type Read = (expression: unknown) => Expression;
/** Reads the operand of an operator. */
type Operator = (operand: unknown, read: Read) => Expression;

const listOf = (name: string, operand: unknown, least: number, most = least): unknown[] => {
  const list = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  if (list.length < least || list.length > most)
    throw refused(`Expression ${name} takes ${least === most ? `exactly ${least}` : `${least} to ${most}`} arguments. ${list.length} were passed in.`); // prettier-ignore
  return list;
};

/** An operator of values that are all computed. */
const ofValues =
  (name: string, least: number, most: number, compute: (...values: unknown[]) => unknown): Operator =>
  (operand, read) => {
    const values = listOf(name, operand, least, most).map(read);
    return variables => compute(...values.map(value => value(variables)));
  };

const comparison = (name: string, result: (order: number) => unknown): Operator =>
  ofValues(name, 2, 2, (one, other) => result(compareValues(one, other)));

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** The named fields of an operand, each read; others are refused. */
const fieldsOf = (name: string, operand: unknown, needed: string[], more: string[] = []): Doc => {
  if (!isPlainObject(operand)) throw refused(`${name} only supports an object as its argument`);
  const unknown = Object.keys(operand).find(field => !needed.includes(field) && !more.includes(field));
  if (unknown !== undefined) throw refused(`Unrecognized parameter to ${name}: ${unknown}`);
  const missing = needed.find(field => !Object.hasOwn(operand, field));
  if (missing !== undefined) throw refused(`Missing '${missing}' parameter to ${name}`);
  return operand;
};

const arrayFor = (name: string, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw refused(`input to ${name} must be an array not ${typeName(value)}`);
  return value;
};

const textFor = (name: string, value: unknown): string => {
  if (typeof value !== 'string')
    throw refused(`${name} requires a string argument, found: ${typeName(value)}`);
  return value;
};

/** Positions of a text: by its characters or by its bytes. */
const characters = (text: string): string[] => [...text];
const bytesOf = (text: string): Buffer => Buffer.from(text);

const place = (name: string, value: unknown): number => {
  if (!Number.isInteger(value) || (value as number) < 0)
    throw refused(`${name} requires a non-negative integral index`);
  return value as number;
};

const indexIn =
  (name: string, lengthOf: (text: string) => number, at: (text: string, n: number) => number): Operator =>
  (operand, read) =>
    ofValues(name, 2, 4, (text, part, start, end) => {
      if (isNothing(text)) return null;
      const whole = textFor(name, text);
      const from = start === undefined ? 0 : place(name, start);
      const to = end === undefined ? lengthOf(whole) : Math.min(place(name, end), lengthOf(whole));
      if (from > to) return -1;
      const found = whole.slice(0, at(whole, to)).indexOf(textFor(name, part), at(whole, from));
      return found < 0 ? -1 : lengthOf(whole.slice(0, found));
    })(operand, read);

/** A part of a text by bytes; it may not begin or end within a character. */
const partOf = (name: string): Operator =>
  ofValues(name, 3, 3, (text, start, length) => {
    const bytes = bytesOf(isNothing(text) ? '' : String(text instanceof Date ? text.toISOString() : text));
    if (typeof start !== 'number' || typeof length !== 'number') throw refused(`${name}: starting index and length must be numbers`); // prettier-ignore
    const from = Math.trunc(start);
    if (from < 0) throw refused(`${name}: starting index must be non-negative (got: ${from})`);
    const to = length < 0 ? bytes.length : Math.min(bytes.length, from + Math.trunc(length));
    const inside = (at: number): boolean => at < bytes.length && (bytes[at]! & 0xc0) === 0x80;
    if (inside(from) || inside(to)) throw refused(`${name}: Invalid range, starting or ending in the middle of a UTF-8 character.`); // prettier-ignore
    return bytes.toString('utf8', Math.min(from, bytes.length), to);
  });

const patternOf = (name: string, regex: unknown, options: unknown): Pattern => {
  const flags = isNothing(options) ? '' : textFor(name, options);
  if (regex instanceof Pattern) return flags ? new Pattern(regex.source, flags) : regex;
  return new Pattern(textFor(name, regex), flags);
};

/** `$regexMatch` and its like: the input, and the pattern that a text or a regular expression gives. */
const searching =
  (name: string, nothing: unknown, result: (text: string, pattern: Pattern) => unknown): Operator =>
  (operand, read) => {
    const fields = fieldsOf(name, operand, ['input', 'regex'], ['options']);
    const [input, regex, options] = [fields.input, fields.regex, fields.options].map(read);
    return variables => {
      const text = input!(variables);
      const wanted = regex!(variables);
      if (isNothing(text) || isNothing(wanted)) return nothing;
      return result(textFor(name, text), patternOf(name, wanted, options!(variables)));
    };
  };

const found = (text: string, one: Match): Doc => ({
  match: one[0],
  idx: characters(text.slice(0, one.index)).length,
  captures: one.slice(1).map((group: string | undefined) => group ?? null),
});

const allFound = (text: string, pattern: Pattern): Doc[] => {
  const results: Doc[] = [];
  for (let at = 0; at <= text.length;) {
    const one = pattern.find(text.slice(at));
    if (!one) break;
    one.index += at;
    results.push(found(text, one));
    at = one.index + Math.max(one[0].length, 1);
  }
  return results;
};

const DAY_MS = 86_400_000;

/** Weeks begin on Sunday; days before the first Sunday are in week 0. */
const weekOf = (date: Date): number => {
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  const day = Math.floor((date.getTime() - first) / DAY_MS);
  return Math.floor((day + 7 - date.getUTCDay()) / 7);
};

const week: Operator = (operand, read) => {
  const spec: Doc = isPlainObject(operand) && Object.hasOwn(operand, 'date') ? operand : { date: operand };
  const date = read(Array.isArray(spec.date) ? spec.date[0] : spec.date);
  // Of another zone the parts are asked for; the week is counted from them.
  const parts = spec.timezone === undefined ? undefined : read({ $dateToParts: spec });
  return variables => {
    const value = date(variables);
    if (isNothing(value)) return null;
    if (!(value instanceof Date)) throw refused(`can't convert from ${typeName(value)} to Date`);
    if (!parts) return weekOf(value);
    const { year, month, day } = parts(variables) as Record<string, number>;
    return weekOf(new Date(Date.UTC(year!, month! - 1, day)));
  };
};

/** Truncated at a decimal place, or at one before the point. */
const truncated = (value: unknown, places: unknown): unknown => {
  if (isNothing(value)) return null;
  if (typeof value !== 'number') throw refused(`$trunc only supports numeric types, not ${typeName(value)}`);
  const n = places === undefined ? 0 : places;
  if (!Number.isInteger(n) || (n as number) < -20 || (n as number) > 100)
    throw refused('precision argument to $trunc must be a integral value between -20 and 100');
  const shifted = Number(`${value}e${n as number}`);
  return Number.isFinite(shifted) ? Number(`${Math.trunc(shifted)}e${-(n as number)}`) : Math.trunc(value);
};

const withVariable = (variables: Variables, name: string, value: unknown): Variables => ({
  ...variables,
  [name]: value,
});

const nameIn = (as: unknown): string => (typeof as === 'string' ? as : 'this');

/** An accumulator as an expression: of its arguments, or of the elements of its only one. */
const overValues =
  (name: string): Operator =>
  (operand, read) => {
    if (!Array.isArray(operand) || operand.length === 1) {
      const value = read(Array.isArray(operand) ? operand[0] : operand);
      return variables => {
        const one = value(variables);
        return accumulated(name, Array.isArray(one) ? one : [one]);
      };
    }
    const values = operand.map(read);
    return variables =>
      accumulated(
        name,
        values.map(value => value(variables)),
      );
  };

const endOf = (name: string, at: number): Operator =>
  ofValues(name, 1, 1, value => (isNothing(value) ? null : arrayFor(name, value).at(at)));

const cond: Operator = (operand, read) => {
  const parts = Array.isArray(operand)
    ? listOf('$cond', operand, 3)
    : (({ if: test, then, else: otherwise }) => [test, then, otherwise])(
        fieldsOf('$cond', operand, ['if', 'then', 'else']),
      );
  const [test, then, otherwise] = parts.map(read);
  return variables => (isTrue(test!(variables)) ? then!(variables) : otherwise!(variables));
};

const choose: Operator = (operand, read) => {
  const { branches, default: otherwise } = fieldsOf('$switch', operand, ['branches'], ['default']);
  if (!Array.isArray(branches) || branches.length === 0)
    throw refused('$switch requires at least one branch');
  const cases = branches.map(branch => {
    const fields = fieldsOf('$switch', branch, ['case', 'then']);
    return [read(fields.case), read(fields.then)] as const;
  });
  const last = otherwise === undefined ? undefined : read(otherwise);
  return variables => {
    const chosen = cases.find(([test]) => isTrue(test(variables)));
    if (chosen) return chosen[1](variables);
    if (!last) throw refused('$switch could not find a matching branch for an input, and no default was specified.'); // prettier-ignore
    return last(variables);
  };
};

const letIn: Operator = (operand, read) => {
  const { vars, in: inner } = fieldsOf('$let', operand, ['vars', 'in']);
  const named = Object.entries(isPlainObject(vars) ? vars : {}).map(
    ([name, value]) => [name, read(value)] as const,
  );
  const result = read(inner);
  return variables =>
    result({ ...variables, ...Object.fromEntries(named.map(([name, value]) => [name, value(variables)])) });
};

const map: Operator = (operand, read) => {
  const { input, as, in: inner } = fieldsOf('$map', operand, ['input', 'in'], ['as']);
  const [list, result] = [read(input), read(inner)];
  return variables => {
    const items = list(variables);
    if (isNothing(items)) return null;
    return arrayFor('$map', items).map(item => result(withVariable(variables, nameIn(as), item)) ?? null);
  };
};

const filter: Operator = (operand, read) => {
  const { input, as, cond: test, limit } = fieldsOf('$filter', operand, ['input', 'cond'], ['as', 'limit']);
  const [list, fits, most] = [read(input), read(test), read(limit)];
  return variables => {
    const items = list(variables);
    if (isNothing(items)) return null;
    const fitting = arrayFor('$filter', items).filter(item =>
      isTrue(fits(withVariable(variables, nameIn(as), item))),
    );
    const n = most(variables);
    return isNothing(n) ? fitting : fitting.slice(0, place('$filter', n));
  };
};

const reduce: Operator = (operand, read) => {
  const fields = fieldsOf('$reduce', operand, ['input', 'initialValue', 'in']);
  const [list, first, step] = [fields.input, fields.initialValue, fields.in].map(read);
  return variables => {
    const items = list!(variables);
    if (isNothing(items)) return null;
    return arrayFor('$reduce', items).reduce(
      (value, item) => step!({ ...variables, this: item, value }),
      first!(variables),
    );
  };
};

const all =
  (every: boolean): Operator =>
  (operand, read) => {
    const values = (Array.isArray(operand) ? operand : [operand]).map(read);
    return variables =>
      every
        ? values.every(value => isTrue(value(variables)))
        : values.some(value => isTrue(value(variables)));
  };

/** Operators in which values of several types meet, or none, and those that mingo computes in another way. */
export const OWN: Record<string, Operator> = {
  $eq: comparison('$eq', order => order === 0),
  $ne: comparison('$ne', order => order !== 0),
  $gt: comparison('$gt', order => order > 0),
  $gte: comparison('$gte', order => order >= 0),
  $lt: comparison('$lt', order => order < 0),
  $lte: comparison('$lte', order => order <= 0),
  $cmp: comparison('$cmp', Math.sign),
  $and: all(true),
  $or: all(false),
  $not: ofValues('$not', 1, 1, value => !isTrue(value)),
  $cond: cond,
  $switch: choose,
  $ifNull: ofValues('$ifNull', 2, 1000, (...values) => values.find(one => !isNothing(one)) ?? values.at(-1)),
  $let: letIn,
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $in: ofValues('$in', 2, 2, (value, list) => {
    if (!Array.isArray(list))
      throw refused(`$in requires an array as a second argument, found: ${typeName(list)}`);
    return list.some(one => compareValues(one, value) === 0);
  }),
  $indexOfArray: ofValues('$indexOfArray', 2, 4, (list, value, start, end) => {
    if (isNothing(list)) return null;
    const items = arrayFor('$indexOfArray', list);
    const from = start === undefined ? 0 : place('$indexOfArray', start);
    const to = end === undefined ? items.length : place('$indexOfArray', end);
    return items.findIndex((one, n) => n >= from && n < to && compareValues(one, value) === 0);
  }),
  $isArray: ofValues('$isArray', 1, 1, Array.isArray),
  $isNumber: ofValues('$isNumber', 1, 1, value => typeof value === 'number'),
  $size: ofValues('$size', 1, 1, value => {
    if (!Array.isArray(value)) throw refused(`The argument to $size must be an array, but was of type: ${typeName(value)}`); // prettier-ignore
    return value.length;
  }),
  $arrayElemAt: ofValues('$arrayElemAt', 2, 2, (list, at) => {
    if (isNothing(list) || isNothing(at)) return null;
    if (!Number.isInteger(at)) throw refused("$arrayElemAt's second argument must be representable as a 32-bit integer"); // prettier-ignore
    return arrayFor('$arrayElemAt', list).at(at as number);
  }),
  $type: ofValues('$type', 1, 1, typeName),
  $concat: ofValues('$concat', 0, 1000, (...texts) =>
    texts.some(isNothing) ? null : texts.map(text => textFor('$concat', text)).join(''),
  ),
  $indexOfBytes: indexIn(
    '$indexOfBytes',
    text => bytesOf(text).length,
    (text, n) => bytesOf(text).toString('utf8', 0, n).length,
  ),
  $indexOfCP: indexIn(
    '$indexOfCP',
    text => characters(text).length,
    (text, n) => characters(text).slice(0, n).join('').length,
  ),
  $substr: partOf('$substr'),
  $substrBytes: partOf('$substrBytes'),
  $regexMatch: searching('$regexMatch', false, (text, pattern) => pattern.test(text)),
  $regexFind: searching('$regexFind', null, (text, pattern) => {
    const one = pattern.find(text);
    return one ? found(text, one) : null;
  }),
  $regexFindAll: searching('$regexFindAll', [], allFound),
  $trunc: ofValues('$trunc', 1, 2, truncated),
  $week: week,
  $sum: overValues('$sum'),
  $avg: overValues('$avg'),
  $min: overValues('$min'),
  $max: overValues('$max'),
  $stdDevPop: overValues('$stdDevPop'),
  $stdDevSamp: overValues('$stdDevSamp'),
  $mergeObjects: overValues('$mergeObjects'),
  $first: endOf('$first', 0),
  $last: endOf('$last', -1),
};
