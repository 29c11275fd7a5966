import { randomUUID } from 'node:crypto';
import { offeredActs, takeAct, type Actor, type Context } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { todoOf } from '../../cloudfunctions/domain/ticket/scope';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { listRegister } from '../../cloudfunctions/usecases/registers/list-register';
import { saveRow } from '../../cloudfunctions/usecases/registers/save-row';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { contextOf, handlerOf, leadOf, manager, open, operator, owner, rules, take } from '../support/domain';
import { memory } from '../support/memory';

/** A unit that wants a second signature wants it for what it decides against the citizen too (A35). */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const handler = handlerOf('gz-hrss');
const lead = leadOf('gz-hrss');
const by = (actor: Actor, moment: string, ticket: Ticket, act: string, input: Record<string, unknown> = {}) =>
  take(ticket, act, input, contextOf(actor, at(moment)));

/** At the city bureau, whose replies are signed. */
const complaint = (): Ticket =>
  by(operator, '2026-11-23T10:00', open({}, { now: at('2026-11-23T10:00') }), 'dispatch', {
    unitId: 'gz-hrss',
  }).ticket;
const replied = (): Ticket => {
  const submitted = by(handler, '2026-11-23T11:00', complaint(), 'submitReply', {
    text: '请带身份证办理。',
  }).ticket;
  return by(lead, '2026-11-23T12:00', submitted, 'approveReply').ticket;
};
const ratedBadly = (): Ticket => by(owner, '2026-11-24T09:00', replied(), 'rate', { level: 1 }).ticket;
const unreached = (): Ticket =>
  ['2026-11-23', '2026-11-24', '2026-11-25'].reduce(
    (ticket, day) => by(handler, `${day}T14:00`, ticket, 'logCall', { reached: false }).ticket,
    complaint(),
  );

type Story = {
  start: () => Ticket;
  when: string;
  input: Record<string, unknown>;
  /** What stands above the lead's button. */
  shown: string[];
  /** What it becomes once it is signed. */
  becomes: Partial<Ticket>;
};

const stories: Record<string, Story> = {
  refuse: {
    start: complaint,
    when: '2026-11-24T09:00',
    input: {
      ground: '不属于本单位的法定职责',
      reason: '应由仲裁处理',
      basis: '《条例》第三条',
      redirect: '仲裁委',
    },
    shown: ['不属于本单位的法定职责', '应由仲裁处理', '《条例》第三条', '仲裁委'],
    becomes: { state: 'refused' },
  },
  return: {
    start: complaint,
    when: '2026-11-25T17:00',
    input: { reason: '属公安职责', suggestedUnitId: 'psb' },
    shown: ['属公安职责', '省公安厅'],
    becomes: { state: 'submitted', unitId: null },
  },
  closeUnreachable: {
    start: unreached,
    when: '2026-12-02T09:00',
    input: {},
    shown: [],
    becomes: { state: 'closed' },
  },
  correctReply: {
    start: replied,
    when: '2026-11-24T09:00',
    input: { text: '请带社保卡办理。', reason: '写错了材料' },
    shown: ['请带社保卡办理。', '写错了材料'],
    becomes: { state: 'replied' },
  },
  rectify: {
    start: ratedBadly,
    when: '2026-11-25T09:00',
    input: { text: '已重新办理。', contactedAt: at('2026-11-24T15:00') },
    shown: ['已重新办理。', '2026 年 11 月 24 日 周二 15:00'],
    becomes: { state: 'closed' },
  },
};

const shownTo = (actor: Actor, ticket: Ticket, now: string): string => {
  const context = contextOf(actor, at(now));
  return JSON.stringify(
    showTicket(ticket, procedureOf(ticket.kind), { name: rules.name, draft: false }, context),
  );
};
const names = (actor: Actor, ticket: Ticket, context: Partial<Context> = {}): string[] =>
  offeredActs(procedureOf(ticket.kind), ticket, contextOf(actor, at('2026-12-02T12:00'), context)).map(
    one => one.act,
  );

describe.each(Object.entries(stories))('%s', (act, { start, when, input, shown, becomes }) => {
  const before = start();
  const submitted = by(handler, when, before, act, input);
  const [day] = when.split('T');
  const later = `${day}T18:00`;

  test('submitted it changes nothing, and the citizen neither hears nor sees of it', () => {
    const { ticket } = submitted;
    expect([ticket.state, ticket.holder, ticket.clocks, ticket.promise, ticket.replies]).toEqual([
      before.state,
      before.holder,
      before.clocks,
      before.promise,
      before.replies,
    ]);
    expect(submitted.messages.map(({ audience }) => audience)).toEqual([{ to: 'lead', unitId: 'gz-hrss' }]);
    const seen = (one: Ticket) => JSON.parse(shownTo(owner, one, when)) as { timeline: object; acts: object };
    expect(seen(ticket).timeline).toEqual(seen(before).timeline);
    expect(todoOf(ticket, procedureOf(ticket.kind))).toContain('lead:gz-hrss');
  });

  test('the lead sees above the button what is signed; who submitted it cannot sign it', () => {
    const context = contextOf(lead, at(later));
    const offered = offeredActs(procedureOf('complaint'), submitted.ticket, context);
    const button = offered.find(one => one.act === 'approveReply');
    expect(button?.label).toMatch(/^审核通过：/);
    expect((button?.shows ?? []).map(({ text }) => text)).toEqual(shown);
    const own = by(lead, when, before, act, input).ticket;
    expect(takeAct(procedureOf('complaint'), own, 'approveReply', {}, context)).toMatchObject({
      ok: false,
      refusal: { code: 'wrong-state' },
    });
  });

  test('signed, it happens then, and the citizen is told then', () => {
    const done = by(lead, later, submitted.ticket, 'approveReply');
    expect(done.ticket).toMatchObject(becomes);
    expect(done.ticket.details.pendingDecision).toBeUndefined();
    const told = done.messages.filter(({ audience }) => audience.to === 'citizen');
    expect(told.map(({ template }) => template)).toEqual(act === 'return' ? [] : [act]);
    const stopped = done.ticket.clocks.filter(
      clock => clock.stoppedAt && !before.clocks.some(one => one.id === clock.id && one.stoppedAt),
    );
    for (const clock of stopped.filter(one => one.name !== 'contact'))
      expect(clock.stoppedAt).toBe(at(later));
  });

  test('sent back, the handler hears and may submit again', () => {
    const back = by(lead, later, submitted.ticket, 'returnReply', { reason: '请再核实' });
    expect(back.messages[0]).toMatchObject({ audience: { to: 'member', memberId: 'gz-hrss-handler' } });
    expect(back.ticket).toMatchObject({ state: before.state, unitId: 'gz-hrss' });
    expect(back.ticket.details.pendingDecision).toBeUndefined();
    expect(names(lead, back.ticket)).not.toContain('approveReply');
  });

  test('a unit that signs nothing decides alone, under both rule sets', () => {
    for (const ruleSet of shippedRuleSets) {
      const elsewhere: Ticket = { ...before, unitId: 'hrss', holder: { role: 'unit', unitId: 'hrss' } };
      const context = contextOf(handlerOf('hrss'), at(when), { ruleSet });
      expect(take(elsewhere, act, input, context).ticket).toMatchObject({ state: becomes.state });
    }
  });
});

test('one thing waits at a time: nothing else can be submitted, nor accepted what is to be refused', () => {
  const { ticket } = by(handler, '2026-11-24T09:00', complaint(), 'refuse', stories['refuse']!.input);
  for (const act of ['refuse', 'return', 'submitReply', 'accept', 'closeUnreachable'])
    expect([act, names(handler, ticket).includes(act)]).toEqual([act, false]);
});

test('a return that was submitted in its two days is signed on the third', () => {
  const submitted = by(handler, '2026-11-25T17:00', complaint(), 'return', { reason: '属公安' }).ticket;
  expect(by(lead, '2026-11-26T09:00', submitted, 'approveReply').ticket).toMatchObject({
    state: 'submitted',
  });
});

test('what has changed meanwhile is not signed: the citizen has answered, the closing goes back', () => {
  const submitted = by(handler, '2026-12-02T09:00', unreached(), 'closeUnreachable').ticket;
  const answered = by(owner, '2026-12-02T10:00', submitted, 'supplement', { text: '我在。' }).ticket;
  expect(names(lead, answered)).not.toContain('approveReply');
  expect(names(lead, answered)).toContain('returnReply');
});

describe('reasons of a refusal', () => {
  const field = (needed?: unknown) => {
    const context = contextOf(handler, at('2026-11-24T09:00'), { needed });
    return offeredActs(procedureOf('complaint'), complaint(), context)
      .find(one => one.act === 'refuse')
      ?.fields.find(({ name }) => name === 'ground');
  };
  const kept = {
    grounds: [
      { name: '重复反映', state: 'in-use' },
      { name: '旧的理由', state: 'retired' },
    ],
  };

  test('come from the list that is kept, by default from that of the product; the form asks for one', () => {
    expect(field()).toMatchObject({ type: 'select', required: true });
    expect(field()?.options?.length).toBeGreaterThan(3);
    expect(field(kept)?.options).toEqual([{ value: '重复反映', label: '重复反映' }]);
  });

  test('another one is refused; the citizen reads it with what the unit says besides', () => {
    const context = contextOf(handlerOf('hrss'), at('2026-11-24T09:00'), { needed: kept });
    const here = by(operator, '2026-11-23T10:00', open({}, { now: at('2026-11-23T10:00') }), 'dispatch', {
      unitId: 'hrss',
    });
    const input = { reason: '上月已答复', basis: '《条例》', redirect: '信访' };
    const wrong = takeAct(
      procedureOf('complaint'),
      here.ticket,
      'refuse',
      { ...input, ground: '不想办' },
      context,
    );
    expect(wrong).toMatchObject({ ok: false, refusal: { fields: { ground: '请从清单中选择' } } });
    const { ticket } = take(here.ticket, 'refuse', { ...input, ground: '重复反映' }, context);
    const seen = JSON.parse(shownTo(owner, ticket, '2026-11-24T10:00')) as { refusal: { reason: string } };
    expect(seen.refusal.reason).toBe('重复反映：上月已答复');
  });

  test('kept by the operator in the product, they are what the unit chooses from', async () => {
    const world = memory(at('2026-11-23T10:00'));
    const row = { name: '重复反映', state: 'in-use' };
    await saveRow(world, operator, { register: 'refusal-grounds', values: row });
    await expect(saveRow(world, handler, { register: 'refusal-grounds', values: row })).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
    const { rows } = await listRegister(world, manager, { register: 'refusal-grounds' });
    expect(rows.map(one => one.name)).toEqual(['重复反映']);
    const { no } = await fileTicket(world, owner.id, {
      requestId: randomUUID(),
      kind: 'complaint',
      category: 'business',
      title: '社保卡补办没有回音',
      text: '补办一个月没有回音。',
      serviceId: 'card',
      consent: { policyVersion: '2026-11' },
    });
    const { acts } = await getTicket(world, handlerOf('hrss'), no);
    const ground = acts.find(one => one.act === 'refuse')?.fields.find(({ name }) => name === 'ground');
    expect(ground?.options?.map(({ value }) => value)).toEqual(['重复反映']);
  });
});
