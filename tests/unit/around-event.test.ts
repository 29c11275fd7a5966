import { citizenOf, staffOf } from '../support/callers';
import { everybody, handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { plainWork } from '../support/work';

/** J-26, accountability: from a security event to the looks, exports and changes of its time. */

const officer = everybody.find(({ role }) => role === 'security')!;

const event = async (world: Memory): Promise<string> =>
  (
    await staffOf(world, operator).call('procedure.open', {
      kind: 'security-event',
      requestId: '00000000-0000-4000-8000-0000000000aa',
      input: {
        subject: '有人在群里发了名单',
        eventKind: 'leak',
        level: 'serious',
        noticedAt: '2026-11-23T09:00:00.000+08:00',
        detail: '群里出现一份名单。',
      },
    })
  ).ticket.no;

/** One who looks, one who takes a file out, one who changes something; before the time, in it and after it. */
const story = async (): Promise<{ world: Memory; no: string; event: string }> => {
  const world = memory('2026-11-20T10:00:00.000+08:00');
  const { no } = await citizenOf(world, 'lin').file({ serviceId: 'card', category: 'business' });
  const look = () => staffOf(world, handlerOf('hrss')).act(no, 'reveal', { reason: '电话核实' });
  await look();
  world.at('2026-11-22T15:00:00.000+08:00');
  await look();
  await staffOf(world, leadOf('hrss')).call('service.export', { format: 'csv' });
  world.at('2026-11-23T09:30:00.000+08:00');
  const found = await event(world);
  await staffOf(world, handlerOf('hrss')).act(no, 'note', { text: '已电话联系。' });
  world.at('2026-11-23T11:00:00.000+08:00');
  await staffOf(world, operator).act(found, 'contain', { measure: '已收回账号。' });
  world.at('2026-11-23T12:00:00.000+08:00');
  await look();
  world.pass(60_000);
  await deliverOutbox(world, plainWork());
  return { world, no, event: found };
};

test('J-26: what members did in the time of an event, and the day before, in its order; by sort; without what was written', async () => {
  const { world, no, event: found } = await story();
  const seen = async (what?: 'access' | 'export' | 'change', daysBefore?: number) =>
    staffOf(world, officer).call('audit.list', {
      event: found,
      ...(what ? { what } : {}),
      ...(daysBefore === undefined ? {} : { daysBefore }),
    });
  const { entries, from, until } = await seen();
  expect([from, until]).toEqual(['2026-11-22T09:00:00.000+08:00', '2026-11-23T11:00:00.000+08:00']);
  expect(entries.map(({ sort, type }) => `${sort} ${type}`)).toEqual([
    'access reveal',
    'export service.export',
    'change open',
    'change note',
    'change contain',
  ]);
  expect(entries[0]).toMatchObject({
    no,
    actorName: handlerOf('hrss').name,
    at: '2026-11-22T15:00:00.000+08:00',
  });
  expect(entries[1]).toMatchObject({ what: expect.stringMatching(/DC20261122-/) as string });
  expect(JSON.stringify(entries)).not.toContain('已电话联系');
  expect((await seen('access')).entries).toHaveLength(1);
  expect((await seen('export')).entries).toHaveLength(1);
  expect((await seen('access', 5)).entries).toHaveLength(2);
  expect((await seen('access', 0)).entries).toEqual([]);
});

test('J-26: it comes in parts, each entry once, also where many fall into one moment', async () => {
  const { world, no, event: found } = await story();
  world.at('2026-11-23T10:00:00.000+08:00');
  for (let n = 0; n < 120; n += 1)
    await staffOf(world, handlerOf('hrss')).act(no, 'note', { text: `第 ${n} 次` });
  world.at('2026-11-23T13:00:00.000+08:00');
  while (world.all('journal').some(({ outbox }) => outbox === 'waiting'))
    await deliverOutbox(world, plainWork());
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await staffOf(world, manager).call('audit.list', {
      event: found,
      ...(cursor ? { cursor } : {}),
    });
    expect(page.entries.length).toBeLessThanOrEqual(50);
    keys.push(...page.entries.map(({ no: of, seq }) => `${of}:${seq}`));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(keys).toHaveLength(125);
  expect(new Set(keys).size).toBe(125);
});

test('J-26: what is no event, or is not there, is not found', async () => {
  const { world, no } = await story();
  for (const wrong of [no, 'AQ20261123-AAA-AAA-AAA'])
    await expect(staffOf(world, officer).call('audit.list', { event: wrong })).rejects.toMatchObject({
      code: 'not-found',
    });
});
