import { takeAct, type Actor } from '../../cloudfunctions/domain/engine';
import { citizenProcedures, procedureOf } from '../../cloudfunctions/domain/procedures';
import { complaint } from '../../cloudfunctions/domain/procedures/complaint';
import { matterOf } from '../../cloudfunctions/domain/procedures/common/citizen-ticket/passing-on';
import { consultation } from '../../cloudfunctions/domain/procedures/consultation';
import { suggestion } from '../../cloudfunctions/domain/procedures/suggestion';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import { deskOf, maySee, scopeKey, todoOf, viewersOf } from '../../cloudfunctions/domain/ticket/scope';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { contextOf, everybody, owner, rules } from '../support/domain';
import { belongs, expectedActs, relationOf } from '../support/expected-acts';
import { LONG, someOf } from '../support/long';
import { messageProblem } from '../support/message-rules';
import { createRecipients } from '../support/recipients';
import { explore, inputsFor, INTERNAL, PENDING, withContext, type Node, type Step } from '../support/walk';

/**
 * The whole of what citizens' procedures may do, enumerated (design §1): every state, act, role and unit, from every
 * way of filing on. What must hold everywhere is asked of each situation and of each step.
 */

/** One missed call announces the closing, so that three days of calls do not multiply every situation. */
const shortCalls = { ...rules, windows: { ...rules.windows, unreachableCalls: 1 } };
/** The rule sets that are walked (the second one in the long form), each with what may go on beside the main way. */
const ruleSets: Record<string, { ruleSet: RuleSet; beside: string[] }> = {
  'as shipped': { ruleSet: shortCalls, beside: ['assist', 'logCall', 'supervise'] },
  'with extension, replies counted from acceptance': {
    ruleSet: {
      ...shortCalls,
      switches: { ...rules.switches, extension: true, replyCountsFrom: 'acceptance' },
    },
    beside: ['requestExtension'],
  },
};

const MOST = 6000;

const isEnded = (ticket: Ticket): boolean =>
  ['closed', 'withdrawn', 'merged'].includes(ticket.state) ||
  (ticket.state === 'refused' && ticket.endsAt !== null);
const awaitsCitizen = ({ state }: Ticket): boolean => state === 'replied';

/** The situations (at most five, in words) for which something does not hold. */
const without = (nodes: Node[], holds: (node: Node) => boolean): string[] =>
  nodes
    .filter(node => !holds(node))
    .slice(0, 5)
    .map(({ id }) => id);

const recipients = createRecipients();
/** What the walks have met together. */
const taken = new Set<string>();
const relations = new Set<string>();

/** What every single step has to keep. */
const stepRules: Record<string, (step: Step) => boolean> = {
  'A45: messages begin with what happened, name the title, and open for whoever is told': ({
    after,
    messages,
  }) => messages.every(message => messageProblem(message, after) === undefined),
  'once confirmed the promise never moves, except by its named events': ({ before, after, act }) => {
    const [was, is] = [before.promise, after.promise];
    if (act === 'decideObjection') return is === null || (is.confirmed && after.state === 'accepted');
    // What is only put before the lead changes nothing yet (A35).
    const submitted = after.details.pendingDecision !== undefined && after.state === before.state;
    const ends = ['withdraw', 'merge'].includes(act) || after.state === 'refused';
    if (was === null || (ends && !submitted)) return is === null;
    if (is === null || !was.confirmed) return is !== null;
    return (
      is.confirmed &&
      is.date === was.date &&
      (is.broken || !was.broken) &&
      (is.extendedTo === was.extendedTo || act === 'decideExtension')
    );
  },
  'the first triage, a dispatch and a reply confirm the promise (A1)': ({ act, after }) =>
    !['triage', 'dispatch', 'designate', 'reply', 'approveReply'].includes(act) ||
    (act === 'approveReply' && after.state !== 'replied') ||
    after.promise?.confirmed === true,
  'a unit’s date behind the promise breaks it and is supervised (A27)': ({ before, after }) => {
    const { holder, promise } = after;
    const started = after.clocks
      .slice(before.clocks.length)
      .find(({ name, responsible }) => name === 'reply' && responsible.unitId === holder.unitId);
    if (!holder.unitId || !promise || !started?.date || started.date <= promise.date) return true;
    const supervised = after.clocks.some(({ name, state }) => name === 'supervise' && state === 'running');
    return promise.broken && supervised;
  },
  'outcomes of clocks are frozen; only an upheld objection turns the unit’s reply late (A16), only a return that does not hold lets its clocks go on (A50)':
    ({ before, after, act }) =>
      before.clocks.every((was, index) => {
        const is = after.clocks[index];
        if (is?.id !== was.id || is.startedAt !== was.startedAt) return false;
        if (was.state === 'running') return true;
        const returned = before.details.returns.at(-1);
        const goesOn = !returned?.decided && after.details.returns.at(-1)?.decided?.upheld === false;
        if (goesOn && returned?.matter === matterOf(after) && is.state === 'running')
          return returned.clocks?.includes(was.id) === true && is.date === was.date;
        const overruled = act === 'decideObjection' && was.name === 'reply' && is.state === 'late';
        return (
          (is.state === was.state || overruled) && is.stoppedAt === was.stoppedAt && is.date === was.date
        );
      }),
  'a clock that is past its date ends as late, whatever ends it': ({ before, after, now }) =>
    before.clocks.every((was, index) => {
      if (was.state !== 'running' || now < was.redAt) return true;
      return ['running', 'late'].includes(after.clocks[index]?.state ?? '');
    }),
  'the version rises by one, the timeline grows and keeps what it held, replies stay': ({ before, after }) =>
    after.version === before.version + 1 &&
    after.timeline.length > before.timeline.length &&
    before.timeline.every((was, index) => {
      const is = after.timeline[index];
      return is?.at === was.at && is.label === was.label && is.text === was.text && is.by.id === was.by.id;
    }) &&
    before.replies.every((was, index) => after.replies[index]?.text === was.text),
};

describe.each(someOf(Object.entries(ruleSets), (_one, index) => index === 0))(
  'every situation of a citizen’s ticket, %s',
  (_name, { ruleSet, beside }) => {
    let nodes: Node[] = [];
    const refused: string[] = [];
    const broken = new Map<string, string[]>();

    beforeAll(() => {
      const found = explore(ruleSet, beside, MOST, {
        step: step => {
          taken.add(step.act);
          recipients.add(step.act, step.after, step.messages);
          for (const [rule, holds] of Object.entries(stepRules)) {
            if (holds(step)) continue;
            const { act, actor, before } = step;
            const text = `${act} by ${actor.id} on ${before.kind} ${before.state} ${JSON.stringify(before.holder)}`;
            broken.set(rule, [...(broken.get(rule) ?? []), text].slice(0, 5));
          }
        },
        refused: (node, act, actor, why) =>
          refused.push(`${act} by ${actor.id}: ${JSON.stringify(why)} at ${node.id}`),
      });
      nodes = [...found.values()];
      for (const { ticket } of nodes) for (const actor of everybody) relations.add(relationOf(actor, ticket));
    });

    test('every state of every procedure is met, and no other', () => {
      const states = (kind: string): string[] => [
        ...new Set(nodes.filter(node => node.ticket.kind === kind).map(node => node.ticket.state)),
      ];
      expect(states('complaint').sort()).toEqual(Object.keys(complaint.states).sort());
      expect(states('consultation').sort()).toEqual(Object.keys(consultation.states).sort());
    });

    test('a suggestion has the consultation’s way (contract §6), so that walking one walks both', () => {
      expect(suggestion.acts).toBe(consultation.acts);
      expect(suggestion.states).toBe(consultation.states);
    });

    test('no dead end: from every open situation an end can be reached', () => {
      expect(
        without(
          nodes,
          reaches(nodes, () => true, isEnded),
        ),
      ).toEqual([]);
    });

    test('no dead end that only the citizen, a merge or giving up could open: staff can always come to an answer', () => {
      const outs = ['merge', 'logCall', 'closeUnreachable', 'refuse'];
      const answered = (ticket: Ticket): boolean => isEnded(ticket) || awaitsCitizen(ticket);
      const byStaff = ({ act, by }: Node['next'][number]): boolean => by !== 'citizen' && !outs.includes(act);
      expect(without(nodes, reaches(nodes, byStaff, answered))).toEqual([]);
    });

    test('nothing open without a holder, and the unit shown is the unit that holds it', () => {
      expect(
        without(nodes, ({ ticket }) => {
          const { holder, unitId, state } = ticket;
          const unitFits =
            (holder.unitId ?? null) === unitId || (state === 'refused' && holder.role === 'manager');
          return unitFits && ['unit', 'lead'].includes(holder.role) === (holder.unitId !== undefined);
        }),
      ).toEqual([]);
    });

    test('no holder without a limit of §1.4: its own clock runs, of the name of the stage', () => {
      expect(
        without(nodes, ({ ticket }) => isEnded(ticket) || awaitsCitizen(ticket) || hasLimit(ticket, ruleSet)),
      ).toEqual([]);
    });

    test('no clock runs for a party that cannot act on it, none runs where nobody has to act', () => {
      expect(
        without(nodes, ({ ticket }) => {
          const running = ticket.clocks.filter(clock => clock.state === 'running');
          if (isEnded(ticket) || awaitsCitizen(ticket)) return running.length === 0;
          return running.every(
            ({ id, responsible: { role, unitId } }) =>
              (role === ticket.holder.role && unitId === ticket.holder.unitId) ||
              ticket.details.assists.some(
                one => one.clockId === id && one.unitId === unitId && !one.answeredAt,
              ),
          );
        }),
      ).toEqual([]);
    });

    test('no act is offered to a wrong role, to a foreign unit or in a wrong state (contract §4–5, by hand)', () => {
      expect(
        without(nodes, node =>
          [...node.offers].every(([actor, acts]) => acts.every(act => isExpected(act, actor, node.ticket))),
        ),
      ).toEqual([]);
    });

    test('what is offered succeeds', () => {
      expect(refused.slice(0, 5)).toEqual([]);
    });

    test('what is not offered is refused: forbidden for everybody outside of `by`, otherwise wrong-state', () => {
      expect(forbiddenAndWrongState(nodes, ruleSet)).toEqual([]);
    });

    test.each(Object.keys(stepRules))('every step: %s', rule => {
      expect(broken.get(rule) ?? []).toEqual([]);
    });

    test('what may be seen is what is tagged; what is to be done can be seen and done', () => {
      expect(without(nodes, scopeHolds)).toEqual([]);
    });

    test('a citizen sees nothing internal: no notes, no targets, no names, no sealed data, no unapproved reply (A7, A22, A35)', () => {
      const shownTo = ({ ticket, now }: Node): string =>
        JSON.stringify(
          showTicket(
            ticket,
            procedureOf(ticket.kind),
            { name: rules.name, draft: false },
            contextOf(owner, now, { ruleSet }),
          ),
        );
      const staff = everybody.filter(one => one.role !== 'citizen');
      const secrets = [INTERNAL, 'sealed-personal-data', 'hash-of-the-phone', owner.id, '"internal":true'];
      expect(
        without(nodes, node => {
          const text = shownTo(node);
          const approved = node.ticket.replies.some(reply => reply.text === PENDING);
          return (
            !secrets.some(secret => text.includes(secret)) &&
            !staff.some(({ id, name }) => text.includes(name) || text.includes(`"${id}"`)) &&
            !['dispatch', 'supervise', 'contact'].some(name => text.includes(`"name":"${name}"`)) &&
            (approved || !text.includes(PENDING))
          );
        }),
      ).toEqual([]);
    });
  },
);

test('everybody who is told of a ticket can open it, and nobody is passed over (A42)', async () => {
  expect(recipients.kinds()).toBeGreaterThan(100);
  expect(await recipients.problems()).toEqual([]);
});

test('every act was taken, and units of every relation tried their hands', () => {
  const acts = Object.keys(expectedActs).filter(act => expectedActs[act]!.length > 0);
  // Only of what was taken by phone: unit/claim. Extensions are in the rule set of the long form.
  const elsewhere = ['claimCode', ...(LONG ? [] : ['requestExtension', 'decideExtension'])];
  expect(acts.filter(act => !taken.has(act)).sort()).toEqual(elsewhere.sort());
  expect([...relations].sort()).toEqual(['assisting', 'foreign', 'higher', 'lower', 'none', 'own']);
});

test('every act of the citizens’ procedures stands in the table by hand, and none is missing', () => {
  const acts = new Set(citizenProcedures.flatMap(procedure => procedure.acts.map(({ act }) => act)));
  expect([...acts].sort()).toEqual(Object.keys(expectedActs).sort());
});

const isExpected = (act: string, actor: Actor, ticket: Ticket): boolean =>
  (expectedActs[act] ?? []).some(
    row =>
      row.in.includes(ticket.state) &&
      (row.kind ?? ticket.kind) === ticket.kind &&
      row.by.some(party => belongs[party](actor, ticket)),
  );

/** Whether a situation reaches a goal over the edges that may be used; answers for each node. */
const reaches = (
  nodes: Node[],
  uses: (edge: Node['next'][number]) => boolean,
  goal: (ticket: Ticket) => boolean,
): ((node: Node) => boolean) => {
  const before = new Map<string, string[]>();
  for (const node of nodes)
    for (const edge of node.next.filter(uses)) before.set(edge.to, [...(before.get(edge.to) ?? []), node.id]);
  const reached = new Set(nodes.filter(node => goal(node.ticket)).map(({ id }) => id));
  const queue = [...reached];
  for (let id = queue.pop(); id !== undefined; id = queue.pop())
    for (const earlier of before.get(id) ?? [])
      if (!reached.has(earlier)) {
        reached.add(earlier);
        queue.push(earlier);
      }
  return node => reached.has(node.id);
};

/** Which clock keeps whom (requirements §1.4), by hand. */
const hasLimit = (ticket: Ticket, { switches }: RuleSet): boolean => {
  const { holder, state, kind } = ticket;
  const runs = (name: string): boolean =>
    ticket.clocks.some(
      clock =>
        clock.state === 'running' &&
        clock.name === name &&
        clock.responsible.role === holder.role &&
        clock.responsible.unitId === holder.unitId,
    );
  switch (state) {
    case 'submitted':
      return runs('dispatch');
    case 'answered':
      return runs(ticket.category === 'technical' ? 'reply' : 'dispatch');
    case 'dispatched':
      if (kind !== 'complaint' || !holder.unitId) return runs('reply');
      return runs('accept') && (runs('reply') || switches.replyCountsFrom === 'acceptance');
    case 'accepted':
      return runs('reply');
    case 'rectifying':
      return runs('rectify');
    case 'refused':
      return runs('objection') && holder.role === 'manager';
    default:
      return false;
  }
};

/** Acts that are nobody's duty: they do not make a ticket something to do. */
const besides = [
  'note',
  'reveal',
  'link',
  'merge',
  'markUrgent',
  'acknowledgeLight',
  'explainLight',
  'urge',
  'disclose',
  'undisclose',
];

const scopeHolds = ({ ticket, offers }: Node): boolean => {
  const procedure = procedureOf(ticket.kind);
  const [seen, todo, desk] = [viewersOf(ticket), todoOf(ticket, procedure), deskOf(ticket, procedure)];
  return (
    [...todo, ...desk].every(key => seen.includes(key)) &&
    [...offers].every(([actor, acts]) => {
      const key = scopeKey(actor);
      const sees =
        actor.role === 'citizen' ? actor.id === ticket.ownerId : key !== undefined && seen.includes(key);
      const hasToDo = key !== undefined && todo.includes(key);
      return (
        maySee(actor, ticket) === sees &&
        (sees || acts.length === 0) &&
        (!hasToDo || acts.some(act => !besides.includes(act)))
      );
    })
  );
};

/** Tries what is not offered: once for each stage, actor and list of what the actor is offered there. */
const forbiddenAndWrongState = (nodes: Node[], ruleSet: RuleSet): string[] => {
  const wrong: string[] = [];
  const tried = new Set<string>();
  for (const { id, ticket, now, offers } of nodes)
    for (const [actor, acts] of offers) {
      const { kind, state, holder, against } = ticket;
      const key = JSON.stringify([kind, state, holder.role, holder.unitId, against, actor.id, acts]);
      if (tried.has(key)) continue;
      tried.add(key);
      for (const act of Object.keys(expectedActs).filter(one => !acts.includes(one))) {
        const [variant] = inputsFor(act, ticket, now, ruleSet);
        const context = withContext(actor, ticket, now, ruleSet, variant?.more);
        const result = takeAct(procedureOf(kind), ticket, act, variant?.input ?? {}, context);
        const code = result.ok ? 'ok' : result.refusal.code;
        const mayEver = (expectedActs[act] ?? []).some(
          row => (row.kind ?? kind) === kind && row.by.some(party => belongs[party](actor, ticket)),
        );
        // Where no input is right (nobody to assign to), the input is what is said to be wrong.
        const fits = !mayEver
          ? code === 'forbidden'
          : code === 'wrong-state' || (!variant && code === 'invalid');
        if (!fits) wrong.push(`${act} by ${actor.id}: ${code} at ${id}`);
      }
    }
  return wrong.slice(0, 5);
};
