import type { Service } from '../../cloudfunctions/domain/catalogue';
import {
  dueStep,
  offeredActs,
  takeAct,
  type Actor,
  type Context,
  type Message,
  type Outcome,
} from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import { withdrawnService } from '../../cloudfunctions/domain/services/state';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addMinutes, type Instant } from '../../cloudfunctions/domain/time';
import { everybody, MONDAY, system } from './domain';
import { aboutTicket, inputsOf, minorRelease, openBy, openings, staffContext } from './staff-inputs';

/** Explores every situation that tickets of staff can come into: from every opening on, by everybody and by waiting. */

/** One situation: a ticket with the register as it has left it, and the instant at which it was met. */
export type StaffNode = {
  id: string;
  ticket: Ticket;
  service: Service | undefined;
  /** The ticket of a citizen that it is about, as it has left it. */
  related: Ticket | undefined;
  now: Instant;
  offers: Map<Actor, string[]>;
  next: string[];
};

export type StaffStep = {
  before?: Ticket;
  after: Ticket;
  act: string;
  actor: Actor;
  /** When it was taken; a step of the platform happens as of the time at which it was due. */
  now: Instant;
  messages: Message[];
};

type Around = Pick<StaffNode, 'service' | 'related'>;

const knownOf = ({ service, related }: Around): Partial<Context> => ({
  ...(service ? { service } : {}),
  ...aboutTicket(related),
});

const daysOfCalls = ({ endsAt, work }: Ticket, now: Instant): [days: number, today: boolean] => {
  const { calls, results } = (work?.values ?? {}) as Record<string, { at: string }[] | undefined>;
  const since = results?.at(-1)?.at ?? '';
  const open = endsAt === null ? (calls ?? []).filter(({ at }) => at > since) : [];
  const days = new Set(open.map(({ at }) => at.slice(0, 10)));
  return [days.size, days.has(now.slice(0, 10))];
};

/** Everything on which the future can depend; windows of time show in what is offered to whom. */
const abstraction = (
  ticket: Ticket,
  { service: register, related }: Around,
  offers: StaffNode['offers'],
  now: Instant,
): string => {
  const { work, notice } = ticket;
  const values = work?.values ?? {};
  const flags = Object.entries(values).filter(([, value]) => typeof value === 'boolean');
  const instants = Object.keys(values).filter(name => /At$|^postponedTo$|^resume$/.test(name));
  return JSON.stringify([
    ticket.kind,
    ticket.state,
    [ticket.serviceId ?? '-', work?.platform ?? false, work?.unitIds, work?.localRegion ?? '-'],
    [ticket.holder.role, ticket.holder.unitId ?? ''],
    ticket.clocks
      .filter(clock => clock.state === 'running')
      .map(({ name, responsible: { role, unitId }, pausedAt }) =>
        [name, role, unitId ?? '', pausedAt ? 'paused' : ''].join('/'),
      )
      .sort(),
    flags,
    instants.sort(),
    values['changeType'],
    // On how many days nobody was reached, of three, and whether today is one (A49).
    ticket.kind === 'visit' && daysOfCalls(ticket, now),
    [
      related?.state,
      related?.details.closedAs,
      related?.details.redoneAt !== undefined,
      related?.clocks.length,
    ],
    [notice !== undefined, ticket.endsAt !== null, register?.state, register?.windows?.length ?? 0],
    [...offers].map(([actor, acts]) => [actor.id, acts]),
  ]);
};

/** Of every procedure alike (A24): asked of in lights-answered.test.ts, as they would double every situation. */
export const lightActs: readonly string[] = ['acknowledgeLight', 'explainLight'];

const nodeOf = (ticket: Ticket, around: Around, now: Instant, ruleSet: RuleSet): StaffNode => {
  const procedure = procedureOf(ticket.kind);
  const more = knownOf(around);
  const offers = new Map(
    everybody.map(actor => [
      actor,
      offeredActs(procedure, ticket, staffContext(actor, now, ruleSet, more))
        .map(({ act }) => act)
        .filter(act => !lightActs.includes(act)),
    ]),
  );
  return {
    id: abstraction(ticket, around, offers, now),
    ticket,
    service: around.service,
    related: around.related,
    now,
    offers,
    next: [],
  };
};

/** Minutes to wait: within a day, over a night, past planned days and windows, past every limit. */
const WAITS = [150, 24 * 60, 47 * 60 + 30, 11 * 24 * 60, 60 * 24 * 60];

/** An overrunning window moves its end again and again: a few times show what it does. */
const MOST_STEPS = 6;

/** What can happen to a service besides that is faulty or delisted: a change withdraws it for good (J-11a). */
const withdrawnMeanwhile = ({ ticket, service: register, now: since }: StaffNode): Service | undefined => {
  const known = ['emergency-delisting', 'fault'].includes(ticket.kind);
  if (!known || !register || register.withdrawn) return undefined;
  return withdrawnService(register, { no: 'change-1', state: 'offline', reason: '本服务已撤销', since });
};

type Watch = {
  step(step: StaffStep): void;
  refused(node: StaffNode, act: string, actor: Actor, why: unknown): void;
};

/** What an act has left around its ticket. */
const after = (outcome: Outcome, { service, related }: Around): Around => ({
  service: outcome.service ?? service,
  related: outcome.related?.ticket ?? related,
});

/** Acts that repeat without changing the situation; taken and checked, not walked on from. */
const ASIDE = new Set(['note', 'update', 'logCall', 'revise', 'probeRecovered', 'probeFailedAgain']);

/** Walks from every opening until nothing new is met. Throws beyond `most` situations: then it does not close. */
export const exploreStaff = (ruleSet: RuleSet, most: number, watch: Watch): StaffNode[] => {
  const nodes = new Map<string, StaffNode>();
  const queue: StaffNode[] = [];
  const taken = new Set<string>();
  const meet = (ticket: Ticket, around: Around, now: Instant): string => {
    const short = { ...ticket, clocks: ticket.clocks.map(clock => ({ ...clock, explanation: [] })) };
    const node = nodeOf(short, around, now, ruleSet);
    if (!nodes.has(node.id)) {
      if (nodes.size >= most) throw new Error(`more than ${most} situations, at ${node.id}`);
      nodes.set(node.id, node);
      queue.push(node);
    }
    return node.id;
  };
  const watchStep = (
    before: Ticket | undefined,
    act: string,
    actor: Actor,
    now: Instant,
    outcome: Outcome,
  ): void =>
    watch.step({
      ...(before ? { before } : {}),
      after: outcome.ticket,
      act,
      actor,
      now,
      messages: outcome.messages,
    });

  for (const opening of openings(minorRelease(ruleSet))) {
    const outcome = openBy(opening, ruleSet);
    watchStep(undefined, 'open', opening.actor, MONDAY, outcome);
    meet(outcome.ticket, after(outcome, { service: opening.service, related: opening.related }), MONDAY);
  }
  for (let node = queue.shift(); node; node = queue.shift()) {
    const { ticket, now } = node;
    const procedure = procedureOf(ticket.kind);
    for (const minutes of WAITS) {
      const later = addMinutes(now, minutes);
      let [current, around]: [Ticket, Around] = [ticket, node];
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const { actor: _nobody, ...context } = staffContext(system, later, ruleSet, knownOf(around));
        const outcome = dueStep(procedure, current, context);
        if (!outcome) break;
        watchStep(current, outcome.ticket.timeline.at(-1)?.act ?? '', system, later, outcome);
        [current, around] = [outcome.ticket, after(outcome, around)];
      }
      node.next.push(meet(current, around, later));
    }
    const withdrawn = withdrawnMeanwhile(node);
    if (withdrawn) node.next.push(meet(ticket, { ...node, service: withdrawn }, now));
    const here = new Set<string>();
    const byPlatform = procedure.acts
      .filter(
        one =>
          !one.due &&
          one.from.includes(ticket.state) &&
          one.by.every(party => party.roles.includes('system')),
      )
      .map(({ act }) => act);
    for (const [actor, acts] of [...node.offers, [system, byPlatform] as const])
      for (const act of acts) {
        const key = [
          act,
          actor.id,
          ticket.kind,
          ticket.state,
          ticket.holder.role,
          ticket.holder.unitId,
        ].join();
        if (taken.has(key) && here.has(act)) continue;
        taken.add(key);
        here.add(act);
        const context = staffContext(actor, now, ruleSet, knownOf(node));
        for (const input of inputsOf(ticket, act, context)) {
          const result = takeAct(procedure, ticket, act, input, context);
          if (!result.ok) {
            if (actor !== system) watch.refused(node, act, actor, result.refusal);
            continue;
          }
          watchStep(ticket, act, actor, now, result.value);
          if (!ASIDE.has(act)) node.next.push(meet(result.value.ticket, after(result.value, node), now));
        }
      }
  }
  return [...nodes.values()];
};
