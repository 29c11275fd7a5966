import { refused } from './errors';
import { Pattern } from './pattern';
import { Binary, ObjectId, Scalar } from './scalars';

export type Doc = Record<string, unknown>;

export const isPlainObject = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Scalar);

/** Deeper than MongoDB nests documents, with what a filter or an update lays around them. */
const DEEPEST = 200;

/**
 * Extended JSON of the wire into values: numbers, dates, regular expressions, ObjectIds, bytes and server dates
 * (`$tcb_server_date`, resolved against `now` in milliseconds). What is no value of its type is refused.
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

const revive = (value: unknown, now: number, depth = 0): unknown => {
  if (depth > DEEPEST) throw refused(`The request nests deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return value.map(item => revive(item, now, depth + 1));
  if (!isPlainObject(value)) return value;
  const keys = Object.keys(value);
  const only = keys.length === 1 ? keys[0]! : '';
  const read = only.startsWith('$') && Object.hasOwn(READERS, only) ? READERS[only] : undefined;
  if (read) return read(value[only], now);
  const result: Doc = {};
  for (const key of keys) define(result, key, revive(value[key], now, depth + 1));
  return result;
};

const malformed = (name: string): Error => refused(`The request holds no valid ${name}`);

const numberOf = (name: string, fits: (n: number) => boolean) => (inner: unknown) => {
  const n = typeof inner === 'string' && inner.trim() !== '' ? Number(inner) : NaN;
  if (Number.isNaN(n) || !fits(n)) throw malformed(name);
  return n;
};

/** A number as it stands in a document or, canonically, as text. */
const plainNumber = (value: unknown): number => {
  const number = isPlainObject(value) ? revive(value, 0) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw malformed('number');
  return number;
};

/** The last moment that a date of JavaScript holds. */
const LAST_MS = 8.64e15;

const dateOf = (inner: unknown): Date => {
  const time = typeof inner === 'string' ? Date.parse(inner) : plainNumber(inner);
  if (!(Math.abs(time) <= LAST_MS)) throw malformed('date');
  return new Date(time);
};

const onlyText = (inner: unknown, fields: string[]): string[] | undefined => {
  const texts = isPlainObject(inner) ? fields.map(field => inner[field]) : [];
  return texts.length > 0 && texts.every(text => typeof text === 'string') ? texts : undefined;
};

const notStored = (name: string) => (): never => {
  throw refused(`The local cloud does not store ${name} values`);
};

/** What a document of one field that begins with `$` stands for. */
const READERS: Record<string, (inner: unknown, now: number) => unknown> = {
  $numberInt: numberOf('number', n => Number.isInteger(n) && Math.abs(n) <= 2 ** 31),
  // Beyond these a number would lose its last digits.
  $numberLong: numberOf('number that the local cloud can store', Number.isSafeInteger),
  $numberDouble: inner => (inner === 'NaN' ? NaN : numberOf('number', () => true)(inner)),
  $date: dateOf,
  $tcb_server_date: (inner, now) =>
    dateOf(now + plainNumber(isPlainObject(inner) ? (inner.offset ?? 0) : inner)),
  $regularExpression: inner => {
    const [pattern, options] = onlyText(inner, ['pattern', 'options']) ?? [];
    if (pattern === undefined) throw malformed('regular expression');
    return new Pattern(pattern, options!);
  },
  $oid: inner => {
    if (typeof inner !== 'string' || !/^[\da-f]{24}$/i.test(inner)) throw malformed('ObjectId');
    return new ObjectId(inner.toLowerCase());
  },
  $binary: inner => {
    const [base64, subType] = onlyText(inner, ['base64', 'subType']) ?? [];
    if (base64 === undefined || !/^[\da-f]{1,2}$/i.test(subType!)) throw malformed('binary value');
    return new Binary(base64, subType!.toLowerCase().padStart(2, '0'));
  },
  $numberDecimal: notStored('$numberDecimal'),
  $undefined: notStored('$undefined'),
  $timestamp: notStored('$timestamp'),
  $minKey: notStored('$minKey'),
  $maxKey: notStored('$maxKey'),
  $code: notStored('$code'),
  $symbol: notStored('$symbol'),
};

/** Sets an own property, whatever its name (`__proto__` included). */
const define = (target: Doc, key: string, value: unknown): void => {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
};

/** A document as text, in the form in which it is stored and sent (relaxed EJSON). */
export const toText = (value: unknown): string => JSON.stringify(isJson(value) ? value : prepare(value));

/** True for what JSON holds as it is: nothing has to be written in another way. */
const isJson = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (value instanceof Date || value instanceof Scalar) return false;
  for (const key of Object.keys(value)) if (!isJson((value as Doc)[key])) return false;
  return true;
};

const prepare = (value: unknown): unknown => {
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } };
  if (value instanceof Scalar) return value.toWire();
  if (typeof value === 'number' && !Number.isFinite(value)) return { $numberDouble: String(value) };
  if (Array.isArray(value)) return value.map(item => (item === undefined ? null : prepare(item)));
  if (!isPlainObject(value)) return value;
  const result: Doc = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) define(result, key, prepare(inner));
  return result;
};

/** True for a stored text that holds no values of EJSON: it stands for itself. */
export const isPlainJson = (text: string): boolean => !text.includes('"$');

/** A stored text back into a document. */
export const fromText = (text: string): Doc => {
  const parsed = JSON.parse(text) as Doc;
  const doc = isPlainJson(text) ? parsed : (revive(parsed, 0) as Doc);
  known.set(doc, text);
  return doc;
};

/** The text of a part of a document with this text: where all of that is plain JSON, so is the part. */
export const partText = (text: string, part: Doc): string =>
  isPlainJson(text) ? JSON.stringify(part) : toText(part);

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
  if (one instanceof Scalar) return other instanceof Scalar && toText(one) === toText(other);
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
