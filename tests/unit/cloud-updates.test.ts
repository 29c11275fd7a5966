import { applyUpdate } from '../../local/cloud/queries/update';
import type { Doc } from '../../local/cloud/values/ejson';
import { CloudError } from '../../local/cloud/values/errors';
import { Pattern } from '../../local/cloud/values/pattern';
import { casesOf, chance, outcome, SEED, tellSeed } from '../support/oracles/chance';
import { oracle as matches } from '../support/oracles/filter';
import { Refused } from '../support/oracles/order';
import { updated } from '../support/oracles/update';

/** Updates of the local cloud give what MongoDB's manual says, or are refused (docs/local-cloud.md). */

describe('an update makes what it makes in MongoDB', () => {
  test.each<[Doc, Doc, Doc, Doc?]>([
    // New fields come in the order of their names, whatever the order in which they are asked for.
    [{}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
    [{}, { $set: { c: 1 }, $inc: { a: 2 }, $push: { b: 3 } }, { a: 2, b: [3], c: 1 }],
    // Of arrays in an array counts the whole.
    [{ a: [[3], [1, 9]] }, { $push: { a: { $each: [], $sort: 1 } } }, { a: [[1, 9], [3]] }],
    [{ a: [[1, 9], [3]] }, { $push: { a: { $each: [[2]], $sort: -1 } } }, { a: [[3], [2], [1, 9]] }],
    [{ a: [{ v: [1, 9] }, { v: [2] }] }, { $push: { a: { $each: [], $sort: { v: -1 } } } }, { a: [{ v: [2] }, { v: [1, 9] }] }], // prettier-ignore
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [8, 9], $position: -1 } } }, { a: [1, 2, 8, 9, 3] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [8], $position: -7, $slice: 2 } } }, { a: [8, 1] }],
    [{ a: ['ab', 'b', 5] }, { $pull: { a: new Pattern('^a', '') } }, { a: ['b', 5] }],
    [{ a: [{ v: 1, w: 2 }, { v: 2 }] }, { $pull: { a: { v: { $gte: 2 } } } }, { a: [{ v: 1, w: 2 }] }],
    [{ a: [{ v: 1, w: 2 }] }, { $pullAll: { a: [{ v: 1 }, { w: 2, v: 1 }] } }, { a: [{ v: 1, w: 2 }] }],
    [{ a: [[1], 2] }, { $set: { 'a.$': 9 } }, { a: [9, 2] }, { a: [1] }],
  ])('%j and %j: %j', (doc, update, expected, filter = {}) => {
    expect(JSON.stringify(applyUpdate(doc, update, filter))).toBe(JSON.stringify(expected));
  });

  test.each<[Doc, Doc, Doc?]>([
    [{ a: [1, 2] }, { $set: { 'a.$': 9 } }, { a: { $ne: 3 } }],
    [{ a: [1, 2] }, { $set: { 'a.$': 9 } }, { a: { $nin: [3] } }],
    [{ a: [1] }, { $set: { 'a.$': 9 } }, { a: [1] }],
    [{ a: 1 }, { $rename: { a: 'a' } }],
    [{ a: { b: 1 } }, { $rename: { a: 'a.c' } }],
    [{ a: 1 }, { $rename: { a: 'b' }, $set: { b: 2 } }],
    [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }],
    [{ a: 1, c: [{}] }, { $rename: { a: 'c.0.b' } }],
    [{ a: [] }, { $addToSet: { a: { $each: 1 } } }],
    [{ a: [] }, { $addToSet: { a: { $each: [1], more: 2 } } }],
    [{ a: [] }, { $push: { a: { $each: [1], $position: 'x' } } }],
    [{ a: [] }, { $push: { a: { $each: [1], $slice: 1.5 } } }],
    [{ a: [] }, { $push: { a: { $each: [1], $sort: 2 } } }],
    [{ a: null }, { $inc: { a: 1 } }],
    [{ a: [1, 'x'] }, { $inc: { 'a.$[]': 1 } }],
  ])('%j and %j is refused', (doc, update, filter = {}) => {
    expect(() => applyUpdate(doc, update, filter)).toThrow(
      expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }),
    );
  });
});

const CASES = casesOf(10_000);

describe('updates and documents by chance', () => {
  const { upTo, one, some, seldom, scalar, value, document } = chance(SEED + 1);

  const PATHS = [
    'a',
    'a',
    'b',
    'c',
    'd',
    'a.b',
    'a.b',
    'b.a',
    'a.c',
    'a.b.c',
    'a.0',
    'a.1',
    'a.3',
    'a.0.b',
    'b.0',
    'a.b.1',
  ];
  const modifiers = (): Doc => ({
    $each: some(3, () => value(1)),
    ...(seldom(2) ? { $position: one([0, 1, 2, -1, -2, 9, -9]) } : {}),
    ...(seldom(2) ? { $sort: one<unknown>([1, -1, { b: 1 }, { a: -1, b: 1 }]) } : {}),
    ...(seldom(2) ? { $slice: one([0, 1, 2, -1, -2, 5]) } : {}),
  });
  const condition = (): Doc => ({ [one(['$gt', '$gte', '$lt', '$lte', '$ne', '$eq'])]: scalar() });
  const operandOf = (name: string): unknown => {
    switch (name) {
      case '$inc':
      case '$mul':
        return seldom(12) ? scalar() : one([1, 2, -1, 0.5]);
      case '$push':
        return seldom(2) ? modifiers() : value(1);
      case '$addToSet':
        return seldom(3) ? { $each: some(3, () => value(1)) } : value(1);
      case '$pull':
        return seldom(3) ? condition() : seldom(3) ? { b: seldom(2) ? condition() : value(1) } : value(1);
      case '$pullAll':
        return seldom(12) ? scalar() : some(3, () => value(1));
      case '$pop':
        return seldom(12) ? 2 : one([1, -1]);
      case '$rename':
        return one(PATHS);
      default:
        return value(1);
    }
  };
  const NAMES = ['$set', '$set', '$unset', '$inc', '$mul', '$min', '$max', '$push', '$push', '$addToSet', '$pull', '$pullAll', '$pop', '$rename']; // prettier-ignore
  const OF_ARRAYS = new Set(['$push', '$addToSet', '$pull', '$pullAll', '$pop']);

  /** What fits is asked for more often than what does not. */
  const pathFor = (name: string, doc: Doc): string => {
    const lists = Object.keys(doc).filter(field => Array.isArray(doc[field]) && field !== '0');
    return OF_ARRAYS.has(name) && lists.length > 0 && !seldom(4) ? one(lists) : one(PATHS);
  };
  const operation = (doc: Doc): [string, Doc] => {
    const name = one(NAMES);
    return [
      name,
      Object.fromEntries(
        some(1, () => 0)
          .concat(0)
          .map(() => [pathFor(name, doc), operandOf(name)]),
      ),
    ];
  };
  const update = (doc: Doc): Doc => Object.fromEntries([operation(doc), ...some(1, () => operation(doc))]);

  /** `$[]`, and `$` with the condition that has found the document. */
  const inArray = (): { doc: Doc; update: Doc; filter: Doc } => {
    const list = seldom(2) ? some(4, () => value(1)) : some(4, () => ({ b: scalar(), c: scalar() }));
    const doc: Doc = seldom(10) ? document() : { a: list, b: scalar() };
    const name = one(NAMES.filter(operator => operator !== '$rename'));
    const after = one(['', '.b', '.b', '.0']);
    const asked = seldom(4) ? scalar() : condition();
    const element: Doc = { $elemMatch: seldom(2) ? condition() : { b: condition() } };
    const filter: Doc = seldom(3) ? { a: element } : { [one(['a', 'a.b'])]: asked };
    const place = seldom(2) && matches(doc, filter) ? '$' : '$[]';
    return { doc, update: { [name]: { [`a.${place}${after}`]: operandOf(name) } }, filter };
  };

  /** Where a field is renamed to the manual does not say. */
  const shown = (result: unknown, question: Doc): string =>
    JSON.stringify(result, (_key, inner: unknown) =>
      '$rename' in question && typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort())
        : inner,
    );

  test(`${CASES} of them with the seed ${SEED}: the local cloud and the oracle agree`, () => {
    tellSeed();
    let refused = 0;
    for (let n = 0; n < CASES; n += 1) {
      const plain = document();
      const {
        doc,
        update: question,
        filter,
      } = upTo(4) === 0 ? inArray() : { doc: plain, update: update(plain), filter: {} };
      const right = outcome(
        error => error instanceof Refused,
        () => updated(doc, question, filter),
      );
      const before = JSON.stringify(doc);
      const found = outcome(
        error => error instanceof CloudError,
        () => applyUpdate(doc, question, filter),
      );
      if (JSON.stringify(doc) !== before)
        throw new Error(`seed ${SEED}, case ${n}: ${before} itself was changed`);
      if (shown(found, question) !== shown(right, question))
        throw new Error(
          `seed ${SEED}, case ${n}: ${JSON.stringify(question)} on ${before} found by ${JSON.stringify(filter)} is ${shown(right, question)}, not ${shown(found, question)}`,
        );
      if (right === 'refused') refused += 1;
    }
    expect(refused / CASES).toBeGreaterThan(0.1);
    expect(refused / CASES).toBeLessThan(0.6);
  });
});
