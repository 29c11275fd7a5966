import { staffOf } from '../support/callers';
import { handlerOf, leadOf, MONDAY, operator } from '../support/domain';
import { createAddressBook } from '../../cloudfunctions/usecases/people/address-book';
import { memory } from '../support/memory';

/** A stand-in: whom one can ask, from when to when, and taking it back (A42). */

const handler = handlerOf('hrss');

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
