import { isPlainObject } from '../values/ejson';
import { refused } from '../values/errors';
import { Pattern } from '../values/pattern';
import { Binary, ObjectId } from '../values/scalars';

/** Types by their number in BSON; the SDK sends whole numbers as int or long, others as double. */
const NUMBERS: Record<string, string> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
};
const NAMES = new Set(Object.values(NUMBERS));

/** The type of a value as MongoDB names it; `missing` where there is none. */
export const typeName = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'number') return numberType(value);
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof Pattern) return 'regex';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Binary) return 'binData';
  return isPlainObject(value) ? 'object' : 'undefined';
};

const numberType = (value: number): string => {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 2 ** 63) return 'double';
  return value >= -(2 ** 31) && value < 2 ** 31 ? 'int' : 'long';
};

/** False are `false`, null, 0 and what is not there. */
export const isTrue = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0;

/** `$type` of a filter: one type or several, by name or number. */
export const typeTest = (operand: unknown): ((value: unknown) => boolean) => {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).map(nameOf));
  if (wanted.size === 0) throw refused('$type must match at least one type');
  return value => {
    const type = typeName(value);
    return wanted.has(type) || (typeof value === 'number' && wanted.has('number'));
  };
};

const nameOf = (type: unknown): string => {
  if (typeof type === 'number') {
    const name = NUMBERS[type];
    if (name === undefined) throw refused(`Invalid numerical type code: ${type}`);
    return name;
  }
  if (typeof type !== 'string') throw refused('type must be represented as a number or a string');
  if (type !== 'number' && !NAMES.has(type)) throw refused(`Unknown type name alias: ${type}`);
  return type;
};
