import fc from 'fast-check';
import { aggregate } from '../../local/cloud/queries/aggregate';
import { matcher } from '../../local/cloud/queries/filter';
import { comparer, sortable } from '../../local/cloud/queries/order';
import { atOnce } from '../../local/cloud/queries/steps';
import type { Collection } from '../../local/cloud/store/catalog';
import { fromText, toText, type Doc } from '../../local/cloud/values/ejson';
import { compareKeys, encode, type Fields } from '../../local/cloud/values/keys';
import { Pattern } from '../../local/cloud/values/pattern';
import { openStore } from './lab';

const { driver, catalog, records, reader, end } = openStore();
const fuzz: Collection = catalog.find('fuzz');
afterAll(end);

const scalar = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -3, max: 3 }) },
  fc.constantFrom(null, true, false, '', 'a', 'ab', 'b\u0000', '中', 0.5, -0),
  fc.constantFrom(new Date(0), new Date(5)),
);
const element = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });
const field = fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), element);
const document = fc.record(
  { a: scalar, b: scalar, c: field, d: fc.oneof(element, fc.array(element, { maxLength: 3 }), scalar) },
  { requiredKeys: [] },
);

const operand: fc.Arbitrary<unknown> = fc.oneof(
  scalar.map(value => value as unknown),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), scalar)
    .map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(fc.constantFrom('$in', '$nin'), fc.array(scalar, { maxLength: 3 }))
    .map(([name, values]) => ({ [name]: values })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.boolean().map(value => ({ $exists: value })),
  fc.array(scalar, { maxLength: 2 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }).map(values => ({ $in: values })),
  scalar.map(value => ({ $not: { $gte: value } })),
  {
    weight: 2,
    arbitrary: fc.array(scalar, { minLength: 1, maxLength: 3 }).map(values => ({ $all: values })),
  },
);
const path = fc.constantFrom('a', 'b', 'c', 'd.x', 'd.y');
const ids = fc.oneof(
  fc.nat(59).map(n => `d${n}` as unknown),
  fc.array(fc.nat(70), { maxLength: 4 }).map(list => ({ $in: list.map(n => `d${n}`) })),
  fc.tuple(fc.constantFrom('$gt', '$lte'), fc.nat(59)).map(([name, n]) => ({ [name]: `d${n}` })),
);
const conditions = fc
  .tuple(fc.dictionary(path, operand, { maxKeys: 3 }), fc.option(ids, { freq: 4 }))
  .map(([others, id]) => (id === null ? others : { ...others, _id: id }));
const filter = fc.oneof(
  { weight: 4, arbitrary: conditions },
  fc
    .tuple(conditions, fc.array(conditions, { minLength: 1, maxLength: 3 }))
    .map(([common, branches]) => ({ ...common, $or: branches })),
  fc.tuple(conditions, conditions).map(both => ({ $and: both })),
  fc.tuple(operand, operand).map(([x, y]) => ({ d: { $elemMatch: { x, y } } })),
);
const sort: fc.Arbitrary<Fields> = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd.x', '_id'), fc.constantFrom(1 as const, -1 as const), {
    maxKeys: 2,
  })
  .map(order => Object.entries(order) as Fields);

const write = (id: string, after: Doc | undefined): void => {
  const before = records.byId(fuzz, id)?.doc;
  driver.commit(() =>
    records.apply([{ collection: fuzz, id, before, after: after && { ...after, _id: id } }]),
  );
};
const everything = (): Doc[] =>
  Array.from({ length: 60 }, (_, n) => records.byId(fuzz, `d${n}`)?.doc).filter(doc => doc !== undefined);

describe('whatever the plan, the answer is that of looking at every document', () => {
  test.each([
    ['scalars only', false],
    ['with arrays', true],
  ])('%s', (_name, arrays) => {
    if (!arrays) expect(everything()).toEqual([]);
    let indexed = 0;
    let asked = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(59), fc.option(document, { nil: undefined, freq: 8 })), { maxLength: 8 }),
        fc.array(fc.tuple(filter, sort, fc.nat(3), fc.integer({ min: 1, max: 70 })), {
          minLength: 6,
          maxLength: 6,
        }),
        (writes, questions) => {
          for (const [n, doc] of writes) {
            const plain =
              arrays || !doc
                ? doc
                : (Object.fromEntries(
                    Object.entries(doc).filter(([, value]) => !Array.isArray(value)),
                  ) as Doc);
            write(`d${n}`, plain);
          }
          const all = everything();
          for (const [condition, order, skip, limit] of questions) {
            const matches = matcher(condition);
            const expected = all.filter(matches);
            const found = reader.find(fuzz, { filter: condition, sort: order });
            expect(found.map(doc => doc._id).sort()).toEqual(expected.map(doc => doc._id).sort());
            const keysOf = (docs: Doc[]): string[] =>
              docs.map(doc =>
                sortable(doc, order)
                  .keys.map(key => Buffer.from(key).toString('hex'))
                  .join(),
              );
            const right = expected
              .map(doc => sortable(doc, order))
              .sort(comparer(order))
              .map(({ doc }) => doc);
            expect(keysOf(found)).toEqual(keysOf(right));
            const page = reader.find(fuzz, { filter: condition, sort: order, skip, limit });
            expect(keysOf(page)).toEqual(keysOf(right.slice(skip, skip + limit)));
            expect(page.every(matches)).toBe(true);
            asked++;
            if (reader.explain(fuzz, { filter: condition, sort: order }).kind !== 'collection') indexed++;
          }
        },
      ),
      { numRuns: 160, endOnFailure: true },
    );
    expect(indexed / asked).toBeGreaterThan(0.3);
  });
});

describe('filters match as in MongoDB', () => {
  const at = (time: number): Date => new Date(time);
  test.each<[Doc, Doc, boolean]>([
    [{ a: null }, {}, true],
    [{ a: null }, { a: [] }, false],
    [{ a: null }, { a: [null] }, true],
    [{ 'a.b': null }, { a: [{ b: 1 }, { b: null }] }, true],
    [{ 'a.b': 1 }, { a: [{ b: 2 }, { b: 1 }] }, true],
    [{ a: at(5) }, { a: at(5) }, true],
    [{ a: { $gt: at(4) } }, { a: at(5) }, true],
    [{ a: { $gt: 4 } }, { a: at(5) }, false],
    [{ a: { $gt: 4 } }, { a: '5' }, false],
    [{ a: { $gte: 5, $lte: 7 } }, { a: [3, 10] }, true],
    [{ a: { $elemMatch: { $gte: 5, $lte: 7 } } }, { a: [3, 10] }, false],
    [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
    [{ a: { $ne: 1 } }, {}, true],
    [{ a: { $nin: [null] } }, {}, false],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [[1, 2]] }, true],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, false],
    [{ a: { $exists: true } }, { a: null }, true],
    [{ a: { $size: 1 } }, { a: 'x' }, false],
    [{ a: new Pattern('^x', '') }, { a: ['y', 'xz'] }, true],
    [{ a: { $not: { $gt: 5 } } }, {}, true],
    [{ a: { $all: [1, 2] } }, { a: [2, 1, 0] }, true],
    [{ a: { $mod: [4, 1] } }, { a: 9 }, true],
    [{ $nor: [{ a: 1 }, { b: 1 }] }, { a: 2 }, true],
    [{ a: true }, { a: 1 }, false],
  ])('%j on %j: %s', (condition, doc, expected) => {
    expect(matcher(condition)(doc)).toBe(expected);
  });
});

test('what an index answers by itself, without any document, is what the documents say', () => {
  const plain = fc.oneof(
    scalar.map(value => value as unknown),
    fc
      .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar)
      .map(([name, value]) => ({ [name]: value })),
    fc.tuple(scalar, scalar).map(([low, high]) => ({ $gt: low, $lte: high })),
    fc.array(scalar, { maxLength: 3 }).map(values => ({ $in: values })),
  );
  const question = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd.x'), plain, { minKeys: 1, maxKeys: 2 });
  let alone = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(59), document), { maxLength: 6 }),
      fc.array(question, { minLength: 10, maxLength: 30 }),
      (changes, questions) => {
        for (const [n, doc] of changes) write(`d${n}`, doc);
        const all = everything();
        for (const filter of questions) {
          const ids = reader.ids(fuzz, filter);
          if (!ids) continue;
          alone++;
          expect([...ids].sort()).toEqual(
            all
              .filter(matcher(filter))
              .map(doc => doc._id)
              .sort(),
          );
          expect(reader.ids(fuzz, filter, 2)).toHaveLength(Math.min(2, ids.length));
          const tally = { documents: 0, entries: 0 };
          expect(atOnce(reader.count(fuzz, filter, tally))).toBe(ids.length);
          expect(tally.documents).toBe(0);
        }
      },
    ),
    { numRuns: 100, endOnFailure: true },
  );
  expect(alone).toBeGreaterThan(100);
});

test('a list of ids fetches each document, as in MongoDB, unless the index names the id', () => {
  const tickets = catalog.find('tickets');
  for (let n = 0; n < 5; n += 1) {
    const after = { _id: `t${n}`, ownerId: 'o', state: 'open', due: n };
    driver.commit(() => records.apply([{ collection: tickets, id: after._id, after }]));
  }
  const looked = (filter: Doc, limit?: number) => {
    const tally = { documents: 0, entries: 0 };
    reader.ids(tickets, filter, limit, tally);
    return tally;
  };
  expect(looked({ ownerId: 'o' })).toEqual({ documents: 5, entries: 5 });
  expect(looked({ ownerId: 'o' }, 2)).toEqual({ documents: 2, entries: 2 });
  expect(looked({ state: 'open', due: { $lt: 3 } })).toEqual({ documents: 0, entries: 3 });
});

test('an update enters and takes away what differs, and nothing else', () => {
  const tickets = catalog.find('tickets');
  const before = { _id: 'many', tags: Array.from({ length: 500 }, (_, n) => `w${n}`), ownerId: 'o', due: 1 };
  driver.commit(() => records.apply([{ collection: tickets, id: 'many', after: before }]));
  const run = jest.spyOn(driver, 'run');
  const change = (after: Doc): string[] => {
    run.mockClear();
    const now = records.byId(tickets, 'many')!.doc;
    driver.commit(() => records.apply([{ collection: tickets, id: 'many', before: now, after }]));
    return run.mock.calls.map(([sql]) => sql.split(' ', 1)[0]!);
  };
  expect(change({ ...before, title: 'new' })).toEqual(['UPDATE']);
  expect(change({ ...before, tags: [...before.tags.slice(1), 'new'] })).toEqual([
    'DELETE',
    'UPDATE',
    'INSERT',
  ]);
  run.mockRestore();
  expect(reader.find(tickets, { filter: { tags: 'w0' } })).toEqual([]);
  expect(reader.find(tickets, { filter: { tags: { $all: ['new', 'w499'] } } })).toHaveLength(1);
});

test('keys order values as BSON does', () => {
  const ordered = [
    null,
    -Infinity,
    -5,
    -0.1,
    0,
    1e-9,
    2,
    1e300,
    '',
    'a',
    'a\u0000',
    'aa',
    'b',
    '中',
    '𠮷',
    {},
    { a: 1 },
    { a: 2 },
    [],
    [1],
    false,
    true,
    new Date(-1),
    new Date(1),
  ];
  const keys = ordered.map(encode);
  for (let i = 1; i < keys.length; i++) expect([i, compareKeys(keys[i - 1]!, keys[i]!)]).toEqual([i, -1]);
  expect(compareKeys(encode(0), encode(-0))).toBe(0);
});

test('documents survive the store as text', () => {
  fc.assert(
    fc.property(document, doc => {
      expect(compareKeys(encode(fromText(toText(doc))), encode(doc))).toBe(0);
    }),
    { numRuns: 200 },
  );
});

describe('plans', () => {
  const tickets = catalog.find('tickets');
  const plan = (condition: Doc, order: Fields = []) => {
    const chosen = reader.explain(tickets, { filter: condition, sort: order });
    return chosen.kind === 'index'
      ? `${chosen.index.name}${chosen.sorted ? ' sorted' : ''}${chosen.backwards ? ' backwards' : ''}`
      : chosen.kind;
  };

  test.each<[Doc, Fields, string]>([
    [{ _id: 'x' }, [], '_id_'],
    [{ _id: 'x', ownerId: 'o', createdAt: 1 }, [], '_id_'],
    [{ _id: { $gt: 'x' } }, [['_id', 1]], '_id_ sorted'],
    [{}, [['_id', -1]], '_id_ sorted backwards'],
    [{ ownerId: 'o' }, [['createdAt', -1]], 'byOwner sorted'],
    [{ ownerId: 'o' }, [['createdAt', 1]], 'byOwner sorted backwards'],
    [{ ownerId: { $in: ['a', 'b'] } }, [['createdAt', -1]], 'byOwner sorted'],
    [{ ownerId: 'o', createdAt: { $gt: 5 } }, [['title', 1]], 'byOwner'],
    [{ tags: { $all: ['t', 'u'] } }, [], 'byTag'],
    [
      { state: 'open', due: { $lte: 5 } },
      [
        ['due', 1],
        ['_id', 1],
      ],
      'byStateAndDate sorted',
    ],
    [{ clocks: { $elemMatch: { state: 'running', due: { $lte: 5 } } } }, [], 'byClock'],
    [{ $or: [{ ownerId: 'o' }, { tags: 't' }] }, [], 'union'],
    [{ $or: [{ ownerId: 'o' }, { title: 't' }] }, [], 'collection'],
    [{ title: 'x' }, [], 'collection'],
    [{ ownerId: { $ne: 'x' } }, [], 'collection'],
  ])('%j sorted by %j uses %s', (condition, order, expected) => {
    expect(plan(condition, order)).toBe(expected);
  });

  test('both ends of a range are used, whichever of them a filter names first', () => {
    const rangesOf = (...ends: Doc[]) => {
      const conditions = ends.map(createdAt => ({ createdAt }));
      const chosen = reader.explain(tickets, { filter: { $and: [{ ownerId: 'o' }, ...conditions] } });
      return chosen.kind === 'index' ? chosen.ranges : [];
    };
    const wanted = rangesOf({ $gt: 5, $lte: 9 });
    expect(wanted).toHaveLength(1);
    expect(rangesOf({ $gt: 5 }, { $lte: 9 })).toEqual(wanted);
    expect(rangesOf({ $lte: 9 }, { $gt: 5 })).toEqual(wanted);
  });
});

describe('counting what matches, from the index where that is enough', () => {
  beforeAll(() => {
    for (let n = 0; n < 30; n += 1) write(`d${n}`, { _id: `d${n}`, a: n % 4, c: n % 3 });
  });

  test.each<[Doc, number]>([
    [{ a: { $gte: 0 } }, 5],
    [{ a: { $gte: 0 } }, 1000],
    [{ a: 'nobody' }, 5],
    [{ c: { $in: [1, 2] } }, 1000],
  ])('%j up to %d gives what counting the documents gives', async (condition, most) => {
    const count = (...stages: [string, unknown][]) =>
      aggregate(
        reader,
        catalog,
        fuzz,
        stages.map(([key, value]) => ({ key, value })),
        { documents: 0, entries: 0 },
      );
    const match: [string, unknown] = ['$match', condition];
    const found = await count(match);
    const counted = await count(match, ['$limit', most], ['$count', 'n']);
    expect(found.length > 0).toBe(condition.a !== 'nobody');
    expect(counted).toEqual(found.length === 0 ? [] : [{ n: Math.min(found.length, most) }]);
  });
});
