import type { FormField } from '../../typings/contract';
import type { Service } from '../../cloudfunctions/domain/catalogue';
import {
  openingFields,
  openPrepared,
  prepareOpening,
  shownFields,
  takeAct,
  type Actor,
  type Context,
  type Input,
  type Outcome,
} from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays, addMinutes, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import { nextStep } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import {
  contextOf,
  everybody,
  handlerOf,
  leadOf,
  manager,
  memberOf,
  MONDAY,
  open as openTicket,
  operator,
  operatorLead,
  rules,
  service,
  system,
  take,
} from './domain';
import { paperOpenings } from './paper-openings';

/** What staff enter in the walk: forms filled in by the types of their fields, and by hand what types do not say. */

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

/** Made once: every situation of a walk looks them up. */
let ended: Ticket[] | undefined;

/** What the procedures look up: nothing is there but somebody to call, and the releases of a month. */
export const lookedUp = (releases: Ticket[] = []): Context['needed'] => ({
  openTickets: [],
  versions: [],
  responders: [{ duty: 'duty', name: '管理方 管理丙', phone: '020-1' }],
  releases,
  tickets: (ended ??= endedTickets()),
  services: 0,
  faulty: 0,
});

export const staffContext = (actor: Actor, now: Instant, ruleSet: RuleSet, more: Partial<Context>): Context =>
  contextOf(actor, now, {
    ruleSet,
    needed: lookedUp(),
    members: everybody.filter(one => one.role !== 'citizen').map(memberOf),
    ...more,
  });

/** A value that fits a field; the tables below say what is right beyond its type. */
const valueFor = ({ type, many, options = [] }: FormField, now: Instant): unknown => {
  switch (type) {
    case 'number':
      return 1;
    case 'bool':
      return true;
    case 'date':
      return addDays(civilDateOf(now), 7);
    case 'datetime':
      return addMinutes(now, 60);
    case 'select':
      return many ? options.slice(0, 1).map(({ value }) => value) : options[0]?.value;
    case 'unit':
      return 'psb';
    case 'rows':
      return [];
    case 'files':
      return ['cloud://env/附件.pdf'];
    default:
      return '现场核对情况良好';
  }
};

/** Required fields of a form: with what it begins with, else filled in by their types. */
export const filledIn = (fields: readonly FormField[], now: Instant): Input =>
  Object.fromEntries(
    fields.filter(({ required }) => required).map(field => [field.name, field.value ?? valueFor(field, now)]),
  );

/** Every item of the list of a check, the first with this result. */
const checkedItems = ({ work }: Ticket, first = 'pass'): Input[] =>
  ((work?.values['checklist'] ?? []) as Input[]).map(({ item, threshold }, index) => ({
    item,
    ...(threshold ? { value: String(threshold).startsWith('≥') ? '100' : '50' } : {}),
    result: index === 0 ? first : 'pass',
    ...(index === 0 && first === 'fail' ? { note: '打不开。', cause: '证书过期' } : {}),
  }));

const goodScreen = { item: '一楼大厅东侧屏', result: 'good' };
const badScreen = { item: '二楼自助区屏', result: 'bad', note: '黑屏。', photo: ['cloud://env/照片.jpg'] };

/** What an act needs beyond what its fields say: one entry for each of its outcomes. */
const variants: Record<string, (ticket: Ticket, now: Instant) => Input[]> = {
  'handover.appoint': ({ holder }) => [
    { takerId: holder.unitId ? leadOf(holder.unitId).id : operatorLead.id },
  ],
  'screen-check.record': () => [{ items: [goodScreen] }, { items: [goodScreen, badScreen] }],
  'inspection.record': ticket => [{ items: checkedItems(ticket) }, { items: checkedItems(ticket, 'fail') }],
  'duty.record': ticket => [{ items: checkedItems(ticket) }, { items: checkedItems(ticket, 'fail') }],
  'inspection.fill': ticket => [{ data: `${String(checkedItems(ticket)[0]?.['item'])},app-1,50` }],
  'duty.fill': ticket => [{ data: `${String(checkedItems(ticket)[0]?.['item'])},50` }],
  'simulation.record': ticket => [{ items: checkedItems(ticket) }, { items: checkedItems(ticket, 'fail') }],
  'simulation.fill': ticket => [{ data: `${String(checkedItems(ticket)[0]?.['item'])},50` }],
  'sample.judge': ({ work }) =>
    ['yes', 'no'].map(right => ({
      judged: ((work?.values['cases'] ?? []) as Input[]).map(({ ticketNo }) => ({
        ticketNo,
        answered: 'yes',
        right,
        plain: 'yes',
        inTime: 'yes',
      })),
    })),
  'rule-document.approve': () => [{ secrecy: true, personal: true }],
  'partner-access.approveAccess': (_ticket, now) => [{ agreedOn: civilDateOf(now) }],
  'content.publish': (_ticket, now) => [{ publishedAt: now }],
  'content.submitDraft': ({ work }) => [
    { body: `新稿${work?.values['body'] === '新稿' ? '改过' : ''}`, headline: '怎样补办社保卡' },
  ],
  'early-warning.toNotice': () => [{ instead: '请到窗口办理' }],
  'early-warning.grow': ({ work }) => [{ more: work?.values['cases'] }],
  'scorecard.decideAppeal': () => [
    {},
    { exclusions: [{ line: '按时', whole: 5, basis: '误评', under: '考核细则第三条' }] },
  ],
  'assessment.counted': () => [{ totals: [], cards: [] }],
  'assessment.noteCard': () => [{ card: 'KP-1', cardBand: '优秀' }],
  'rectification.join': () => [{ into: OTHER }],
  'rectification.assignMender': (ticket, now) => [
    {
      unitId: ticket.work?.unitIds[0],
      region: ticket.work?.values['region'],
      reason: `核对过 ${now.slice(0, 10)}`,
    },
  ],
  'release.recordTest': () => [{ testResult: 'passed' }, { testResult: 'failed' }],
  'release.revise': () => [{ version: '1.4.3', changes: ['fix'] }],
  'release.replan': (ticket, now) => {
    const [one, other] = [7, 8].map(days => addDays(civilDateOf(now), days));
    return [{ plannedOn: ticket.work?.values['plannedOn'] === one ? other : one }];
  },
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
  'visit.recordVisit': ticket => [
    { reached: 'no', solved: undefined, level: undefined },
    { reached: 'declined', solved: undefined, level: undefined },
    { reached: 'yes', solved: 'yes', level: 5 },
    { reached: 'yes', solved: 'yes', level: 1 },
    { reached: 'yes', solved: 'no', level: 1 },
    ...(ticket.work?.values['source'] === 'refused' && ticket.state === 'calling'
      ? [{ reached: 'yes', solved: 'no', level: 1, objects: true, text: '就归你们管。' }]
      : []),
  ],
  'visit.resumeVisit': ticket => [{ ticketNo: ticket.work?.values['ticketNo'] }],
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
  const definition = procedureOf(ticket.kind).acts.find(one => one.act === act);
  const filled = filledIn(shownFields(definition?.fields ?? {}, ticket, context), context.now);
  const more = variants[`${ticket.kind}.${act}`]?.(ticket, context.now) ?? [{}];
  return more.map(one => ({ ...filled, ...one }));
};

export type StaffOpening = {
  kind: string;
  actor: Actor;
  input: Input;
  service?: Service;
  /** The ticket of a citizen that it is about. */
  related?: Ticket;
  releases?: Ticket[];
};

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

/** Another rectification of the same side, beside each that is walked. */
const OTHER = 'ZG-other';
const rectification = (actor: Actor, more: Input): StaffOpening => {
  const opening = { kind: 'rectification', actor, input: { ...finding, ...more } };
  return { ...opening, related: { ...openBy(opening, rules).ticket, no: OTHER } };
};

const scored: Input = {
  label: '按时',
  now: '40/50',
  numerator: 40,
  denominator: 50,
  weight: 40,
  better: 'high',
  definition: '按时的',
};

const finding: Input = { source: 'other', matter: '安全', findings: [{ what: '口令太简单。' }] };

/** A complaint that lies with a unit. */
const atUnit = (): Ticket => openTicket({}, { service });

/** What a rule knows of the citizen's ticket that it is about. */
export const aboutTicket = (related: Ticket | undefined): Partial<Context> =>
  related ? { related, tickets: [related], relatedContext: { ruleSet: rules } } : {};

/** Tickets of citizens that have ended: by phone, refused, not reached, answered by the operator. */
const endedTickets = (): Ticket[] => {
  const phoned = { channel: 'phone', ownerId: null } as const;
  const given = (more: Parameters<typeof openTicket>[0]): Ticket =>
    take(openTicket(more), 'dispatch', { unitId: 'hrss' }, contextOf(operator)).ticket;
  const answered = (ticket: Ticket, by: Actor): Ticket =>
    nextStep(
      take(ticket, 'reply', { text: '已补办。' }, contextOf(by)).ticket,
      contextOf(system, addMinutes(MONDAY, 9 * 24 * 60)),
    )?.outcome.ticket as Ticket;
  const refused = { reason: '不在职责内', basis: '条例', redirect: '信访' };
  const silent = given({ no: 'TS-unreachable' });
  return [
    answered(given({ ...phoned, no: 'TS-phone' }), handlerOf('hrss')),
    answered(
      openTicket({ ...phoned, no: 'ZX-technical', kind: 'consultation', category: 'technical' }),
      operator,
    ),
    take(given({ no: 'TS-refused' }), 'refuse', refused, contextOf(handlerOf('hrss'))).ticket,
    take(
      { ...silent, details: { ...silent.details, announcedOn: '2026-10-09' } },
      'closeUnreachable',
      {},
      contextOf(handlerOf('hrss')),
    ).ticket,
  ];
};

/** Who opens what, for the province, for a city and for the platform. */
export const openings = (minor: Ticket): StaffOpening[] => {
  const province = { service, actor: handlerOf('hrss') };
  const city = { service: cityService, actor: local };
  return [
    { kind: 'fault', ...province, input: {} },
    { kind: 'fault', ...city, input: {} },
    { kind: 'fault', actor: operator, input: {} },
    { kind: 'major-fault', ...province, input: {} },
    { kind: 'major-fault', ...city, input: {} },
    { kind: 'major-fault', actor: manager, input: {} },
    ...['adjust', 'withdraw'].flatMap((type): StaffOpening[] => [
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
    { kind: 'screen-check', actor: system, input: { place: '全部公共屏' } },
    { kind: 'screen-check', actor: operator, input: { place: '政务大厅', items: [goodScreen] } },
    { kind: 'screen-check', actor: operator, input: { place: '政务大厅', items: [badScreen] } },
    {
      kind: 'coordination',
      actor: operator,
      input: { parties: [{ unitId: 'hrss' }, { unitId: 'psb' }] },
    },
    ...paperOpenings(opening => openBy(opening, rules).ticket),
    ...[operator, manager, local, handlerOf('hrss')].map((actor): StaffOpening => ({
      kind: 'inspection',
      actor,
      input: { topic: 'weekly' },
    })),
    { kind: 'inspection', actor: manager, input: { topic: 'guidance', unitId: 'hrss' } },
    {
      kind: 'inspection',
      actor: system,
      input: { topic: 'regional', planId: 'p1', before: planned, sideRole: 'local', sideRegion: '440100' },
    },
    { kind: 'simulation', actor: manager, input: { topic: 'service' } },
    { kind: 'sample', actor: manager, input: { from: '2026-11-01', to: '2026-11-20', size: 3 } },
    ...[province.service, undefined].map((about): StaffOpening => ({
      kind: 'early-warning',
      actor: operator,
      ...(about ? { service: about } : {}),
      related: atUnit(),
      input: { cases: [{ ticketNo: atUnit().no }] },
    })),
    { kind: 'assessment', actor: manager, input: { from: '2026-07-01', to: '2026-09-30' } },
    ...[{ unitId: 'hrss' }, { region: '440100' }].map((whose): StaffOpening => ({
      kind: 'scorecard',
      actor: system,
      input: { ...whose, whose: '甲', period: '第三季度', band: '优秀', figures: [scored] },
    })),
    { kind: 'duty', actor: operator, input: { topic: 'log-check' } },
    {
      kind: 'duty',
      actor: system,
      input: { topic: 'training', planId: 'p2', before: planned, sideRole: 'unit', sideUnit: 'hrss' },
    },
    rectification(manager, { unitId: 'hrss' }),
    rectification(operator, { unitId: undefined }),
    rectification(local, { unitId: 'gz-hrss' }),
    rectification(local, { region: '440100' }),
    rectification(leadOf('hrss'), { unitId: 'gz-hrss' }),
    { kind: 'handover', actor: operator, input: { takerId: operatorLead.id } },
    { kind: 'handover', actor: handlerOf('hrss'), input: { takerId: leadOf('hrss').id } },
    ...[operator, operatorLead, manager, leadOf('hrss')].map((actor): StaffOpening => ({
      kind: 'supervision-order',
      actor,
      related: atUnit(),
      input: { ticketNo: atUnit().no },
    })),
    {
      kind: 'supervision-order',
      actor: manager,
      related: { ...minor, endsAt: null },
      input: { ticketNo: minor.no },
    },
    ...endedTickets().map((related): StaffOpening => ({
      kind: 'visit',
      actor: system,
      input: { ticketNo: related.no },
      related,
    })),
    // G-3.3.1c: the report itself, what a unit and a region read of it, and the manager's bulletin.
    ...[
      { reportType: 'weekly', periodId: '2026-W47', periodEnd: '2026-11-22' },
      { reportType: 'weekly', periodId: '2026-W47', periodEnd: '2026-11-22', unitId: 'hrss', main: minor.no },
      {
        reportType: 'monthly',
        periodId: '2026-10',
        periodEnd: '2026-10-31',
        region: '440100',
        main: minor.no,
      },
      { reportType: 'bulletin', periodId: '2026-10', periodEnd: '2026-10-31' },
    ].map((input): StaffOpening => ({
      kind: 'report',
      actor: system,
      input: {
        reportId: 'report',
        whose: '管理方',
        edition: 1,
        digest: 'abc',
        figures: [{ label: '收到', now: '22' }],
        ...input,
      },
      ...('main' in input ? { related: minor } : {}),
    })),
    {
      kind: 'release-filing',
      actor: system,
      input: { month: '2026-10' },
      releases: [{ ...minor, endsAt: '2026-10-20T10:00:00.000+08:00' }],
    },
  ];
};

/** Opens as its actor does; a refusal fails the test with its reason. */
export const openBy = (
  { kind, actor, input, releases, ...more }: StaffOpening,
  ruleSet: RuleSet,
): Outcome => {
  const procedure = procedureOf(kind);
  const context = staffContext(actor, MONDAY, ruleSet, {
    ...(more.service ? { service: more.service } : {}),
    ...aboutTicket(more.related),
    ...(kind === 'supervision-order' ? { documentNo: '督办〔2026〕1号' } : {}),
    ...(releases ? { needed: lookedUp(releases) } : {}),
  });
  const whole = {
    ...filledIn(openingFields(procedure, context), context.now),
    ...(more.service ? { serviceId: more.service.id } : {}),
    ...input,
  };
  const read = prepareOpening(procedure, whole, context);
  const opened = read.ok ? openPrepared(procedure, `${kind}-1`, read.value, context) : read;
  if (!opened.ok) throw new Error(`${kind} by ${actor.id}: ${JSON.stringify(opened.refusal)}`);
  return opened.value;
};

/** A minor release that was verified. */
export const minorRelease = (ruleSet: RuleSet): Ticket => {
  const first = openBy(
    {
      kind: 'release',
      actor: operator,
      input: { version: '1.4.0', changes: ['fix'], plannedOn: civilDateOf(MONDAY) },
    },
    ruleSet,
  );
  return ['recordTest', 'submitReview', 'reviewPassed', 'publish', 'verify'].reduce((ticket, act) => {
    const context = staffContext(operator, MONDAY, ruleSet, {});
    const result = takeAct(procedureOf('release'), ticket, act, inputsOf(ticket, act, context)[0], context);
    if (!result.ok) throw new Error(`${act}: ${JSON.stringify(result.refusal)}`);
    return result.value.ticket;
  }, first.ticket);
};
