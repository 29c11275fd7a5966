import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

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
      expect.stringContaining('unknown operator: $near'),
      expect.stringContaining('Db or Table not exist'),
    ]);
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
