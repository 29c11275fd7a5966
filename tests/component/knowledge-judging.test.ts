import { judgementOf } from '../../miniprogram/model/knowledge/judging';
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

  it('real questions, one after the other: a tap or a key, and the next comes by itself', async () => {
    const candidate = (faqId: string, question: string) => ({ faqId, question, answer: '打 12333。' });
    const candidates = [candidate('F1', '社保卡怎么挂失'), candidate('F2', '社保卡怎么补办')];
    const open = (askId: string, text: string, band: 'answer' | 'choices' | 'handover', shown: string[]) => ({
      askId,
      at: asked.at,
      text,
      band,
      shown,
      candidates,
    });
    const pages = [
      {
        asks: [
          open('a1', '卡丢了咋整', 'answer', ['F1']),
          open('a2', '卡没了补一张', 'choices', ['F1', 'F2']),
        ],
        next: 'k2',
      },
      { asks: [open('a3', '今天天气好吗', 'handover', []), open('a4', '换卡', 'handover', [])] },
    ];
    const phone = phoneWith({
      'staff/knowledge.unjudged': () => ok(pages.shift() ?? { asks: [] }),
      'staff/knowledge.judge': () => ok(null),
    });
    const page = await openPage(PAGE('knowledge/judge'), {}, phone);
    expect(page.text()).toContain('卡丢了咋整');
    await page.tap('1 社保卡怎么挂失 打 12333。');
    expect(page.text()).toContain('卡没了补一张');
    phone.press('2');
    await page.settle();
    expect(page.text()).toContain('今天天气好吗');
    phone.press('0');
    await page.settle();
    await page.tap('跳过这一题');
    expect(page.text()).toContain('没有要判定的提问了');
    expect(page.text()).toContain('已判定 3 题，跳过 1 题');
    expect(called(page, 'knowledge.unjudged')).toEqual([{}, { before: 'k2' }]);
    expect(called(page, 'knowledge.judge')).toEqual([
      { askId: 'a1', right: true, faqId: 'F1' },
      { askId: 'a2', right: true, faqId: 'F2' },
      { askId: 'a3', right: true },
    ]);
  });

  it('what the choice says of the machine: a person too early, another entry, none of the choices', () => {
    const of = (band: 'answer' | 'choices' | 'handover', shown: string[], faqId: string | null) =>
      judgementOf({ askId: 'a', band, shown }, faqId);
    expect(of('handover', [], 'F1')).toEqual({ askId: 'a', right: false, faqId: 'F1' });
    expect(of('answer', ['F1'], 'F2')).toEqual({ askId: 'a', right: false, faqId: 'F2' });
    expect(of('answer', ['F1'], null)).toEqual({ askId: 'a', right: false });
    expect(of('choices', ['F1'], null)).toEqual({ askId: 'a', right: false });
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
