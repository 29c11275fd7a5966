import { takeAct, type Actor } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { keysOf } from '../../cloudfunctions/domain/ticket/scope';
import { wakeAt } from '../../cloudfunctions/domain/engine';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import { nextStep } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { contextOf, handlerOf, leadOf, open, operator, owner, rules, system, take } from '../support/domain';

/** A reply says what came of it; what is planned is taken up again on its day (A49). */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const by = (actor: Actor, moment: string, ticket: Ticket, act: string, input: Record<string, unknown> = {}) =>
  take(ticket, act, input, contextOf(actor, at(moment)));
const given = (kind: 'complaint' | 'consultation' = 'complaint', unitId = 'hrss'): Ticket =>
  by(operator, '2026-11-23T10:00', open({ kind }, { now: at('2026-11-23T10:00') }), 'dispatch', { unitId })
    .ticket;
const planned = { text: '年底前补办。', resultType: 'planned', plannedOn: '2026-12-15' };
const seenBy = (actor: Actor, ticket: Ticket, now: string) =>
  showTicket(ticket, procedureOf(ticket.kind), { name: rules.name, draft: false }, contextOf(actor, at(now)));

/** The sweep at a moment, until nothing is due. */
const sweep = (ticket: Ticket, now: string) => {
  const messages: { audience: { to: string }; text: string }[] = [];
  let current = ticket;
  for (let step = nextStep(current, contextOf(system, at(now))); step;) {
    messages.push(...step.outcome.messages);
    current = step.outcome.ticket;
    step = nextStep(current, contextOf(system, at(now)));
  }
  return { ticket: current, messages };
};

test('the form asks what came of it; said without it, it was explained', () => {
  const shown = seenBy(handlerOf('hrss'), given(), '2026-11-23T11:00');
  const fields = shown.acts.find(({ act }) => act === 'reply')?.fields ?? [];
  expect(fields.find(({ name }) => name === 'resultType')).toMatchObject({ required: true, type: 'select' });
  expect(fields.find(({ name }) => name === 'plannedOn')?.onlyIf).toEqual({
    field: 'resultType',
    is: ['planned'],
  });
  const { ticket } = by(handlerOf('hrss'), '2026-11-23T12:00', given(), 'reply', { text: '可以办。' });
  expect(seenBy(owner, ticket, '2026-11-23T13:00').replies[0]).toMatchObject({
    resultType: 'explained',
    result: '已作出解释说明',
  });
});

test.each([
  [{ plannedOn: undefined }, 'plannedOn'],
  [{ plannedOn: '2026-11-23' }, 'plannedOn'],
  [{ plannedOn: '2026-02-30' }, 'plannedOn'],
  [{ plannedOn: '2028-01-01' }, 'plannedOn'],
  [{ resultType: 'solved' }, 'plannedOn'],
  [{ resultType: 'perhaps' }, 'resultType'],
])('a plan has a day to come: %j', (more, field) => {
  const context = contextOf(handlerOf('hrss'), at('2026-11-23T12:00'));
  const result = takeAct(procedureOf('complaint'), given(), 'reply', { ...planned, ...more }, context);
  expect(result).toMatchObject({
    ok: false,
    refusal: { code: 'invalid', fields: { [field]: expect.any(String) as string } },
  });
});

describe.each(['complaint', 'consultation'] as const)('a planned reply to a %s', kind => {
  const answer = by(handlerOf('hrss'), '2026-11-24T10:00', given(kind), 'reply', planned);
  const closed = sweep(answer.ticket, '2026-12-14T23:00');

  test('is told as such, with its day; until then nobody is kept waiting', () => {
    expect(answer.messages.find(({ audience }) => audience.to === 'citizen')?.text).toContain(
      '计划 12 月 15 日',
    );
    expect(seenBy(owner, answer.ticket, '2026-11-24T11:00').replies[0]?.result).toBe(
      '已经列入计划，2026 年 12 月 15 日 周二 再次办理并答复',
    );
    expect(closed.ticket).toMatchObject({ state: 'closed' });
    const keys = keysOf(
      closed.ticket,
      procedureOf(kind),
      wakeAt(procedureOf(kind), closed.ticket, contextOf(system, at('2026-12-14T23:00'))),
      at('2026-12-14T23:00'),
    );
    expect(keys.wakeAt).toBe('2026-12-15T00:00:00.000+08:00');
  });

  test('reopens on that day at the desk that gave it, announced to both, under a limit of its own', () => {
    const { ticket, messages } = sweep(closed.ticket, '2026-12-15T09:00');
    expect(ticket).toMatchObject({
      state: kind === 'complaint' ? 'accepted' : 'dispatched',
      holder: { role: 'unit', unitId: 'hrss' },
      endsAt: null,
      promise: answer.ticket.promise,
    });
    expect(ticket.clocks.at(-1)).toMatchObject({
      label: '答复落实结果',
      date: '2026-12-22',
      clause: 'A49',
      state: 'running',
    });
    expect(messages.map(({ audience }) => audience.to)).toEqual(['unit', 'citizen']);
    expect(seenBy(owner, ticket, '2026-12-15T10:00').headline).toMatchObject({
      above: '最迟再次答复您',
      line: '12 月 22 日 周二',
    });
    // Once: after the last answer nothing reopens by itself.
    const done = by(handlerOf('hrss'), '2026-12-16T10:00', ticket, 'reply', {
      text: '已补办。',
      resultType: 'solved',
    });
    expect(sweep(done.ticket, '2027-03-01T10:00').ticket).toMatchObject({
      state: 'closed',
      endsAt: '2026-12-24T00:00:00.000+08:00',
    });
  });

  test('late by a week it ends the same; the limit follows the rule set', () => {
    expect(sweep(answer.ticket, '2026-12-22T09:00').ticket.clocks.at(-1)?.date).toBe('2026-12-22');
    for (const ruleSet of shippedRuleSets) {
      const longer = { ...ruleSet, limits: { 'reply.planned': { n: 8, unit: 'working-day' as const } } };
      const step = nextStep(closed.ticket, contextOf(system, at('2026-12-15T09:00'), { ruleSet: longer }));
      expect(step?.outcome.ticket.clocks.at(-1)?.date).toBe('2026-12-25');
    }
  });
});

test('a signed reply keeps its result; a reply of before says nothing about it', () => {
  const submitted = by(
    handlerOf('gz-hrss'),
    '2026-11-24T10:00',
    given('complaint', 'gz-hrss'),
    'submitReply',
    planned,
  ).ticket;
  const { ticket } = by(leadOf('gz-hrss'), '2026-11-24T11:00', submitted, 'approveReply');
  expect(ticket.replies[0]).toMatchObject({ result: 'planned', plannedOn: '2026-12-15' });
  const [{ result: _result, plannedOn: _day, ...old }] = ticket.replies as [Ticket['replies'][number]];
  const shown = seenBy(owner, { ...ticket, replies: [old] }, '2026-11-24T12:00').replies[0];
  expect(shown).not.toHaveProperty('resultType');
  expect(sweep({ ...ticket, replies: [old] }, '2027-01-15T09:00').ticket.state).toBe('closed');
});
