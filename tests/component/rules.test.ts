import type { ListedRuleSet, RuleDifference, ShownRuleSet } from '../../typings/api';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';

/** Rule sets as the manager sees them: versions, one version in plain words, changing, saving, activating. */

const LIST = 'packages/staff/rules/sets/index';
const VERSION = 'packages/staff/rules/version/index';
const ID = 'gdzw-0001.5-2019';

const listed = (version: number, more: Partial<ListedRuleSet> = {}): ListedRuleSet => ({
  id: ID,
  version,
  name: '粤省事移动政务服务平台 运营规范',
  draft: false,
  source: 'GDZW 0001.5-2019',
  active: version === 1,
  latest: version === 2,
  ...(version > 1 ? { saved: { by: '管理方演示', at: '2026-09-24T10:00:00.000+08:00' } } : {}),
  ...more,
});

const workdays = (n: number) => ({ n, unit: 'working-day' as const });
const days = [
  { unit: 'working-day' as const, label: '个工作日', min: 1, max: 250 },
  { unit: 'calendar-day' as const, label: '日', min: 1, max: 365 },
];

const shown = (version: number, more: Partial<ShownRuleSet> = {}): ShownRuleSet => ({
  ...listed(version),
  basedOn: 1,
  inForce: { id: ID, version: 1 },
  limits: {
    'complaint.business.reply': {
      limit: workdays(25),
      shipped: workdays(20),
      label: '答复处理结果',
      title: '投诉：答复处理结果',
      clause: 'G-5.3d',
      clock: 'reply',
      units: days,
    },
    dispatch: {
      limit: workdays(1),
      shipped: workdays(1),
      label: '分办',
      title: '咨询、投诉：分办',
      clause: 'G-5.2c',
      clock: 'dispatch',
      internal: true,
      units: days.slice(0, 1),
    },
  },
  switches: {
    extension: false,
    routerDispatchAbove: null,
    changeMode: 'approve',
    offlineNeedsConfirmation: false,
    replyCountsFrom: 'receipt',
  },
  windows: { rateDays: 7 },
  majorChanges: [],
  roleNames: { manager: '管理方', operator: '运营方', unit: '事权责任单位', local: '各地主管部门' },
  about: {
    windows: {
      rateDays: { label: '答复后可以评价', clause: 'A20', unit: '日', min: 1, max: 60, shipped: 7 },
    },
    switches: {
      extension: {
        label: '延期答复',
        clause: 'A26',
        shipped: false,
        options: [
          { value: true, label: '允许' },
          { value: false, label: '不允许' },
        ],
      },
      routerDispatchAbove: {
        label: '把握达到多少时自动分办',
        clause: 'G-5.2c',
        shipped: null,
        none: '不自动分办',
        min: 0.5,
        max: 1,
      },
    },
  },
  differences: [
    { label: '投诉：答复处理结果', clause: 'G-5.3d', before: '20 个工作日', after: '25 个工作日' },
  ],
  ...more,
});

const open = (script: CloudScript, version = 2) =>
  openPage(VERSION, { id: ID, version: `${version}` }, newPhone(script));

describe('the list of rule sets', () => {
  it('shows each with its versions, which one is in force and which is a draft, and opens one', async () => {
    const draft = listed(1, { id: 'ganfutong', name: '赣服通暂行办法', draft: true, active: false });
    const page = await openPage(
      LIST,
      {},
      newPhone({ 'staff/ruleset.list': () => ok({ ruleSets: [listed(1), listed(2), draft] }) }),
    );
    expect(page.text()).toMatch(/第 2 版.*管理方演示 于 .*保存.*第 1 版.*● 现行.*随产品提供/);
    expect(page.text()).toMatch(/赣服通暂行办法.*第 1 版.*征求意见稿/);
    await page.tap('赣服通暂行办法第 1 版，征求意见稿，随产品提供');
    expect(page.phone.used('navigateTo')).toEqual([
      expect.objectContaining({ url: '/packages/staff/rules/version/index?id=ganfutong&version=1' }),
    ]);
  });

  it('says what is wrong, and tries again', async () => {
    const phone = newPhone({ 'staff/ruleset.list': () => failure('internal', '系统出了点问题。') });
    const page = await openPage(LIST, {}, phone);
    expect(page.text()).toContain('系统出了点问题。');
    phone.script['staff/ruleset.list'] = () => ok({ ruleSets: [] });
    await page.press('重试');
    expect(page.text()).toContain('还没有规则集');
  });
});

describe('a version of a rule set', () => {
  it('says every limit, window and switch in plain words with its clause and what shipped', async () => {
    const page = await open({ 'staff/ruleset.get': () => ok({ ruleSet: shown(2) }) });
    expect(page.text()).toMatch(
      /办理时限.*投诉：答复处理结果 25 个工作日 G-5\.3d · 出厂为 20 个工作日.*内部目标.*咨询、投诉：分办 1 个工作日 G-5\.2c/,
    );
    expect(page.text()).not.toContain('出厂为 1 个工作日');
    expect(page.text()).toMatch(/答复后可以评价 7 日 A20.*延期答复 不允许.*自动分办 不自动分办/);
    expect(page.text()).toMatch(/启用后与现行规则的不同.*20 个工作日 → 25 个工作日/);
  });

  it('is activated after it was said what changes', async () => {
    const activated: unknown[] = [];
    const many: RuleDifference[] = Array.from({ length: 9 }, (_, at) => ({
      label: `时限 ${at}`,
      before: '1 日',
      after: '2 日',
    }));
    const page = await open({
      'staff/ruleset.get': () => ok({ ruleSet: shown(2, { differences: many }) }),
      'staff/ruleset.activate': input => {
        activated.push(input);
        return ok({ ruleSet: shown(2, { active: true, differences: [] }) });
      },
    });
    page.phone.confirmModals = false;
    await page.press('启用这一版');
    expect(activated).toEqual([]);
    page.phone.confirmModals = true;
    await page.press('启用这一版');
    const { content } = page.phone.used('showModal')[1] as { content: string };
    expect(content).toContain('已提交的件不变');
    expect(content).toContain('时限 5：1 日 → 2 日');
    expect(content).toContain('另有 3 处');
    expect(activated).toEqual([{ id: ID, version: 2, inForce: { id: ID, version: 1 } }]);
    expect(page.text()).toContain('● 第 2 版已启用');
    expect(page.text()).not.toContain('启用后与现行规则的不同');
  });

  it('is changed line by line and saved as the next version', async () => {
    const saved: unknown[] = [];
    const page = await open({
      'staff/ruleset.get': () => ok({ ruleSet: shown(2) }),
      'staff/ruleset.save': input => {
        saved.push(input);
        return ok({ ruleSet: shown(3, { latest: true }) });
      },
    });
    await page.tap('改投诉：答复处理结果');
    await page.type('value', '300');
    await page.press('改好');
    expect(page.text()).toContain('请填 1 到 250 个工作日');
    await page.fire('ui-choice', 'unit', 'change', { name: 'unit', value: 'calendar-day' });
    expect(page.text()).toContain('1 到 365 日');
    await page.press('改好');
    expect(page.text()).toMatch(/投诉：答复处理结果 300 日 未保存/);
    await page.tap('改延期答复');
    await page.fire('ui-choice', 'value', 'change', { name: 'value', value: '0' });
    await page.press('改好');
    await page.tap('改把握达到多少时自动分办');
    await page.type('value', '0.9');
    // Changed and put back: no change.
    await page.tap('改答复后可以评价');
    await page.type('value', '7');
    await page.press('改好');
    expect(page.text()).toContain('改了 3 项，还没有保存');
    await page.press('保存为新的一版');
    expect(saved).toEqual([
      {
        id: ID,
        version: 2,
        limits: { 'complaint.business.reply': { n: 300, unit: 'calendar-day' } },
        windows: {},
        switches: { extension: true, routerDispatchAbove: 0.9 },
      },
    ]);
    expect(page.text()).toContain('● 已保存为第 3 版，还没有启用');
    expect(page.phone.storage.has(`draft:rules:${ID}`)).toBe(false);
  });

  it('says at its line what the cloud refuses, and keeps what was typed when the page was left', async () => {
    const script: CloudScript = {
      'staff/ruleset.get': () => ok({ ruleSet: shown(2) }),
      'staff/ruleset.save': () =>
        failure('invalid', '有内容需要补充或更正', {
          fields: { 'complaint.business.reply': '不能短于“决定是否受理”的 7 个工作日' },
        }),
    };
    const page = await open(script);
    await page.tap('改投诉：答复处理结果');
    await page.type('value', '6');
    await page.press('改好');
    await page.press('保存为新的一版');
    expect(page.text()).toMatch(/6 个工作日 未保存 .*■ 不能短于“决定是否受理”的 7 个工作日/);
    const kept = page.phone.storage.get(`draft:rules:${ID}`);
    page.close();

    const phone = newPhone(script);
    phone.storage.set(`draft:rules:${ID}`, kept);
    const again = await openPage(VERSION, { id: ID, version: '2' }, phone);
    expect(again.text()).toMatch(/接着上次没有保存的改动.*6 个工作日 未保存/);
    await again.tap('放弃这些改动');
    expect(again.text()).toContain('25 个工作日');
    expect(again.text()).not.toContain('未保存');
  });

  it('puts the changes onto what somebody else saved meanwhile', async () => {
    const page = await open({
      'staff/ruleset.get': ({ version }) =>
        ok({ ruleSet: shown(version, { latest: true, windows: { rateDays: version === 3 ? 9 : 7 } }) }),
      'staff/ruleset.list': () =>
        ok({ ruleSets: [listed(2, { latest: false }), listed(3, { latest: true })] }),
      'staff/ruleset.save': ({ version }) =>
        version === 3
          ? ok({ ruleSet: shown(4, { latest: true }) })
          : failure('conflict', '这个规则集刚被别人更改过，请看过最新版本后再保存'),
    });
    await page.tap('改投诉：答复处理结果');
    await page.type('value', '30');
    await page.press('改好');
    await page.press('保存为新的一版');
    expect(page.text()).toContain('第 3 版刚由别人保存，您的改动已放到它上面');
    expect(page.text()).toMatch(/30 个工作日 未保存.*答复后可以评价 9 日/);
    await page.press('保存为新的一版');
    expect(page.text()).toContain('已保存为第 4 版');
  });

  it('is not activated over a version that somebody else has put in force meanwhile', async () => {
    let inForce = { id: ID, version: 1 };
    const sent: unknown[] = [];
    const page = await open({
      'staff/ruleset.get': ({ version }) =>
        ok({
          ruleSet: shown(version, {
            inForce,
            differences: [{ label: '和现行的不同', before: `${inForce.version} 版`, after: '2 版' }],
          }),
        }),
      'staff/ruleset.activate': input => {
        sent.push(input.inForce?.version);
        inForce = { id: ID, version: 7 };
        return sent.length > 1
          ? ok({ ruleSet: shown(2, { active: true }) })
          : failure('conflict', '现行规则刚由别人换成第 7 版，请看过和它的不同再启用');
      },
    });
    await page.press('启用这一版');
    expect(page.text()).toContain('现行规则刚由别人换成第 7 版');
    expect(page.text()).toContain('和现行的不同：7 版 → 2 版');
    await page.press('启用这一版');
    expect(sent).toEqual([1, 7]);
    expect(page.text()).toContain('● 第 2 版已启用');
  });

  it('an older version can be activated but not changed', async () => {
    const page = await open({ 'staff/ruleset.get': () => ok({ ruleSet: shown(1, { active: false }) }) }, 1);
    expect(page.text()).toContain('要改请从最新的一版改');
    await expect(page.tap('改投诉：答复处理结果')).rejects.toThrow('nothing to tap');
  });
});
