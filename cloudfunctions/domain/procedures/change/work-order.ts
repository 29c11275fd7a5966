import {
  act,
  datetime,
  longtext,
  needs,
  pick,
  type ActDefinition,
  type Change,
  type Context,
  type FieldErrors,
  type Tell,
} from '../../engine';
import { windowOf } from '../../rulesets';
import { withdrawnService } from '../../services/state';
import { tag } from '../../ticket/scope';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, endOfDay, type Instant } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { spokenDay, spokenTime } from '../../time/spoken';
import { MOST_LISTED, openTicketsAbout } from '../common/staff-ticket/open-tickets';
import { operator } from '../common/staff-ticket/parties';
import { startByPlannedDay } from '../common/staff-ticket/planned';
import { withForm } from '../common/staff-ticket/service-form';
import {
  tell,
  tellApplicant,
  theFollowers,
  theLead,
  theManager,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { known } from './known';
import { limits, windows } from './limits';

/**
 * The work order of a change (G-3.2.2c): scheduled with a public notice, executed once, verified, reported. The notice
 * stands before the execution; the register changes in the moment of the execution.
 */

/** Citizens who still wait for an answer about the service: it is not withdrawn before they have one. */
export const needed = needs(async (lookup, subject) => ({
  openTickets: await openTicketsAbout(lookup, subject, tag.unanswered),
}));

const withdraws = (ticket: Ticket): boolean => known.of(ticket).changeType === 'withdraw';

const instead = (ticket: Ticket): string =>
  known.of(ticket).instead ?? '办理方法不变的，按原来的方法办理；有疑问请拨打 12345。';

const impactOf = (ticket: Ticket): string => known.of(ticket).impact ?? '';

/** The number of the work order follows from that of the application: unique without a counter. */
export const issueOrder = (change: Change): void => {
  const { ticket } = change;
  known.note(change, { workOrderNo: `GD${ticket.no.slice(2)}` });
  change.to('ordered');
  change.hold({ role: 'operator' });
  startByPlannedDay(change, limits.execute, known.of(ticket).plannedOn);
};

const checkTimes = (
  ticket: Ticket,
  { executeAt, publishAt }: { executeAt: Instant; publishAt: Instant | undefined },
  { now }: Context,
): FieldErrors | undefined => {
  const { plannedOn } = known.of(ticket);
  const day = civilDateOf(executeAt);
  if (executeAt <= now) return { executeAt: '请填写以后的时间' };
  if (plannedOn && day < plannedOn) return { executeAt: `不能早于计划日期 ${spokenDay(plannedOn)}` };
  if (isTooFar(day, civilDateOf(now))) return { executeAt: TOO_FAR };
  return (publishAt ?? now) >= executeAt ? { publishAt: '公告要在执行以前发布' } : undefined;
};

const isPublic = ({ notice }: Ticket, now: Instant): boolean =>
  notice !== undefined && notice.publishedAt <= now && notice.endsAt > now;

/** Of a notice that waits for its time, citizens are told when it becomes public. */
const followersNow: Tell['audience'] = (ticket, { now }) =>
  isPublic(ticket, now) ? theFollowers(ticket) : undefined;

/** A notice that is public already stays so when its text changes; none was public before it was issued. */
const publishedAt = (ticket: Ticket, wanted: Instant, now: Instant): Instant =>
  isPublic(ticket, now) ? (ticket.notice?.publishedAt ?? now) : wanted > now ? wanted : now;

const publishNotice = (change: Change, startsAt: Instant, wanted: Instant): void => {
  const { ticket, now } = change;
  const serviceName = ticket.serviceName ?? '';
  const ending = withdraws(ticket) ? '起停止服务，不再恢复' : '起调整';
  const impact = impactOf(ticket);
  change.publish(
    withdraws(ticket) ? 'offline' : 'general',
    {
      what: withdraws(ticket) ? '停止服务' : '调整',
      serviceName,
      startsAt,
      impact,
      instead: instead(ticket),
    },
    {
      text: `“${serviceName}”自 ${spokenTime(startsAt)} ${ending}。${impact}`,
      publishedAt: publishedAt(ticket, wanted, now),
      publicUntil: endOfDay(addDays(civilDateOf(startsAt), windowOf(change.context.ruleSet, windows.notice))),
      lasting: true,
    },
  );
};

const willExecute = (ticket: Ticket): string =>
  `已排期：定于 ${spokenTime(known.of(ticket).executeAt ?? '')} 执行`;

/** The work order is scheduled together with the notice that citizens read before it is executed. */
export const schedule = act({
  act: 'schedule',
  label: '安排执行并发公告',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['ordered'],
  to: 'scheduled',
  fields: {
    ...pick(known.fields, 'executeAt'),
    publishAt: datetime('公告发布时间（不填为现在）'),
  },
  check: checkTimes,
  run: (change, { executeAt, publishAt }) => publishNotice(change, executeAt, publishAt ?? change.now),
  tells: [
    tell(followersNow, ({ notice }) => `有新公告，${notice?.text ?? ''}${notice?.instead ?? ''}`),
    ...tellApplicant(willExecute),
    tell(theManager, willExecute),
    tell(theOtherLocals, willExecute),
  ],
});

/** Another time, with the notice that says so. */
export const reschedule: ActDefinition = {
  ...schedule,
  label: '改期',
  from: ['scheduled'],
  place: 'beside',
};

const whyNotYet = (ticket: Ticket, context: Context): string | undefined => {
  const { now, service } = context;
  if (!isPublic(ticket, now)) return '公告还没有发布，不能执行';
  const { executeAt = now } = known.of(ticket);
  if (now < executeAt) return `定于 ${spokenTime(executeAt)} 执行，还没有到时间`;
  if (service?.withdrawn) return '这项服务已经撤销';
  const waiting = needed.of(context)?.openTickets ?? [];
  if (!withdraws(ticket) || waiting.length === 0) return undefined;
  const shown = waiting.slice(0, 5).map(({ no, unitName }) => `${no}（${unitName}）`);
  const count = `${waiting.length} 件${waiting.length < MOST_LISTED ? '' : '以上'}`;
  return `还有 ${count}群众工单没有答复，答复后才能撤销：${shown.join('、')}。一时答复不了的请改期，公告会一起改`;
};

const applyToRegister = (change: Change): void => {
  const { ticket, context, now } = change;
  if (withdraws(ticket)) {
    const reason = `本服务已撤销。${impactOf(ticket)}`;
    const condition = {
      no: ticket.no,
      state: 'offline',
      reason,
      instead: instead(ticket),
      since: now,
    } as const;
    return change.changeService(service => withdrawnService(service, condition));
  }
  const before = change.service?.competent.map(one => one.unitId) ?? [];
  change.changeService(service => withForm(service, known.of(ticket), context.catalogue));
  const after = [change.service?.unitId ?? '', ...(change.service?.competent.map(one => one.unitId) ?? [])];
  for (const unitId of new Set(after.filter(id => !before.includes(id) && id !== ticket.unitId))) {
    ticket.work?.unitIds.push(unitId);
    change.tell({ to: 'unit', unitId }, '已执行，以后由贵单位承办相关事项');
  }
};

export const execute = act({
  act: 'execute',
  label: '执行工单',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['scheduled'],
  to: 'executed',
  meets: ['execute'],
  awaited: true,
  unless: whyNotYet,
  fields: pick(known.fields, 'stepLog'),
  says: 'stepLog',
  run: change => {
    applyToRegister(change);
    known.note(change, { doneAt: change.now });
    change.start(limits.report, { role: 'operator' }, { label: '验证并反馈执行结果' });
    change.count('change-executed', change.ticket.unitId ?? undefined);
  },
  tells: [
    ...tellApplicant(() => '已执行，正在验证'),
    tell(theManager, () => '已执行，正在验证'),
    tell(theFollowers, ticket =>
      withdraws(ticket) ? `已撤销，不再恢复。${instead(ticket)}` : `已调整。${impactOf(ticket)}`,
    ),
  ],
});

export const verify = act({
  act: 'verify',
  label: '验证通过',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['executed'],
  to: 'verified',
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  tells: tellApplicant(() => '已验证通过'),
});

/** Never executed twice: what did not pass is put right and verified again. */
export const failVerification = act({
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['executed'],
  fields: { problem: longtext('哪里没有通过、怎样处理', { required: true, max: 2000 }) },
  says: 'problem',
  tells: [...tellApplicant(() => '验证未通过，请配合处理'), tell(theManager, () => '验证未通过，正在处理')],
});

export const report = act({
  act: 'report',
  label: '反馈执行结果并办结',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['verified'],
  to: 'closed',
  meets: ['report'],
  fields: pick(known.fields, 'result'),
  says: 'result',
  run: change => change.end(),
  tells: [
    ...tellApplicant(() => '已办结，请查看执行结果', undefined, [theUnit, theLead]),
    tell(theManager, () => '已办结，请查看执行结果'),
    tell(theOtherLocals, () => '已办结'),
  ],
});
