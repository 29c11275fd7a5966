import type { ShownFact, ShownTicket } from '../../typings/contract';
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
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=ZX9' }]);
  });

  it('says of a hundred who wait that there are more than are counted', async () => {
    const openTickets = [...Array(100).keys()].map(n => ({
      no: `ZX${n}`,
      title: '打不开',
      unitName: '人社厅',
    }));
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: { ...work, openTickets } }) });
    const page = await mount(TICKET, { no: 'YC1' }, phone);
    expect(page.text()).toContain('群众在等的件 99+');
  });

  it('names the tickets of a list by what they are about, the first few, each a tap away', async () => {
    const rows = [...Array(23).keys()].map(n => ({
      values: { ticketNo: `ZX${n}` },
      ...(n === 1 ? {} : { title: `第${n}件白屏` }),
    }));
    const columns = [{ name: 'ticketNo', label: '编号', type: 'ticket' as const }];
    const facts = [{ name: 'cases', label: '同类诉求', value: '', columns, rows }];
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: { ...work, facts } }) });
    const page = await mount(TICKET, { no: 'YC1' }, phone);
    expect(page.text()).toMatch(/同类诉求 第0件白屏 ZX0 › ZX1 ZX1 › 第2件白屏/);
    expect(page.text()).not.toContain('第5件白屏');
    await page.tap('打开 ZX4，第4件白屏');
    expect(phone.used('navigateTo').pop()).toEqual({ url: '/packages/staff/tickets/ticket/index?no=ZX4' });
    await page.tap('还有 18 件，全部列出');
    expect(page.text()).toContain('第22件白屏');
    expect(page.text()).not.toContain('还有');
  });

  it('says of each row that leads to a ticket what that ticket is about', async () => {
    const rows = [{ values: { what: '督办单', ticketNo: 'DB1' }, title: '督办路灯的件' }];
    const columns = [
      { name: 'what', label: '事项', type: 'text' as const },
      { name: 'ticketNo', label: '工单', type: 'ticket' as const },
    ];
    const facts = [{ name: 'items', label: '要交接的件', value: '', columns, rows }];
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: { ...work, facts } }) });
    const page = await mount(TICKET, { no: 'YC1' }, phone);
    expect(page.text()).toContain('要交接的件 督办单 督办路灯的件 DB1 ›');
  });

  it('folds what is long, each part by itself, until somebody wants to read it', async () => {
    const long = '人社厅说归公安厅，公安厅说归人社厅。'.repeat(20);
    const facts = [
      { name: 'background', label: '情况', value: long },
      { name: 'wish', label: '希望怎样', value: '请定下由谁办。' },
    ];
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: { ...work, facts } }) });
    const page = await mount(TICKET, { no: 'YC1' }, phone);
    const folded = () => page.inner('folding').map(({ data }) => data['folded']);
    expect(folded()).toEqual([true, false]);
    await page.tap('展开全文：情况');
    expect(folded()).toEqual([false, false]);
    // There is room for it in a wide window.
    const wide = Object.assign(newPhone(phone.script), { windowWidth: 1280 });
    const desk = await mount(TICKET, { no: 'YC1' }, wide);
    expect(desk.inner('folding').some(({ data }) => data['folded'])).toBe(false);
  });

  it('says above what can be done why it came back, and nothing that is older than the last step', async () => {
    const acts = [{ act: 'complete', label: '补充后再提交', place: 'main' as const, fields: [] }];
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

  it("says of a citizen's ticket with what it was handed on, also when other steps came after it", async () => {
    const acts = [{ act: 'dispatch', label: '分办', place: 'main' as const, fields: [] }];
    const at = (hour: number, who: string, label: string, text = '') => ({
      at: `2026-09-24T${hour}:00:00.000+08:00`,
      who,
      label,
      ...(text ? { text, handedOn: true as const } : {}),
      internal: true,
    });
    const shown = async (more: object, ...timeline: ShownTicket['timeline']) => {
      const answer = () => ok({ ticket: ticket({ no: 'ZX8', acts, timeline, ...more }) });
      return (await mount(TICKET, { no: 'ZX8' }, newPhone({ ...script, 'staff/ticket.get': answer }))).text();
    };
    const [filed, back] = [
      at(10, '群众', '提交'),
      at(11, '交通厅', '退回', '不归我们管。建议承办单位：住建厅'),
    ];
    expect(await shown({}, filed, back)).toMatch(/转来时：交通厅 退回[^]*建议承办单位：住建厅[^]*请选择/);
    expect(await shown({}, filed, back, at(12, '运营方', '分办'), at(13, '住建厅', '签收'))).toContain(
      '转来时：交通厅 退回',
    );
    expect(await shown({}, filed, at(12, '运营方', '分办'))).not.toContain('转来时：');
  });

  it("leads from a citizen's ticket to the report of a fault, for those who may", async () => {
    const acts = [{ act: 'reply', label: '答复', place: 'main' as const, fields: [] }];
    const asked = ticket({ no: 'ZX9', service: { id: 'S001', name: '社保卡申领' }, acts });
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: asked }) });
    const page = await mount(TICKET, { no: 'ZX9' }, phone);
    await page.tap('报告这项服务异常');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/procedures/open/index?kind=fault' }]);
    const manager = newPhone({
      'staff/ticket.get': () => ok({ ticket: asked }),
      'staff/procedure.list': () => ok({ procedures: [] }),
    });
    expect((await mount(TICKET, { no: 'ZX9' }, manager)).text()).not.toContain('报告这项服务异常');
  });

  it('J-16c: rings whom a list names, and does at once what the ticket offers for the row', async () => {
    const acts = [{ act: 'tickOff', label: '已通知到', input: { callee: '2', reached: true } }];
    const fact: ShownFact = {
      name: 'list',
      label: '电话通知，还有 1 人',
      value: '',
      columns: [
        { name: 'who', label: '通知对象', type: 'text' },
        { name: 'result', label: '结果', type: 'text' },
        { name: 'phone', label: '电话', type: 'phone' },
      ],
      rows: [
        {
          values: { who: '人社厅值班 甲', result: '● 10 月 12 日 10:05 已通知', phone: '020-83330001' },
          done: true,
        },
        { values: { who: '人社厅负责人 乙', result: '○ 待通知', phone: '020-83330002' }, acts },
      ],
    };
    const shown = ticket({ no: 'ZD1', facts: [fact] });
    const phone = newPhone({
      ...script,
      'staff/ticket.get': () => ok({ ticket: shown }),
      'staff/ticket.act': () => ok({ ticket: work }),
    });
    const page = await mount(TICKET, { no: 'ZD1' }, phone);
    const changed = page.events('changed');
    expect(page.text()).toMatch(/电话通知，还有 1 人 人社厅值班 甲 ● 10 月 12 日 10:05 已通知/);
    const heads = page.inner('fact-list')[0]?.data['lines'] as { done: boolean }[];
    expect(heads.map(({ done }) => done)).toEqual([true, false]);
    await page.tap('拨打 020-83330002，人社厅负责人 乙');
    expect(phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '020-83330002' }]);
    await page.tap('已通知到，人社厅负责人 乙');
    const [sent] = phone.calls.filter(call => call.action === 'ticket.act');
    expect(sent?.input).toMatchObject({ no: 'ZD1', act: 'tickOff', input: { callee: '2', reached: true } });
    expect(changed).toHaveLength(1);
  });
});
