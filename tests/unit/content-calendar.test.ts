import type { ContentCalendar, PlannedContent } from '../../typings/contract';
import { calendarTags, clashesOf, type Planned } from '../../cloudfunctions/domain/content/calendar';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { migrations } from '../../cloudfunctions/usecases/setup/migrations';
import { staffOf } from '../support/callers';
import { act, open, refusal, stored } from '../support/checks';
import { everybody, handlerOf, manager, MONDAY, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** 内容日历 (G-4.1): what all parties plan to say to citizens, by day. */

const local = everybody.find(({ role }) => role === 'local')!;
const DECEMBER = { from: '2026-12-01', to: '2026-12-31' };

const calendar = (world: Memory, who: Actor, more: object = {}): Promise<ContentCalendar> =>
  staffOf(world, who).call('content.calendar', { ...DECEMBER, ...more });
const shown = async (world: Memory, who: Actor, more: object = {}): Promise<string[]> =>
  (await calendar(world, who, more)).items.map(({ title }) => title);
const item = async (world: Memory, who: Actor, no: string): Promise<PlannedContent | undefined> =>
  (await calendar(world, who)).items.find(({ id }) => id === no);

const topic = (name: string, plannedOn: string, units: string[], medium = 'account') => ({
  topic: name,
  medium,
  plannedOn,
  units: units.map(unitId => ({ unitId })),
});

/** Something of every sort and every party, in December. */
const province = async () => {
  const world = memory(MONDAY);
  const ofCity = await open(
    world,
    handlerOf('gz-hrss'),
    'content',
    topic('社保卡补办', '2026-12-10', ['psb']),
  );
  const ofOperator = await open(world, operator, 'content', topic('冬季出行', '2026-12-10', ['psb']));
  const campaign = await open(world, local, 'campaign', {
    name: '社保服务月',
    plan: '线上答题',
    from: '2026-12-28',
    until: '2027-01-15',
    units: [{ unitId: 'gz-hrss' }],
    channels: [{ name: '公众号' }],
  });
  const window = await open(world, handlerOf('hrss'), 'maintenance', {
    type: 'upgrade',
    serviceId: 'card',
    startsAt: '2026-12-12T22:00:00+08:00',
    endsAt: '2026-12-13T00:00:00+08:00',
    impact: '期间不能申领社保卡。',
    instead: '可以到窗口办理。',
  });
  const { notice } = await staffOf(world, operator).call('notice.save', {
    notice: {
      kind: 'general',
      title: '元旦放假安排',
      text: '元旦期间窗口放假三天，请您提前安排。',
      endsAt: '2027-01-04T00:00:00+08:00',
      publishAt: '2026-12-25T09:00:00+08:00',
    },
  });
  return { world, ofCity, ofOperator, campaign, window, notice };
};

test('G-4.1: a month of content, campaigns, maintenance and notices, each with its day, party and state', async () => {
  const { world, ofCity, window, campaign, notice } = await province();
  const { items, parties, days } = await calendar(world, manager);
  expect(items.map(({ kind, from }) => [kind, from])).toEqual([
    ['content', '2026-12-10'],
    ['content', '2026-12-10'],
    ['maintenance', '2026-12-12'],
    ['notice', '2026-12-25'],
    ['campaign', '2026-12-28'],
  ]);
  expect(items.find(({ id }) => id === ofCity.no)).toMatchObject({
    no: ofCity.no,
    party: { id: 'unit:gz-hrss', name: '市人社局' },
    channels: ['公众号'],
    stateLabel: '待交稿',
  });
  expect(items.find(({ id }) => id === window.no)).toMatchObject({
    until: '2026-12-12',
    party: { id: 'unit:hrss' },
  });
  expect(items.find(({ id }) => id === notice.id)).toMatchObject({
    party: { id: 'operator', name: '运营方' },
    stateLabel: '草稿',
  });
  expect(parties.map(({ id }) => id)).toEqual(['operator', 'region:440100', 'unit:gz-hrss', 'unit:hrss']);
  expect(days).toHaveLength(31);
  // It goes on in January.
  const january = await calendar(world, manager, { from: '2027-01-01', to: '2027-01-31' });
  expect(january.items.map(({ id }) => id)).toEqual([campaign.no]);
});

test('G-4.1: a unit sees its own and what it takes part in, an authority its region, and each can be narrowed to a party', async () => {
  const { world } = await province();
  expect(await shown(world, operator)).toHaveLength(5);
  expect(await shown(world, handlerOf('gz-hrss'))).toEqual(['选题：社保卡补办', '宣传活动：社保服务月']);
  expect(await shown(world, handlerOf('psb'))).toEqual(
    expect.arrayContaining(['选题：社保卡补办', '选题：冬季出行']),
  );
  expect(await shown(world, handlerOf('hrss'))).toEqual(['社保卡申领系统升级']);
  expect(await shown(world, local)).toEqual(['选题：社保卡补办', '宣传活动：社保服务月']);
  expect(await shown(world, handlerOf('th-hrss'))).toEqual([]);
  expect(await shown(world, manager, { party: 'unit:hrss' })).toEqual(['社保卡申领系统升级']);
  expect(await shown(world, manager, { party: 'operator' })).toEqual(['选题：冬季出行', '元旦放假安排']);
  // A party narrows what one may see, and opens nothing.
  expect(await shown(world, handlerOf('psb'), { party: 'unit:hrss' })).toEqual([]);
});

test('G-4.1: one channel or one topic on one day is a clash, said to both, and gone as soon as one is moved', async () => {
  const { world, ofCity, ofOperator } = await province();
  expect((await item(world, manager, ofCity.no))?.clashes).toEqual([
    '和“选题：冬季出行”（运营方）同一天，都用公众号',
  ]);
  expect((await item(world, manager, ofOperator.no))?.clashes).toHaveLength(1);
  // Nobody is told of what they may not see.
  expect((await item(world, local, ofCity.no))?.clashes).toEqual([]);

  const review = { secrecy: true, personal: true, basis: '登记 12 号' };
  await act(world, operator, ofOperator.no, 'submitDraft', { headline: '出行提示', body: '路面结冰。' });
  await act(world, operatorLead, ofOperator.no, 'passFirst');
  await act(world, manager, ofOperator.no, 'passSecond', review);
  for (const who of [manager, handlerOf('psb')]) await act(world, who, ofOperator.no, 'consent');
  await act(world, operator, ofOperator.no, 'replan', { plannedOn: '2026-12-11', reason: '错开' });
  expect(await item(world, manager, ofOperator.no)).toMatchObject({ from: '2026-12-11', clashes: [] });
  expect((await item(world, manager, ofCity.no))?.clashes).toEqual([]);
  // Published, it stands on the day on which it was; withdrawn, on none.
  world.at('2026-12-11T09:00:00.000+08:00');
  const link = 'https://mp.example.cn/s/1';
  await act(world, operator, ofOperator.no, 'publish', { link, publishedAt: world.ports.now() });
  expect(await item(world, operator, ofOperator.no)).toMatchObject({ stateLabel: '已发布', over: true });
  await act(world, manager, ofOperator.no, 'withdrawContent', { reason: '有误' });
  expect(await item(world, operator, ofOperator.no)).toBeUndefined();
});

test.each([
  ['the same words', { topic: '社保卡 补办！' }, 1],
  ['one within the other', { topic: '社保卡补办指南' }, 1],
  ['other words', { topic: '公积金提取' }, 0],
  ['a short word is in many', { topic: '社保' }, 0],
  ['the same on another day', { topic: '社保卡补办', from: '2026-12-03', until: '2026-12-03' }, 0],
  ['days that overlap', { topic: '社保卡补办', from: '2026-11-20', until: '2026-12-02' }, 1],
  ['the same channel', { topic: '公积金提取', channels: ['公众号'] }, 1],
])('what is a clash: %s', (_what, more, clashes) => {
  const one: Planned = {
    id: 'a',
    title: '社保卡补办',
    topic: '社保卡补办',
    from: '2026-12-02',
    until: '2026-12-02',
    channels: ['公众号'],
    partyName: '省人社厅',
    over: false,
  };
  const other = { ...one, id: 'b', channels: [], ...more };
  expect(clashesOf([one, other]).get('a') ?? []).toHaveLength(clashes);
  const past = [one, other].map(each => ({ ...each, over: true }));
  expect(clashesOf(past).size).toBe(0);
});

/** The store with many more of a ticket in it, on all days of December. */
const manyOf = (world: Memory, no: string, n: number): void => {
  const sample = world.get('tickets', no)!;
  for (let index = 0; index < n; index += 1) {
    const copy = structuredClone(sample);
    const plannedOn = `2026-12-${String((index % 31) + 1).padStart(2, '0')}`;
    copy._id = `NR${String(index).padStart(6, '0')}`;
    copy.ticket = {
      ...copy.ticket,
      no: copy._id,
      work: { ...copy.ticket.work!, values: { ...copy.ticket.work!.values, plannedOn } },
    };
    copy.keys = {
      ...copy.keys,
      tags: [
        ...copy.keys.tags.filter(tag => !tag.startsWith('calendar|')),
        ...calendarTags({
          from: plannedOn,
          until: plannedOn,
          topic: '',
          channels: [],
          by: { role: 'operator' },
        }),
      ],
      newKey: `${copy.ticket.createdAt}|${copy._id}`,
      externalKey: copy._id,
    };
    world.put('tickets', copy);
  }
};

test('G-4.1: of five thousand plans a month shows numbers, and a day its plans page by page', async () => {
  const { world, ofOperator } = await province();
  manyOf(world, ofOperator.no, 5000);
  const month = await calendar(world, manager);
  expect(month.items).toEqual([]);
  expect(month.counts).toHaveLength(31);
  expect(month.counts?.every(({ n }) => n === 100)).toBe(true);
  expect(month.parties.map(({ id }) => id)).toContain('unit:th-hrss');
  const day = { from: '2026-12-10', to: '2026-12-10' };
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await calendar(world, manager, { ...day, ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(201);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor && pages < 10);
  // 161 of the copies, and two of the story: one page holds them all.
  expect([new Set(seen).size, seen.length, pages]).toEqual([163, 163, 1]);
  manyOf(world, ofOperator.no, 31 * 250);
  const first = await calendar(world, manager, day);
  expect(first.items).toHaveLength(200);
  const second = await calendar(world, manager, { ...day, cursor: first.nextCursor! });
  expect(second.items).toHaveLength(52);
});

test('G-4.1: whoever asks for what there is not is told', async () => {
  const world = memory(MONDAY);
  const asked = (who: Actor, input: object) => refusal(calendar(world, who, input));
  expect(await asked(manager, { to: '2027-01-05' })).toMatchObject({ code: 'invalid' });
  expect(await asked(manager, { from: '2026-12-32' })).toMatchObject({
    fields: { from: expect.any(String) as string },
  });
  expect(await asked(manager, { party: 'somebody' })).toMatchObject({ fields: { party: '没有这一方' } });
  expect((await calendar(world, manager)).items).toEqual([]);
});

test('what was planned before the calendar came is found in it after the upgrade', async () => {
  const { world, ofCity } = await province();
  const document = world.get('tickets', ofCity.no)!;
  const tags = document.keys.tags.filter(tag => !tag.startsWith('calendar|'));
  world.put('tickets', { ...document, keys: { ...document.keys, tags } });
  expect(await item(world, manager, ofCity.no)).toBeUndefined();
  const { passes } = migrations.find(({ name }) => name === 'on-calendar')!;
  await passes[0]!.page({ ports: world.ports, unitName: () => '' }, '');
  expect(await item(world, manager, ofCity.no)).toMatchObject({ from: '2026-12-10' });
  expect(stored(world, ofCity.no).state).toBe('writing');
});
