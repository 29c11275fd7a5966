import { example } from '../support/example';
import { takeAct, type Actor } from '../../cloudfunctions/domain/engine';
import { procedureOf, staffProcedures } from '../../cloudfunctions/domain/procedures';
import { changeMode } from '../../cloudfunctions/domain/procedures/common/staff-ticket/change-mode';
import { shippedRuleSets, switchOf } from '../../cloudfunctions/domain/rulesets';
import { maySee, todoOf } from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { everybody, system } from '../support/domain';
import { awaitsTime, belongsTo, expectedStaffActs, leavesBehind } from '../support/expected-staff-acts';
import { notByProcedures, notify, type Told } from '../support/notify';
import { messageProblem } from '../support/message-rules';
import { createRecipients } from '../support/recipients';
import { aboutTicket, inputsOf, staffContext } from '../support/staff-inputs';
import { exploreStaff, lightActs, type StaffNode, type StaffStep } from '../support/staff-walk';

/**
 * The whole of what procedures of staff may do, enumerated: every state, act, role and unit, from every way of opening
 * on, under both rule sets. What must hold everywhere is asked of each situation and of each step.
 */

const MOST = 4000;

const kindOf = ({ ticket }: Pick<StaffNode, 'ticket'>): string => ticket.kind;
const isEnded = ({ kind, state }: Ticket): boolean => procedureOf(kind).states[state]?.ended ?? false;
const running = (ticket: Ticket) => ticket.clocks.filter(clock => clock.state === 'running');

/** The situations (at most five, in words) for which something does not hold. */
const without = (nodes: StaffNode[], holds: (node: StaffNode) => boolean): string[] =>
  nodes
    .filter(node => !holds(node))
    .slice(0, 5)
    .map(({ id }) => id);

const isExpected = (act: string, actor: Actor, ticket: Ticket): boolean => {
  const row = expectedStaffActs[ticket.kind]?.[act];
  return (
    row !== undefined &&
    row.in.includes(ticket.state) &&
    row.by.some(party => belongsTo[party](actor, ticket))
  );
};

/** Every single step keeps what was: outcomes, lines, late stays late. */
const stepRules: Record<string, (step: StaffStep) => boolean> = {
  'A45: messages begin with what happened, name the title, and open for whoever is told': ({
    after,
    messages,
  }) => messages.every(message => messageProblem(message, after) === undefined),
  'the version rises by one and the timeline keeps what it held': ({ before, after }) =>
    before === undefined ||
    (after.version === before.version + 1 &&
      before.timeline.every((was, index) => after.timeline[index]?.at === was.at) &&
      after.timeline.length > before.timeline.length),
  'outcomes of clocks are frozen': ({ before, after }) =>
    before === undefined ||
    before.clocks.every((was, index) => {
      const is = after.clocks[index];
      return (
        is?.id === was.id && (was.state === 'running' || (is.state === was.state && is.date === was.date))
      );
    }),
  'a clock that is past its date ends as late, whatever ends it': ({ before, after, act }) =>
    before === undefined ||
    // The end of the operator's time is what the silent publication is counted by.
    act === 'publishBySilence' ||
    before.clocks.every(
      (was, index) =>
        was.state !== 'running' ||
        (was.pausedAt ?? after.updatedAt) < was.redAt ||
        ['running', 'late'].includes(after.clocks[index]?.state ?? ''),
    ),
  'a person acts now; a late step of the platform happens when it was due, after all that was': ({
    before,
    after,
    actor,
    now,
  }) =>
    actor === system
      ? after.updatedAt <= now && (before === undefined || before.updatedAt <= after.updatedAt)
      : after.updatedAt === now,
  'what has ended has an end, what is open has none': ({ after }) =>
    isEnded(after) === (after.endsAt !== null),
};

/** The ways of the figures that are lost and of requirements §1.5, state by state, by hand (A17). */
const ways: Record<string, { kind: string; way: { approve: string; file?: string } }> = {
  'G-A.1': {
    kind: 'change',
    way: {
      approve: 'review ordered scheduled executed verified closed',
      file: 'ordered scheduled executed verified closed',
    },
  },
  'G-A.2': { kind: 'fault', way: { approve: 'fixing overdue offline verified closed' } },
  'J-11b': { kind: 'emergency-delisting', way: { approve: 'reported offline closed verifying reopened' } },
  'G-3.2.3a': { kind: 'maintenance', way: { approve: 'notified announced running overran ended' } },
  'G-3.3.4a': {
    kind: 'release',
    way: { approve: 'planned approving ready reviewing passed grey published verified rolled-back filed' },
  },
  'J-16c': { kind: 'major-fault', way: { approve: 'handling over closed' } },
};

const told = new Map<string, Set<Told>[]>();
const channels = new Map<string, Set<string>>();
const broken = new Map<string, string[]>();
const statesMet = new Map<string, Set<string>>();
const actsTaken = new Map<string, Set<string>>();

const note = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => {
  map.set(key, (map.get(key) ?? new Set()).add(value));
};

/** Who is told by a step: the audiences of its messages, and citizens by a notice that is public or coming. */
const toldBy = ({ messages, after, now }: StaffStep): Set<Told> => {
  const names: Partial<Record<string, Told>> = {
    manager: 'manager',
    unit: 'unit',
    lead: 'unit',
    operator: 'operator',
    followers: 'citizens',
  };
  const all = messages.flatMap(({ audience }) => names[audience.to] ?? []);
  return new Set<Told>(after.notice && after.notice.endsAt > now ? [...all, 'notice'] : all);
};

const recipients = createRecipients();
const watch =
  (mode: string) =>
  (step: StaffStep): void => {
    const { act, after, actor, messages } = step;
    note(actsTaken, after.kind, act);
    recipients.add(act, after, messages);
    // A platform's own outage has no service whose followers or unit could be told (A36).
    if (after.serviceId || !['fault', 'major-fault', 'maintenance'].includes(after.kind)) {
      const key = `${mode}|${after.kind}.${act}`;
      // A test record tells the manager where the release is major: asked of those (G-3.3.4b).
      if (!(after.kind === 'release' && act === 'recordTest' && after.state !== 'approving'))
        told.set(key, [...(told.get(key) ?? []), toldBy(step)]);
      for (const channel of messages.flatMap(one => one.channels ?? []))
        note(channels, `${mode}|${after.kind}.${act}`, channel);
    }
    for (const [rule, holds] of Object.entries(stepRules))
      if (!holds(step))
        broken.set(
          rule,
          [...(broken.get(rule) ?? []), `${act} by ${actor.id} on ${after.kind} ${after.state}`].slice(0, 5),
        );
  };

describe.each(shippedRuleSets)('every situation of staff procedures under $id', ruleSet => {
  let nodes: StaffNode[] = [];
  const refused: string[] = [];

  beforeAll(() => {
    nodes = exploreStaff(ruleSet, MOST, {
      step: watch(switchOf(ruleSet, changeMode)),
      refused: (node, act, actor, why) =>
        refused.push(`${act} by ${actor.id}: ${JSON.stringify(why)} at ${node.id.slice(0, 200)}`),
    });
    for (const { ticket } of nodes) note(statesMet, ticket.kind, ticket.state);
  });

  test('no dead end: from every open situation an end can be reached', () => {
    const before = new Map<string, string[]>();
    for (const node of nodes)
      for (const to of node.next) before.set(to, [...(before.get(to) ?? []), node.id]);
    const reached = new Set(nodes.filter(({ ticket }) => isEnded(ticket)).map(({ id }) => id));
    const queue = [...reached];
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      for (const earlier of before.get(id) ?? [])
        if (!reached.has(earlier)) {
          reached.add(earlier);
          queue.push(earlier);
        }
    expect(without(nodes, ({ id }) => reached.has(id))).toEqual([]);
  });

  test.each(Object.entries(ways))('%s: its way can be walked (requirements §1.5)', (_id, { kind, way }) => {
    const states = new Map(nodes.map(({ id, ticket }) => [id, ticket.state]));
    const steps = new Set(
      nodes
        .filter(({ ticket }) => ticket.kind === kind)
        .flatMap(({ ticket, next }) => next.map(to => `${ticket.state} ${states.get(to) ?? ''}`)),
    );
    const byMode = way[switchOf(ruleSet, changeMode)] ?? way.approve;
    const found = byMode
      .split(' ')
      .slice(1)
      .map((to, index) => `${byMode.split(' ')[index] ?? ''} ${to}`);
    expect(found.filter(step => !steps.has(step))).toEqual([]);
  });

  test('nothing open without a holder: operator, manager, a unit that takes part, the local authority that opened it', () => {
    expect(
      without(nodes, ({ ticket }) => {
        const { holder, custody, work } = ticket;
        const fits: Partial<Record<typeof holder.role, boolean>> = {
          operator: !holder.unitId && !holder.region,
          'operator-lead': !holder.unitId && !holder.region,
          manager: !holder.unitId && !holder.region,
          lead: (work?.unitIds ?? []).includes(holder.unitId ?? '') && !holder.region,
          unit: (work?.unitIds ?? []).includes(holder.unitId ?? '') && !holder.region,
          // J-15a: the one whose matter it is.
          partner: holder.memberId !== undefined && holder.memberId === work?.partnerId,
          // Of a report the region that reads it.
          local:
            holder.region !== undefined &&
            [work?.localRegion, work?.values['region']].includes(holder.region),
        };
        return (
          fits[holder.role] === true && JSON.stringify(custody.at(-1)?.holder) === JSON.stringify(holder)
        );
      }),
    ).toEqual([]);
  });

  test('where somebody has to act, a clock runs of a party that can act', () => {
    expect(
      without(nodes, node => {
        const { ticket, offers } = node;
        if (isEnded(ticket) || awaitsTime[kindOf(node)]?.includes(ticket.state)) return true;
        return running(ticket).some(({ responsible: { role, unitId, region } }) =>
          [...offers].some(
            ([actor, acts]) =>
              (unitId
                ? actor.unitId === unitId
                : actor.role === role && (!region || actor.region === region)) &&
              acts.some(act => act !== 'note'),
          ),
        );
      }),
    ).toEqual([]);
  });

  test('A39: what a local authority opened lies with it when the applicant has to act, never with its unit', () => {
    const asApplicant: Record<string, readonly string[]> = {
      listing: ['returned'],
      change: ['returned'],
      'emergency-delisting': ['offline', 'restored'],
      maintenance: ['announced', 'running', 'overran'],
      'major-fault': ['over'],
    };
    const opened = nodes.filter(({ ticket }) => ticket.work?.localRegion !== undefined);
    const theirs = opened.filter(node => asApplicant[kindOf(node)]?.includes(node.ticket.state));
    expect(new Set(theirs.map(kindOf))).toEqual(new Set(Object.keys(asApplicant)));
    expect(
      without(
        theirs,
        node =>
          node.ticket.holder.role === 'local' &&
          (todoOf(node.ticket, procedureOf(node.ticket.kind)).includes('region:440100') ||
            awaitsTime[kindOf(node)]?.includes(node.ticket.state) === true),
      ),
    ).toEqual([]);
    // What is wrong with a service is its unit's to put right, whoever reports it (G-3.2.4a).
    expect(
      without(
        opened,
        ({ ticket }) => ticket.holder.role !== 'unit' || /(fault|rectification)$/.test(ticket.kind),
      ),
    ).toEqual([]);
  });

  test('no clock runs where all is over', () => {
    expect(without(nodes, ({ ticket }) => !isEnded(ticket) || running(ticket).length === 0)).toEqual([]);
  });

  test('no condition, window or notice outlives its ticket, but what stays offline on purpose', () => {
    expect(
      without(nodes, node => {
        const { ticket, service, now } = node;
        if (!isEnded(ticket) || leavesBehind[kindOf(node)]?.includes(ticket.state)) return true;
        const mine = ({ no }: { no: string }): boolean => no === ticket.no;
        return (
          !service?.conditions?.some(mine) &&
          !service?.windows?.some(mine) &&
          (ticket.notice === undefined || ticket.notice.endsAt <= now)
        );
      }),
    ).toEqual([]);
  });

  test('no act is offered to a wrong role, to a foreign unit or in a wrong state (by hand)', () => {
    expect(
      without(nodes, ({ offers, ticket }) =>
        [...offers].every(([actor, acts]) => acts.every(act => isExpected(act, actor, ticket))),
      ),
    ).toEqual([]);
  });

  test('what is offered succeeds, and is offered only to those who see the ticket', () => {
    expect(refused.slice(0, 5)).toEqual([]);
    expect(
      without(nodes, ({ offers, ticket }) =>
        [...offers].every(([actor, acts]) => acts.length === 0 || maySee(actor, ticket)),
      ),
    ).toEqual([]);
  });

  test('what is not offered is refused: forbidden for everybody outside of the table, otherwise for its state', () => {
    const wrong: string[] = [];
    const tried = new Set<string>();
    for (const node of nodes) {
      const { ticket, now, offers, service, related } = node;
      for (const actor of everybody) {
        const acts = offers.get(actor) ?? [];
        const key = JSON.stringify([
          ticket.kind,
          ticket.state,
          ticket.work?.unitIds,
          ticket.work?.platform,
          actor.id,
          acts,
        ]);
        if (tried.has(key)) continue;
        tried.add(key);
        const context = staffContext(actor, now, ruleSet, {
          ...(service ? { service } : {}),
          ...aboutTicket(related),
        });
        for (const [act, row] of Object.entries(expectedStaffActs[kindOf(node)] ?? {})) {
          if (acts.includes(act)) continue;
          const result = takeAct(
            procedureOf(ticket.kind),
            ticket,
            act,
            inputsOf(ticket, act, context)[0],
            context,
          );
          const code = result.ok ? 'ok' : result.refusal.code;
          const mayEver = row.by.some(party => belongsTo[party](actor, ticket));
          // An input that was right in another state can be wrong here: it is checked first.
          const fits = mayEver ? ['wrong-state', 'invalid'].includes(code) : code === 'forbidden';
          if (!fits) wrong.push(`${act} by ${actor.id}: ${code} at ${node.id.slice(0, 150)}`);
        }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

test.each(Object.keys(stepRules))('every step: %s', rule => {
  expect(broken.get(rule) ?? []).toEqual([]);
});

test('a procedure that is only registered is walked as well: the example of docs/add-a-procedure.md', () => {
  expect(staffProcedures.map(({ kind }) => kind)).toContain(example.kind);
  expect(statesMet.get(example.kind)).toEqual(new Set(['waiting', 'fixing', 'closed']));
});

test.each(staffProcedures)(
  '$kind: every state is met, every act stands in the table by hand and is taken',
  procedure => {
    const table = expectedStaffActs[procedure.kind] ?? {};
    expect([...(statesMet.get(procedure.kind) ?? [])].sort()).toEqual(Object.keys(procedure.states).sort());
    // What is offered only where nobody is at the desk is walked in empty-desk.test.ts (A42).
    const acts = procedure.acts
      .filter(({ clause, act }) => clause !== 'A42' && !lightActs.includes(act))
      .map(({ act }) => act);
    expect([...new Set(acts)].sort()).toEqual(Object.keys(table).sort());
    expect([...(actsTaken.get(procedure.kind) ?? [])].sort()).toEqual(['open', ...Object.keys(table)].sort());
  },
);

describe('who is told: the column “Notify” of each row', () => {
  const modes = shippedRuleSets.map(ruleSet => switchOf(ruleSet, changeMode));

  test.each(Object.entries(notify))('%s', (_id, rows) => {
    for (const row of rows)
      for (const mode of row.mode ? [row.mode] : modes)
        for (const act of row.acts) {
          const key = `${mode}|${row.kind}.${act}`;
          const steps = told.get(key) ?? [];
          expect([key, steps.length > 0]).toEqual([key, true]);
          for (const step of steps)
            expect([key, [...step]]).toEqual([key, expect.arrayContaining([...row.told])]);
          for (const channel of row.channels ?? []) expect([...(channels.get(key) ?? [])]).toContain(channel);
        }
  });

  test('no row of service applications is left out', () => {
    const ofProduct = staffProcedures.filter(({ kind }) => kind !== example.kind);
    const rows = ofProduct.flatMap(({ clauses }) => clauses).filter(id => /^[GJ]-\d/.test(id));
    const known = [...Object.keys(notify), ...Object.keys(notByProcedures)];
    expect([...new Set(rows)].filter(id => !known.includes(id))).toEqual([]);
  });
});

test('everybody who is told of a ticket can open it, and nobody is passed over (A42)', async () => {
  expect(recipients.kinds()).toBeGreaterThan(100);
  expect(await recipients.problems()).toEqual([]);
});
