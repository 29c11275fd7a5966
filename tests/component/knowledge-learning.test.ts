import { WRITE_TIMEOUT } from '../../miniprogram/cloud/client';
import { LOOK_EVERY, LOOK_FOR } from '../../miniprogram/model/knowledge/learning';
import type { KeptGate, KeptRouter } from '../../typings/api';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type Answered, type CloudScript, type Phone } from './phone';
import { member, unit } from './samples';

/** What the machine learned, on the page of numbers: the gate and the router, version by version. */

const NUMBERS = 'packages/staff/knowledge/numbers/index';
const AT = '2026-09-24T03:00:00.000+08:00';
const me = (role: string) => () => ok(member([role], { menu: [{ key: 'knowledge', label: '知识库' }] }));

const gate = { r1: 0.9, precision: 0.98, coverage: 0.3, falseAnswers: 0 };
const gates: KeptGate[] = [
  { version: 2, at: AT, judged: 300, before: gate, after: { ...gate, coverage: 0.4 }, refused: null },
  { version: 1, at: AT, judged: 250, before: null, after: gate, refused: null },
];
const router = { rows: 40, accuracy: 0.8, macroF1: 0.7, top3: 0.9 };
const routers: KeptRouter[] = [
  {
    version: 3,
    at: AT,
    messages: 200,
    before: router,
    after: { ...router, macroF1: 0.6 },
    refused: '指标下降过多：总体 70.0% → 60.0%；hrss 90.0% → 80.0%；gone 50.0% → 40.0%',
    dispatchAt: null,
  },
  {
    version: 2,
    at: AT,
    messages: 180,
    before: router,
    after: { ...router, accuracy: 0.9 },
    refused: null,
    dispatchAt: 0.92,
  },
  { version: 1, at: AT, messages: 120, before: null, after: router, refused: null, dispatchAt: null },
];

const phoneOf = (role: string, script: CloudScript = {}): Phone =>
  newPhone({
    'staff/me.get': me(role),
    'staff/knowledge.numbers': () =>
      ok({
        weeks: [],
        precision: null,
        unanswered: [],
        entries: 9,
        gate: { version: 2, precision: 0.98, kept: gates },
      }),
    'staff/router.get': () => ok({ version: 2, kept: routers }),
    'staff/unit.list': () => ok({ units: [unit('hrss', '省人社厅')], vacant: [] }),
    ...script,
  });
const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(call => call.input);

describe('versions of the gate and of the router', () => {
  it('stand with date, measures before and after, and the reason of a refusal in the names of units', async () => {
    const page = await openPage(NUMBERS, {}, phoneOf('manager'));
    expect(page.text()).toContain('● 正在使用 · 第 2 版 · 9 月 24 日 03:00 · 学习 300 条判定');
    expect(page.text()).toContain('直接答复 30% → 40%');
    expect(page.text()).toContain('● 正在使用 · 第 2 版 · 9 月 24 日 03:00 · 学习 180 件确认过单位的诉求');
    expect(page.text()).toContain('第一个单位就对 80% → 90%');
    expect(page.text()).toContain('把握不低于 92% 的，100 件里至少对 97 件；现在只作推荐，不自动分办');
    expect(page.text()).toContain(
      '■ 没有采用：指标下降过多：总体 70.0% → 60.0%；省人社厅 90.0% → 80.0%；gone 50.0% → 40.0%',
    );
    // What was refused and what is in use are not offered; what nothing stood before is shown alone.
    await expect(page.tap('改用第 3 版分办模型')).rejects.toThrow();
    await expect(page.tap('改用第 2 版分办模型')).rejects.toThrow();
    expect(page.text()).toContain('第一个单位就对 80% 前三个单位里有 90%');
  });

  it('are taken back in one confirmed tap, each by its own action, and not without it', async () => {
    const phone = phoneOf('manager', {
      'staff/router.rollback': () => ok({ version: 0 }),
      'staff/knowledge.rollback': () => ok({ version: 1 }),
    });
    const page = await openPage(NUMBERS, {}, phone);
    phone.confirmModals = false;
    await page.tap('改用职责目录');
    expect(called(page, 'router.rollback')).toEqual([]);
    phone.confirmModals = true;
    phone.script['staff/router.get'] = () => ok({ version: 0, kept: routers });
    await page.tap('改用职责目录');
    expect(called(page, 'router.rollback')).toEqual([{ to: 0 }]);
    expect(page.text()).toContain('已改用职责目录');
    expect(page.text()).toContain('● 正在使用 · 职责目录');
    await page.tap('改用第 1 版判定标准');
    expect(called(page, 'knowledge.rollback')).toEqual([{ to: 1 }]);
    expect(page.text()).toContain('已改用第 1 版判定标准');
  });

  it('a rollback to what is no longer kept says so', async () => {
    const refused = failure('invalid', '有内容需要补充或更正', { fields: { to: '这个版本没有保留' } });
    const phone = phoneOf('manager', { 'staff/router.rollback': () => refused });
    const page = await openPage(NUMBERS, {}, phone);
    await page.tap('改用第 1 版分办模型');
    expect(page.text()).toContain('这个版本没有保留（错误编号 E-1）');
  });
});

describe('learning anew', () => {
  it('shows that it is under way, lets nothing else begin, and says what came of it', async () => {
    let answer: (value: Answered<'staff/router.refit'>) => void = () => undefined;
    const late = new Promise<Answered<'staff/router.refit'>>(resolve => (answer = resolve));
    const phone = phoneOf('manager', { 'staff/router.refit': () => late });
    const page = await openPage(NUMBERS, {}, phone);
    await page.tap('分办模型，现在重新学习');
    expect(called(page, 'router.refit')).toHaveLength(1);
    expect(page.text()).toContain('正在学习：读判定，重新训练，再和正在使用的版本比较。');
    expect(page.text()).toContain('已用 0 秒');
    await page.tap('改用第 1 版判定标准');
    expect(called(page, 'knowledge.rollback')).toEqual([]);
    answer(ok({ accepted: true, version: 4, messages: 210 }));
    await page.settle();
    expect(page.text()).toContain('已采用第 4 版，学习了 210 件确认过单位的诉求');
    expect(page.text()).not.toContain('正在学习');
  });

  it('a refusal and a broken line are said in words; nothing begins without a confirmation', async () => {
    const reason = '确认过单位的诉求只有 12 件，至少需要 100 件';
    const phone = phoneOf('manager', {
      'staff/router.refit': () => ok({ accepted: false, messages: 12, reason }),
    });
    const page = await openPage(NUMBERS, {}, phone);
    phone.confirmModals = false;
    await page.tap('分办模型，现在重新学习');
    expect(called(page, 'router.refit')).toEqual([]);
    phone.confirmModals = true;
    await page.tap('分办模型，现在重新学习');
    expect(page.text()).toContain(`没有采用：${reason}。一切照旧`);
    phone.setOnline(false);
    await page.tap('分办模型，现在重新学习');
    expect(page.text()).toContain('手机没有连上网络。连上网络后请重试。');
    expect(page.text()).toContain('第 1 版');
  });
});

describe('learning that takes longer than a call waits', () => {
  beforeEach(() => jest.useFakeTimers({ advanceTimers: true }));
  afterEach(() => jest.useRealTimers());

  const newer = { ...routers[1]!, version: 4, messages: 210 };
  const never = new Promise<never>(() => undefined);

  /** A page on which the learning of one of the two has been waited for in vain. */
  const begun = async (name: string, script: CloudScript): Promise<Mounted> => {
    const page = await openPage(NUMBERS, {}, phoneOf('manager', script));
    await page.tap(`${name}，现在重新学习`);
    await jest.advanceTimersByTimeAsync(WRITE_TIMEOUT);
    expect(page.text()).toContain('正在学习');
    expect(page.text()).not.toContain('没有等到结果');
    return page;
  };

  it('is looked for every five seconds until it is there, and what came of it is said', async () => {
    const page = await begun('分办模型', { 'staff/router.refit': () => never });
    const looks = called(page, 'router.get').length;
    await jest.advanceTimersByTimeAsync(3 * LOOK_EVERY);
    expect(called(page, 'router.get')).toHaveLength(looks + 3);
    expect(page.text()).toMatch(/已用 4[5-9] 秒/);
    page.phone.script['staff/router.get'] = () => ok({ version: 4, kept: [newer, ...routers] });
    await jest.advanceTimersByTimeAsync(LOOK_EVERY);
    expect(page.text()).toContain('已采用第 4 版，学习了 210 件确认过单位的诉求');
    expect(page.text()).toContain('● 正在使用 · 第 4 版');
    const after = called(page, 'router.get').length;
    await jest.advanceTimersByTimeAsync(LOOK_FOR);
    expect(called(page, 'router.get')).toHaveLength(after);
    expect(called(page, 'router.refit')).toHaveLength(1);
  });

  it('says why it was not adopted, and a look that fails is no end', async () => {
    const page = await begun('判定标准', { 'staff/knowledge.refit': () => never });
    page.phone.script['staff/knowledge.numbers'] = () => failure('internal', '系统出了点问题');
    await jest.advanceTimersByTimeAsync(LOOK_EVERY);
    expect(page.text()).toContain('正在学习');
    const kept = [{ ...gates[0]!, version: 3, refused: '指标下降过多' }, ...gates];
    page.phone.script['staff/knowledge.numbers'] = () =>
      ok({
        weeks: [],
        precision: null,
        unanswered: [],
        entries: 9,
        gate: { version: 2, precision: 0.98, kept },
      });
    await jest.advanceTimersByTimeAsync(LOOK_EVERY);
    expect(page.text()).toContain('没有采用：指标下降过多。一切照旧');
  });

  it('is given up after five minutes, with what to do', async () => {
    const page = await begun('分办模型', { 'staff/router.refit': () => never });
    await jest.advanceTimersByTimeAsync(LOOK_FOR);
    expect(page.text()).toContain('没有等到结果，可能还在学习。');
    expect(page.text()).not.toContain('正在学习：');
  });

  it('is not looked for any more when the page is left', async () => {
    const page = await begun('分办模型', { 'staff/router.refit': () => never });
    const looks = called(page, 'router.get').length;
    (page.instance['onHide'] as () => void).call(page.instance);
    await jest.advanceTimersByTimeAsync(LOOK_FOR);
    expect(called(page, 'router.get')).toHaveLength(looks + 1);
    expect(page.text()).toContain('没有等到结果，可能还在学习。');
  });
});

describe('who may see the router', () => {
  it('nobody but the manager, for whom the numbers stay whole when the router cannot be read', async () => {
    const operator = await openPage(NUMBERS, {}, phoneOf('operator'));
    expect(operator.text()).toContain('判定标准');
    expect(operator.text()).not.toContain('分办模型');
    expect(operator.text()).not.toContain('改用第 1 版');
    expect(called(operator, 'router.get')).toEqual([]);
    const phone = phoneOf('manager', { 'staff/router.get': () => failure('internal', '系统出了点问题') });
    const page = await openPage(NUMBERS, {}, phone);
    expect(page.text()).toContain('判定标准');
    expect(page.text()).toContain('系统出了点问题');
    phone.script['staff/router.get'] = () => ok({ version: 0, kept: [] });
    await page.press('重试');
    expect(page.text()).toContain('● 正在使用 · 职责目录');
  });
});
