import type { Clock } from '../../deadline';
import {
  correcting,
  type ActDefinition,
  type Change,
  type Context,
  type FieldSpec,
  type Input,
} from '../../engine';
import { spokenDay } from '../../time/spoken';
import { civilDateOf, type CivilDate } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { manager, operator } from '../common/staff-ticket/parties';
import { called, fact, tell, theManager, theOperator } from '../common/staff-ticket/words';
import { isNewer, isVersion, kindsOfChange, majorKinds, newestOf, whyFrozen } from './versions';

/** From the plan to the consent: what is planned and tested, what is major, the manager's approval (G-3.3.4a, G-3.3.4b, A12). */

export const isMajor = (ticket: Ticket): boolean => ticket.work?.values['major'] === true;

export const chosenKinds = (ticket: Ticket): string[] => {
  const value = ticket.work?.values['changes'];
  return Array.isArray(value) ? [...new Set(value)] : [];
};

/** `登录方式、问题修复`. */
export const kindsInWords = (kinds: readonly string[], context: Pick<Context, 'ruleSet'>): string => {
  const known = kindsOfChange(context.ruleSet);
  return kinds.map(kind => known.find(({ value }) => value === kind)?.label ?? kind).join('、');
};

export const plannedDay = (ticket: Ticket): CivilDate => fact(ticket, 'plannedOn') ?? '';

/** `计划 2026 年 10 月 12 日 周一发布`. */
export const plannedWords = (ticket: Ticket): string => `计划 ${spokenDay(plannedDay(ticket))}发布`;

const plannedOn: FieldSpec = { name: 'plannedOn', label: '计划发布日期', type: 'date', required: true };

export const planFields: readonly FieldSpec[] = [
  { name: 'version', label: '版本号（如 1.4.2）', type: 'text', required: true, max: 20 },
  {
    name: 'changes',
    label: '改动类型',
    type: 'select',
    required: true,
    many: true,
    optionsFor: (_ticket, context) => kindsOfChange(context.ruleSet),
  },
  { name: 'scope', label: '改动内容和影响范围', type: 'longtext', required: true, max: 4000 },
  plannedOn,
  { name: 'rollbackPlan', label: '回退方案', type: 'longtext', required: true, max: 2000 },
];

export const checkPlan = (input: Input, context: Context, no?: string): Record<string, string> => {
  const problems: Record<string, string> = {};
  const version = String(input['version']);
  const newest = newestOf(context.versions, no);
  if (!isVersion(version)) problems['version'] = '版本号写作三个数字，如 1.4.2';
  else if (newest && !isNewer(version, newest)) problems['version'] = `版本号要高于已发布的 ${newest}`;
  const known = kindsOfChange(context.ruleSet).map(({ value }) => value);
  const chosen = input['changes'] as string[];
  if (chosen.length === 0 || chosen.some(kind => !known.includes(kind)))
    problems['changes'] = '请从列出的改动类型中选择';
  return { ...problems, ...checkDay(input, context) };
};

const checkDay = (input: Input, { calendar, now }: Context): Record<string, string> => {
  const day = String(input['plannedOn']);
  const problem = day < civilDateOf(now) ? '计划发布日期不能早于今天' : whyFrozen(calendar, day);
  return problem ? { plannedOn: problem } : {};
};

/** Read behind the words 属于重大变更. */
const needsApproval = (why: string): string => `${why.trim().replace(/[。.]$/, '')}，须由管理方批准`;

/** What is major follows from the kinds; whoever releases can add to it and take nothing away (A12). */
export const settleMajor = (change: Change, wasMajor: boolean): void => {
  const { ticket, context } = change;
  const kinds = majorKinds(chosenKinds(ticket), context.ruleSet);
  change.note('major', wasMajor || kinds.length > 0);
  if (kinds.length > 0) change.note('majorReason', needsApproval(`涉及${kindsInWords(kinds, context)}`));
  else if (wasMajor && !fact(ticket, 'majorReason'))
    change.note('majorReason', needsApproval('由运营方按重大变更办理'));
};

/** A limit of the operator ends on the planned day where that lies later: nothing is published before it. */
const followPlan = (change: Change, clock: Clock | undefined): void => {
  const planned = plannedDay(change.ticket);
  if (clock?.date && planned > clock.date) change.move(clock, planned, '按计划发布日期');
};

export const plan = (change: Change): void => {
  change.to('planned');
  change.hold({ role: 'operator' });
  followPlan(change, change.start('release.test', { role: 'operator' }));
};

/** Approved is the code that was tested then, for the day that was planned then: another is approved anew (G-3.3.4b). */
const isApproved = (ticket: Ticket): boolean =>
  fact(ticket, 'approvedAt') !== undefined &&
  fact(ticket, 'approvedHash') === fact(ticket, 'hash') &&
  fact(ticket, 'approvedDay') === plannedDay(ticket);

/** On to the manager when a major change is not approved yet, else to where it was. */
const goOn = (change: Change, to: string): void => {
  const { ticket } = change;
  if (isMajor(ticket) && !isApproved(ticket)) {
    change.note('approvedAt', undefined);
    change.note('resume', to);
    change.to('approving');
    change.hold({ role: 'manager' });
    change.start('release.decide', { role: 'manager' });
    change.tell({ to: 'manager' }, `${called(ticket)} 是重大变更，请审批：${ticket.title}`, 'approve');
    return;
  }
  change.to(to);
  change.hold({ role: 'operator' });
  followPlan(change, change.start('release.publish', { role: 'operator' }));
};

export const titleOf = (input: Input): string => `版本 ${String(input['version'])}`;

export const beforePublishing = ['planned', 'approving', 'ready', 'reviewing', 'passed'];

export const revise: ActDefinition = {
  act: 'revise',
  label: '修改计划',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['planned'],
  fields: [
    ...correcting(planFields),
    { name: 'reason', label: '修改的理由', type: 'longtext', required: true, max: 500, passing: true },
  ],
  says: 'reason',
  check: (ticket, input, context) => checkPlan(input, context, ticket.no),
  run: (change, input) => {
    settleMajor(change, isMajor(change.ticket));
    // What was approved was the other plan.
    change.note('approvedAt', undefined);
    change.ticket.title = titleOf(input);
    followPlan(change, change.running('execute'));
  },
  tells: [
    tell(
      theManager,
      ticket => `${called(ticket)} 修改了计划：${ticket.title}，${plannedWords(ticket)}，请查看理由`,
    ),
  ],
};

/** Another day needs a reason; the consent to a major change was for the day before and is asked for anew. */
export const replan: ActDefinition = {
  act: 'replan',
  label: '改期',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['approving', 'ready', 'reviewing', 'passed'],
  fields: [
    { ...plannedOn, label: '新的计划发布日期' },
    { name: 'reason', label: '改期的理由', type: 'longtext', required: true, max: 500, passing: true },
  ],
  check: (ticket, input, context) =>
    input['plannedOn'] === plannedDay(ticket)
      ? { plannedOn: '与现在的计划是同一天' }
      : checkDay(input, context),
  run: change => {
    const { state, timeline } = change.ticket;
    const line = timeline.at(-1);
    if (line) line.label = `改期，${plannedWords(change.ticket)}`;
    if (state === 'approving') return;
    change.cancel(['execute']);
    goOn(change, state);
  },
  tells: [tell(theManager, ticket => `${called(ticket)} 改期：${plannedWords(ticket)}，请查看理由`)],
};

export const recordTest: ActDefinition = {
  act: 'recordTest',
  label: '登记测试结果',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['planned'],
  fields: [
    {
      name: 'testResult',
      label: '测试结论',
      type: 'select',
      required: true,
      options: [
        { value: 'passed', label: '通过' },
        { value: 'failed', label: '未通过' },
      ],
    },
    { name: 'tester', label: '测试人', type: 'text', required: true, max: 30 },
    { name: 'testRecord', label: '测试情况', type: 'longtext', required: true, max: 4000 },
    { name: 'hash', label: '代码版本标识', type: 'text', required: true, max: 64 },
    { name: 'testReport', label: '测试报告', type: 'files' },
  ],
  says: 'testRecord',
  run: (change, input) => {
    if (input['testResult'] !== 'passed') return;
    change.meet(['execute']);
    change.note('testedAt', change.now);
    goOn(change, 'ready');
  },
};

export const raise: ActDefinition = {
  act: 'raise',
  label: '列为重大变更',
  place: 'beside',
  clause: 'A12',
  by: [operator, manager],
  from: ['planned', 'ready', 'reviewing', 'passed'],
  unless: ticket => (isMajor(ticket) ? '已经是重大变更' : undefined),
  fields: [
    {
      name: 'majorReason',
      label: '为什么是重大变更',
      type: 'longtext',
      required: true,
      max: 500,
      passing: true,
    },
  ],
  says: 'majorReason',
  run: (change, input) => {
    change.note('major', true);
    change.note('majorReason', needsApproval(String(input['majorReason'])));
    if (change.ticket.state === 'planned') return;
    change.cancel(['execute']);
    goOn(change, change.ticket.state);
  },
  tells: [tell(theOperator, ticket => `${called(ticket)} 已列为重大变更，须管理方同意后才能发布`)],
};

/** A major change is carried out only after the manager has agreed (G-3.3.4b). */
export const approve: ActDefinition = {
  act: 'approve',
  label: '同意发布',
  clause: 'G-3.3.4b',
  by: [manager],
  from: ['approving'],
  fields: [{ name: 'text', label: '意见', type: 'longtext', max: 1000, passing: true }],
  meets: ['review'],
  run: change => {
    change.note('approvedAt', change.now);
    change.note('approvedHash', fact(change.ticket, 'hash'));
    change.note('approvedDay', plannedDay(change.ticket));
    goOn(change, fact(change.ticket, 'resume') ?? 'ready');
    change.note('resume', undefined);
  },
  tells: [tell(theOperator, ticket => `${called(ticket)} 管理方已同意，可以继续发布`)],
};

export const reject: ActDefinition = {
  act: 'reject',
  label: '不同意',
  clause: 'G-3.3.4b',
  by: [manager],
  from: ['approving'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 1000, passing: true }],
  meets: ['review'],
  run: change => {
    change.note('resume', undefined);
    plan(change);
  },
  tells: [tell(theOperator, ticket => `${called(ticket)} 管理方不同意，请按意见修改计划或者取消`)],
};

export const cancel: ActDefinition = {
  act: 'cancel',
  label: '取消发布',
  place: 'beside',
  clause: 'G-3.3.4a',
  by: [operator],
  from: beforePublishing,
  to: 'cancelled',
  cancels: ['execute', 'review'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 500, passing: true }],
  run: change => change.end(),
  tells: [tell(theManager, ticket => `${called(ticket)} 已取消发布`)],
};
