import { mount, openPage } from './harness';
import { failure, ok } from './phone';
import { PAGE, phoneWith, called } from './knowledge-desk';

/** Judging what the machine answered. */

describe('judging', () => {
  const asked = {
    askId: 'a1',
    at: '2026-09-16T10:00:00.000+08:00',
    text: '卡丢了咋整',
    faqId: 'F1',
    question: '社保卡怎么挂失',
    answer: '打 12333。',
    judged: null,
  };

  it('a sampled answer: right, or the right entry, or none; a refusal is said at its place', async () => {
    const phone = phoneWith({
      'staff/knowledge.sample': () => ok({ week: '2026-09-14', size: 1, precision: null, asks: [asked] }),
      'staff/knowledge.judge': () => failure('invalid', '有误', { fields: { faqId: '这正是已答复的条目' } }),
    });
    const page = await openPage(PAGE('knowledge/sample'), {}, phone);
    expect(page.text()).toContain('已判定 0 条，共 1 条');
    await page.tap('第 1 条，不对');
    await page.fire('lookup', 'a1', 'change', { name: 'a1', value: 'F1', label: '' });
    expect(page.text()).toContain('这正是已答复的条目');
    phone.script['staff/knowledge.judge'] = () => ok(null);
    await page.tap('第 1 条，无此条目');
    expect(page.text()).toContain('■ 已判定：不对，知识库里没有');
    expect(page.text()).toContain('已判定 1 条，共 1 条');
    expect(called(page, 'knowledge.judge')).toEqual([
      { askId: 'a1', right: false, faqId: 'F1' },
      { askId: 'a1', right: false },
    ]);
  });

  it('a replied ticket: one tap, the last word counts; whoever may not judge sees nothing of it', async () => {
    const candidates = [
      { faqId: 'F1', question: '社保卡怎么挂失', answer: '打 12333。', matched: ['挂失', '社保卡'] },
    ];
    const phone = phoneWith({
      'staff/knowledge.candidates': () => ok({ unitName: '省人社厅', candidates, judged: null }),
      'staff/knowledge.judge': () => ok(null),
    });
    const card = await mount('components/ticket-judgement/index', { no: 'ZX1' }, phone);
    expect(card.text()).toContain('匹配的字词：社保卡、挂失');
    expect(card.text()).not.toContain('打 12333。');
    await card.tap('看答复，社保卡怎么挂失');
    expect(card.text()).toContain('打 12333。');
    await card.tap('就是条目“社保卡怎么挂失”');
    expect(card.text()).toContain('● 已判定：条目“社保卡怎么挂失”');
    await card.tap('改判定');
    await card.tap('没有这样的条目');
    expect(called(card, 'knowledge.judge')).toEqual([
      { no: 'ZX1', faqId: 'F1' },
      { no: 'ZX1', faqId: null },
    ]);
    const closed = phoneWith({ 'staff/knowledge.candidates': () => failure('forbidden', '您没有权限') });
    expect((await mount('components/ticket-judgement/index', { no: 'ZX1' }, closed)).text()).toBe('');
  });
});
