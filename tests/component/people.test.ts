import { dayText } from '../../miniprogram/lib/dates';
import type { ShownUnit } from '../../typings/api';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { asStaff, colleague, member, unit, profile } from './samples';

/** Units, regions and stand-ins: lists, forms, and what is said when somebody else was faster or nothing came. */

const PAGE = (name: string) => `packages/staff/people/${name}/index`;
const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(({ input }) => input);
const keeper = () => ok(member([], { may: ['unit.save', 'unit.dissolve', 'region.save'] }));
const reader = () => ok(member([], { may: [] }));

describe('the list of units', () => {
  const listed = { units: [unit('hrss', '省人社厅'), unit('psb', '省公安厅')], vacant: ['psb'] };

  it('has those without anybody first, finds by name, and leads to one and to a new one', async () => {
    const phone = newPhone({ 'staff/me.get': keeper, 'staff/unit.list': () => ok(listed) });
    const page = await openPage(PAGE('units'), {}, phone);
    expect(page.text()).toMatch(/省公安厅 ■ 无人办理 .*省人社厅 ● 有人办理/);
    await page.type('query', ' 人社 厅');
    expect(page.text()).not.toContain('省公安厅');
    await page.tap('省人社厅。● 有人办理');
    await page.press('登记单位');
    expect(phone.used('navigateTo')).toMatchObject([
      { url: '/packages/staff/people/unit/index?id=hrss' },
      { url: '/packages/staff/people/edit/index' },
    ]);
  });

  it('finds people by name for whoever keeps their accounts, with their unit, and leads there', async () => {
    const phone = newPhone({
      'staff/me.get': () => ok(member([], { may: ['member.invite'] })),
      'staff/unit.list': () => ok(listed),
      'staff/member.list': ({ query }) =>
        ok({ members: query === '李四' ? [{ ...colleague('m1', '李四'), unitId: 'psb' }] : [], invites: [] }),
    });
    const page = await openPage(PAGE('units'), {}, phone);
    await page.type('query', '李四');
    await new Promise(resolve => setTimeout(resolve, 350));
    await page.settle();
    expect(page.text()).toMatch(/人员 ?李四 ?.* · 省公安厅/);
    await page.tap('李四。经办人 · 省公安厅');
    expect(phone.used('navigateTo')).toMatchObject([{ url: '/packages/staff/people/unit/index?id=psb' }]);
    expect(page.inner('ui-field')[0]?.data['found']).toBe('找到 0 个单位、1 个人');
    phone.script['staff/member.list'] = () => failure('internal', '出错了。');
    await page.type('query', '李');
    await new Promise(resolve => setTimeout(resolve, 350));
    await page.settle();
    expect(page.text()).not.toContain('省公安厅');
    expect(page.text()).toContain('出错了。');
  });

  it('says when nothing was found, when it may not be read, and when there is no network', async () => {
    const phone = newPhone({
      'staff/me.get': reader,
      'staff/unit.list': () => ok({ units: [], vacant: [] }),
    });
    const page = await openPage(PAGE('units'), {}, phone);
    expect(page.text()).toContain('还没有单位');
    expect(page.text()).not.toContain('登记单位');
    await page.type('query', '人社');
    expect(page.text()).toContain('没有找到');
    phone.script['staff/unit.list'] = () => failure('forbidden', '您的角色不能查看');
    const shut = await openPage(PAGE('units'), {}, phone);
    expect(shut.text()).toContain('您的角色不能查看');
    phone.setOnline(false);
    const offline = await openPage(PAGE('units'), {}, phone);
    expect(offline.text()).toContain('没有连上网络');
  });
});

describe('a unit and its people', () => {
  it('revokes after asking, and says what came of it', async () => {
    const phone = newPhone({
      'staff/me.get': keeper,
      'staff/unit.list': () => ok({ units: [unit('hrss', '省人社厅')], vacant: [] }),
      'staff/member.list': () => ok({ members: [colleague('m1', '李四')], invites: [] }),
      'staff/member.revoke': () => ok({ member: colleague('m1', '李四') }),
    });
    const page = await openPage(PAGE('unit'), { id: 'hrss' }, phone);
    await page.press('修改单位');
    expect(phone.used('navigateTo')).toMatchObject([{ url: '/packages/staff/people/edit/index?id=hrss' }]);
    expect(page.text()).toContain('李四');
  });
});

describe('a unit is changed', () => {
  const present: ShownUnit = {
    ...unit('hrss', '省人社厅'),
    parentId: 'general',
    duties: ['社会保障卡'],
    serviceHours: { periods: [['09:00', '12:00']] },
    contacts: [{ duty: 'owner', name: '甲', phone: '020' }],
    version: 4,
  };
  const script: CloudScript = {
    'staff/me.get': keeper,
    'staff/unit.list': ({ query }) =>
      ok({ units: query === 'general' ? [unit('general', '综合受理中心')] : [present], vacant: [] }),
    'staff/unit.save': ({ unit: saved }) => ok({ unit: saved }),
  };

  it('with all that it has, over the version that was read; the new one says that it is new', async () => {
    const phone = newPhone(script);
    const page = await openPage(PAGE('edit'), { id: 'hrss' }, phone);
    expect(page.text()).toContain('综合受理中心');
    await page.type('name', '省人社厅（新）');
    await page.type('hours', '9:00－12:00，13:30-17:30');
    await page.press('保存');
    expect(called(page, 'unit.save')).toEqual([
      {
        unit: {
          id: 'hrss',
          name: '省人社厅（新）',
          region: '440000',
          parentId: 'general',
          duties: ['社会保障卡'],
          secondSignature: false,
          serviceHours: {
            periods: [
              ['09:00', '12:00'],
              ['13:30', '17:30'],
            ],
          },
          contacts: [{ duty: 'owner', name: '甲', phone: '020' }],
        },
        version: 4,
      },
    ]);
    const fresh = await openPage(PAGE('edit'), {}, newPhone(script));
    await fresh.press('保存');
    expect(called(fresh, 'unit.save')).toEqual([]);
    expect(fresh.text()).toContain('请选择地区');
    await fresh.type('id', 'edu');
    await fresh.type('name', '教育厅');
    await fresh.fire('region-picker', 'region', 'change', { name: 'region', value: '440000' });
    await fresh.press('保存');
    expect(called(fresh, 'unit.save')).toMatchObject([{ new: true, unit: { id: 'edu', name: '教育厅' } }]);
  });

  it('keeps what was typed when somebody else was faster, shows what differs in both words, and saves over that', async () => {
    const phone = newPhone({ ...script, 'staff/unit.save': () => failure('conflict', '刚被别人更改过') });
    const page = await openPage(PAGE('edit'), { id: 'hrss' }, phone);
    await page.type('phone', '12333');
    phone.script['staff/unit.list'] = () =>
      ok({ units: [{ ...present, name: '省人社局', version: 5 }], vacant: [] });
    await page.press('保存');
    expect(page.text()).toMatch(/这个单位刚由别人保存；您写的都留着.*名称 用这个 省人社局 对外电话 用这个/);
    phone.script['staff/unit.save'] = ({ unit: saved }) => ok({ unit: saved });
    await page.press('保存');
    expect(called(page, 'unit.save').map(input => input['version'])).toEqual([4, 5]);
    expect(called(page, 'unit.save')[1]).toMatchObject({ unit: { name: '省人社厅', phone: '12333' } });
    expect(phone.storage.has('draft:unit:hrss')).toBe(false);
  });

  it('is not for everybody, and what was typed survives a lost network', async () => {
    const shut = await openPage(
      PAGE('edit'),
      { id: 'hrss' },
      newPhone({ ...script, 'staff/me.get': reader }),
    );
    expect(shut.text()).toContain('单位由运营方负责人和管理方登记');
    const phone = newPhone(script);
    const page = await openPage(PAGE('edit'), { id: 'hrss' }, phone);
    await page.type('name', '写了一半');
    phone.setOnline(false);
    await page.press('保存');
    expect(page.text()).toContain('没有连上网络');
    page.close();
    phone.setOnline(true);
    const again = await openPage(PAGE('edit'), { id: 'hrss' }, phone);
    expect(again.text()).toContain('接着上次没有保存的内容');
  });
});

describe('regions', () => {
  const regions = [
    { code: '440100', name: '广东省广州市', parent: '440000', version: 2 },
    { code: '440000', name: '广东省', version: 1 },
  ];
  const script: CloudScript = {
    'staff/me.get': keeper,
    'citizen/me.get': () => failure('internal', '出错了'),
    'staff/region.list': () => ok({ regions }),
    'staff/region.save': ({ region }) => ok({ region }),
  };

  it('are listed in their order, found, changed over the version that was read, and added as new', async () => {
    const page = await openPage(PAGE('regions'), {}, newPhone(script));
    expect(page.text()).toMatch(/广东省 440000 .*广东省广州市 440100 · 属 广东省/);
    await page.tap('广东省广州市。440100 · 属 广东省');
    await page.type('name', '广州市');
    await page.press('保存');
    expect(called(page, 'region.save')).toEqual([
      { region: { code: '440100', name: '广州市', parent: '440000' }, version: 2 },
    ]);
    expect(page.text()).toContain('● 已保存“广州市”');
    await page.press('登记地区');
    await page.type('code', '4401');
    await page.press('保存');
    expect(page.text()).toContain('请填 6 位行政区划代码');
    await page.type('code', '440300');
    await page.type('name', '深圳市');
    await page.press('保存');
    expect(called(page, 'region.save')[1]).toEqual({ region: { code: '440300', name: '深圳市' }, new: true });
  });

  it('who may not change them reads them; errors and a missing network are said', async () => {
    const phone = newPhone({ ...script, 'staff/me.get': reader });
    const page = await openPage(PAGE('regions'), {}, phone);
    expect(page.text()).toContain('广东省');
    expect(page.text()).not.toContain('登记地区');
    phone.setOnline(false);
    const offline = await openPage(PAGE('regions'), {}, phone);
    expect(offline.text()).toContain('没有连上网络');
  });
});

test('whoever stands in sees it first, and with one tap what the colleague holds; who is away sees who stands in', async () => {
  const standIns = [{ memberId: 'm7', name: '王五', until: '2026-12-01', isOwn: false }];
  const phone = newPhone({
    'citizen/me.get': () => ok(profile({ staff: asStaff('handler') })),
    'citizen/inbox.list': () => ok({ messages: [], unread: 0 }),
    'staff/me.get': () => ok({ ...member([]), standIns }),
    'staff/ticket.queue': () =>
      ok({ tickets: [], counts: { todo: 0, mine: 0, unit: 0, overdue: 0, all: 0 } }),
  });
  const page = await openPage('pages/workbench/index', {}, phone);
  await page.tap(`您替 王五 代班，到 ${dayText('2026-12-01')}：看在办的件 ›`);
  expect(called(page, 'ticket.queue').at(-1)).toMatchObject({ view: 'unit', assignee: 'm7' });
  expect(page.text()).toContain('只看王五经手的件');
  expect(page.text()).toContain('没有王五经手的件');
  phone.script['staff/me.get'] = () =>
    ok({ ...member([]), standIns: [{ memberId: 'm2', name: '李四', until: '2026-12-01', isOwn: true }] });
  const away = await openPage('pages/workbench/index', {}, phone);
  await away.tap(`李四 正在替您代班，到 ${dayText('2026-12-01')} ›`);
  expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/people/stand-in/index' }]);
  phone.script['staff/me.get'] = () => ok(member([]));
  expect((await openPage('pages/workbench/index', {}, phone)).text()).not.toContain('代班，到');
});

describe('a stand-in', () => {
  const side = {
    colleagues: [{ id: 'm2', name: '李四', roleLabel: '经办人' }],
    forOthers: [{ memberId: 'm', name: '王五', until: '2026-12-01' }],
  };

  it('is asked for some days, and taken back', async () => {
    let own: object = {};
    const phone = newPhone({
      'staff/member.standIns': () => ok({ ...side, ...own }),
      'staff/member.standIn': ({ memberId, until, end }) => {
        own = end ? {} : { own: { memberId: memberId ?? '', name: '李四', until: until ?? '' } };
        return ok({ member: colleague('m', '张三') });
      },
    });
    const page = await openPage(PAGE('stand-in'), {}, phone);
    expect(page.text()).toContain('没有请人代班');
    expect(page.text()).toContain('王五 请您代班：到');
    await page.press('请他代班');
    expect(page.text()).toContain('请选择代班人');
    await page.tap('李四（经办人）');
    await page.fire('ui-date', 'until', 'change', { name: 'until', value: '2026-12-05' });
    await page.press('请他代班');
    expect(called(page, 'member.standIn')).toEqual([{ memberId: 'm2', until: '2026-12-05' }]);
    expect(page.text()).toMatch(/● 已请好代班.*李四 代班：到 /);
    await page.press('结束代班');
    expect(called(page, 'member.standIn')[1]).toEqual({ end: true });
    expect(page.text()).toContain('没有请人代班');
  });

  it('says when there is nobody to ask, what the cloud refuses, and that there is no network', async () => {
    const phone = newPhone({ 'staff/member.standIns': () => ok({ colleagues: [], forOthers: [] }) });
    const page = await openPage(PAGE('stand-in'), {}, phone);
    expect(page.text()).toContain('没有别的在岗同事');
    phone.setOnline(false);
    const offline = await openPage(PAGE('stand-in'), {}, phone);
    expect(offline.text()).toContain('没有连上网络');
    phone.setOnline(true);
    phone.script['staff/member.standIns'] = () => failure('forbidden', '您已不是工作人员');
    await offline.press('重试');
    expect(offline.text()).toContain('您已不是工作人员');
  });
});
