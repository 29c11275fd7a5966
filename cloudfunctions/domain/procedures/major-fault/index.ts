import { unitsOfService } from '../../catalogue';
import { serviceReporters } from '../../catalogue/roles';
import {
  act,
  opening,
  longtext,
  bool,
  selectFor,
  unit,
  pick,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
  type InputOf,
} from '../../engine';
import { noticeProblems, type Notice } from '../../notices/notice';
import { withCondition, withoutCondition } from '../../services/state';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes, NEVER } from '../../time';
import { spokenTime } from '../../time/spoken';
import { overlong } from '../../typed/text';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { jargonErrors } from '../common/staff-ticket/planned';
import { followersOfOffered, withdrawnAlready } from '../common/staff-ticket/withdrawn';
import {
  applicantOf,
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
import { fillInNumbers, listResponders, listUnits, needed, shownCalls, tickOff, toCall } from './call-list';
import { known, symptoms } from './known';
import { awaitSigning, signLimits } from '../common/signing';
import { limits } from './limits';

/**
 * 重大故障, J-16c: whoever notices it reports it with a few taps, within 30 minutes round the clock (A7); everybody who
 * has to know is told and called at once, the public notice stands in the same moment; updates, over, closing report.
 */

const PREFIX = 'ZD';

const reported = {
  ...pick(known.fields, 'serviceId', 'symptom', 'noticedAt', 'level', 'instead'),
  text: longtext('内部情况（只给工作人员看）', { max: 2000 }),
};
type Report = InputOf<typeof reported>;

const isPlatform = (ticket: Ticket): boolean => ticket.work?.platform === true;

const holderOf = (ticket: Ticket): Ticket['holder'] =>
  isPlatform(ticket) || !ticket.unitId ? { role: 'operator' } : { role: 'unit', unitId: ticket.unitId };

const impactOf = (ticket: Ticket): string => {
  const symptom = symptoms.find(({ value }) => value === known.of(ticket).symptom)?.label ?? '暂时不能使用';
  return `${symptom}，正在抢修。`;
};

const instead = (ticket: Ticket): string =>
  known.of(ticket).instead ?? '急需办理的，请到线下窗口或者拨打 12345。';

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

const open = (change: Change, input: Report): void => {
  const { ticket, context } = change;
  const { work } = ticket;
  if (work && input.serviceId === undefined) work.platform = true;
  const noticedAt = input.noticedAt ?? change.now;
  known.note(change, { noticedAt, level: input.level ?? 'major' });
  change.to('handling');
  change.mark('urgent');
  change.hold(holderOf(ticket));
  awaitSigning(change);
  change.start(limits.report, reporterOf(context), { startedAt: noticedAt });
  change.meet(['report']);
  change.start(limits.solve, ticket.holder);
  show(change);
  const unitIds = work?.unitIds ?? [];
  listUnits(change, unitIds);
  listResponders(change);
  for (const unitId of unitIds) tellUnit(change, unitId, `发生重大故障，请立即处置：${impactOf(ticket)}`);
};

/** Whoever takes part in it. */
const everyone = [concernedUnit, localAuthority, operator, manager];

const logCall = act({
  act: 'logCall',
  label: '登记电话通知',
  place: 'beside',
  clause: 'J-16c',
  by: everyone,
  from: ['handling'],
  unless: ticket => (toCall(ticket).length === 0 ? '都已通知到' : undefined),
  fields: {
    callee: selectFor('通知对象', toCall, { required: true }),
    reached: bool('已通知到', { required: true }),
    text: longtext('情况', { max: 500 }),
  },
  check: (ticket, { callee }) =>
    toCall(ticket).some(({ value }) => value === callee)
      ? undefined
      : { callee: '请从名单中选择还没有通知到的人' },
  internal: true,
  run: (change, { callee, reached }) => {
    tickOff(change, callee, reached);
    fillInNumbers(change);
  },
});

/** Another unit that has to help: told and put on the list. */
const involve = act({
  act: 'involve',
  label: '请其他单位参加处置',
  place: 'beside',
  clause: 'J-16c',
  by: [operator, manager],
  from: ['handling'],
  fields: { involvedUnit: unit('单位', { required: true }) },
  check: (ticket, { involvedUnit }) =>
    ticket.work?.unitIds.includes(involvedUnit) ? { involvedUnit: '这个单位已经参加处置' } : undefined,
  says: null,
  run: (change, { involvedUnit: unitId }) => {
    change.ticket.work?.unitIds.push(unitId);
    change.say('参加处置', change.context.catalogue.unit(unitId)?.name);
    listUnits(change, [unitId]);
    fillInNumbers(change);
    tellUnit(change, unitId, `发生重大故障，请立即参加处置：${impactOf(change.ticket)}`);
  },
});

/** What the notice would say with the update, held against the template of notices. */
const withUpdate = (ticket: Ticket, text: string, at: string): Notice | undefined =>
  ticket.notice && { ...ticket.notice, text: `${ticket.notice.text}\n${spokenTime(at)} 更新：${text}` };

const MOST_NOTICE_CHARACTERS = 5000;

const update = act({
  act: 'update',
  label: '更新公告',
  place: 'beside',
  clause: 'J-16c',
  by: everyone,
  from: ['handling'],
  fields: { text: longtext('告诉群众的最新情况', { required: true, max: 300, keepPhones: true }) },
  check: (ticket, input, context) => {
    const notice = withUpdate(ticket, input.text, context.now);
    if (!notice) return undefined;
    const tooMuch = overlong('公告连同这一次', MOST_NOTICE_CHARACTERS, notice.text);
    if (tooMuch !== undefined) return { text: `${tooMuch}；请写短些，或者在恢复后提交处置报告` };
    const problem = noticeProblems({ ...notice, endsAt: NEVER }, context)['text'];
    return problem ? { text: problem } : undefined;
  },
  run: (change, input) => {
    const notice = withUpdate(change.ticket, input.text, change.now);
    if (notice) change.changeNotice({ text: notice.text });
  },
  tells: [tell(theManager, () => '公告有更新'), tell(theOperator, () => '公告有更新')],
});

const over = act({
  act: 'over',
  label: '已恢复，解除',
  clause: 'J-16c',
  by: [concernedUnit, operator],
  from: ['handling'],
  to: 'over',
  meets: ['fix'],
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    known.note(change, { overAt: change.now });
    showAsOver(change);
    change.unmark('urgent');
    // The local authority that reported it to the manager also reports what came of it (A39).
    if (ticket.work?.localRegion) change.hold(applicantOf(ticket));
    change.start(limits.closing, ticket.holder);
    for (const unitId of ticket.work?.unitIds ?? []) tellUnit(change, unitId, '已恢复');
  },
  tells: [
    tell(theManager, () => '已恢复，处置报告随后提交'),
    tell(theOperator, () => '已恢复，公告已撤下'),
    ...tellApplicant(() => '已恢复，请提交处置报告', undefined, []),
    tell(theOtherLocals, () => '已恢复'),
    tell(followersOfOffered, () => '已恢复，可以正常办理了'),
  ],
});

const close = act({
  act: 'close',
  label: '提交处置报告并办结',
  clause: 'J-16c',
  by: [concernedUnit, localAuthority, operator],
  from: ['over'],
  to: 'closed',
  meets: ['filing'],
  fields: pick(known.fields, 'cause', 'handling', 'prevention', 'files'),
  says: 'handling',
  run: change => change.end(),
  tells: [
    tell(theManager, () => '已提交处置报告，请查看'),
    tell(theOperator, () => '已提交处置报告，请查看'),
  ],
});

const dismiss = act({
  act: 'dismiss',
  label: '不是重大故障，撤销',
  place: 'beside',
  clause: 'J-16c',
  by: [operator, manager],
  from: ['handling'],
  to: 'dismissed',
  cancels: ['fix'],
  fields: { reason: longtext('核实情况', { required: true, max: 1000 }) },
  run: change => {
    const { ticket } = change;
    showAsOver(change);
    change.unmark('urgent');
    change.end();
    for (const unitId of ticket.work?.unitIds ?? []) tellUnit(change, unitId, '经核实不是重大故障，已撤销');
  },
  tells: [
    tell(theManager, () => '经核实不是重大故障，已撤销'),
    tell(theOperator, () => '经核实不是重大故障，已撤销'),
    tell(theLocal, () => '经核实不是重大故障，已撤销'),
    tell(followersOfOffered, () => '经核实可以正常办理'),
  ],
});

const note = noteProgress({
  clause: 'J-16c',
  by: everyone,
  from: ['handling', 'over'],
});

/** A report weeks later is a typing error. */
const LONGEST_UNREPORTED = 7 * 24 * 60;

const checkReport = ({ noticedAt, instead }: Report, context: Context): FieldErrors => {
  const { now, service } = context;
  if (noticedAt && noticedAt > now) return { noticedAt: '发现时间不能晚于现在' };
  if (noticedAt && noticedAt < addMinutes(now, -LONGEST_UNREPORTED))
    return { noticedAt: '发现时间在一周以前，请核对' };
  const gone = withdrawnAlready(context);
  if (gone) return { serviceId: gone };
  const known = service?.conditions?.find(({ no }) => no.startsWith(PREFIX));
  return known ? { serviceId: `这项服务的重大故障已经报告，见 ${known.no}` } : jargonErrors({ instead });
};

export const majorFault: Procedure = {
  kind: 'major-fault',
  prefix: PREFIX,
  label: '重大故障',
  group: '故障和应急',
  purpose: '大面积故障等突发情况：第一时间报告，逐个打电话，同时发布公告',
  order: 10,
  clauses: ['J-16c', 'A7'],
  handsOver: true,
  limits: [...Object.values(limits), signLimits.signUrgent],
  states: {
    handling: { label: '处置中' },
    over: { label: '已恢复，待报告' },
    closed: { label: '已办结', ended: true },
    dismissed: { label: '已撤销', ended: true },
  },
  needs: needed,
  openTickets: context => needed.of(context)?.openTickets,
  opening: opening({
    label: '报告重大故障',
    urgent: { label: '一键报告重大故障', fields: 3 },
    offeredAt: { service: '报告重大故障' },
    clause: 'J-16c',
    by: [...serviceReporters, 'manager'],
    fields: reported,
    unless: (_input, context) => notTheirs(context.service, context),
    check: checkReport,
    title: (_input, context) => `${context.service?.name ?? '办事平台'}重大故障`,
    units: (_input, { service }) => (service ? unitsOfService(service) : []),
    run: open,
    tells: [
      tell(theManager, ticket => `发生重大故障，公告已发布：${impactOf(ticket)}`),
      tell(theOperator, () => '发生重大故障，公告已发布，请按名单电话通知'),
      tell(theOperatorLead, () => '发生重大故障，请组织处置'),
      tell(theLocal, ticket => `发生重大故障：${impactOf(ticket)}`),
      tell(theFollowers, ticket => `出现故障，${impactOf(ticket)}${instead(ticket)}`),
    ],
  }),
  facts: known,
  lists: shownCalls,
  acts: [over, close, update, involve, dismiss, logCall, note],
};
