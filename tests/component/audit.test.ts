import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';

/** Checking the journal (J-26). */

describe('checking the journal (J-26)', () => {
  const AUDIT = 'packages/staff/oversight/audit/index';

  it('goes through all tickets part by part, and after a failure on from where it stood', async () => {
    const cursors: unknown[] = [];
    const phone = newPhone({
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
    expect(page.text()).toContain('■ 核对了 107 件，1 件的记录不完整');
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
