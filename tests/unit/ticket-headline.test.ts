import { procedures, procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { filingKinds } from '../../cloudfunctions/domain/views/filing-kinds';
import { headlineOf } from '../../cloudfunctions/domain/views/headline';
import { showTicket, summarise } from '../../cloudfunctions/domain/views/ticket';
import type { Actor, Context } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import type { Headline, ShownClock, ShownTicket } from '../../typings/contract';
import {
  contextOf,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  open,
  operator,
  owner,
  rules,
  service,
  take,
} from '../support/domain';

/** What the client only lays out: the first line, the order of the acts, first values, kinds and limits (contract §6, §4). */

const at = (time: string): string => `${time}:00.000+08:00`;
const show = (ticket: Ticket, actor: Actor = owner, now = MONDAY, more: Partial<Context> = {}): ShownTicket =>
  showTicket(
    ticket,
    procedureOf(ticket.kind),
    { name: rules.name, draft: false },
    contextOf(actor, now, more),
  );
const complaint = open({}, { service });
const hrss = handlerOf('hrss');

describe('the first line for staff', () => {
  test('what to do by when, under which clause, and what comes after it', () => {
    expect(show(complaint, hrss).headline).toMatchObject({
      light: 'green',
      line: '12 月 2 日 周三 前：决定是否受理',
      below: ['省人社厅 · G-5.3c · 7 个工作日 · 剩 7 个工作日 · 答复处理结果最迟 12 月 21 日 周一'],
    });
  });

  test('the last day ends at midnight; then it says by how much it is over; another year is named', () => {
    expect(show(complaint, hrss, at('2026-12-02T10:00')).headline.line).toBe('今天 24:00 前：决定是否受理');
    expect(show(complaint, hrss, at('2026-12-04T10:00')).headline).toMatchObject({
      light: 'red',
      line: '已超 2 个工作日：决定是否受理',
    });
    const late = show(
      open({ createdAt: undefined } as object, { service, now: at('2025-12-30T10:00') }),
      hrss,
      at('2025-12-31T10:00'),
    );
    expect(late.headline.line).toMatch(/^2026 年 1 月 \d+ 日 周. 前：/);
  });

  test('nothing to keep: the state', () => {
    const replied = take(complaint, 'reply', { text: '已办好。' }, contextOf(hrss)).ticket;
    expect(show(replied, hrss).headline).toEqual({
      line: '已答复',
      below: ['现在没有要办的时限'],
      explanation: [],
      counting: '',
      provisional: false,
    });
  });

  const clock = (more: Partial<ShownClock>): ShownClock => ({
    ...show(complaint, hrss).clocks.find(({ name }) => name === 'accept')!,
    light: 'green',
    ...more,
  });
  const headline = (clocks: ShownClock[], work = true): Headline => {
    const ticket = work ? { ...complaint, work: { unitIds: [], values: {} } } : complaint;
    const holds = { light: 'green' as const, daysLeft: 0, holderName: '' };
    return headlineOf(ticket, procedureOf('complaint'), clocks, holds, contextOf(hrss));
  };

  test('G-3.2.4b: one’s own clock comes before that of others, however late theirs is; of several the first', () => {
    const theirs = clock({ name: 'fix', label: '解决应用异常', own: false, daysLeft: -1, light: 'red' });
    const dueAt = '2026-12-14T11:00:00.000+08:00';
    const own = clock({
      name: 'execute',
      label: '确认暂时下线',
      internal: true,
      own: true,
      date: undefined,
      dueAt,
    });
    expect(headline([theirs, own]).line).toBe('12 月 14 日 11:00 前：确认暂时下线');
    expect(headline([theirs, own]).below.join()).toContain('解决应用异常已超 1 个工作日');
    expect(headline([theirs, own]).below.join()).toContain('内部目标');
    expect(headline([theirs, { ...own, own: false }]).line).toContain('解决应用异常');
    const sooner = { ...own, label: '验证修复', dueAt: '2026-12-14T10:00:00.000+08:00' };
    expect(headline([own, theirs, sooner]).line).toContain('验证修复');
    expect(headline([{ ...own, light: 'red' }]).line).toBe('已超过 12 月 14 日 11:00：确认暂时下线');
  });

  test('G-3.3.3c: nobody is asked to keep a clock that stands still', () => {
    expect(headline([clock({ own: true, paused: true })]).light).toBeUndefined();
  });

  test('of a citizen’s ticket a statutory limit comes before an internal target', () => {
    const target = clock({ name: 'dispatch', label: '分办', internal: true, date: '2026-11-24' });
    expect(headline([target, clock({ own: true })], false).line).toContain('决定是否受理');
  });

  test('A20: a limit that no document sets is the platform’s own, not a code', () => {
    const replied = take(complaint, 'reply', { text: '已办好。' }, contextOf(hrss)).ticket;
    const rated = take(replied, 'rate', { level: 1 }, contextOf(owner)).ticket;
    const shown = show(rated, hrss);
    expect(shown.headline.line).toContain('联系群众');
    expect(shown.headline.below.join()).toContain('平台自定时限');
    expect(shown.headline.below.join()).not.toContain('A20');
    expect(shown.clocks.find(({ name }) => name === 'contact')).toMatchObject({
      clause: 'A20',
      basis: '平台自定时限',
    });
    // The call comes before all else until the citizen was reached.
    expect(shown.acts[0]).toMatchObject({ act: 'logCall', place: 'main' });
    const called = take(rated, 'logCall', { reached: true }, contextOf(hrss)).ticket;
    expect(show(called, hrss).acts[0]).toMatchObject({ act: 'rectify', place: 'main' });
    expect(shown.rating).toMatchObject({ level: 1, label: '非常不满意' });
    // The citizen hears of the result by the clock of the rectification.
    expect(show(rated).headline).toMatchObject({ above: '整改结果最迟告诉您', line: '12 月 14 日 周一' });
  });
});

describe('the first line for the citizen', () => {
  test('when an answer comes, who has it, and what is not yet certain', () => {
    const unsure = open();
    expect(show(unsure).headline).toMatchObject({
      light: 'green',
      above: '最迟答复您',
      line: '12 月 22 日 周二',
      below: ['待分办 · 运营方', '分给负责单位后，日期就确定下来'],
    });
    const promise = { ...unsure.promise!, provisional: true, broken: true, extendedTo: '2026-12-25' };
    const { headline } = show({ ...unsure, promise });
    expect(headline.line).toBe('12 月 25 日 周五');
    expect(headline.below.slice(1)).toEqual([
      '原承诺 12 月 22 日 周二，经批准延期至 12 月 25 日 周五',
      '分给负责单位后，日期就确定下来',
      '日期暂定：国家还没有公布那一年的放假安排',
      '办理单位可能晚于这一天，已督促尽快办理',
    ]);
  });

  test('what the operator answers itself is not said to wait for a unit (contract §6)', () => {
    const { below } = show(open({ category: 'technical' })).headline;
    expect(below.join()).toContain('核对好类别后，日期就确定下来');
    expect(below.join()).not.toContain('分给负责单位');
  });

  test('A15: answered by the machine: until which day nobody else does anything', () => {
    const asked = { ...open({ kind: 'consultation' }, { service }), state: 'answered' };
    const { headline } = show(asked);
    expect(headline.below[1]).toBe(
      '知识库已先回答。没解决请点“转人工”；到 11 月 24 日 周二 没有选，会自动转人工',
    );
    // Filed on the last working day before a holiday, it is sent on after it.
    const before = show({ ...asked, createdAt: at('2026-09-30T10:00') }).headline;
    expect(before.below[1]).toContain('到 10 月 8 日 周四 没有选');
  });

  test('A25: it waits for a supplement: said, and offered first', () => {
    const asked = take(complaint, 'askCitizen', { text: '请补充发票。' }, contextOf(hrss)).ticket;
    expect(show(asked).headline.below[1]).toMatch(/^等您补充/);
    expect(show(asked).acts[0]).toMatchObject({ act: 'supplement', place: 'main' });
    expect(show(complaint).acts.map(({ act, place }) => [act, place])).toEqual([
      ['urge', 'next'],
      ['supplement', 'next'],
      ['amend', 'beside'],
      ['withdraw', 'beside'],
    ]);
  });

  test('A24: 催一催 is the thing to do when the promised day is near, not minutes after filing', () => {
    const actsAt = (now: string) =>
      show(complaint, owner, at(now))
        .acts.filter(({ place }) => place === 'main')
        .map(({ act }) => act);
    expect(actsAt('2026-11-23T10:05')).toEqual([]);
    expect(actsAt('2026-12-18T10:00')).toEqual(['urge']);
    const asked = take(complaint, 'askCitizen', { text: '请补充发票。' }, contextOf(hrss)).ticket;
    expect(show(asked, owner, at('2026-12-18T10:00')).acts[0]?.act).toBe('supplement');
  });

  const statutory = (n: number, unit: 'calendar-day' | 'month' | 'working-day') => ({
    ...service,
    statutory: [{ n, unit, stage: 'reply' as const, basis: '《条例》第 3 条' }],
  });

  test('A3: calendar days and months are called so, for the citizen and for staff', () => {
    const days = open({}, { service: statutory(60, 'calendar-day') });
    expect(show(days).headline.counting).toBe('从收到的第二天算起，数满 60 日，每天都算，含节假日。');
    expect(
      show(days, hrss, at('2026-12-28T10:00')).clocks.find(({ name }) => name === 'reply')?.counting,
    ).toBe('从收到的第二天算起，数满 60 日，每天都算，含节假日。');
    const question = open({ kind: 'consultation' }, { service: statutory(60, 'calendar-day') });
    expect(show(question, hrss).headline.below[0]).toContain('60 日（含节假日）');
    expect(show(question, hrss).headline.below[0]).not.toContain('60 个工作日');
    const searched = open({ category: 'unsure' }, { service: statutory(5, 'calendar-day') });
    expect(show(searched).headline.counting).toBe(
      '从收到的第二天算起，数满 1 个工作日；再从下一天算起，数满 5 日，每天都算，含节假日；最后一天是休息日，顺延到下一个工作日。',
    );
    expect(show(open({}, { service: statutory(2, 'month') })).headline.counting).toBe(
      '从收到的第二天算起，满 2 个月的那一天；最后一天是休息日，顺延到下一个工作日。',
    );
    expect(show(complaint).headline.counting).toBe(
      '从收到的第二天算起，数满 20 个工作日；中间有 8 天不算在内。',
    );
  });

  test('late: says sorry, who has been told and when, and what can be done', () => {
    const now = at('2026-12-22T08:00');
    const early = show(complaint, owner, now).headline;
    expect(early).toMatchObject({ light: 'red', above: '本应在这一天前答复您' });
    expect(early.below[1]).toBe('没有按时答复您，对不起');
    expect(early.below[2]).toContain('上班时间一到，就通知承办单位的负责人和');
    const told = {
      ...complaint,
      clocks: complaint.clocks.map(clock => ({
        ...clock,
        reminded: [
          { level: 'red' as const, due: clock.date ?? '', at: now, processedAt: at('2026-12-22T09:00') },
        ],
      })),
    };
    const { below } = show(told, owner, at('2026-12-22T10:00')).headline;
    expect(below[2]).toBe(
      `12 月 22 日 09:00 已通知省人社厅的经办人、负责人和${rules.roleNames.manager}，要求马上办理`,
    );
    expect(below.join()).toContain('可以点“催一催”');
    expect(below.join()).toContain('12345');
    expect(show(complaint).headline.below.join()).not.toContain('对不起');
  });

  test('how it ended, and what can still be done', () => {
    const replied = take(complaint, 'reply', { text: '已办好。' }, contextOf(hrss)).ticket;
    expect(show(replied).headline).toMatchObject({
      line: '已答复',
      below: ['请看下面的答复；满意不满意，都请评价'],
    });
    expect(show(replied).headline.light).toBeUndefined();
    expect(summarise(replied, procedureOf('complaint'), contextOf(owner)).settled).toBe(true);
    const withdrawn = take(complaint, 'withdraw', {}, contextOf(owner)).ticket;
    expect(show(withdrawn).headline).toMatchObject({ line: '已撤回', below: [] });
  });

  test('A16: refused: until when to object; objected: when the manager decides', () => {
    const input = { reason: '一', basis: '二', redirect: '三' };
    const refused = take(complaint, 'refuse', input, contextOf(hrss)).ticket;
    expect(show(refused).headline.below).toEqual(['不同意可以提出异议，11 月 30 日 周一 24:00 前']);
    const objected = take(refused, 'object', { text: '不同意。' }, contextOf(owner)).ticket;
    expect(show(objected).headline).toMatchObject({ above: '复核结果最迟告诉您', line: '11 月 30 日 周一' });
  });
});

describe('acts in the order of the screen', () => {
  const placed = (ticket: Ticket, actor: Actor) =>
    show(ticket, actor)
      .acts.filter(({ place }) => place !== 'beside')
      .map(({ act, place }) => `${act} ${place}`);

  test('one main act and one next to it, the others beside', () => {
    expect(placed(complaint, hrss)).toEqual(['accept main', 'refuse next']);
    expect(placed(open(), operator)).toEqual(['dispatch main', 'triage next']);
    expect(placed(open({ kind: 'consultation' }, { service }), hrss)).toEqual([
      'reply main',
      'dispatch next',
    ]);
    const besides = show(complaint, hrss)
      .acts.slice(2)
      .map(({ act }) => act);
    expect(besides).toEqual([
      'reply',
      'dispatch',
      'claim',
      'assign',
      'assist',
      'askCitizen',
      'logCall',
      'return',
      'note',
      'reveal',
    ]);
    expect(placed(complaint, manager)).toEqual([]);
    expect(show(complaint, leadOf('hrss')).acts.map(({ act }) => act)).toContain('supervise');
  });

  test('what one tap does, what is said when it is done, and a name short enough for a button', () => {
    const asked = open({ kind: 'consultation', askId: 'a1', answers: [] } as object, { service });
    const needHuman = show({ ...asked, state: 'answered' }).acts.find(({ act }) => act === 'needHuman');
    expect(needHuman).toMatchObject({
      short: '转人工',
      control: 'tap',
      done: '已转给工作人员',
      place: 'next',
    });
    expect(show(complaint).acts.find(({ act }) => act === 'withdraw')?.control).toBeUndefined();
  });

  test('fields say what they begin with, what that is called, and what is likely', () => {
    const suggestions = [{ unitId: 'hrss', unitName: '省人社厅', reason: '与“社保卡”最像', confidence: 0.8 }];
    const ticket = { ...open(), suggestions, serviceId: 'card', serviceName: '社保卡申领', region: '440100' };
    const fieldsOf = (act: string, actor: Actor, of: Ticket = ticket) =>
      show(of, actor).acts.find(one => one.act === act)?.fields ?? [];
    expect(fieldsOf('triage', operator)).toMatchObject([
      { name: 'kind', value: 'complaint' },
      { name: 'category', value: 'business' },
      { name: 'serviceId', value: 'card', valueLabel: '社保卡申领' },
      { name: 'region', value: '440100' },
    ]);
    expect(fieldsOf('dispatch', operator)[0]?.suggested).toEqual([
      { value: 'hrss', label: '省人社厅', why: '与“社保卡”最像' },
    ]);
    expect(fieldsOf('amend', owner)).toMatchObject([
      { name: 'title', value: ticket.title, ifChanged: true },
      { name: 'text', value: ticket.text, ifChanged: true },
    ]);
    const replied = take(complaint, 'reply', { text: '已办好。' }, contextOf(hrss)).ticket;
    expect(fieldsOf('correctReply', hrss, replied)[0]).toMatchObject({ name: 'text', value: '已办好。' });
  });
});

describe('what can be filed, with limits from the rules in force (item 6)', () => {
  const changed = {
    ...rules,
    limits: {
      ...rules.limits,
      'consult.business': { n: 6, unit: 'working-day' as const },
      'complaint.business.accept': { n: 8, unit: 'working-day' as const },
    },
  };
  const of = (kind: string, ruleSet = rules) =>
    filingKinds(procedures, ruleSet).find(one => one.kind === kind);

  test('the working day in which the operator finds the unit is added where no service or category is known', () => {
    expect(filingKinds(procedures, rules).map(({ kind }) => kind)).toEqual([
      'consultation',
      'complaint',
      'suggestion',
    ]);
    expect(of('consultation')?.limits).toEqual({
      business: { service: '5 个工作日内答复', none: '5 个工作日内答复；另有 1 个工作日用来找负责单位' },
      system: { service: '5 个工作日内答复', none: '5 个工作日内答复；另有 1 个工作日用来找负责单位' },
      unsure: {
        service: '5 个工作日内答复；另有 1 个工作日用来找负责单位',
        none: '5 个工作日内答复；另有 1 个工作日用来找负责单位',
      },
      technical: { service: '2 个工作日内答复', none: '2 个工作日内答复' },
    });
    expect(of('complaint')?.limits.business.service).toBe('7 个工作日内受理，20 个工作日内答复');
  });

  test('limits of a draft are called so, others are not (A18)', () => {
    const drafts = shippedRuleSets.map(ruleSet => [ruleSet.draft, of('consultation', ruleSet)?.draft]);
    expect(drafts).toEqual([
      [false, undefined],
      [true, true],
    ]);
  });

  test('another limit in the rule set is another word', () => {
    expect(of('consultation', changed)?.brief).toBe('6 个工作日内答复');
    expect(of('suggestion', changed)?.brief).toBe('6 个工作日内答复');
    expect(of('complaint', changed)?.brief).toBe('8 个工作日内受理');
    const fromAcceptance = {
      ...changed,
      switches: { ...changed.switches, replyCountsFrom: 'acceptance' as const },
    };
    expect(of('complaint', fromAcceptance)?.limits.business.service).toBe(
      '8 个工作日内受理，受理后 20 个工作日内答复',
    );
  });
});
