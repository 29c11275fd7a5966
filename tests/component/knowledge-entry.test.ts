import type { FaqAct, FullFaq } from '../../typings/api';
import { openPage } from './harness';
import { failure, ok } from './phone';
import { PAGE, handler, version, full, conflict, phoneWith, called } from './knowledge-desk';

/** An entry of the knowledge base: reviewed, published, taken back, and written. */

describe('an entry', () => {
  const approved = version({
    stage: 'approved',
    stageLabel: '待发布',
    acts: ['publish'],
    approvals: [{ side: 'owner', label: '负责单位', name: '李四', at: '2026-09-24T11:00:00.000+08:00' }],
  });

  it('is published only after each entry that asks the same was looked at', async () => {
    const phone = phoneWith({
      'staff/faq.get': () => ok(full(approved, { warnings: [conflict] })),
      'staff/faq.publish': () => ok({ published: true, faq: approved, warnings: [conflict] }),
    });
    const page = await openPage(PAGE('knowledge/entry'), { id: 'K1' }, phone);
    expect(page.text()).toContain('■ 与已发布的条目矛盾：一个说可以，另一个说不可以或者不需要');
    expect(page.text()).toContain('不用补。');
    await page.press('发布');
    expect(page.text()).toContain('逐条打勾');
    expect(called(page, 'faq.publish')).toEqual([]);
    await page.fire('ui-check', 'F9', 'change', { name: 'F9', value: true });
    await page.press('发布');
    expect(called(page, 'faq.publish')).toEqual([{ id: 'K1', version: 1, confirmed: ['F9'] }]);
  });

  it.each<[who: string, can: FaqAct[], buttons: object]>([
    ['who has to review reads', ['save', 'review'], { 退回: 'second', 修改: 'second', 审核通过: 'main' }],
    ['who has reviewed waits for the other side', ['save'], { 修改: 'second' }],
  ])('%s: changing is never the main thing under review', async (_who, can, buttons) => {
    const entry = version({ stage: 'submitted', stageLabel: '待审核', acts: can });
    const phone = phoneWith({ 'staff/faq.get': () => ok(full(entry)) });
    const page = await openPage(PAGE('knowledge/entry'), { id: 'K1' }, phone);
    const shown = page.inner('ui-button').map(({ data }) => [data['label'], data['kind']] as const);
    expect(Object.fromEntries(shown.filter(([label]) => label !== '确认退回'))).toEqual(buttons);
  });

  it('shows what another did meanwhile, with the reason', async () => {
    let now = version();
    const phone = phoneWith({
      'staff/faq.get': () => ok(full(now)),
      'staff/faq.submit': () => failure('conflict', '有人刚保存了新的版本，请刷新后再试'),
    });
    const page = await openPage(PAGE('knowledge/entry'), { id: 'K1' }, phone);
    now = version({ version: 2, answer: '新的答复' });
    await page.press('提交审核');
    expect(page.text()).toContain('新的答复');
    expect(page.text()).toContain('有人刚保存了新的版本');
  });

  it('goes back to an earlier version after one confirmed tap, and not without', async () => {
    const live = version({ version: 2, stage: 'live', acts: ['save', 'withdraw'], answer: '错的' });
    const past = version({ stage: 'past', stageLabel: '发布过', acts: ['rollback'] });
    const entry: FullFaq = { versions: [live, past], warnings: [], serviceNames: {} };
    const phone = phoneWith({
      'staff/faq.get': () => ok({ ...entry, faq: { ...live, status: 'published', updatedOn: '2026-09-24' } }),
      'staff/faq.rollback': () => ok({ faq: live }),
    });
    const page = await openPage(PAGE('knowledge/entry'), { id: 'K1' }, phone);
    phone.confirmModals = false;
    await page.tap('恢复第 1 版');
    expect(called(page, 'faq.rollback')).toEqual([]);
    phone.confirmModals = true;
    await page.tap('恢复第 1 版');
    expect(called(page, 'faq.rollback')).toEqual([{ id: 'K1', version: 2, to: 1 }]);
  });
});

describe('a long history', () => {
  const past = (n: number, answer: string) =>
    version({ version: n, stage: 'past', stageLabel: '发布过', answer, acts: ['rollback'] });

  it('goes on with the earlier versions, each compared with the one before it', async () => {
    const asked: unknown[] = [];
    const newest = version({ version: 3, answer: '第三答。' });
    const phone = phoneWith({
      'staff/faq.get': input => {
        asked.push(input.cursor);
        return input.cursor
          ? ok({ versions: [past(1, '第一答。')], serviceNames: {} })
          : ok(full(newest, { versions: [newest, past(2, '第二答。')], nextCursor: '2' }));
      },
    });
    const page = await openPage(PAGE('knowledge/entry'), { id: 'K1' }, phone);
    expect(page.text()).not.toContain('第 1 版');
    await expect(page.tap('第 2 版看改动')).rejects.toThrow();
    phone.setOnline(false);
    await page.tap('更早的版本 ›');
    expect(page.text()).toContain('更早的版本 ›');
    phone.setOnline(true);
    await page.tap('更早的版本 ›');
    expect(asked).toEqual([undefined, '2']);
    expect(page.text()).toContain('第 1 版');
    expect(page.text()).not.toContain('更早的版本');
    await page.tap('第 2 版看改动');
    expect(page.text()).toContain('［删去］第一答。');
  });
});

describe('writing an entry', () => {
  const EDIT = PAGE('knowledge/edit');

  it('loses nothing: a failed saving, a closed page, another’s version in between', async () => {
    const phone = phoneWith({
      'staff/me.get': handler,
      'staff/faq.get': () => ok(full(version())),
      'staff/faq.save': () => failure('conflict', '有人刚保存了新的版本，请刷新后再改'),
    });
    const page = await openPage(EDIT, { id: 'K1' }, phone);
    await page.type('answer', '我写的答复');
    phone.setOnline(false);
    await page.press('保存草稿');
    expect(page.text()).toContain('填写的内容都留着');
    phone.setOnline(true);
    page.close();
    const again = await openPage(EDIT, { id: 'K1' }, phone);
    expect(again.text()).toContain('接着上次没有保存的内容');
    phone.script['staff/faq.get'] = () => ok(full(version({ version: 2, answer: '别人的答复' })));
    await again.press('保存草稿');
    expect(again.text()).toMatch(/这个条目刚由别人保存；您写的都留着.*答复 用这个 别人的答复/);
    phone.script['staff/faq.save'] = () => ok({ faq: version({ version: 3 }) });
    await again.press('保存草稿');
    const saved = called(again, 'faq.save');
    expect(saved.map(input => input['version'])).toEqual([1, 1, 2]);
    expect(saved[2]?.['entry']).toMatchObject({ answer: '我写的答复' });
    expect(phone.storage.has('draft:faq:K1')).toBe(false);
  });

  it('keeps similar questions as a list without doubles; what was typed last is saved too', async () => {
    const phone = phoneWith({ 'staff/me.get': handler, 'staff/faq.save': () => ok({ faq: version() }) });
    const page = await openPage(EDIT, {}, phone);
    await page.press('保存草稿');
    expect(page.text()).toContain('问题最少 2 个字');
    await page.type('question', '怎么挂失');
    await page.type('answer', '打 12333。');
    for (const words of ['卡丢了', '卡丢了', '怎么挂失', '挂失电话']) {
      await page.type('typedSimilar', words);
      await page.press('添加');
    }
    await page.tap('删去相似问法“卡丢了”');
    await page.type('typedSimilar', '没按添加的');
    await page.press('保存草稿');
    expect(called(page, 'faq.save')).toEqual([
      {
        entry: {
          question: '怎么挂失',
          similar: ['挂失电话', '没按添加的'],
          answer: '打 12333。',
          unitId: 'hrss',
        },
        requestId: expect.any(String) as string,
      },
    ]);
    expect(phone.used('redirectTo')).toEqual([{ url: '/packages/staff/knowledge/entry/index?id=K1' }]);
  });
});
