import {
  act,
  datetime,
  facts,
  files,
  longtext,
  opening,
  pick,
  select,
  text,
  unit,
  type Change,
  type Context,
  type InputOf,
  type Party,
  type Procedure,
} from '../../engine';
import { ticketReaders } from '../../catalogue/roles';
import { deskFor } from '../../catalogue/staffing';
import { workdays, type Policy } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import type { Instant } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { orderRectification } from '../common/rectifying';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperatorLead } from '../common/staff-ticket/words';

/**
 * 安全事件, J-20a, J-22, G-2.3b, J-21d: whoever notices one reports it at once; those on duty are called, it is contained,
 * looked into, and what let it happen is put right.
 */

const kinds = [
  { value: 'attack', label: '网络攻击、入侵' },
  { value: 'leak', label: '数据泄露、丢失' },
  { value: 'tampering', label: '页面或数据被篡改' },
  { value: 'malware', label: '病毒、木马' },
  { value: 'account', label: '账号被盗用、越权' },
  { value: 'classified', label: '发现涉密信息（不要写出内容）' },
  { value: 'other', label: '其他' },
] as const;

const levels = [
  { value: 'extraordinary', label: '特别重大' },
  { value: 'major', label: '重大' },
  { value: 'serious', label: '较大' },
  { value: 'general', label: '一般' },
] as const;

const known = facts({
  subject: text('发生了什么', { required: true, max: 60 }),
  eventKind: select('种类', kinds, { required: true }),
  level: select('级别', levels, { required: true }),
  noticedAt: datetime('发现时间（不填为现在）'),
  unitId: unit('涉及哪个单位（平台的不选）'),
  detail: longtext('情况（涉密的只写在哪里发现，不写内容）', { required: true, max: 4000 }),
  measure: longtext('采取的措施', { required: true, max: 4000 }),
  cause: longtext('原因', { required: true, max: 4000 }),
  damage: longtext('影响（涉及多少人、哪些数据）', { required: true, max: 2000 }),
  prevention: longtext('防止再发生的措施', { required: true, max: 4000 }),
  report: files('调查报告', { max: 9 }),
});

const limits = {
  contain: {
    id: 'security-event.contain',
    clock: 'contain',
    label: '控制事态',
    clause: 'J-20a',
    limit: workdays(1),
    internal: true,
  },
  conclude: {
    id: 'security-event.conclude',
    clock: 'conclude',
    label: '查清原因并报告',
    clause: 'J-22',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(known.fields, 'subject', 'eventKind', 'level', 'noticedAt', 'unitId', 'detail');

type Form = InputOf<typeof form>;

export const securityOfficer: Party = { label: '安全员', roles: ['security'], has: () => true };

const isGrave = ({ level }: Pick<Form, 'level'>): boolean => level === 'extraordinary' || level === 'major';

/** Who is on duty at the operator and at the unit is called at once, also by short message where it is grave. */
const callOut = (change: Change, input: Form): void => {
  const unitId = change.ticket.work?.unitIds[0];
  const channels = isGrave(input) ? { channels: ['sms' as const] } : {};
  const words = `发生安全事件，请在 ${until(change.ticket, 'contain')} 前控制事态`;
  change.tell({ to: 'duty' }, words, undefined, channels);
  if (unitId)
    for (const to of ['duty', 'unit'] as const) change.tell({ to, unitId }, words, undefined, channels);
  change.tell({ to: 'security' }, words, undefined, channels);
  change.tell(theManager(), '发生安全事件', undefined, channels);
  change.tell(theOperatorLead(), words, undefined, channels);
};

const unitOf = ({ unitId }: Pick<Form, 'unitId'>, { catalogue, actor }: Context): string[] => {
  const named = unitId ?? actor.unitId;
  const desk = named === undefined ? undefined : deskFor(named, false, catalogue);
  return desk === undefined ? [] : [desk];
};

const open = (change: Change, input: Form): void => {
  const { ticket } = change;
  if (ticket.work) ticket.work.security = true;
  if (isGrave(input)) change.mark('urgent');
  if (input.noticedAt === undefined) known.note(change, { noticedAt: change.now });
  change.to('handling');
  change.hold({ role: 'operator' });
  change.start(limits.contain, { role: 'operator' });
  change.count('reported', ticket.work?.unitIds[0]);
  callOut(change, input);
};

const theUnits = (change: Change, words: string): void => {
  for (const unitId of change.ticket.work?.unitIds ?? []) change.tell({ to: 'unit', unitId }, words);
};

const contain = act({
  act: 'contain',
  label: '事态已控制',
  clause: 'J-20a',
  by: [operator, concernedUnit, securityOfficer],
  from: ['handling'],
  to: 'contained',
  meets: ['contain'],
  fields: pick(known.fields, 'measure'),
  says: 'measure',
  run: change => {
    change.start(limits.conclude, { role: 'operator' });
    theUnits(change, '安全事件已控制');
  },
  tells: [
    tell(theManager, () => '安全事件已控制'),
    tell(
      () => ({ to: 'security' }),
      () => '安全事件已控制',
    ),
  ],
});

const conclude = act({
  act: 'conclude',
  label: '查清原因，办结',
  clause: 'J-22',
  by: [operator, securityOfficer],
  from: ['contained'],
  to: 'closed',
  meets: ['conclude'],
  fields: pick(known.fields, 'cause', 'damage', 'prevention', 'report'),
  says: 'cause',
  run: change => {
    change.end();
    theUnits(change, '安全事件已查清办结');
  },
  tells: [tell(theManager, () => '安全事件已查清办结')],
});

const rectify = act({
  act: 'rectify',
  label: '发出整改',
  clause: 'J-22',
  place: 'beside',
  by: [manager, operator],
  from: ['contained', 'closed'],
  fields: {
    what: longtext('要改什么', { required: true, max: 400 }),
    unitId: unit('责任单位（不选为运营方）', { value: ticket => ticket.work?.unitIds[0] }),
  },
  says: 'what',
  run: (change, { what, unitId }) =>
    orderRectification(change, { source: 'other', matter: '安全', findings: [{ what }], unitId }),
});

const falseAlarm = act({
  act: 'dismiss',
  label: '核实不是安全事件',
  place: 'beside',
  clause: 'J-20a',
  by: [operator, securityOfficer],
  from: ['handling'],
  to: 'dismissed',
  cancels: ['contain'],
  fields: { reason: longtext('怎样核实的', { required: true, max: 1000 }) },
  run: change => change.end(),
  tells: [tell(theManager, () => '核实不是安全事件')],
});

export const SECURITY_EVENT = 'security-event';

/** Something classified was found: what of it lies in a ticket can be purged under this event (J-21d). */
export const isClassifiedFind = (ticket: Ticket): boolean =>
  ticket.kind === SECURITY_EVENT && known.of(ticket).eventKind === 'classified';

/** From when until when it went on: noticed, then contained or found to be none (J-26). */
export const timeOfEvent = (ticket: Ticket): { from: Instant; until: Instant | undefined } => ({
  from: known.of(ticket).noticedAt ?? ticket.createdAt,
  until: ticket.timeline.find(({ act }) => act === contain.act || act === falseAlarm.act)?.at,
});

export const securityEvent: Procedure = {
  kind: SECURITY_EVENT,
  prefix: 'AQ',
  label: '安全事件',
  group: '安全和应急',
  purpose: '网络攻击、数据泄露、篡改等：马上报告、控制、查清、整改',
  order: 140,
  clauses: ['J-20a', 'J-22', 'G-2.3b', 'J-21d'],
  handsOver: true,
  limits: Object.values(limits),
  states: {
    handling: { label: '处置中' },
    contained: { label: '已控制，待查清' },
    closed: { label: '已办结', ended: true },
    dismissed: { label: '不是安全事件', ended: true },
  },
  opening: opening({
    label: '报告安全事件',
    clause: 'J-20a',
    by: [...ticketReaders, 'security'],
    fields: form,
    check: ({ noticedAt }, { now }) =>
      noticedAt !== undefined && noticedAt > now ? { noticedAt: '不能在现在以后' } : undefined,
    title: input => `安全事件：${input.subject}`,
    units: unitOf,
    run: open,
  }),
  facts: known,
  acts: [
    contain,
    conclude,
    rectify,
    falseAlarm,
    noteProgress({
      clause: 'J-20a',
      by: [concernedUnit, operator, manager, securityOfficer],
      from: ['handling', 'contained'],
    }),
  ],
};
