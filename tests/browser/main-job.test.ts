import type { Pointing } from '../support/browser';
import { useRealSystem } from '../support/real-system';

/**
 * The main job on the real system, done by hand as citizen, operator, handler, lead and manager. It begins on Thursday
 * 2026-09-24 at 10:00; Mid-Autumn Festival and National Day lie ahead, with make-up days.
 */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const CITIZEN = '/pages/home/index';
const WORKBENCH = '/pages/workbench/index';

const photo = {
  name: '工资条.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

describe.each<Pointing>(['mouse', 'touch'])('a complaint without a service, by %s', pointing => {
  const citizen = `citizen-${pointing}`;
  const title = '装修公司拖欠三个月工资';
  let no = '';

  test('the citizen files it with a photo; a double tap files it once', async () => {
    await system.at('2026-09-24T10:00');
    const hand = await system.open(citizen, CITIZEN, { pointing });
    await hand.press(/我要投诉/);
    await hand.type('什么事', `${title}，多次催要没有结果，请督促支付。`);
    const chooser = hand.page.waitForEvent('filechooser');
    await hand.press('添加照片');
    await (await chooser).setFiles(photo);
    await hand.thing('查看照片').waitFor();
    // What is guessed from the text is only proposed: this person leaves it to the operator.
    await hand.press(/^属于哪一类/);
    await hand.press('不确定由工作人员帮您判断');
    await hand.press('联系方式、替别人提交等（选填）');
    await hand.type('标题', title);
    await hand.type('您的姓名', '王小明');
    await hand.type('联系电话', '13800138000');

    // Without consent nothing is sent.
    await hand.press('提交');
    await hand.sees('请先同意个人信息处理规则');
    await hand.press('同意个人信息处理规则');
    const submit = hand.thing('提交').first();
    await submit.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    no = await hand.ticketNo();
    const { tickets } = await system.citizen(citizen).call<{ tickets: { no: string }[] }>('ticket.list');
    expect(tickets.map(ticket => ticket.no)).toEqual([no]);
  });

  test('sees the promise first, with its weekday, and why it is that day', async () => {
    const hand = await system.open(citizen, `/packages/citizen/ticket/index?no=${no}`, { pointing });
    await hand.sees('最迟答复您');
    await hand.sees('10 月 30 日 周五');
    await hand.sees('剩 21 个工作日');
    await hand.press('为什么是这天 ›');
    await hand.sees('10 月 10 日 周六');
    await hand.sees(/国庆节/);
    await hand.press('关闭');
    await hand.thing(/^附件 1/).waitFor();
  });

  test('the operator reads what to do by when, corrects the kind, and dispatches by a suggestion', async () => {
    const hand = await system.open('demo-operator', WORKBENCH, { pointing });
    await hand.press(new RegExp(title));
    await hand.sees('9 月 28 日 周一 前：分办');
    await hand.act('分类', {}, ['办事业务']);
    await hand.act('分办', {}, [/^选 .*人力资源和社会保障/]);
    await hand.sees('待受理');
  });

  test('the handler accepts in time and asks the citizen for more', async () => {
    const { unit } = await system.staff('demo-operator').get(no);
    const hand = await system.open(`demo-${unit?.id}-handler`, WORKBENCH, { pointing });
    await hand.press(new RegExp(title));
    await hand.sees(/前：决定是否受理/);
    await hand.act('受理');
    await hand.sees(/前：答复/);
    await hand.act('请群众补充', { 需要补充什么: '请补充劳动合同的照片。' });
    await hand.sees('等群众补充');
  });

  test('the citizen reads the request and supplements', async () => {
    const hand = await system.open(citizen, '/pages/tickets/index', { pointing });
    await hand.sees('等您补充');
    await hand.press(new RegExp(title));
    await hand.sees('请补充劳动合同的照片。');
    await hand.act('补充', { 补充内容: '合同在老板手里，我只有工作群的记录。' });
    await hand.sees('合同在老板手里，我只有工作群的记录。');
    await hand.press('催一催');
    await hand.sees('已转告承办单位');
  });

  test('the handler replies, the citizen is not satisfied', async () => {
    const { unit } = await system.staff('demo-operator').get(no);
    const staff = await system.open(
      `demo-${unit?.id}-handler`,
      `/packages/staff/tickets/ticket/index?no=${no}`,
      {
        pointing,
      },
    );
    await staff.act('答复', { 答复内容: '已责令公司十日内支付拖欠的工资。' });
    await staff.sees('已答复');
    await staff.close();
    const hand = await system.open(citizen, `/packages/citizen/ticket/index?no=${no}`, { pointing });
    await hand.sees('已责令公司十日内支付拖欠的工资。');
    await hand.act('评价', { 说说原因: '公司还是没有付。' }, ['非常不满意', '没有解决问题']);
    await hand.sees('您的评价：非常不满意');
    await hand.sees('整改结果最迟告诉您');
  });

  test('the handler calls back on the next working day, rectifies, and the citizen reads the outcome', async () => {
    await system.at('2026-09-28T10:30');
    const { unit } = await system.staff('demo-operator').get(no);
    const staff = await system.open(
      `demo-${unit?.id}-handler`,
      `/packages/staff/tickets/ticket/index?no=${no}`,
      {
        pointing,
      },
    );
    await staff.act('登记联系情况', { 联系情况: '已电话说明付款安排。' }, ['是']);
    await staff.sees('已电话说明付款安排。');
    // When the citizen was reached is on record: nobody is asked for it again.
    await staff.act('反馈整改结果', { 整改结果: '工资已于今天到账，公司书面致歉。' });
    await staff.sees('“反馈整改结果”已办好。');
    await staff.sees('已办结');
    await staff.close();
    const hand = await system.open(citizen, `/packages/citizen/ticket/index?no=${no}`, { pointing });
    await hand.sees('工资已于今天到账，公司书面致歉。');
  });
});
