import { useRealSystem } from '../support/real-system';

/** What a citizen does besides filing, done by hand. Thursday 2026-09-24, 10:00. */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const HOME = '/pages/home/index';
const question = '有问题，直接问';
const askAtHome = '例如：社保卡丢了怎么补办？';

test('a question that the knowledge base is sure of: the answer says whose it is, 解决了 ends it', async () => {
  const hand = await system.open('asker', HOME);
  await hand.sees(question);
  await hand.type(askAtHome, '收不到验证码怎么办？');
  await hand.press('问一问');
  await hand.sees(/运营方 · .*更新/);
  await hand.press('解决了');
  await hand.sees('已记下，谢谢您的反馈。');
});

test('a question with several likely answers: one is chosen, and 没解决 leads to a person', async () => {
  const hand = await system.open('chooser', '/pages/ask/index');
  await hand.type(askAtHome, '补办社保卡');
  await hand.press('发送');
  await hand.sees('不太确定，您是不是想问：');
  await hand.press('社保卡丢了怎么补办？');
  await hand.sees(/先挂失，再补办/);
  await hand.press('没解决');
  await hand.press('转人工答复');
  expect(await hand.page.getByRole('textbox', { name: '什么事' }).inputValue()).toBe('补办社保卡');
});

test('a question without an answer goes to a person with every word kept', async () => {
  const hand = await system.open('handed', '/pages/ask/index');
  await hand.type(askAtHome, '阳台上的鹦鹉走丢了，想请人帮着找');
  await hand.press('发送');
  await hand.sees('这个问题知识库里没有可靠的答案');
  await hand.press('转人工答复');
  await hand.press('同意个人信息处理规则');
  await hand.press('提交');
  const no = await hand.ticketNo();
  expect((await system.citizen('handed').get(no)).text).toBe('阳台上的鹦鹉走丢了，想请人帮着找');
});

test('danger: the number to call stands above everything else', async () => {
  const hand = await system.open('danger', '/pages/ask/index');
  await hand.type(askAtHome, '我不想活了');
  await hand.press('发送');
  await hand.sees(/拨打 \d+/);
});

test('services with their state; a notice about a fault can be followed', async () => {
  const hand = await system.open('services', HOME);
  await hand.press(/^服务/);
  await hand.type('找服务，例如：社保卡', '公积金提取');
  await hand.sees('■ 有故障');
  await hand.press('恢复后通知我');
  await hand.sees('恢复后会通知您');
  await hand.press('返回');
  await hand.press(/^公告/);
  await hand.press(/医保电子凭证系统升级/);
  await hand.sees(/9 月 24 日 周四 09:00–17:00/);
  await hand.press('有变化通知我');
  await hand.sees('有变化会通知您。');
});

test('the inbox leads to the ticket; large letters stay large', async () => {
  const { no } = await system.citizen('reader').file({ title: '社保转移要多久' });
  await system.at('2026-09-24T10:01');
  const hand = await system.open('reader', '/pages/mine/index');
  await hand.press(/^消息/);
  await hand.press(/已收到/);
  expect(await hand.ticketNo()).toBe(no);
  await hand.open('/pages/mine/index');
  const size = (): Promise<number> =>
    hand.page
      .getByText('个人信息与隐私')
      .first()
      .evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize));
  const before = await size();
  await hand.press('大字');
  await hand.open('/pages/mine/index');
  expect(await size()).toBeGreaterThan(before * 1.2);
});

test('a known fault in the answer: said first, with its notice; 恢复后通知我 spares a ticket', async () => {
  const hand = await system.open('waiting', '/pages/ask/index');
  await hand.type(askAtHome, '公积金提取提示系统繁忙怎么办');
  await hand.press('发送');
  await hand.sees('已知故障');
  await hand.press('恢复后通知我');
  await hand.sees('恢复后会通知您，不用再提交');
  await hand.press('看公告');
  await hand.sees('住房公积金提取提交异常');
  await hand.sees(/急需提取的/);
  const profiles = await system.citizen('waiting').call<{ tickets: object[] }>('ticket.list');
  expect(profiles.tickets).toEqual([]);
});

test('my data: all of it to take along, and all of it gone when I say so', async () => {
  const me = system.citizen('leaver');
  const closed = await me.file({ title: '不用办了的件', text: '我家住在解放路一号。' });
  await me.act(closed.no, 'withdraw');
  const open = await me.file({ title: '还在办的件' });
  await me.call('ask', { text: '社保转移要多久' });
  await me.call('me.save', { region: '440100' });
  await system.at('2026-09-24T12:00');

  const hand = await system.open('leaver', '/packages/citizen/file/index');
  await hand.type('什么事', '写了一半的话');
  await hand.open('/packages/citizen/privacy/index');
  await hand.press('导出我的信息');
  await hand.sees(/全部信息的下载链接已复制/);
  await hand.press('删除我的信息');
  await hand.sees(/已办结的件里您的姓名.*找不回来/);
  await hand.press('删除');
  await hand.sees('已删除。');
  await hand.sees(/还有 1 件没有办结/);

  // Nothing of it is left, neither in the cloud nor on the phone; what is still being handled stays.
  const { tickets } = await me.call<{ tickets: { no: string }[] }>('ticket.list');
  expect(tickets.map(({ no }) => no)).toEqual([open.no]);
  expect((await me.call<{ region?: string }>('me.get')).region).toBeUndefined();
  const { url } = await me.call<{ url: string }>('me.export');
  const exported = await (await fetch(url)).text();
  expect(exported).not.toContain('解放路');
  expect(exported).not.toContain('社保转移要多久');
  const seen = await system.staff('demo-operator').get(closed.no);
  expect(JSON.stringify(seen)).not.toMatch(/解放路|不用办了/);
  await hand.press('看我的件');
  await hand.sees('还在办的件');
  await hand.press('已办结');
  await hand.sees('没有已办结的件');
  await hand.open('/packages/citizen/file/index');
  expect(await hand.page.getByRole('textbox', { name: '什么事' }).inputValue()).toBe('');
});
