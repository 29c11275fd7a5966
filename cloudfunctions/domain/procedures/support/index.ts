import {
  act,
  facts,
  files,
  longtext,
  opening,
  pick,
  select,
  service,
  text,
  type Change,
  type Procedure,
} from '../../engine';
import { unitMembers } from '../../catalogue/roles';
import { workdays, type Policy } from '../../rulesets';
import { runningClock } from '../../ticket/ticket';
import { until } from '../common/citizen-ticket/words';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { operator, platform } from '../common/staff-ticket/parties';
import { tell, theOperator } from '../common/staff-ticket/words';

/**
 * 技术支持, G-2.3a: what managers, units and local authorities need of the operator, within a limit of its own; whoever has asked
 * says whether it is solved.
 */

const matters = [
  { value: 'account', label: '账号和权限' },
  { value: 'use', label: '操作使用' },
  { value: 'interface', label: '接口和联调' },
  { value: 'page', label: '页面和配置' },
  { value: 'data', label: '数据和报表' },
  { value: 'security', label: '安全' },
  { value: 'other', label: '其他' },
] as const;

const known = facts({
  matter: select('哪一方面', matters, { required: true }),
  subject: text('要什么支持', { required: true, max: 60 }),
  detail: longtext('具体情况', { required: true, max: 4000, keepPhones: true }),
  serviceId: service('关于哪项服务'),
  material: files('截图、材料', { max: 9 }),
  answer: longtext('怎样解决的', { required: true, max: 4000, keepPhones: true }),
  unsolved: longtext('哪里没有解决', { required: true, max: 1000 }),
});

const limits = {
  answer: {
    id: 'support.answer',
    clock: 'support',
    label: '提供技术支持',
    clause: 'G-2.3a',
    limit: workdays(2),
    internal: true,
  },
  confirm: {
    id: 'support.confirm',
    clock: 'confirm',
    label: '确认是否解决',
    clause: 'G-2.3a',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const begin = (change: Change): void => {
  change.to('asked');
  change.hold({ role: 'operator' });
  change.start(limits.answer, { role: 'operator' });
};

const answer = act({
  act: 'answerSupport',
  label: '答复',
  clause: 'G-2.3a',
  by: [operator],
  from: ['asked'],
  to: 'answered',
  meets: ['support'],
  fields: pick(known.fields, 'answer'),
  says: 'answer',
  run: change => {
    giveToAuthor(change);
    change.start(limits.confirm, change.ticket.holder);
  },
  tells: [tell(theAuthor, ticket => `技术支持已答复，请在 ${until(ticket, 'confirm')} 前确认`)],
});

const confirm = act({
  act: 'confirmSolved',
  label: '已解决',
  clause: 'G-2.3a',
  control: 'tap',
  by: [author],
  from: ['answered'],
  to: 'settled',
  meets: ['confirm'],
  run: change => change.end(),
  tells: [tell(theOperator, () => '技术支持已解决')],
});

const again = act({
  act: 'askAgain',
  label: '没有解决',
  clause: 'G-2.3a',
  place: 'next',
  by: [author],
  from: ['answered'],
  meets: ['confirm'],
  fields: pick(known.fields, 'unsolved'),
  says: 'unsolved',
  run: begin,
  tells: [tell(theOperator, ticket => `没有解决，请在 ${until(ticket, 'support')} 前再答复`)],
});

/** Whoever says nothing has no more questions. */
const silent = act({
  act: 'closeBySilence',
  label: '没有再提，办结',
  clause: 'G-2.3a',
  by: [platform],
  from: ['answered'],
  to: 'settled',
  due: ticket => runningClock(ticket, 'confirm')?.redAt,
  cancels: ['confirm'],
  run: change => change.end(),
});

const takeBack = act({
  act: 'takeBack',
  label: '不用了，撤回',
  clause: 'G-2.3a',
  place: 'beside',
  by: [author],
  from: ['asked'],
  to: 'withdrawn',
  cancels: ['support'],
  fields: { reason: text('原因', { max: 200 }) },
  run: change => change.end(),
  tells: [tell(theOperator, () => '技术支持已撤回')],
});

export const support: Procedure = {
  kind: 'support',
  prefix: 'ZC',
  label: '技术支持',
  group: '支持和迁移',
  purpose: '请运营方解决账号、接口、页面、数据等技术问题',
  order: 120,
  clauses: ['G-2.3a'],
  handsOver: true,
  limits: Object.values(limits),
  states: {
    asked: { label: '待支持' },
    answered: { label: '待确认' },
    settled: { label: '已解决', ended: true },
    withdrawn: { label: '已撤回', ended: true },
  },
  opening: opening({
    label: '请求技术支持',
    clause: 'G-2.3a',
    by: ['manager', ...unitMembers, 'local'],
    fields: pick(known.fields, 'matter', 'subject', 'detail', 'serviceId', 'material'),
    title: input => input.subject,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: change => {
      noteAuthor(change);
      begin(change);
    },
    tells: [tell(theOperator, ticket => `请提供技术支持，最迟 ${until(ticket, 'support')}`)],
  }),
  facts: known,
  acts: [
    answer,
    confirm,
    again,
    silent,
    takeBack,
    noteProgress({ clause: 'G-2.3a', by: [author, operator], from: ['asked', 'answered'] }),
  ],
};
