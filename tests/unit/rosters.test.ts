import type { Actor } from '../../cloudfunctions/domain/engine';
import {
  daysWithoutAnybody,
  dutiesIn,
  type DutyRow,
} from '../../cloudfunctions/domain/registers/rosters/duties';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { watchRosters } from '../../cloudfunctions/usecases/people/watch-rosters';
import { getStaffProfile } from '../../cloudfunctions/usecases/oversight/show-desk';
import { saveRow } from '../../cloudfunctions/usecases/registers/save-row';
import { citizenOf, staffOf } from '../support/callers';
import { calendar, leadOf, MONDAY, operator, operatorLead, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** 值班表 by days (G-3.2.1): patterns by the calendar, exceptions by date, who is on duty now, days without anybody. */

const NIGHT = '2026-11-27T23:00:00.000+08:00';
const row = (memberId: string, startsAt: string, endsAt: string, more: object = {}) => ({
  register: 'rosters',
  values: {
    name: '值班',
    memberId,
    startsAt: `${startsAt}:00.000+08:00`,
    endsAt: `${endsAt}:00.000+08:00`,
    reach: 'sms',
    phone: '13900139000',
    ...more,
  },
});
const told = (world: Memory, to: string): string[] =>
  world
    .all('messages')
    .filter(one => one.to === to && one.template === 'roster-day' && one.channel === 'inbox')
    .map(({ text }) => text);
const here = (rows: object[], from: string, to: string): string[] =>
  dutiesIn(
    rows.map(row => (row as { values: DutyRow }).values),
    calendar,
    `${from}T00:00:00.000+08:00`,
    `${to}T00:00:00.000+08:00`,
  ).map(({ memberId, startsAt }) => `${startsAt.slice(5, 16)} ${memberId}`);

test('by the days of the calendar: holidays are days off, make-up days are none, the same weekday keeps away from both', () => {
  const week = [
    row('work', '2026-09-01T18:00', '2026-09-02T08:00', { repeat: 'workdays' }),
    row('off', '2026-09-05T00:00', '2026-09-06T00:00', { repeat: 'days-off' }),
    row('friday', '2026-09-04T12:00', '2026-09-04T13:00', { repeat: 'weekly', until: '2026-10-09' }),
  ];
  // 2026: 1 to 7 October are off, Saturday 10 October is a make-up day; 25 September is Mid-Autumn.
  expect(here(week, '2026-09-24', '2026-09-29')).toEqual([
    '09-23T18:00 work',
    '09-24T18:00 work',
    '09-25T00:00 off',
    '09-26T00:00 off',
    '09-27T00:00 off',
    '09-28T18:00 work',
  ]);
  expect(here(week, '2026-10-07', '2026-10-17')).toEqual([
    '10-07T00:00 off',
    '10-08T18:00 work',
    '10-09T12:00 friday',
    '10-09T18:00 work',
    '10-10T18:00 work',
    '10-11T00:00 off',
    '10-12T18:00 work',
    '10-13T18:00 work',
    '10-14T18:00 work',
    '10-15T18:00 work',
    '10-16T18:00 work',
  ]);
});

test('what is entered for a date stands instead of the pattern, for its time', () => {
  const rows = [
    row('usual', '2026-11-02T08:00', '2026-11-03T08:00', { repeat: 'daily' }),
    row('instead', '2026-11-24T18:00', '2026-11-25T06:00'),
  ];
  expect(here(rows, '2026-11-24', '2026-11-26')).toEqual([
    '11-23T08:00 usual',
    '11-24T08:00 usual',
    '11-24T18:00 instead',
    '11-25T06:00 usual',
    '11-25T08:00 usual',
  ]);
});

test('a day is without anybody when nobody begins on it or is there at its noon: the end of a night is not enough', () => {
  const night = [{ startsAt: '2026-11-24T18:00:00.000+08:00', endsAt: '2026-11-25T08:00:00.000+08:00' }];
  expect(daysWithoutAnybody(night, '2026-11-23', 3)).toEqual(['2026-11-23', '2026-11-25']);
});

test('a pattern is as long as it can be, and ends after it has begun', async () => {
  const world = memory(MONDAY);
  const wrong = (row: object) =>
    saveRow(world, leadOf('hrss'), row as never).then(
      () => ({}),
      (error: { fields?: object }) => error.fields,
    );
  const long = row('hrss-lead', '2026-11-23T08:00', '2026-11-24T09:00', { repeat: 'workdays' });
  expect(await wrong(long)).toHaveProperty('endsAt');
  const over = row('hrss-lead', '2026-11-23T08:00', '2026-11-24T08:00', {
    repeat: 'weekly',
    until: '2026-11-22',
  });
  expect(await wrong(over)).toHaveProperty('until');
});

test('who is on duty by the week is told outside of service hours, and rung: no row of that night is needed', async () => {
  const world = memory('2026-10-05T10:00:00.000+08:00');
  await saveRow(
    world,
    leadOf('hrss'),
    row('hrss-lead', '2026-10-05T17:30', '2026-10-06T09:00', { repeat: 'daily' }),
  );
  await saveRow(world, operatorLead, row('op', '2026-10-05T17:30', '2026-10-06T09:00', { repeat: 'daily' }));
  world.at(NIGHT);
  const { no } = await citizenOf(world, 'ou').file({ serviceId: service.id, category: 'business' });
  await deliverOutbox(world, plainWork());
  expect(world.all('messages').some(one => one.to === '13900139000' && one.about === no)).toBe(true);
  const fault = await staffOf(world, operator).call('procedure.open', {
    kind: 'major-fault',
    requestId: '00000000-0000-4000-8000-000000000001',
    input: { serviceId: service.id, symptom: 'closed' },
  });
  const rows = fault.ticket.facts?.find(({ name }) => name === 'calls')?.rows ?? [];
  const rung = rows.map(({ values }) => `${values['who']} ${values['phone']}`);
  expect(rung[0]).toMatch(/^省人社厅值班 \S+ 13900139000$/);
  expect(rung).toContainEqual(expect.stringMatching(/^运营方值班 \S+ 13900139000$/) as string);
  const { heading } = await staffOf(world, leadOf('hrss')).call('register.list', { register: 'rosters' });
  expect(heading).toEqual([
    expect.stringMatching(/^现在值班：\S+ 13900139000 到 11 月 28 日 周六 09:00$/) as string,
  ]);
});

test('a day without anybody in the coming 14 days is told to the unit’s lead and the operator, once a week, until it is filled', async () => {
  const world = memory(MONDAY);
  await saveRow(
    world,
    leadOf('hrss'),
    row('hrss-lead', '2026-11-01T17:30', '2026-11-02T09:00', { repeat: 'daily', until: '2026-12-03' }),
  );
  await watchRosters(world, plainWork());
  world.at('2026-11-23T11:00:00.000+08:00');
  await watchRosters(world, plainWork());
  // From Friday 12-04 on; 12-06 is the last day of the fourteen.
  expect(told(world, 'openid-hrss-lead')).toHaveLength(1);
  expect(
    world.all('messages').find(({ to, template }) => to === 'openid-hrss-lead' && template === 'roster-day')
      ?.text,
  ).toContain('12 月 4 日 周五，接下来共有 3 天');
  for (const to of ['openid-psb-lead', 'openid-op', 'openid-op-lead'])
    expect(told(world, to)).toHaveLength(1);
  const alarms = async (actor: Actor) =>
    (await getStaffProfile(world, actor, {})).alarms.filter(one => one.includes('值班表'));
  expect(await alarms(leadOf('hrss'))).toEqual(['省人社厅的值班表有空缺，12 月 4 日 周五没有人值班，请安排']);
  expect(await alarms(operator)).toHaveLength(1);
  await saveRow(
    world,
    leadOf('hrss'),
    row('hrss-handler', '2026-12-04T17:30', '2026-12-05T09:00', { repeat: 'daily' }),
  );
  world.at('2026-11-23T12:00:00.000+08:00');
  await watchRosters(world, plainWork());
  expect(await alarms(leadOf('hrss'))).toEqual([]);
  world.at('2026-11-30T12:00:00.000+08:00');
  await watchRosters(world, plainWork());
  expect(told(world, 'openid-psb-lead')).toHaveLength(2);
  expect(told(world, 'openid-hrss-lead')).toHaveLength(1);
});
