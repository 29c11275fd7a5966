import type { Database, Where } from '../../cloudfunctions/usecases/kernel/ports';
import { citizenOf, staffOf } from '../support/callers';
import { operator } from '../support/domain';
import { memory } from '../support/memory';

/** How often the index is looked into for what is typed (contract §5: no look for nothing). */

const looks = async (query: string): Promise<{ titles: string[]; together: number }> => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  await citizenOf(world, 'openid-1').file({ title: '社保卡补办 一直没有结果', text: '王小芳说下周再来。' });
  await citizenOf(world, 'openid-2').file({ title: '结果不对', text: '社保卡补办。' });
  const { database } = world.ports;
  let together = 0;
  const keys: Database['keys'] = (collection, query) => {
    if (typeof (query.where['terms'] as Where | undefined) === 'object') together += 1;
    return database.keys(collection, query);
  };
  Object.assign(world.ports, { database: { ...database, keys } });
  const { tickets } = await staffOf(world, operator).call('ticket.queue', { view: 'all', query });
  return { titles: tickets.map(({ title }) => title), together };
};

test('words that stand nowhere together are not looked for once more in pieces', async () => {
  expect(await looks('王大芳 没有社保卡')).toEqual({ titles: [], together: 1 });
});

test('words that stand somewhere are cut where they do not stand as they were typed', async () => {
  const { titles, together } = await looks('补办结果');
  expect(titles).toContain('社保卡补办 一直没有结果');
  expect(together).toBe(2);
});
