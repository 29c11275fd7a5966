import { randomUUID } from 'node:crypto';
import { covers, type Access, type DataUse } from '../../cloudfunctions/domain/privacy/data-use';
import { compareDataUse } from '../../cloudfunctions/usecases/oversight/compare-data-use';
import type { Work } from '../../cloudfunctions/usecases/clock/work';
import { citizenOf, deliverAll, staffOf, toldTo } from '../support/callers';
import { everybody, handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { plainWork } from '../support/work';

/** What was done with personal data agrees with the register of data use, or the security officer reads where it does not (J-21a). */

const START = '2026-11-23T10:00:00.000+08:00';
const FIRST_NIGHT = '2026-12-01T02:30:00.000+08:00';
const officer = everybody.find(({ role }) => role === 'security')!;

describe('J-21a: which entry covers what', () => {
  const entry: DataUse = {
    id: 'row',
    name: '参保人联系方式',
    ownerId: 'hrss',
    way: 'used',
    grade: 'personal',
    from: '2026-11-01',
    until: '2026-11-30',
  };
  const shared: DataUse = { ...entry, way: 'shared', recipient: '省统计局' };
  const look: Access = { sort: 'access', party: 'hrss', day: '2026-11-23' };
  const given: Access = { ...look, sort: 'shared', recipient: '省统计局' };
  test.each<[string, DataUse, Access, boolean]>([
    ['a look by the party that uses it', entry, look, true],
    ['its last day still counts', entry, { ...look, day: '2026-11-30' }, true],
    ['a day later it does not', entry, { ...look, day: '2026-12-01' }, false],
    ['nor a day before it', entry, { ...look, day: '2026-10-31' }, false],
    ['without an end it goes on', { ...entry, until: undefined }, { ...look, day: '2027-12-01' }, true],
    ['another party’s entry', entry, { ...look, party: 'psb' }, false],
    ['an entry about no persons', { ...entry, grade: 'general' }, look, false],
    ['an entry of collecting', { ...entry, way: 'collected' }, look, false],
    ['an entry of use covers no sharing', entry, given, false],
    [
      'an entry of sharing covers that recipient, however it is written',
      shared,
      { ...given, recipient: '省 统计局' },
      true,
    ],
    ['and no other', shared, { ...given, recipient: '某公司' }, false],
    ['and no look', shared, look, false],
  ])('%s', (_what, one, access, is) => {
    expect(covers(one, access)).toBe(is);
  });
});

const use = (world: Memory, values: object, actor = leadOf('hrss')) =>
  staffOf(world, actor).call('register.save', {
    register: 'data-use',
    values: {
      name: '参保人联系方式',
      way: 'used',
      grade: 'personal',
      purpose: '回访',
      basis: '社会保险法',
      from: '2026-11-01',
      ...values,
    },
  });

/** A ticket of somebody, at `hrss`, whose personal data a handler looks at. */
const lookedAt = async (world: Memory): Promise<string> => {
  const { no } = await citizenOf(world, 'ou').file({ serviceId: 'card', category: 'business' });
  await staffOf(world, handlerOf('hrss')).act(no, 'reveal', { reason: '核实身份' });
  return no;
};

const state = async (world: Memory) => (await staffOf(world, officer).call('audit.state', {})).dataUse;

/** A clock that stops after so many looks at it, again and again. */
const inSteps = async (world: Memory, steps: number): Promise<number> => {
  let runs = 0;
  for (;;) {
    let left = steps;
    const work: Work = { ...plainWork(() => (left -= 1) >= 0) };
    await compareDataUse(world, work);
    runs += 1;
    if (world.get('datausechecks', '2026-11')?.finishedAt) return runs;
    if (runs > 200) throw new Error('it never ends');
  }
};

test('J-21a: a look without an entry is shown to the security officer with its ticket; with one it is not', async () => {
  const world = memory(START);
  const no = await lookedAt(world);
  await deliverAll(world);
  await compareDataUse(world, plainWork());
  // The month is not over.
  expect(await state(world)).toMatchObject({ month: '2026-10', accesses: 0 });
  world.at(FIRST_NIGHT);
  await compareDataUse(world, plainWork());
  expect(await state(world)).toMatchObject({
    month: '2026-11',
    accesses: 1,
    uncovered: 1,
    lines: [{ label: '查看个人信息', party: '省人社厅', count: 1, no, first: START, last: START }],
    unused: [],
  });
  expect((await toldTo(world, `openid-${officer.id}`)).filter(text => text.includes('数据使用'))).toEqual([
    expect.stringContaining('1 次查看、导出或共享没有登记'),
  ]);
  await compareDataUse(world, plainWork());
  expect(
    (await toldTo(world, `openid-${officer.id}`)).filter(text => text.includes('数据使用')),
  ).toHaveLength(1);

  const covered = memory(START);
  await use(covered, {});
  await lookedAt(covered);
  await deliverAll(covered);
  covered.at(FIRST_NIGHT);
  await compareDataUse(covered, plainWork());
  expect(await state(covered)).toMatchObject({ accesses: 1, uncovered: 0, lines: [], unusedCount: 0 });
});

test('J-21a: a list about persons that went to somebody needs an entry for that recipient', async () => {
  const world = memory(START);
  uploadsOf(world);
  const export_ = async (recipient: string) => {
    const { ticket } = await staffOf(world, operator).call('procedure.open', {
      kind: 'data-export',
      requestId: randomUUID(),
      input: {
        register: 'operator-team',
        purpose: '年度检查',
        basis: '检查通知',
        recipient,
        lastDay: '2026-11-30',
      },
    });
    await staffOf(world, manager).act(ticket.no, 'approveExport', {});
    await staffOf(world, operator).call('register.export', { register: 'operator-team', format: 'csv' });
    world.pass(60_000);
  };
  const lead = everybody.find(({ role }) => role === 'operator-lead')!;
  await use(world, { way: 'shared', recipient: '省审计厅', name: '团队名单' }, lead);
  await use(world, { way: 'provided', recipient: '某公司', name: '没人要的', grade: 'sensitive' }, lead);
  await use(world, { way: 'collected', name: '采集' }, lead);
  await export_('省审计厅');
  await export_('省统计局');
  await deliverAll(world);
  world.at(FIRST_NIGHT);
  await compareDataUse(world, plainWork());
  expect(await state(world)).toMatchObject({
    accesses: 2,
    uncovered: 1,
    lines: [{ label: '把个人信息给了别人', recipient: '省统计局', count: 1 }],
    // What was never used is said too; collecting leaves no line.
    unusedCount: 1,
    unused: [{ name: '没人要的' }],
  });
});

test('J-21a: a timer that was dead over several months compares each of them in its turn', async () => {
  const world = memory(START);
  await lookedAt(world);
  await deliverAll(world);
  world.at(FIRST_NIGHT);
  await compareDataUse(world, plainWork());
  world.at('2027-01-10T10:00:00.000+08:00');
  await lookedAt(world);
  await deliverAll(world);
  world.at('2027-03-20T10:00:00.000+08:00');
  const rests: (string | undefined)[] = [];
  for (let run = 0; run < 4; run += 1)
    await compareDataUse(world, { ...plainWork(), rest: until => rests.push(until) });
  expect(
    ['2026-11', '2026-12', '2027-01', '2027-02'].map(month => {
      const { finishedAt, accesses } = world.get('datausechecks', month) ?? {};
      return { month, isDone: finishedAt !== null && finishedAt !== undefined, accesses };
    }),
  ).toEqual([
    { month: '2026-11', isDone: true, accesses: 1 },
    { month: '2026-12', isDone: true, accesses: 0 },
    { month: '2027-01', isDone: true, accesses: 1 },
    { month: '2027-02', isDone: true, accesses: 0 },
  ]);
  expect(rests).toEqual(['2027-04-01T02:30:00.000+08:00']);
});

test('J-21a: a hundred thousand entries are walked in steps; each is counted once wherever it was cut off', async () => {
  const world = memory(START);
  const no = await lookedAt(world);
  await deliverAll(world);
  const look = world.all('journal').find(({ type }) => type === 'reveal')!;
  // Several in one moment: a step never ends within one.
  for (let n = 0; n < 400; n += 1) {
    const minute = String(Math.floor(n / 10)).padStart(2, '0');
    world.put('journal', {
      ...look,
      _id: `more-${n}`,
      no,
      seq: 100 + n,
      at: `2026-11-24T10:${minute}:00.000+08:00`,
    });
  }
  world.at(FIRST_NIGHT);
  const runs = await inSteps(world, 7);
  expect(runs).toBeGreaterThan(4);
  const check = world.get('datausechecks', '2026-11')!;
  expect([check.accesses, check.uncovered, check.lines.length]).toEqual([401, 401, 1]);
  expect(check.looked).toBe(world.all('journal').filter(({ outbox }) => outbox === 'done').length);
});
