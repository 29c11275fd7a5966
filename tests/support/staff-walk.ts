import type { StaffKind } from '../../typings/contract';
import type { Service } from '../../cloudfunctions/domain/catalogue';
import {
  dueStep,
  fieldsOf,
  offeredActs,
  openWork,
  readOpening,
  takeAct,
  type Actor,
  type Context,
  type FieldSpec,
  type Input,
  type Message,
  type Outcome,
} from '../../cloudfunctions/domain/procedure';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import { withdrawnService } from '../../cloudfunctions/domain/service-state';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays, addMinutes, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import {
  contextOf,
  everybody,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  operator,
  service,
  system,
} from './domain';

/** Explores every situation that tickets of staff can come into: from every opening on, by everybody and by waiting. */

/** A service of a city, with its local authority; the other is the province's. */
const cityService: Service = {
  ...service,
  id: 'gz-card',
  name: '公交卡年审',
  unitId: 'gz-hrss',
  region: '440100',
  competent: [{ region: '440106', unitId: 'th-hrss' }],
};
const local = everybody.find(({ role }) => role === 'local') as Actor;

/** One situation: a ticket with the register as it has left it, and the instant at which it was met. */
export type StaffNode = {
  id: string;
  ticket: Ticket;
  service: Service | undefined;
  now: Instant;
  offers: Map<Actor, string[]>;
  next: string[];
};

export type StaffStep = {
  before?: Ticket;
  after: Ticket;
  act: string;
  actor: Actor;
  now: Instant;
  messages: Message[];
};

export const staffContext = (actor: Actor, now: Instant, ruleSet: RuleSet, more: Partial<Context>): Context =>
  contextOf(actor, now, {
    ruleSet,
    openTickets: [],
    versions: [],
    responders: [{ duty: 'duty', name: '管理方 管理丙', phone: '020-1' }],
    ...more,
  });

/** A value that fits a field; the tables below say what is right beyond its type. */
const valueFor = (field: FieldSpec, ticket: Ticket | undefined, context: Context): unknown => {
  const options = (ticket && field.optionsFor?.(ticket, context)) ?? field.options ?? [];
  const later = addMinutes(context.now, 60);
  switch (field.type) {
    case 'number':
      return field.min ?? 1;
    case 'bool':
      return true;
    case 'date':
      return addDays(civilDateOf(context.now), 7);
    case 'datetime':
      return later;
    case 'select':
      return field.many ? options.slice(0, 1).map(({ value }) => value) : options[0]?.value;
    case 'unit':
      return 'psb';
    case 'files':
      return ['cloud://env/附件.pdf'];
    default:
      return '现场核对情况良好';
  }
};

/** Required fields filled in by their types. */
const filledIn = (fields: readonly FieldSpec[], ticket: Ticket | undefined, context: Context): Input =>
  Object.fromEntries(
    fields.filter(({ required }) => required).map(field => [field.name, valueFor(field, ticket, context)]),
  );

/** What an act needs beyond what its fields say: one entry for each of its outcomes. */
const variants: Record<string, (ticket: Ticket, now: Instant) => Input[]> = {
  'release.recordTest': () => [{ testResult: 'passed' }, { testResult: 'failed' }],
  'release.revise': () => [{ version: '1.4.3', changes: ['fix'] }],
  'release.grey': ticket => [{ percent: Number(ticket.work?.values['percent'] ?? 0) + 30 }],
  'major-fault.involve': ticket =>
    ['psb', 'th-hrss']
      .filter(unitId => !ticket.work?.unitIds.includes(unitId))
      .slice(0, 1)
      .map(involvedUnit => ({ involvedUnit })),
  'major-fault.logCall': () => [{ reached: true }, { reached: false }],
  'change.schedule': (ticket, now) => {
    const planned = instantAt(String(ticket.work?.values['plannedOn']), '22:00');
    return [{ executeAt: planned > now ? planned : addMinutes(now, 60) }];
  },
  'maintenance.reschedule': (_ticket, now) => [
    { startsAt: addMinutes(now, 20 * 24 * 60), endsAt: addMinutes(now, 20 * 24 * 60 + 120) },
    { startsAt: addMinutes(now, 120), endsAt: addMinutes(now, 240), urgentReason: '安全漏洞须立即修复' },
  ],
  'maintenance.extend': (ticket, now) => {
    const ends = String(ticket.work?.values['endsAt']);
    return [{ endsAt: addMinutes(ends > now ? ends : now, 60) }];
  },
};

export const inputsOf = (ticket: Ticket, act: string, context: Context): Input[] => {
  const fields = fieldsOf(procedureOf(ticket.kind), ticket, act, context);
  const filled = filledIn(fields, ticket, context);
  const more = variants[`${ticket.kind}.${act}`]?.(ticket, context.now) ?? [{}];
  return more.map(one => ({ ...filled, ...one }));
};

type Opening = { kind: StaffKind; actor: Actor; input: Input; service?: Service; releases?: Ticket[] };

const inWeeks = (days: number, hours: number): Instant => addMinutes(MONDAY, days * 24 * 60 + hours * 60);
const planned = addDays(civilDateOf(MONDAY), 7);
const newService: Input = {
  name: '电子居住证签注',
  region: '440100',
  competent: ['gz-hrss'],
  openType: 'h5',
  openTarget: 'https://card.example.cn/sign',
  ownerName: '甲',
  ownerPhone: '020-83000000',
  technicalName: '乙',
  technicalPhone: '020-83000001',
  plannedOn: planned,
};
const letterFor = (changeType: string): Input => ({
  changeType,
  plannedOn: planned,
  ...(changeType === 'withdraw' ? { instead: '请到线下窗口办理' } : { name: '社保卡申领和补换' }),
});
const windowFor = (more: Input): Input => ({
  type: 'upgrade',
  startsAt: inWeeks(10, 12),
  endsAt: inWeeks(10, 14),
  impact: '不能提交办理',
  instead: '请改在其他时间办理',
  ...more,
});
const delistingFor = (now: Instant): Input => ({
  oralAt: addMinutes(now, -10),
  impact: '办理结果有误',
  instead: '请到窗口办理',
});

/** Who opens what, for the province, for a city and for the platform. */
const openings = (minor: Ticket): Opening[] => {
  const province = { service, actor: handlerOf('hrss') };
  const city = { service: cityService, actor: local };
  return [
    { kind: 'fault', ...province, input: {} },
    { kind: 'fault', ...city, input: {} },
    { kind: 'fault', actor: operator, input: {} },
    { kind: 'major-fault', ...province, input: {} },
    { kind: 'major-fault', ...city, input: {} },
    { kind: 'major-fault', actor: manager, input: {} },
    ...['adjust', 'withdraw'].flatMap((type): Opening[] => [
      { kind: 'change', ...province, input: letterFor(type) },
      { kind: 'change', ...city, input: letterFor(type) },
    ]),
    { kind: 'listing', actor: leadOf('gz-hrss'), input: newService },
    { kind: 'listing', actor: local, input: { ...newService, accessUnitId: 'gz-hrss' } },
    { kind: 'emergency-delisting', ...province, input: delistingFor(MONDAY) },
    { kind: 'emergency-delisting', ...city, input: delistingFor(MONDAY) },
    { kind: 'maintenance', ...province, input: windowFor({}) },
    { kind: 'maintenance', ...city, input: windowFor({ type: 'event', pauses: true }) },
    { kind: 'maintenance', actor: operator, input: windowFor({}) },
    {
      kind: 'maintenance',
      ...province,
      input: windowFor({
        startsAt: inWeeks(0, 2),
        endsAt: inWeeks(0, 3),
        urgentReason: '安全漏洞须立即修复',
      }),
    },
    { kind: 'release', actor: operator, input: { version: '1.4.2', changes: ['fix'] } },
    { kind: 'release', actor: operator, input: { version: '1.4.2', changes: ['login'] } },
    {
      kind: 'release-filing',
      actor: system,
      input: { month: '2026-10' },
      releases: [{ ...minor, endsAt: '2026-10-20T10:00:00.000+08:00' }],
    },
  ];
};

/** Opens as its actor does; a refusal fails the test with its reason. */
const openBy = ({ kind, actor, input, releases, ...more }: Opening, ruleSet: RuleSet): Outcome => {
  const procedure = procedureOf(kind);
  const context = staffContext(actor, MONDAY, ruleSet, {
    ...(more.service ? { service: more.service } : {}),
    ...(releases ? { releases } : {}),
  });
  const whole = {
    ...filledIn(procedure.opening?.fields ?? [], undefined, context),
    ...(more.service ? { serviceId: more.service.id } : {}),
    ...input,
  };
  const read = readOpening(procedure, whole, context);
  if (!read.ok) throw new Error(`${kind} by ${actor.id}: ${JSON.stringify(read.refusal)}`);
  return openWork(procedure, `${kind}-1`, read.value, context);
};

/** A minor release that was verified. */
const minorRelease = (ruleSet: RuleSet): Ticket => {
  const first = openBy(
    { kind: 'release', actor: operator, input: { version: '1.4.0', changes: ['fix'] } },
    ruleSet,
  );
  return ['recordTest', 'submitReview', 'reviewPassed', 'publish', 'verify'].reduce((ticket, act) => {
    const context = staffContext(operator, MONDAY, ruleSet, {});
    const result = takeAct(procedureOf('release'), ticket, act, inputsOf(ticket, act, context)[0], context);
    if (!result.ok) throw new Error(`${act}: ${JSON.stringify(result.refusal)}`);
    return result.value.ticket;
  }, first.ticket);
};

/** Everything on which the future can depend; windows of time show in what is offered to whom. */
const abstraction = (ticket: Ticket, register: Service | undefined, offers: StaffNode['offers']): string => {
  const { work, notice } = ticket;
  const values = work?.values ?? {};
  const flags = Object.entries(values).filter(([, value]) => typeof value === 'boolean');
  const instants = Object.keys(values).filter(name => /At$|^postponedTo$|^resume$/.test(name));
  return JSON.stringify([
    ticket.kind,
    ticket.state,
    [ticket.serviceId ?? '-', work?.platform ?? false, work?.unitIds],
    [ticket.holder.role, ticket.holder.unitId ?? ''],
    ticket.clocks
      .filter(clock => clock.state === 'running')
      .map(clock => [clock.name, clock.responsible.role, clock.responsible.unitId ?? ''].join('/'))
      .sort(),
    flags,
    instants.sort(),
    values['changeType'],
    [notice !== undefined, ticket.endsAt !== null, register?.state, register?.windows?.length ?? 0],
    [...offers].map(([actor, acts]) => [actor.id, acts]),
  ]);
};

const nodeOf = (ticket: Ticket, register: Service | undefined, now: Instant, ruleSet: RuleSet): StaffNode => {
  const procedure = procedureOf(ticket.kind);
  const more = register ? { service: register } : {};
  const offers = new Map(
    everybody.map(actor => [
      actor,
      offeredActs(procedure, ticket, staffContext(actor, now, ruleSet, more)).map(({ act }) => act),
    ]),
  );
  return { id: abstraction(ticket, register, offers), ticket, service: register, now, offers, next: [] };
};

/** Minutes to wait: within a day, over a night, past planned days and windows, past every limit. */
const WAITS = [150, 24 * 60, 47 * 60 + 30, 11 * 24 * 60, 60 * 24 * 60];

/** An overrunning window moves its end again and again: a few times show what it does. */
const MOST_STEPS = 6;

/** What can happen to a delisted service besides: a change withdraws it for good (J-11a). */
const withdrawnMeanwhile = ({ ticket, service: register }: StaffNode): Service | undefined => {
  if (ticket.kind !== 'emergency-delisting' || !register || register.withdrawn) return undefined;
  const [reason, since] = ['本服务已撤销', MONDAY];
  return withdrawnService(register, { no: 'change-1', state: 'offline', reason, since });
};

type Watch = {
  step(step: StaffStep): void;
  refused(node: StaffNode, act: string, actor: Actor, why: unknown): void;
};

/** Acts that repeat without changing the situation; taken and checked, not walked on from. */
const ASIDE = new Set(['note', 'update', 'logCall', 'revise', 'probeRecovered', 'probeFailedAgain']);

/** Walks from every opening until nothing new is met. Throws beyond `most` situations: then it does not close. */
export const exploreStaff = (ruleSet: RuleSet, most: number, watch: Watch): StaffNode[] => {
  const nodes = new Map<string, StaffNode>();
  const queue: StaffNode[] = [];
  const taken = new Set<string>();
  const meet = (ticket: Ticket, register: Service | undefined, now: Instant): string => {
    const short = { ...ticket, clocks: ticket.clocks.map(clock => ({ ...clock, explanation: [] })) };
    const node = nodeOf(short, register, now, ruleSet);
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
    meet(outcome.ticket, outcome.service ?? opening.service, MONDAY);
  }
  for (let node = queue.shift(); node; node = queue.shift()) {
    const { ticket, now } = node;
    const procedure = procedureOf(ticket.kind);
    for (const minutes of WAITS) {
      const later = addMinutes(now, minutes);
      let [current, register] = [ticket, node.service];
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const { actor: _nobody, ...context } = staffContext(
          system,
          later,
          ruleSet,
          register ? { service: register } : {},
        );
        const outcome = dueStep(procedure, current, context);
        if (!outcome) break;
        watchStep(current, outcome.ticket.timeline.at(-1)?.act ?? '', system, later, outcome);
        [current, register] = [outcome.ticket, outcome.service ?? register];
      }
      node.next.push(meet(current, register, later));
    }
    const withdrawn = withdrawnMeanwhile(node);
    if (withdrawn) node.next.push(meet(ticket, withdrawn, now));
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
        const context = staffContext(actor, now, ruleSet, node.service ? { service: node.service } : {});
        for (const input of inputsOf(ticket, act, context)) {
          const result = takeAct(procedure, ticket, act, input, context);
          if (!result.ok) {
            if (actor !== system) watch.refused(node, act, actor, result.refusal);
            continue;
          }
          watchStep(ticket, act, actor, now, result.value);
          if (!ASIDE.has(act))
            node.next.push(meet(result.value.ticket, result.value.service ?? node.service, now));
        }
      }
  }
  return [...nodes.values()];
};
