import type { PublishedFaq, StaffApi } from '../../typings/api';
import { liveTitle } from '../../miniprogram/model/knowledge/entries';
import { compareTexts } from '../../miniprogram/model/knowledge/diff';
import { numbersView } from '../../miniprogram/model/knowledge/numbers';
import type { Reply } from '../../typings/contract';
import { openPage } from './harness';
import { failure, ok } from './phone';
import { member } from './samples';
import { PAGE, me, handler, version, full, phoneWith, called } from './knowledge-desk';

/** Every page of the knowledge base, its list, and the words in which versions are told. */

describe('every page of the knowledge base', () => {
  /** A page with what it asks the cloud for, and what it says when there is nothing. */
  type Place = {
    [A in keyof StaffApi]: [
      name: string,
      query: Record<string, string>,
      action: A,
      empty: StaffApi[A]['out'],
      words: string,
    ];
  }[keyof StaffApi];
  const places: Place[] = [
    ['knowledge/entries', {}, 'faq.list', { faqs: [] }, '还没有已发布的条目'],
    [
      'knowledge/proposals',
      {},
      'knowledge.proposals',
      { proposals: [], questions: 0, truncated: false },
      '没有要新建的条目：问过两次以上的都有答复了',
    ],
    ['knowledge/duplicates', {}, 'knowledge.duplicates', { pairs: [], count: 0 }, '没有重复的条目'],
    [
      'knowledge/sample',
      {},
      'knowledge.sample',
      { week: '2026-09-14', size: 0, precision: null, asks: [] },
      '这一周机器没有直接答复过您负责的条目',
    ],
    [
      'knowledge/numbers',
      {},
      'knowledge.numbers',
      {
        weeks: [],
        precision: null,
        unanswered: [],
        entries: 0,
        gate: { version: 0, precision: 0.98, kept: [] },
      },
      '还没有判定过抽样',
    ],
    ['knowledge/entry', { id: 'K1' }, 'faq.get', full(version()), '草稿，还没有提交审核'],
  ];

  it.each(places)(
    '%s waits, says what is wrong, and comes after a retry',
    async (name, query, action, data, words) => {
      let answer: (value: Reply<never>) => void = () => undefined;
      const late = new Promise<Reply<never>>(resolve => (answer = resolve));
      const phone = phoneWith({ 'staff/me.get': handler, [`staff/${action}`]: () => late });
      const page = await openPage(PAGE(name), query, phone);
      expect(page.inner('ui-skeleton').length).toBeGreaterThan(0);
      answer(failure('internal', '系统出了点问题，请稍后重试。'));
      await page.settle();
      expect(page.text()).toContain('系统出了点问题，请稍后重试。');
      expect(page.text()).toContain('E-1');
      Object.assign(phone.script, { [`staff/${action}`]: () => ok(data) });
      await page.press('重试');
      expect(page.text()).toContain(words);
    },
  );

  it.each(places)(
    '%s says so without network and without permission',
    async (name, query, action, _empty, _words) => {
      const phone = phoneWith({
        'staff/me.get': handler,
        [`staff/${action}`]: () => failure('forbidden', '您的角色不能这样做'),
      });
      expect((await openPage(PAGE(name), query, phone)).text()).toContain('您的角色不能这样做');
      const offline = phoneWith({});
      offline.setOnline(false);
      const page = await openPage(PAGE(name), query, offline);
      for (let waited = 0; waited < 4; waited += 1) await page.settle();
      expect(page.text()).toContain('没有连上网络');
    },
  );

  it.each(['knowledge/entries', 'knowledge/files', 'knowledge/edit'])(
    '%s is closed to other roles',
    async name => {
      const partner = () => ok(member(['partner'], { menu: [{ key: 'inbox', label: '消息' }] }));
      const page = await openPage(PAGE(name), {}, phoneWith({ 'staff/me.get': partner }));
      expect(page.text()).toContain('您的角色不参与知识库工作');
    },
  );
});

describe('the list', () => {
  it('begins with what waits for a reviewer; a unit is not offered to see others’ drafts', async () => {
    const script = { 'staff/faq.list': () => ok({ faqs: [version({ stageLabel: '待审核' })] }) };
    const lead = me(['lead'], { id: 'hrss', name: '省人社厅' });
    const page = await openPage(
      PAGE('knowledge/entries'),
      {},
      phoneWith({ ...script, 'staff/me.get': lead }),
    );
    expect(called(page, 'faq.list')).toEqual([{ view: 'submitted' }]);
    expect(page.text()).toContain('省人社厅 · 待审核 · 张三 9 月 24 日 10:00');
    expect(page.text()).not.toContain('只看本单位的');
    await page.tap('已发布');
    await page.fire('ui-switch', 'own', 'change', { name: 'own', value: true });
    expect(called(page, 'faq.list').slice(1)).toEqual([
      { view: 'published' },
      { view: 'published', own: true },
    ]);
  });
});

describe('in the words of the screens', () => {
  it('says of a published text whether anybody sees it now', () => {
    const faq = { ...version(), status: 'published', updatedOn: '2026-09-01' } as unknown as PublishedFaq;
    expect(liveTitle({ ...faq, validity: 'valid' })).toBe('群众现在看到的');
    expect(liveTitle({ ...faq, validity: 'expired' })).toBe('到期前群众看到的');
    expect(liveTitle({ ...faq, validity: 'not-yet' })).toBe('从生效日起群众看到的');
    expect(liveTitle({ ...faq, status: 'withdrawn' })).toBe('下架前的内容');
  });

  it('a change is shown in pieces of sentences; what stayed is not told again', () => {
    expect(compareTexts('先挂失，再补办。', '先挂失，带身份证，再补办。')).toEqual([
      { text: '先挂失，', kind: 'same' },
      { text: '带身份证，', kind: 'added' },
      { text: '再补办。', kind: 'same' },
    ]);
    expect(compareTexts('', '新的')).toEqual([{ text: '新的', kind: 'added' }]);
    expect(compareTexts('甲。', '')).toEqual([{ text: '甲。', kind: 'removed' }]);
    const long = '很长，'.repeat(500);
    expect(compareTexts(long, `${long}尾`).map(piece => piece.kind)).toEqual(['removed', 'added']);
  });

  it('a gate that was refused says why and is not offered; the one in use is marked', () => {
    const measured = { r1: 0.9, precision: 0.98, coverage: 0.3, falseAnswers: null };
    const at = '2026-09-24T03:00:00.000+08:00';
    const kept = [
      { version: 3, at, judged: 300, before: measured, after: measured, refused: '准确率下降 2 个百分点' },
      { version: 2, at, judged: 280, before: measured, after: { ...measured, coverage: 0.4 }, refused: null },
      { version: 1, at, judged: 250, before: null, after: measured, refused: null },
    ];
    const gate = { version: 2, precision: 0.98, kept };
    const view = numbersView({ weeks: [], precision: null, unanswered: [], entries: 9, gate });
    expect(view.target).toBe('目标准确率 98%。');
    const here = { ...measured, queries: 60 };
    const judged = numbersView({
      weeks: [],
      precision: null,
      unanswered: [],
      entries: 9,
      gate: { ...gate, here },
    });
    expect(judged.target).toBe('目标准确率 98%。在最近判定的 60 个提问上，直接答复 30%，其中 98% 正确。');
    expect(view.gates.map(({ inUse, refused, canUse }) => [inUse, refused, canUse])).toEqual([
      [false, '准确率下降 2 个百分点', false],
      [true, '', false],
      [false, '', true],
    ]);
    expect(view.gates[1]?.measures).toContain('直接答复 30% → 40%');
  });
});
