import type { Hand } from '../support/hand';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/**
 * Service applications by hand: each procedure from the form that starts it to its end, by all who take part in it, under
 * both rule sets. It begins on Monday 2026-10-12, a working day; the calendar of the year is known.
 */
const system = useRealSystem({ now: '2026-10-12T10:00' });
const TICKET = (no: string) => `/packages/staff/tickets/ticket/index?no=${no}`;
const FORM = (kind: string) => `/packages/staff/procedures/open/index?kind=${kind}`;
const SERVICE = (id: string) => `/packages/staff/services/service/index?id=${id}`;

const photo = {
  name: '盖章.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

const operator = system.staff('demo-operator');
const activate = (id: string): Promise<unknown> =>
  system.staff('demo-manager').call('ruleset.activate', { id, version: 1 });

/** Opens the ticket as somebody, and takes acts of it. */
const handle = async (as: string, no: string, ...steps: ((hand: Hand) => Promise<void>)[]): Promise<void> => {
  const hand = await system.open(as, TICKET(no));
  for (const step of steps) await step(hand);
  await hand.close();
};
const act =
  (label: string, fields: Record<string, string> = {}, choices: (string | RegExp)[] = []) =>
  (hand: Hand): Promise<void> =>
    hand.act(label, fields, choices);
const sees =
  (text: string | RegExp) =>
  (hand: Hand): Promise<void> =>
    hand.sees(text);

const attach = async (hand: Hand, label: string): Promise<void> => {
  await hand.press(`添加${label}`);
  const chooser = hand.page.waitForEvent('filechooser');
  await hand.press('拍照或选照片');
  await (await chooser).setFiles(photo);
  await hand.thing('查看照片').first().waitFor();
};
const find = async (hand: Hand, field: string | RegExp, name: string): Promise<void> => {
  await hand.press(field);
  await hand.type('输入名称查找', name);
  await hand.press(new RegExp(`^${name}`));
};
/** Chooses day and minute by the phone's own wheels. */
const pick = async (hand: Hand, label: string, day: string, time?: string): Promise<void> => {
  const wheel = (column: number, name: string): Promise<void> =>
    hand.page.locator('.wx-picker-column').nth(column).getByRole('option', { name, exact: true }).click();
  const [month, date] = day.split('-').map(Number);
  await hand.press(new RegExp(`^${label}，选日期`));
  await wheel(1, `${month} 月`);
  await wheel(2, `${date} 日`);
  await hand.press('确定');
  if (!time) return;
  await hand.press(new RegExp(`^${label}，选时间`));
  await wheel(0, time.slice(0, 2));
  await wheel(1, time.slice(3));
  await hand.press('确定');
};
/** A tap while one page gives way to another is not taken, as on a phone: it is tapped again. */
const pressUntil = async (hand: Hand, name: string | RegExp, text: string): Promise<void> => {
  const there = hand.page.getByText(text).filter({ visible: true }).first();
  for (let tries = 0; tries < 4; tries += 1) {
    await hand.press(name);
    const came = await there.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (came) return;
  }
  await hand.sees(text);
};
const submit = async (hand: Hand): Promise<string> => {
  await hand.press(/^提交/);
  return hand.ticketNo();
};

const verified = { 验证人: '运营甲', '验证情况（怎样验证、结果如何）': '真机办理三笔，结果一致。' };

describe('a fault (G-3.2.4, G-3.3.3)', () => {
  let no = '';

  test('the unit finds its service in the register and reports; what was typed survives, nothing is sent twice', async () => {
    const hand = await system.open('demo-hrss-handler', '/packages/staff/services/list/index');
    await hand.type('服务名称、别名或编号', '社会保障卡申领');
    await hand.press(/^社会保障卡申领/);
    await hand.sees('● 正常');
    await hand.press('报告异常');
    await hand.press(/^提交/);
    await hand.sees('请填写群众遇到什么情况');
    await hand.type('群众遇到什么情况', '提交申请时一直转圈，无法提交。');
    await hand.set({ online: false });
    await hand.press(/^提交/);
    await hand.sees(/没有连上网络/);
    await hand.set({ online: true });
    await hand.back();
    await pressUntil(hand, '报告异常', '上次没有提交的内容还在，可以接着填。');
    no = await submit(hand);
    await hand.sees('10 月 13 日 周二 前：解决应用异常');
    const { tickets } = await system
      .staff('demo-hrss-handler')
      .call<{ tickets: unknown[] }>('ticket.queue', { view: 'all', kind: 'fault' });
    expect(tickets).toHaveLength(1);
    await hand.act('报告已修复', { 原因: '证书过期。', 处理措施: '已更换证书。' });
  });

  test('citizens see it on the service, with its notice; who follows is told, and follows no longer', async () => {
    const hand = await system.open('follower', '/packages/citizen/services/index');
    await hand.type('找服务，例如：社保卡', '社会保障卡申领');
    await hand.sees('■ 有故障');
    // Others are down as well: the list has to be the one that was asked for.
    await hand.sees(/“社会保障卡申领”出现异常/);
    await hand.thing('恢复后通知我').nth(1).waitFor({ state: 'hidden' });
    await hand.press('恢复后通知我');
    await hand.sees('恢复后会通知您');
    await hand.press(/“社会保障卡申领”出现异常/);
    await hand.press('不再通知');
    await hand.press('有变化通知我');
    await hand.sees('有变化会通知您。');
  });

  test('the operator finds it by its kind, verifies, and reports the result; the manager reads it', async () => {
    const hand = await system.open('demo-operator', '/pages/workbench/index');
    await hand.press('查找');
    await hand.press(/^工单种类/);
    await hand.page.getByRole('option', { name: '应用异常', exact: true }).click();
    await hand.press('确定');
    await hand.press(/社会保障卡申领异常/);
    await hand.sees(/前：验证修复/);
    await hand.act('验证通过，恢复服务', verified);
    await hand.act('反馈处理情况并办结', { 处理情况: '证书已更换，服务正常。' });
    await hand.close();
    await handle('demo-manager', no, sees('已更换证书。'), sees('证书已更换，服务正常。'));
    await system.at('2026-10-12T10:30');
    const { messages } = await system
      .citizen('follower')
      .call<{ messages: { text: string }[] }>('inbox.list');
    expect(messages[0]?.text).toContain('已恢复');
  });
});

/** `npm test` walks the first by hand; scenario tests go through both. */
const ruleSets = { 'gdzw-0001.5-2019': 'approve', 'ganfutong-draft-2025-06': 'file' };

describe.each(someOf(Object.entries(ruleSets), (_one, index) => index === 0))('under %s', (ruleSet, mode) => {
  const approves = mode === 'approve';
  const day = approves ? '2026-10-12' : '2026-10-19';
  const planned = approves ? '10-15' : '10-22';
  const last = approves ? '10-16' : '10-23';

  beforeAll(async () => {
    await system.at(`${day}T11:00`);
    await activate(ruleSet);
  });

  test('G-2.1b1, J-10b, J-10c: a listing, with the report of its self-test', async () => {
    const hand = await system.open('demo-hrss-lead', FORM('listing'));
    const name = `就业见习补贴${approves ? '一' : '二'}`;
    await hand.type('服务名称（群众看到的）', name);
    await hand.press('广东省');
    await hand.press('人力资源和社会保障厅');
    await hand.press('网页');
    await hand.type('小程序 AppID（或 #小程序:// 链接）、网址', 'https://service.banjie.example/jobs');
    await hand.type('负责人', '何负责');
    await hand.type('负责人电话', '020-83330002');
    await hand.type('技术联系人', '吴技术');
    await hand.type('技术联系人电话', '020-83330003');
    await pick(hand, '计划上架日期', planned);
    await hand.press(/^提交/);
    await hand.sees(/请(填写|选择)全流程自测报告/);
    await attach(hand, '全流程自测报告');
    const no = await submit(hand);
    await hand.close();
    await handle('demo-operator', no, act('核查通过', { '核查情况（材料、自测报告）': '材料齐全。' }));
    if (approves) await handle('demo-manager', no, act('同意上架'), sees('已同意，待上架'));
    else await handle('demo-manager', no, sees('已报备，待上架'));
    await system.at(`2026-${planned}T10:00`);
    await handle(
      'demo-operator',
      no,
      act('上架', { 验证人: '运营甲', '验证情况（能打开、能办理）': '真机打开三次。' }),
      sees('已上架'),
    );
    const { services } = await system
      .citizen('someone')
      .call<{ services: { name: string; state: string }[] }>('service.list', { query: name });
    expect(services).toEqual([expect.objectContaining({ name, state: 'online' })]);
  });

  test('G-3.2.2a–c, J-11a: a withdrawal by a written application; the notice stands before the execution', async () => {
    const id = approves ? 'S004' : 'S005';
    const hand = await system.open('demo-hrss-handler', SERVICE(id));
    await hand.sees('可以发起');
    await hand.press('调整或撤销');
    await hand.press('撤销');
    await hand.type('理由和依据', '政策到期。');
    await hand.type('群众会看到什么变化', '不再受理新的申请。');
    await hand.type('群众可以怎么办（撤销时必填）', '可到当地人社窗口办理。');
    await pick(hand, '计划执行日期', last);
    await attach(hand, '盖章的书面申请');
    const no = await submit(hand);
    await hand.close();
    if (approves) await handle('demo-manager', no, act('同意，下达工单'), sees('已下达工单'));
    await handle('demo-operator', no, async desk => {
      await desk.press('安排执行并发公告');
      await pick(desk, '执行时间', last, '20:00');
      await desk.press('确认安排执行并发公告');
      await desk.sees('群众看到的公告');
    });
    await system.at(`2026-${last}T20:05`);
    const result = { 执行结果: '已停止服务。' };
    if (approves) {
      await handle(
        'demo-operator',
        no,
        act('执行工单', { 执行步骤: '1. 核对工单；2. 停止服务；3. 检查显示。' }),
        act('验证通过', verified),
        act('反馈执行结果并办结', result),
        sees('已办结'),
      );
    } else {
      await operator.act(no, 'execute', { stepLog: '1. 核对工单；2. 停止服务；3. 检查显示。' });
      await operator.act(no, 'verify', { verifier: '运营甲', evidence: '真机查看，显示已停止。' });
      await handle('demo-operator', no, act('反馈执行结果并办结', result), sees('已办结'));
    }
    const unit = await system.open('demo-hrss-lead', SERVICE(id));
    await unit.sees('■ 已撤销');
    await unit.sees(no);
  });
});

describe('maintenance, emergency delisting, releases, major faults', () => {
  beforeAll(async () => {
    await activate('gdzw-0001.5-2019');
    await system.at('2026-10-26T10:00');
  });

  test('G-3.2.3a–b: maintenance is planned on the calendar, announced, shown while it runs, and verified', async () => {
    const hand = await system.open('demo-hsa-handler', '/packages/staff/services/maintenance/index');
    await hand.sees('2026 年 10 月');
    await hand.press('报备升级维护或重大活动');
    await hand.press('系统升级');
    await find(hand, /哪项服务/, '异地就医备案');
    await pick(hand, '开始时间', '10-30', '22:00');
    await pick(hand, '结束时间', '10-30', '21:00');
    await hand.type('期间什么不能用（会写进公告）', '期间不能备案，也不能查询。');
    await hand.type('群众可以怎么办（会写进公告）', '请改在第二天办理。');
    await hand.press(/^提交/);
    await hand.sees(/结束时间要晚于开始时间/);
    await pick(hand, '结束时间', '10-31', '02:00');
    const no = await submit(hand);
    await hand.close();
    await handle('demo-operator', no, act('确认并发布公告'), sees('公告已发布，待开始'));
    const plan = await system.open('demo-gz-local', '/packages/staff/services/maintenance/index');
    await plan.press(/^10 月 30 日.*1 次维护/);
    await plan.sees(/10 月 30 日 周五 22:00/);
    await plan.close();
    await system.at('2026-10-30T22:30');
    const citizen = await system.open('someone', '/packages/citizen/services/index');
    await citizen.type('找服务，例如：社保卡', '异地就医备案');
    await citizen.sees('▲ 维护中');
    await citizen.close();
    await handle(
      'demo-hsa-handler',
      no,
      act('验证通过，确认结束', { ...verified, 验证人: '经办甲' }),
      sees('已结束'),
    );
  });

  test('J-11b–c: emergency delisting after an oral report, with the written filing', async () => {
    await system.at('2026-11-02T10:00');
    const hand = await system.open('demo-hsa-lead', FORM('emergency-delisting'));
    await find(hand, /要下架的服务/, '异地就医备案');
    await hand.type('向谁口头报告（单位、职务）', '管理方值班负责人');
    await pick(hand, '口头报告时间', '11-2', '09:30');
    await hand.press('电话');
    await hand.type('谁报告的', '赵值班');
    await hand.type('为什么暂停（群众看到）', '办理结果显示有误，暂停使用。');
    await hand.type('群众可以怎么办', '可到医保经办窗口办理。');
    const no = await submit(hand);
    await hand.close();
    await handle('demo-operator', no, act('下架并发布公告'), sees('群众看到的公告'));
    await handle('demo-hsa-lead', no, async lead => {
      await lead.sees('11 月 3 日 周二 前：书面报备');
      await lead.press('书面报备');
      await attach(lead, '盖章的书面报备');
      await lead.type('情况说明', '数据核对有误，已暂停，正在更正。');
      await lead.press('确认书面报备');
      await lead.sees('盖章的书面报备');
    });
    await handle('demo-manager', no, sees('数据核对有误，已暂停，正在更正。'));
  });

  test('G-3.3.4a–b, A12: a release that changes the login is major and waits for the manager', async () => {
    const hand = await system.open('demo-operator', FORM('release'));
    await hand.type('版本号（如 1.4.2）', '2.0.0');
    await hand.press('登录方式');
    await hand.type('改动内容和影响范围', '登录页改为刷脸登录。');
    await pick(hand, '计划发布日期', '11-4');
    await hand.type('回退方案', '出现问题时退回上一版本。');
    const no = await submit(hand);
    await hand.act(
      '登记测试结果',
      { 测试人: '测试甲', 测试情况: '登录和认证各测十次。', 代码版本标识: 'a1b2c3d' },
      ['通过'],
    );
    await hand.sees('待管理方同意');
    await hand.close();
    await handle('demo-manager', no, act('同意发布'), sees('可提交平台审核'));
    await system.at('2026-11-04T10:00');
    await operator.act(no, 'submitReview', {});
    await operator.act(no, 'reviewPassed', {});
    await handle(
      'demo-operator',
      no,
      act('灰度发布', { '发布给百分之几的用户（只能增加）': '10' }),
      act('全量发布'),
      act('发布后验证通过', verified),
      sees('已验证'),
    );
  });

  test('J-16c: a major fault in two taps from the desk; calls are ticked off; over, and closed with a report', async () => {
    const hand = await system.open('demo-operator', '/pages/workbench/index');
    await hand.press('一键报告重大故障');
    await find(hand, /受影响的服务/, '住房公积金提取');
    await hand.press('不能提交办理');
    const no = await submit(hand);
    await hand.sees(/^电话通知，还有/);
    const left = await hand.thing(/^已通知到/).count();
    await hand.press(/^没接通/);
    await hand.sees(/▲ .*未接通/);
    await hand.press(/^已通知到/);
    await hand.sees(/● .*已通知/);
    expect(await hand.thing(/^已通知到/).count()).toBe(left - 1);
    await hand.act('已恢复，解除', { 验证人: '运营甲', 怎样验证已经恢复: '真机提交三次均成功。' });
    await hand.act('提交处置报告并办结', {
      原因: '网络中断。',
      处置经过: '切换线路。',
      防止再发生的措施: '增加备用线路。',
    });
    await hand.sees('已办结');
    await hand.close();
    await handle('demo-manager', no, sees('增加备用线路。'));
  });
});

describe('notices', () => {
  test('the unit drafts one for its service, and reads at once what citizens would not understand', async () => {
    const hand = await system.open('demo-hrss-handler', '/packages/staff/notices/list/index');
    await hand.press('写公告');
    await hand.press('维护提示');
    await find(hand, /哪项服务/, '社会保障卡申领');
    await pick(hand, '从什么时候开始', '11-10', '22:00');
    await pick(hand, '到什么时候结束', '11-10', '23:00');
    await hand.press('按模板写标题和正文');
    await hand.type('正文', '“社会保障卡申领”11 月 10 日晚上数据库割接，不能申领。');
    await hand.sees(/“割接”群众看不懂/);
    await hand.type('正文', '“社会保障卡申领”11 月 10 日 22:00 至 23:00 升级，期间不能申领。');
    await hand.type('这段时间可以怎么办', '请改在第二天办理。');
    await hand.press('存草稿，交运营方发布');
    await hand.sees('已存好');
  });

  test('the operator publishes it, citizens read and share it, and it is withdrawn with a reason', async () => {
    const hand = await system.open('demo-operator', '/packages/staff/notices/list/index');
    await hand.press('草稿');
    await hand.press(/“社会保障卡申领”升级维护/);
    await hand.press('发布');
    await hand.press('看群众看到的样子');
    await hand.sees('请改在第二天办理。');
    await hand.thing('转发给别人').waitFor();
    const id = /id=(GG[\w-]+)/.exec(decodeURIComponent(hand.page.url()))?.[1];
    await hand.back();
    await hand.press('撤下');
    await hand.press('确认撤下');
    await hand.sees('请写明为什么撤下');
    await hand.type('为什么撤下', '改期。');
    await hand.press('确认撤下');
    await hand.sees('这份公告已结束。');
    expect(id).toBeDefined();
    const { notices } = await system
      .citizen('someone')
      .call<{ notices: { id: string }[] }>('notice.list', { serviceId: 'S001' });
    expect(notices.map(notice => notice.id)).not.toContain(id);
  });
});
