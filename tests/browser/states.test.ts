import type { Route } from 'playwright-core';
import type { Hand } from '../support/hand';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/** What each page says while it waits, when nothing is there, when something is wrong; and that nothing typed is lost. */
const system = useRealSystem({ now: '2026-09-24T10:00' });

type Answer = 'as it is' | 'none yet' | { code: string; message: string };

/** Stands between phone and cloud: lets calls pass, keeps them waiting, or answers an error. */
async function between(hand: Hand): Promise<{ answer: Answer }> {
  const state: { answer: Answer } = { answer: 'as it is' };
  const handle = (route: Route): Promise<void> => {
    const { answer } = state;
    if (answer === 'as it is') return route.fallback();
    if (answer === 'none yet') return new Promise(() => undefined);
    const error = { ...answer, errorNo: '20260924-ABCDEF' };
    return route.fulfill({ json: { result: { ok: false, error }, errMsg: 'cloud.callFunction:ok' } });
  };
  await hand.page.route('**/call/**', handle);
  return state;
}

const known: Record<string, string> = {};
type Place = [name: string, as: string, page: string, content: string | RegExp];
const places: Place[] = [
  ['my tickets', 'states', '/pages/tickets/index', '窗口不收材料'],
  ['a ticket', 'states', '/packages/citizen/ticket/index?no=TICKET', '最迟答复您'],
  ['services', 'states', '/packages/citizen/services/index', '不动产信息查询'],
  ['notices', 'states', '/packages/citizen/notices/index', '医保电子凭证系统升级'],
  ['inbox', 'states', '/packages/citizen/inbox/index', /已收到/],
  ['the workbench', 'demo-hrss-handler', '/pages/workbench/index', '窗口不收材料'],
  ['the board', 'demo-manager', '/packages/staff/desk/board/index', '本周新增'],
  ['handling', 'demo-hrss-handler', '/packages/staff/tickets/ticket/index?no=TICKET', /决定是否受理/],
  ['a notice', 'states', '/packages/citizen/notice/index?id=N03', '住房公积金提取提交异常'],
  ['public outcomes', 'states', '/packages/citizen/disclosed/index', '还没有公开的办理结果'],
  ['the staff inbox', 'demo-hrss-handler', '/packages/citizen/inbox/index?staff=1', /新收到/],
  ['the own address', 'demo-hrss-handler', '/packages/staff/desk/address/index', '需要您尽快处理的消息'],
];
/** One of each kind: a list and one thing, of a citizen and of staff, and what is public. The others in the long form. */
const ofEachKind = new Set(['my tickets', 'a ticket', 'the workbench', 'handling', 'public outcomes']);
/** Pages that have something to show also without the cloud: they say what is missing, and get it by 重试. */
const alwaysThere: Place[] = [
  ['home', 'states', '/pages/home/index', '窗口不收材料'],
  ['mine', 'unread', '/pages/mine/index', /1 条没看/],
  ['privacy', 'states', '/packages/citizen/privacy/index', /版本 2026-11/],
];
const addressOf = (page: string): string => page.replace('TICKET', known['TICKET'] ?? '');

beforeAll(async () => {
  const { no } = await system
    .citizen('states')
    .file({ kind: 'complaint', serviceId: 'S001', title: '窗口不收材料' });
  known['TICKET'] = no;
  await system.citizen('unread').file();
  await system.at('2026-09-24T10:01');
});

test.each(someOf(places, ([name]) => ofEachKind.has(name)))(
  '%s: waits, says what is wrong, and shows its content after a retry',
  async (_name, as, page, content) => {
    const hand = await system.open(as);
    const cloud = await between(hand);
    cloud.answer = 'none yet';
    await hand.open(addressOf(page));
    await hand.page.getByLabel('正在加载').first().waitFor();

    cloud.answer = { code: 'internal', message: '系统出了点问题，请稍后重试。' };
    await hand.open(addressOf(page));
    await hand.sees('系统出了点问题，请稍后重试。');
    await hand.sees(/20260924-ABCDEF/);

    cloud.answer = 'as it is';
    await hand.set({ online: false });
    await hand.press('重试');
    await hand.sees(/没有连上网络/);
    await hand.set({ online: true });
    await hand.press('重试');
    await hand.sees(content);
  },
);

test.each(alwaysThere)(
  '%s: is there, says what is wrong, and is complete after a retry',
  async (_name, as, page, content) => {
    const hand = await system.open(as);
    const cloud = await between(hand);
    await hand.page.evaluate(() => localStorage.clear());
    cloud.answer = { code: 'internal', message: '系统出了点问题，请稍后重试。' };
    await hand.open(page);
    await hand.sees(/系统出了点问题，请稍后重试。（错误编号 20260924-ABCDEF）/);
    cloud.answer = 'as it is';
    await hand.set({ online: false });
    await hand.press('重试');
    await hand.sees(/没有连上网络/);
    await hand.set({ online: true });
    await hand.press('重试');
    await hand.sees(content);
  },
);

test('asking: waits, says what is wrong, and asks again without typing again', async () => {
  const hand = await system.open('states', '/pages/ask/index');
  const cloud = await between(hand);
  await hand.type('例如：社保卡丢了怎么补办？', '收不到验证码怎么办？');
  cloud.answer = { code: 'rate-limited', message: '今天问得太多了，请明天再问，或拨打 12345。' };
  await hand.press('发送');
  await hand.sees(/今天问得太多了.*（错误编号 20260924-ABCDEF）/);
  cloud.answer = 'as it is';
  await hand.set({ online: false });
  await hand.press('再问一次');
  await hand.sees(/没有连上网络/);
  await hand.set({ online: true, slowSeconds: 1 });
  await hand.press('再问一次');
  await hand.sees('正在找答案……');
  await hand.sees(/运营方 · .*更新/);
});

test.each([
  ['a ticket of somebody else', 'stranger', '/packages/citizen/ticket/index?no=TICKET'],
  ['a ticket of another unit', 'demo-psb-handler', '/packages/staff/tickets/ticket/index?no=TICKET'],
  ['the workbench without a role', 'stranger', '/pages/workbench/index'],
  ['the board of a partner', 'demo-partner', '/packages/staff/desk/board/index'],
  ['an address of staff without a role', 'stranger', '/packages/staff/desk/address/index'],
  ['a notice that does not exist', 'stranger', '/packages/citizen/notice/index?id=N99'],
])('%s: says so, names a number to quote, shows nothing of it', async (_name, as, page) => {
  const hand = await system.open(as, addressOf(page));
  await hand.sees(/错误编号 \d{8}-/);
  await hand.thing('重新查看').first().waitFor();
  expect(await hand.text()).not.toContain('窗口不收材料');
});

test('the staff inbox leads to the staff view; what was looked at is read, also on another phone', async () => {
  const hand = await system.open('demo-hrss-lead', '/pages/workbench/index');
  await system.staff('demo-manager').act(known['TICKET'] ?? '', 'supervise', { text: '请抓紧办理。' });
  await system.at('2026-09-24T10:02');
  const unread = async (): Promise<number> =>
    (await system.staff('demo-hrss-lead').call<{ unread: number }>('inbox.list')).unread;
  await hand.press(/^工作消息/);
  await hand.sees('新');
  const before = await unread();
  await hand.press(/督办/);
  await hand.sees(/决定是否受理/);
  // Said by the cloud, not by what is left out of a page that could not ask it.
  expect(await unread()).toBeLessThan(before);
  await hand.press('返回');
  await hand.press('全部设为已看');
  // Only what has not been looked at is called new.
  await hand.page.waitForFunction(
    () => !document.body.innerText.split('\n').some(line => /^(\d+ 条)?新$/.test(line.trim())),
  );
  expect(await unread()).toBe(0);
  const other = await system.open('demo-hrss-lead', '/pages/mine/index');
  await other.thing('消息').waitFor();
});

test.each<[string, string | RegExp, string]>([
  ['demo-security', '核对办理记录', '开始核对'],
  ['demo-partner', /^工作消息/, '还没有消息'],
])('%s has a desk without tickets, whose entry opens', async (as, entry, content) => {
  const hand = await system.open(as, '/pages/workbench/index');
  await hand.sees(/待办的都办完了/);
  await hand.press(entry);
  await hand.sees(content);
});

test('the security officer checks all tickets and reads the journal of one (J-26)', async () => {
  const hand = await system.open('demo-security', '/packages/staff/oversight/audit/index');
  await hand.press('开始核对');
  await hand.sees(/● \d+ 件工单的记录都完整/);
  await hand.type('工单号', known['TICKET'] ?? '');
  await hand.press('查看记录');
  await hand.sees(/● 记录完整，共 \d+ 条/);
  await hand.sees('1. 提交');
});

test('what was read stays on the screen when the network goes', async () => {
  const hand = await system.open('states', '/pages/tickets/index');
  await hand.sees('窗口不收材料');
  await hand.set({ online: false });
  await hand.press('首页');
  await hand.sees(/没有连上网络/);
  await hand.press('我的件');
  await hand.sees(/没有连上网络/);
  await hand.sees('窗口不收材料');
});

test.each([
  ['my tickets', 'nobody', '/pages/tickets/index', '没有办理中的件'],
  ['inbox', 'nobody', '/packages/citizen/inbox/index', '还没有消息'],
  ['public outcomes', 'nobody', '/packages/citizen/disclosed/index', '还没有公开的办理结果'],
  ['the workbench', 'demo-mca-handler', '/pages/workbench/index', '待办的都办完了'],
])('%s: says so when nothing is there', async (_name, as, page, words) => {
  const hand = await system.open(as, page);
  await hand.sees(words);
});

test('each error to an act is told in words, with the number to quote where help is needed, and the typed text stays', async () => {
  const codes = [
    'unauthenticated',
    'forbidden',
    'not-found',
    'invalid',
    'unsafe-content',
    'rate-limited',
    'wrong-state',
    'conflict',
    'unavailable',
    'internal',
  ];
  const hand = await system.open(
    'demo-hrss-handler',
    `/packages/staff/tickets/ticket/index?no=${known['TICKET']}`,
  );
  await hand.press('请群众补充');
  await hand.type('需要补充什么', '请补充照片。');
  const cloud = await between(hand);
  for (const code of codes) {
    cloud.answer = { code, message: `这一步没有办成（${code}）。` };
    await hand.press('确认请群众补充');
    await hand.sees(new RegExp(`这一步没有办成（${code}）`));
    await (code === 'invalid' ? hand.misses(/20260924-ABCDEF/) : hand.sees(/20260924-ABCDEF/));
    const typed = hand.page.getByRole('textbox', { name: '需要补充什么' });
    expect(await typed.inputValue()).toBe('请补充照片。');
  }
});

const startFiling = async (as: string, text: string): Promise<Hand> => {
  const hand = await system.open(as, '/packages/citizen/file/index?kind=complaint');
  await hand.type('什么事', text);
  await hand.press('同意个人信息处理规则');
  return hand;
};
const filed = async (as: string): Promise<number> =>
  (await system.citizen(as).call<{ tickets: object[] }>('ticket.list')).tickets.length;

test('offline while filing: nothing is lost, and it is filed once when the network is back', async () => {
  const hand = await startFiling('offline', '窗口排队两小时没有人叫号。');
  await hand.set({ online: false });
  await hand.press('提交');
  await hand.sees(/没有连上网络/);
  expect(await filed('offline')).toBe(0);
  await hand.set({ online: true });
  await hand.press('提交');
  await hand.ticketNo();
  expect(await filed('offline')).toBe(1);
});

test('the answer is lost on its way: the second sending finds the first, filed once', async () => {
  const hand = await startFiling('lost', '窗口排队两小时没有人叫号。');
  let isLost = false;
  await hand.page.route('**/call/citizen', async route => {
    if (isLost || !route.request().postData()?.includes('"ticket.file"')) return route.continue();
    isLost = true;
    await route.fetch();
    await route.abort();
  });
  await hand.press('提交');
  await hand.sees(/请稍后重试/);
  expect(await filed('lost')).toBe(1);
  hand.errors.splice(0); // The browser itself reports the broken connection.
  await hand.press('提交');
  await hand.ticketNo();
  expect(await filed('lost')).toBe(1);
});

test('an answer that takes 10 s: the button says so, taps meanwhile file nothing more', async () => {
  const hand = await startFiling('slow', '窗口排队两小时没有人叫号。');
  await hand.set({ slowSeconds: 10 });
  const submit = hand.thing('提交').first();
  await submit.click();
  await hand.sees('请稍候');
  await submit.click({ force: true });
  await submit.click({ force: true });
  await hand.page.waitForURL(/filed/, { timeout: 25_000 });
  expect(await filed('slow')).toBe(1);
});

test('closed in the middle of filing: the draft is there when the phone is opened again', async () => {
  const hand = await system.open('closed', '/packages/citizen/file/index?kind=complaint');
  await hand.type('什么事', '小区电梯坏了三个月。');
  await hand.press(/^属于哪一类/);
  await hand.press('小程序打不开、登不上、用不了由平台运营方处理');
  await hand.page.close();
  const again = await system.open('closed', '/packages/citizen/file/index?kind=complaint');
  await again.sees('这是上次没写完的内容');
  expect(await again.page.getByRole('textbox', { name: '什么事' }).inputValue()).toBe('小区电梯坏了三个月。');
  await again.thing('属于哪一类，小程序打不开、登不上、用不了，改').waitFor();
});

test('a photo that did not arrive can be sent again', async () => {
  const hand = await system.open('photo', '/packages/citizen/file/index?kind=complaint');
  await hand.set({ online: false });
  const chooser = hand.page.waitForEvent('filechooser');
  await hand.press('添加照片');
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await (
    await chooser
  ).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await hand.thing('照片没有传上去，点一下重传').waitFor();
  await hand.set({ online: true });
  await hand.press('照片没有传上去，点一下重传');
  await hand.thing('查看照片').waitFor();
});

test('somebody else was faster: what is true now is shown, what was typed is kept', async () => {
  const { no } = await system
    .citizen('race')
    .file({ kind: 'complaint', serviceId: 'S001', title: '补办三次被拒' });
  const hand = await system.open('demo-hrss-handler', `/packages/staff/tickets/ticket/index?no=${no}`);
  await hand.press('不予受理');
  await hand.press('不属于本单位的法定职责');
  await hand.type('不予受理的理由', '不属于本单位职责。');
  await hand.type('依据', '三定方案');
  await hand.press(/^行政复议/);
  await system.staff('demo-hrss-lead').act(no, 'accept');
  await hand.press('确认不予受理');
  await hand.sees(/填写的内容还在/);
  expect(await hand.page.getByRole('textbox', { name: '不予受理的理由' }).inputValue()).toBe(
    '不属于本单位职责。',
  );
  await hand.press('关闭');
  await hand.sees(/前：答复/);
});

test('the role is revoked while the workbench is open: nothing of the tickets stays on the screen', async () => {
  const manager = system.staff('demo-manager');
  const invited = { openid: 'substitute', name: '临时经办', role: 'handler', unitId: 'hrss' };
  const { member } = await manager.call<{ member: { id: string } }>('member.invite', invited);
  const hand = await system.open('substitute', '/pages/workbench/index');
  await hand.sees('窗口不收材料');
  await manager.call('member.revoke', { memberId: member.id });
  await hand.press('本单位超期');
  await hand.misses('窗口不收材料');
  await hand.thing('重新查看').first().waitFor();
  await hand.thing('工作台').first().waitFor({ state: 'hidden' });
});
