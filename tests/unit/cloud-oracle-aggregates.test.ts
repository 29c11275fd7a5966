import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregate } from '../../local/cloud/queries/aggregate';
import { compileExpression } from '../../local/cloud/queries/expressions';
import { Reader } from '../../local/cloud/queries/reader';
import { Catalog } from '../../local/cloud/store/catalog';
import { Driver } from '../../local/cloud/store/driver';
import { Records } from '../../local/cloud/store/records';
import { CloudError } from '../../local/cloud/values/errors';
import { Warnings } from '../../local/cloud/warnings';
import { casesOf, chance, outcome, SEED, tellSeed } from '../support/oracles/chance';
import { expressionChance } from '../support/oracles/expression-chance';
import { evaluate } from '../support/oracles/expressions';
import { Refused, type Doc } from '../support/oracles/order';
import { piped, type Stage } from '../support/oracles/stages';

/** Aggregations of the local cloud give what MongoDB's manual says, or are refused (docs/local-cloud.md). */

const EXPRESSIONS = casesOf(12_000);
const PIPELINES = casesOf(3_000);

const isRefused = (error: unknown): boolean => error instanceof Refused;
const isCloudError = (error: unknown): boolean => error instanceof CloudError;

/** As text; the last digits of a fraction are nobody's concern. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_name, one: unknown) =>
    typeof one !== 'number' ? one : Number.isFinite(one) ? Number(one.toPrecision(12)) : String(one),
  ) ?? 'missing';

test(`${EXPRESSIONS} expressions with the seed ${SEED}: the local cloud and the oracle agree`, () => {
  tellSeed();
  const { any, document } = expressionChance(chance(SEED + 2));
  let refused = 0;
  for (let n = 0; n < EXPRESSIONS; n += 1) {
    const [doc, expression] = [document(), any(0)];
    const variables = { ROOT: doc, CURRENT: doc };
    const right = outcome(isRefused, () => evaluate(expression, variables));
    const found = outcome(isCloudError, () => compileExpression(expression)(variables));
    if (shown(found) !== shown(right))
      throw new Error(
        `seed ${SEED}, case ${n}: ${JSON.stringify(expression)} on ${JSON.stringify(doc)} is ${shown(right)}, not ${shown(found)}`,
      );
    if (right === 'refused') refused += 1;
  }
  expect(refused / EXPRESSIONS).toBeGreaterThan(0.05);
  expect(refused / EXPRESSIONS).toBeLessThan(0.5);
});

describe('pipelines', () => {
  const DOCUMENTS = 400;
  const folder = mkdtempSync(join(tmpdir(), 'cloud-oracle-'));
  const driver = Driver.open(folder, false);
  const catalog = new Catalog(driver, [
    { name: 'things', indexes: [] },
    { name: 'others', indexes: [{ name: 'byN', fields: [['n', 1]], unique: false }] },
  ]);
  const records = new Records(driver, catalog);
  const reader = new Reader(driver, new Warnings(), 100_000);
  afterAll(() => {
    driver.close();
    rmSync(folder, { recursive: true });
  });

  const by = chance(SEED + 3);
  const { upTo, one, some, seldom } = by;
  const { document, any, num, list, bool, doc } = expressionChance(by);
  const fill = (name: string, size: number): Doc[] => {
    const docs = Array.from({ length: size }, (_, n): Doc => ({
      _id: `${name}${String(n).padStart(4, '0')}`,
      ...document(),
    }));
    const collection = catalog.find(name);
    driver.commit(() => records.apply(docs.map(after => ({ collection, id: after['_id'], after }))));
    return docs;
  };
  const [things, others] = [fill('things', DOCUMENTS), fill('others', 12)];

  const PATHS = ['n', 's', 'l', 'k', 'd', 'o', 'x', 'm', 'o.n', 'o.s', 'l.n', 'x.a', 'o.k'];
  const path = (): string => one(PATHS);
  const condition = (): Doc =>
    seldom(3)
      ? { $expr: bool(1) }
      : {
          [path()]: seldom(3)
            ? by.value(1)
            : { [one(['$gt', '$gte', '$lt', '$lte', '$ne', '$eq'])]: by.scalar() },
        };
  const ACCUMULATORS = [
    '$sum',
    '$avg',
    '$min',
    '$max',
    '$push',
    '$addToSet',
    '$first',
    '$last',
    '$stdDevPop',
    '$stdDevSamp',
  ];
  const folds = (): Doc =>
    Object.fromEntries(
      some(2, () => {
        const name = one(ACCUMULATORS);
        return [
          name === '$addToSet' ? `set${upTo(2)}` : one(['p', 'q']),
          { [name]: seldom(2) ? any(1) : `$${path()}` },
        ];
      }),
    );
  const key = (): unknown =>
    one<unknown>([null, `$${path()}`, `$${path()}`, { a: `$${path()}`, b: `$${path()}` }, any(1)]);
  const projection = (): Doc => {
    const kind = upTo(3);
    const paths = ['n', 's', 'o.n', 'o.s', 'l.n', 'x.a', 'k', 'd'].filter(() => seldom(3));
    if (kind === 0)
      return Object.fromEntries([...paths.map((name): [string, unknown] => [name, 0]), ['k', 0]]);
    const computed = Object.fromEntries(some(2, () => [one(['p', 'q', 'r.s']), any(1)]));
    const flags = Object.fromEntries([...paths, 'k'].map((name): [string, unknown] => [name, 1]));
    return {
      ...(seldom(3) ? { _id: 0 } : {}),
      ...(kind === 1 ? flags : {}),
      ...(kind === 2 ? { p: num(1) } : {}),
      ...computed,
    };
  };
  const bounds = (): unknown[] =>
    one<unknown[]>([
      [0, 1, 3],
      [-5, 0, 10],
      ['a', 'b'],
      [1, 0],
      [0, 'a'],
      [-1, 2],
    ]);
  const lookup = (): Doc => ({
    from: 'others',
    as: one(['j', 'j', 'o.j']),
    ...(seldom(3)
      ? {
          let: { v: `$${path()}` },
          pipeline: [
            { $match: { $expr: { [one(['$eq', '$gt', '$lt'])]: ['$n', '$$v'] } } },
            { $project: { n: 1 } },
          ],
        }
      : {
          localField: one(['n', 'k', 'm', 'o.n', 'l.n', 'x']),
          foreignField: one(['n', 'k', 'm', 'o.n', 's']),
        }),
  });

  /** In this order groups come, and what depends on an order comes before them. */
  const stage = (): Stage => {
    const name = one([
      '$match',
      '$match',
      '$project',
      '$addFields',
      '$unwind',
      '$lookup',
      '$sort',
      '$limit',
      '$skip',
      '$replaceRoot',
    ]);
    switch (name) {
      case '$match':
        return { name, operand: condition() };
      case '$project':
        return { name, operand: projection() };
      case '$addFields':
        return { name, operand: Object.fromEntries([[one(['p', 'n', 'o.p', 'o.n', 'l.p', 'x.p']), any(1)]]) };
      case '$unwind':
        return {
          name,
          operand: seldom(2)
            ? `$${path()}`
            : {
                path: `$${path()}`,
                preserveNullAndEmptyArrays: seldom(2),
                ...(seldom(2) ? { includeArrayIndex: 'at' } : {}),
              },
        };
      case '$lookup':
        return { name, operand: lookup() };
      case '$sort':
        return {
          name,
          operand: Object.fromEntries([
            [one(['n', 's', 'x', 'k', 'l', 'o', 'd', 'm']), one([1, -1])],
            ...some(1, () => ['_id', 1] as [string, unknown]),
          ]),
        };
      case '$limit':
        return { name, operand: 1 + upTo(4) };
      case '$skip':
        return { name, operand: upTo(3) };
      default:
        return { name, operand: { newRoot: seldom(2) ? doc(1) : one(['$$ROOT', '$o']) } };
    }
  };
  const last = (): Stage[] => {
    const name = one(['$group', '$group', '$sortByCount', '$bucket', '$count', 'none', 'none']);
    switch (name) {
      case '$group':
        return [
          { name, operand: { _id: key(), ...folds() } },
          ...some(1, () => ({ name: '$match', operand: { p: { $ne: null } } })),
        ];
      case '$sortByCount':
        return [{ name, operand: `$${path()}` }];
      case '$bucket':
        return [
          {
            name,
            operand: {
              groupBy: seldom(2) ? '$n' : seldom(2) ? '$s' : list(1),
              boundaries: bounds(),
              ...(seldom(3) ? {} : { default: one<unknown>(['other', -100, 100, 1, null]) }),
              ...(seldom(2) ? { output: { count: { $sum: 1 }, ...folds() } } : {}),
            },
          },
        ];
      case '$count':
        return [{ name, operand: 'total' }];
      default:
        return [];
    }
  };

  /** Of sets and groups, and of what is joined, the order does not count. */
  const sorted = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) {
      const list = value.map(one => sorted(one));
      return /^(set|j)/.test(name) ? list.map(shown).sort() : list;
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') return value;
    return Object.fromEntries(
      Object.entries(value as Doc).map(([field, one]) => [field, sorted(one, field)]),
    );
  };
  const settled = (docs: unknown, stages: Stage[]): unknown => {
    if (!Array.isArray(docs)) return docs;
    const rows = (docs as Doc[]).map(row => shown(sorted(row)));
    const counts = (docs as Doc[]).map(row => row['count']);
    const names = stages.map(({ name }) => name);
    if (names.includes('$sortByCount')) return { counts, rows: rows.sort() };
    return names.includes('$group') ? rows.sort() : rows;
  };

  test(`${PIPELINES} of them with the seed ${SEED}: the local cloud and the oracle agree`, async () => {
    tellSeed();
    let [refused, empty] = [0, 0];
    for (let n = 0; n < PIPELINES; n += 1) {
      const some5 = Array.from({ length: 1 + upTo(5) }, () => things[upTo(DOCUMENTS)]!);
      const docs = things.filter(thing => some5.includes(thing));
      const stages: Stage[] = [...some(2, stage), ...last()];
      const whole: Stage[] = [
        { name: '$match', operand: { _id: { $in: docs.map(({ _id }) => _id) } } },
        { name: '$sort', operand: { _id: 1 } },
        ...stages,
      ];
      const right = outcome(isRefused, () => piped(docs, plain(stages), { others }));
      const found = await aggregate(
        reader,
        catalog,
        catalog.find('things'),
        whole.map(({ name, operand }) => ({ key: name, value: operand })),
        { documents: 0, entries: 0 },
      ).catch((error: unknown) =>
        outcome(isCloudError, () => {
          throw error;
        }),
      );
      const settledFound = settled(found, stages);
      if (shown(settledFound) !== shown(settled(right, stages)))
        throw new Error(
          `seed ${SEED}, case ${n}: ${JSON.stringify(stages)} on ${JSON.stringify(docs)} is ${shown(settled(right, stages))}, not ${shown(settledFound)}`,
        );
      if (right === 'refused') refused += 1;
      else if ((right as Doc[]).length === 0) empty += 1;
    }
    expect(refused / PIPELINES).toBeLessThan(0.4);
    expect(empty / PIPELINES).toBeLessThan(0.4);
  });

  /** Pipelines within are written as the service has them. */
  const plain = (stages: Stage[]): Stage[] =>
    stages.map(({ name, operand }) => {
      const { pipeline, ...rest } = (typeof operand === 'object' && operand !== null ? operand : {}) as {
        pipeline?: Doc[];
      };
      if (name !== '$lookup' || !pipeline) return { name, operand };
      const inner = pipeline.map((one): Stage => ({
        name: Object.keys(one)[0]!,
        operand: Object.values(one)[0],
      }));
      return { name, operand: { ...rest, pipeline: inner } };
    });
});
