import { refused } from '../../values/errors';
import { typeName } from '../types';
import { isNothing, ofValues, type Operator } from './shared';

/** Truncated at a decimal place, or at one before the point. */
const truncated = (value: unknown, places: unknown): unknown => {
  if (isNothing(value) || isNothing(places)) return null;
  if (typeof value !== 'number') throw refused(`$trunc only supports numeric types, not ${typeName(value)}`);
  const n = places;
  if (!Number.isInteger(n) || (n as number) < -20 || (n as number) > 100)
    throw refused('precision argument to $trunc must be a integral value between -20 and 100');
  const shifted = Number(`${value}e${n as number}`);
  return Number.isFinite(shifted) ? Number(`${Math.trunc(shifted)}e${-(n as number)}`) : Math.trunc(value);
};

const numberFor = (name: string, value: unknown): number => {
  if (typeof value !== 'number') throw refused(`${name} only supports numeric types, not ${typeName(value)}`);
  return value;
};

/** Of numbers; null where there is none. */
const ofNumbers = (
  name: string,
  least: number,
  most: number,
  compute: (...numbers: number[]) => number,
): Operator =>
  ofValues(name, least, most, (...values) =>
    values.some(isNothing) ? null : compute(...values.map(value => numberFor(name, value))),
  );

const one = (name: string, compute: (n: number) => number): Operator => ofNumbers(name, 1, 1, compute);

const fitting = (n: number, fits: boolean, problem: string): number => {
  if (!fits) throw refused(problem);
  return n;
};

const positive = (name: string, n: number): number =>
  fitting(n, !(n <= 0), `${name}'s argument must be a positive number, but is ${n}`);

/** Of numbers and one date: then the sum is a date. */
const sum = ofValues('$add', 0, 1000, (...values) => {
  if (values.some(isNothing)) return null;
  const dates = values.filter(value => value instanceof Date);
  if (dates.length > 1) throw refused('only one date allowed in an $add expression');
  const total = values.reduce<number>(
    (so, value) => so + (value instanceof Date ? value.getTime() : numberFor('$add', value)),
    0,
  );
  return dates.length > 0 ? new Date(total) : total;
});

const difference = ofValues('$subtract', 2, 2, (from, what) => {
  if (isNothing(from) || isNothing(what)) return null;
  if (!(from instanceof Date)) return numberFor('$subtract', from) - numberFor('$subtract', what);
  if (what instanceof Date) return from.getTime() - what.getTime();
  return new Date(from.getTime() - numberFor('$subtract', what));
});

/** Numbers. */
export const NUMBERS: Record<string, Operator> = {
  $abs: one('$abs', Math.abs),
  $add: sum,
  $ceil: one('$ceil', Math.ceil),
  $divide: ofNumbers('$divide', 2, 2, (n, by) => n / fitting(by!, by !== 0, "can't $divide by zero")),
  $exp: one('$exp', Math.exp),
  $floor: one('$floor', Math.floor),
  $ln: one('$ln', n => Math.log(positive('$ln', n))),
  $log: ofNumbers('$log', 2, 2, (n, base) => {
    fitting(
      base!,
      base! > 0 && base !== 1,
      `$log's base must be a positive number not equal to 1, but is ${base}`,
    );
    return Math.log(positive('$log', n)) / Math.log(base!);
  }),
  $log10: one('$log10', n => Math.log10(positive('$log10', n))),
  $mod: ofNumbers('$mod', 2, 2, (n, by) => n % fitting(by!, by !== 0, "can't $mod by zero")),
  $multiply: ofNumbers('$multiply', 0, 1000, (...numbers) => numbers.reduce((product, n) => product * n, 1)),
  $pow: ofNumbers('$pow', 2, 2, (n, power) => {
    fitting(n, n !== 0 || power! >= 0, '$pow cannot take a base of 0 and a negative exponent');
    return n ** power!;
  }),
  $sqrt: one('$sqrt', n =>
    Math.sqrt(fitting(n, !(n < 0), "$sqrt's argument must be greater than or equal to 0")),
  ),
  $subtract: difference,
  $trunc: ofValues('$trunc', 1, 2, (...values) => truncated(values[0], values.length > 1 ? values[1] : 0)),
};
