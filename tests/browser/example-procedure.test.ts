import { join } from 'node:path';
import type { ShownTicket } from '../../typings/contract';
import type { Hand } from '../support/hand';
import { useRealSystem } from '../support/real-system';

/** The example of docs/add-a-procedure.md in the generic form: no page of the mini-program knows it. */
const system = useRealSystem({
  now: '2026-09-21T10:00',
  added: { procedure: join(__dirname, '../example-procedure/screen-check.ts') },
});
const photo = {
  name: '黑屏.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

const submit = (hand: Hand): Promise<void> => hand.press(/^提交/);
/** The fields of each row have the same names: the last ones are those of the row that was added. */
const typeLast = (hand: Hand, label: string, text: string): Promise<void> =>
  hand.page.getByRole('textbox', { name: label, exact: true }).filter({ visible: true }).last().fill(text);

test('from the first screen of staff to the end: start, rows, an error at its place, act', async () => {
  const hand = await system.open('demo-operator', '/pages/workbench/index');
  await hand.press('发起');
  await hand.sees('每周看一遍办事大厅的公共屏，不正常的拍照并处理');
  await hand.press(/公共屏巡查/);
  await hand.type('巡查范围', '政务大厅');
  await hand.type('屏幕', '一楼大厅东侧屏');
  await hand.press('正常');
  await hand.press('巡查记录：添加一项');
  await typeLast(hand, '屏幕', '二楼自助区屏');
  await hand.misses('情况');
  await hand.tap(hand.thing('不正常').last());
  await submit(hand);
  await hand.sees('请填写情况');
  await hand.sees('请选择照片');
  await typeLast(hand, '情况', '黑屏，电源灯不亮。');
  await hand.press('添加照片');
  const chooser = hand.page.waitForEvent('filechooser');
  await hand.press('拍照或选照片');
  await (await chooser).setFiles(photo);
  await hand.thing('查看照片').first().waitFor();
  await submit(hand);
  const no = await hand.ticketNo();
  await hand.sees('9 月 23 日 周三 前：处理不正常的公共屏');
  await hand.sees('二楼自助区屏');
  await hand.sees('黑屏，电源灯不亮。');
  await hand.act('已处理', { 处理情况: '已更换电源。' });
  await hand.sees('已办结');
  const { ticket } = await system.staff('demo-operator').call<{ ticket: ShownTicket }>('ticket.get', { no });
  expect(ticket).toMatchObject({ kind: 'screen-check', state: 'closed' });
});

test('on a wide screen: rows are added, put into another order and taken out, and are kept in that order', async () => {
  const hand = await system.open('demo-operator', '/pages/workbench/index', { screen: 'wide' });
  await hand.press('发起');
  await hand.press(/公共屏巡查/);
  await hand.type('巡查范围', '政务大厅');
  await hand.type('屏幕', '一楼大厅东侧屏');
  await hand.press('正常');
  for (const name of ['二楼自助区屏', '三楼会议屏']) {
    await hand.press('巡查记录：添加一项');
    await typeLast(hand, '屏幕', name);
    await hand.tap(hand.thing('正常').last());
  }
  await hand.press('第 3 项上移');
  await hand.press('第 1 项下移');
  await hand.press('删除第 3 项');
  await hand.thing('删除第 3 项').waitFor({ state: 'hidden' });
  await submit(hand);
  const no = await hand.ticketNo();
  await hand.sees('已办结');
  const text = await hand.text();
  expect(text.indexOf('三楼会议屏')).toBeGreaterThan(-1);
  expect(text.indexOf('一楼大厅东侧屏')).toBeGreaterThan(text.indexOf('三楼会议屏'));
  expect(text).not.toContain('二楼自助区屏');
  const { ticket } = await system.staff('demo-operator').call<{ ticket: ShownTicket }>('ticket.get', { no });
  const items = ticket.facts?.find(({ name }) => name === 'items');
  expect(items?.rows?.map(({ values }) => values['item'])).toEqual(['三楼会议屏', '一楼大厅东侧屏']);
});

test('the filter of the queue knows it, and finds the check of the week that the timer has opened', async () => {
  const hand = await system.open('demo-operator', '/pages/workbench/index');
  await hand.press('查找');
  await hand.press(/^工单种类/);
  await hand.page.getByRole('option', { name: '公共屏巡查', exact: true }).click();
  await hand.press('确定');
  await hand.press(/全部公共屏巡查/);
  await hand.sees(/前：巡查公共屏/);
});
