import { uuid } from '../../miniprogram/cloud/uuid';
import { creditCodeProblem, phoneProblem } from '../../miniprogram/model/form/checks';
import { newDraft, titleOf } from '../../miniprogram/model/ticket/filing';
import { checkValues, inputOf, shownFields } from '../../miniprogram/model/form/forms';
import { isClassified, personalNumbers } from '../../miniprogram/lib/privacy';
import { arrangeActs, isMain } from '../../miniprogram/model/ticket/acts';
import { deskOf, pressing } from '../../miniprogram/model/desk/desk';
import {
  awaitedAct,
  cardOf,
  headOf,
  openingOf,
  rulesText,
  saysMore,
  storyOf,
  taskOf,
} from '../../miniprogram/model/ticket/tickets';
import { dayText, lightText, limitText, momentText, withoutRefresh } from '../../miniprogram/lib/words';
import { summary, ticket } from './samples';
import type { ShownClock } from '../../typings/contract';

const year = new Date().getFullYear();

describe('dates and lights in words', () => {
  it('say the weekday, whatever the time zone of the phone', () => {
    expect(dayText('2024-02-29')).toBe('2024 年 2 月 29 日 周四');
    expect(dayText(`${year}-01-05`)).toMatch(/^1 月 5 日 周[一二三四五六日]$/);
    expect(momentText('2024-10-09T10:12:00.000+08:00')).toBe('2024 年 10 月 9 日 10:12');
  });

  it('are shape, words and colour (A24)', () => {
    expect(lightText('green', 3)).toBe('● 剩 3 个工作日');
    expect(lightText('yellow', 0)).toBe('▲ 今天到期');
    expect(lightText('red', -1)).toBe('■ 超 1 个工作日');
  });
});

describe('a title that was made from the text', () => {
  it.each([
    ['社保卡丢了', '社保卡丢了。怎么补？', { title: '社保卡丢了', text: '怎么补？' }],
    ['社保卡丢了', '社保卡丢了。', { title: '社保卡丢了', text: '' }],
    ['社保卡丢了', '社保卡丢了怎么补', { title: '', text: '社保卡丢了怎么补' }],
    [
      '我到窗口补办…',
      '我到窗口补办社保卡，跑了三次。',
      { title: '', text: '我到窗口补办社保卡，跑了三次。' },
    ],
    ['补办被拒', '我到窗口补办社保卡。', { title: '补办被拒', text: '我到窗口补办社保卡。' }],
  ])('%s / %s: is not said twice, and no word is lost', (title, text, shown) => {
    expect(openingOf({ title, text })).toEqual(shown);
  });

  it('stands for the text where that says no more', () => {
    expect(saysMore({ title: '社保卡丢了', text: '社保卡丢了！' })).toBe(false);
    expect(saysMore({ title: '社保卡丢了', text: '社保卡丢了。怎么补？' })).toBe(true);
  });
});

describe('the limit said before filing', () => {
  it('counts the working day in which the operator finds the unit; the mini-program itself has its own limit', () => {
    expect(limitText('consultation', 'business', 'sbk')).toBe('5 个工作日内答复');
    expect(limitText('consultation', 'unsure', 'sbk')).toContain('另有 1 个工作日');
    expect(limitText('consultation', 'business', '')).toContain('另有 1 个工作日');
    expect(limitText('complaint', 'technical', '')).toBe('2 个工作日内答复');
  });
});

describe('a refusal whose page is fetched anew', () => {
  it('loses its advice to refresh', () => {
    expect(withoutRefresh('这件现在是“办理中”，不能受理。请刷新后再看')).toBe('这件现在是“办理中”，不能受理');
    expect(withoutRefresh('已有新的版本。')).toBe('已有新的版本');
  });
});

describe('what is checked on the phone (A23)', () => {
  it.each(['绝密★30 年', '机密 ★', '密级：秘密', '密 级 : 机密'])('refuses %s', text =>
    expect(isClassified(text)).toBe(true),
  );
  it.each(['他说这是机密', '秘密没有了', '保密级别', '绝密★★★★★ 好评'])('lets %s pass', text =>
    expect(isClassified(text)).toBe(false),
  );

  it('warns about numbers of persons, phones and cards, not about ticket numbers', () => {
    expect(personalNumbers('身份证 11010519491231002X')).toEqual(['身份证号']);
    expect(personalNumbers('电话 138 0013 8000 或 +86-13800138000')).toEqual(['手机号']);
    expect(personalNumbers('卡号 6222 0212 3456 7894 ')).toEqual(personalNumbers('卡号 6222021234567894'));
    expect(personalNumbers('卡号 4111111111111111')).toEqual(['银行卡号']);
    expect(personalNumbers('工单 TS20260924-7K3F9Q，2026 年 10 月')).toEqual([]);
  });

  it('knows a wrong credit code by its check character (GB 32100-2015)', () => {
    expect(creditCodeProblem('91350100M000100Y43')).toBeUndefined();
    expect(creditCodeProblem('91350100m000100y43')).toBeUndefined();
    expect(creditCodeProblem('91350100M000100Y44')).toContain('不对');
    expect(creditCodeProblem('123')).toContain('18 位');
  });

  it('takes phones from abroad and landlines', () => {
    for (const phone of ['13800138000', '+852 2829 1234', '020-83133333'])
      expect(phoneProblem(phone)).toBeUndefined();
    for (const phone of ['12', '电话', '1380013800013800138000138'])
      expect(phoneProblem(phone)).toBeDefined();
  });
});

describe('a request id', () => {
  it('is a UUID of version 4 and never the same twice', () => {
    const made = Array.from({ length: 500 }, uuid);
    expect(new Set(made).size).toBe(500);
    for (const id of made)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a title', () => {
  it('is the first sentence where none was typed', () => {
    expect(titleOf({ ...newDraft(), text: '社保卡丢了。已经跑了三次。' })).toBe('社保卡丢了');
    expect(titleOf({ ...newDraft(), text: '字'.repeat(80) })).toHaveLength(31);
    const withNumber = '厨房天花板一直漏水，我的身份证号是11010519491231002X，请尽快处理一下这件事情';
    expect(titleOf({ ...newDraft(), text: withNumber })).toBe('厨房天花板一直漏水，我的身份证号是…');
    expect(titleOf({ ...newDraft(), title: ' 我的标题 ', text: '别的' })).toBe('我的标题');
  });
});

describe('the first line of a ticket', () => {
  it('tells staff what to do by when and under which clause', () => {
    const task = taskOf(ticket());
    expect(task?.first).toBe('今天 24:00 前：决定是否受理');
    expect(task?.second).toContain('G-5.3c · 7 个工作日');
    expect(task?.second).toMatch(/答复最迟 .*10 月 29 日 周四/);
    expect(taskOf(ticket({ clocks: [] }))).toBeUndefined();
  });

  it('names the reader’s own task before that of others, however late theirs is (G-3.2.4b)', () => {
    const [accept] = ticket().clocks;
    const theirs = {
      ...accept!,
      name: 'fix' as const,
      label: '解决应用异常',
      daysLeft: -1,
      light: 'red' as const,
    };
    const execute = {
      ...accept!,
      name: 'execute' as const,
      label: '确认暂时下线',
      internal: true,
      own: true,
    };
    const dueAt = '2026-12-14T11:00:00.000+08:00';
    const own: ShownClock = { ...execute, date: undefined, dueAt, light: 'green', daysLeft: 0 };
    const work = ticket({ facts: [], clocks: [theirs, own] });
    expect(taskOf(work)).toMatchObject({
      light: 'green',
      first: expect.stringContaining('11:00 前：确认暂时下线'),
    });
    expect(taskOf(work)?.second).toContain('解决应用异常');
    expect(taskOf({ ...work, clocks: [theirs, { ...own, own: false }] })?.first).toContain('解决应用异常');
    // Of several of one's own the most urgent.
    const sooner = { ...own, label: '验证修复', dueAt: '2026-12-14T10:00:00.000+08:00' };
    expect(taskOf({ ...work, clocks: [own, theirs, sooner] })?.first).toContain('验证修复');
  });

  it('asks nobody to keep a clock that stands still (G-3.3.3c)', () => {
    const [accept] = ticket().clocks;
    const paused = { ...accept!, name: 'fix' as const, label: '解决应用异常', own: true, paused: true };
    expect(taskOf(ticket({ facts: [], clocks: [paused] }))).toBeUndefined();
  });

  it('names a limit that no document sets as the platform’s own, not by a code (A20)', () => {
    const [accept] = ticket().clocks;
    const contact = { ...accept!, name: 'contact' as const, clause: 'A20' };
    const task = taskOf(ticket({ clocks: [contact] }));
    expect(task?.second).toContain('平台自定时限');
    expect(task?.second).not.toContain('A20');
    expect(awaitedAct(ticket({ clocks: [contact] }), true)).toBe('logCall');
    expect(awaitedAct(ticket(), true)).toBeUndefined();
  });

  it('tells the citizen that the ticket waits for a supplement, and offers that first (A25)', () => {
    const waiting = ticket({ flags: ['awaiting-citizen'] });
    expect(headOf(waiting).notes[0]).toMatch(/^等您补充/);
    expect(awaitedAct(waiting, false)).toBe('supplement');
    expect(awaitedAct(ticket(), false)).toBeUndefined();
  });

  it('says how long a date is over', () => {
    const [accept] = ticket().clocks;
    expect(taskOf(ticket({ clocks: [{ ...accept!, daysLeft: -2, light: 'red' }] }))?.first).toContain(
      '已超 2 个工作日',
    );
  });

  it('tells the citizen when to hear, and what is not yet certain', () => {
    const promise = { ...ticket().promise!, confirmed: false, provisional: true, broken: true };
    const head = headOf(ticket({ promise }));
    expect(head.label).toBe('最迟答复您');
    expect(head.date).toMatch(/10 月 30 日 周五$/);
    expect(head.notes).toHaveLength(3);
    const extended = headOf(ticket({ promise: { ...promise, extendedTo: '2026-11-13' } }));
    expect(extended.date).toMatch(/11 月 13 日 周五$/);
    expect(extended.notes[0]).toMatch(/原承诺 .*10 月 30 日 周五，经批准延期至 .*11 月 13 日 周五/);
  });

  it('tells who rated badly when the result of the rectification comes (A20)', () => {
    const [accept] = ticket().clocks;
    const rectify = {
      ...accept!,
      name: 'rectify' as const,
      label: '差评整改',
      date: '2026-12-09',
      daysLeft: 15,
    };
    const head = headOf(ticket({ state: 'rectifying', stateLabel: '差评整改', clocks: [rectify] }));
    expect(head.label).toBe('整改结果最迟告诉您');
    expect(head.date).toMatch(/12 月 9 日 周三$/);
    expect(head.clock.daysLeft).toBe(15);
  });

  it('tells who was refused until when to object (A16)', () => {
    const refusal = { reason: '一', basis: '二', redirect: '三', remedies: '四', objectUntil: '2026-10-12' };
    const object = { act: 'object', label: '提出异议', fields: [] };
    const refused = {
      state: 'refused' as const,
      stateLabel: '不予受理',
      clocks: [],
      acts: [object],
      refusal,
    };
    expect(headOf(ticket(refused)).notes[0]).toMatch(/10 月 12 日 周一 24:00 前$/);
  });

  it('tells who objected to a refusal when the manager decides (A16)', () => {
    const [accept] = ticket().clocks;
    const objection = { ...accept!, name: 'objection' as const, label: '复核异议', date: '2026-12-09' };
    const head = headOf(ticket({ state: 'refused', stateLabel: '不予受理', clocks: [objection] }));
    expect(head.label).toBe('复核结果最迟告诉您');
    expect(head.date).toMatch(/12 月 9 日 周三$/);
  });

  it('writes an answer once: in its card, not again in what happened', () => {
    const [reply] = [
      { at: '2026-10-09T10:12:00.000+08:00', unitName: '公安厅', text: '已办好。', attachments: [] },
    ];
    const timeline = [
      { at: '2026-10-08T10:12:00.000+08:00', who: '您', label: '补充', text: '补充说明。' },
      { at: reply!.at, who: '公安厅', label: '答复', text: reply!.text },
    ];
    const story = storyOf(ticket({ timeline, replies: [reply!] }));
    expect(story.map(item => item.text)).toEqual(['补充说明。', undefined]);
  });

  it('says how it ended once nothing runs any more', () => {
    expect(headOf(ticket({ state: 'closed', stateLabel: '已办结' }))).toMatchObject({
      running: false,
      date: '已办结',
    });
    expect(headOf(ticket({ state: 'withdrawn', stateLabel: '已撤回', promise: null })).date).toBe('已撤回');
  });
});

describe('a card of a list', () => {
  it('shows staff the next clock and the urging, the citizen the promise and the unit', () => {
    expect(cardOf(summary({ urges: 2 }), true)).toMatchObject({
      daysLeft: 0,
      stage: '受理',
      where: expect.stringContaining('第 2 次催办'),
    });
    expect(cardOf(summary(), false)).toMatchObject({
      daysLeft: 15,
      stage: '',
      where: '人力资源和社会保障厅 · 待受理',
    });
    expect(cardOf(summary({ state: 'closed' }), false).lit).toBe(false);
    expect(cardOf(summary({ flags: ['awaiting-citizen'] }), false).marks).toBe('等您补充');
    expect(cardOf(summary({ flags: ['awaiting-citizen'] }), true).marks).toBe('等群众补充');
  });
});

describe('acts', () => {
  const act = (name: string) => ({ act: name, label: name, fields: [] });
  it('fill a button for what the clock asks, never for what may be done besides', () => {
    expect(isMain(act('reply'), true)).toBe(true);
    expect(isMain(act('inspect'), true)).toBe(true);
    expect(isMain(act('merge'), true)).toBe(false);
    expect(isMain(undefined, true)).toBe(false);
  });

  it('come in the order of what is likely, the unknown after them as they came', () => {
    const order = (acts: string[], staff: boolean) => arrangeActs(acts.map(act), staff).map(each => each.act);
    expect(order(['note', 'return', 'refuse', 'accept', 'inspect'], true)).toEqual([
      'accept',
      'refuse',
      'inspect',
      'return',
      'note',
    ]);
    expect(order(['withdraw', 'supplement', 'urge'], false)).toEqual(['urge', 'supplement', 'withdraw']);
  });
});

describe('a form that the cloud described', () => {
  const fields = [
    { name: 'text', label: '内容', type: 'longtext' as const, required: true, max: 10 },
    { name: 'days', label: '天数', type: 'number' as const, required: false, max: 10 },
    { name: 'approve', label: '同意', type: 'bool' as const, required: true },
  ];
  const described = { act: 'decideExtension', label: '决定', fields };

  it('names what is missing, too long or no number', () => {
    expect(checkValues(fields, {})).toEqual({ text: '请填写内容', approve: '请选择同意' });
    expect(checkValues(fields, { text: '   ', approve: false })).toEqual({ text: '请填写内容' });
    expect(checkValues(fields, { text: '一二三四五六七八九十一', days: '三', approve: true })).toEqual({
      text: '最多 10 个字',
      days: '请填数字',
    });
    expect(checkValues(fields, { text: '好', days: '3', approve: false })).toEqual({});
  });

  it('sends numbers as numbers, nothing for what is empty, and a decision only when it was made', () => {
    expect(inputOf(described, { text: ' 好 ', days: '' })).toEqual({ text: '好' });
    expect(inputOf(described, { text: '好', approve: false })).toEqual({ text: '好', approve: false });
    expect(inputOf(described, { text: '好', days: '3', approve: true })).toEqual({
      text: '好',
      days: 3,
      approve: true,
    });
  });

  it('amends only what was changed, as numbers in the text are shown masked', () => {
    const amend = {
      act: 'amend',
      label: '修改',
      fields: [
        { ...fields[0]!, required: false },
        { name: 'title', label: '标题', type: 'text' as const, required: false },
      ],
    };
    expect(
      inputOf(
        amend,
        { text: '电话 138****8000', title: '新标题' },
        { text: '电话 138****8000', title: '旧' },
      ),
    ).toEqual({ title: '新标题' });
  });

  it('leaves out a choice without anything to choose from', () => {
    const empty = {
      act: 'x',
      label: 'x',
      fields: [{ name: 'a', label: 'a', type: 'select' as const, required: false }],
    };
    expect(shownFields(empty)).toEqual([]);
  });
});

describe('what presses at the desk', () => {
  const due = (daysLeft: number) =>
    summary({ next: { name: 'reply', label: '答复', date: '2026-10-09', daysLeft } });

  it('counts what is over and what falls due by the next working day', () => {
    expect(pressing([due(-2), due(-1), due(0), due(1), due(2)], false)).toEqual({ overdue: '2', soon: '2' });
    expect(pressing([], false)).toEqual({ overdue: '0', soon: '0' });
  });

  it('says where the list goes on with more of the same', () => {
    expect(pressing([due(-2), due(-1)], true)).toEqual({ overdue: '2+', soon: '0' });
    expect(pressing([due(-1), due(1)], true)).toEqual({ overdue: '1', soon: '1+' });
    expect(pressing([due(-1), due(5)], true)).toEqual({ overdue: '1', soon: '0' });
  });

  it('calls the queues what they hold for the role', () => {
    const labels = (role: string) => deskOf(role).queues.map(({ label }) => label);
    expect(labels('lead')).toEqual(['待我办', '我经手', '本单位', '本单位超期', '全部']);
    expect(labels('operator')).toEqual(['待我办', '我经手', '运营方', '全部超期', '全部件']);
    expect(labels('local')).toEqual(['待我办', '我经手', '本部门', '本地区超期', '本地区件']);
    expect(labels('security')).toEqual([]);
  });
});

test('of a draft of the rules it is said once that it is one', () => {
  const rules = { id: 'r', version: 2, draft: true };
  expect(rulesText({ ...rules, name: '暂行办法' })).toBe('暂行办法（征求意见稿） 第 2 版');
  expect(rulesText({ ...rules, name: '暂行办法（征求意见稿）' })).toBe('暂行办法（征求意见稿） 第 2 版');
  expect(rulesText({ ...rules, name: '运营规范', draft: false })).toBe('运营规范 第 2 版');
});
