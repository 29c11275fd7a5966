import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

describe('documents through the unmodified SDK', () => {
  test('add, doc get, set, update and remove do what they say', async () => {
    const seen = await lab.inFunction(async ({ db, _ }) => {
      const tickets = db.collection('tickets');
      const { _id } = await tickets.add({ data: { title: '漏水', n: 1, tags: ['a'], when: new Date(0) } });
      const first = (await tickets.doc(_id).get()).data;
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
});
