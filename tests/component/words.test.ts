import { normalisePhone } from '../../cloudfunctions/domain/privacy/phone';
import { uuid } from '../../miniprogram/cloud/uuid';
import { creditCodeProblem, phoneProblem } from '../../miniprogram/model/form/checks';
import { kindOf, limitOf, newDraft, titleOf } from '../../miniprogram/model/ticket/filing';
import {
  checkValues,
  initialOf,
  inputOf,
  shownFields,
  type ShownField,
} from '../../miniprogram/model/form/forms';
import { firstTyped } from '../../miniprogram/model/form/form-keys';
import { isClassified, personalNumbers } from '../../miniprogram/lib/privacy';
import { pressing } from '../../miniprogram/model/desk/desk';
import { cardOf, openingOf, rulesText, saysMore, storyOf } from '../../miniprogram/model/ticket/tickets';
import { dayText, momentText } from '../../miniprogram/lib/dates';
import { lightText } from '../../miniprogram/lib/lights';
import { withoutRefresh } from '../../miniprogram/cloud/view';
import { filingKinds, summary, ticket } from './samples';

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
    expect(saysMore({ title: '社保卡丢了', text: '\ufeff社保卡\u200b丢了！' })).toBe(false);
    expect(openingOf({ title: '社保卡丢了', text: '社保卡\u200b丢了！' }).text).toBe('');
    expect(saysMore({ title: '社保卡丢了', text: '社保卡丢了。怎么补？' })).toBe(true);
  });
});

describe('the limit said before filing', () => {
  it('is what the cloud says of the kind, its category and whether a service is chosen', () => {
    const said = (kind: string, category: 'business' | 'technical' | 'unsure', serviceId: string) =>
      limitOf(kindOf(filingKinds, kind), { category, serviceId });
    expect(said('consultation', 'business', 'sbk')).toBe('6 个工作日内答复');
    expect(said('consultation', 'unsure', 'sbk')).toContain('另有 3 个工作日');
    expect(said('complaint', 'business', '')).toBe(
      '8 个工作日内受理，21 个工作日内答复；另有 3 个工作日用来找负责单位',
    );
    expect(said('complaint', 'technical', '')).toBe('4 个工作日内答复');
    expect(limitOf(undefined, { category: 'unsure', serviceId: '' })).toBe('');
  });

  it('is of the first kind where none was asked for', () => {
    expect(kindOf(filingKinds, '')?.kind).toBe('consultation');
    expect(kindOf([], 'complaint')).toBeUndefined();
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
    expect(creditCodeProblem('０'.repeat(18))).toContain('格式');
    for (const code of ['９１３５０１００Ｍ０００１００Ｙ４３', ' 91350100 M000100Y43 '])
      expect(creditCodeProblem(code)).toBeUndefined();
  });

  it('takes phones from abroad and landlines', () => {
    for (const phone of ['13800138000', '+852 2829 1234', '020-83133333'])
      expect(phoneProblem(phone)).toBeUndefined();
    for (const phone of ['12', '电话', '1380013800013800138000138', '1380013800', '１３８００１３８０００１'])
      expect(phoneProblem(phone)).toBeDefined();
  });

  it('refuses no phone that the cloud would take', () => {
    const taken = [
      '１３８００１３８０００',
      '１３８－００１３－８０００',
      '138 0013 8000',
      '+86 138-0013-8000',
      '0086 13800138000',
      '（020）83133333',
      '020—83133333',
      '020-83133333转801',
      '020-83133333 转 801',
      '０２０－８３１３３３３３－８',
      '020-83133333-801',
      '83133333 分机801',
      '83133333 ext. 204',
      '400-830-2221',
      '83133333',
    ];
    for (const phone of taken) {
      expect([phone, normalisePhone(phone) !== undefined]).toEqual([phone, true]);
      expect([phone, phoneProblem(phone)]).toEqual([phone, undefined]);
    }
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

describe('what happened', () => {
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
    expect(cardOf(summary({ settled: true }), false).lit).toBe(false);
    expect(cardOf(summary({ flags: ['awaiting-citizen'] }), false).marks).toBe('等您补充');
    expect(cardOf(summary({ flags: ['awaiting-citizen'] }), true).marks).toBe('等群众补充');
  });

  it('says its kind, unless the title says it already', () => {
    const fault = { kind: 'major-fault', kindLabel: '重大故障' };
    expect(cardOf(summary({ ...fault, title: '社保卡补办' }), true).kind).toBe('重大故障');
    expect(cardOf(summary({ ...fault, title: '社保卡补办重大故障' }), true).kind).toBe('');
  });
});

describe('a form that the cloud described', () => {
  const fields = [
    { name: 'text', label: '内容', type: 'longtext' as const, required: true, max: 10 },
    { name: 'days', label: '天数', type: 'number' as const, required: false, max: 10 },
    { name: 'approve', label: '同意', type: 'bool' as const, required: true },
  ];

  it('names what is missing, too long or no number', () => {
    expect(checkValues(fields, {})).toEqual({ text: '请填写内容', approve: '请选择同意' });
    expect(checkValues(fields, { text: '   ', approve: false })).toEqual({ text: '请填写内容' });
    expect(checkValues(fields, { text: '一二三四五六七八九十一', days: '三', approve: true })).toEqual({
      text: '最多 10 个字，多了 1 个，请删去一些',
      days: '请填数字',
    });
    expect(checkValues(fields, { text: '好', days: '3', approve: false })).toEqual({});
  });

  it('is typed into from its first field on, also where that is a number', () => {
    const [text, days, approve] = fields as unknown as ShownField[];
    expect(firstTyped([days!, text!], {})).toBe('days');
    expect(firstTyped([text!, days!], {})).toBe('text');
    // Digits choose first.
    expect(firstTyped([approve!, days!], {})).toBe('');
  });

  it('sends numbers as numbers, nothing for what is empty, and a decision only when it was made', () => {
    expect(inputOf(fields, { text: ' 好 ', days: '' })).toEqual({ text: '好' });
    expect(inputOf(fields, { text: '好', approve: false })).toEqual({ text: '好', approve: false });
    expect(inputOf(fields, { text: '好', days: '3', approve: true })).toEqual({
      text: '好',
      days: 3,
      approve: true,
    });
  });

  it('hands over only what was changed, where the field says so: numbers in the text are shown masked', () => {
    const text = { ...fields[0]!, required: false, value: '电话 138****8000', ifChanged: true };
    const title = {
      name: 'title',
      label: '标题',
      type: 'text' as const,
      required: false,
      value: '旧',
      ifChanged: true,
    };
    expect(inputOf([text, title], { text: '电话 138****8000', title: '新标题' })).toEqual({
      title: '新标题',
    });
    // Without it what the form began with is what was meant.
    expect(inputOf([{ ...title, ifChanged: false }], { title: '旧' })).toEqual({ title: '旧' });
  });

  it('begins with the first values of its fields, and says what they are called', () => {
    const service = { name: 'serviceId', label: '服务', type: 'service' as const, required: false };
    expect(initialOf({ fields: [{ ...service, value: 'S001', valueLabel: '社保卡' }, fields[0]!] })).toEqual({
      values: { serviceId: 'S001' },
      labels: { serviceId: '社保卡' },
    });
  });

  it('leaves out a choice without anything to choose from', () => {
    expect(shownFields([{ name: 'a', label: 'a', type: 'select' as const, required: false }])).toEqual([]);
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
    // Nobody has seen yet what comes behind those that are over.
    expect(pressing([due(-2), due(-1)], true)).toEqual({ overdue: '2+', soon: '–' });
    expect(pressing([due(-1), due(1)], true)).toEqual({ overdue: '1', soon: '1+' });
    expect(pressing([due(-1), due(5)], true)).toEqual({ overdue: '1', soon: '0' });
  });
});

test('of a draft of the rules it is said once that it is one', () => {
  const rules = { id: 'r', version: 2, draft: true };
  expect(rulesText({ ...rules, name: '暂行办法' })).toBe('暂行办法（征求意见稿） 第 2 版');
  expect(rulesText({ ...rules, name: '暂行办法（征求意见稿）' })).toBe('暂行办法（征求意见稿） 第 2 版');
  expect(rulesText({ ...rules, name: '运营规范', draft: false })).toBe('运营规范 第 2 版');
});
