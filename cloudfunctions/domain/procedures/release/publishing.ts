import type { ActDefinition, Context } from '../../engine';
import { civilDateOf } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { operator, platform } from '../common/staff-ticket/parties';
import { called, fact, tell, theManager } from '../common/staff-ticket/words';
import { isMajor, plan, plannedDay, plannedWords } from './planning';
import { isNewer, newestOf, whyFrozen } from './versions';

/** From the platform's review to the end: grey in rising steps, full, verified, rolled back, filed (G-3.3.4a, G-3.3.4c). */

export const submitReview: ActDefinition = {
  act: 'submitReview',
  label: '提交平台审核',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['ready'],
  to: 'reviewing',
  run: change => change.note('submittedAt', change.now),
};

export const reviewPassed: ActDefinition = {
  act: 'reviewPassed',
  label: '平台审核通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['reviewing'],
  to: 'passed',
};

export const reviewRejected: ActDefinition = {
  act: 'reviewRejected',
  label: '平台审核未通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['reviewing'],
  cancels: ['execute'],
  fields: [
    { name: 'reason', label: '平台给出的原因', type: 'longtext', required: true, max: 1000, passing: true },
  ],
  run: plan,
};

/** Nothing is published before its planned day, around holidays, or when a newer version is out already. */
const whyNotPublished = (ticket: Ticket, context: Context): string | undefined => {
  const newest = newestOf(context.versions, ticket.no);
  if (newest && !isNewer(fact(ticket, 'version') ?? '', newest))
    return `版本 ${newest} 已经发布，这个版本号要更高，请取消后重新计划`;
  const today = civilDateOf(context.now);
  return ticket.state === 'passed' && today < plannedDay(ticket)
    ? `${plannedWords(ticket)}，还没有到日期；要提前发布，请先改期并写明理由`
    : whyFrozen(context.calendar, today);
};

const percentOf = (ticket: Ticket): number => Number(ticket.work?.values['percent'] ?? 0);

export const grey: ActDefinition = {
  act: 'grey',
  label: '灰度发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['passed', 'grey'],
  unless: whyNotPublished,
  fields: [
    {
      name: 'percent',
      label: '发布给百分之几的用户（只能增加）',
      type: 'number',
      required: true,
      min: 1,
      max: 99,
    },
  ],
  check: (ticket, input) =>
    Number(input['percent']) > percentOf(ticket)
      ? undefined
      : { percent: `灰度比例只能增加，现在是 ${percentOf(ticket)}%` },
  run: (change, input) => {
    const line = change.ticket.timeline.at(-1);
    if (line) line.label = `灰度发布 ${Number(input['percent'])}%`;
    if (change.ticket.state === 'passed') change.note('publishedAt', change.now);
    change.to('grey');
  },
};

export const publish: ActDefinition = {
  act: 'publish',
  label: '全量发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['passed', 'grey'],
  awaited: true,
  unless: whyNotPublished,
  meets: ['execute'],
  run: change => {
    if (change.ticket.state === 'passed') change.note('publishedAt', change.now);
    change.note('percent', 100);
    change.to('published');
    change.start('release.verify', { role: 'operator' });
    change.count('released');
  },
  tells: [tell(theManager, ticket => `${called(ticket)} 已全量发布：${ticket.title}`)],
};

export const verify: ActDefinition = {
  act: 'verify',
  label: '发布后验证通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['published'],
  to: 'verified',
  meets: ['fix'],
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
  run: change => change.end(),
  tells: [tell(theManager, ticket => `${called(ticket)} 发布后已验证通过`)],
};

/** Back at any time after publishing has begun, also in holidays and when it was verified long ago. */
export const rollback: ActDefinition = {
  act: 'rollback',
  label: '回退',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['grey', 'published', 'verified', 'filed'],
  unless: ticket => (fact(ticket, 'rolledBackAt') ? '已经回退' : undefined),
  to: 'rolled-back',
  cancels: ['execute', 'fix'],
  fields: [{ name: 'rollbackReason', label: '回退理由', type: 'longtext', required: true, max: 2000 }],
  says: 'rollbackReason',
  run: change => {
    change.note('rolledBackAt', change.now);
    change.end();
    change.count('rolled-back');
  },
  tells: [tell(theManager, ticket => `${called(ticket)} 已回退，请查看理由：${ticket.title}`)],
};

/** Done by the monthly filing that lists it, once that has been handed in. */
export const markFiled: ActDefinition = {
  act: 'markFiled',
  label: '已列入月度报备',
  clause: 'G-3.3.4c',
  by: [platform],
  from: ['verified', 'rolled-back'],
  unless: ticket => (isMajor(ticket) ? '重大变更由管理方审批，不列入月度报备' : undefined),
  to: 'filed',
  fields: [{ name: 'filedIn', label: '报备编号', type: 'text', required: true, max: 40 }],
  says: 'filedIn',
};
