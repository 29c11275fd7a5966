import { shownFields, takeAct, type Actor } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { todoOf } from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import { nextStep } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import {
  contextOf,
  handlerOf,
  manager,
  open,
  operator,
  operatorLead,
  rules,
  service,
  system,
  take,
} from '../support/domain';

/** A return is not free time (A50): it is decided in a working day, and what does not hold costs the unit its own time. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const filed = '2026-11-23T10:00';
const complaint = (): Ticket => open({}, { now: at(filed), service });
const consultation = (): Ticket =>
  take(
    open({ kind: 'consultation' }, { now: at(filed) }),
    'dispatch',
    { unitId: 'hrss' },
    contextOf(operator, at(filed)),
  ).ticket;

const by = (actor: Actor, moment: string, ticket: Ticket, act: string, input: object = {}) =>
  take(ticket, act, input as Record<string, unknown>, contextOf(actor, at(moment)));
const reason = { reason: '不归我们管' };
const returned = (ticket: Ticket, moment = '2026-11-24T15:00'): Ticket =>
  by(handlerOf('hrss'), moment, ticket, 'return', reason).ticket;

const clocks = ({ clocks: all }: Ticket): string[] =>
  all
    .filter(({ name }) => ['accept', 'reply', 'supervise'].includes(name))
    .map(({ name, responsible, date, state }) => `${name} ${responsible.unitId} ${date} ${state}`);

const old = ['accept hrss 2026-12-02 running', 'reply hrss 2026-12-21 running'];

test('the operator decides within one working day, under a limit of its own', () => {
  const clock = returned(complaint()).clocks.find(
    ({ name, state }) => name === 'dispatch' && state === 'running',
  );
  expect(clock).toMatchObject({
    label: '决定退回',
    date: '2026-11-25',
    clause: 'A50',
    responsible: { role: 'operator' },
  });
  for (const ruleSet of shippedRuleSets) {
    const longer = { ...ruleSet, limits: { 'return.decide': { n: 3, unit: 'working-day' as const } } };
    const context = contextOf(handlerOf('hrss'), at('2026-11-24T15:00'), { ruleSet: longer });
    expect(take(complaint(), 'return', reason, context).ticket.clocks.at(-1)?.date).toBe('2026-11-27');
  }
});

describe.each([
  ['rejectReturn', operator, { reason: '三定方案写明归你们' }],
  ['dispatch', operator, { unitId: 'hrss' }],
] as const)('sent back by %s', (act, actor, input) => {
  const back = by(actor, '2026-11-30T09:00', returned(complaint()), act, input);

  test('the old clocks go on with their dates, none begins anew', () => {
    expect(clocks(complaint())).toEqual(old);
    expect(clocks(back.ticket)).toEqual(old);
    expect(back.ticket).toMatchObject({
      state: 'dispatched',
      unitId: 'hrss',
      details: { receivedOn: '2026-11-23' },
    });
    expect(back.ticket.details.returns[0]?.decided).toMatchObject({ upheld: false, by: 'op' });
    expect(back.messages.some(({ text }) => text.includes('未获同意'))).toBe(true);
  });

  test('late for the decision is the operator’s, counted once', () => {
    expect(back.counts).toMatchObject({ '2026-11-30|clock.dispatch.late|complaint|operator': 1 });
  });
});

test('the days of the decision are not given back: what passed meanwhile is on record as of its time', () => {
  const back = by(operator, '2026-12-07T09:00', returned(complaint()), 'rejectReturn', reason).ticket;
  const context = contextOf(system, at('2026-12-07T10:00'), { service });
  const lit = nextStep(back, context)?.outcome.ticket;
  expect(
    lit?.lights
      .filter(({ clockId }) => clockId === 'accept-2')
      .map(({ level, at: when }) => `${level} ${when.slice(0, 10)}`),
  ).toEqual(['yellow 2026-11-30', 'red 2026-12-03']);
  const replied = by(handlerOf('hrss'), '2026-12-07T11:00', back, 'reply', { text: '已办。' }).ticket;
  expect(clocks(replied)).toEqual(['accept hrss 2026-12-02 late', 'reply hrss 2026-12-21 met']);
});

test('offered first is where the unit says it belongs, never the unit that has sent it back', () => {
  const suggestions = ['hrss', 'mca'].map(unitId => ({
    unitId,
    unitName: unitId,
    reason: '',
    confidence: 1,
  }));
  const offered = (given: object): string[] => {
    const filled = { ...complaint(), suggestions };
    const { ticket } = by(handlerOf('hrss'), '2026-11-24T15:00', filled, 'return', { ...reason, ...given });
    const { acts } = procedureOf(ticket.kind);
    const fields = acts.find(({ act, label }) => act === 'dispatch' && label === '分办')?.fields ?? {};
    const [unitId] = shownFields(fields, ticket, contextOf(operator, at('2026-11-24T16:00')));
    return unitId?.suggested?.map(({ value }) => value) ?? [];
  };
  expect(offered({ suggestedUnitId: 'psb' })).toEqual(['psb', 'mca']);
  expect(offered({})).toEqual(['mca']);
});

test('dispatch to another unit upholds it: full limits from its own receipt', () => {
  const moved = by(operator, '2026-11-25T09:00', returned(complaint()), 'dispatch', { unitId: 'psb' }).ticket;
  expect(clocks(moved)).toEqual([
    'accept hrss 2026-12-02 cancelled',
    'reply hrss 2026-12-21 cancelled',
    'accept psb 2026-12-04 running',
    'reply psb 2026-12-23 running',
    'supervise psb 2026-11-27 running',
  ]);
  expect(moved.details.returns[0]?.decided).toMatchObject({ upheld: true });
});

test('a supervision goes on too, and an assisting unit is asked anew', () => {
  const supervised = by(manager, '2026-11-23T14:00', complaint(), 'supervise', { text: '请尽快' }).ticket;
  const assisted = by(handlerOf('hrss'), '2026-11-23T15:00', supervised, 'assist', {
    unitId: 'psb',
    text: '请核对',
  });
  const back = by(operator, '2026-11-25T09:00', returned(assisted.ticket), 'rejectReturn', reason).ticket;
  expect(clocks(back)).toEqual([
    ...old,
    'supervise hrss 2026-11-25 running',
    expect.stringMatching(/^reply psb .* cancelled$/),
  ]);
});

test('triaged on the way it counts by the new kind, from the old receipt', () => {
  const triaged = by(operator, '2026-11-25T09:00', returned(consultation()), 'triage', {
    kind: 'complaint',
    category: 'business',
  }).ticket;
  const back = by(operator, '2026-11-25T10:00', triaged, 'dispatch', { unitId: 'hrss' }).ticket;
  expect(clocks(back).slice(-3)).toEqual([...old, 'supervise hrss 2026-11-27 running']);
  expect(back.details.receivedOn).toBe('2026-11-23');
});

test('what had been late at the return counts once', () => {
  const short = { ...rules, limits: { 'consult.business': { n: 1, unit: 'working-day' as const } } };
  const by1 = (actor: Actor, moment: string, ticket: Ticket, act: string, input: Record<string, unknown>) =>
    take(ticket, act, input, contextOf(actor, at(moment), { ruleSet: short }));
  const given = by1(operator, filed, open({ kind: 'consultation' }, { now: at(filed) }), 'dispatch', {
    unitId: 'hrss',
  });
  const gone = by1(handlerOf('hrss'), '2026-11-25T09:00', given.ticket, 'return', reason);
  const back = by1(operator, '2026-11-25T10:00', gone.ticket, 'rejectReturn', reason);
  const done = by1(handlerOf('hrss'), '2026-11-25T11:00', back.ticket, 'reply', { text: '已答。' });
  const late = [gone, back, done].map(
    one => one.counts['2026-11-25|clock.reply.late|consultation|hrss'] ?? 0,
  );
  expect(late.reduce((sum, n) => sum + n, 0)).toBe(1);
});

test('returned by the code of before: counted from the old receipt, not anew', () => {
  const now = returned(complaint());
  const stored: Ticket = {
    ...now,
    details: {
      ...now.details,
      returns: now.details.returns.map(({ clocks: _none, matter: _unknown, ...one }) => one),
    },
  };
  const back = by(operator, '2026-11-25T09:00', stored, 'rejectReturn', reason).ticket;
  expect(clocks(back).slice(-2)).toEqual(old);
});

describe('designated after the second return', () => {
  const again = by(
    handlerOf('psb'),
    '2026-11-26T09:00',
    by(operator, '2026-11-25T09:00', returned(complaint()), 'dispatch', { unitId: 'psb' }).ticket,
    'return',
    reason,
  ).ticket;

  test('the unit that returned it last goes on with its old clocks', () => {
    const here = by(manager, '2026-11-26T10:00', again, 'designate', {
      unitId: 'psb',
      reason: '三定',
    }).ticket;
    expect(clocks(here).slice(2)).toEqual([
      'accept psb 2026-12-04 running',
      'reply psb 2026-12-23 running',
      'supervise psb 2026-11-27 running',
    ]);
  });

  test('proposes a change of the catalogue of duties, seen and done by who keeps it', () => {
    const { ticket, messages } = by(manager, '2026-11-26T10:00', again, 'designate', {
      unitId: 'hrss',
      reason: '三定',
    });
    expect(ticket.details.dutyProposal).toMatchObject({
      unitId: 'hrss',
      returnedBy: ['hrss', 'psb'],
      reason: '三定',
    });
    expect(
      messages.filter(({ text }) => text.includes('单位职责')).map(({ audience }) => audience.to),
    ).toEqual(['operator-lead', 'manager']);
    const waits = (one: Ticket): string[] =>
      todoOf(one, procedureOf(one.kind)).filter(key => ['operator-lead', 'manager'].includes(key));
    const answered = by(handlerOf('hrss'), '2026-11-27T10:00', ticket, 'reply', { text: '已办。' }).ticket;
    expect(waits(answered)).toEqual(['operator-lead', 'manager']);
    const adopted = by(operatorLead, '2026-11-28T10:00', answered, 'adoptDuty', {
      duty: '社保卡补换没有回音',
    });
    expect(adopted.unitDuty).toEqual({ unitId: 'hrss', duty: '社保卡补换没有回音' });
    expect(waits(adopted.ticket)).toEqual([]);
    const refused = takeAct(
      procedureOf('complaint'),
      answered,
      'adoptDuty',
      { duty: '社保卡补换' },
      contextOf(operator, at('2026-11-28T10:00')),
    );
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
  });
});

test('the line of a return names the unit that is suggested, and who designates sees who has sent it back before (A27)', () => {
  const first = by(handlerOf('hrss'), '2026-11-24T15:00', complaint(), 'return', {
    ...reason,
    suggestedUnitId: 'psb',
  }).ticket;
  const shown = showTicket(first, procedureOf(first.kind), { name: '', draft: false }, contextOf(operator));
  // It stands where the ticket is handled, not far below.
  expect(shown.timeline.filter(({ handedOn }) => handedOn).map(({ label }) => label)).toEqual(['退回']);
  const name = (id: string) => contextOf(operator).catalogue.unit(id)?.name ?? '';
  expect(first.timeline.at(-1)?.text).toBe(`不归我们管\n建议承办单位：${name('psb')}`);
  const whyOf = (actor: Actor, act: string, ticket: Ticket) =>
    shownFields(
      procedureOf(ticket.kind).acts.find(one => one.act === act)!.fields ?? {},
      ticket,
      contextOf(actor, at('2026-11-25T10:00')),
    )
      .find(({ name: field }) => field === 'unitId')
      ?.suggested?.map(({ value, why }) => [value, why]);
  expect(whyOf(operator, 'dispatch', first)?.[0]).toEqual(['psb', '退回的单位建议']);
  const second = by(operator, '2026-11-25T10:00', first, 'dispatch', { unitId: 'psb' }).ticket;
  const back = by(handlerOf('psb'), '2026-11-25T11:00', second, 'return', {
    ...reason,
    suggestedUnitId: 'hrss',
  }).ticket;
  expect(whyOf(manager, 'designate', back)?.[0]).toEqual(['hrss', '退回的单位建议；它也退回过']);
});
