import type { FaqVersion, StaffApi } from '../../typings/api';
import { openPage, type Mounted } from './harness';
import { version } from './knowledge-desk';
import { failure, newPhone, ok, type Answered, type CloudScript, type Phone } from './phone';
import { member } from './samples';

/** Drafts are submitted many at a time, one call after the other, with a result each. */

const SUBMIT = 'packages/staff/knowledge/submit/index';
const IMPORTED = { name: '张三', at: '2026-09-24T10:00:00.000+08:00' };
const draft = (id: string, saved = IMPORTED, more: Partial<FaqVersion> = {}): FaqVersion =>
  version({
    id,
    question: `问题${id}`,
    similar: [],
    answer: '答',
    unitName: '省人社厅',
    saved,
    ...more,
  });
const later = (minute: number) => ({ name: '李四', at: `2026-09-24T11:0${minute}:00.000+08:00` });
const me = (role: string) => () =>
  ok(
    member([role], {
      unit: { id: 'hrss', name: '省人社厅' },
      menu: [{ key: 'knowledge', label: '知识库' }],
    }),
  );

const taken = (id: string) => ok({ faq: draft(id, IMPORTED, { stage: 'submitted', acts: [] }) });
const phoneOf = (faqs: FaqVersion[], script: CloudScript = {}): Phone =>
  newPhone({
    'staff/me.get': me('handler'),
    'staff/faq.list': () => ok({ faqs }),
    'staff/faq.submit': ({ id }) => taken(id),
    ...script,
  });
const submitted = (page: Mounted) =>
  page.phone.calls.filter(call => call.action === 'faq.submit').map(call => call.input['id']);
const KEPT = 'draft:submitting';

it('one tap submits a whole import, over all pages of the list, and nothing that is not mine to submit', async () => {
  const pages: StaffApi['faq.list']['out'][] = [
    { faqs: [draft('K1'), draft('K2'), draft('X', IMPORTED, { acts: [] })], nextCursor: 'K2' },
    { faqs: [draft('K3'), draft('E1', later(1)), draft('E2', later(2))] },
  ];
  const phone = phoneOf([], { 'staff/faq.list': input => ok(pages[input.cursor ? 1 : 0]!) });
  const page = await openPage(SUBMIT, {}, phone);
  expect(page.text()).toContain('9 月 24 日 10:00 张三 导入');
  expect(page.text()).toContain('还有 3 条没有提交');
  expect(page.text()).toContain('单独写的');
  expect(page.text()).not.toContain('问题X');
  phone.confirmModals = false;
  await page.press('提交这一批（3 条）');
  expect(submitted(page)).toEqual([]);
  phone.confirmModals = true;
  await page.press('提交这一批（3 条）');
  expect(submitted(page)).toEqual(['K1', 'K2', 'K3']);
  expect(page.text()).toContain('● 已提交 3 条');
  expect(page.text()).toContain('● 都提交了');
  expect(phone.storage.has(KEPT)).toBe(false);
});

it('chosen drafts are submitted, each with its result; what was refused says why and can be tried again', async () => {
  const phone = phoneOf([draft('K1'), draft('K2'), draft('K3')], {
    'staff/faq.submit': input =>
      input.id === 'K3' ? failure('conflict', '有人刚保存了新的版本，请刷新后再试') : taken(input.id),
  });
  const page = await openPage(SUBMIT, {}, phone);
  await page.tap('全选，9 月 24 日 10:00 张三 导入的 3 条');
  await page.tap('问题K1，省人社厅');
  await page.press('提交选中的 2 条');
  expect(submitted(page)).toEqual(['K2', 'K3']);
  expect(page.text()).toContain('▲ 已提交 1 条，没有提交 1 条');
  expect(page.text()).toContain('■ 没有提交：有人刚保存了新的版本，请刷新后再试（错误编号 E-1）');
  phone.script['staff/faq.submit'] = ({ id }) => taken(id);
  await page.press('提交这一批（2 条）');
  expect(submitted(page).slice(2)).toEqual(['K1', 'K3']);
});

it('a line that breaks stops it in between; it goes on from there, also after the page was closed', async () => {
  const phone = phoneOf(['K1', 'K2', 'K3'].map(id => draft(id)));
  phone.script['staff/faq.submit'] = ({ id }) => {
    if (id === 'K2') phone.setOnline(false);
    return taken(id);
  };
  const page = await openPage(SUBMIT, {}, phone);
  await page.press('提交这一批（3 条）');
  expect(page.text()).toContain('手机没有连上网络。连上网络后请重试。');
  expect(page.text()).toContain('还有 1 条没有提交完');
  page.close();
  phone.setOnline(true);
  phone.script['staff/faq.list'] = () => ok({ faqs: [draft('K3'), draft('K9', later(1))] });
  const again = await openPage(SUBMIT, {}, phone);
  expect(again.text()).toContain('还有 1 条没有提交完');
  await again.press('接着提交');
  expect(submitted(again).slice(3)).toEqual(['K3']);
  expect(phone.storage.has(KEPT)).toBe(false);
});

it('can be stopped: what is under way ends, the rest stays and can be given up', async () => {
  let answer: (value: Answered<'staff/faq.submit'>) => void = () => undefined;
  const late = new Promise<Answered<'staff/faq.submit'>>(resolve => (answer = resolve));
  const phone = phoneOf(
    ['K1', 'K2', 'K3'].map(id => draft(id)),
    { 'staff/faq.submit': () => late },
  );
  const page = await openPage(SUBMIT, {}, phone);
  await page.press('提交这一批（3 条）');
  expect(page.text()).toContain('正在提交：已办 0 条，共 3 条');
  await page.press('停下');
  answer(taken('K1'));
  await page.settle();
  expect(submitted(page)).toEqual(['K1']);
  expect(page.text()).toContain('● 已提交 1 条');
  await page.press('不提交了');
  expect(page.text()).not.toContain('没有提交完');
  expect(phone.storage.has(KEPT)).toBe(false);
});

it('a draft that was changed since it was left over is looked at anew', async () => {
  const phone = phoneOf([draft('K1', IMPORTED, { version: 2 })]);
  phone.storage.set(KEPT, { at: Date.now(), value: { keys: ['K1:1'] } });
  const page = await openPage(SUBMIT, {}, phone);
  expect(page.text()).not.toContain('没有提交完');
});

it('waits, is empty, is closed to others, and says what is wrong', async () => {
  expect((await openPage(SUBMIT, {}, phoneOf([]))).text()).toContain('没有您能提交的草稿');
  const partner = phoneOf([], { 'staff/me.get': () => ok(member(['partner'])) });
  expect((await openPage(SUBMIT, {}, partner)).text()).toContain('您的角色不参与知识库工作');
  const phone = phoneOf([draft('K1')], { 'staff/faq.list': () => failure('internal', '系统出了点问题') });
  const page = await openPage(SUBMIT, {}, phone);
  expect(page.text()).toContain('系统出了点问题');
  phone.script['staff/faq.list'] = () => ok({ faqs: [draft('K1')] });
  await page.press('重试');
  expect(page.text()).toContain('问题K1');
  const offline = phoneOf([]);
  offline.setOnline(false);
  const closed = await openPage(SUBMIT, {}, offline);
  for (let waited = 0; waited < 4; waited += 1) await closed.settle();
  expect(closed.text()).toContain('没有连上网络');
});
