import { openLab, type Lab } from './lab';
import type { Doc } from './sdk';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

describe('queries', () => {
  beforeAll(async () => {
    await lab.inFunction(async ({ db }) => {
      const tickets = db.collection('tickets');
      for (let i = 0; i < 30; i++)
        await tickets.add({
          data: {
            _id: `q${String(i).padStart(2, '0')}`,
            ownerId: `o${i % 3}`,
            createdAt: i,
            state: i % 2 ? 'open' : 'closed',
            due: 100 - i,
            tags: [`t${i % 5}`, 'all'],
            unit: { id: `u${i % 4}`, name: '单位' },
            clocks: [
              { state: 'running', due: i },
              { state: 'met', due: 50 - i },
            ],
          },
        });
    });
  });

  const ids = (work: string, input?: unknown): Promise<string[]> =>
    lab.inFunction(
      async ({ db, _ }, given) => {
        const { work, input } = given as { work: string; input: unknown };
        const query = new Function('tickets', '_', 'db', 'input', `return ${work}`)(
          db.collection('tickets'),
          _,
          db,
          input,
        );
        return ((await query.get()) as { data: Doc[] }).data.map(doc => doc._id);
      },
      { work, input },
    );

  test('conditions, order, skip and limit', async () => {
    expect(await ids(`tickets.where({ ownerId: 'o1' }).orderBy('createdAt', 'desc').limit(3)`)).toEqual([
      'q28',
      'q25',
      'q22',
    ]);
    expect(
      await ids(`tickets.where({ ownerId: 'o1' }).orderBy('createdAt', 'desc').skip(8).limit(5)`),
    ).toEqual(['q04', 'q01']);
    expect(
      await ids(
        `tickets.where({ state: _.in(['open', 'closed']), due: _.gte(98).and(_.lt(100)) }).orderBy('due', 'asc')`,
      ),
    ).toEqual(['q02', 'q01']);
    expect(await ids(`tickets.where({ tags: 't3', createdAt: _.lt(10) }).orderBy('_id', 'asc')`)).toEqual([
      'q03',
      'q08',
    ]);
    expect(await ids(`tickets.where({ 'unit.id': 'u3', createdAt: _.gt(25) })`)).toEqual(['q27']);
    expect(await ids(`tickets.where({ unit: { id: 'u3' }, createdAt: _.gt(25) })`)).toEqual(['q27']);
    expect(
      await ids(
        `tickets.where(_.or([{ createdAt: 1, ownerId: 'o1' }, { ownerId: 'o2', createdAt: _.lte(2) }]))`,
      ),
    ).toEqual(['q01', 'q02']);
    expect(
      await ids(
        `tickets.where({ clocks: _.elemMatch({ state: 'running', due: _.lte(1) }) }).orderBy('_id', 'asc')`,
      ),
    ).toEqual(['q00', 'q01']);
    expect(await ids(`tickets.where({ _id: db.RegExp({ regexp: '^Q0[12]$', options: 'i' }) })`)).toEqual([
      'q01',
      'q02',
    ]);
    expect(await ids(`tickets.where({ _id: _.in(['q05', 'none', 'q07']) })`)).toEqual(['q05', 'q07']);
    expect(
      await ids(`tickets.where({ ownerId: _.exists(true), createdAt: _.nin([...Array(29).keys()]) })`),
    ).toEqual(['q29']);
    expect(
      await ids(`tickets.where({ tags: _.size(2).and(_.all(['t4', 'all'])), createdAt: _.gt(20) })`),
    ).toEqual(['q24', 'q29']);
  });

  test('field() chooses what is sent; count() counts', async () => {
    const seen = await lab.inFunction(async ({ db }) => {
      const query = db.collection('tickets').where({ _id: 'q01' });
      return {
        only: (await query.field({ ownerId: true, 'unit.id': 1 }).get()).data,
        without: Object.keys((await query.field({ clocks: false, _id: 0 }).get()).data[0]!),
        total: (await db.collection('tickets').where({ ownerId: 'o0' }).count()).total,
      };
    });
    expect(seen.only).toEqual([{ _id: 'q01', ownerId: 'o1', unit: { id: 'u1' } }]);
    expect(seen.without).toEqual(['ownerId', 'createdAt', 'state', 'due', 'tags', 'unit']);
    expect(seen.total).toBe(10);
  });

  test('many documents are changed or removed at once, or only one', async () => {
    const seen = await lab.inFunction(async ({ db, _ }) => {
      const journal = db.collection('journal');
      for (let n = 0; n < 6; n++) await journal.add({ data: { n, kind: 'x' } });
      const all = (await journal.where({ kind: 'x' }).update({ data: { seen: _.inc(1) } })).stats.updated;
      const one = (await journal.where({ kind: 'x' }).update({ data: { seen: 9 }, multi: false })).stats
        .updated;
      const nines = (await journal.where({ seen: 9 }).count()).total;
      const same = (await journal.where({ seen: 9 }).update({ data: { seen: 9 } })).stats.updated;
      const removed = (await journal.where({ n: _.lt(4) }).remove()).stats.removed;
      return { all, one, nines, same, removed, left: (await journal.count()).total };
    });
    expect(seen).toEqual({ all: 6, one: 1, nines: 1, same: 0, removed: 4, left: 2 });
  });

  test('get() gives 100 documents unless told, and never more than 1000', async () => {
    const seen = await lab.inFunction(async ({ db }) => {
      const bare = db.collection('counters');
      const rows = Array.from({ length: 50 }, (_, n) => n);
      for (let i = 0; i < 21; i++) await Promise.all(rows.map(n => bare.add({ data: { n: i * 50 + n } })));
      return [
        (await bare.get()).data.length,
        (await bare.limit(5000).get()).data.length,
        (await bare.count()).total,
      ];
    });
    expect(seen).toEqual([100, 1000, 1050]);
  });
});

describe('aggregation', () => {
  test('match, sort, group, unwind and lookup', async () => {
    const seen = await lab.inFunction(async ({ db, $ }) => {
      const tickets = db.collection('tickets');
      await db.collection('members').add({ data: { _id: 'm-u1', phone: 'u1' } });
      const byState = await tickets
        .aggregate()
        .match({ ownerId: 'o0' })
        .group({ _id: '$state', n: $.sum(1), last: $.first('$createdAt') })
        .sort({ _id: 1 })
        .end();
      const tags = await tickets
        .aggregate()
        .match({ ownerId: 'o1' })
        .unwind('$tags')
        .sortByCount('$tags')
        .limit(1)
        .end();
      const joined = await tickets
        .aggregate()
        .match({ _id: 'q01' })
        .lookup({ from: 'members', localField: 'unit.id', foreignField: 'phone', as: 'member' })
        .project({ member: 1 })
        .end();
      return { byState: byState.list, tags: tags.list, joined: joined.list };
    });
    expect(seen.byState).toEqual([
      { _id: 'closed', n: 5, last: expect.any(Number) },
      { _id: 'open', n: 5, last: expect.any(Number) },
    ]);
    expect(seen.tags).toEqual([{ _id: 'all', count: 10 }]);
    expect(seen.joined).toEqual([{ _id: 'q01', member: [{ _id: 'm-u1', phone: 'u1' }] }]);
  });
});
