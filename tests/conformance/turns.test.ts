import { pack } from '../../local/cloud/store/bulk';
import { openLab, type Lab } from './lab';
import type { Tools } from './sdk';

/** A long request never stops the others: judged by the order of answers, not by the clock. */

const SIZE = 20_000;
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  const place = lab.bulk.place('journal');
  lab.bulk.begin({ deferIndexes: true });
  for (let at = 0; at < SIZE; at += 2000)
    lab.bulk.add(
      pack(
        Array.from({ length: 2000 }, (_, n) => ({
          place,
          document: { _id: `j${at + n}`, n: at + n, group: n % 50, filler: 'x'.repeat(200) },
        })),
      ),
    );
  lab.bulk.end();
}, 60_000);
afterAll(() => lab.end());

test.each<[string, (tools: Tools) => Promise<unknown>, unknown]>([
  [
    'a scan',
    async ({ db }) => (await db.collection('journal').where({ n: 19_999 }).get()).data[0]!._id,
    'j19999',
  ],
  [
    'a count without an index',
    async ({ db, _ }) =>
      (
        await db
          .collection('journal')
          .where({ n: _.gte(10_000) })
          .count()
      ).total,
    10_000,
  ],
  [
    'a sort without an index',
    async ({ db }) =>
      (await db.collection('journal').orderBy('filler', 'asc').orderBy('n', 'desc').limit(2).get()).data.map(
        ({ _id }) => _id,
      ),
    ['j19999', 'j19998'],
  ],
  [
    'a sort of everything in an aggregation',
    async ({ db }) => {
      const { list } = await db.collection('journal').aggregate().sort({ n: -1 }).skip(19_999).end();
      return list.map(({ _id }) => _id);
    },
    ['j0'],
  ],
  [
    'groups of everything',
    async ({ db, $ }) => {
      const all = db.collection('journal').aggregate();
      const { list } = await all
        .group({ _id: '$group', sum: $.sum('$n') })
        .sort({ _id: 1 })
        .limit(1)
        .end();
      return list;
    },
    [{ _id: 0, sum: Array.from({ length: 400 }, (_, n) => n * 50).reduce((sum, n) => sum + n, 0) }],
  ],
  [
    'a change of 3,000',
    async ({ db, _ }) =>
      (
        await db
          .collection('journal')
          .where({ n: _.lt(3000) })
          .update({ data: { seen: true } })
      ).stats.updated,
    3000,
  ],
  [
    'a removal of 3,000',
    async ({ db, _ }) =>
      (
        await db
          .collection('journal')
          .where({ n: _.lt(3000) })
          .remove()
      ).stats.removed,
    3000,
  ],
])(
  'while %s runs, documents are read',
  async (_name, long, expected) => {
    const code = `async tools => {
      const order = [];
      await tools.db.collection('bare').doc('none').get();
      const running = (${long.toString()})(tools).then(result => { order.push('long'); return result; });
      for (let n = 0; n < 5; n += 1) {
        await tools.db.collection('journal').doc('j' + (5000 + n)).get();
        order.push('short');
      }
      return { result: await running, order };
    }`;
    const { result } = await lab.call('lab', { code });
    expect(result).toEqual({ result: expected, order: [...Array<string>(5).fill('short'), 'long'] });
  },
  30_000,
);

test('what another one writes while many are changed stands beside the change; each is changed once', async () => {
  const seen = await lab.inFunction(async ({ db, _ }) => {
    const journal = db.collection('journal');
    const many = journal.where({ n: _.gte(18_000) }).update({ data: { times: _.inc(1) } });
    await Promise.all([
      journal.doc('j19990').update({ data: { mine: 1 } }),
      // What no longer fits when its turn comes is left alone.
      journal.doc('j19991').update({ data: { n: -1 } }),
    ]);
    const { stats } = await many;
    const of = async (id: string) => (await journal.doc(id).get()).data;
    const { total } = await journal.where({ times: 1 }).count();
    return { stats, total, mine: await of('j19990'), left: await of('j19991') };
  });
  expect(seen.mine).toMatchObject({ mine: 1, times: 1 });
  expect(seen.left).toMatchObject({ n: -1 });
  expect(seen.stats.updated).toBe(seen.total);
});
