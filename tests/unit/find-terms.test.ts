import { findTerms } from '../../cloudfunctions/usecases/tickets/search/find-terms';
import type { Database, Key, Query } from '../../cloudfunctions/usecases/kernel/ports';

/** A page of what some terms have found: how many looks it takes. */

const MANY = 100;
const numbers = Array.from({ length: MANY }, (_, at) => `T${String(MANY - at).padStart(3, '0')}`);

/** Every third ticket holds the terms by chance. */
const search = async (terms: string[], limit: number) => {
  const looks: number[] = [];
  const keys = async (_collection: string, { where, limit: most = MANY }: Query): Promise<Key[]> => {
    // Where a term reaches back to is asked of each by itself.
    if (typeof where['terms'] === 'string') return [];
    looks.push(most);
    const behind = where['newKey'] as { lt?: string } | undefined;
    const left = numbers.filter(no => behind?.lt === undefined || no < behind.lt);
    return left.slice(0, most).map(no => ({ _id: no, key: no }));
  };
  const rows = async (_collection: string, { where }: Query) =>
    (where['_id'] as { in: string[] }).in.map(_id => ({ _id, ticket: { no: _id, createdAt: '' } }));
  const { hits } = await findTerms({ keys, rows } as unknown as Database, {
    terms,
    seen: 'operator',
    where: {},
    limit,
    verify: ({ no }) => (terms.length > 1 && Number(no.slice(1)) % 3 === 0 ? undefined : 'title'),
  });
  return { looks, found: hits.length };
};

test('of words that meet by chance in every third, a page is found in one look', async () => {
  expect(await search(['a', 'b'], 20)).toEqual({ looks: [32], found: 20 });
});

test('what is found by one term needs no more than the page and one', async () => {
  expect(await search(['a'], 20)).toEqual({ looks: [21], found: 20 });
});
