import { citizenOf, staffOf } from '../support/callers';
import { handlerOf } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** Messages by ticket, with their titles, and what of them was looked at: on the server, so that two devices agree. */

const START = '2026-11-23T10:00:00.000+08:00';
const handler = handlerOf('hrss');

const arrive = (world: Memory, about: string | null, n: number): void => {
  const at = `2026-11-23T09:${String(n).padStart(2, '0')}:00.000+08:00`;
  world.put('messages', {
    _id: `m${n}`,
    to: 'openid-hrss-handler',
    channel: 'inbox',
    template: 'dispatch',
    text: `分办给您：第 ${n} 件`,
    says: '分办给您',
    title: `第 ${n} 件`,
    about,
    at,
    atKey: `${at}|m${n}`,
    state: 'sent',
  });
};
const list = (world: Memory, input = {}) => staffOf(world, handler).call('inbox.list', input);

test('what is about one ticket is looked at alone; the rest stays new, and all of it is read at once', async () => {
  const world = memory(START);
  for (let n = 0; n < 6; n += 1) arrive(world, n === 5 ? null : `TS-${n % 2}`, n);
  const all = await list(world);
  expect(all.unread).toBe(6);
  expect(all.messages[1]).toMatchObject({ about: 'TS-0', title: '第 4 件', says: '分办给您', read: false });
  const read = (upTo: string, about?: string) =>
    staffOf(world, handler).call('inbox.read', { upTo, ...(about === undefined ? {} : { about }) });
  await read(all.messages[1]!.at, 'TS-0');
  const rest = await list(world, { unread: true });
  expect(rest.unread).toBe(3);
  expect(rest.messages.map(({ about }) => about)).toEqual([undefined, 'TS-1', 'TS-1']);
  await read(all.messages[0]!.at, '');
  expect((await list(world)).unread).toBe(2);
  // What comes later about the same ticket is new again; another device that comes late takes nothing back.
  arrive(world, 'TS-0', 30);
  await read('2026-11-23T09:00:00.000+08:00', 'TS-0');
  expect((await list(world, { unread: true })).messages.map(({ title }) => title)).toContain('第 30 件');
  await read('2026-11-23T09:59:00.000+08:00');
  expect(await list(world, { unread: true })).toEqual({ messages: [], unread: 0 });
  expect(world.get('profiles', 'openid-hrss-handler')?.inboxReadAbout).toEqual({});
});

test('however many are new, single ones that were looked at are not counted', async () => {
  const world = memory(START);
  for (let n = 0; n < 50; n += 1) arrive(world, `TS-${n}`, n);
  await staffOf(world, handler).call('inbox.read', { upTo: '2026-11-23T09:10:00.000+08:00', about: 'TS-10' });
  expect((await list(world)).unread).toBe(49);
  const first = await list(world, { unread: true });
  expect(first.messages).toHaveLength(20);
  expect(first.nextCursor).toBeDefined();
  expect((await citizenOf(world, 'somebody-else').call('inbox.list', {})).messages).toEqual([]);
});
