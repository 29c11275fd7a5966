import type { FormField, RegisterRow } from '../../typings/contract';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member } from './samples';
import type { RegisterForm } from '../../miniprogram/model/register/register';
import { called } from './service-desk';

/** Lists of record (contract §9): every page knows only what the cloud says of them. */

const fields: FormField[] = [
  { name: 'name', label: '资产名称', type: 'text', required: true, max: 60 },
  {
    name: 'state',
    label: '状态',
    type: 'select',
    required: true,
    options: [
      { value: 'in-use', label: '在用' },
      { value: 'idle', label: '闲置' },
    ],
  },
];
const row: RegisterRow = {
  id: 'r1',
  version: 2,
  name: '短信网关',
  values: { name: '短信网关', state: 'in-use' },
  words: { name: '短信网关', state: '在用' },
  ownerId: 'hrss',
  remindOn: '2026-10-01',
};
const listed = { register: 'assets', label: '信息化项目资产', purpose: '维保到期前提醒' };
const script: CloudScript = {
  'staff/me.get': () => ok(member(['lead'], { registers: [listed] })),
  'staff/register.list': ({ query }) => ok({ fields, mayKeep: true, rows: query === '没有' ? [] : [row] }),
  'staff/register.history': () =>
    ok({ steps: [{ at: '2026-09-24T10:00:00.000+08:00', by: '张三', what: '状态：闲置 → 在用' }] }),
};
const LIST = 'packages/staff/registers/register/index';
const ROW = 'packages/staff/registers/row/index';

/** Each page of a test is a mini-program of its own: what the page before left is put there. */
const handOver = (form: RegisterForm | undefined): void => {
  jest.doMock('../../miniprogram/model/handoff', () => ({ take: () => form, leave: () => undefined }));
};
afterEach(() => handOver(undefined));

test('what I may read is listed; a list opens', async () => {
  const page = await openPage('packages/staff/registers/list/index', {}, newPhone(script));
  expect(page.text()).toContain('信息化项目资产');
  expect(page.text()).toContain('维保到期前提醒');
  await page.tap('信息化项目资产。维保到期前提醒');
  expect(page.phone.used('navigateTo')).toEqual([
    expect.objectContaining({ url: '/packages/staff/registers/register/index?register=assets' }),
  ]);
});

test('rows in words, found by words; who only reads is offered no change', async () => {
  const page = await openPage(LIST, { register: 'assets' }, newPhone(script));
  expect(page.text()).toMatch(/短信网关 在用 .*10 月 1 日 周四 提醒/);
  expect(page.text()).toContain('登记一项');
  const reader = newPhone({
    ...script,
    'staff/register.list': ({ cursor }) =>
      // The cloud looked at so many rows and found none yet: it is asked on.
      cursor === undefined
        ? ok({ fields, mayKeep: false, rows: [], nextCursor: 'x' })
        : ok({ fields, mayKeep: false, rows: [row] }),
  });
  const other = await openPage(LIST, { register: 'assets' }, reader);
  expect(other.text()).toContain('短信网关');
  expect(other.text()).not.toContain('登记一项');
});

test('the export copies a link and says until when it works; what went wrong is said', async () => {
  const phone = newPhone({
    ...script,
    'staff/register.export': () =>
      ok({ url: 'https://files.example/a', name: 'a.xlsx', expiresAt: '2026-09-24T10:30:00.000+08:00' }),
  });
  const page = await openPage(LIST, { register: 'assets' }, phone);
  await page.press('导出');
  expect(phone.used('setClipboardData')).toEqual([
    expect.objectContaining({ data: 'https://files.example/a' }),
  ]);
  phone.script['staff/register.export'] = () => failure('internal', '系统繁忙');
  await page.press('导出');
  expect(page.text()).toContain('系统繁忙');
});

test('a row is changed in the generic form, with its version and its history', async () => {
  const phone = newPhone({
    ...script,
    'staff/register.save': () => failure('conflict', '这一行刚被别人更改过，请看过最新内容后再保存'),
  });
  handOver({ register: 'assets', label: '信息化项目资产', fields, mayKeep: true, row });
  const page = await openPage(ROW, {}, phone);
  expect(page.text()).toContain('张三');
  expect(page.text()).toContain('状态：闲置 → 在用');
  await page.type('name', '');
  await page.press('保存');
  expect(page.text()).toContain('请填写资产名称');
  expect(called(page, 'register.save')).toEqual([]);
  await page.type('name', '短信平台');
  await page.press('保存');
  expect(page.text()).toMatch(/这一项刚由别人保存；您写的都留着.*资产名称 用这个 短信网关/);
  phone.script['staff/register.save'] = () => ok({ row });
  const back = jest.fn();
  Object.assign(wx, { navigateBack: back });
  await page.press('保存');
  expect(called(page, 'register.save').at(-1)?.input).toEqual({
    register: 'assets',
    id: 'r1',
    version: 2,
    values: { name: '短信平台', state: 'in-use' },
  });
  expect(back).toHaveBeenCalledTimes(1);
});

test('in a list of very many the row of the other is not looked for without end; what is typed stays', async () => {
  const phone = newPhone({
    ...script,
    'staff/register.save': () => failure('conflict', '这一行刚被别人更改过，请看过最新内容后再保存'),
    'staff/register.list': () =>
      ok({ fields, rows: [{ ...row, id: 'another' }], mayKeep: true, nextCursor: 'more' }),
  });
  handOver({ register: 'assets', label: '信息化项目资产', fields, mayKeep: true, row });
  const page = await openPage(ROW, {}, phone);
  await page.type('name', '短信平台');
  await page.press('保存');
  expect(called(page, 'register.list')).toHaveLength(20);
  expect(page.text()).toContain('这一行刚被别人更改过');
  expect(page.instance.data['filled']).toMatchObject({ values: { name: '短信平台' } });
});

test('typed over a version that somebody has changed since: both are shown, and one of them is taken', async () => {
  const now = { ...row, version: 3, values: { name: '短信网关二期', state: 'idle' } };
  const typed = (key: string, value: object) => {
    const phone = newPhone(script);
    phone.storage.set(key, { at: Date.now(), value });
    handOver({ register: 'assets', label: '信息化项目资产', fields, mayKeep: true, row: now });
    return openPage(ROW, {}, phone);
  };
  const mine = { values: { name: '短信平台', state: 'in-use' }, labels: {} };
  const page = await typed('draft:row:assets:r1', { ...mine, base: 2 });
  expect(page.text()).toMatch(/资产名称 用这个 短信网关二期 状态 用这个 闲置/);
  await page.tap('状态，用别人写的');
  expect(page.text()).not.toMatch(/状态 用这个/);
  expect(page.instance.data['filled']).toMatchObject({ values: { name: '短信平台', state: 'idle' } });
  // Kept by a version before, under the version of the row.
  const former = await typed('draft:row:assets:r1:3', mine);
  expect(former.text()).toContain('上次没有保存的内容还在');
  expect(former.instance.data['filled']).toMatchObject(mine);
});

test('who only reads sees the values; without a row there is nothing to show', async () => {
  handOver({ register: 'assets', label: '信息化项目资产', fields, mayKeep: false, row });
  const page = await openPage(ROW, {}, newPhone(script));
  expect(page.text()).toContain('资产名称 短信网关');
  expect(page.text()).not.toContain('保存');
  handOver(undefined);
  const lost = await openPage(ROW, {}, newPhone(script));
  expect(lost.text()).toContain('请从台账里打开这一项');
  await lost.press('打开台账');
  expect(lost.phone.used('redirectTo')).toMatchObject([{ url: '/packages/staff/registers/list/index' }]);
});

test('J-22: what was found is ordered to be put right from the row, which lists it; what is wrong stands at its field', async () => {
  const finding: FormField[] = [
    { name: 'what', label: '发现的问题', type: 'longtext', required: true, max: 500 },
    {
      name: 'unitId',
      label: '责任单位',
      type: 'unit',
      required: false,
      value: 'hrss',
      valueLabel: '省人社厅',
    },
  ];
  const done = {
    no: 'ZG1',
    title: '省人社厅整改：越权',
    stateLabel: '待整改',
    ended: false,
    opens: true,
    due: '2026-10-09',
  };
  let list = [done];
  const phone = newPhone({
    ...script,
    'staff/register.history': () => ok({ steps: [], rectifications: { list, fields: finding } }),
    'staff/register.rectify': () =>
      failure('invalid', '有内容需要补充或更正', { fields: { unitId: '请选本单位' } }),
  });
  handOver({ register: 'certificates', label: '测评和备案', fields, mayKeep: true, row });
  const page = await openPage(ROW, {}, phone);
  expect(page.text()).toMatch(/省人社厅整改：越权 ZG1 · 待整改 · 最迟 10 月 9 日/);
  await page.press('发出整改');
  expect(page.text()).toContain('请填写发现的问题');
  expect(called(page, 'register.rectify')).toEqual([]);
  await page.type('what', '弱口令');
  await page.press('发出整改');
  expect(page.text()).toContain('请选本单位');
  phone.script['staff/register.rectify'] = () => ok({ no: 'ZG2' });
  list = [{ ...done, no: 'ZG2', title: '省人社厅整改：弱口令' }, done];
  await page.press('发出整改');
  expect(page.text()).toContain('已发出整改 ZG2');
  expect(page.text()).toContain('省人社厅整改：弱口令');
  const [first, second] = called(page, 'register.rectify');
  expect(second?.input).toMatchObject({
    register: 'certificates',
    id: 'r1',
    values: { what: '弱口令', unitId: 'hrss' },
  });
  expect((second?.input as { requestId: string }).requestId).toBe(
    (first?.input as { requestId: string }).requestId,
  );
});

test('G-3.2.1: above a roster stands who is on duty now', async () => {
  const phone = newPhone({
    ...script,
    'staff/register.list': () =>
      ok({ fields, mayKeep: true, heading: ['现在值班：张三 020-1'], rows: [row] }),
  });
  const page = await openPage(LIST, { register: 'rosters' }, phone);
  expect(page.text()).toContain('现在值班：张三 020-1');
});
