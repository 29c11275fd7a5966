import { useRealSystem } from '../support/real-system';

/** What leads, managers and operators decide, done by hand. Thursday 2026-09-24, 10:00. */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const WORKBENCH = '/pages/workbench/index';
const staffTicket = (no: string): string => `/packages/staff/tickets/ticket/index?no=${no}`;
const ownTicket = (no: string): string => `/packages/citizen/ticket/index?no=${no}`;

test('a refusal is a notice; the citizen objects once, the manager upholds it, the unit has to act (A16)', async () => {
  const { no } = await system
    .citizen('fang')
    .file({ kind: 'complaint', serviceId: 'S001', title: '补卡三次被拒' });
  const handler = await system.open('demo-hrss-handler', WORKBENCH);
  await handler.press(/补卡三次被拒/);
  await handler.act(
    '不予受理',
    {
      不予受理的理由: '已向劳动仲裁委员会申请仲裁。',
      依据: '《行政复议法》第十一条',
    },
    [/应当通过诉讼、仲裁/, /^劳动仲裁/],
  );
  await handler.sees('不予受理');
  await handler.close();

  const citizen = await system.open('fang', ownTicket(no));
  await citizen.sees('已向劳动仲裁委员会申请仲裁。');
  await citizen.sees(/行政复议/);
  await citizen.act('提出异议', { 异议理由: '我没有申请过仲裁。' });
  await citizen.thing('提出异议').first().waitFor({ state: 'hidden' });
  await citizen.close();

  const manager = await system.open('demo-manager', WORKBENCH);
  await manager.press(/补卡三次被拒/);
  await manager.sees(/前：复核异议/);
  await manager.act('复核异议', { 复核意见: '属于受理范围，请按期办理。' }, ['是']);
  await manager.sees('办理中');
  await manager.close();
  await system.citizen('fang').get(no);

  const again = await system.open('fang', ownTicket(no));
  await again.sees('最迟答复您');
  await again.sees(/周/);
});

test('where the unit wants a second signature, the lead reads the draft before the citizen does', async () => {
  const { no } = await system
    .citizen('geng')
    .file({ serviceId: 'S060', title: '不动产证怎么补', text: '证丢了。' });
  const { unit } = await system.staff('demo-operator').get(no);
  expect(unit?.id).toBe('nr');
  const handler = await system.open('demo-nr-handler', staffTicket(no));
  await handler.act('提交审核', { 答复内容: '请带身份证到登记中心补办。' });
  await handler.sees('请带身份证到登记中心补办。');
  await handler.close();
  expect((await system.citizen('geng').get(no)).replies).toEqual([]);

  const lead = await system.open('demo-nr-lead', WORKBENCH);
  await lead.press(/不动产证怎么补/);
  await lead.sees('请带身份证到登记中心补办。');
  await lead.act('审核通过并答复');
  await lead.sees('已答复');
  await lead.close();

  const citizen = await system.open('geng', ownTicket(no));
  await citizen.sees('请带身份证到登记中心补办。');
});

test('the manager supervises a late ticket, the lead answers', async () => {
  const { no } = await system
    .citizen('hao')
    .file({ kind: 'complaint', serviceId: 'S001', title: '窗口不收材料' });
  await system.at('2026-10-13T10:00');
  const manager = await system.open('demo-manager', staffTicket(no));
  await manager.sees('已超 1 个工作日：决定是否受理');
  await manager.act('督办', { 督办意见: '请今天决定是否受理，并说明原因。' });
  await manager.sees('已督办');
  await manager.close();

  const lead = await system.open('demo-hrss-lead', WORKBENCH);
  await lead.press(/窗口不收材料/);
  await lead.act('答复督办', { 办理情况: '经办人休假，已改由他人办理。' });
  await lead.sees('经办人休假，已改由他人办理。');
  await lead.press('受理');
  await lead.press('确认受理');
  await lead.sees('办理中');
  await system.at('2026-09-24T10:00');
});

describe('a call is taken down', () => {
  let no = '';

  test('with the knowledge beside the form and the earlier tickets of the number; the caller hears the number and the day', async () => {
    await system
      .citizen('ivy')
      .file({ title: '社保转移要多久', serviceId: 'S001', contact: { phone: '13900001111' } });
    const hand = await system.open('demo-operator', WORKBENCH);
    await hand.press('来电登记');
    await hand.type('电话', '13900001111');
    await hand.sees('这个号码以前的件');
    await hand.sees('社保转移要多久');
    await hand.type('说了什么', '收不到验证码怎么办');
    await hand.sees('知识库里有，可以直接答复');
    await hand.press(/^补充姓名/);
    await hand.type('怎么称呼', '常青');
    await hand.press('收不到验证码怎么办？');
    await hand.sees(/手机号码/);
    await hand.press('登记');
    await hand.sees('已登记，请告诉对方');
    await hand.sees(/最迟 .*周. 答复/);
    no = /[A-Z]{2}\d{8}-[A-Z0-9-]+/.exec(await hand.text())?.[0] ?? '';
    expect(no).not.toBe('');
  });

  test('later the caller makes the ticket an own one by its number and the phone', async () => {
    const hand = await system.open('ivy-2', '/pages/tickets/index');
    await hand.press('打电话登记过？用工单号认领');
    await hand.type('工单号', no);
    await hand.type('登记时的姓名', '常青');
    await hand.type('登记时的电话', '13900002222');
    await hand.press('认领');
    await hand.page
      .getByRole('dialog')
      .getByText(/没有|不/)
      .first()
      .waitFor();
    await hand.type('登记时的电话', '13900001111');
    await hand.press('认领');
    expect(await hand.ticketNo()).toBe(no);
    await hand.sees('最迟答复您');
  });
});

test('in the wide window list and ticket stand side by side and keys do the triage', async () => {
  const first = await system.citizen('jing').file({ title: '第一件：路灯坏了', text: '路灯坏了三盏。' });
  const second = await system.citizen('jing').file({ title: '第二件：井盖松动', text: '井盖松动。' });
  const hand = await system.open('demo-operator', WORKBENCH, { screen: 'wide' });
  const beside = hand.page.locator('.beside');
  const open = async (title: string): Promise<void> => {
    await beside.getByText(title).first().waitFor();
  };
  await hand
    .thing(/第一件：路灯坏了/)
    .first()
    .waitFor();
  await hand
    .thing(/第一件：路灯坏了/)
    .first()
    .click();
  await open('第一件：路灯坏了');
  const order = await hand.page
    .locator('.list [data-no]')
    .evaluateAll(all => all.map(one => one.getAttribute('data-no')));
  const step = order.indexOf(second.no) - order.indexOf(first.no);
  for (let i = 0; i < Math.abs(step); i += 1) await hand.page.keyboard.press(step > 0 ? 'j' : 'k');
  await open('第二件：井盖松动');

  // 1 is the first act, then the first unit that is offered; what is typed into the form is text, Ctrl and Enter confirm.
  await hand.page.keyboard.press('1');
  await hand.page.keyboard.press('1');
  await hand.type('分办说明', 'jk1');
  await hand.page.keyboard.press('Control+Enter');
  // The next one opens by itself.
  await hand.sees(/“第二件：井盖松动”：“分办”已办好。/);
  await hand.thing('回到这件').waitFor();
  await beside.getByText('第二件：井盖松动').first().waitFor({ state: 'detached' });
  expect((await system.staff('demo-operator').get(second.no)).state).toBe('dispatched');

  await hand
    .thing(/第一件：路灯坏了/)
    .first()
    .click();
  await open('第一件：路灯坏了');
  await hand.page.keyboard.press('Enter');
  await hand.page.waitForURL(/packages%2Fstaff%2Fticket|packages\/staff\/ticket/);
});
