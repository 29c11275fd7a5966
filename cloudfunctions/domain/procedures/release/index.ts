import { operators } from '../../catalogue/roles';
import { opening, type Context, type Procedure } from '../../engine';
import { spokenDay } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import {
  approve,
  beforePublishing,
  cancel,
  checkPlan,
  chosenKinds,
  isMajor,
  kindsInWords,
  plan,
  planForm,
  plannedWords,
  raise,
  recordTest,
  reject,
  replan,
  revise,
  settleMajor,
  titleOf,
} from './planning';
import {
  grey,
  markFiled,
  publish,
  reviewPassed,
  reviewRejected,
  rollback,
  submitReview,
  verify,
} from './publishing';
import { signedIn } from '../common/signature';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';
import { inner, known, needed, PUBLISHED, UNFILED } from './known';
import { limits } from './limits';

/**
 * 版本发布, G-3.3.1b, G-3.3.4: plan, test record, the manager's approval of major changes (A12), the platform's
 * review, grey release in rising steps, full, verified or rolled back. Nothing is published before its planned day or
 * around holidays, but rolled back at any time. Minor releases gather for the monthly filing (release-filing.ts).
 */

const note = noteProgress({
  clause: 'G-3.3.1b',
  by: [operator, manager],
  from: [...beforePublishing, 'grey', 'published'],
});

const tagsOf = (ticket: Ticket): string[] => [
  ...(!isMajor(ticket) && ['verified', 'rolled-back'].includes(ticket.state) ? [UNFILED] : []),
  ...(known.of(ticket).publishedAt ? [PUBLISHED] : []),
];

/** What was changed stands with the release; the filing says it in short. */
const MOST_CHARACTERS = 200;

/** How a release stands in the monthly filing: `版本 1.4.2（2026 年 10 月 12 日 周一发布，已验证）：问题修复。修复了…`. */
export const filingLine = (ticket: Ticket, context: Pick<Context, 'ruleSet'>): string => {
  const published = spokenDay((known.of(ticket).publishedAt ?? ticket.createdAt).slice(0, 10));
  const outcome = known.of(ticket).rolledBackAt ? '已回退' : '已验证';
  const scope = [...(known.of(ticket).scope ?? '').replace(/\s+/g, ' ')];
  const short =
    scope.length > MOST_CHARACTERS ? `${scope.slice(0, MOST_CHARACTERS).join('')}…` : scope.join('');
  return `${ticket.title}（${published}发布，${outcome}）：${kindsInWords(chosenKinds(ticket), context)}。${short}`;
};

export const release: Procedure = {
  kind: 'release',
  prefix: 'FB',
  label: '版本发布',
  group: '版本发布',
  purpose: '发布小程序新版本：计划、测试、审批、灰度、验证',
  order: 70,
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
  limits: Object.values(limits),
  signature: signedIn(['approving'], ['reject'], ['revise', 'recordTest', 'raise', 'approve']),
  needs: needed,
  tags: tagsOf,
  opening: opening({
    label: '计划发布版本',
    clause: 'G-3.3.4a',
    by: operators,
    fields: { ...planForm, major: inner.fields.major },
    check: (input, context) => checkPlan(input, context),
    title: titleOf,
    run: (change, input) => {
      settleMajor(change, input.major === true);
      plan(change);
    },
    tells: [
      tell(theManager, (ticket, context) => {
        const kinds = kindsInWords(chosenKinds(ticket), context);
        const major = isMajor(ticket) ? '，属于重大变更，测试后请您审批' : '';
        return `已列入计划，${kinds}，${plannedWords(ticket)}${major}`;
      }),
    ],
  }),
  facts: known,
  acts: [
    recordTest,
    revise,
    replan,
    approve,
    reject,
    submitReview,
    reviewPassed,
    reviewRejected,
    grey,
    publish,
    verify,
    rollback,
    raise,
    cancel,
    note,
    markFiled,
  ],
};
