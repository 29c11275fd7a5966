import { atOnce } from '../../local/cloud/queries/steps';
import type { Collection } from '../../local/cloud/store/catalog';
import type { Doc } from '../../local/cloud/values/ejson';
import { openStore } from './lab';

const { driver, catalog, records, reader, end } = openStore();
const fuzz: Collection = catalog.find('fuzz');
afterAll(end);

/** All in one commit, as a commit waits for the disk. */
const write = (documents: (Doc & { _id: string })[]): void =>
  driver.commit(() => records.apply(documents.map(after => ({ collection: fuzz, id: after._id, after }))));

test('what has all of several values is found by the index alone: no other document is read', () => {
  const word = (n: number): string => `w${n}`;
  write(
    Array.from({ length: 60 }, (_, n) => ({
      _id: `d${n}`,
      a: n,
      c: ['every', word(n % 2), word(10 + (n % 3)), word(20 + (n % 5))],
    })),
  );
  const filter = { c: { $all: ['every', word(1), word(12), word(24)] }, a: { $gt: 5 } };
  const all = jest.spyOn(driver, 'rows');
  const tally = { documents: 0, entries: 0 };
  const found = reader.find(fuzz, { filter, sort: [['a', 1]], limit: 10 }, tally);
  const read = all.mock.results.flatMap(({ value }) => value as unknown[]);
  all.mockRestore();
  expect(found.map(({ a }) => a)).toEqual([29, 59]);
  expect(read).toHaveLength(2);
  // MongoDB looks up one value in the index and fetches each document that has it.
  expect(tally).toEqual({ documents: 54, entries: 54 });
});

test('whichever of several values leads, what is rare among many is found in few entries, in its order, and counted without its documents', () => {
  // Half of all has `half`, in front only; few have `rare`, at the end only: each leads well where the other finds nothing.
  const many = Array.from({ length: 6000 }, (_, n) => ({
    _id: `many${n}`,
    a: n,
    c: ['all', ...(n < 3000 ? ['half'] : []), ...(n % 100 === 0 || n > 5990 ? ['rare'] : [])],
  }));
  write(many);
  const looked: Record<string, number> = {};
  for (const tags of [
    ['all', 'rare'],
    ['rare', 'all'],
    ['half', 'rare'],
    ['rare', 'half'],
    ['half', 'all', 'rare'],
    ['all', 'half'],
  ])
    for (const way of [1, -1] as const)
      for (const limit of [1, 20, 4000]) {
        const tally = { documents: 0, entries: 0 };
        const filter = { c: { $all: tags } };
        const found = reader.find(fuzz, { filter, sort: [['a', way]], limit }, tally);
        const expected = many.filter(({ c }) => tags.every(tag => c.includes(tag)));
        if (way === -1) expected.reverse();
        expect(found.map(({ a }) => a)).toEqual(expected.slice(0, limit).map(({ a }) => a));
        looked[`${tags.join()} ${way} ${limit}`] = tally.entries;
      }
  // 200 of the wide one are tried, then the narrow one is read: not 2,000 of the wide.
  expect(looked['all,rare 1 20']).toBeLessThan(250);
  expect(looked['half,rare 1 20']).toBeLessThan(250);
  expect(looked['rare,all 1 20']).toBe(20);
  const counted = (tags: string[], most?: number): number =>
    atOnce(reader.count(fuzz, { c: { $all: tags } }, undefined, most));
  const bodies = jest.spyOn(driver, 'rows');
  expect(counted(['all', 'half'])).toBe(3000);
  expect(counted(['half', 'all'], 500)).toBe(500);
  expect(counted(['rare', 'half', 'all'])).toBe(30);
  expect(bodies).not.toHaveBeenCalled();
  bodies.mockRestore();
});

test.each([
  ['a number', (n: number) => n],
  ['a text', (n: number) => `t${n}`],
  ['a text with a zero in it', (n: number) => `\u0000${n}\u0000`],
  ['a date', (n: number) => new Date(n)],
])('what an entry rules out by a part behind its range is not fetched: behind %s', (what, as) => {
  // Of 1,000 in the range of `a` each tenth is early in `b`, which the index turns round.
  write(
    Array.from({ length: 1000 }, (_, n) => ({
      _id: `${what} ${n}`,
      a: as(1_000_000 + n),
      b: n % 10 === 0 ? '2026-01' : '2026-09',
    })),
  );
  for (const way of [1, -1] as const) {
    const tally = { documents: 0, entries: 0 };
    const filter = { a: { $gte: as(1_000_000), $lt: as(2_000_000) }, b: { $lte: '2026-03' } };
    const found = reader.find(fuzz, { filter, sort: [['a', way]], limit: 21 }, tally);
    const first = way === 1 ? 0 : 990;
    expect(found.map(({ _id }) => _id)).toEqual(
      Array.from({ length: 21 }, (_, n) => `${what} ${first + way * 10 * n}`),
    );
    expect(tally.entries).toBeGreaterThan(200);
    expect(tally.documents).toBe(21);
  }
});
