import { randomUUID } from 'node:crypto';
import { openForTickets } from '../../cloudfunctions/usecases/clock/follow-up';
import { eraseAccount } from '../../cloudfunctions/usecases/account/erase-account';
import { checkJournal } from '../../cloudfunctions/usecases/oversight/check-journal';
import { citizenActor } from '../../cloudfunctions/usecases/kernel/runtime';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { keysOf } from '../../cloudfunctions/domain/ticket/scope';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { draw, peopleOf } from '../../cloudfunctions/domain/ticket/called';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addMinutes } from '../../cloudfunctions/domain/time';
import { nextStep } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { citizenOf, registered } from '../support/callers';
import {
  contextOf,
  handlerOf,
  open,
  operator,
  operatorLead,
  owner,
  rules,
  system,
  take,
} from '../support/domain';
import { plainWork } from '../support/work';
import { at, no, visitWorld } from '../support/visits';

/** The seeded draw of 回访 (A49, J-24), whose visit it is where tickets were merged (A43), and what is left of it. */

/** Answered on the 24th and closed by silence on December 2: filed online, so that only the draw decides. */
const closed = (ticketNo: string, more: Partial<Ticket['ruleSet']> = {}, windows: object = {}): Ticket => {
  const ruleSet = { ...rules, windows: { ...rules.windows, ...windows }, ...more };
  const filed = open({ no: ticketNo, kind: 'consultation' }, { ruleSet });
  const dispatched = take(filed, 'dispatch', { unitId: 'hrss' }, contextOf(operator, undefined, { ruleSet }));
  const replied = take(
    dispatched.ticket,
    'reply',
    { text: '请带身份证。' },
    contextOf(handlerOf('hrss'), at('2026-11-24T10:00'), { ruleSet }),
  );
  return nextStep(replied.ticket, contextOf(system, at('2026-12-05T10:00'), { ruleSet }))!.outcome.ticket;
};
const numbers = Array.from({ length: 60 }, (_, n) => `ZX20261123-000-${String(n).padStart(3, '0')}-0`);
const drawnOf = (tickets: readonly Ticket[]): string[] =>
  tickets.filter(({ details }) => details.visits).map(({ no }) => no);

test('a tenth, within chance; the same again whenever it is drawn, by each rule set and day its own', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `ZX20261123-${n}`);
  const drawnBy = (id: string, day: string): string[] =>
    many.filter(number => draw({ id, version: 1 }, day, number, 10));
  const drawn = drawnBy(rules.id, '2026-12-02');
  expect(drawn.length).toBeGreaterThan(400);
  expect(drawn.length).toBeLessThan(600);
  expect(drawnBy(rules.id, '2026-12-02')).toEqual(drawn);
  for (const other of [drawnBy(shippedRuleSets[1]!.id, '2026-12-02'), drawnBy(rules.id, '2026-12-03')])
    expect(other.filter(number => drawn.includes(number)).length).toBeLessThan(120);
});

test('what the sweep decides at the end of a ticket is that draw, on time or late', () => {
  const { ruleSet } = closed(numbers[0]!);
  const expected = numbers.filter(number => draw(ruleSet, '2026-12-02', number, 10));
  expect(expected.length).toBeGreaterThan(0);
  expect(drawnOf(numbers.map(number => closed(number)))).toEqual(expected);
});

test('how it was drawn is shown, so that anybody can draw again', () => {
  const ticket = numbers.map(number => closed(number)).find(({ details }) => details.visits)!;
  expect(ticket.details.visits).toMatchObject([
    { of: ticket.no, source: 'sample', stage: 'wanted', at: '2026-12-02T00:00:00.000+08:00' },
  ]);
  expect(ticket.details.visits?.[0]?.drawn).toMatch(
    new RegExp(
      `^种子 ${rules.id}@${rules.version}\\|2026-12-02，件号 ${ticket.no}，抽取数 \\d{1,3}，小于 1000（10%）即抽中$`,
    ),
  );
});

test('the share is the rule set’s: none and all', () => {
  expect(drawnOf(numbers.slice(0, 20).map(number => closed(number, {}, { visitPercent: 0 })))).toEqual([]);
  expect(drawnOf(numbers.slice(0, 20).map(number => closed(number, {}, { visitPercent: 100 })))).toHaveLength(
    20,
  );
});

test('what ended before the upgrade is called by nobody, also when it is stored anew', () => {
  const ticket = closed(numbers[0]!, {}, { visitPercent: 100 });
  const { visits, ...details } = ticket.details;
  expect(visits).toHaveLength(1);
  const before = { ...ticket, channel: 'phone' as const, details };
  expect(keysOf(ticket, procedureOf(ticket.kind), undefined, ticket.updatedAt).tags).toContain('visit-due');
  expect(keysOf(before, procedureOf(ticket.kind), undefined, ticket.updatedAt).tags).not.toContain(
    'visit-due',
  );
});

test('the timer late, twice, broken off: the same visits with the same dates', async () => {
  const play = async (moments: readonly string[], broken = false) => {
    const own = visitWorld();
    const tickets = [await own.phoned(), await own.phoned({ contact: { phone: '13800138001' } })];
    for (const number of tickets)
      await own.staff(handlerOf('hrss')).act(number, 'reply', { text: '已补办。' });
    if (broken) {
      own.world.at(at('2026-12-01T00:10'));
      own.world.onWrite = (name, document) => {
        const isVisit = name === 'tickets' && (document as { ticket?: Ticket }).ticket?.kind === 'visit';
        if (isVisit && own.visits().length === 1) throw new Error('killed');
      };
      await own.run().catch(() => undefined);
      own.world.onWrite = () => undefined;
    }
    for (const moment of moments) await own.run(moment);
    return own
      .visits()
      .map(({ work, clocks }) => [tickets.indexOf(String(work?.values['ticketNo'])), clocks[0]?.date])
      .sort();
  };
  const punctual = await play(['2026-12-01T00:00', '2026-12-01T00:01', '2026-12-01T00:02']);
  expect(punctual).toEqual([
    [0, '2026-12-08'],
    [1, '2026-12-08'],
  ]);
  expect(await play(['2026-12-04T09:00', '2026-12-04T09:01'])).toEqual(punctual);
  expect(await play(['2026-12-01T00:20'], true)).toEqual(punctual);
});

test('two runs at once open one visit', async () => {
  const own = visitWorld();
  const number = await own.phoned();
  await own
    .staff(handlerOf('hrss'))
    .act(number, 'refuse', { reason: '不在职责内', basis: '条例', redirect: '信访' });
  await Promise.all([openForTickets(own.world, plainWork()), openForTickets(own.world, plainWork())]);
  expect(own.visits()).toHaveLength(1);
});

describe('merged tickets (A43)', () => {
  test('one account or one phone is one person, also along a chain', () => {
    const part = (no: string, ownerId: string | null, phoneHash?: string) => ({
      no,
      ownerId,
      ...(phoneHash ? { phoneHash } : {}),
      channel: 'online' as const,
      contact: {},
      anonymous: false,
    });
    const ticket = {
      ...open({ no: 'A', ownerId: 'x', phoneHash: 'p' }),
      joined: [
        part('B', 'y', 'q'),
        part('C', null, 'p'),
        part('D', 'y', 'r'),
        part('E', null, 'r'),
        part('F', 'z'),
      ],
    };
    expect(peopleOf(ticket as never).map(parts => parts.map(({ no }) => no).sort())).toEqual([
      ['A', 'C'],
      ['B', 'D', 'E'],
      ['F'],
    ]);
  });

  test('who came by phone and online is called once; the merged ticket has no visit of its own', async () => {
    const own = visitWorld();
    const ou = citizenOf(own.world, 'ou');
    const first = await registered(own.world, operator);
    const second = await ou.file();
    await own.staff(operator).act(first.no, 'merge', { into: second.no });
    await own.staff(operator).act(second.no, 'dispatch', { unitId: 'hrss' });
    await own.answered(second.no);
    expect(own.visits()).toHaveLength(1);
    const [visit] = own.visits();
    expect(visit?.work?.values).toMatchObject({ ticketNo: second.no, source: 'phone' });
    await own.staff(operator).act(visit!.no, 'recordVisit', { ...no, solved: 'partly', level: 3 });
    expect(own.ticket(second.no).details.ratings).toMatchObject([{ level: 3, by: 'ou' }]);
    expect((await ou.get(second.no)).rating).toMatchObject({ level: 3 });
    await own.run();
    expect(own.visits()).toHaveLength(1);
  });

  test('done again and merged meanwhile: the person is called again about the one that went on', async () => {
    const own = visitWorld();
    const number = await own.phoned();
    await own.answered(number);
    const [{ no: visit }] = own.visits() as never as [{ no: string }];
    await own.staff(operator).act(visit, 'recordVisit', no);
    const ou = citizenOf(own.world, 'ou');
    const other = await ou.file({ contact: { phone: '13800138000' } });
    await own.staff(operator).act(number, 'merge', { into: other.no });
    await own.staff(operator).act(other.no, 'dispatch', { unitId: 'hrss' });
    await own.answered(other.no);
    expect(own.visits()).toHaveLength(1);
    expect(own.ticket(visit)).toMatchObject({ state: 'recalling', work: { values: { ticketNo: other.no } } });
    await own.staff(operatorLead).act(visit, 'recordVisit', no);
    // It was done again once already: now it is a rectification.
    expect(own.ticket(other.no).state).toBe('rectifying');
  });
});

test('erased at the wish of the person: nothing of what was said to the caller is left, and both chains verify (J-21b)', async () => {
  const own = visitWorld();
  const ou = citizenOf(own.world, 'ou');
  const { no: number } = await ou.file();
  await own.staff(operator).act(number, 'dispatch', { unitId: 'hrss' });
  await own
    .staff(handlerOf('hrss'))
    .act(number, 'refuse', { reason: '不在职责内', basis: '条例', redirect: '信访' });
  await own.run();
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  await own.staff(operator).act(visit, 'recordVisit', { ...no, text: '我住在幸福里三号。' });
  expect(JSON.stringify(own.world.all('tickets'))).toContain('幸福里');
  own.world.at(at('2026-12-10T10:00'));
  const mine = await ou.get(number);
  expect(mine.timeline.map(({ text }) => text)).toContainEqual(expect.stringContaining('我住在幸福里三号。'));
  await eraseAccount(own.world, citizenActor('ou'));
  for (const collection of ['tickets', 'journal', 'messages'] as const)
    expect(JSON.stringify(own.world.all(collection))).not.toContain('幸福里');
  expect(own.ticket(visit).work?.values['results']).toMatchObject([{ solved: 'no', level: '1' }]);
  for (const one of [number, visit])
    expect(await checkJournal(own.world, { no: one } as never)).toMatchObject({ broken: [] });
});

test('the operator may call about any ticket that has ended, nobody else, and not twice', async () => {
  const own = visitWorld();
  const ou = citizenOf(own.world, owner.id);
  const { no: number } = await ou.file();
  const openFor = (ticketNo: string, who = operator) =>
    own.staff(who).call('procedure.open', { kind: 'visit', requestId: randomUUID(), input: { ticketNo } });
  await expect(openFor(number)).rejects.toMatchObject({ fields: { ticketNo: '这件还在办理，办结后再回访' } });
  await own.staff(operator).act(number, 'dispatch', { unitId: 'hrss' });
  await own.staff(handlerOf('hrss')).act(number, 'reply', { text: '已核实。' });
  await ou.act(number, 'rate', { level: 4 });
  own.world.at(addMinutes(own.world.ports.now(), 10));
  if (!own.ticket(number).details.visits) {
    const { ticket } = await openFor(number);
    expect(ticket).toMatchObject({ kind: 'visit', state: 'calling' });
    expect(own.ticket(ticket.no).work?.values['source']).toBe('asked');
  }
  await expect(openFor(number, handlerOf('hrss'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(own.run().then(() => openFor(number))).rejects.toMatchObject({ code: 'invalid' });
  expect(own.visits()).toHaveLength(1);
});
