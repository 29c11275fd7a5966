import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { compareKeys, encode, typeByte } from '../values/keys';
import { Pattern } from '../values/pattern';
import { someAt, type Test } from './elements';
import { compileExpression } from './expressions';
import type { Variables } from './operators';
import { isTrue, typeTest } from './types';

/** A filter that was read: whether a document matches. */
type Match = (doc: Doc) => boolean;

/** What is asked of a path: of all that stands there, and of one value alone, as `$elemMatch` asks it. */
type Asked = { at: (doc: Doc) => boolean; of: Test };

/**
 * Reads a filter; throws what MongoDB would refuse, and what is not known here. `variables` are those of a pipeline
 * within `$lookup`, for `$expr`.
 */
export const matcher = (filter: Doc, variables: Variables = {}): Match => {
  const parts = Object.entries(filter).map(([name, condition]) =>
    name.startsWith('$') ? ofWhole(name, condition, variables) : conditionAt(name.split('.'), condition).at,
  );
  if (parts.length === 1) return parts[0]!;
  return doc => parts.every(part => part(doc));
};

const ofWhole = (name: string, operand: unknown, variables: Variables): Match => {
  if (name === '$comment') return () => true;
  if (name === '$expr') {
    const value = compileExpression(operand);
    return doc => isTrue(value({ ...variables, ROOT: doc, CURRENT: doc }));
  }
  if (name !== '$and' && name !== '$or' && name !== '$nor')
    throw refused(`unknown top level operator: ${name}. The local cloud has $and, $or, $nor and $expr`);
  if (!Array.isArray(operand) || operand.length === 0) throw refused(`${name} must be a nonempty array`);
  const branches = operand.map(branch => {
    if (!isPlainObject(branch)) throw refused(`${name} entries need to be full objects`);
    return matcher(branch, variables);
  });
  if (name === '$and') return doc => branches.every(branch => branch(doc));
  const any: Match = doc => branches.some(branch => branch(doc));
  return name === '$or' ? any : doc => !any(doc);
};

/** True for `{$gt: 1}`, false for a document to be compared with as a whole: the first field tells. */
export const hasOperators = (value: unknown): value is Doc =>
  isPlainObject(value) && (Object.keys(value)[0] ?? '').startsWith('$');

const conditionAt = (path: string[], condition: unknown): Asked => {
  const ask = (test: Test, enters = true): Asked => ({
    at: doc => someAt(doc, path, enters, test),
    of: test,
  });
  if (condition instanceof Pattern) return ask(findsIn(condition));
  if (!hasOperators(condition)) return ask(equals(condition));
  return together(
    Object.entries(condition).map(([name, operand]) => {
      const read = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
      if (!read) throw refused(`unknown operator: ${name}`);
      return read({ operand, ask, beside: condition, path });
    }),
  );
};

const together = (asked: Asked[]): Asked =>
  asked.length === 1
    ? asked[0]!
    : { at: doc => asked.every(one => one.at(doc)), of: value => asked.every(one => one.of(value)) };

const not = (asked: Asked): Asked => ({ at: doc => !asked.at(doc), of: value => !asked.of(value) });

/** Whether a value equals another one; nothing equals null. */
const equals = (wanted: unknown): Test => {
  if (wanted === null || wanted === undefined) return value => value === null || value === undefined;
  if (typeof wanted === 'number' && Number.isNaN(wanted)) return value => Number.isNaN(value);
  if (typeof wanted !== 'object') return value => value === wanted;
  if (wanted instanceof Date) return value => value instanceof Date && value.getTime() === wanted.getTime();
  const key = encode(wanted);
  return value => typeof value === 'object' && value !== null && compareKeys(encode(value), key) === 0;
};

/** A text in which the pattern is found, or the same pattern as a value. */
const findsIn = (pattern: Pattern): Test => {
  // What is no expression is refused before any document is looked at.
  void pattern.regexp;
  const same = equals(pattern);
  return value => (typeof value === 'string' ? pattern.test(value) : same(value));
};

/** Only values of one type are before or behind each other. */
const compared = (wanted: unknown, fits: (order: number) => boolean): Test => {
  if (wanted instanceof Pattern) throw refused("Can't have RegEx as arg to predicate over field");
  if (wanted === null || Number.isNaN(wanted)) return fits(0) ? equals(wanted) : () => false;
  if (typeof wanted === 'number')
    return value => typeof value === 'number' && !Number.isNaN(value) && fits(value - wanted || 0);
  const type = typeByte(wanted);
  const key = encode(wanted);
  return value => value !== undefined && typeByte(value) === type && fits(compareKeys(encode(value), key));
};

type Given = {
  operand: unknown;
  ask: (test: Test, enters?: boolean) => Asked;
  beside: Doc;
  path: string[];
};

const listOf = (name: string, operand: unknown): unknown[] => {
  if (!Array.isArray(operand)) throw refused(`${name} needs an array`);
  return operand;
};

const isText = (value: unknown): boolean => typeof value === 'string';

const oneOf = (name: string, operand: unknown): Test => {
  const list = listOf(name, operand);
  if (list.some(hasOperators)) throw refused(`cannot nest $ under ${name}`);
  // There may be many; most are texts, and equal to nothing but themselves.
  const [texts, others] = [list.filter(isText), list.filter(one => !isText(one))];
  const among = new Set<unknown>(texts);
  const tests = others.map(one => (one instanceof Pattern ? findsIn(one) : equals(one)));
  return value => among.has(value) || tests.some(test => test(value));
};

const OPERATORS: Record<string, (given: Given) => Asked> = {
  $eq: ({ operand, ask }) => ask(equals(operand)),
  $ne: ({ operand, ask }) => {
    if (operand instanceof Pattern) throw refused("Can't have regex as arg to $ne.");
    return not(ask(equals(operand)));
  },
  $gt: ({ operand, ask }) => ask(compared(operand, order => order > 0)),
  $gte: ({ operand, ask }) => ask(compared(operand, order => order >= 0)),
  $lt: ({ operand, ask }) => ask(compared(operand, order => order < 0)),
  $lte: ({ operand, ask }) => ask(compared(operand, order => order <= 0)),
  $in: ({ operand, ask }) => ask(oneOf('$in', operand)),
  $nin: ({ operand, ask }) => not(ask(oneOf('$nin', operand))),
  $exists: ({ operand, ask }) => {
    const exists = ask(value => value !== undefined);
    return isTrue(operand) ? exists : not(exists);
  },
  $type: ({ operand, ask }) => ask(typeTest(operand)),
  $size: ({ operand, ask }) => {
    if (!Number.isInteger(operand)) throw refused('Failed to parse $size. Expected an integer');
    if ((operand as number) < 0) throw refused('Failed to parse $size. Expected a non-negative number');
    return ask(value => Array.isArray(value) && value.length === operand, false);
  },
  $mod: ({ operand, ask }) => ask(remainder(operand)),
  $regex: ({ operand, ask, beside }) => {
    const { $options: options } = beside;
    if (options !== undefined && typeof options !== 'string') throw refused('$options has to be a string');
    if (operand instanceof Pattern && operand.options !== '' && options)
      throw refused('options set in both $regex and $options');
    const source = operand instanceof Pattern ? operand.source : operand;
    if (typeof source !== 'string') throw refused('$regex has to be a string');
    return ask(findsIn(new Pattern(source, options || (operand instanceof Pattern ? operand.options : ''))));
  },
  $options: ({ ask, beside }) => {
    if (!Object.hasOwn(beside, '$regex')) throw refused('$options needs a $regex');
    return ask(() => true);
  },
  $all: ({ operand, ask, path }) => {
    const wanted = listOf('$all', operand);
    if (wanted.length === 0) return { at: () => false, of: () => false };
    const elements = wanted.filter(one => isPlainObject(one) && Object.keys(one)[0] === '$elemMatch');
    if (elements.length > 0 && elements.length < wanted.length)
      throw refused('$all/$elemMatch has to be consistent');
    return together(
      wanted.map(one => {
        if (elements.length > 0) return conditionAt(path, one);
        if (hasOperators(one)) throw refused('no $ expressions in $all');
        return ask(one instanceof Pattern ? findsIn(one) : equals(one));
      }),
    );
  },
  $elemMatch: ({ operand, ask }) => {
    const test = elementTest(operand);
    return ask(value => Array.isArray(value) && value.some(test), false);
  },
  $not: ({ operand, path, ask }) => {
    if (operand instanceof Pattern) return not(ask(findsIn(operand)));
    if (!isPlainObject(operand)) throw refused('$not needs a regex or a document');
    if (Object.keys(operand).length === 0) throw refused('$not cannot be empty');
    if (!hasOperators(operand)) throw refused(`unknown operator: ${Object.keys(operand)[0]}`);
    return not(conditionAt(path, operand));
  },
};

/** What `$elemMatch` asks of one element: its value, or its fields (an array has its places as fields). */
const elementTest = (operand: unknown): Test => {
  if (!isPlainObject(operand)) throw refused('$elemMatch needs an Object');
  const first = Object.keys(operand)[0] ?? '';
  if (first.startsWith('$') && !['$and', '$or', '$nor', '$expr', '$where'].includes(first))
    return conditionAt([], operand).of;
  if (first === '$expr') throw refused('$expr can only be applied to the top-level document');
  const matches = matcher(operand);
  return value =>
    Array.isArray(value) ? matches({ ...value } as unknown as Doc) : isPlainObject(value) && matches(value);
};

/** A negation finds a document as a whole, no element of it. */
const NEGATIONS = ['$ne', '$nin', '$not'];

/**
 * Whether an element of an array is one that a condition on the array (or on what lies `within` its elements) finds, as `$`
 * in the path of an update means it. Undefined: the condition finds no element.
 */
export const foundBy = (within: string[], condition: unknown): Test | undefined => {
  if (!hasOperators(condition)) return elementAt(within, condition);
  const { $elemMatch, ...others } = condition;
  if ($elemMatch !== undefined && within.length === 0) return elementTest($elemMatch);
  const finding = Object.entries(others).filter(([name]) => !NEGATIONS.includes(name));
  return finding.length > 0 ? elementAt(within, Object.fromEntries(finding)) : undefined;
};

const elementAt = (within: string[], condition: unknown): Test => {
  const asked = conditionAt(within, condition);
  return within.length === 0 ? asked.of : value => isPlainObject(value) && asked.at(value);
};

const remainder = (operand: unknown): Test => {
  if (!Array.isArray(operand)) throw refused('malformed mod, needs to be an array');
  if (operand.length < 2) throw refused('malformed mod, not enough elements');
  if (operand.length > 2) throw refused('malformed mod, too many elements');
  const [divisor, rest] = operand.map((one, n) => {
    if (typeof one !== 'number' || !Number.isFinite(one))
      throw refused(`malformed mod, ${n === 0 ? 'divisor' : 'remainder'} not a number`);
    return Math.trunc(one);
  });
  if (divisor === 0) throw refused('divisor cannot be 0');
  return value =>
    typeof value === 'number' && Math.abs(value) < 2 ** 63 && Math.trunc(value) % divisor! === rest! + 0;
};
