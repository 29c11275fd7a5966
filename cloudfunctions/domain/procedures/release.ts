import type { ActDefinition, Change, Context, FieldSpec, Input, Procedure } from '../procedure';
import { civilDateOf } from '../time';
import { tag } from '../ticket/scope';
import type { Ticket } from '../ticket/ticket';
import { manager, operator, platform } from './staff-procedure/parties';
import { called, fact, tell, theManager, theOperator } from './staff-procedure/words';
import {
  isNewer,
  isVersion,
  kindsOfChange,
  majorKinds,
  newestOf,
  whyFrozen,
} from './staff-procedure/versions';

/**
 * 版本发布, G-3.3.1b, G-3.3.4: plan, test record, the manager's approval of major changes (A12), the platform's
 * review, grey release in rising steps, full, verified or rolled back. Nothing is published around holidays, but
 * rolled back at any time. Minor releases gather for the monthly filing (release-filing.ts).
 */

export const isMajor = (ticket: Ticket): boolean => ticket.work?.values['major'] === true;

const chosenKinds = (ticket: Ticket): string[] => {
  const value = ticket.work?.values['changes'];
  return Array.isArray(value) ? value : [];
};

/** `登录方式、问题修复`. */
const kindsInWords = (kinds: readonly string[], context: Pick<Context, 'ruleSet'>): string => {
  const known = kindsOfChange(context.ruleSet);
  return kinds.map(kind => known.find(({ value }) => value === kind)?.label ?? kind).join('、');
};

const planFields: readonly FieldSpec[] = [
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
  { name: 'plannedOn', label: '计划发布日期', type: 'date', required: true },
  { name: 'rollbackPlan', label: '回退方案', type: 'longtext', required: true, max: 2000 },
];

const checkPlan = (input: Input, context: Context, no?: string): Record<string, string> => {
  const problems: Record<string, string> = {};
  const version = String(input['version']);
  const newest = newestOf(context.versions, no);
  if (!isVersion(version)) problems['version'] = '版本号写作三个数字，如 1.4.2';
  else if (newest && !isNewer(version, newest)) problems['version'] = `版本号要高于已发布的 ${newest}`;
  const known = kindsOfChange(context.ruleSet).map(({ value }) => value);
  const chosen = input['changes'] as string[];
  if (chosen.length === 0 || chosen.some(kind => !known.includes(kind)))
    problems['changes'] = '请从列出的改动类型中选择';
  const plannedOn = String(input['plannedOn']);
  const frozen = whyFrozen(context.calendar, plannedOn);
  if (plannedOn < civilDateOf(context.now)) problems['plannedOn'] = '计划发布日期不能早于今天';
  else if (frozen) problems['plannedOn'] = frozen;
  return problems;
};

/** What is major follows from the kinds; whoever releases can add to it and take nothing away (A12). */
const settleMajor = (change: Change, wasMajor: boolean): void => {
  const kinds = majorKinds(chosenKinds(change.ticket), change.context.ruleSet);
  change.note('major', wasMajor || kinds.length > 0);
  if (kinds.length > 0) change.note('majorReason', kindsInWords(kinds, change.context));
};

const plan = (change: Change): void => {
  change.to('planned');
  change.hold({ role: 'operator' });
  change.start('release.test', { role: 'operator' });
};

/** On to the manager when a major change is not approved yet, else to where it was. */
const goOn = (change: Change, to: string): void => {
  const { ticket } = change;
  if (isMajor(ticket) && !fact(ticket, 'approvedAt')) {
    change.note('resume', to);
    change.to('approving');
    change.hold({ role: 'manager' });
    change.start('release.decide', { role: 'manager' });
    change.tell({ to: 'manager' }, `${called(ticket)} 是重大变更，请审批：${ticket.title}`, 'approve');
    return;
  }
  change.to(to);
  change.hold({ role: 'operator' });
  change.start('release.publish', { role: 'operator' });
};

const beforePublishing = ['planned', 'approving', 'ready', 'reviewing', 'passed'];

const revise: ActDefinition = {
  act: 'revise',
  label: '修改计划',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['planned'],
  fields: planFields,
  says: 'scope',
  check: (ticket, input, context) => checkPlan(input, context, ticket.no),
  run: (change, input) => {
    settleMajor(change, isMajor(change.ticket));
    // What was approved was the other plan.
    change.note('approvedAt', undefined);
    change.ticket.title = titleOf(input);
  },
};

const recordTest: ActDefinition = {
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

const raise: ActDefinition = {
  act: 'raise',
  label: '列为重大变更',
  clause: 'A12',
  by: [operator, manager],
  from: ['planned', 'ready', 'reviewing', 'passed'],
  unless: ticket => (isMajor(ticket) ? '已经是重大变更' : undefined),
  fields: [{ name: 'majorReason', label: '理由', type: 'longtext', required: true, max: 500 }],
  says: 'majorReason',
  run: change => {
    change.note('major', true);
    if (change.ticket.state === 'planned') return;
    change.cancel(['execute']);
    goOn(change, change.ticket.state);
  },
  tells: [tell(theOperator, ticket => `${called(ticket)} 已列为重大变更，须管理方同意后才能发布`)],
};

/** A major change is carried out only after the manager has agreed (G-3.3.4b). */
const approve: ActDefinition = {
  act: 'approve',
  label: '同意发布',
  clause: 'G-3.3.4b',
  by: [manager],
  from: ['approving'],
  fields: [{ name: 'text', label: '意见', type: 'longtext', max: 1000, passing: true }],
  meets: ['review'],
  run: change => {
    change.note('approvedAt', change.now);
    goOn(change, fact(change.ticket, 'resume') ?? 'ready');
    change.note('resume', undefined);
  },
  tells: [tell(theOperator, ticket => `${called(ticket)} 管理方已同意，可以继续发布`)],
};

const refuse: ActDefinition = {
  act: 'refuse',
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

const submitReview: ActDefinition = {
  act: 'submitReview',
  label: '提交平台审核',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['ready'],
  to: 'reviewing',
  run: change => change.note('submittedAt', change.now),
};

const reviewPassed: ActDefinition = {
  act: 'reviewPassed',
  label: '平台审核通过',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['reviewing'],
  to: 'passed',
};

const reviewRejected: ActDefinition = {
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

/** Nothing is published around holidays, or when a newer version is out already. */
const whyNotPublished = (ticket: Ticket, context: Context): string | undefined => {
  const newest = newestOf(context.versions, ticket.no);
  return newest && !isNewer(fact(ticket, 'version') ?? '', newest)
    ? `版本 ${newest} 已经发布，这个版本号要更高，请取消后重新计划`
    : whyFrozen(context.calendar, civilDateOf(context.now));
};

const percentOf = (ticket: Ticket): number => Number(ticket.work?.values['percent'] ?? 0);

const grey: ActDefinition = {
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
    change.say(`灰度 ${Number(input['percent'])}%`);
    if (change.ticket.state === 'passed') change.note('publishedAt', change.now);
    change.to('grey');
  },
};

const publish: ActDefinition = {
  act: 'publish',
  label: '全量发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: ['passed', 'grey'],
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

const verify: ActDefinition = {
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
const rollback: ActDefinition = {
  act: 'rollback',
  label: '回退',
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

const cancel: ActDefinition = {
  act: 'cancel',
  label: '取消发布',
  clause: 'G-3.3.4a',
  by: [operator],
  from: beforePublishing,
  to: 'cancelled',
  cancels: ['execute', 'review'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 500, passing: true }],
  run: change => change.end(),
  tells: [tell(theManager, ticket => `${called(ticket)} 已取消发布`)],
};

/** Done by the monthly filing that lists it, once that has been handed in. */
const markFiled: ActDefinition = {
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

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  clause: 'G-3.3.1b',
  by: [operator, manager],
  from: [...beforePublishing, 'grey', 'published'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

const titleOf = (input: Input): string => `版本 ${String(input['version'])}`;

const tagsOf = (ticket: Ticket): string[] => [
  ...(!isMajor(ticket) && ['verified', 'rolled-back'].includes(ticket.state) ? [tag.unfiled] : []),
  ...(fact(ticket, 'publishedAt') ? [tag.version] : []),
];

/** How a release stands in the monthly filing: `版本 1.4.2（2026-10-12 发布，已验证）：问题修复。修复了…`. */
export const filingLine = (ticket: Ticket, context: Pick<Context, 'ruleSet'>): string => {
  const published = (fact(ticket, 'publishedAt') ?? ticket.createdAt).slice(0, 10);
  const outcome = fact(ticket, 'rolledBackAt') ? '已回退' : '已验证';
  return `${ticket.title}（${published} 发布，${outcome}）：${kindsInWords(chosenKinds(ticket), context)}。${fact(ticket, 'scope') ?? ''}`;
};

export const release: Procedure = {
  kind: 'release',
  label: '版本发布',
  clauses: ['G-3.3.1b', 'G-3.3.4a', 'G-3.3.4b', 'G-3.3.4c', 'A12'],
  states: {
    planned: { label: '已计划，待测试' },
    approving: { label: '待管理方同意' },
    ready: { label: '可提交平台审核' },
    reviewing: { label: '平台审核中' },
    passed: { label: '平台审核通过，待发布' },
    grey: { label: '灰度发布中' },
    published: { label: '已全量发布，待验证' },
    verified: { label: '已验证', ended: true },
    'rolled-back': { label: '已回退', ended: true },
    filed: { label: '已报备', ended: true },
    cancelled: { label: '已取消', ended: true },
  },
  needs: ['versions'],
  tags: tagsOf,
  opening: {
    label: '计划发布版本',
    clause: 'G-3.3.4a',
    by: ['operator', 'operator-lead'],
    fields: [...planFields, { name: 'major', label: '按重大变更办理', type: 'bool' }],
    check: (input, context) => checkPlan(input, context),
    title: titleOf,
    run: (change, input) => {
      settleMajor(change, input['major'] === true);
      plan(change);
    },
    tells: [
      tell(theManager, (ticket, context) => {
        const kinds = kindsInWords(chosenKinds(ticket), context);
        return `${called(ticket)} 已列入计划：${ticket.title}，${kinds}${isMajor(ticket) ? '，属于重大变更，测试后请您审批' : ''}`;
      }),
    ],
  },
  facts: [
    { name: 'testedAt', label: '测试通过', type: 'datetime' },
    { name: 'approvedAt', label: '管理方同意', type: 'datetime' },
    { name: 'submittedAt', label: '提交平台审核', type: 'datetime' },
    { name: 'publishedAt', label: '开始发布', type: 'datetime' },
    { name: 'rolledBackAt', label: '回退时间', type: 'datetime' },
  ],
  acts: [
    recordTest,
    revise,
    approve,
    refuse,
    submitReview,
    reviewPassed,
    reviewRejected,
    grey,
    publish,
    verify,
    rollback,
    raise,
    note,
    cancel,
    markFiled,
  ],
};
