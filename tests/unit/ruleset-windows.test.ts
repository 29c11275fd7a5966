import { Change, type ActDefinition } from '../../cloudfunctions/domain/engine';
import { noticeProblems } from '../../cloudfunctions/domain/notices/notice';
import { adjustable, procedureOf } from '../../cloudfunctions/domain/procedures';
import { registers } from '../../cloudfunctions/domain/registers';
import { windowOf, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { windowProblems } from '../../cloudfunctions/domain/services/maintenance-window';
import { blankTicket, type Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays } from '../../cloudfunctions/domain/time';
import { contextOf, MONDAY, operator, rules, service } from '../support/domain';

/**
 * Windows that belong to what staff start, and to registers: at the value with which they shipped, and at another one.
 * Those of citizens' tickets: scenario/rule-set-windows.test.ts.
 */

const at = (day: string, time = '10:00'): string => `${day}T${time}:00.000+08:00`;
const withWindows = (windows: Record<string, number>): RuleSet => ({ ...rules, windows });
const contextUnder = (windows: Record<string, number>) =>
  contextOf(operator, MONDAY, { ruleSet: withWindows(windows), service });

const ticketOf = (kind: string, values: Record<string, unknown>): Ticket => ({
  ...blankTicket({
    no: 'XX20261123-000-001-0',
    kind,
    ruleSet: rules,
    category: 'system',
    title: '标题',
    text: '',
    regionPath: [],
    holder: { role: 'operator' },
    applicant: { type: 'enterprise' },
    createdAt: MONDAY,
  }),
  serviceName: service.name,
  work: { unitIds: [], values: values as never },
});
const actOf = (kind: string, act: string): ActDefinition =>
  procedureOf(kind).acts.find(one => one.act === act) as ActDefinition;

test('how far a temporary offline may be put off, in working days of service', () => {
  const ticket = ticketOf('fault', { proposedAt: MONDAY });
  const wrong = (day: string, time: string, windows = {}) =>
    actOf('fault', 'postponeOffline').check?.(
      ticket,
      { postponedTo: at(day, time) } as never,
      contextUnder(windows),
    );
  expect(wrong('2026-11-30', '10:00')).toBeUndefined();
  expect(wrong('2026-11-30', '10:01')).toEqual({ postponedTo: '最多暂缓到 11 月 30 日 周一 10:00' });
  expect(wrong('2026-11-25', '10:00', { 'fault.postponement': 2 })).toBeUndefined();
  expect(wrong('2026-11-25', '10:01', { 'fault.postponement': 2 })).toHaveProperty('postponedTo');
});

test('how much longer a maintenance may be made at once', () => {
  const ticket = ticketOf('maintenance', { startsAt: at('2026-11-22'), endsAt: at('2026-11-23', '09:00') });
  const wrong = (day: string, windows = {}) =>
    actOf('maintenance', 'extend').check?.(ticket, { endsAt: at(day) } as never, contextUnder(windows));
  expect([wrong('2026-11-30'), wrong('2026-11-26', { 'maintenance.extension': 3 })]).toEqual([
    undefined,
    undefined,
  ]);
  expect(wrong('2026-12-01')).toEqual({ endsAt: '一次最多延长到 11 月 30 日 周一 10:00' });
  expect(wrong('2026-11-27', { 'maintenance.extension': 3 })).toHaveProperty('endsAt');
});

test('how long a maintenance may be, in its form and in a notice that somebody wrote', () => {
  const wrong = (days: number, windows = {}) => {
    const window = { startsAt: at('2026-11-30'), endsAt: at(addDays('2026-11-30', days)) };
    const rulesNow = { now: MONDAY, ruleSet: withWindows(windows) };
    const notice = {
      id: '',
      kind: 'maintenance' as const,
      title: '社保卡申领升级维护',
      text: '社保卡申领升级维护期间不能提交申请。',
      serviceId: service.id,
      serviceName: service.name,
      region: null,
      publishedAt: MONDAY,
      instead: '请改天办理。',
      ...window,
    };
    const said = windowProblems(window, [], rulesNow);
    expect(noticeProblems(notice, rulesNow)).toEqual(said);
    return said;
  };
  expect(wrong(30)).toEqual({});
  expect(wrong(31)).toEqual({ endsAt: '一次维护最长 30 天，请分次安排' });
  expect(wrong(3, { 'maintenance.longest': 2 })).toEqual({ endsAt: '一次维护最长 2 天，请分次安排' });
  expect(wrong(31, { 'maintenance.longest': 31 })).toEqual({});
});

test('how long the notice of a change stays after it', () => {
  const until = (windows = {}) => {
    const ticket = ticketOf('change', { changeType: 'adjust', impact: '改为网上预约。' });
    const change = new Change(ticket, contextUnder(windows), { act: 'schedule', label: '安排' });
    actOf('change', 'schedule').run?.(change, { executeAt: at('2026-11-25') } as never);
    return change.ticket.notice?.endsAt.slice(0, 10);
  };
  const shown = until();
  expect(shown).toBe('2026-12-25');
  expect(until({ 'change.notice': 10 })).toBe(addDays(shown ?? '', -20));
});

test('for how long an oral report counts', () => {
  const wrong = (day: string, windows = {}) =>
    procedureOf('emergency-delisting').opening?.check?.(
      { oralAt: at(day), impact: '', instead: '' } as never,
      contextUnder(windows),
    )?.['oralAt'];
  expect(wrong('2026-11-22')).toBeUndefined();
  expect(wrong('2026-11-21')).toContain('已过去太久');
  expect(wrong('2026-11-21', { 'emergency.oral': 2 })).toBeUndefined();
});

test('J-6: how long before its maintenance ends a row of the assets is reminded of', () => {
  const on = (windows = {}) =>
    registers
      .find(({ register }) => register === 'assets')
      ?.reminder?.({ name: '甲', state: 'in-use', maintainedUntil: '2026-12-31' }, withWindows(windows))?.on;
  expect(on()).toBe('2026-12-01');
  expect(on({ 'assets.reminder': 60 })).toBe('2026-11-01');
});

test('each of them is among what ruleset.save can change, and a rule set that is silent takes what shipped', () => {
  for (const [id, first] of Object.entries({
    'fault.postponement': 5,
    'maintenance.extension': 7,
    'maintenance.longest': 30,
    'change.notice': 30,
    'emergency.oral': 1,
    'assets.reminder': 30,
  })) {
    const found = adjustable.windows.find(one => one.id === id);
    expect(found && windowOf(rules, found)).toBe(first);
  }
});
