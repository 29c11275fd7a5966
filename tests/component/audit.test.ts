import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';

/** Checking the journal (J-26). */

describe('checking the journal (J-26)', () => {
  const AUDIT = 'packages/staff/oversight/audit/index';
  const quiet = {
    'staff/audit.state': () => ok({ last: null, running: null, anchors: [], keys: [], dataUse: null }),
  };

  it('says what the check by itself has found and what to do, and compares anchors that were kept (A47)', async () => {
    const asked: unknown[] = [];
    const at = '2026-09-24T02:10:00.000+08:00';
    const broken = [
      { no: 'TS1', seq: 4, why: 'state' as const },
      { no: 'ledger', seq: 2, why: 'ledger' as const },
    ];
    const phone = newPhone({
      'staff/audit.state': () =>
        ok({
          last: { startedAt: at, finishedAt: at, checked: 812, found: 2, broken },
          running: { startedAt: at, checked: 40, found: 0 },
          anchors: [{ day: '2026-09-24', text: '20260924-1-17-abc' }],
          dataUse: {
            month: '2026-08',
            finishedAt: at,
            accesses: 5,
            uncovered: 3,
            lines: [{ label: '查看个人信息', party: '省人社厅', count: 3, first: at, last: at, no: 'TS1' }],
            unusedCount: 1,
            unused: [{ id: 'r', name: '参保信息', party: '省人社厅' }],
          },
          keys: ['● 旧密钥 k1 从 9 月 24 日 周四 起不再需要，可以去掉'],
        }),
      'staff/audit.check': input => {
        asked.push(input);
        if (input.anchors?.[0] === 'x')
          return failure('invalid', '有内容需要补充或更正', {
            fields: { 'anchors.0': '校验码不完整，请整行粘贴' },
          });
        return ok({ checked: 812, broken: [{ no: '20260924-1-17-abc', seq: 1, why: 'anchor' }] });
      },
    });
    const page = await openPage(AUDIT, {}, phone);
    expect(page.text()).toMatch(/■ 上次自动核对 .*，共 812 件，2 处不一致 正在核对，已核对 40 件/);
    expect(page.text()).toMatch(/TS1 第 4 条：工单现在的内容与这一条不一致 请保留现场、报告管理方/);
    expect(page.text()).toContain('总账第 2 页：总账被改动过');
    expect(page.text()).toContain('20260924-1-17-abc');
    expect(page.text()).toContain('▲ 2026 年 8 月共 5 次，3 次没有登记，1 项登记没有用到');
    expect(page.text()).toMatch(
      /省人社厅 · 查看个人信息 3 次没有登记，.*，例如 TS1 省人社厅 · 参保信息 登记了，这个月没有用到/,
    );
    expect(page.text()).toContain('旧密钥 k1 从 9 月 24 日 周四 起不再需要');
    await page.type('anchors', 'x');
    await page.press('开始核对');
    expect(page.text()).toContain('校验码不完整，请整行粘贴');
    await page.type('anchors', ' 20260924-1-17-abc \n');
    await page.press('继续核对');
    expect(asked).toEqual([{ anchors: ['x'] }, { anchors: ['20260924-1-17-abc'] }]);
    expect(page.text()).toMatch(/校验码 20260924-1-17-abc：与寄出时不一致.* 请运维取出当天的备份/);
  });

  it('goes through all tickets part by part, and after a failure on from where it stood', async () => {
    const cursors: unknown[] = [];
    const phone = newPhone({
      ...quiet,
      'staff/audit.check': ({ cursor }) => {
        cursors.push(cursor);
        if (cursor === undefined) return ok({ checked: 100, broken: [], nextCursor: 'b' });
        if (cursors.length === 2) return failure('internal', '出错了。');
        return ok({ checked: 7, broken: [{ no: 'TS9', seq: 3, why: 'changed' }] });
      },
    });
    const page = await openPage(AUDIT, {}, phone);
    await page.press('开始核对');
    expect(page.text()).toContain('出错了。（错误编号 E-1）');
    await page.press('继续核对');
    expect(cursors).toEqual([undefined, 'b', 'b']);
    expect(page.text()).toContain('■ 核对了 107 件，1 处不一致');
    expect(page.text()).toContain('TS9 第 3 条：内容被改动过');
  });

  it('shows the journal of one ticket, newest first, and says when there is none', async () => {
    const entry = (seq: number, label: string) => ({
      seq,
      at: '2026-09-24T10:00:00.000+08:00',
      type: 'urge',
      label,
      role: 'citizen',
      roleLabel: '群众',
      actorId: 'owner',
      hash: 'abcdef0123456789abcdef',
    });
    const phone = newPhone({
      ...quiet,
      'staff/audit.check': ({ no }) => ok({ checked: no === 'TS1' ? 1 : 0, broken: [] }),
      'staff/audit.list': ({ no }) =>
        ok({ entries: no === 'TS1' ? [entry(1, '提交'), entry(2, '催一催')] : [] }),
    });
    const page = await openPage(AUDIT, {}, phone);
    await page.press('查看记录');
    expect(page.text()).toContain('请填写工单号');
    await page.type('no', ' ts1 ');
    await page.press('查看记录');
    expect(page.text()).toMatch(
      /● 记录完整，共 2 条 2\. 催一催 .*10:00 · 群众 校验码 abcdef0123456789 1\. 提交/,
    );
    await page.type('no', 'TS2');
    await page.press('查看记录');
    expect(page.text()).toContain('没有这个号码的件');
  });

  it('shows what was done to the system itself, by whom, newest first, and goes on to older ones (A47)', async () => {
    const deed = (seq: number, label: string, about: string) => ({
      seq,
      at: '2026-09-24T10:00:00.000+08:00',
      type: 'unit.save',
      label,
      role: 'manager',
      roleLabel: '管理方',
      actorId: 'mgr',
      actorName: '管理丙',
      about,
      hash: 'abcdef0123456789abcdef',
    });
    const phone = newPhone({
      ...quiet,
      'staff/audit.list': ({ cursor }) =>
        cursor === undefined
          ? ok({ entries: [deed(2, '登记或更改单位', 'edu')], nextCursor: '2' })
          : ok({ entries: [deed(1, '邀请人员', '新人')] }),
    });
    const page = await openPage(AUDIT, {}, phone);
    await page.press('查看记录（系统管理）');
    expect(page.text()).toMatch(/2\. 登记或更改单位 · edu .*管理方 · 管理丙/);
    await page.press('更早的记录');
    expect(page.text()).toMatch(/登记或更改单位.*1\. 邀请人员 · 新人/);
    expect(page.text()).not.toContain('更早的记录');
  });
});
