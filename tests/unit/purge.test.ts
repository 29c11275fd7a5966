import { citizenOf, staffOf } from '../support/callers';
import { classifiedFind } from '../support/classified';
import { everybody, handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox';
import { plainWork } from '../support/work';

/** J-21d, A23: something classified that a person finds later. */

const SECRET = '甲乙丙工程';
const officer = everybody.find(({ role }) => role === 'security')!;

/** Everybody has written something of it: the person, the unit in a note and a reply, a draft, and there is a file. */
const story = async (): Promise<{ world: Memory; no: string; files: Map<string, Uint8Array> }> => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  const { files, upload } = uploadsOf(world);
  const { no } = await citizenOf(world, 'lin').file({
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
  await handler.call('draft.save', { no, act: 'note', input: { text: `${SECRET}再问。` } });
  while (world.all('journal').some(({ outbox }) => outbox === 'waiting'))
    await deliverOutbox(world, plainWork());
  return { world, no, files };
};

/** Everything that is stored, as a whole. */
const stored = (world: Memory): string =>
  JSON.stringify(
    (['tickets', 'journal', 'messages', 'drafts', 'searchable', 'asks', 'files', 'chains'] as const).map(
      name => world.all(name),
    ),
  );

test('J-21d, A23: under its event nothing of what was found is left anywhere, the record holds no word of it, and the chain holds', async () => {
  const { world, no, files } = await story();
  expect(stored(world)).toContain(SECRET);
  expect([...files.keys()].some(key => key.includes('kept/'))).toBe(true);
  const event = await classifiedFind(world);
  await staffOf(world, officer).call('ticket.purge', { no, event });
  world.pass(60_000);
  await deliverOutbox(world, plainWork());
  expect(stored(world)).not.toContain(SECRET);
  expect(stored(world)).not.toContain('王小明');
  expect([...files.keys()].filter(key => key.includes('kept/'))).toEqual([]);
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
