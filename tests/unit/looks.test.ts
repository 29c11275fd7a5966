import { staffOf, citizenOf } from '../support/callers';
import { handlerOf } from '../support/domain';
import { memory } from '../support/memory';

/** A22: whoever looks at what is masked leaves a record of each look. */

const START = '2026-11-26T10:00:00.000+08:00';
const handler = handlerOf('hrss');

test('A22: the same look once more is a look of its own: recorded, counted, and shown again', async () => {
  const world = memory(START);
  const { no } = await citizenOf(world, 'ou').file({
    serviceId: 'card',
    category: 'business',
    applicant: { type: 'person', name: '王小明' },
    contact: { phone: '13800138000' },
  } as never);
  const { version } = world.get('tickets', no)!.ticket;
  const look = () =>
    staffOf(world, handler).call('ticket.act', { no, act: 'reveal', version, input: { reason: '电话核实' } });
  const looks = () => world.all('journal').filter(entry => entry.no === no && entry.type === 'reveal');
  for (const n of [1, 2, 3]) {
    expect((await look()).ticket.personal).toMatchObject({ phone: '13800138000' });
    expect(looks()).toHaveLength(n);
  }
  expect(new Set(looks().map(({ meter }) => meter))).toEqual(new Set([`reveal|${handler.id}|2026-11-26`]));
  // The day's limit counts each of them.
  for (let n = looks().length; n < 50; n += 1) await look();
  await expect(look()).rejects.toMatchObject({ code: 'rate-limited' });
  expect(looks()).toHaveLength(50);
});

test('what somebody else has changed meanwhile is still a conflict', async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const { no } = await ou.file({ serviceId: 'card', category: 'business' } as never);
  const { version } = world.get('tickets', no)!.ticket;
  const look = () =>
    staffOf(world, handler).call('ticket.act', { no, act: 'reveal', version, input: { reason: '电话核实' } });
  await look();
  await ou.act(no, 'urge', {});
  await expect(look()).rejects.toMatchObject({ code: 'conflict' });
});
