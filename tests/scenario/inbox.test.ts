import type { InboxMessage } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** The inbox: what one was told, and what of it one has looked at. */
const system = useSystem();

const unread = async (person: Person): Promise<string[]> => {
  const { messages } = await person.call<{ messages: InboxMessage[] }>('inbox.list');
  return messages.filter(({ read }) => !read).map(({ text }) => text);
};

test('the receipt names the day by which the citizen hears', async () => {
  system.at('2026-09-24T10:00');
  const citizen = system.citizen('receipt');
  await citizen.file({ kind: 'complaint', title: '窗口不收材料', serviceId: 'S001' });
  await system.run();
  expect(await unread(citizen)).toContain('已收到：投诉“窗口不收材料”，最迟 10 月 29 日 周四 答复您');
});

test('what was looked at on one phone is read on every other, and for the staff of the same person', async () => {
  system.at('2026-09-24T10:30');
  const citizen = system.citizen('demo-hrss-handler');
  const staff = system.staff('demo-hrss-handler');
  await citizen.file({ title: '第一件' });
  await system.run();
  const { messages } = await citizen.call<{ messages: InboxMessage[] }>('inbox.list');
  expect(await unread(staff)).not.toEqual([]);
  await staff.call('inbox.read', { upTo: messages[0]?.at });
  expect(await unread(citizen)).toEqual([]);

  system.at('2026-09-24T11:00');
  await citizen.file({ title: '第二件' });
  await system.run();
  expect(await unread(citizen)).toEqual([expect.stringContaining('第二件')]);
  // An older phone that comes late does not make anything new again.
  await citizen.call('inbox.read', { upTo: '2026-09-24T10:00:00+08:00' });
  expect(await unread(citizen)).toHaveLength(1);
});

test('the bell says how many have not been looked at', async () => {
  system.at('2026-09-24T11:30');
  const citizen = system.citizen('bell');
  const bell = async () => (await citizen.call<{ unread: number }>('inbox.list')).unread;
  expect(await bell()).toBe(0);
  for (let n = 0; n < 3; n += 1) await citizen.file({ title: `第 ${n} 件` });
  await system.run();
  const all = system.messages('bell').filter(({ channel }) => channel === 'inbox');
  expect(all.length).toBeGreaterThanOrEqual(3);
  expect(await bell()).toBe(all.length);
  await citizen.call('inbox.read', { upTo: all.at(-1)?.at });
  expect(await bell()).toBe(0);
});

test('a moment that has not come hides nothing that is still to come; what is no moment is refused', async () => {
  system.at('2026-09-24T12:00');
  const citizen = system.citizen('hurried');
  await citizen.call('inbox.read', { upTo: '2099-01-01T00:00:00+08:00' });
  system.at('2026-09-24T12:05');
  await citizen.file({ title: '之后的件' });
  await system.run();
  expect(await unread(citizen)).toHaveLength(1);
  await expect(citizen.call('inbox.read', { upTo: '昨天' })).rejects.toMatchObject({
    code: 'invalid',
    fields: { upTo: '须是带时区的时间' },
  });
});
