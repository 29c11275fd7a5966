import type { FormField, ListedPlan, PlanTemplate } from '../../typings/contract';
import type { PlanForm } from '../../miniprogram/model/plan/plan';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { called } from './service-desk';

/** 检查计划 (contract §9, A10): what was missed, the plans, and the templates that the documents name. */

const fields: FormField[] = [
  { name: 'title', label: '计划名称', type: 'text', required: true, max: 60 },
  {
    name: 'period',
    label: '多久一次',
    type: 'select',
    required: true,
    options: [
      { value: 'weekly', label: '每周' },
      { value: 'monthly', label: '每月' },
    ],
  },
  { name: 'from', label: '从哪天开始', type: 'date', required: true, value: '2026-11-23' },
];
const template: PlanTemplate = {
  kind: 'duty',
  kindLabel: '例行检查',
  topic: 'log-check',
  title: '系统日志检查',
  clause: 'G-3.3.2.2a',
  period: 'monthly',
  party: { role: 'operator' },
  checklist: [{ item: '系统错误日志' }],
};
const plan: ListedPlan = {
  id: 'p1',
  version: 3,
  kind: 'inspection',
  kindLabel: '巡检',
  topic: 'weekly',
  topicLabel: '每周巡检',
  title: '每周巡检',
  period: 'weekly',
  party: { role: 'operator' },
  checklist: [{ item: '服务器磁盘使用率', threshold: '≤80%' }],
  from: '2026-11-01',
  nextOn: '2026-11-30',
  mayKeep: true,
};
const script: CloudScript = {
  'staff/plan.list': () => ok({ plans: [plan], templates: [template], fields }),
  'staff/plan.missed': () =>
    ok({
      missed: [
        {
          planId: 'p1',
          period: '2026-W47',
          periodWords: '11 月 16 日 周一至 11 月 22 日 周日',
          title: '每周巡检',
          party: { role: 'operator' },
          due: '2026-11-20',
          no: 'XJ1',
          reason: '机房停电',
        },
      ],
    }),
  'staff/plan.save': () => ok({ plan }),
};
const LIST = 'packages/staff/plans/list/index';
const EDIT = 'packages/staff/plans/edit/index';

/** Each page of a test is a mini-program of its own: what the page before left is put there. */
const handOver = (form: PlanForm | undefined): void => {
  jest.doMock('../../miniprogram/model/handoff', () => ({ take: () => form, leave: () => undefined }));
};
afterEach(() => handOver(undefined));

const A_REQUEST = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

test('what was missed, the plans and the templates; a template opens the form and is saved as the contract says', async () => {
  const page = await openPage(LIST, {}, newPhone(script));
  for (const words of ['原因：机房停电', '每周 · 运营方 · 1 项', '下次 11 月 30 日', 'G-3.3.2.2a'])
    expect(page.text()).toContain(words);
  await page.tap('系统日志检查。例行检查 · 每月 · 运营方 · G-3.3.2.2a');
  expect(page.phone.used('navigateTo')).toEqual([
    expect.objectContaining({ url: '/packages/staff/plans/edit/index' }),
  ]);
  handOver({ fields, from: template });
  const edit = await openPage(EDIT, {}, newPhone(script));
  await edit.tap('保存');
  expect(called(edit, 'plan.save').map(({ input }) => input)).toEqual([
    {
      kind: 'duty',
      topic: 'log-check',
      title: '系统日志检查',
      period: 'monthly',
      party: { role: 'unit' },
      checklist: [],
      from: '2026-11-23',
      requestId: A_REQUEST,
    },
  ]);
});

test('a plan is changed with its version; what is wrong is said, and the form stays', async () => {
  handOver({ fields, from: plan });
  const phone = newPhone({
    ...script,
    'staff/plan.save': () =>
      failure('invalid', '有内容需要补充或更正', { fields: { title: '计划名称至少两个字' } }),
  });
  const edit = await openPage(EDIT, {}, phone);
  await edit.tap('保存');
  expect(called(edit, 'plan.save').map(({ input }) => input)).toEqual([
    expect.objectContaining({ id: 'p1', version: 3 }),
  ]);
  expect(edit.text()).toContain('计划名称至少两个字');
  expect(phone.used('navigateBack')).toEqual([]);
});

test('typed over a version that somebody has changed since: both are shown, one of them is taken, and the next save is over it', async () => {
  const phone = newPhone({ ...script, 'staff/plan.save': () => ok({ plan }) });
  const mine = { title: '每周巡检（含机房）', period: 'monthly', from: '2026-11-01' };
  phone.storage.set('draft:plan:inspection:weekly:p1', {
    at: Date.now(),
    value: { values: mine, labels: {}, base: 2 },
  });
  handOver({ fields, from: plan });
  const edit = await openPage(EDIT, {}, phone);
  expect(edit.text()).toMatch(/这项检查计划刚由别人保存.*计划名称 用这个 每周巡检.*多久一次 用这个 每周/);
  await edit.tap('多久一次，用别人写的');
  expect(edit.text()).not.toMatch(/多久一次 用这个/);
  await edit.press('保存');
  expect(called(edit, 'plan.save').at(-1)?.input).toMatchObject({
    id: 'p1',
    version: 3,
    title: '每周巡检（含机房）',
    period: 'weekly',
  });
  expect(phone.storage.has('draft:plan:inspection:weekly:p1')).toBe(false);
});
