import { launchOnProfile, temporaryFolder } from '../support/browser';
import { openHand, type Hand } from '../support/hand';
import { useRealSystem } from '../support/real-system';

/** Filing for others, with photos, and whatever happens to the phone meanwhile. Thursday 2026-09-24, 10:00. */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const FILE = '/packages/citizen/file/index?kind=complaint';
const filed = (as: string) => system.citizen(as).call<{ tickets: { no: string }[] }>('ticket.list');

const write = async (hand: Hand, text: string): Promise<void> => {
  await hand.type('什么事', text);
  await hand.press('联系方式、替别人提交等（选填）');
};

test('for an enterprise: its name and its code are asked for and checked, the unit sees them masked', async () => {
  const hand = await system.open('firm', FILE);
  await write(hand, '社保缴费记录对不上。');
  await hand.press('企业或其他单位');
  await hand.press('同意个人信息处理规则');
  await hand.press('提交');
  await hand.sees(/请填写单位名称；统一社会信用代码是 18 位/);
  await hand.type('单位名称', '广州市演示科技有限公司');
  await hand.type('统一社会信用代码', '91350100M000100Y44');
  await hand.press('提交');
  await hand.sees('统一社会信用代码有一位不对，请核对');
  await hand.type('统一社会信用代码', '91350100m000100y43');
  await hand.press('提交');
  const no = await hand.ticketNo();
  await hand.sees('已提交。办理有进展会通知您，也可以随时回来看。');
  const seen = await system.staff('demo-operator').get(no);
  expect(seen.applicant.type).toBe('enterprise');
  expect(JSON.stringify(seen)).not.toContain('91350100M000100Y43');
});

test('for another person: on whose behalf is asked for, and the clerk reads it', async () => {
  const hand = await system.open('daughter', FILE);
  await write(hand, '母亲的养老金少发了一个月。');
  await hand.press(/^替别人/);
  await hand.press('同意个人信息处理规则');
  await hand.press('提交');
  await hand.sees(/请写下替谁反映/);
  await hand.type('替谁反映', '母亲');
  await hand.press('提交');
  const no = await hand.ticketNo();
  const clerk = await system.open('demo-operator', `/packages/staff/tickets/ticket/index?no=${no}`);
  await clerk.sees(/替母.*反映/);
});

test('a large photo on a slow line shows how far it is, and nothing is sent before it has arrived', async () => {
  const hand = await system.open('photographer', FILE);
  const network = await hand.page.context().newCDPSession(hand.page);
  const throttle = (bytesPerSecond: number): Promise<unknown> =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  await throttle(150_000);
  const chooser = hand.page.waitForEvent('filechooser');
  await hand.press('添加照片');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const buffer = Buffer.concat([new Uint8Array(png), new Uint8Array(600_000)]);
  await (await chooser).setFiles({ name: '大照片.png', mimeType: 'image/png', buffer });
  await hand.sees(/^[1-9]\d?%$/);
  await write(hand, '照片里看得到漏水的地方。');
  await hand.press('同意个人信息处理规则');
  await hand.press('提交');
  await hand.sees('照片还在上传，请等传完再提交。');
  await throttle(-1);
  await hand.thing('查看照片').waitFor();
  await hand.press('提交');
  const no = await hand.ticketNo();
  expect((await system.citizen('photographer').get(no)).attachments).toHaveLength(1);
});

test('the browser is killed in the middle of filing: all that was typed is there again, and it is filed once', async () => {
  const folder = temporaryFolder();
  const first = await launchOnProfile(folder.path);
  const before = await openHand(first.context, system.cloud.url, 'killed', FILE);
  await write(before, '小区电梯坏了三个月，没有人修。');
  await before.type('您的姓名', '王小明');
  await before.type('联系电话', '13800138000');
  await before.press('同意个人信息处理规则');
  // Chromium writes what a page stores to the disk every five seconds; WeChat does so at once.
  await before.page.waitForTimeout(6000);
  // The request leaves, its answer never comes back: the phone dies with the ticket filed.
  await before.set({ slowSeconds: 60 });
  await before.thing('提交').first().click();
  for (let tries = 0; tries < 80 && (await filed('killed')).tickets.length === 0; tries += 1)
    await before.page.waitForTimeout(100);
  expect((await filed('killed')).tickets).toHaveLength(1);
  await first.kill();

  const second = await launchOnProfile(folder.path);
  try {
    const after = await openHand(second.context, system.cloud.url, 'killed', FILE);
    await after.sees('这是上次没写完的内容');
    expect(await after.page.getByRole('textbox', { name: '您的姓名' }).inputValue()).toBe('王小明');
    expect(await after.page.getByRole('textbox', { name: '联系电话' }).inputValue()).toBe('13800138000');
    await after.press('提交');
    const no = await after.ticketNo();
    const { tickets } = await filed('killed');
    expect(tickets.map(ticket => ticket.no)).toEqual([no]);
    expect((await system.citizen('killed').get(no)).text).toBe('小区电梯坏了三个月，没有人修。');
    expect(after.errors).toEqual([]);
  } finally {
    await second.close();
    folder.remove();
  }
});
