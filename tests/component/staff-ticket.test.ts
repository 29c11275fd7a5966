import { acts, called, script } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { ticket } from './samples';

/** A ticket as staff handle it. */

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

  it('tells internal from external, and why each date is that date', async () => {
    const page = await openPage(TICKET, { no: 'TS1' }, newPhone(script));
    expect(page.text()).toContain('自动分办');
    await page.tap('内部批注 1 条');
    expect(page.text()).not.toContain('自动分办');
    await page.tap('为什么是这天 ›');
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

  it('gives nothing of a ticket that is not ours', async () => {
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({ 'staff/ticket.get': () => failure('not-found', '没有找到这个工单') }),
    );
    expect(page.text()).toContain('没有找到这个工单');
  });
});
