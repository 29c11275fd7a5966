import type { ActDefinition, Change, Context, Input, Procedure } from '../../engine';
import { noticeProblems, type Notice } from '../../notices/notice';
import { withCondition, withoutCondition } from '../../services/state';
import { spokenTime } from '../../time/spoken';
import { kinds } from '../../ticket/kinds';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes, NEVER } from '../../time';
import { callFacts, fillInNumbers, listResponders, listUnits, tickOff, toCall } from './call-list';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { jargonErrors } from '../common/staff-ticket/planned';
import { serviceOrPlatform } from '../common/staff-ticket/service-choice';
import {
  applicantOf,
  called,
  fact,
  given,
  notTheirs,
  reporterOf,
  tell,
  tellApplicant,
  theFollowers,
  theLocal,
  theManager,
  theOperator,
  theOperatorLead,
  theOtherLocals,
} from '../common/staff-ticket/words';
import { followersOfOffered, withdrawnAlready } from '../common/staff-ticket/withdrawn';

/**
 * 重大故障, J-16c: whoever notices it reports it with a few taps, within 30 minutes round the clock (A7); everybody who
 * has to know is told and called at once, the public notice stands in the same moment; updates, over, closing report.
 */

const isPlatform = (ticket: Ticket): boolean => ticket.work?.platform === true;

const holderOf = (ticket: Ticket): Ticket['holder'] =>
  isPlatform(ticket) || !ticket.unitId ? { role: 'operator' } : { role: 'unit', unitId: ticket.unitId };

/** What citizens meet, in their words: chosen, not written, so that the notice is plain and stands at once. */
const symptoms = [
  { value: 'closed', label: '打不开' },
  { value: 'login', label: '不能登录' },
  { value: 'submit', label: '不能提交办理' },
  { value: 'query', label: '查不到办理结果' },
  { value: 'pay', label: '不能缴费' },
  { value: 'wrong', label: '显示的内容有误，请暂勿使用' },
];

const levels = [
  { value: 'extraordinary', label: '特别重大' },
  { value: 'major', label: '重大' },
  { value: 'serious', label: '较大' },
];

const impactOf = (ticket: Ticket): string => {
  const symptom = symptoms.find(({ value }) => value === fact(ticket, 'symptom'))?.label ?? '暂时不能使用';
  return `${symptom}，正在抢修。`;
};

const instead = (ticket: Ticket): string =>
  fact(ticket, 'instead') ?? '急需办理的，请到线下窗口或者拨打 12345。';

const nameOf = (ticket: Ticket): string => ticket.serviceName ?? '办事平台';

/** Services and the public see it in the moment of the report. */
const show = (change: Change): void => {
  const { ticket } = change;
  const reason = impactOf(ticket);
  if (isPlatform(ticket)) {
    change.platformFault = { no: ticket.no, reason, instead: instead(ticket), since: ticket.createdAt };
  } else {
    const condition = {
      no: ticket.no,
      state: 'fault' as const,
      reason,
      instead: instead(ticket),
      since: change.now,
    };
    change.changeService(service => withCondition(service, condition));
  }
  change.publish('fault', {
    what: '出现故障',
    serviceName: nameOf(ticket),
    startsAt: change.now,
    impact: reason,
    instead: instead(ticket),
  });
};

const showAsOver = (change: Change): void => {
  if (isPlatform(change.ticket)) change.platformFault = null;
  else change.changeService(service => withoutCondition(service, change.ticket.no));
  change.withdrawNotice();
};

const tellUnit = (change: Change, unitId: string, text: string): void => {
  change.tell({ to: 'unit', unitId }, text);
  change.tell({ to: 'lead', unitId }, text);
};

const open = (change: Change, input: Input): void => {
  const { ticket, context } = change;
  const { work } = ticket;
  if (work && input['serviceId'] === undefined) work.platform = true;
  const noticedAt = given(input, 'noticedAt') ?? change.now;
  change.note('noticedAt', noticedAt);
  if (!given(input, 'level')) change.note('level', 'major');
  change.to('handling');
  change.mark('urgent');
  change.hold(holderOf(ticket));
  change.start('major-fault.report', reporterOf(context), { startedAt: noticedAt });
  change.meet(['report']);
  change.start('major-fault.solve', ticket.holder);
  show(change);
  const unitIds = work?.unitIds ?? [];
  listUnits(change, unitIds);
  listResponders(change);
  for (const unitId of unitIds)
    tellUnit(change, unitId, `${called(ticket)} 已报告，请立即处置：${impactOf(ticket)}`);
};

/** Whoever takes part in it. */
const everyone = [concernedUnit, localAuthority, operator, manager];

const logCall: ActDefinition = {
  act: 'logCall',
  label: '登记电话通知',
  place: 'beside',
  clause: 'J-16c',
  by: everyone,
  from: ['handling'],
  unless: ticket => (toCall(ticket).length === 0 ? '都已通知到' : undefined),
  fields: [
    { name: 'callee', label: '通知对象', type: 'select', required: true, optionsFor: toCall, passing: true },
    { name: 'reached', label: '已通知到', type: 'bool', required: true, passing: true },
    { name: 'text', label: '情况', type: 'longtext', max: 500, passing: true },
  ],
  check: (ticket, input) =>
    toCall(ticket).some(({ value }) => value === input['callee'])
      ? undefined
      : { callee: '请从名单中选择还没有通知到的人' },
  internal: true,
  run: (change, input) => {
    tickOff(change, String(input['callee']), input['reached'] === true);
    fillInNumbers(change);
  },
};

/** Another unit that has to help: told and put on the list. */
const involve: ActDefinition = {
  act: 'involve',
  label: '请其他单位参加处置',
  place: 'beside',
  clause: 'J-16c',
  by: [operator, manager],
  from: ['handling'],
  fields: [{ name: 'involvedUnit', label: '单位', type: 'unit', required: true, passing: true }],
  check: (ticket, input) =>
    ticket.work?.unitIds.includes(String(input['involvedUnit']))
      ? { involvedUnit: '这个单位已经参加处置' }
      : undefined,
  says: null,
  run: (change, input) => {
    const unitId = String(input['involvedUnit']);
    change.ticket.work?.unitIds.push(unitId);
    change.say('参加处置', change.context.catalogue.unit(unitId)?.name);
    listUnits(change, [unitId]);
    fillInNumbers(change);
    tellUnit(change, unitId, `${called(change.ticket)} 请立即参加处置：${impactOf(change.ticket)}`);
  },
};

/** What the notice would say with the update, held against the template of notices. */
const withUpdate = (ticket: Ticket, text: string, at: string): Notice | undefined =>
  ticket.notice && { ...ticket.notice, text: `${ticket.notice.text}\n${spokenTime(at)} 更新：${text}` };

const MOST_NOTICE_CHARACTERS = 5000;

const update: ActDefinition = {
  act: 'update',
  label: '更新公告',
  place: 'beside',
  clause: 'J-16c',
  by: everyone,
  from: ['handling'],
  fields: [
    {
      name: 'text',
      label: '告诉群众的最新情况',
      type: 'longtext',
      required: true,
      max: 300,
      keepPhones: true,
      passing: true,
    },
  ],
  check: (ticket, input, context) => {
    const notice = withUpdate(ticket, String(input['text']), context.now);
    if (!notice) return undefined;
    if (notice.text.length > MOST_NOTICE_CHARACTERS) return { text: '公告已经很长，请在恢复后提交处置报告' };
    const problem = noticeProblems({ ...notice, endsAt: NEVER }, context.now)['text'];
    return problem ? { text: problem } : undefined;
  },
  run: (change, input) => {
    const notice = withUpdate(change.ticket, String(input['text']), change.now);
    if (notice) change.changeNotice({ text: notice.text });
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 公告有更新`),
    tell(theOperator, ticket => `${called(ticket)} 公告有更新`),
  ],
};

const over: ActDefinition = {
  act: 'over',
  label: '已恢复，解除',
  clause: 'J-16c',
  by: [concernedUnit, operator],
  from: ['handling'],
  to: 'over',
  meets: ['fix'],
  fields: [
    { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
    { name: 'evidence', label: '怎样验证已经恢复', type: 'longtext', required: true, max: 2000 },
    { name: 'proof', label: '验证记录', type: 'files' },
  ],
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    change.note('overAt', change.now);
    showAsOver(change);
    change.unmark('urgent');
    // The local authority that reported it to the manager also reports what came of it (A39).
    if (ticket.work?.localRegion) change.hold(applicantOf(ticket));
    change.start('major-fault.closing', ticket.holder);
    for (const unitId of ticket.work?.unitIds ?? []) tellUnit(change, unitId, `${called(ticket)} 已恢复`);
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 已恢复，处置报告随后提交`),
    tell(theOperator, ticket => `${called(ticket)} 已恢复，公告已撤下`),
    ...tellApplicant(ticket => `${called(ticket)} 已恢复，请提交处置报告`, undefined, []),
    tell(theOtherLocals, ticket => `${called(ticket)} 已恢复`),
    tell(followersOfOffered, ticket => `“${nameOf(ticket)}”已恢复，可以正常办理了`),
  ],
};

const close: ActDefinition = {
  act: 'close',
  label: '提交处置报告并办结',
  clause: 'J-16c',
  by: [concernedUnit, localAuthority, operator],
  from: ['over'],
  to: 'closed',
  meets: ['filing'],
  fields: [
    { name: 'cause', label: '原因', type: 'longtext', required: true, max: 4000 },
    { name: 'handling', label: '处置经过', type: 'longtext', required: true, max: 4000 },
    { name: 'prevention', label: '防止再发生的措施', type: 'longtext', required: true, max: 4000 },
    { name: 'files', label: '处置报告', type: 'files' },
  ],
  says: 'handling',
  run: change => change.end(),
  tells: [
    tell(theManager, ticket => `${called(ticket)} 已提交处置报告，请查看`),
    tell(theOperator, ticket => `${called(ticket)} 已提交处置报告，请查看`),
  ],
};

const dismiss: ActDefinition = {
  act: 'dismiss',
  label: '不是重大故障，撤销',
  place: 'beside',
  clause: 'J-16c',
  by: [operator, manager],
  from: ['handling'],
  to: 'dismissed',
  cancels: ['fix'],
  fields: [{ name: 'reason', label: '核实情况', type: 'longtext', required: true, max: 1000, passing: true }],
  run: change => {
    const { ticket } = change;
    showAsOver(change);
    change.unmark('urgent');
    change.end();
    for (const unitId of ticket.work?.unitIds ?? [])
      tellUnit(change, unitId, `${called(ticket)} 经核实不是重大故障，已撤销`);
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 经核实不是重大故障，已撤销`),
    tell(theOperator, ticket => `${called(ticket)} 经核实不是重大故障，已撤销`),
    tell(theLocal, ticket => `${called(ticket)} 经核实不是重大故障，已撤销`),
    tell(followersOfOffered, ticket => `“${nameOf(ticket)}”经核实可以正常办理`),
  ],
};

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  place: 'beside',
  clause: 'J-16c',
  by: everyone,
  from: ['handling', 'over'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

/** A report weeks later is a typing error. */
const LONGEST_UNREPORTED = 7 * 24 * 60;

const checkReport = (input: Input, context: Context): Record<string, string> | undefined => {
  const { now, service } = context;
  const noticedAt = given(input, 'noticedAt');
  if (noticedAt && noticedAt > now) return { noticedAt: '发现时间不能晚于现在' };
  if (noticedAt && noticedAt < addMinutes(now, -LONGEST_UNREPORTED))
    return { noticedAt: '发现时间在一周以前，请核对' };
  const gone = withdrawnAlready(context);
  if (gone) return { serviceId: gone };
  const known = service?.conditions?.find(({ no }) => no.startsWith(kinds['major-fault'].prefix));
  return known
    ? { serviceId: `这项服务的重大故障已经报告，见 ${known.no}` }
    : jargonErrors(input, ['instead']);
};

export const majorFault: Procedure = {
  kind: 'major-fault',
  label: '重大故障',
  group: '故障和应急',
  purpose: '大面积故障等突发情况：第一时间报告，逐个打电话，同时发布公告',
  order: 10,
  clauses: ['J-16c', 'A7'],
  states: {
    handling: { label: '处置中' },
    over: { label: '已恢复，待报告' },
    closed: { label: '已办结', ended: true },
    dismissed: { label: '已撤销', ended: true },
  },
  needs: ['openTickets', 'responders'],
  opening: {
    label: '报告重大故障',
    urgent: { label: '一键报告重大故障', fields: 3 },
    offeredAt: { service: '报告重大故障' },
    clause: 'J-16c',
    by: ['handler', 'lead', 'local', 'operator', 'operator-lead', 'manager'],
    fields: [
      ...serviceOrPlatform(
        '受影响的服务',
        { platform: '整个平台时不选', service: '整个平台都有故障的，请马上打电话告诉运营方' },
        ['operator', 'operator-lead', 'manager'],
      ),
      { name: 'symptom', label: '群众遇到什么情况', type: 'select', required: true, options: symptoms },
      { name: 'noticedAt', label: '发现时间（不填为现在）', type: 'datetime' },
      { name: 'level', label: '级别', type: 'select', options: levels },
      { name: 'instead', label: '群众可以怎么办', type: 'text', max: 300, keepPhones: true },
      { name: 'text', label: '内部情况（只给工作人员看）', type: 'longtext', max: 2000, passing: true },
    ],
    unless: (_input, context) => notTheirs(context.service, context),
    check: checkReport,
    title: (_input, context) => `${context.service?.name ?? '办事平台'}重大故障`,
    units: (_input, { service }) =>
      service ? [...new Set([service.unitId, ...service.competent.map(({ unitId }) => unitId)])] : [],
    run: open,
    tells: [
      tell(theManager, ticket => `${called(ticket)} 已报告，公告已发布：${impactOf(ticket)}`),
      tell(theOperator, ticket => `${called(ticket)} 已报告，公告已发布，请按名单电话通知`),
      tell(theOperatorLead, ticket => `${called(ticket)} 已报告，请组织处置`),
      tell(theLocal, ticket => `${called(ticket)} 已报告：${impactOf(ticket)}`),
      tell(theFollowers, ticket => `“${nameOf(ticket)}”出现故障，${impactOf(ticket)}${instead(ticket)}`),
    ],
  },
  facts: [{ name: 'overAt', label: '恢复时间', type: 'datetime' }],
  lists: callFacts,
  acts: [over, close, update, involve, dismiss, logCall, note],
};
