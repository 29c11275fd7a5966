import type { ShownTicket } from '../../typings/contract';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { gapsIn } from '../../cloudfunctions/domain/registers/rosters/duties';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { longHolidayAhead, watchRosters } from '../../cloudfunctions/usecases/people/watch-rosters';
import { getStaffProfile } from '../../cloudfunctions/usecases/oversight/show-desk';
import { saveRow } from '../../cloudfunctions/usecases/registers/save-row';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import {
  calendar,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  rules,
  operator,
  operatorLead,
  owner,
  service,
} from '../support/domain';

/** 签收, 值班表 and who is called at night (A51). */

let filed = 0;
const requestId = (): string => `00000000-0000-4000-8000-${String((filed += 1)).padStart(12, '0')}`;
const file = (world: Memory, more: object = {}): Promise<ShownTicket> =>
  fileTicket(world, owner.id, {
    requestId: requestId(),
    kind: 'complaint',
    category: 'business',
    title: '社保卡补办没有回音',
    text: '补办社保卡一个月没有回音',
    serviceId: service.id,
    consent: { policyVersion: '2026-11' },
    ...more,
  });
const run = async (world: Memory): Promise<void> => {
  await sweepDeadlines(world, plainWork());
  await deliverOutbox(world, plainWork());
};
const told = (world: Memory, to: string, template: string, channel = 'inbox') =>
  world.all('messages').filter(one => one.to === to && one.template === template && one.channel === channel);
const act = async (
  world: Memory,
  actor: Actor,
  no: string,
  name: string,
  input: Record<string, unknown> = {},
) => {
  const { version } = await getTicket(world, actor, no);
  return actOnTicket(world, actor, { no, act: name, version, input });
};

describe('签收', () => {
  test('the first of the unit who opens it signs for it: recorded, shown, once; the version stays', async () => {
    const world = memory(MONDAY);
    const { no, version } = await file(world);
    expect((await getTicket(world, manager, no)).signing).toEqual({
      since: MONDAY,
      dueAt: '2026-11-23T15:30:00.000+08:00',
    });
    world.at('2026-11-23T10:20:00.000+08:00');
    const opened = await getTicket(world, handlerOf('hrss'), no);
    expect(opened.signing).toMatchObject({ signedAt: '2026-11-23T10:20:00.000+08:00', who: 'hrss的经办人' });
    expect(opened.timeline.map(({ label }) => label)).toContain('签收');
    expect(opened.version).toBe(version);
    await getTicket(world, leadOf('hrss'), no);
    const after = await getTicket(world, manager, no);
    expect(after.signing?.who).toBe('省人社厅');
    expect(after.timeline.filter(({ label }) => label === '签收')).toHaveLength(1);
    expect(world.all('journal').filter(({ type }) => type === 'sign')).toHaveLength(1);
    const own = await getTicket(world, owner, no);
    expect([own.signing, own.timeline.some(({ label }) => label === '签收')]).toEqual([undefined, false]);
    world.at('2026-11-24T10:00:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-hrss-lead', 'unsigned')).toEqual([]);
  });

  test('not signed within four service hours it goes to the lead, once; another unit’s reading is no signature', async () => {
    const world = memory(MONDAY);
    const { no } = await file(world);
    await getTicket(world, operator, no);
    world.at('2026-11-23T15:29:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-hrss-lead', 'unsigned')).toEqual([]);
    for (const at of ['15:30', '15:31', '17:00']) {
      world.at(`2026-11-23T${at}:00.000+08:00`);
      await run(world);
    }
    expect(told(world, 'openid-hrss-lead', 'unsigned')).toHaveLength(1);
    expect(told(world, 'openid-mgr', 'unsigned')).toEqual([]);
  });

  test('who acts has opened it; passed on, it waits for the next unit', async () => {
    const world = memory(MONDAY);
    const { no } = await file(world);
    const passed = await act(world, handlerOf('hrss'), no, 'dispatch', { unitId: 'gz-hrss' });
    expect(passed.signing?.signedAt).toBeUndefined();
    expect((await getTicket(world, handlerOf('gz-hrss'), no)).signing?.signedAt).toBeDefined();
  });
});

const NIGHT = '2026-11-27T23:00:00.000+08:00';
const duty = (memberId: string, more: object = {}) => ({
  register: 'rosters',
  values: {
    name: '周末值班',
    memberId,
    startsAt: '2026-11-27T17:30:00.000+08:00',
    endsAt: '2026-11-30T09:00:00.000+08:00',
    reach: 'sms',
    phone: '13900139000',
    ...more,
  },
});

describe('rosters', () => {
  test('a row names somebody of the party, for a time that can be', async () => {
    const world = memory(MONDAY);
    const wrong = (actor: Actor, row: object) =>
      saveRow(world, actor, row as never).then(
        () => ({}),
        (error: { fields?: object }) => error.fields,
      );
    expect(await wrong(leadOf('hrss'), duty('psb-handler'))).toHaveProperty('memberId');
    expect(await wrong(operatorLead, duty('hrss-handler'))).toHaveProperty('memberId');
    expect(
      await wrong(leadOf('hrss'), duty('hrss-handler', { endsAt: '2026-11-27T17:00:00.000+08:00' })),
    ).toHaveProperty('endsAt');
    expect(
      await wrong(leadOf('hrss'), duty('hrss-handler', { endsAt: '2027-01-27T17:00:00.000+08:00' })),
    ).toHaveProperty('endsAt');
    await expect(saveRow(world, handlerOf('hrss'), duty('hrss-handler'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await saveRow(world, operatorLead, duty('op'))).toMatchObject({ ownerId: 'operator' });
  });

  test('outside of service hours every message goes to who is on duty too, as they are reached', async () => {
    const world = memory(MONDAY);
    await saveRow(world, leadOf('hrss'), duty('hrss-lead'));
    world.at('2026-11-27T16:00:00.000+08:00');
    const day = await file(world);
    await deliverOutbox(world, plainWork());
    world.at(NIGHT);
    const night = await file(world);
    await deliverOutbox(world, plainWork());
    const about = (to: string, channel: string) =>
      world
        .all('messages')
        .filter(one => one.to === to && one.channel === channel)
        .map(one => one.about);
    expect(about('openid-hrss-handler', 'inbox')).toEqual(expect.arrayContaining([day.no, night.no]));
    expect(about('openid-hrss-lead', 'inbox')).toEqual([night.no]);
    expect(about('13900139000', 'sms')).toEqual([night.no]);
  });

  test('what is confidential is not announced to a handler on duty (A34)', async () => {
    const world = memory(MONDAY);
    await saveRow(world, leadOf('hrss'), duty('hrss-handler'));
    world.at(NIGHT);
    const { no } = await file(world, { against: 'staff' });
    await deliverOutbox(world, plainWork());
    expect(world.all('messages').some(one => one.to === 'openid-hrss-handler' && one.about === no)).toBe(
      false,
    );
    expect(world.all('messages').some(one => one.to === 'openid-hrss-lead' && one.about === no)).toBe(true);
  });

  test('an urgent ticket goes to the roster every 30 minutes, round the clock, until somebody acknowledges', async () => {
    const world = memory(MONDAY);
    await saveRow(world, leadOf('hrss'), duty('hrss-handler'));
    world.at(NIGHT);
    const { no } = await file(world, { urgent: true });
    for (const at of ['27T23:29', '27T23:30', '28T00:00', '28T00:30']) {
      world.at(`2026-11-${at}:00.000+08:00`);
      await run(world);
    }
    expect(told(world, 'openid-hrss-lead', 'unsigned')).toHaveLength(1);
    expect(told(world, 'openid-hrss-handler', 'unsigned')).toHaveLength(3);
    expect(told(world, '13900139000', 'unsigned', 'sms')).toHaveLength(3);
    await getTicket(world, handlerOf('hrss'), no);
    world.at('2026-11-28T01:00:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-hrss-handler', 'unsigned')).toHaveLength(3);
  });

  test('an urgent one that waits for the operator goes to the operator’s roster, else to its lead', async () => {
    const world = memory(NIGHT);
    await file(world, { urgent: true, serviceId: undefined });
    world.at('2026-11-27T23:30:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-op-lead', 'unsigned')).toHaveLength(1);
    await saveRow(world, operatorLead, duty('op'));
    world.at('2026-11-28T00:00:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-op', 'unsigned')).toHaveLength(1);
  });

  test('a major fault too', async () => {
    const world = memory(NIGHT);
    await openProcedure(world, operator, {
      kind: 'major-fault',
      requestId: requestId(),
      input: { serviceId: service.id, symptom: 'closed' },
    });
    world.at('2026-11-27T23:31:00.000+08:00');
    await run(world);
    expect(told(world, 'openid-hrss-lead', 'unsigned')).toHaveLength(1);
  });
});

describe('a gap before a long holiday', () => {
  test('is found three working days before it begins', () => {
    expect(longHolidayAhead(calendar, '2026-09-25', rules)).toMatchObject({ first: '2026-09-25' });
    expect(longHolidayAhead(calendar, '2026-09-28', rules)).toEqual({
      first: '2026-10-01',
      last: '2026-10-07',
    });
    expect(longHolidayAhead(calendar, '2026-11-23', rules)).toBeUndefined();
    // A province may want otherwise.
    const other = { ...rules, windows: { 'rosters.ahead': 1, 'rosters.longHoliday': 2 } };
    expect(longHolidayAhead(calendar, '2026-09-28', other)).toBeUndefined();
    expect(longHolidayAhead(calendar, '2026-11-27', other)).toEqual({
      first: '2026-11-28',
      last: '2026-11-29',
    });
  });

  test('is what no row covers', () => {
    const row = (startsAt: string, endsAt: string) => ({ startsAt, endsAt });
    expect(gapsIn([row('a', 'c'), row('b', 'f')], 'a', 'f')).toEqual([]);
    expect(gapsIn([row('c', 'd'), row('a', 'b')], 'a', 'e')).toEqual([
      { from: 'b', to: 'c' },
      { from: 'd', to: 'e' },
    ]);
  });

  test('is an alarm to the unit’s lead, the operator and the manager, once, until it is filled', async () => {
    const world = memory('2026-09-28T10:00:00.000+08:00');
    await saveRow(
      world,
      leadOf('hrss'),
      duty('hrss-lead', {
        startsAt: '2026-09-30T17:30:00.000+08:00',
        endsAt: '2026-10-08T09:00:00.000+08:00',
      }),
    );
    await watchRosters(world, plainWork());
    world.at('2026-09-28T11:00:00.000+08:00');
    await watchRosters(world, plainWork());
    for (const to of ['openid-psb-lead', 'openid-op', 'openid-mgr'])
      expect(told(world, to, 'roster-gap')).toHaveLength(1);
    expect(told(world, 'openid-hrss-lead', 'roster-gap')).toEqual([]);
    const alarms = async (actor: Actor) =>
      (await getStaffProfile(world, actor, {})).alarms.filter(one => /放假.*值班表/.test(one));
    expect(await alarms(leadOf('psb'))).toHaveLength(1);
    expect(await alarms(manager)).toHaveLength(1);
    expect(await alarms(leadOf('hrss'))).toEqual([]);
  });
});
