import { openLab, type Lab } from './lab';
import type { Doc } from './sdk';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

describe('single documents', () => {
  test('add, get, update, set and remove do what they say', async () => {
    const seen = await lab.inFunction(async ({ db, _ }) => {
      const tickets = db.collection('tickets');
      const { _id } = await tickets.add({ data: { title: '漏水', n: 1, tags: ['a'], when: new Date(0) } });
      const first = (await tickets.doc(_id).get()).data!;
      const updated = (
        await tickets.doc(_id).update({ data: { n: _.inc(2), tags: _.push('b', 'c'), 'deep.x': 1 } })
      ).stats;
      const second = (await tickets.doc(_id).get()).data;
      const replaced = (await tickets.doc(_id).set({ data: { title: 'new' } })).stats;
      const created = (await tickets.doc('chosen').set({ data: { title: 'own id' } })).stats;
      const third = (await tickets.doc(_id).get()).data;
      const removed = (await tickets.doc(_id).remove()).stats;
      const gone = (await tickets.doc(_id).get()).data;
      return {
        id: _id,
        first: { ...first, isDate: first.when instanceof Date },
        updated,
        second,
        replaced,
        created,
        third,
        removed,
        gone,
      };
    });
    expect(seen.first).toMatchObject({ _id: seen.id, title: '漏水', n: 1, isDate: true });
    expect(seen.updated).toEqual({ updated: 1 });
    expect(seen.second).toMatchObject({ n: 3, tags: ['a', 'b', 'c'], deep: { x: 1 } });
    expect(seen.replaced).toEqual({ updated: 1, created: 0 });
    expect(seen.created).toEqual({ updated: 0, created: 1 });
    expect(seen.third).toEqual({ _id: seen.id, title: 'new' });
    expect(seen.removed).toEqual({ removed: 1 });
    expect(seen.gone).toBeNull();
  });

  test('every kind of value comes back as it was stored', async () => {
    const value = {
      text: '中文 \u0000 "quoted" 𠮷',
      empty: '',
      zero: 0,
      minus: -1.5,
      large: 2 ** 40,
      yes: true,
      none: null,
      list: [1, [2], { a: [] }],
      object: {},
    };
    const back = await lab.inFunction(async ({ db }, input) => {
      const { _id } = await db.collection('bare').add({ data: { ...input, at: new Date(1e12) } });
      await db
        .collection('bare')
        .doc(_id)
        .update({ data: { touched: true } });
      const doc = (await db.collection('bare').doc(_id).get()).data!;
      return { ...doc, at: (doc.at as Date).getTime() };
    }, value);
    expect(back).toMatchObject({ ...value, at: 1e12 });
  });

  test('a server date is the time of the cloud, moved by its offset', async () => {
    const at = await lab.inFunction(async ({ db }) => {
      const { _id } = await db.collection('bare').add({ data: { at: db.serverDate({ offset: 60_000 }) } });
      return ((await db.collection('bare').doc(_id).get()).data!.at as Date).toISOString();
    });
    expect(at.slice(0, 16)).toBe('2026-09-24T02:01');
  });
});

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

describe('refusals of the real service', () => {
  test('a collection that the schema does not name does not exist (-502005)', async () => {
    const error = await lab.inFunction(({ db, caught }) =>
      db
        .collection('nowhere')
        .add({ data: { a: 1 } })
        .then(() => null, caught),
    );
    expect(error).toMatchObject({
      errCode: -502005,
      errMsg: expect.stringContaining('Db or Table not exist'),
    });
  });

  test('doc().get() of a missing document throws unless the handle is told otherwise', async () => {
    const error = await lab.inFunction(({ strictDb, caught }) =>
      strictDb
        .collection('bare')
        .doc('none')
        .get()
        .then(() => null, caught),
    );
    expect(error).toMatchObject({ errCode: -1, errMsg: expect.stringContaining('does not exist') });
  });

  test('a second document with a unique value fails; a missing field counts as null', async () => {
    const errors = await lab.inFunction(async ({ db, caught }) => {
      const members = db.collection('members');
      await members.add({ data: { _id: 'a', phone: '1' } });
      await members.add({ data: { _id: 'b' } });
      return Promise.all([
        members.add({ data: { _id: 'c', phone: '1' } }).then(() => null, caught),
        members.add({ data: { _id: 'd' } }).then(() => null, caught),
        members.add({ data: { _id: 'a', phone: '2' } }).then(() => null, caught),
        members
          .doc('b')
          .update({ data: { phone: '1' } })
          .then(() => null, caught),
      ]);
    });
    for (const error of errors)
      expect(error).toMatchObject({
        errCode: -502001,
        errMsg: expect.stringContaining('E11000 duplicate key error'),
      });
  });

  test('of eight racers for a unique value one wins', async () => {
    const won = await lab.inFunction(async ({ db }) => {
      const tries = Array.from({ length: 8 }, (_, n) =>
        db.collection('members').add({ data: { _id: `r${n}`, phone: 'race' } }),
      );
      return (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length;
    });
    expect(won).toBe(1);
  });

  test('_id stays as it is, operators keep to their types, and nothing is half done', async () => {
    const seen = await lab.inFunction(async ({ db, _, caught }) => {
      const doc = db.collection('bare').doc('typed');
      await doc.set({ data: { text: 'a', none: null, list: [1] } });
      const bad: object[] = [
        { text: _.inc(1) },
        { text: _.push('x') },
        { none: { b: 1 } },
        { list: { b: 1 } },
        { text: _.set('changed'), 'list.a': 2 },
      ];
      const errors: ({ errCode: number } | null)[] = [];
      for (const data of bad) errors.push(await doc.update({ data }).then(() => null, caught));
      const setId = await doc.set({ data: { _id: 'other' } }).then(() => null, caught);
      const updateId = await doc.update({ data: { _id: 'other' } }).then(() => null, caught);
      const dollar = await db
        .collection('bare')
        .add({ data: { $bad: 1 } })
        .then(() => null, caught);
      return {
        codes: [...errors, dollar].map(error => error?.errCode),
        setId: setId?.errCode,
        updateId: updateId?.errCode,
        doc: (await doc.get()).data,
      };
    });
    expect(seen.codes).toEqual(Array(6).fill(-502001));
    expect([seen.setId, seen.updateId]).toEqual([-501007, -501007]);
    expect(seen.doc).toEqual({ _id: 'typed', text: 'a', none: null, list: [1] });
  });

  test('unknown stages and operators are refused, not ignored', async () => {
    const codes = await lab.inFunction(async ({ db, caught }) => {
      const raw = db
        .collection('bare')
        .where({ a: { $near: 1 } })
        .get()
        .then(() => null, caught);
      const lookup = db
        .collection('bare')
        .aggregate()
        .lookup({ from: 'nowhere', localField: 'a', foreignField: 'b', as: 'c' })
        .end()
        .then(() => null, caught);
      return [(await raw)?.errMsg, (await lookup)?.errMsg];
    });
    expect(codes).toEqual([
      expect.stringContaining('unknown query operator'),
      expect.stringContaining('Db or Table not exist'),
    ]);
  });
});

test('update operators do to arrays and fields what MongoDB does', async () => {
  const back = await lab.inFunction(async ({ db, _ }) => {
    const doc = db.collection('bare').doc('ops');
    await doc.set({
      data: { a: [3, 1, 2], b: [{ k: 1 }, { k: 2 }], n: 5, gone: 1, old: 'x', o: { p: 1, q: 2 } },
    });
    await doc.update({
      data: { a: _.unshift(0), n: _.mul(3), gone: _.remove(), old: _.rename('fresh'), o: { p: 9 } },
    });
    await doc.update({
      data: {
        a: _.push({ each: [9, 8], position: 1, sort: 1, slice: 5 }),
        b: _.pull({ k: 1 }),
        max: _.max(3),
        o: _.set({ z: 1 }),
      },
    });
    await doc.update({ data: { a: _.pop(), s: _.addToSet('once'), n: _.min(4), max: _.max(2) } });
    await doc.update({ data: { a: _.shift(), s: _.addToSet('once') } });
    await doc.update({ data: { a: _.pullAll([2, 7]), s: _.addToSet({ $each: ['once', 'twice'] }) } });
    return (await doc.get()).data;
  });
  expect(back).toEqual({
    _id: 'ops',
    a: [1, 3],
    b: [{ k: 2 }],
    n: 4,
    fresh: 'x',
    o: { z: 1 },
    max: 3,
    s: ['once', 'twice'],
  });
});

describe('what works here and would hurt in production is reported', () => {
  test('a scan of more than a thousand documents without an index, and a large skip', async () => {
    const own = await openLab({ scanLimit: 20 });
    await own.inFunction(async ({ db }) => {
      const bare = db.collection('tickets');
      for (let n = 0; n < 25; n++) await bare.add({ data: { ownerId: 'me', createdAt: n } });
      await bare.where({ ownerId: 'me' }).orderBy('createdAt', 'desc').get();
    });
    expect(own.control.warnings()).toEqual([]);
    await own.inFunction(async ({ db }) => {
      await db.collection('tickets').where({ title: 'x' }).get();
      await db.collection('tickets').where({ ownerId: 'me' }).orderBy('title', 'asc').get();
      await db.collection('tickets').skip(2000).get();
    });
    expect(own.control.warnings().map(({ kind }) => kind)).toEqual(['scan', 'sort', 'scan', 'skip']);
    expect(JSON.stringify(own.control.warnings())).not.toContain('me"');
    await own.end();
  });
});
