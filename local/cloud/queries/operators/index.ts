import { isPlainObject } from '../../values/ejson';
import { refused } from '../../values/errors';
import { accumulated, compareValues } from '../accumulators';
import { isTrue, typeName } from '../types';
import { LISTS } from './lists';
import { NUMBERS } from './numbers';
import { DATES } from './dates';
import {
  arrayFor,
  fieldsOf,
  isNothing,
  listOf,
  ofValues,
  place,
  type Operator,
  type Variables,
} from './shared';
import { TEXTS } from './texts';

export type { Expression, Variables } from './shared';

const comparison = (name: string, result: (order: number) => unknown): Operator =>
  ofValues(name, 2, 2, (one, other) => result(compareValues(one, other)));

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

/** The first value that is there, or the last one; no more of them are computed. */
const firstThere: Operator = (operand, read) => {
  const values = listOf('$ifNull', operand, 2, 1000).map(read);
  return variables => {
    let value: unknown;
    for (const one of values) {
      value = one(variables);
      if (!isNothing(value)) break;
    }
    return value;
  };
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
  $ifNull: firstThere,
  $let: letIn,
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $isNumber: ofValues('$isNumber', 1, 1, value => typeof value === 'number'),
  $type: ofValues('$type', 1, 1, typeName),
  ...NUMBERS,
  ...TEXTS,
  ...LISTS,
  ...DATES,
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
