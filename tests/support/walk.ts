import type { TicketKind } from '../../typings/contract';
import {
  dueStep,
  offeredActs,
  takeAct,
  type Actor,
  type Context,
  type Input,
  type Message,
} from '../../cloudfunctions/domain/engine';
import { openTicket, procedureOf } from '../../cloudfunctions/domain/procedures';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import { openAssists, type Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import { contextOf, everybody, memberOf, MONDAY, open, opening, owner, service } from './domain';

/** Explores every situation that tickets can come into, from filing on, by every act of everybody and by waiting. */

/** One situation: a ticket that stands for all tickets in it, and the instant at which it was met. */
export type Node = {
  id: string;
  ticket: Ticket;
  now: Instant;
  offers: Map<Actor, string[]>;
  next: { to: string; act: string; by: Actor['role'] }[];
};

export type Step = {
  before: Ticket;
  after: Ticket;
  act: string;
  actor: Actor;
  now: Instant;
  context: Context;
  messages: Message[];
};

/** Texts that tell later where they have leaked to. */
export const INTERNAL = '内部-不得外传';
export const PENDING = '待审答复-未经审核';

/** Days to wait: within every window, past the window of a return, past every window and limit. */
const WAITS = [1, 4, 60];

/** Another ticket of the same person and matter, filed a week before: the partner of merge and link. */
const relatedTo = (ticket: Ticket, ruleSet: RuleSet): Ticket =>
  open(
    {
      no: 'TS20261116-000-002-0',
      kind: ticket.kind as TicketKind,
      title: '较早的同一件事',
      ...(ticket.against ? { against: ticket.against } : {}),
    },
    { now: '2026-11-16T10:00:00.000+08:00', ruleSet },
  );

type Variant = { input: Input; more?: Partial<Context> };

const memberFor = (ticket: Ticket) => {
  const { unitId, role } = ticket.holder;
  const fits = everybody.find(one =>
    unitId ? one.unitId === unitId && one.role === 'lead' : one.role === 'operator-lead',
  );
  return role === 'manager' || !fits ? undefined : memberOf(fits);
};

const triages: Variant[] = ['consultation', 'complaint'].flatMap(kind =>
  ['technical', 'business'].map(category => ({ input: { kind, category } })),
);

/** Inputs that are right for an act, one for each of its outcomes. */
export const inputsFor = (act: string, ticket: Ticket, now: Instant, ruleSet: RuleSet): Variant[] => {
  const internal = { text: INTERNAL, reason: INTERNAL };
  switch (act) {
    case 'triage':
      return ticket.against
        ? triages.filter(one => one.input['kind'] === 'complaint')
        : [...triages, { input: { category: 'business', serviceId: service.id }, more: { service } }];
    case 'dispatch':
      return ticket.holder.unitId === undefined
        ? [{ input: { unitId: 'hrss' } }]
        : [{ input: { unitId: ticket.holder.unitId === 'hrss' ? 'gz-hrss' : 'th-hrss' } }];
    case 'designate':
      return [{ input: { unitId: 'hrss', ...internal } }];
    case 'merge': {
      const related = relatedTo(ticket, ruleSet);
      return [{ input: { into: related.no }, more: { related } }];
    }
    case 'link': {
      const related = { ...relatedTo(ticket, ruleSet), no: 'TS20261116-000-003-0' };
      return [{ input: { to: related.no }, more: { related } }];
    }
    case 'assign': {
      const member = memberFor(ticket);
      return member ? [{ input: { memberId: member.id }, more: { member } }] : [];
    }
    case 'adoptDuty':
      return [{ input: { duty: '社保卡补换' } }];
    case 'withdraw':
      return [{ input: { reason: '不办了' } }];
    case 'rate':
      return [{ input: { level: 5 } }, { input: { level: 1, text: '没有解决' } }];
    case 'logCall':
      return [{ input: { reached: false, text: INTERNAL } }, { input: { reached: true } }];
    case 'assist':
      return ['gz-hrss', 'psb']
        .filter(unitId => !openAssists(ticket).some(one => one.unitId === unitId))
        .filter(unitId => unitId !== ticket.holder.unitId)
        .map(unitId => ({ input: { unitId, ...internal } }));
    case 'decideObjection':
      return [true, false].map(uphold => ({ input: { uphold, reason: '复核意见' } }));
    case 'decideExtension':
      return [true, false].map(approve => ({ input: { approve, ...internal } }));
    case 'requestExtension':
      return [{ input: { days: 5, ...internal } }];
    case 'submitReply':
      return [{ input: { text: PENDING } }];
    case 'reply':
    case 'correctReply':
    case 'supplement':
    case 'object':
    case 'reopen':
    case 'askCitizen':
      return [{ input: { text: '公开的话', reason: '公开的理由' } }];
    case 'refuse':
      return [{ input: { reason: '不在职责内', basis: '某条例', redirect: '信访' } }];
    case 'rectify':
      return [{ input: { text: '已整改', contactedAt: now } }];
    case 'amend':
      return [{ input: { title: '改过的标题' } }];
    case 'explainLight':
      return [{ input: { cause: INTERNAL, correction: INTERNAL } }];
    default:
      return [{ input: { ...internal } }];
  }
};

/** Acts that leave the situation as it is: taken and checked everywhere, but their tickets are not walked on from. */
const ASIDE = new Set([
  'acknowledgeLight',
  'adoptDuty',
  'amend',
  'askCitizen',
  'assign',
  'claim',
  'correctReply',
  'declineDuty',
  'explainLight',
  'link',
  'markUrgent',
  'note',
  'reveal',
  'supplement',
  'urge',
]);

/** Acts that begin something beside the main way: they multiply situations, so that one goes on at a time. */
const BEGINS_ASIDE = new Set(['assist', 'logCall', 'requestExtension', 'supervise']);

const asides = (ticket: Ticket): number =>
  openAssists(ticket).length +
  [
    ticket.details.announcedOn !== undefined,
    ticket.details.extension?.state === 'asked',
    ticket.clocks.some(clock => clock.name === 'supervise' && clock.state === 'running'),
  ].filter(Boolean).length;

/** Whether a ticket is walked on from. A third level of units adds no relation that two do not have. */
const walksOn = (act: string, after: Ticket, beside: readonly string[]): boolean =>
  !ASIDE.has(act) &&
  (!BEGINS_ASIDE.has(act) || (beside.includes(act) && asides(after) <= 1)) &&
  after.holder.unitId !== 'th-hrss';

/**
 * What tells one situation from another: everything on which the future can depend. Windows of time show in what is
 * offered to whom; what has been is left out where nothing can ask for it any more.
 */
const abstraction = (ticket: Ticket, now: Instant, offers: Map<Actor, string[]>): string => {
  const { details, holder, promise } = ticket;
  const settled = ['replied', 'rectifying', 'closed', 'withdrawn', 'merged'].includes(ticket.state);
  return JSON.stringify([
    ticket.kind === 'complaint',
    ticket.category === 'technical',
    ticket.against !== undefined,
    ticket.state,
    [holder.role, holder.unitId ?? ''],
    settled
      ? [
          details.closedAs ?? '-',
          details.reopened,
          details.disclosed !== undefined,
          details.pendingDecision?.act ?? '-',
        ]
      : [
          [details.triaged, Math.min(details.returns.length, 2), details.designated, details.reopened],
          details.pendingReply?.by ?? '-',
          [details.pendingDecision?.act ?? '-', details.pendingDecision?.by ?? '-'],
          openAssists(ticket).map(one => one.unitId),
          details.announcedOn !== undefined,
          details.extension?.state ?? '-',
          details.objection?.upheld ?? (details.objection ? 'open' : '-'),
          [promise?.confirmed ?? '-', promise?.broken ?? '-'],
        ],
    ticket.clocks
      .filter(clock => clock.state === 'running')
      .map(clock => [clock.name, clock.responsible.role, clock.responsible.unitId ?? ''].join('/'))
      .sort(),
    [ticket.endsAt === null, ticket.endsAt !== null && ticket.endsAt <= now],
    [...offers].map(([actor, acts]) => [actor.id, acts.filter(act => !ASIDE.has(act))]),
  ]);
};

export const withContext = (
  actor: Actor,
  ticket: Ticket,
  now: Instant,
  ruleSet: RuleSet,
  more: Partial<Context> = {},
) => contextOf(actor, now, { ruleSet, ...(ticket.serviceId ? { service } : {}), ...more });

const nodeOf = (ticket: Ticket, now: Instant, ruleSet: RuleSet): Node => {
  const procedure = procedureOf(ticket.kind);
  const offers = new Map(
    everybody.map(actor => [
      actor,
      offeredActs(procedure, ticket, withContext(actor, ticket, now, ruleSet)).map(({ act }) => act),
    ]),
  );
  return { id: abstraction(ticket, now, offers), ticket, now, offers, next: [] };
};

/** Waits some days and does what the sweep does: automatic steps, and a record for each light that turned red. */
const wait = (
  ticket: Ticket,
  now: Instant,
  days: number,
  ruleSet: RuleSet,
): { ticket: Ticket; now: Instant } => {
  const later = instantAt(addDays(civilDateOf(now), days), '10:00');
  const red = ticket.clocks.filter(
    clock =>
      clock.state === 'running' &&
      clock.redAt <= later &&
      !ticket.lights.some(light => light.clockId === clock.id),
  );
  const lit: Ticket = {
    ...ticket,
    lights: [
      ...ticket.lights,
      ...red.map(one => ({ clockId: one.id, level: 'red' as const, at: one.redAt })),
    ],
  };
  const { actor: _nobody, ...context } = withContext(owner, ticket, later, ruleSet);
  return { ticket: dueStep(procedureOf(ticket.kind), lit, context)?.ticket ?? lit, now: later };
};

/** Every way of filing: kind, category, with and without a service, against whom, answered by the machine. */
const filings = (ruleSet: RuleSet): Ticket[] => {
  const tickets: Ticket[] = [];
  for (const kind of ['consultation', 'complaint', 'suggestion'] as const)
    for (const category of ['technical', 'business', 'system', 'unsure'] as const)
      for (const against of kind === 'complaint' ? ([undefined, 'operator', 'staff'] as const) : [undefined])
        for (const region of [undefined, '440100', 'no service'])
          for (const unjudged of kind === 'consultation' ? [true, false] : [false]) {
            const answers = [
              {
                faqId: 'f',
                question: '问',
                answer: '答',
                unitName: '厅',
                updatedOn: '2026-01-01',
                confidence: 0.9,
              },
            ];
            tickets.push(
              openTicket(
                opening({
                  kind,
                  category,
                  ...(against ? { against } : {}),
                  ...(region && region !== 'no service' ? { region } : {}),
                  ...(unjudged ? { machine: { askId: 'a', answers, unjudged } } : {}),
                }),
                contextOf(owner, MONDAY, { ruleSet, ...(region === 'no service' ? {} : { service }) }),
              ).ticket,
            );
          }
  return tickets;
};

/** Without the days that explain each date: they are long, and nothing is decided by them. */
const withoutWays = (ticket: Ticket): Ticket => ({
  ...ticket,
  clocks: ticket.clocks.map(clock => ({ ...clock, explanation: [] })),
  promise: ticket.promise && { ...ticket.promise, explanation: [] },
});

type Watch = {
  /** Sees every act that was taken. */
  step(step: Step): void;
  /** Sees every offered act that was refused all the same. */
  refused(node: Node, act: string, actor: Actor, why: unknown): void;
};

/**
 * Walks from every filing until nothing new is met, also on from the named acts that begin something beside the way.
 * Throws when more situations than `most` are met: then the abstraction does not close.
 */
export const explore = (
  ruleSet: RuleSet,
  beside: readonly string[],
  most: number,
  watch: Watch,
): Map<string, Node> => {
  const nodes = new Map<string, Node>();
  const queue: Node[] = [];
  const taken = new Set<string>();
  const meet = (ticket: Ticket, now: Instant): string => {
    const node = nodeOf(withoutWays(ticket), now, ruleSet);
    if (!nodes.has(node.id)) {
      if (nodes.size >= most) throw new Error(`more than ${most} situations, at ${node.id}`);
      nodes.set(node.id, node);
      queue.push(node);
    }
    return node.id;
  };
  /** Colleagues do the same: each takes each act in each stage once, and one of them everywhere. */
  const isNew = (act: string, actor: Actor, { state, kind, holder }: Ticket): boolean => {
    const key = [act, actor.id, state, kind, holder.role, holder.unitId].join();
    return !taken.has(key) && taken.add(key) !== undefined;
  };
  for (const ticket of filings(ruleSet)) meet(ticket, MONDAY);
  for (let node = queue.shift(); node; node = queue.shift()) {
    const { ticket, now } = node;
    for (const days of WAITS) {
      const later = wait(ticket, now, days, ruleSet);
      node.next.push({ to: meet(later.ticket, later.now), act: 'wait', by: 'system' });
    }
    const here = new Set<string>(ASIDE);
    for (const [actor, acts] of node.offers)
      for (const act of acts) {
        if (!isNew(act, actor, ticket) && here.has(act)) continue;
        if (act !== 'submitReply') here.add(act);
        for (const { input, more } of inputsFor(act, ticket, now, ruleSet)) {
          const context = withContext(actor, ticket, now, ruleSet, more);
          const result = takeAct(procedureOf(ticket.kind), ticket, act, input, context);
          if (!result.ok) {
            watch.refused(node, act, actor, result.refusal);
            continue;
          }
          const after = result.value.ticket;
          watch.step({ before: ticket, after, act, actor, now, context, messages: result.value.messages });
          if (walksOn(act, after, beside)) node.next.push({ to: meet(after, now), act, by: actor.role });
        }
      }
  }
  return nodes;
};
