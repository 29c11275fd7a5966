import {
  facts,
  needs,
  text,
  longtext,
  number,
  bool,
  date,
  datetime,
  select,
  choices,
  files,
} from '../../engine';
import { verification } from '../common/staff-ticket/forms';
import { kindsOfChange } from './versions';

const conclusions = [
  { value: 'passed', label: '通过' },
  { value: 'failed', label: '未通过' },
] as const;

/** What a release knows, in the order in which its page shows it. */
export const known = facts({
  version: text('版本号（如 1.4.2）', { required: true, max: 20 }),
  changes: choices('改动类型', (_ticket, context) => kindsOfChange(context.ruleSet), { required: true }),
  scope: longtext('改动内容和影响范围', { required: true, max: 4000 }),
  plannedOn: date('计划发布日期', { required: true }),
  rollbackPlan: longtext('回退方案', { required: true, max: 2000 }),
  testResult: select('测试结论', conclusions, { required: true }),
  tester: text('测试人', { required: true, max: 30 }),
  testRecord: longtext('测试情况', { required: true, max: 4000 }),
  hash: text('代码版本标识', { required: true, max: 64 }),
  testReport: files('测试报告'),
  percent: number('发布给百分之几的用户（只能增加）', { required: true, min: 1, max: 99 }),
  ...verification(),
  rollbackReason: longtext('回退理由', { required: true, max: 2000 }),
  filedIn: text('报备编号', { required: true, max: 40 }),
  majorReason: text('属于重大变更'),
  testedAt: datetime('测试通过'),
  approvedAt: datetime('管理方同意'),
  submittedAt: datetime('提交平台审核'),
  publishedAt: datetime('开始发布'),
  rolledBackAt: datetime('回退时间'),
});

/** What it notes for itself: whether it is major, what was approved, and where it goes on after the consent. */
export const inner = facts({
  major: bool('按重大变更办理'),
  approvedHash: text('同意时的代码版本标识'),
  approvedDay: date('同意时的计划发布日期'),
  resume: text('同意后回到'),
});

/** Under which a version is found whose publishing has begun: the register of versions (G-3.3.1b). */
export const PUBLISHED = 'version';
/** A release of minor changes that waits for the monthly filing (G-3.3.4c). */
export const UNFILED = 'unfiled';

/** A version is always newer than those before it, so that the newest entries are enough. */
const MOST_VERSIONS = 100;

export const needed = needs(async lookup => ({
  versions: (await lookup.tickets(PUBLISHED, { most: MOST_VERSIONS })).map(ticket => ({
    no: ticket.no,
    version: known.of(ticket).version ?? '',
  })),
}));
