import { dailyWindows } from '../../cloudfunctions/domain/rulesets';
import { removeMeters } from '../../cloudfunctions/usecases/kernel/meters';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator, rules } from '../support/domain';
import { jpegWith } from '../support/file-samples';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { plainWork } from '../support/work';

/** What one may do a day: each limit is a window of the rule set, says what to do next, and outlives an erasure (A46). */

const START = '2026-11-23T10:00:00.000+08:00';
const TOMORROW = '2026-11-24T00:00:01.000+08:00';
const MOST = 10;

type Use = (world: Memory, n: number) => Promise<unknown>;
const me = (world: Memory) => citizenOf(world, 'ou');
let held = '';
let asked = '';

const uses: Record<keyof typeof dailyWindows, Use> = {
  filings: world => me(world).file(),
  asks: world => me(world).call('ask', { text: '社保卡怎么补办' }),
  feedbacks: world => me(world).call('ask.feedback', { askId: asked, solved: true }),
  uploads: (world, n) => {
    const { upload } = uploadsOf(world);
    const attachments = [upload('ou', `${n}.jpg`, jpegWith(String(n)))];
    return me(world).act(held, 'supplement', { text: '图', attachments });
  },
  profileSaves: world => me(world).call('me.save', { preferences: { largeText: true } }),
  subscriptions: (world, n) =>
    me(world).call(n % 2 === 0 ? 'notice.subscribe' : 'notice.unsubscribe', { serviceId: 'card' }),
  ownExports: world => me(world).call('me.export', {}),
  staffExports: (world, n) => {
    const { call } = staffOf(world, manager);
    if (n % 3 === 0) return call('faq.export', { format: 'jsonl' });
    return n % 3 === 1
      ? call('service.export', { format: 'csv' })
      : call('register.export', { register: 'assets', format: 'csv' });
  },
  phoneSearches: (world, n) =>
    staffOf(world, operator).call('ticket.queue', { view: 'all', query: String(13_800_138_000 + n) }),
  reveals: world => staffOf(world, handlerOf('psb')).act(held, 'reveal', { reason: '核实' }),
};

const worldWith = async (windows: Record<string, number>): Promise<Memory> => {
  const world = memory(START, {
    fileLinks: async ids => new Map(ids.map(id => [id, `https://files/${id}`])),
  });
  held = (await me(world).file()).no;
  await staffOf(world, operator).act(held, 'dispatch', { unitId: 'psb' });
  asked = (await me(world).call('ask', { text: '社保卡丢了怎么办' })).askId;
  const boss = staffOf(world, manager);
  const { ruleSet } = await boss.call('ruleset.save', { id: rules.id, windows });
  await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
  // A day on which nothing has been done yet.
  world.at('2026-11-24T10:00:00.000+08:00');
  return world;
};

const refusal = (use: Promise<unknown>) =>
  use.then(
    () => undefined,
    (error: { code: string; message: string }) => error,
  );

test.each(Object.entries(uses) as [keyof typeof dailyWindows, Use][])(
  '%s: as often as the rule set says, then a refusal that says what to do; tomorrow again',
  async (name, use) => {
    const window = dailyWindows[name];
    const most = Math.max(MOST, window.min);
    const world = await worldWith({ [window.id]: most });
    for (let n = 0; n < most; n += 1) expect([n, await refusal(use(world, n))]).toEqual([n, undefined]);
    const refused = await refusal(use(world, most));
    expect(refused).toMatchObject({ code: 'rate-limited' });
    expect(refused?.message).toMatch(/上限.*，请/);
    world.at('2026-11-25T00:00:01.000+08:00');
    expect(await refusal(use(world, most))).toBeUndefined();
  },
);

test.each(['filings', 'asks', 'profileSaves', 'subscriptions', 'ownExports'] as const)(
  '%s: an erasure in between resets nothing',
  async name => {
    const world = await worldWith({ [dailyWindows[name].id]: 10 });
    const use = uses[name];
    for (let n = 0; n < 10; n += 1) {
      await use(world, n);
      if (name === 'filings') await endAll(world);
      await me(world).call('me.erase', {});
    }
    expect(await refusal(use(world, 10))).toMatchObject({ code: 'rate-limited' });
  },
);

/** So that they can be erased. */
const endAll = async (world: Memory): Promise<void> => {
  for (const { ticket } of world.all('tickets'))
    if (ticket.ownerId === 'ou' && ticket.endsAt === null) await me(world).act(ticket.no, 'withdraw');
};

test('300 in a few seconds are too many of any of them, as it ships', async () => {
  for (const window of Object.values(dailyWindows)) expect(window.first).toBeLessThan(300);
});

test('the counters name nobody, and are gone with their day', async () => {
  const world = memory(START);
  await me(world).file();
  await me(world).call('ask', { text: '社保卡怎么补办' });
  await me(world).call('me.save', { preferences: { largeText: true } });
  const meters = world.all('meters');
  expect(meters.length).toBeGreaterThanOrEqual(3);
  const counted = world.all('journal').map(({ meter }) => meter);
  expect(JSON.stringify([meters, counted])).not.toMatch(/"ou"|\bou\b/);
  world.at(TOMORROW);
  // By what is left then, with all keys, nobody tells whom an entry of the journal counted.
  await removeMeters(world, plainWork());
  expect(world.all('meters')).toEqual([]);
});

describe('claiming', () => {
  const PHONE = '13700137000';
  const claim = (world: Memory, openid: string, no: string, phone: string) =>
    refusal(citizenOf(world, openid).call('ticket.claim', { no, phone, name: '张三' }));

  test('is locked by phone too, over persons and tickets', async () => {
    const world = memory(START);
    await registered(world, operator, {
      contact: { phone: PHONE },
      applicant: { type: 'person', name: '李四' },
    });
    for (let n = 0; n < 20; n += 1)
      expect(await claim(world, `p${n}`, `TS20261123-000-000-${100 + n}`, PHONE)).toMatchObject({
        code: 'not-found',
      });
    expect(await claim(world, 'p20', 'TS20261123-000-000-999', `+86 ${PHONE}`)).toMatchObject({
      code: 'rate-limited',
    });
    expect(await claim(world, 'p21', 'TS20261123-000-000-999', '13700137001')).toMatchObject({
      code: 'not-found',
    });
  });

  test('158 tries with an erasure after each do not find the number', async () => {
    const world = memory(START);
    const { no } = await registered(world, operator, {
      contact: { phone: PHONE },
      applicant: { type: 'person', name: '张三' },
    });
    const codes = new Set<string>();
    for (let n = 0; n < 158; n += 1) {
      const phone = String(13_700_136_843 + n);
      const refused = await claim(world, 'guesser', no, phone);
      codes.add(refused?.code ?? 'claimed');
      await citizenOf(world, 'guesser').call('me.erase', {});
    }
    expect([...codes].sort()).toEqual(['not-found', 'rate-limited']);
    expect(world.get('tickets', no)?.ticket.ownerId).toBeNull();
  });
});

test('a template that nobody knows is no consent', async () => {
  const world = memory(START);
  const refused = await refusal(me(world).call('me.save', { granted: ['tmpl-reply', 'made-up'] }));
  expect(refused).toMatchObject({ code: 'invalid', fields: { granted: expect.any(String) as string } });
  expect(world.get('profiles', 'ou')).toBeUndefined();
  await me(world).call('me.save', { granted: ['tmpl-reply'] });
  expect(world.get('profiles', 'ou')?.grants).toEqual({ 'tmpl-reply': 1 });
});

test('who has been refused takes nothing out, so nothing is on record', async () => {
  const world = memory(START);
  await expect(
    staffOf(world, leadOf('hrss')).call('register.export', { register: 'nothing', format: 'csv' }),
  ).rejects.toMatchObject({ code: 'invalid' });
  expect(world.get('chains', 'administration')).toBeUndefined();
});
