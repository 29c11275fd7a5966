import type { ActDefinition, Change, Context, Input, Tell } from '../../../engine';
import { withdrawnService } from '../../../services/state';
import { spokenDay, spokenTime } from '../../../time/spoken';
import type { Ticket } from '../../../ticket/ticket';
import { addDays, civilDateOf, endOfDay, type Instant } from '../../../time';
import { operator } from './parties';
import { startByPlannedDay } from './planned';
import { withForm } from './service-form';
import {
  called,
  fact,
  given,
  tell,
  tellApplicant,
  theFollowers,
  theLead,
  theManager,
  theOtherLocals,
  theUnit,
} from './words';

/**
 * The work order of a change (G-3.2.2c): scheduled with a public notice, executed once, verified, reported. The notice
 * stands before the execution; the register changes in the moment of the execution.
 */

const withdraws = (ticket: Ticket): boolean => fact(ticket, 'changeType') === 'withdraw';

const instead = (ticket: Ticket): string =>
  fact(ticket, 'instead') ?? '办理方法不变的，按原来的方法办理；有疑问请拨打 12345。';

/** The number of the work order follows from that of the application: unique without a counter. */
export const issueOrder = (change: Change): void => {
  const { ticket } = change;
  change.note('workOrderNo', `GD${ticket.no.slice(2)}`);
  change.to('ordered');
  change.hold({ role: 'operator' });
  startByPlannedDay(change, '执行工单', 'G-3.2.2c');
};

const scheduleErrors = (
  ticket: Ticket,
  input: Input,
  { now }: Context,
): Record<string, string> | undefined => {
  const executeAt = String(input['executeAt']);
  const publishAt = given(input, 'publishAt') ?? now;
  const planned = fact(ticket, 'plannedOn') ?? '';
  if (executeAt <= now) return { executeAt: '请填写以后的时间' };
  if (civilDateOf(executeAt) < planned) return { executeAt: `不能早于计划日期 ${spokenDay(planned)}` };
  if (civilDateOf(executeAt) > addDays(civilDateOf(now), 365)) return { executeAt: '最多安排在一年以内' };
  return publishAt >= executeAt ? { publishAt: '公告要在执行以前发布' } : undefined;
};

const isPublic = ({ notice }: Ticket, now: Instant): boolean =>
  notice !== undefined && notice.publishedAt <= now && notice.endsAt > now;

/** Of a notice that waits for its time, citizens are told when it becomes public. */
const followersNow: Tell['audience'] = (ticket, { now }) =>
  isPublic(ticket, now) ? theFollowers(ticket) : undefined;

const NOTICE_DAYS = 30;

/** A notice that is public already stays so when its text changes; none was public before it was issued. */
const publishedAt = (ticket: Ticket, wanted: Instant, now: Instant): Instant =>
  isPublic(ticket, now) ? (ticket.notice?.publishedAt ?? now) : wanted > now ? wanted : now;

/** The work order is scheduled together with the notice that citizens read before it is executed. */
export const schedule: ActDefinition = {
  act: 'schedule',
  label: '安排执行并发公告',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['ordered'],
  to: 'scheduled',
  fields: [
    { name: 'executeAt', label: '执行时间', type: 'datetime', required: true },
    { name: 'publishAt', label: '公告发布时间（不填为现在）', type: 'datetime', passing: true },
  ],
  check: scheduleErrors,
  run: (change, input) => {
    const { ticket, now } = change;
    const startsAt = fact(ticket, 'executeAt') ?? now;
    const serviceName = ticket.serviceName ?? '';
    const ending = withdraws(ticket) ? '起停止服务，不再恢复' : '起调整';
    const impact = fact(ticket, 'impact') ?? '';
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
        publishedAt: publishedAt(ticket, given(input, 'publishAt') ?? now, now),
        publicUntil: endOfDay(addDays(civilDateOf(startsAt), NOTICE_DAYS)),
        lasting: true,
      },
    );
  },
  tells: [
    tell(followersNow, ({ notice }) => `${notice?.text ?? ''}${notice?.instead ?? ''}`),
    ...tellApplicant(ticket => `${called(ticket)} 定于 ${spokenTime(fact(ticket, 'executeAt') ?? '')} 执行`),
    tell(theManager, ticket => `${called(ticket)} 定于 ${spokenTime(fact(ticket, 'executeAt') ?? '')} 执行`),
    tell(
      theOtherLocals,
      ticket => `${called(ticket)} 定于 ${spokenTime(fact(ticket, 'executeAt') ?? '')} 执行`,
    ),
  ],
};

/** Another time, with the notice that says so. */
export const reschedule: ActDefinition = {
  ...schedule,
  label: '改期',
  from: ['scheduled'],
  place: 'beside',
};

/** So many are listed at most. */
const MOST_LISTED = 100;

const whyNotYet = (ticket: Ticket, { now, service, openTickets = [] }: Context): string | undefined => {
  if (!isPublic(ticket, now)) return '公告还没有发布，不能执行';
  const executeAt = fact(ticket, 'executeAt') ?? now;
  if (now < executeAt) return `定于 ${spokenTime(executeAt)} 执行，还没有到时间`;
  if (service?.withdrawn) return '这项服务已经撤销';
  if (!withdraws(ticket) || openTickets.length === 0) return undefined;
  const shown = openTickets.slice(0, 5).map(({ no, unitName }) => `${no}（${unitName}）`);
  const count = `${openTickets.length} 件${openTickets.length < MOST_LISTED ? '' : '以上'}`;
  return `还有 ${count}群众工单没有答复，答复后才能撤销：${shown.join('、')}。一时答复不了的请改期，公告会一起改`;
};

const applyToRegister = (change: Change): void => {
  const { ticket, context, now } = change;
  if (withdraws(ticket)) {
    const reason = `本服务已撤销。${fact(ticket, 'impact') ?? ''}`;
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
  change.changeService(service => withForm(service, ticket.work?.values ?? {}, context.catalogue));
  const after = [change.service?.unitId ?? '', ...(change.service?.competent.map(one => one.unitId) ?? [])];
  for (const unitId of new Set(after.filter(id => !before.includes(id) && id !== ticket.unitId))) {
    ticket.work?.unitIds.push(unitId);
    change.tell({ to: 'unit', unitId }, `${called(ticket)} 已执行，以后由贵单位承办相关事项`);
  }
};

export const execute: ActDefinition = {
  act: 'execute',
  label: '执行工单',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['scheduled'],
  to: 'executed',
  meets: ['execute'],
  awaited: true,
  unless: whyNotYet,
  fields: [{ name: 'stepLog', label: '执行步骤', type: 'longtext', required: true, max: 4000 }],
  says: 'stepLog',
  run: change => {
    applyToRegister(change);
    change.note('doneAt', change.now);
    change.start('change.report', { role: 'operator' }, { label: '验证并反馈执行结果' });
    change.count('change-executed', change.ticket.unitId ?? undefined);
  },
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 已执行，正在验证`),
    tell(theManager, ticket => `${called(ticket)} 已执行，正在验证`),
    tell(theFollowers, ticket =>
      withdraws(ticket)
        ? `“${ticket.serviceName ?? ''}”已撤销，不再恢复。${instead(ticket)}`
        : `“${ticket.serviceName ?? ''}”已调整。${fact(ticket, 'impact') ?? ''}`,
    ),
  ],
};

export const verify: ActDefinition = {
  act: 'verify',
  label: '验证通过',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['executed'],
  to: 'verified',
  fields: [
    { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
    {
      name: 'evidence',
      label: '验证情况（怎样验证、结果如何）',
      type: 'longtext',
      required: true,
      max: 2000,
    },
    { name: 'proof', label: '验证记录', type: 'files' },
  ],
  says: 'evidence',
  tells: tellApplicant(ticket => `${called(ticket)} 已验证通过`),
};

/** Never executed twice: what did not pass is put right and verified again. */
export const failVerification: ActDefinition = {
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['executed'],
  fields: [
    {
      name: 'problem',
      label: '哪里没有通过、怎样处理',
      type: 'longtext',
      required: true,
      max: 2000,
      passing: true,
    },
  ],
  says: 'problem',
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 验证未通过，请配合处理`),
    tell(theManager, ticket => `${called(ticket)} 验证未通过，正在处理`),
  ],
};

export const report: ActDefinition = {
  act: 'report',
  label: '反馈执行结果并办结',
  clause: 'G-3.2.2c',
  by: [operator],
  from: ['verified'],
  to: 'closed',
  meets: ['report'],
  fields: [{ name: 'result', label: '执行结果', type: 'longtext', required: true, max: 4000 }],
  says: 'result',
  run: change => change.end(),
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 已办结，请查看执行结果`, undefined, [theUnit, theLead]),
    tell(theManager, ticket => `${called(ticket)} 已办结，请查看执行结果`),
    tell(theOtherLocals, ticket => `${called(ticket)} 已办结`),
  ],
};
