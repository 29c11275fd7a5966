import type { Clock } from '../../deadline';
import {
  act,
  longtext,
  pick,
  correcting,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
} from '../../engine';
import { spokenDay } from '../../time/spoken';
import { civilDateOf, type CivilDate } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { isNewer, isVersion, kindsOfChange, majorKinds, newestOf, whyFrozen } from './versions';
import { inner, known, needed } from './known';
import { limits } from './limits';

/** From the plan to the consent: what is planned and tested, what is major, the manager's approval (G-3.3.4a, G-3.3.4b, A12). */

export const isMajor = (ticket: Ticket): boolean => inner.of(ticket).major === true;

export const chosenKinds = (ticket: Ticket): string[] => [...new Set(known.of(ticket).changes)];

/** `登录方式、问题修复`. */
export const kindsInWords = (kinds: readonly string[], context: Pick<Context, 'ruleSet'>): string => {
  const all = kindsOfChange(context.ruleSet);
  return kinds.map(kind => all.find(({ value }) => value === kind)?.label ?? kind).join('、');
};

export const plannedDay = (ticket: Ticket): CivilDate => known.of(ticket).plannedOn ?? '';

/** `计划 2026 年 10 月 12 日 周一发布`. */
export const plannedWords = (ticket: Ticket): string => `计划 ${spokenDay(plannedDay(ticket))}发布`;

export const planForm = pick(known.fields, 'version', 'changes', 'scope', 'plannedOn', 'rollbackPlan');
type Plan = InputOf<typeof planForm>;

export const checkPlan = (
  { version, changes, plannedOn }: Plan,
  context: Context,
  no?: string,
): FieldErrors => {
  const problems: FieldErrors = {};
  const newest = newestOf(needed.of(context)?.versions, no);
  if (!isVersion(version)) problems['version'] = '版本号写作三个数字，如 1.4.2';
  else if (newest && !isNewer(version, newest)) problems['version'] = `版本号要高于已发布的 ${newest}`;
  const kinds = kindsOfChange(context.ruleSet).map(({ value }) => value);
  if (changes.some(kind => !kinds.includes(kind))) problems['changes'] = '请从列出的改动类型中选择';
  return { ...problems, ...checkDay(plannedOn, context) };
};

const checkDay = (day: CivilDate, { calendar, now }: Context): FieldErrors => {
  const problem = day < civilDateOf(now) ? '计划发布日期不能早于今天' : whyFrozen(calendar, day);
  return problem ? { plannedOn: problem } : {};
};

/** Read behind the words 属于重大变更. */
const needsApproval = (why: string): string => `${why.trim().replace(/[。.]$/, '')}，须由管理方批准`;

/** What is major follows from the kinds; whoever releases can add to it and take nothing away (A12). */
export const settleMajor = (change: Change, wasMajor: boolean): void => {
  const { ticket, context } = change;
  const kinds = majorKinds(chosenKinds(ticket), context.ruleSet);
  inner.note(change, { major: wasMajor || kinds.length > 0 });
  if (kinds.length > 0)
    known.note(change, { majorReason: needsApproval(`涉及${kindsInWords(kinds, context)}`) });
  else if (wasMajor && !known.of(ticket).majorReason)
    known.note(change, { majorReason: needsApproval('由运营方按重大变更办理') });
};

/** A limit of the operator ends on the planned day where that lies later: nothing is published before it. */
const followPlan = (change: Change, clock: Clock | undefined): void => {
  const planned = plannedDay(change.ticket);
  if (clock?.date && planned > clock.date) change.move(clock, planned, '按计划发布日期');
};

export const plan = (change: Change): void => {
  change.to('planned');
  change.hold({ role: 'operator' });
  followPlan(change, change.start(limits.test, { role: 'operator' }));
};

/** Approved is the code that was tested then, for the day that was planned then: another is approved anew (G-3.3.4b). */
const isApproved = (ticket: Ticket): boolean =>
  known.of(ticket).approvedAt !== undefined &&
  inner.of(ticket).approvedHash === known.of(ticket).hash &&
  inner.of(ticket).approvedDay === plannedDay(ticket);

/** On to the manager when a major change is not approved yet, else to where it was. */
const goOn = (change: Change, to: string): void => {
  const { ticket } = change;
  if (isMajor(ticket) && !isApproved(ticket)) {
    known.note(change, { approvedAt: undefined });
    inner.note(change, { resume: to });
    change.to('approving');
    change.hold({ role: 'manager' });
    change.start(limits.decide, { role: 'manager' });
    change.tell({ to: 'manager' }, '重大变更，请审批', 'approve');
    return;
  }
  change.to(to);
  change.hold({ role: 'operator' });
  followPlan(change, change.start(limits.publish, { role: 'operator' }));
};

export const titleOf = ({ version }: Pick<Plan, 'version'>): string => `版本 ${version}`;

export const beforePublishing = ['planned', 'approving', 'ready', 'reviewing', 'passed'];

export const revise = act({
  act: 'revise',
  label: '修改计划',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['planned'],
  fields: { ...correcting(planForm), reason: longtext('修改的理由', { required: true, max: 500 }) },
  says: 'reason',
  check: (ticket, input, context) => checkPlan(input, context, ticket.no),
  run: (change, input) => {
    settleMajor(change, isMajor(change.ticket));
    // What was approved was the other plan.
    known.note(change, { approvedAt: undefined });
    change.ticket.title = titleOf(input);
    followPlan(change, change.running('execute'));
  },
  tells: [tell(theManager, ticket => `修改了计划，${plannedWords(ticket)}，请查看理由`)],
});

/** Another day needs a reason; the consent to a major change was for the day before and is asked for anew. */
export const replan = act({
  act: 'replan',
  label: '改期',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['approving', 'ready', 'reviewing', 'passed'],
  fields: {
    plannedOn: { ...known.fields.plannedOn, label: '新的计划发布日期' },
    reason: longtext('改期的理由', { required: true, max: 500 }),
  },
  check: (ticket, input, context) =>
    input.plannedOn === plannedDay(ticket)
      ? { plannedOn: '与现在的计划是同一天' }
      : checkDay(input.plannedOn, context),
  run: change => {
    const { state, timeline } = change.ticket;
    const line = timeline.at(-1);
    if (line) line.label = `改期，${plannedWords(change.ticket)}`;
    if (state === 'approving') return;
    change.cancel(['execute']);
    goOn(change, state);
  },
  tells: [tell(theManager, ticket => `改期：${plannedWords(ticket)}，请查看理由`)],
});

export const recordTest = act({
  act: 'recordTest',
  label: '登记测试结果',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['planned'],
  fields: pick(known.fields, 'testResult', 'tester', 'testRecord', 'hash', 'testReport'),
  says: 'testRecord',
  run: (change, input) => {
    if (input.testResult !== 'passed') return;
    change.meet(['execute']);
    known.note(change, { testedAt: change.now });
    goOn(change, 'ready');
  },
});

export const raise = act({
  act: 'raise',
  label: '列为重大变更',
  place: 'beside',
  clause: 'A12',
  by: [operator, manager],
  from: ['planned', 'ready', 'reviewing', 'passed'],
  unless: ticket => (isMajor(ticket) ? '已经是重大变更' : undefined),
  fields: { majorReason: longtext('为什么是重大变更', { required: true, max: 500 }) },
  says: 'majorReason',
  run: (change, input) => {
    inner.note(change, { major: true });
    known.note(change, { majorReason: needsApproval(input.majorReason) });
    if (change.ticket.state === 'planned') return;
    change.cancel(['execute']);
    goOn(change, change.ticket.state);
  },
  tells: [tell(theOperator, () => '已列为重大变更，须管理方同意后才能发布')],
});

/** A major change is carried out only after the manager has agreed (G-3.3.4b). */
export const approve = act({
  act: 'approve',
  label: '同意发布',
  clause: 'G-3.3.4b',
  by: [manager],
  from: ['approving'],
  fields: { text: longtext('意见', { max: 1000 }) },
  meets: ['review'],
  run: change => {
    known.note(change, { approvedAt: change.now });
    inner.note(change, {
      approvedHash: known.of(change.ticket).hash,
      approvedDay: plannedDay(change.ticket),
    });
    goOn(change, inner.of(change.ticket).resume ?? 'ready');
    inner.note(change, { resume: undefined });
  },
  tells: [tell(theOperator, () => '管理方已同意，可以继续发布')],
});

export const reject = act({
  act: 'reject',
  label: '不同意',
  clause: 'G-3.3.4b',
  by: [manager],
  from: ['approving'],
  fields: { reason: longtext('理由', { required: true, max: 1000 }) },
  meets: ['review'],
  run: change => {
    inner.note(change, { resume: undefined });
    plan(change);
  },
  tells: [tell(theOperator, () => '管理方不同意，请按意见修改计划或者取消')],
});

export const cancel = act({
  act: 'cancel',
  label: '取消发布',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: beforePublishing,
  to: 'cancelled',
  cancels: ['execute', 'review'],
  fields: { reason: longtext('理由', { required: true, max: 500 }) },
  run: change => change.end(),
  tells: [tell(theManager, () => '已取消发布')],
});
