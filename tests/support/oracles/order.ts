/** What all oracles know of values: the manual's page "Comparison/Sort Order". `undefined` is a field that is not there. */

export type Doc = Record<string, unknown>;

/** The manual says that this is an error. */
export class Refused extends Error {}

export const refuse = (why: string): never => {
  throw new Refused(why);
};

export const isDoc = (value: unknown): value is Doc =>
  Object.prototype.toString.call(value) === '[object Object]';

/** "The comparison/sort order of different BSON types". */
export const rankOf = (value: unknown): number => {
  if (value === undefined) return 1;
  if (value === null) return 2;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  if (isDoc(value)) return 5;
  if (Array.isArray(value)) return 6;
  if (typeof value === 'boolean') return 9;
  if (value instanceof Date) return 10;
  throw new Error(`the oracles know no ${String(value)}`);
};

export const sign = (n: number): number => (n < 0 ? -1 : n > 0 ? 1 : 0);

export const order = (a: unknown, b: unknown): number => {
  const ranks = sign(rankOf(a) - rankOf(b));
  if (ranks !== 0 || a === null || a === undefined) return ranks;
  if (typeof a === 'number') return sign(a - (b as number));
  if (typeof a === 'string') return textOrder([...a], [...(b as string)]);
  if (typeof a === 'boolean') return sign(Number(a) - Number(b));
  if (a instanceof Date) return sign(a.getTime() - (b as Date).getTime());
  if (Array.isArray(a)) {
    const list = b as unknown[];
    for (let n = 0; n < Math.min(a.length, list.length); n += 1)
      if (order(a[n], list[n]) !== 0) return order(a[n], list[n]);
    return sign(a.length - list.length);
  }
  // "Recursively compare key-value pairs in the order that they appear": types, names, values.
  const [one, other] = [Object.entries(a as Doc), Object.entries(b as Doc)];
  for (let n = 0; n < Math.min(one.length, other.length); n += 1) {
    const [[name, value], [otherName, otherValue]] = [one[n]!, other[n]!];
    const found =
      sign(rankOf(value) - rankOf(otherValue)) ||
      textOrder([...name], [...otherName]) ||
      order(value, otherValue);
    if (found !== 0) return found;
  }
  return sign(one.length - other.length);
};

/** "Strings are compared by their bytes": for UTF-8 that is by code points. */
const textOrder = (a: string[], b: string[]): number => {
  for (let n = 0; n < Math.min(a.length, b.length); n += 1)
    if (a[n] !== b[n]) return sign(a[n]!.codePointAt(0)! - b[n]!.codePointAt(0)!);
  return sign(a.length - b.length);
};

export const equal = (a: unknown, b: unknown): boolean => order(a, b) === 0;
