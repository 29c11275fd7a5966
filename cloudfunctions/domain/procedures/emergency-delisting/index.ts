import { serviceReporters } from '../../catalogue/roles';
import type { Service } from '../../catalogue';
import {
  act,
  opening,
  longtext,
  pick,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
  type InputOf,
} from '../../engine';
import { windowOf } from '../../rulesets';
import { withCondition, withoutCondition } from '../../services/state';
import { spokenDate, spokenTime } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, startOfDay } from '../../time';
import { signatureErrors, signatureOf } from '../common/in-writing';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { jargonErrors, notAccessUnits } from '../common/staff-ticket/planned';
import {
  applicantOf,
  tell,
  tellApplicant,
  theFollowers,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import { known } from './known';
import { limits, windows } from './limits';

/**
 * 紧急下架, J-11b, J-11c: the oral report is recorded first (to whom, when, how, by whom), then the service goes offline
 * with its public notice in one act; the written filing follows within one working day (A19) and closes it. Open
 * again only after a verification, also after the close; or it ends with a withdrawal of the service (J-11a).
 */

const PREFIX = 'XJ';

const report = {
  ...pick(known.fields, 'serviceId', 'oralTo', 'oralAt', 'oralHow', 'oralBy', 'impact', 'instead'),
  text: longtext('详细情况（只给工作人员看）', { max: 2000 }),
};
type Report = InputOf<typeof report>;

const applicants = [concernedUnit, localAuthority];

/** The emergency delisting that has taken the service offline before, if any. */
const earlierOf = (service: Service | undefined): string | undefined =>
  service?.conditions?.find(({ no }) => no.startsWith(PREFIX))?.no;

const openingErrors = (
  { oralAt, impact, instead }: Report,
  { now, ruleSet, service }: Context,
): FieldErrors => {
  const earlier = earlierOf(service);
  return {
    ...(service?.withdrawn ? { serviceId: '这项服务已经撤销' } : {}),
    ...(earlier ? { serviceId: `这项服务已经紧急下架，见 ${earlier}` } : {}),
    ...(oralAt > now ? { oralAt: '要先口头报告，报告时间不能晚于现在' } : {}),
    ...(oralAt < startOfDay(addDays(civilDateOf(now), -windowOf(ruleSet, windows.oral)))
      ? { oralAt: '口头报告已过去太久，请重新报告' }
      : {}),
    ...jargonErrors({ impact, instead }),
  };
};

const open = (change: Change): void => {
  change.to('reported');
  change.mark('urgent');
  change.hold({ role: 'operator' });
  change.start(limits.offline, { role: 'operator' });
};

const showOffline = (change: Change): void => {
  const { ticket, now } = change;
  const reason = known.of(ticket).impact ?? '';
  const instead = known.of(ticket).instead ?? '';
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
const delist = act({
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
  fields: { text: longtext('说明', { max: 1000 }) },
  run: change => {
    const { ticket } = change;
    known.note(change, { offlineAt: change.now });
    change.unmark('urgent');
    showOffline(change);
    change.hold(applicantOf(ticket));
    change.start(limits.filing, ticket.holder);
    change.count('delisted', ticket.unitId ?? undefined);
  },
  tells: [
    tell(theManager, ticket => `已下架并发布公告，${byTheDay(ticket)}书面报备`),
    tell(theOperator, () => '已下架并发布公告'),
    ...tellApplicant(
      ticket => `已下架，请${byTheDay(ticket)}书面报备`,
      ticket => `已下架，由当地主管部门${byTheDay(ticket)}书面报备`,
      [theUnit, theLead],
    ),
    tell(theOtherLocals, () => '已下架并发布公告'),
    tell(theFollowers, ticket => `暂停服务。${known.of(ticket).instead ?? ''}`),
  ],
});

/** Recorded by mistake, or settled before the service went offline. */
const dismiss = act({
  act: 'dismiss',
  label: '不再需要下架',
  place: 'beside',
  clause: 'J-11b',
  by: [...applicants, operator, manager],
  from: ['reported'],
  to: 'dismissed',
  cancels: ['execute'],
  fields: { reason: longtext('理由', { required: true, max: 1000 }) },
  run: change => {
    change.unmark('urgent');
    change.end();
  },
  tells: [
    tell(theManager, () => '不再需要，没有下架'),
    tell(theOperator, () => '不再需要，没有下架'),
    ...tellApplicant(() => '不再需要，没有下架'),
  ],
});

const isFiled = (ticket: Ticket): boolean => known.of(ticket).writtenAt !== undefined;

/** Closed after the written filing; a service that is already back, or is being verified, goes its way (A19). */
const fileWritten = act({
  act: 'fileWritten',
  label: '书面报备',
  clause: 'J-11b',
  by: applicants,
  from: ['offline', 'verifying', 'restored'],
  meets: ['filing'],
  unless: ticket => (isFiled(ticket) ? '已经书面报备' : undefined),
  fields: pick(known.fields, 'filing', 'account', 'signedBy', 'signedOn', 'documentNo'),
  check: (_ticket, input, context) => signatureErrors(input, context),
  says: 'account',
  run: (change, input) => {
    const { ticket } = change;
    known.note(change, { writtenAt: change.now, ...signatureOf(input, change.context) });
    if (ticket.state === 'verifying') return;
    change.to(ticket.state === 'restored' ? 'reopened' : 'closed');
    change.end();
  },
  tells: [
    tell(theManager, () => '已书面报备，请查看'),
    tell(theOperator, () => '已书面报备'),
    tell(theOtherLocals, () => '已书面报备'),
  ],
});

/** The designed way back: the unit reports that the cause is gone, the operator verifies. */
const requestReopening = act({
  act: 'requestReopening',
  label: '问题已解决，申请恢复',
  place: 'beside',
  clause: 'G-3.3.3c',
  by: applicants,
  from: ['offline', 'closed'],
  to: 'verifying',
  unless: (_ticket, context) => withdrawnAlready(context),
  fields: pick(known.fields, 'cause', 'fix'),
  says: 'fix',
  run: change => {
    change.ticket.endsAt = null;
    change.hold({ role: 'operator' });
    change.start(limits.verify, { role: 'operator' });
  },
  tells: [tell(theOperator, () => '申请恢复，请验证'), tell(theManager, () => '申请恢复，等待验证')],
});

/** Opened again only with a record of the verification; the written filing is still owed where it is missing. */
const verify = act({
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['verifying'],
  meets: ['review'],
  unless: (_ticket, context) => withdrawnAlready(context),
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    known.note(change, { reopenedAt: change.now });
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
        isFiled(ticket) ? '已验证通过，恢复服务' : `已验证通过，恢复服务；还请${byTheDay(ticket)}书面报备`,
      () => '已验证通过，恢复服务',
      [theUnit, theLead],
    ),
    tell(theManager, () => '已验证通过，恢复服务'),
    tell(theOtherLocals, () => '已验证通过，恢复服务'),
    tell(theFollowers, () => '已恢复，可以正常办理了'),
  ],
});

const failVerification = act({
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['verifying'],
  meets: ['review'],
  fields: { problem: longtext('哪里没有通过', { required: true, max: 2000 }) },
  says: 'problem',
  run: change => {
    change.to(isFiled(change.ticket) ? 'closed' : 'offline');
    change.hold(applicantOf(change.ticket));
    if (isFiled(change.ticket)) change.end();
  },
  tells: [...tellApplicant(() => '验证未通过，请继续处理'), tell(theManager, () => '验证未通过，仍为下架')],
});

/** The service has been withdrawn for good by a change: the notice of its being offline for now has had its day. */
const settleWithdrawn = act({
  act: 'settleWithdrawn',
  label: '服务已撤销，结束下架公告',
  clause: 'J-11a',
  by: [operator],
  from: ['verifying', 'closed'],
  unless: (ticket, context) => {
    if (!withdrawnAlready(context)) return '这项服务没有撤销';
    return isFiled(ticket) ? undefined : '请先由接入方书面报备';
  },
  to: 'withdrawn',
  meets: ['review'],
  fields: { text: longtext('说明', { max: 1000 }) },
  run: change => {
    change.withdrawNotice();
    change.end();
  },
  tells: [
    ...tellApplicant(() => '服务已撤销，下架公告已结束'),
    tell(theManager, () => '服务已撤销，下架公告已结束'),
  ],
});

const note = noteProgress({
  clause: 'J-11b',
  by: [...applicants, operator, manager],
  from: ['reported', 'offline', 'verifying', 'restored'],
});

export const emergencyDelisting: Procedure = {
  kind: 'emergency-delisting',
  prefix: PREFIX,
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
  limits: Object.values(limits),
  windows: Object.values(windows),
  opening: opening({
    label: '紧急下架（先登记口头报告）',
    offeredAt: { service: '紧急下架' },
    clause: 'J-11b',
    by: serviceReporters,
    fields: report,
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: openingErrors,
    title: (_input, context) => `紧急下架“${context.service?.name ?? ''}”`,
    run: open,
    tells: [
      tell(theManager, ticket => `已口头报告，${spokenTime(known.of(ticket).oralAt ?? '')}，即将下架`),
      tell(theOperator, () => '已口头报告，请立即下架并发布公告'),
      ...tellApplicant(() => '已登记口头报告，即将下架', undefined, [theUnit, theLead]),
      tell(theOtherLocals, () => '已登记口头报告，即将下架'),
    ],
  }),
  facts: known,
  acts: [delist, dismiss, fileWritten, requestReopening, verify, failVerification, settleWithdrawn, note],
};
