import { openLab, type Lab } from './lab';

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
