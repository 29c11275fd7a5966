import { act, longtext, pick, type Context } from '../../engine';
import { civilDateOf } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';
import { isMajor, plan, plannedDay, plannedWords } from './planning';
import { isNewer, newestOf, whyFrozen } from './versions';
import { known, needed } from './known';
import { limits } from './limits';

/** From the platform's review to the end: grey in rising steps, full, verified, rolled back, filed (G-3.3.4a, G-3.3.4c). */

export const submitReview = act({
  act: 'submitReview',
  label: '提交平台审核',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['ready'],
  to: 'reviewing',
  run: change => known.note(change, { submittedAt: change.now }),
});

export const reviewPassed = act({
  act: 'reviewPassed',
  label: '平台审核通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['reviewing'],
  to: 'passed',
});

export const reviewRejected = act({
  act: 'reviewRejected',
  label: '平台审核未通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['reviewing'],
  cancels: ['execute'],
  fields: { reason: longtext('平台给出的原因', { required: true, max: 1000 }) },
  run: plan,
});

/** Nothing is published before its planned day, around holidays, or when a newer version is out already. */
const whyNotPublished = (ticket: Ticket, context: Context): string | undefined => {
  const newest = newestOf(needed.of(context)?.versions, ticket.no);
  if (newest && !isNewer(known.of(ticket).version ?? '', newest))
    return `版本 ${newest} 已经发布，这个版本号要更高，请取消后重新计划`;
  const today = civilDateOf(context.now);
  return ticket.state === 'passed' && today < plannedDay(ticket)
    ? `${plannedWords(ticket)}，还没有到日期；要提前发布，请先改期并写明理由`
    : whyFrozen(context.calendar, today);
};

const percentOf = (ticket: Ticket): number => known.of(ticket).percent ?? 0;

export const grey = act({
  act: 'grey',
  label: '灰度发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['passed', 'grey'],
  unless: whyNotPublished,
  fields: pick(known.fields, 'percent'),
  check: (ticket, input) =>
    input.percent > percentOf(ticket)
      ? undefined
      : { percent: `灰度比例只能增加，现在是 ${percentOf(ticket)}%` },
  run: (change, input) => {
    const line = change.ticket.timeline.at(-1);
    if (line) line.label = `灰度发布 ${input.percent}%`;
    if (change.ticket.state === 'passed') known.note(change, { publishedAt: change.now });
    change.to('grey');
  },
});

export const publish = act({
  act: 'publish',
  label: '全量发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['passed', 'grey'],
  awaited: true,
  unless: whyNotPublished,
  meets: ['execute'],
  run: change => {
    if (change.ticket.state === 'passed') known.note(change, { publishedAt: change.now });
    known.note(change, { percent: 100 });
    change.to('published');
    change.start(limits.verify, { role: 'operator' });
    change.count('released');
  },
  tells: [tell(theManager, () => '已全量发布')],
});

export const verify = act({
  act: 'verify',
  label: '发布后验证通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['published'],
  to: 'verified',
  meets: ['fix'],
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  run: change => change.end(),
  tells: [tell(theManager, () => '发布后已验证通过')],
});

/** Back at any time after publishing has begun, also in holidays and when it was verified long ago. */
export const rollback = act({
  act: 'rollback',
  label: '回退',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['grey', 'published', 'verified', 'filed'],
  unless: ticket => (known.of(ticket).rolledBackAt ? '已经回退' : undefined),
  to: 'rolled-back',
  cancels: ['execute', 'fix'],
  fields: pick(known.fields, 'rollbackReason'),
  says: 'rollbackReason',
  run: change => {
    known.note(change, { rolledBackAt: change.now });
    change.end();
    change.count('rolled-back');
  },
  tells: [tell(theManager, () => '已回退，请查看理由')],
});

/** Done by the monthly filing that lists it, once that has been handed in. */
export const markFiled = act({
  act: 'markFiled',
  label: '已列入月度报备',
  clause: 'G-3.3.4c',
  by: [platform],
  from: ['verified', 'rolled-back'],
  unless: ticket => (isMajor(ticket) ? '重大变更由管理方审批，不列入月度报备' : undefined),
  to: 'filed',
  fields: pick(known.fields, 'filedIn'),
  says: 'filedIn',
});
