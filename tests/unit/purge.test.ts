import schema from '../../cloudfunctions/infra/database/collections.json';
import type { CollectionName } from '../../cloudfunctions/usecases/kernel/documents';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { classifiedFind } from '../support/classified';
import { everybody, handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { plainWork } from '../support/work';

/** J-21d, A23: something classified that a person finds later. */

const SECRET = '甲乙丙工程';
const officer = everybody.find(({ role }) => role === 'security')!;

/** Everybody has written something of it: the person, who had asked before, the unit in a note and a reply, a draft, and there is a file. */
const story = async (): Promise<{ world: Memory; no: string; files: Map<string, Uint8Array> }> => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  const { files, upload } = uploadsOf(world);
  const lin = citizenOf(world, 'lin');
  const { askId } = await lin.call('ask', { text: `${SECRET}在哪里` });
  const { no } = await lin.file({
    askId,
    serviceId: 'card',
    category: 'business',
    title: `${SECRET}的事`,
    text: `${SECRET}在哪里。`,
    attachments: [upload('lin')],
    applicant: { type: 'person', name: '王小明' },
  } as never);
  const handler = staffOf(world, handlerOf('hrss'));
  await handler.act(no, 'note', { text: `问过${SECRET}。` });
  await handler.act(no, 'reply', { text: `${SECRET}不由我们办。` });
  await handler.call('knowledge.judge', { no, faqId: null });
  await staffOf(world, manager).call('knowledge.judge', { askId, right: true });
  await handler.call('draft.save', { no, act: 'note', input: { text: `${SECRET}再问。` } });
  while (world.all('journal').some(({ outbox }) => outbox === 'waiting'))
    await deliverOutbox(world, plainWork());
  return { world, no, files };
};

/** Everything that is stored, as a whole. */
const stored = (world: Memory): string =>
  JSON.stringify(schema.collections.map(({ name }) => world.all(name as CollectionName)));

test('J-21d, A23: under its event nothing of what was found is left anywhere, the record holds no word of it, and the chain holds', async () => {
  const { world, no, files } = await story();
  expect(stored(world)).toContain(SECRET);
  expect([...files.keys()].some(key => key.includes('kept/'))).toBe(true);
  expect(world.all('drafts')).toHaveLength(1);
  const event = await classifiedFind(world);
  await staffOf(world, officer).call('ticket.purge', { no, event });
  world.pass(60_000);
  await deliverOutbox(world, plainWork());
  expect(stored(world)).not.toContain(SECRET);
  expect(stored(world)).not.toContain('王小明');
  expect([...files.keys()].filter(key => key.includes('kept/'))).toEqual([]);
  // Drafts lie there sealed.
  expect(world.all('drafts')).toEqual([]);
  // Copies of it lie in backups, which are for those who run the platform.
  for (const { id } of [officer, manager])
    expect(await toldTo(world, `openid-${id}`)).toContainEqual(expect.stringContaining('清除备份'));
  const ticket = await staffOf(world, handlerOf('hrss')).get(no);
  expect(ticket.title).toBe('（含不应在这里处理的内容，已清除）');
  expect(ticket.timeline.length).toBeGreaterThan(2);
  expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
  const { entries } = await staffOf(world, manager).call('audit.list', {});
  expect(entries[0]).toMatchObject({ type: 'ticket.purge', about: no, what: event });
});

test('J-21d: only under an event that says so, by the security officer or the manager; once more does no harm', async () => {
  const { world, no } = await story();
  const other = await classifiedFind(world, 'attack');
  for (const wrong of [other, no, 'AQ20261123-AAA-AAA-AAA'])
    await expect(staffOf(world, officer).call('ticket.purge', { no, event: wrong })).rejects.toMatchObject({
      code: 'invalid',
    });
  const event = await classifiedFind(world);
  await expect(staffOf(world, operator).call('ticket.purge', { no, event })).rejects.toThrow();
  expect(stored(world)).toContain(SECRET);
  await staffOf(world, manager).call('ticket.purge', { no, event });
  await staffOf(world, manager).call('ticket.purge', { no, event });
  expect(stored(world)).not.toContain(SECRET);
  expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
});

test.each(['the one that was merged', 'the one that went on'])(
  'J-21d, A43: purged by the number of %s, nothing of it is left in either',
  async which => {
    const { world, no } = await story();
    const lin = citizenOf(world, 'lin');
    const more = { serviceId: 'card', category: 'business', title: '还是那件事' } as const;
    const merged = await lin.file({ ...more, text: `${SECRET}谁知道。` });
    const other = await lin.file({ ...more, text: '在哪里。' });
    await staffOf(world, operator).act(merged.no, 'merge', { into: other.no });
    expect(JSON.stringify(world.get('tickets', other.no))).toContain(SECRET);
    const event = await classifiedFind(world);
    const purge = (wanted: string) => staffOf(world, officer).call('ticket.purge', { no: wanted, event });
    await purge(no);
    await purge(which === 'the one that was merged' ? merged.no : other.no);
    world.pass(60_000);
    await deliverOutbox(world, plainWork());
    expect(stored(world)).not.toContain(SECRET);
    expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
  },
);
