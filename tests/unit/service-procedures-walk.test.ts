import { lightOf } from '../../cloudfunctions/domain/deadline';
import type { Service } from '../../cloudfunctions/domain/catalogue';
import {
  offeredActs,
  openingFields,
  openPrepared,
  prepareOpening,
  shownFields,
  takeAct,
  type Actor,
  type Input,
  type Procedure,
} from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { scopeKey, todoOf } from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays, addMinutes, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import { contextOf, everybody, handlerOf, MONDAY, service as card } from '../support/domain';
import { filledIn, lookedUp } from '../support/staff-inputs';

/**
 * Every situation into which listing, change and emergency delisting can come, by every act of everybody and by
 * waiting: no dead end, nobody without a limit, no act for a stranger (G-2.1b1, G-3.2.2, J-10, J-11).
 */

type Node = {
  id: string;
  ticket: Ticket;
  service: Service | undefined;
  now: Instant;
  offers: Map<Actor, string[]>;
  next: Set<string>;
};

const PLANNED = '2026-11-30';

const listed: Input = {
  accessUnitId: 'hrss',
  name: '新服务',
  region: '440000',
  competent: ['hrss', 'gz-hrss'],
  openType: 'miniprogram',
  openTarget: '#小程序://演示/新服务',
  ownerName: '陈某',
  ownerPhone: '020-83330001',
  technicalName: '林某',
  technicalPhone: '020-83330002',
  plannedOn: PLANNED,
};
const starts: [kind: Ticket['kind'], input: Input][] = [
  ['listing', listed],
  ['change', { serviceId: card.id, changeType: 'adjust', name: '改过的名称', plannedOn: PLANNED }],
  ['change', { serviceId: card.id, changeType: 'withdraw', instead: '到窗口办理。', plannedOn: PLANNED }],
  ['emergency-delisting', { serviceId: card.id, oralAt: MONDAY, oralHow: 'phone' }],
];

const explore = (procedure: Procedure, start: Input, ruleSet: RuleSet) => {
  const nodes = new Map<string, Node>();
  const queue: Node[] = [];
  const taken = new Set<string>();
  const context = (actor: Actor, now: Instant, service: Service | undefined) =>
    contextOf(actor, now, { ruleSet, needed: lookedUp(), ...(service ? { service } : {}) });

  const meet = (ticket: Ticket, service: Service | undefined, now: Instant): string => {
    const offers = new Map(
      everybody.map(actor => [
        actor,
        offeredActs(procedure, ticket, context(actor, now, service)).map(({ act }) => act),
      ]),
    );
    const running = ticket.clocks.filter(clock => clock.state === 'running');
    const id = JSON.stringify([
      ticket.state,
      running.map(({ name, responsible }) => [name, responsible.role]).sort(),
      [service?.state, service?.withdrawn],
      ['writtenAt', 'reopenedAt', 'filedAt'].map(name => ticket.work?.values[name] !== undefined),
      [...offers].map(([actor, acts]) => [actor.id, acts]),
    ]);
    if (!nodes.has(id)) {
      const node = { id, ticket, service, now, offers, next: new Set<string>() };
      nodes.set(id, node);
      queue.push(node);
    }
    return id;
  };

  const first = context(handlerOf('hrss'), MONDAY, start['serviceId'] ? card : undefined);
  const input = { ...filledIn(openingFields(procedure, first), MONDAY), ...start };
  const read = prepareOpening(procedure, input, first);
  const opened = read.ok ? openPrepared(procedure, 'SJ20261123-000-001-0', read.value, first) : read;
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
  meet(opened.value.ticket, first.service, MONDAY);
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (nodes.size > 200) throw new Error('the situations do not close');
    const { ticket, service, now } = node;
    // Waiting: past the scheduled hour, past the planned day.
    for (const later of [addMinutes(now, 120), instantAt(addDays(civilDateOf(now), 14), '10:00')])
      if (later < '2027-03') node.next.add(meet(ticket, service, later));
    for (const [actor, acts] of node.offers)
      for (const act of acts) {
        const theirs = context(actor, now, service);
        const fields = procedure.acts.find(one => one.act === act)?.fields ?? {};
        const day = civilDateOf(now) < PLANNED ? PLANNED : addDays(civilDateOf(now), 1);
        const more = act === 'schedule' ? { executeAt: instantAt(day, '20:00') } : {};
        const filled = { ...filledIn(shownFields(fields, ticket, theirs), now), ...more };
        const result = takeAct(procedure, ticket, act, filled, theirs);
        if (!result.ok) throw new Error(`${act} in ${ticket.state}: ${JSON.stringify(result.refusal)}`);
        taken.add(act);
        node.next.add(meet(result.value.ticket, result.value.service ?? service, now));
      }
  }
  return { nodes, taken };
};

const isEnded = (procedure: Procedure, { ticket }: Node): boolean =>
  procedure.states[ticket.state]?.ended === true;

const worldOf = (kind: Ticket['kind'], start: Input, ruleSet: RuleSet) => {
  const procedure = procedureOf(kind);
  return { procedure, ...explore(procedure, start, ruleSet) };
};

const cases = shippedRuleSets.flatMap(ruleSet =>
  starts.map(
    ([kind, start]) => [`${kind} ${String(start['changeType'] ?? '')}`, ruleSet.id, kind, start] as const,
  ),
);

describe.each(cases)('%s under %s', (_title, ruleSetId, kind, start) => {
  const ruleSet = shippedRuleSets.find(one => one.id === ruleSetId) as RuleSet;
  const { procedure, nodes } = worldOf(kind, start, ruleSet);
  const all = [...nodes.values()];
  const open = all.filter(node => !isEnded(procedure, node));

  test('as long as it is open a clock runs, and who is responsible finds it to do and can do it', () => {
    for (const { ticket, offers } of open) {
      const running = ticket.clocks.filter(clock => clock.state === 'running');
      expect([ticket.state, running.length > 0]).toEqual([ticket.state, true]);
      for (const { responsible } of running) {
        const theirs = everybody.filter(({ role, unitId }) =>
          responsible.role === 'unit' ? unitId === responsible.unitId : role === responsible.role,
        );
        for (const actor of theirs) expect(todoOf(ticket, procedure)).toContain(scopeKey(actor));
        const acts = theirs.flatMap(actor => offers.get(actor) ?? []).filter(act => act !== 'note');
        expect([ticket.state, responsible.role, acts.length > 0]).toEqual([
          ticket.state,
          responsible.role,
          true,
        ]);
      }
    }
  });

  test('from every situation an end can be reached; an ended one keeps no clock running', () => {
    const reaches = new Set(all.filter(node => isEnded(procedure, node)).map(({ id }) => id));
    for (let before = -1; before !== reaches.size;) {
      before = reaches.size;
      for (const { id, next } of all) if ([...next].some(one => reaches.has(one))) reaches.add(id);
    }
    expect(all.filter(({ id }) => !reaches.has(id)).map(({ ticket }) => ticket.state)).toEqual([]);
    for (const { ticket, now } of all.filter(node => isEnded(procedure, node))) {
      expect([ticket.state, ticket.endsAt === null]).toEqual([ticket.state, false]);
      expect(ticket.clocks.filter(clock => clock.state === 'running')).toEqual([]);
      for (const clock of ticket.clocks) expect(['green', 'red']).toContain(lightOf(clock, now));
    }
  });

  test('a foreign unit, another unit of the line, partner, security and citizens are offered nothing', () => {
    const strangers = everybody.filter(
      ({ role, unitId }) =>
        unitId === 'psb' || unitId === 'th-hrss' || ['citizen', 'partner', 'security'].includes(role),
    );
    for (const { offers } of all) for (const actor of strangers) expect(offers.get(actor)).toEqual([]);
  });
});

test.each(['listing', 'change', 'emergency-delisting'] as const)(
  '%s: every state is reached and every act taken under one rule set or the other',
  kind => {
    const procedure = procedureOf(kind);
    const states = new Set<string>();
    const acts = new Set<string>();
    for (const ruleSet of shippedRuleSets)
      for (const [, start] of starts.filter(([one]) => one === kind)) {
        const { nodes, taken } = worldOf(kind, start, ruleSet);
        for (const { ticket } of nodes.values()) states.add(ticket.state);
        for (const act of taken) acts.add(act);
      }
    // A withdrawal of the service by another ticket is told as a story.
    const elsewhere = kind === 'emergency-delisting' ? ['withdrawn', 'settleWithdrawn'] : [];
    expect([...states, ...elsewhere].sort()).toEqual(
      expect.arrayContaining(Object.keys(procedure.states).sort()),
    );
    expect([...acts, ...elsewhere].sort()).toEqual(
      // What is offered only where nobody is at the desk is walked in empty-desk.test.ts (A42), lights in lights-answered.test.ts (A24).
      expect.arrayContaining(
        procedure.acts
          .filter(({ clause = '' }) => !['A42', 'A24'].includes(clause))
          .map(({ act }) => act)
          .sort(),
      ),
    );
  },
);
