import { callsOf } from '../../miniprogram/model/ticket/call-list';
import { taskOf } from '../../miniprogram/model/ticket/tickets';
import type { ShownClock, ShownTicket } from '../../typings/contract';
import { mount } from './harness';
import { newPhone, ok } from './phone';
import { ticket } from './samples';
import { work, script } from './service-desk';

/** The page of what staff started. */

describe('the page of what staff started', () => {
  const TICKET = 'components/staff-ticket/index';

  it('shows what was entered, what citizens read, and who waits', async () => {
    const page = await mount(TICKET, { no: 'YC1' }, newPhone(script));
    expect(page.text()).toMatch(/群众遇到什么情况 不能提交。/);
    expect(page.text()).not.toContain('会公布');
    expect(page.text()).not.toContain('未留姓名');
    expect(page.text()).toMatch(/群众看到的公告 “社保卡申领”出现异常/);
    await page.tap('一直提交不了 人社厅');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/ticket/index?no=ZX9' }]);
  });

  it('says above what can be done why it came back, and nothing that is older than the last step', async () => {
    const acts = [{ act: 'complete', label: '补充后再提交', fields: [] }];
    const [opened, asked, sent] = [
      { at: '2026-09-24T09:00:00.000+08:00', who: '人社厅', label: '申请服务上架', text: '新服务。' },
      { at: '2026-09-24T10:00:00.000+08:00', who: '运营方', label: '退回补充', text: '缺少截图。' },
      { at: '2026-09-24T11:00:00.000+08:00', who: '人社厅', label: '提交平台审核' },
    ];
    const shown = async (...timeline: ShownTicket['timeline']) => {
      const answer = () => ok({ ticket: { ...work, acts, timeline } });
      return (await mount(TICKET, { no: 'YC1' }, newPhone({ ...script, 'staff/ticket.get': answer }))).text();
    };
    expect(await shown(opened, asked)).toContain('上一步：运营方 退回补充 缺少截图。 请选择');
    expect(await shown(opened)).not.toContain('上一步');
    expect(await shown(opened, asked, sent)).not.toContain('上一步');
  });

  it("leads from a citizen's ticket to the report of a fault, for those who may", async () => {
    const acts = [{ act: 'reply', label: '答复', fields: [] }];
    const asked = ticket({ no: 'ZX9', service: { id: 'S001', name: '社保卡申领' }, acts });
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: asked }) });
    const page = await mount(TICKET, { no: 'ZX9' }, phone);
    await page.tap('报告这项服务异常');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/open/index?kind=fault' }]);
    const manager = newPhone({
      'staff/ticket.get': () => ok({ ticket: asked }),
      'staff/procedure.list': () => ok({ procedures: [] }),
    });
    expect((await mount(TICKET, { no: 'ZX9' }, manager)).text()).not.toContain('报告这项服务异常');
  });

  it('says a target in hours to its minute, and calls it by what is to be done', () => {
    const clock: ShownClock = {
      name: 'report',
      label: '第一时间报告',
      clause: 'J-16c',
      responsible: '运营方',
      startedOn: '2026-10-12',
      dueAt: '2026-10-12T10:30:00.000+08:00',
      provisional: false,
      explanation: [],
      state: 'running',
      light: 'green',
      daysLeft: 0,
      internal: true,
    };
    expect(taskOf({ ...work, clocks: [clock] })).toMatchObject({
      first: expect.stringContaining('10 月 12 日 10:30 前：第一时间报告'),
      second: '运营方 · J-16c · 内部目标',
    });
    expect(taskOf({ ...work, clocks: [{ ...clock, light: 'red' }] })?.first).toContain(
      '已超过 10 月 12 日 10:30',
    );
  });

  it('J-16c: rings whom the list names and ticks off what came of it', async () => {
    const logCall = {
      act: 'logCall',
      label: '登记电话通知',
      fields: [
        {
          name: 'callee',
          label: '通知对象',
          type: 'select' as const,
          required: true,
          options: [{ value: '2', label: '乙' }],
        },
      ],
    };
    const facts = [
      { name: 'call1', label: '电话通知 1', value: '人社厅值班 甲 020-83330001：10 月 12 日 10:05 已通知' },
      { name: 'call2', label: '电话通知 2', value: '人社厅负责人 乙 020-83330002：待通知' },
    ];
    expect(callsOf({ facts, acts: [logCall], state: 'handling' })).toEqual([
      {
        callee: '1',
        who: '人社厅值班 甲',
        phone: '020-83330001',
        result: '● 10 月 12 日 10:05 已通知',
        open: false,
      },
      { callee: '2', who: '人社厅负责人 乙', phone: '020-83330002', result: '○ 待通知', open: true },
    ]);
    const phone = newPhone({ 'staff/ticket.act': () => ok({ ticket: work }) });
    const shown = ticket({ no: 'ZD1', state: 'handling', facts, acts: [logCall] });
    const list = await mount('components/call-list/index', { ticket: shown }, phone);
    const done = list.events('done');
    expect(list.text()).toContain('还有 1 人');
    await list.tap('拨打 020-83330002，人社厅负责人 乙');
    expect(phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '020-83330002' }]);
    await list.tap('已通知到，人社厅负责人 乙');
    expect(phone.calls[0]?.input).toMatchObject({ act: 'logCall', input: { callee: '2', reached: true } });
    expect(done).toHaveLength(1);
    const record = ticket({ no: 'ZD1', state: 'closed', facts, acts: [] });
    const afterwards = await mount('components/call-list/index', { ticket: record }, newPhone({}));
    expect(afterwards.text()).toMatch(/1 人没有通知到 .* ○ 没有打 /);
    expect(afterwards.text()).not.toContain('待通知');
  });
});
