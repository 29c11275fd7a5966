import { acts, called, script } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { ticket } from './samples';

/** A ticket as staff handle it. */

const answered = { at: '2026-11-23T10:00:00.000+08:00', unitName: '人社厅', text: '已补发', attachments: [] };

describe('a ticket as staff handle it', () => {
  const TICKET = 'packages/staff/tickets/ticket/index';

  it('says first what to do by when under which clause; the likely act is filled, the next outlined', async () => {
    const page = await openPage(TICKET, { no: 'TS1' }, newPhone(script));
    expect(page.text()).toMatch(/^今天 24:00 前：决定是否受理 人力资源和社会保障厅 · G-5.3c · 7 个工作日/);
    const buttons = page
      .inner('ui-button')
      .filter(button => ['受理', '不予受理'].includes(String(button.data['label'])));
    expect(buttons.map(button => [button.data['label'], button.data['kind']])).toEqual(
      expect.arrayContaining([
        ['受理', 'main'],
        ['不予受理', 'second'],
      ]),
    );
  });

  it('says what the citizen found wrong above what is done about it, and below once it is over', async () => {
    const rating = { level: 1, label: '非常不满意', tags: ['答非所问'], text: '没有说为什么', at: '' };
    const open = (ended: boolean) =>
      openPage(
        TICKET,
        { no: 'TS1' },
        newPhone({
          ...script,
          'staff/ticket.get': () => ok({ ticket: ticket({ acts, rating, ended, replies: [answered] }) }),
        }),
      );
    expect((await open(false)).text()).toMatch(
      /群众评价：非常不满意 · 答非所问 没有说为什么.*请选择.*已补发/s,
    );
    expect((await open(true)).text()).toMatch(/已补发.*群众评价：非常不满意 答非所问 没有说为什么/s);
  });

  it('in a wide window Esc closes the form first, then the ticket: back to the list without a mouse', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    phone.press('2');
    await page.settle();
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: true });
    phone.press('Escape');
    await page.settle();
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: false });
    expect(phone.used('switchTab')).toEqual([]);
    phone.press('Escape');
    expect(phone.used('switchTab')).toMatchObject([{ url: '/pages/workbench/index' }]);
  });

  it('tells internal from external, and why each date is that date', async () => {
    const page = await openPage(TICKET, { no: 'TS1' }, newPhone(script));
    expect(page.text()).toContain('自动分办');
    await page.tap('内部批注 1 条');
    expect(page.text()).not.toContain('自动分办');
    await page.tap('为什么是这天 ›');
    expect(page.text()).toContain('数满 7 个工作日。');
    expect(page.text()).toContain('第 7 个工作日');
  });

  it('keeps a half-written form when a colleague was faster, and offers what is possible now', async () => {
    const phone = newPhone({
      ...script,
      'staff/ticket.act': () => failure('conflict', '李四刚刚改派了这件。'),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('不予受理');
    await page.type('reason', '不属于本单位职责');
    phone.script['staff/ticket.get'] = () => ok({ ticket: ticket({ acts: [acts[1]!], version: 8 }) });
    await page.press('确认不予受理');
    expect(page.text()).toContain('李四刚刚改派了这件。');
    expect(page.inner('act-form')[0]?.data).toMatchObject({
      show: true,
      version: 8,
      values: { reason: '不属于本单位职责' },
    });
  });

  it('offers the likely units with their reasons where the ticket is routed', async () => {
    const dispatch = {
      act: 'dispatch',
      label: '分办',
      place: 'main' as const,
      fields: [
        {
          name: 'unitId',
          label: '单位',
          type: 'unit' as const,
          required: true,
          suggested: [{ value: 'hrss', label: '人社厅', why: '与“社保卡”最像' }],
        },
      ],
    };
    const phone = newPhone({
      ...script,
      'staff/ticket.get': () => ok({ ticket: ticket({ acts: [dispatch] }) }),
      'staff/ticket.act': () => ok({ ticket: ticket() }),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('分办');
    await page.tap('选 人社厅，与“社保卡”最像');
    await page.press('确认分办');
    expect(called(page, 'ticket.act')[0]?.input).toMatchObject({
      act: 'dispatch',
      input: { unitId: 'hrss' },
    });
  });

  it.each([
    [{ unit: null, holder: { role: 'operator' }, holderName: '平台运营机构' }, '平台运营机构'],
    [{ holder: { role: 'unit', unitId: 'hrss', memberName: '张三' } }, '人力资源和社会保障厅 · 张三'],
    [
      { holder: { role: 'manager' }, holderName: '省级主管部门' },
      '人力资源和社会保障厅负责，现在由省级主管部门办理',
    ],
    [{ ended: true, holder: { role: 'operator' }, holderName: '平台运营机构' }, '人力资源和社会保障厅'],
  ])('names who has it now as the rule set does: %j', async (held, words) => {
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: ticket(held) }) });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    expect(page.text()).toContain(`提交 · 待受理 ${words} `);
  });

  it('reads older lines and files of a long ticket when asked, and says when it is full', async () => {
    const line = (at: string, text: string) => ({ at, who: '群众', label: '补充', text });
    const file = (name: string) => ({ fileID: name, name, type: 'file', state: 'ok' as const });
    const long = ticket({
      timeline: [line('2026-09-25T10:00:00.000+08:00', '后写的话')],
      attachments: [file('新图')],
      earlier: 'a#0',
      earlierFiles: '1',
      full: '这件的经过已写满',
    });
    const phone = newPhone({
      ...script,
      'staff/ticket.get': () => ok({ ticket: long }),
      'staff/ticket.timeline': ({ cursor }) =>
        cursor === 'a#0'
          ? ok({ timeline: [line('2026-09-24T10:00:00.000+08:00', '先写的话')] })
          : failure('invalid', '?'),
      'staff/ticket.files': () => ok({ files: [file('旧图')] }),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    expect(page.text()).toContain('这件的经过已写满');
    expect(page.text()).not.toContain('先写的话');
    await page.tap('更早的经过 ›');
    expect(page.text()).toMatch(/后写的话.*先写的话/);
    expect(page.text()).not.toContain('更早的经过');
    await page.tap('更早的附件 ›');
    expect(page.text()).toMatch(/旧图.*新图/);
  });

  it('gives nothing of a ticket that is not ours', async () => {
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({ 'staff/ticket.get': () => failure('not-found', '没有找到这个工单') }),
    );
    expect(page.text()).toContain('没有找到这个工单');
  });
});
