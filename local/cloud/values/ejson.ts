import { refused } from './errors';

export type Doc = Record<string, unknown>;

export const isPlainObject = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp);

/**
 * Extended JSON of the wire into values: numbers, dates, regular expressions and server dates
 * (`$tcb_server_date`, resolved against `now` in milliseconds). Binary and ObjectId are not supported.
 */
export const fromWire = (text: string, now: number): unknown => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refused('The request holds no valid JSON');
  }
  return revive(parsed, now);
};

const revive = (value: unknown, now: number): unknown => {
  if (Array.isArray(value)) return value.map(item => revive(item, now));
  if (!isPlainObject(value)) return value;
  const keys = Object.keys(value);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only?.startsWith('$')) {
    const inner = value[only];
    if (only === '$numberInt' || only === '$numberDouble' || only === '$numberLong') return Number(inner);
    if (only === '$date') return dateOf(inner);
    if (only === '$regularExpression') return regularExpression(inner);
    if (only === '$tcb_server_date') return new Date(now + Number(revive((inner as Doc).offset, now) ?? 0));
    if (only === '$oid' || only === '$binary' || only === '$numberDecimal' || only === '$undefined')
      throw refused(`The local cloud does not store ${only} values`);
  }
  const result: Doc = {};
  for (const key of keys) define(result, key, revive(value[key], now));
  return result;
};

/** Sets an own property, whatever its name (`__proto__` included). */
const define = (target: Doc, key: string, value: unknown): void => {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
};

const dateOf = (inner: unknown): Date => {
  const time = isPlainObject(inner)
    ? Number(inner.$numberLong)
    : typeof inner === 'string'
      ? Date.parse(inner)
      : Number(inner);
  if (Number.isNaN(time)) throw refused('The request holds no valid date');
  return new Date(time);
};

const regularExpression = (inner: unknown): RegExp => {
  const { pattern, options } = inner as { pattern: string; options?: string };
  try {
    return new RegExp(pattern, (options ?? '').replace(/[^imsu]/g, ''));
  } catch {
    throw refused('Regular expression is invalid');
  }
};

/** A document as text, in the form in which it is stored and sent (relaxed EJSON). */
export const toText = (value: unknown): string => JSON.stringify(isJson(value) ? value : prepare(value));

/** True for what JSON holds as it is: nothing has to be written in another way. */
const isJson = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (value instanceof Date || value instanceof RegExp) return false;
  for (const key of Object.keys(value)) if (!isJson((value as Doc)[key])) return false;
  return true;
};

const prepare = (value: unknown): unknown => {
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } };
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $numberDouble: String(value) };
  if (Array.isArray(value)) return value.map(item => (item === undefined ? null : prepare(item)));
  if (!isPlainObject(value)) return value;
  const result: Doc = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) define(result, key, prepare(inner));
  return result;
};

/** A stored text back into a document. */
export const fromText = (text: string): Doc => {
  const parsed = JSON.parse(text) as Doc;
  const doc = text.includes('"$') ? (revive(parsed, 0) as Doc) : parsed;
  known.set(doc, text);
  return doc;
};

/** Texts of documents. A document is a value: whoever changes one makes a new one. */
const known = new WeakMap<Doc, string>();

/** The text of a whole document, made once. */
export const textOf = (doc: Doc): string => {
  let text = known.get(doc);
  if (text === undefined) known.set(doc, (text = toText(doc)));
  return text;
};

/** Whether two values are stored alike; the order of fields counts. */
export const same = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (one instanceof Date) return other instanceof Date && one.getTime() === other.getTime();
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, at) => same(item, other[at]))
    );
  if (!isPlainObject(one) || !isPlainObject(other)) return Number.isNaN(one) && Number.isNaN(other);
  const names = Object.keys(one);
  const others = Object.keys(other);
  return (
    names.length === others.length &&
    names.every((name, at) => name === others[at] && same(one[name], other[name]))
  );
};

/** A deep copy that shares nothing with the original. */
export const copyOf = <T>(value: T): T => {
  if (value instanceof Date) return new Date(value) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isPlainObject(value)) return value;
  const result: Doc = {};
  for (const [key, inner] of Object.entries(value)) define(result, key, copyOf(inner));
  return result as T;
};
