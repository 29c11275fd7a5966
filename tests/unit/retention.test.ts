import { randomUUID } from 'node:crypto';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { retainedUntil } from '../../cloudfunctions/domain/procedures/common/retention';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { eraseAccount } from '../../cloudfunctions/usecases/account/erase-account';
import { eraseQueued } from '../../cloudfunctions/usecases/account/erase-queued';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { handlerOf, owner } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** Retention by kind wins over an erasure (A54): it is kept, the person is told, and the timer erases it after that. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;

/** A closed ticket of the owner, in a province whose rule set says how long a complaint is kept. */
const closed = async (world: Memory, kind: 'complaint' | 'consultation'): Promise<string> => {
  const { no } = await fileTicket(world, owner.id, {
    requestId: randomUUID(),
    kind,
    category: 'business',
    title: '补办没有回音',
    text: '我在等社保卡。',
    serviceId: 'card',
    consent: { policyVersion: '2026-11' },
  });
  const act = (name: string, input: Record<string, unknown>, who = handlerOf('hrss')) =>
    actOnTicket(world, who, { no, act: name, version: stored(world, no).version, input });
  await act('reply', { text: '已补办。' });
  await act('rate', { level: 5 }, owner);
  return no;
};

const keeping = (complaintYears: number): Memory => {
  const world = memory(at('2026-11-23T10:00'));
  const [shipped] = shippedRuleSets;
  const { id } = shipped!;
  const version = 1001;
  world.put('rulesets', {
    _id: `${id}@${version}`,
    key: `${id}|${version}`,
    id,
    version,
    basedOn: shipped!.version,
    overrides: { windows: { 'complaint.retainYears': complaintYears } },
  });
  world.put('settings', { ...world.get('settings', 'current')!, ruleSet: { id, version } });
  return world;
};

test('what has to be kept stays with its words, the person is told which, until when and why; the rest goes now', async () => {
  const world = keeping(3);
  const complaint = await closed(world, 'complaint');
  const question = await closed(world, 'consultation');
  const answer = await eraseAccount(world, owner);
  expect(answer).toMatchObject({
    erased: 1,
    kept: [complaint],
    retained: [{ no: complaint, until: '2029-11-24', why: '投诉办结后须保存 3 年' }],
  });
  expect(stored(world, complaint)).toMatchObject({ ownerId: owner.id, text: '我在等社保卡。' });
  expect(stored(world, question).ownerId).toBeNull();
});

test('when the period is over the timer erases it, once, and not a day before', async () => {
  const world = keeping(3);
  const no = await closed(world, 'complaint');
  await eraseAccount(world, owner);
  await eraseAccount(world, owner);
  expect(world.all('erasures')).toHaveLength(1);
  world.at(at('2029-11-23T23:59'));
  expect(await eraseQueued(world, plainWork())).toEqual({ erased: 0 });
  expect(stored(world, no).text).toBe('我在等社保卡。');
  world.at(at('2029-11-24T00:01'));
  expect(await eraseQueued(world, plainWork())).toEqual({ erased: 1 });
  expect(stored(world, no)).toMatchObject({ ownerId: null, text: '（已按本人要求删除）' });
  expect(world.all('erasures')).toEqual([]);
  expect(await eraseQueued(world, plainWork())).toEqual({ erased: 0 });
});

test('a period that the rule set in force has made longer counts; shipped, only what is assigned is kept', () => {
  const ticket = { kind: 'complaint', endsAt: at('2026-11-23T10:00') } as Ticket;
  const under = (...years: number[]) =>
    retainedUntil(
      ticket,
      years.map(n => ({ windows: { 'complaint.retainYears': n } })),
      '2026-11-24',
    )?.until;
  expect([under(0), under(1), under(1, 5)]).toEqual([undefined, '2027-11-24', '2031-11-24']);
  for (const ruleSet of shippedRuleSets) {
    expect(retainedUntil(ticket, [ruleSet], '2026-11-24')).toBeUndefined();
    const assigned = { origin: 'petition', dueOn: '2026-11-30' } as const;
    expect(retainedUntil({ ...ticket, assigned }, [ruleSet], '2026-11-24')).toEqual({
      until: '2036-11-24',
      why: '交办件办结后须保存 10 年',
    });
  }
});
