import { matcher } from '../../local/cloud/queries/filter';
import type { Doc } from '../../local/cloud/values/ejson';
import { Pattern } from '../../local/cloud/values/pattern';
import { Binary, ObjectId } from '../../local/cloud/values/scalars';
import { at, casesOf, chance, SEED, tellSeed } from '../support/oracles/chance';
import { oracle } from '../support/oracles/filter';

/** Filters of the local cloud give what MongoDB's manual says, or are refused (docs/local-cloud.md). */

const id = new ObjectId('0123456789abcdef01234567');

describe('a filter finds what it finds in MongoDB', () => {
  test.each<[Doc, Doc, boolean]>([
    // What was found, or not found, in another way before.
    [{ a: { $all: ['b'] } }, { a: 'b' }, true],
    [{ a: { $all: [null] } }, {}, true],
    [{ a: { $all: [[1, 2]] } }, { a: [1, 2] }, true],
    [{ a: { $all: [] } }, { a: [] }, false],
    [
      { a: { $all: [{ $elemMatch: { v: 1 } }, { $elemMatch: { v: 2 } }] } },
      { a: [{ v: 1 }, { v: 2 }] },
      true,
    ],
    [{ a: { $elemMatch: { v: { $gt: 0 } } } }, { a: [1, 2] }, false],
    [{ a: { $elemMatch: { v: { $exists: false } } } }, { a: [1, 2] }, false],
    [{ a: { $elemMatch: { v: { $ne: 3 } } } }, { a: [1, 2] }, false],
    [{ a: { $elemMatch: { $or: [{ v: 1 }, { v: null }] } } }, { a: [1, 2] }, false],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [1, 2] }, true],
    [{ a: { $elemMatch: { $gt: 1 } } }, { a: [[5]] }, false],
    [{ a: { $in: [[1, 2]] } }, { a: [1, 2] }, true],
    [{ a: { $nin: [[1, 2]] } }, { a: [1, 2] }, false],
    [{ a: { $in: [[1, 2]] } }, { a: [[1, 2], 3] }, true],
    [{ 'a.b': { $size: 1 } }, { a: [{ b: [1, 2] }, { b: [3] }] }, true],
    [{ 'a.b': { $size: 0 } }, { a: [] }, false],
    [{ 'a.b': [] }, { a: [] }, false],
    [{ a: { $size: 2 } }, { a: [[1, 2]] }, false],
    [{ a: { $lte: null } }, {}, true],
    [{ a: { $gte: null } }, {}, true],
    [{ a: { $gt: null } }, {}, false],
    [{ a: { $lte: null } }, { a: 0 }, false],
    [{ a: { $mod: [2, 0] } }, { a: '' }, false],
    [{ a: { $mod: [2, 0] } }, { a: null }, false],
    [{ a: { $mod: [2, 0] } }, { a: '4' }, false],
    [{ a: { $mod: [2, 1] } }, { a: 1.5 }, true],
    [{ a: { $mod: [2, -1] } }, { a: -3 }, true],
    [{ 'a.b': null }, { a: [{ b: 1 }, {}] }, true],
    [{ 'a.b': { $in: [null] } }, { a: [{ b: 1 }, {}] }, true],
    [{ 'a.b': { $ne: null } }, { a: [{ b: 1 }, {}] }, false],
    [{ 'a.b': null }, { a: [1, 2] }, false],
    [{ 'a.b': null }, { a: 1 }, true],
    [{ a: { c: 2, b: 1 } }, { a: [{ b: 1, c: 2 }] }, false],
    [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }, true],
    // What was right.
    [{ a: null }, {}, true],
    [{ a: null }, { a: [] }, false],
    [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
    [{ a: { $gte: 5, $lte: 7 } }, { a: [3, 10] }, true],
    [{ a: { $gt: [1] } }, { a: [2] }, true],
    [{ 'a.0': 1 }, { a: [1, 2] }, true],
    [{ 'a.0': 1 }, { a: [[1], 2] }, false],
    [{ 'a.0.b': 1 }, { a: [{ b: 1 }] }, true],
    [{ 'a.0': 5 }, { a: [{ 0: 5 }] }, true],
    [{ a: { $exists: 0 } }, {}, true],
    [{ a: { $not: { $size: 1 } } }, {}, true],
    [{ a: NaN }, { a: NaN }, true],
    [{ a: { $lt: 5 } }, { a: NaN }, false],
    [{ a: { $gt: '，' } }, { a: '😀' }, true],
    [{ a: { $type: 'long' } }, { a: 2 ** 31 }, true],
    [{ a: { $type: [2, 'bool'] } }, { a: [1, true] }, true],
    [{ $expr: { $gt: ['$a', '$b'] } }, { a: 'x', b: 5 }, true],
    [{ $expr: { $eq: ['$a', null] } }, {}, false],
    [{ $expr: { $lt: ['$a', null] } }, {}, true],
    // Values that JSON has no form for.
    [{ a: id }, { a: [new ObjectId(id.hex)] }, true],
    [{ a: { $gt: new ObjectId('0'.repeat(24)) } }, { a: id }, true],
    [{ a: new Binary('AQ==', '00') }, { a: new Binary('AQ==', '00') }, true],
    [{ a: new Binary('AQ==', '00') }, { a: new Binary('AQ==', '05') }, false],
    [{ a: at(5) }, { a: at(5) }, true],
    [{ a: { $gt: 4 } }, { a: at(5) }, false],
  ])('%j on %j: %s', (filter, doc, expected) => {
    expect(matcher(filter)(doc)).toBe(expected);
  });

  test.each<[string, string, string, boolean]>([
    ['^x', '', 'xy', true],
    ['X', 'i', 'axb', true],
    ['a$', '', 'a\n', true],
    ['a$', '', 'a\n\n', false],
    ['^b', '', 'a\nb', false],
    ['^b$', 'm', 'a\nb\nc', true],
    ['^b', 'm', 'a\rb', false],
    ['a.b', '', 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['a.b', '', 'a\u2028b', true],
    ['^.$', '', '😀', true],
    ['\\s', '', '\u3000', false],
    ['\\S', '', '\u3000', true],
    ['[\\s]', '', '\u00a0', false],
    ['^[]a]$', '', ']', true],
    ['a{,2}', '', 'a{,2}', true],
    ['\\Ab\\z', 'm', 'a\nb', false],
    ['\\@\\-', '', '@-', true],
    ['(a)\\1', '', 'aa', true],
  ])('/%s/%s in %j: %s', (source, options, text, expected) => {
    expect(matcher({ a: new Pattern(source, options) })({ a: text })).toBe(expected);
    expect(matcher({ a: { $regex: source, $options: options } })({ a: ['', text] })).toBe(
      expected || new Pattern(source, options).test(''),
    );
  });
});

test.each<Doc>([
  { $and: [] },
  { $or: [] },
  { $nor: [] },
  { $or: [1] },
  { $and: {} },
  { $nothing: 1 },
  { $where: 'true' },
  { a: { $size: 'x' } },
  { a: { $size: -1 } },
  { a: { $elemMatch: 1 } },
  { a: { $not: 1 } },
  { a: { $not: {} } },
  { a: { $not: { b: 1 } } },
  { a: { $mod: [0, 0] } },
  { a: { $mod: [2] } },
  { a: { $mod: ['2', 0] } },
  { a: { $all: 1 } },
  { a: { $all: [{ $gt: 1 }] } },
  { a: { $type: 'nonsense' } },
  { a: { $type: 99 } },
  { a: { $regex: 5 } },
  { a: { $regex: '(' } },
  { a: { $regex: 'a', $options: 'g' } },
  { a: { $regex: '(?i)a' } },
  { a: { $regex: '\\u4e00' } },
  { a: { $options: 'i' } },
  { a: { $in: 1 } },
  { a: { $in: [{ $gt: 1 }] } },
  { a: { $nin: 1 } },
  { a: { $gt: new Pattern('a', '') } },
  { a: { $ne: new Pattern('a', '') } },
  { a: { $near: [1, 2] } },
  { a: { $gt: 1, b: 2 } },
  { $expr: { $nothing: 1 } },
])('%j is refused', filter => {
  expect(() => matcher(filter)).toThrow(expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }));
});

test('an expression that goes back over its text without end is given up, and stops nobody for long', () => {
  const begun = performance.now();
  const matches = matcher({ a: new Pattern('^(a+)+$', '') });
  expect(() => matches({ a: `${'a'.repeat(40)}!` })).toThrow('regular expression');
  expect(performance.now() - begun).toBeLessThan(2000);
});

const CASES = casesOf(20_000);

describe('filters and documents by chance', () => {
  const { upTo, one, some, value, document } = chance(SEED);

  const path = (): string =>
    one(['a', 'a', 'b', 'c', 'a.b', 'a.b', 'b.a', 'a.c', 'a.b.c', 'a.0', 'a.1', 'a.0.b', 'a.0.0']);
  const operator = (depth: number): [string, unknown] => {
    const name = one(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$size', '$all', '$mod', '$type', '$regex', '$elemMatch', '$elemMatch', '$not']); // prettier-ignore
    switch (name) {
      case '$in':
      case '$nin':
        return [name, some(3, () => value(1))];
      case '$all':
        return [name, upTo(4) === 0 ? [{ $elemMatch: inElement(depth + 1) }] : some(2, () => value(1))];
      case '$exists':
        return [name, one([true, false])];
      case '$size':
        return [name, upTo(4)];
      case '$mod':
        return [name, [one([1, 2, 3, -2, 2.7]) | 0, one([0, 1, -1])]];
      case '$type':
        return [name, one(['number', 'int', 'double', 'string', 'object', 'array', 'bool', 'date', 'null'])];
      case '$regex':
        return [name, one(['^a', '^b', '^，', '^'])];
      case '$elemMatch':
        return [name, inElement(depth + 1)];
      case '$not':
        return [name, operators(depth + 1)];
      default:
        return [name, value(1)];
    }
  };
  const operators = (depth: number): Doc =>
    depth > 3 ? { $gte: 1 } : Object.fromEntries([operator(depth), ...some(1, () => operator(depth))]);
  const inElement = (depth: number): Doc => (upTo(2) === 0 ? operators(depth) : filter(depth));
  const condition = (depth: number): unknown => (upTo(3) === 0 ? value(1) : operators(depth));
  const filter = (depth = 0): Doc => {
    if (depth < 3 && upTo(6) === 0)
      return { [one(['$and', '$or', '$nor'])]: [filter(depth + 1), ...some(1, () => filter(depth + 1))] };
    return Object.fromEntries([[path(), condition(depth)], ...some(1, () => [path(), condition(depth)])]);
  };

  test(`${CASES} of them with the seed ${SEED}: the local cloud and the oracle agree`, () => {
    tellSeed();
    let matched = 0;
    for (let n = 0; n < CASES; n += 1) {
      const doc = document();
      const wanted = filter();
      // A filter that looks at what is in the document is worth more than one that does not.
      const [, operand] = Object.entries(doc)[0] ?? [];
      const question =
        upTo(3) === 0 && operand !== undefined ? { ...wanted, [Object.keys(doc)[0]!]: operand } : wanted;
      const right = oracle(doc, question);
      if (matcher(question)(doc) !== right)
        throw new Error(
          `seed ${SEED}, case ${n}: ${JSON.stringify(question)} on ${JSON.stringify(doc)} is ${right}`,
        );
      if (right) matched += 1;
    }
    expect(matched / CASES).toBeGreaterThan(0.08);
    expect(matched / CASES).toBeLessThan(0.8);
  });
});
