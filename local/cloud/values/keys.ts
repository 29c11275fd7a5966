import { isPlainObject, type Doc } from './ejson';
import { refused } from './errors';
import { Pattern } from './pattern';
import { Binary, ObjectId, Scalar } from './scalars';

/** Directions of an index or a sort: `{field: 1 | -1}`, in order. */
export type Fields = [path: string, direction: 1 | -1][];

/** The entry of an empty array: below null, equal to nothing else. */
export const EMPTY = Symbol('empty array');

/** Order of types as in BSON; one byte leads every key, so keys compare as bytes (memcmp). */
const TYPE = {
  empty: 4,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  regexp: 50,
};

/** The leading byte of a value's key. */
export const typeByte = (value: unknown): number => {
  if (value === EMPTY) return TYPE.empty;
  if (value === null || value === undefined) return TYPE.null;
  if (typeof value === 'number') return TYPE.number;
  if (typeof value === 'string') return TYPE.string;
  if (typeof value === 'boolean') return TYPE.boolean;
  if (value instanceof Date) return TYPE.date;
  if (value instanceof Pattern) return TYPE.regexp;
  if (value instanceof ObjectId) return TYPE.objectId;
  if (value instanceof Binary) return TYPE.binary;
  if (Array.isArray(value)) return TYPE.array;
  return TYPE.object;
};

/** A key as bytes. */
export type Key = Uint8Array;

export const bytes = (...values: number[]): Key => Uint8Array.from(values);

export const join = (...parts: Key[]): Key => {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const compareKeys = (a: Key, b: Key): number => Buffer.compare(a, b);

/** A key as text, for use in a Map or Set. */
export const nameOf = (key: Key): string => Buffer.from(key).toString('latin1');

/** The key of one value; no key is the beginning of another one, so keys may be joined. */
export const encode = (value: unknown): Key => {
  if (typeof value === 'string') return textKey(value);
  if (typeof value === 'number') return numberKey(TYPE.number, value);
  const head = bytes(typeByte(value));
  if (typeof value === 'boolean') return join(head, bytes(value ? 1 : 0));
  if (value instanceof Date) return numberKey(TYPE.date, value.getTime());
  if (value instanceof ObjectId) return join(head, value.toBytes());
  if (value instanceof Scalar) return join(head, closed(value.toBytes()));
  if (Array.isArray(value)) return join(head, ...value.map(encode), bytes(0));
  if (isPlainObject(value)) {
    const fields = Object.entries(value).flatMap(([key, inner]) => [
      bytes(typeByte(inner)),
      text(key),
      encode(inner),
    ]);
    return join(head, ...fields, bytes(0));
  }
  return head;
};

const eight = new DataView(new ArrayBuffer(8));

/** The key of a number: of a positive one the sign turned, of a negative one every bit. */
const numberKey = (type: number, value: number): Key => {
  const key = new Uint8Array(9);
  key[0] = type;
  if (Number.isNaN(value)) return key;
  eight.setFloat64(0, value === 0 ? 0 : value);
  const turned = eight.getUint8(0) & 0x80 ? 0xff : 0;
  for (let at = 0; at < 8; at += 1) key[at + 1] = eight.getUint8(at) ^ turned;
  if (!turned) key[1] = key[1]! | 0x80;
  return key;
};

const utf8 = new TextEncoder();

/** The key of a text: head, bytes, the two closing zeros. Most keys are texts, so it takes one copy where it can. */
const textKey = (value: string): Key => {
  const room = new Uint8Array(3 * value.length + 3);
  const { written } = utf8.encodeInto(value, room.subarray(1));
  if (room.subarray(1, written + 1).includes(0)) return join(bytes(TYPE.string), text(value));
  room[0] = TYPE.string;
  return room.slice(0, written + 3);
};

const text = (value: string): Key => closed(utf8.encode(value));

/** Zero bytes are escaped, so that the two closing ones cannot be mistaken. */
const closed = (raw: Uint8Array): Key => {
  const body = raw.includes(0)
    ? Uint8Array.from([...raw].flatMap(byte => (byte === 0 ? [0, 0xff] : [byte])))
    : raw;
  return join(body, bytes(0, 0));
};

const reader = new TextDecoder();

/** The `_id` behind its key. */
export const decodeId = (key: Key): string | number | ObjectId => {
  if (key[0] === TYPE.objectId) return new ObjectId(Buffer.from(key.subarray(1)).toString('hex'));
  if (key[0] === TYPE.number) {
    const raw = Uint8Array.from(key.subarray(1));
    const bits =
      raw[0]! & 0x80 ? Uint8Array.from(raw, (byte, at) => (at === 0 ? byte & 0x7f : byte)) : invert(raw);
    return new DataView(bits.buffer).getFloat64(0);
  }
  const body = key.subarray(1, key.length - 2);
  const raw = body.includes(0) ? body.filter((byte, at) => !(byte === 0xff && body[at - 1] === 0)) : body;
  return reader.decode(raw);
};

/**
 * Where the part of a joined key that begins at `at` ends, `direction` being that of its field; undefined for parts whose
 * length only their contents tell (objects, lists).
 */
export const endOfPart = (key: Key, at: number, direction: 1 | -1): number | undefined => {
  const turn = direction === 1 ? 0 : 0xff;
  switch (key[at]! ^ turn) {
    case TYPE.empty:
    case TYPE.null:
      return at + 1;
    case TYPE.boolean:
      return at + 2;
    case TYPE.number:
    case TYPE.date:
      return at + 9;
    case TYPE.objectId:
      return at + 13;
    case TYPE.string:
    case TYPE.binary:
    case TYPE.regexp:
      // Two zeros close it; one that belongs to it is followed by 255.
      for (let end = at + 1; end < key.length; end += (key[end]! ^ turn) === 0 ? 2 : 1)
        if ((key[end]! ^ turn) === 0 && (key[end + 1]! ^ turn) === 0) return end + 2;
      return undefined;
    default:
      return undefined;
  }
};

/** Turns the order of a key round, for descending fields. */
export const invert = (key: Key): Key => key.map(byte => ~byte & 0xff);

export type Expansion = {
  /** One key per combination of array elements, without repetition. */
  keys: Key[];
  /** Paths on which an array was met: bounds of such paths may not be combined freely. */
  arrays: string[];
};

/**
 * The index entries of a document. Arrays give one entry per element; fields below one array advance together.
 * Throws as MongoDB does when two different arrays meet in one index.
 */
export const expand = (doc: Doc, fields: Fields): Expansion => {
  const usual = expandUsual(doc, fields);
  if (usual) return usual;
  const arrays = new Set<string>();
  const keys = new Map<string, Key>();
  const walk = (cursors: Cursor[]): void => {
    const moved = cursors.map(advance);
    const stops = moved.filter(cursor => !cursor.done && Array.isArray(cursor.value));
    const array = stops[0]?.value as unknown[] | undefined;
    if (!array) {
      const parts = moved.map((cursor, i) =>
        fields[i]![1] === 1 ? encode(cursor.value) : invert(encode(cursor.value)),
      );
      const key = join(...parts);
      keys.set(nameOf(key), key);
      return;
    }
    if (stops.some(cursor => cursor.value !== array)) throw refused('cannot index parallel arrays');
    moved.forEach((cursor, i) => cursor.value === array && !cursor.done && arrays.add(fields[i]![0]));
    const elements = array.length ? array : [EMPTY];
    for (const element of elements)
      walk(moved.map(cursor => (cursor.value === array && !cursor.done ? enter(cursor, element) : cursor)));
  };
  walk(fields.map(([path]) => ({ value: doc, rest: path.split('.'), done: false })));
  return { keys: [...keys.values()], arrays: [...arrays] };
};

/** The entries of a document with no array on the way, or with one at the end of one field; undefined for others. */
const expandUsual = (doc: Doc, fields: Fields): Expansion | undefined => {
  const parts: Key[] = [];
  let array: { at: number; elements: unknown[] } | undefined;
  for (const [path, direction] of fields) {
    const names = path.includes('.') ? path.split('.') : [path];
    let value: unknown = doc;
    for (const [depth, name] of names.entries()) {
      value = isPlainObject(value) ? own(value, name) : undefined;
      if (!Array.isArray(value)) continue;
      if (array || depth < names.length - 1) return undefined;
      array = { at: parts.length, elements: value.length ? (value as unknown[]) : [EMPTY] };
    }
    parts.push(Array.isArray(value) ? NO_KEY : keyOf(value, direction));
  }
  if (!array) return { keys: [parts.length === 1 ? parts[0]! : join(...parts)], arrays: [] };
  const [path, direction] = fields[array.at]!;
  const before = parts.slice(0, array.at);
  const after = parts.slice(array.at + 1);
  const keys = distinct(array.elements).map(element => join(...before, keyOf(element, direction), ...after));
  return { keys: keys.length > 1 && array.elements.some(isObject) ? byName(keys) : keys, arrays: [path] };
};

const NO_KEY = new Uint8Array();
const keyOf = (value: unknown, direction: 1 | -1): Key =>
  direction === 1 ? encode(value) : invert(encode(value));
const isObject = (value: unknown): boolean => typeof value === 'object';
const distinct = (values: unknown[]): unknown[] => [...new Set(values)];
const byName = (keys: Key[]): Key[] => [...new Map(keys.map(key => [nameOf(key), key])).values()];

/** A place on the way down a path; `done` = the value is final, arrays included. */
type Cursor = { value: unknown; rest: string[]; done: boolean };

const advance = (cursor: Cursor): Cursor => {
  let { value, rest } = cursor;
  if (cursor.done) return cursor;
  while (rest.length) {
    if (Array.isArray(value) && !(/^\d+$/.test(rest[0]!) && Number(rest[0]) < value.length))
      return { value, rest, done: false };
    const next: unknown = Array.isArray(value) || isPlainObject(value) ? own(value, rest[0]!) : undefined;
    if (next === undefined) return { value: null, rest: [], done: true };
    value = next;
    rest = rest.slice(1);
  }
  return { value, rest, done: !Array.isArray(value) };
};

const enter = (cursor: Cursor, element: unknown): Cursor => {
  if (!cursor.rest.length) return { value: element, rest: [], done: true };
  return isPlainObject(element)
    ? { value: element, rest: cursor.rest, done: false }
    : { value: null, rest: [], done: true };
};

const own = (value: object, key: string): unknown =>
  Object.prototype.hasOwnProperty.call(value, key) ? (value as Doc)[key] : undefined;
