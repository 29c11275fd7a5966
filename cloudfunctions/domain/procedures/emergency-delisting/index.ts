import type { Service } from '../../catalogue';
import type { ActDefinition, Change, Context, Input, Procedure } from '../../engine';
import { withCondition, withoutCondition } from '../../services/state';
import { spokenDate, spokenTime } from '../../time/spoken';
import { kinds } from '../../ticket/kinds';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, startOfDay } from '../../time';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { jargonErrors, notAccessUnits } from '../common/staff-ticket/planned';
import {
  applicantOf,
  called,
  fact,
  tell,
  tellApplicant,
  theFollowers,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';

/**
 * 紧急下架, J-11b, J-11c: the oral report is recorded first (to whom, when, how, by whom), then the service goes offline
 * with its public notice in one act; the written filing follows within one working day (A19) and closes it. Open
 * again only after a verification, also after the close; or it ends with a withdrawal of the service (J-11a).
 */

const applicants = [concernedUnit, localAuthority];

/** The emergency delisting that has taken the service offline before, if any. */
const earlierOf = (service: Service | undefined): string | undefined =>
  service?.conditions?.find(({ no }) => no.startsWith(kinds['emergency-delisting'].prefix))?.no;

const openingErrors = (input: Input, { now, service }: Context): Record<string, string> => {
  const oralAt = String(input['oralAt']);
  const earlier = earlierOf(service);
  return {
    ...(service?.withdrawn ? { serviceId: '这项服务已经撤销' } : {}),
    ...(earlier ? { serviceId: `这项服务已经紧急下架，见 ${earlier}` } : {}),
    ...(oralAt > now ? { oralAt: '要先口头报告，报告时间不能晚于现在' } : {}),
    ...(oralAt < startOfDay(addDays(civilDateOf(now), -1))
      ? { oralAt: '口头报告已过去太久，请重新报告' }
      : {}),
    ...jargonErrors(input, ['impact', 'instead']),
  };
};

const open = (change: Change): void => {
  change.to('reported');
  change.mark('urgent');
  change.hold({ role: 'operator' });
  change.start('emergency.offline', { role: 'operator' });
};

const showOffline = (change: Change): void => {
  const { ticket, now } = change;
  const reason = fact(ticket, 'impact') ?? '';
  const instead = fact(ticket, 'instead') ?? '';
  const condition = { no: ticket.no, state: 'offline', reason, instead, since: now } as const;
  change.changeService(service => withCondition(service, condition));
  const serviceName = ticket.serviceName ?? '';
  change.publish(
    'offline',
    { what: '暂停服务', serviceName, startsAt: now, impact: reason, instead },
    { publishedAt: now },
  );
};

/** `在 10 月 30 日 周五 24:00 前`: until when the written filing is due (A19). */
const byTheDay = ({ clocks }: Ticket): string => {
  const date = clocks.find(({ name, state }) => name === 'filing' && state === 'running')?.date;
  return date ? `在 ${spokenDate(date)} 24:00 前` : '尽快';
};

/** Offline and public notice at once, in one act (J-11c). */
const delist: ActDefinition = {
  act: 'delist',
  label: '下架并发布公告',
  clause: 'J-11c',
  by: [operator, manager],
  from: ['reported'],
  to: 'offline',
  meets: ['execute'],
  unless: (_ticket, { service }) => {
    if (service?.withdrawn) return '这项服务已经撤销';
    const earlier = earlierOf(service);
    return earlier ? `这项服务已经紧急下架，见 ${earlier}` : undefined;
  },
  fields: [{ name: 'text', label: '说明', type: 'longtext', max: 1000, passing: true }],
  run: change => {
    const { ticket } = change;
    change.note('offlineAt', change.now);
    change.unmark('urgent');
    showOffline(change);
    change.hold(applicantOf(ticket));
    change.start('emergency.filing', ticket.holder);
    change.count('delisted', ticket.unitId ?? undefined);
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 已下架并发布公告，${byTheDay(ticket)}书面报备`),
    tell(theOperator, ticket => `${called(ticket)} 已下架并发布公告`),
    ...tellApplicant(
      ticket => `${called(ticket)} 已下架，请${byTheDay(ticket)}书面报备`,
      ticket => `${called(ticket)} 已下架，由当地主管部门${byTheDay(ticket)}书面报备`,
      [theUnit, theLead],
    ),
    tell(theOtherLocals, ticket => `${called(ticket)} 已下架并发布公告`),
    tell(theFollowers, ticket => `“${ticket.serviceName ?? ''}”暂停服务。${fact(ticket, 'instead') ?? ''}`),
  ],
};

/** Recorded by mistake, or settled before the service went offline. */
const dismiss: ActDefinition = {
  act: 'dismiss',
  label: '不再需要下架',
  place: 'beside',
  clause: 'J-11b',
  by: [...applicants, operator, manager],
  from: ['reported'],
  to: 'dismissed',
  cancels: ['execute'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 1000, passing: true }],
  run: change => {
    change.unmark('urgent');
    change.end();
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 不再需要，没有下架`),
    tell(theOperator, ticket => `${called(ticket)} 不再需要，没有下架`),
    ...tellApplicant(ticket => `${called(ticket)} 不再需要，没有下架`),
  ],
};

const isFiled = (ticket: Ticket): boolean => fact(ticket, 'writtenAt') !== undefined;

/** Closed after the written filing; a service that is already back, or is being verified, goes its way (A19). */
const fileWritten: ActDefinition = {
  act: 'fileWritten',
  label: '书面报备',
  clause: 'J-11b',
  by: applicants,
  from: ['offline', 'verifying', 'restored'],
  meets: ['filing'],
  unless: ticket => (isFiled(ticket) ? '已经书面报备' : undefined),
  fields: [
    { name: 'filing', label: '盖章的书面报备', type: 'files', required: true },
    { name: 'account', label: '情况说明', type: 'longtext', required: true, max: 4000 },
  ],
  says: 'account',
  run: change => {
    const { ticket } = change;
    change.note('writtenAt', change.now);
    if (ticket.state === 'verifying') return;
    change.to(ticket.state === 'restored' ? 'reopened' : 'closed');
    change.end();
  },
  tells: [
    tell(theManager, ticket => `${called(ticket)} 已书面报备，请查看`),
    tell(theOperator, ticket => `${called(ticket)} 已书面报备`),
    tell(theOtherLocals, ticket => `${called(ticket)} 已书面报备`),
  ],
};

const withdrawnAlready = (_ticket: Ticket, { service }: Context): string | undefined =>
  service?.withdrawn ? '这项服务已经撤销，不再恢复' : undefined;

/** The designed way back: the unit reports that the cause is gone, the operator verifies. */
const requestReopening: ActDefinition = {
  act: 'requestReopening',
  label: '问题已解决，申请恢复',
  place: 'beside',
  clause: 'G-3.3.3c',
  by: applicants,
  from: ['offline', 'closed'],
  to: 'verifying',
  unless: withdrawnAlready,
  fields: [
    { name: 'cause', label: '原因', type: 'longtext', required: true, max: 2000 },
    { name: 'fix', label: '处理措施', type: 'longtext', required: true, max: 2000 },
  ],
  says: 'fix',
  run: change => {
    change.ticket.endsAt = null;
    change.hold({ role: 'operator' });
    change.start('fault.verify', { role: 'operator' }, { label: '验证后恢复' });
  },
  tells: [
    tell(theOperator, ticket => `${called(ticket)} 申请恢复，请验证`),
    tell(theManager, ticket => `${called(ticket)} 申请恢复，等待验证`),
  ],
};

/** Opened again only with a record of the verification; the written filing is still owed where it is missing. */
const verify: ActDefinition = {
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['verifying'],
  meets: ['review'],
  unless: withdrawnAlready,
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
  run: change => {
    const { ticket } = change;
    change.note('reopenedAt', change.now);
    change.changeService(service => withoutCondition(service, ticket.no));
    change.withdrawNotice();
    change.count('relisted', ticket.unitId ?? undefined);
    change.to(isFiled(ticket) ? 'reopened' : 'restored');
    if (isFiled(ticket)) change.end();
    else change.hold(applicantOf(ticket));
  },
  tells: [
    ...tellApplicant(
      ticket =>
        isFiled(ticket)
          ? `${called(ticket)} 已验证通过，恢复服务`
          : `${called(ticket)} 已验证通过，恢复服务；还请${byTheDay(ticket)}书面报备`,
      ticket => `${called(ticket)} 已验证通过，恢复服务`,
      [theUnit, theLead],
    ),
    tell(theManager, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theOtherLocals, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theFollowers, ticket => `“${ticket.serviceName ?? ''}”已恢复，可以正常办理了`),
  ],
};

const failVerification: ActDefinition = {
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['verifying'],
  meets: ['review'],
  fields: [
    { name: 'problem', label: '哪里没有通过', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  says: 'problem',
  run: change => {
    change.to(isFiled(change.ticket) ? 'closed' : 'offline');
    change.hold(applicantOf(change.ticket));
    if (isFiled(change.ticket)) change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 验证未通过，请继续处理`),
    tell(theManager, ticket => `${called(ticket)} 验证未通过，仍为下架`),
  ],
};

/** The service has been withdrawn for good by a change: the notice of its being offline for now has had its day. */
const settleWithdrawn: ActDefinition = {
  act: 'settleWithdrawn',
  label: '服务已撤销，结束下架公告',
  clause: 'J-11a',
  by: [operator],
  from: ['verifying', 'closed'],
  unless: (ticket, context) => {
    if (!withdrawnAlready(ticket, context)) return '这项服务没有撤销';
    return isFiled(ticket) ? undefined : '请先由接入方书面报备';
  },
  to: 'withdrawn',
  meets: ['review'],
  fields: [{ name: 'text', label: '说明', type: 'longtext', max: 1000, passing: true }],
  run: change => {
    change.withdrawNotice();
    change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 服务已撤销，下架公告已结束`),
    tell(theManager, ticket => `${called(ticket)} 服务已撤销，下架公告已结束`),
  ],
};

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  place: 'beside',
  clause: 'J-11b',
  by: [...applicants, operator, manager],
  from: ['reported', 'offline', 'verifying', 'restored'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

export const emergencyDelisting: Procedure = {
  kind: 'emergency-delisting',
  label: '紧急下架',
  group: '故障和应急',
  purpose: '情况紧急必须马上停用：先记下口头报告，再下架和公告，事后书面报备',
  order: 30,
  clauses: ['J-11b', 'J-11c', 'A19', 'G-3.3.3c'],
  states: {
    reported: { label: '已口头报告，待下架' },
    offline: { label: '已下架，待书面报备' },
    verifying: { label: '待验证恢复' },
    restored: { label: '已恢复，待书面报备' },
    closed: { label: '已报备，仍下架', ended: true },
    reopened: { label: '已恢复', ended: true },
    withdrawn: { label: '服务已撤销', ended: true },
    dismissed: { label: '没有下架', ended: true },
  },
  opening: {
    label: '紧急下架（先登记口头报告）',
    offeredAt: { service: '紧急下架' },
    clause: 'J-11b',
    by: ['handler', 'lead', 'local', 'operator', 'operator-lead'],
    fields: [
      { name: 'serviceId', label: '要下架的服务', type: 'service', required: true },
      { name: 'oralTo', label: '向谁口头报告（单位、职务）', type: 'text', required: true, max: 60 },
      { name: 'oralAt', label: '口头报告时间', type: 'datetime', required: true },
      {
        name: 'oralHow',
        label: '怎样报告的',
        type: 'select',
        required: true,
        options: [
          { value: 'phone', label: '电话' },
          { value: 'in-person', label: '当面' },
          { value: 'meeting', label: '会议' },
          { value: 'other', label: '其他' },
        ],
      },
      { name: 'oralBy', label: '谁报告的', type: 'text', required: true, max: 30 },
      { name: 'impact', label: '为什么暂停（群众看到）', type: 'longtext', required: true, max: 400 },
      {
        name: 'instead',
        label: '群众可以怎么办',
        type: 'longtext',
        required: true,
        max: 300,
        keepPhones: true,
      },
      { name: 'text', label: '详细情况（只给工作人员看）', type: 'longtext', max: 2000, passing: true },
    ],
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: openingErrors,
    title: (_input, context) => `紧急下架“${context.service?.name ?? ''}”`,
    run: open,
    tells: [
      tell(
        theManager,
        ticket => `${called(ticket)} 已于 ${spokenTime(fact(ticket, 'oralAt') ?? '')} 口头报告，即将下架`,
      ),
      tell(theOperator, ticket => `${called(ticket)} 已口头报告，请立即下架并发布公告`),
      ...tellApplicant(ticket => `${called(ticket)} 已登记口头报告，即将下架`, undefined, [theUnit, theLead]),
      tell(theOtherLocals, ticket => `${called(ticket)} 已登记口头报告，即将下架`),
    ],
  },
  facts: [
    { name: 'offlineAt', label: '下架时间', type: 'datetime' },
    { name: 'writtenAt', label: '书面报备时间', type: 'datetime' },
    { name: 'reopenedAt', label: '恢复时间', type: 'datetime' },
  ],
  acts: [delist, dismiss, fileWritten, requestReopening, verify, failVerification, settleWithdrawn, note],
};
