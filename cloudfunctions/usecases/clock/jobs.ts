import { civilDateOf } from '../../domain/time';
import { archiveClosed } from '../archive/archive-closed';
import { eraseQueued } from '../account/erase-queued';
import { announceNotices } from '../notices/announce-notices';
import { finishImports } from '../knowledge/imports/apply-imports';
import { refitWhenDue } from '../knowledge/measuring/refit-gate';
import { tallyAsks } from '../knowledge/measuring/tally-asks';
import { tellEditors } from '../knowledge/entries/tell-editors';
import { resealOld } from '../keys/reseal';
import { removeExports } from '../files/stored-exports';
import { BROKEN_OFF_AFTER_MINUTES } from '../files/stored-imports';
import { forgetCalls } from '../hotline/answer-once';
import { fetchFiles } from '../hotline/fetch-files';
import { mergeFiled } from '../hotline/merge-same';
import { sendChanges } from '../hotline/send-changes';
import { trimChanges } from '../hotline/trim-changes';
import { remindOwners } from '../registers/remind-owners';
import { anchorIsDue, checkDaily, mailAnchor } from '../oversight/audit-rounds';
import { buildReports, reportsWait } from '../reports/build-reports';
import { alarmVacancies, vacancyState } from '../services/alarm-vacancies';
import { finishServiceImports } from '../services/move-services';
import { runProbes } from '../services/run-probes';
import { removeDrafts } from '../tickets/at-desk/keep-drafts';
import { startMediaChecks } from '../tickets/check-media';
import { beginRuns, settleRuns } from '../oversight/plans/run-plans';
import { assess } from '../reports/assess';
import { recountTallies } from '../compliance/recount-tallies';
import { compareDataUse } from '../oversight/compare-data-use';
import { countOutcomes } from '../oversight/count-outcomes';
import { watchBursts } from '../oversight/watch-bursts';
import { removeMeters } from '../kernel/meters';
import type { Runtime } from '../kernel/runtime';
import { deliverOutbox } from './outbox/deliver-outbox';
import { followUp, openForTickets } from './follow-up';
import { forgetTexts } from './forget-texts';
import { fromQueue, restIsOver, whenOther, whenStirred, type Due } from './look';
import { openRecurring, periodIsDue } from './open-recurring';
import { sendOuter } from './outbox/send-outer';
import { sweepDeadlines } from './sweep-deadlines';
import { recount } from './recount';
import { reportsAreDue, tellReports } from './tell-reports';
import { alarmCalendar, followCalendar } from './watch-calendar';
import { deskState, watchDesks } from './watch-desks';
import { hourOf, watchRosters } from '../people/watch-rosters';
import type { Work } from './work';

/** One thing that the timer does. It can be run at any time, any number of times. */
export type Job = {
  name: string;
  /** As the manager reads it. */
  label: string;
  /** Seconds after which it begins nothing more in this run; together below the timeout of the function. */
  budget: number;
  /** Whether there may be something to do: one that is not due costs nothing. Without it, in each run. */
  due?: Due;
  /** Answers what it did, by name. */
  run(runtime: Runtime, work: Work): Promise<Record<string, number>>;
  /**
   * It can take minutes at a stretch: it runs when the lease has been given back, so that the next run is not kept
   * waiting, and sees itself to it that it is done once.
   */
  apart?: true;
};

const restIsOverOrStirred: Due = (look, beat, snapshot) =>
  restIsOver(look, beat, snapshot) || whenStirred(look, beat, snapshot);

/** All that the timer does, in this order: what opens or changes tickets comes before what tells people. */
export const jobs: readonly Job[] = [
  {
    name: 'calendar',
    label: '按新公布的放假安排重算时限',
    budget: 10,
    due: whenOther('counted', (_look, { calendar }) => calendar.version),
    run: followCalendar,
  },
  {
    name: 'calendar-alarm',
    label: '提醒导入放假安排',
    budget: 3,
    due: whenOther('looked', ({ now }) => civilDateOf(now)),
    run: alarmCalendar,
  },
  {
    name: 'sweep',
    label: '到期提醒和自动办理',
    budget: 36,
    due: ({ ticketWakes }) => ticketWakes,
    run: sweepDeadlines,
  },
  {
    name: 'desks',
    label: '无人办理的件提请运营方和管理方',
    budget: 10,
    due: whenOther('seen', ({ now }, snapshot) => deskState(snapshot, now)),
    run: watchDesks,
  },
  { name: 'recurring', label: '按期发起流程', budget: 10, due: periodIsDue, run: openRecurring },
  { name: 'plans', label: '按计划开始新的周期', budget: 1, ...fromQueue(['plans', 'nextAt'], beginRuns) },
  {
    name: 'plan-runs',
    label: '按计划发起检查，核对是否按期',
    budget: 1,
    ...fromQueue(['planruns', 'settleAt'], settleRuns),
  },
  // Its name stands in stored heartbeats and in what was set aside.
  { name: 'filed-releases', label: '登记到所涉各件', budget: 5, due: whenStirred, run: followUp },
  {
    name: 'opened-for-tickets',
    label: '按办结情况发起流程',
    budget: 8,
    due: whenStirred,
    run: openForTickets,
  },
  {
    name: 'bursts',
    label: '发现短时间内集中反映的同类诉求',
    budget: 1,
    due: restIsOverOrStirred,
    run: watchBursts,
  },
  {
    name: 'assessments',
    label: '汇总考核数字，发各单位、各地征求意见',
    budget: 3,
    due: restIsOverOrStirred,
    run: assess,
  },
  { name: 'report-drafts', label: '汇总和分送运行报告', budget: 5, due: reportsWait, run: buildReports },
  { name: 'probes', label: '监测登记的网址', budget: 16, ...fromQueue(['probes', 'nextAt'], runProbes) },
  { name: 'outbox', label: '送达办件消息', budget: 37, due: whenStirred, run: deliverOutbox },
  {
    name: 'outcomes',
    label: '汇总时限统计',
    budget: 1,
    ...fromQueue(['outcomechanges', 'at'], async ({ ports }, work) => ({
      counted: await countOutcomes(ports, work.hasTime),
    })),
  },
  { name: 'reports', label: '每天的报告事项', budget: 9, due: reportsAreDue, run: tellReports },
  {
    name: 'editors',
    label: '送达知识库消息',
    budget: 5,
    ...fromQueue(
      ['faqversions', 'key', { outbox: 'waiting' }],
      ({ ports }, work) => tellEditors(ports, work),
      { timed: false },
    ),
  },
  {
    name: 'notices',
    label: '公告到时通知关注的人',
    budget: 10,
    ...fromQueue(['notices', 'announceAt'], ({ ports }, work) => announceNotices(ports, work)),
  },
  {
    name: 'email',
    label: '发送邮件',
    budget: 8,
    ...fromQueue(['messages', 'retryAt', { channel: 'email' }], ({ ports }, work) =>
      sendOuter(ports, 'email', work),
    ),
  },
  {
    name: 'sms',
    label: '发送短信',
    budget: 8,
    ...fromQueue(['messages', 'retryAt', { channel: 'sms' }], ({ ports }, work) =>
      sendOuter(ports, 'sms', work),
    ),
  },
  {
    name: 'hotline',
    label: '向 12345 热线报送办理进展',
    budget: 5,
    ...fromQueue(['hotlineorders', 'nextAt'], sendChanges),
  },
  {
    name: 'hotline-same',
    label: '12345 转来、群众也提了的同一件事并单',
    budget: 1,
    due: restIsOver,
    run: mergeFiled,
  },
  {
    name: 'hotline-files',
    label: '取回 12345 热线转来的附件',
    budget: 2,
    ...fromQueue(['hotlinefiles', 'nextAt'], fetchFiles),
  },
  {
    name: 'hotline-calls',
    label: '清理 12345 热线来文的编号',
    budget: 1,
    ...fromQueue(['hotlinecalls', 'expiresAt'], forgetCalls, { every: 30 }),
  },
  {
    name: 'hotline-changes',
    label: '清理 12345 热线早已收下的办理进展',
    budget: 1,
    due: restIsOver,
    run: trimChanges,
  },
  {
    name: 'media',
    label: '图片安全检查',
    budget: 5,
    ...fromQueue(['mediachecks', 'nextAt'], ({ ports }, work) => startMediaChecks(ports, work)),
  },
  {
    name: 'knowledge-imports',
    label: '导入知识库文件',
    budget: 10,
    ...fromQueue(['faqimports', 'at'], ({ ports }, work) => finishImports(ports, work), {
      late: BROKEN_OFF_AFTER_MINUTES,
    }),
  },
  {
    name: 'service-imports',
    label: '导入服务登记文件',
    budget: 10,
    ...fromQueue(['serviceimports', 'at'], finishServiceImports, { late: BROKEN_OFF_AFTER_MINUTES }),
  },
  {
    name: 'registers',
    label: '台账到期提醒',
    budget: 5,
    ...fromQueue(['registers', 'remindAt'], remindOwners),
  },
  {
    name: 'exports',
    label: '清理过期的导出文件',
    budget: 5,
    ...fromQueue(['exports', 'expiresAt'], removeExports, { every: 30 }),
  },
  {
    name: 'rosters',
    label: '检查值班表有没有空缺',
    budget: 5,
    due: whenOther('hour', ({ now }) => hourOf(now)),
    run: watchRosters,
  },
  {
    name: 'meters',
    label: '清理过期的防滥用计数',
    budget: 3,
    ...fromQueue(['meters', 'expiresAt'], removeMeters, { every: 30 }),
  },
  {
    name: 'drafts',
    label: '清理放了很久的草稿',
    budget: 3,
    ...fromQueue(['drafts', 'expiresAt'], removeDrafts, { every: 30 }),
  },
  {
    name: 'erasures',
    label: '删除本人要求删除的件',
    budget: 5,
    ...fromQueue(['erasures', 'at'], eraseQueued),
  },
  { name: 'archive', label: '办结已久的件移入归档', budget: 3, due: restIsOver, run: archiveClosed },
  {
    name: 'search-texts',
    label: '办结已久的件只按标题查找',
    budget: 1,
    ...fromQueue(['searchable', 'textUntil'], forgetTexts, { every: 30 }),
  },
  { name: 'asks', label: '统计问一问的次数', budget: 5, due: restIsOver, run: tallyAsks },
  {
    name: 'vacancies',
    label: '提醒补上负责人',
    budget: 5,
    due: whenOther('state', (_look, { settings }) => vacancyState(settings)),
    run: alarmVacancies,
  },
  { name: 'audit', label: '核对办理记录', budget: 5, due: restIsOver, run: checkDaily },
  { name: 'data-use', label: '核对数据使用登记', budget: 2, due: restIsOver, run: compareDataUse },
  {
    name: 'recount',
    label: '核对工单计数',
    budget: 3,
    due: whenOther('counted', ({ now }) => civilDateOf(now)),
    run: recount,
  },
  {
    name: 'recount-tallies',
    label: '核对时限统计',
    budget: 3,
    due: whenOther('counted', ({ now }) => civilDateOf(now)),
    run: recountTallies,
  },
  { name: 'anchors', label: '每天寄出办理记录校验码', budget: 2, due: anchorIsDue, run: mailAnchor },
  {
    name: 'reseal',
    label: '旧密钥加密的数据改用新密钥',
    budget: 3,
    due: (look, beat, snapshot) =>
      restIsOver(look, beat, snapshot) || whenOther('keys', ({ keys }) => keys)(look, beat, snapshot),
    run: resealOld,
  },
  { name: 'refit', label: '知识库学习', budget: 10, due: restIsOver, run: refitWhenDue, apart: true },
];
