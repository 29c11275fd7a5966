import { staffOf } from '../support/callers';
import { contextOf, handlerOf, leadOf, MONDAY, open, operator, take } from '../support/domain';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import { createAddressBook } from '../../cloudfunctions/usecases/people/address-book';
import { memory } from '../support/memory';

/** A stand-in: whom one can ask, from when to when, and taking it back (A42). */

const handler = handlerOf('hrss');
const dispatched = take(
  open({ kind: 'consultation' }),
  'dispatch',
  { unitId: 'hrss' },
  contextOf(operator),
).ticket;

test('begins on its first day, ends after its last, and can be taken back', async () => {
  const world = memory(MONDAY);
  const me = staffOf(world, handler);
  const told = async (): Promise<string[]> =>
    (await createAddressBook(world.ports).people({ to: 'member', memberId: handler.id })).map(({ id }) => id);
  await me.call('member.standIn', { memberId: 'hrss-lead', from: '2026-11-25', until: '2026-11-26' });
  expect(await told()).toEqual([handler.id]);
  for (const day of ['25', '26']) {
    world.at(`2026-11-${day}T10:00:00.000+08:00`);
    expect(await told()).toEqual([handler.id, 'hrss-lead']);
  }
  expect((await staffOf(world, leadOf('hrss')).call('member.standIns', {})).forOthers).toMatchObject([
    { from: '2026-11-25', until: '2026-11-26' },
  ]);
  expect((await me.call('member.standIns', {})).own).toMatchObject({ memberId: 'hrss-lead' });
  await me.call('member.standIn', { end: true });
  expect(await told()).toEqual([handler.id]);
  expect((await me.call('member.standIns', {})).own).toBeUndefined();
});

test('only of the own side, in order of days, and not of days that are over', async () => {
  const world = memory(MONDAY);
  const me = staffOf(world, handler);
  const { colleagues } = await me.call('member.standIns', {});
  expect(colleagues.map(({ id }) => id)).toEqual(['hrss-lead']);
  const operators = (await staffOf(world, operator).call('member.standIns', {})).colleagues;
  expect(operators.map(({ id }) => id)).toEqual(['op-lead']);
  for (const [input, field] of [
    [{ memberId: 'psb-lead', until: '2026-11-30' }, 'memberId'],
    [{ memberId: 'hrss-lead', until: '2026-11-01' }, 'until'],
    [{ memberId: 'hrss-lead', from: '2026-12-02', until: '2026-12-01' }, 'until'],
    [{ memberId: 'hrss-lead', until: '2026-02-30' }, 'until'],
    [{ until: '2026-12-01' }, 'memberId'],
  ] as const)
    await expect(me.call('member.standIn', input)).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.any(String) as string },
    });
});

test('both see it on the first screen on its days alone, and the timeline says in whose place it was done', async () => {
  const world = memory(MONDAY);
  const [me, other] = [staffOf(world, handler), staffOf(world, leadOf('hrss'))];
  await me.call('member.standIn', { memberId: 'hrss-lead', from: '2026-11-24', until: '2026-11-25' });
  const seen = async () => [
    (await me.call('me.get', {})).standIns,
    (await other.call('me.get', {})).standIns,
    (await staffOf(world, operator).call('me.get', {})).standIns,
  ];
  const held: Ticket = {
    ...dispatched,
    holder: { role: 'unit', unitId: 'hrss', memberId: handler.id, memberName: '经办' },
  };
  const noted = async (): Promise<(string | undefined)[]> => {
    const { catalogue } = await world.snapshots.current();
    const context = contextOf(leadOf('hrss'), world.ports.now(), { catalogue });
    const { ticket } = take(held, 'note', { text: '已联系' }, context);
    const line = ticket.timeline.find(({ act }) => act === 'note');
    const shownTo = (actor: Actor) =>
      showTicket(
        ticket,
        procedureOf(ticket.kind),
        { name: '', draft: false },
        contextOf(actor),
      ).timeline.find(({ text }) => text === '已联系')?.who;
    return [line?.by.insteadOf, shownTo(handler), shownTo(operator)];
  };
  const [nobody, before] = [[undefined, undefined, undefined], (await noted())[2]];
  expect(await seen()).toEqual(nobody);
  expect(await noted()).toEqual([undefined, 'hrss的负责人', before]);
  world.at('2026-11-25T23:00:00.000+08:00');
  expect(await seen()).toEqual([
    [{ memberId: 'hrss-lead', name: expect.any(String) as string, until: '2026-11-25', isOwn: true }],
    [{ memberId: handler.id, name: expect.any(String) as string, until: '2026-11-25', isOwn: false }],
    undefined,
  ]);
  // A name is for colleagues; others read of the unit.
  expect(await noted()).toEqual(['经办', 'hrss的负责人（替经办）', before]);
  world.at('2026-11-26T00:00:00.000+08:00');
  expect(await seen()).toEqual(nobody);
  expect(await noted()).toEqual([undefined, 'hrss的负责人', before]);
});
