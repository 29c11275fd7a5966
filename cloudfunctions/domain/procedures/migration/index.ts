import {
  act,
  date,
  facts,
  files,
  longtext,
  number,
  opening,
  pick,
  required,
  select,
  text,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
} from '../../engine';
import { unitMembers } from '../../catalogue/roles';
import { workdays, type Policy } from '../../rulesets';
import { addDays, civilDateOf } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';

/** 迁移整合, J-5: no new app of one's own; what there is comes over to the platform, by a plan that the manager sees kept. */

const ways = [
  { value: 'move', label: '迁移到平台' },
  { value: 'merge', label: '并入已有的服务' },
  { value: 'close', label: '停用下线' },
] as const;

const forms = [
  { value: 'app', label: 'APP' },
  { value: 'mini-program', label: '小程序' },
  { value: 'account', label: '公众号、服务号' },
  { value: 'site', label: '网站' },
  { value: 'other', label: '其他' },
] as const;

const known = facts({
  name: text('应用名称', { required: true, max: 60 }),
  form: select('是什么', forms, { required: true }),
  way: select('怎样整合', ways, { required: true }),
  users: number('注册用户（人）', { max: 2_000_000_000 }),
  services: longtext('有哪些服务', { required: true, max: 2000 }),
  plan: longtext('迁移计划（步骤、用户和数据怎样过来）', { required: true, max: 4000 }),
  plannedOn: date('计划哪天完成（不填按规则）'),
  material: files('方案附件', { max: 9 }),
  reason: longtext('改期原因', { max: 500 }),
  result: longtext('完成情况', { required: true, max: 2000 }),
  proof: files('完成佐证', { max: 9 }),
  verdict: longtext('核验意见', { max: 1000 }),
});

const limits = {
  move: {
    id: 'migration.move',
    clock: 'move',
    label: '按计划完成迁移',
    clause: 'J-5',
    limit: workdays(20),
    internal: true,
  },
  check: {
    id: 'migration.check',
    clock: 'check',
    label: '核验迁移',
    clause: 'J-5',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const LONGEST_PLAN_DAYS = 3 * 366;

const dayErrors = ({ plannedOn }: { plannedOn?: string | undefined }, { now }: Context): FieldErrors => {
  if (plannedOn === undefined) return {};
  const today = civilDateOf(now);
  if (plannedOn <= today) return { plannedOn: '须在今天以后' };
  return plannedOn > addDays(today, LONGEST_PLAN_DAYS) ? { plannedOn: '日期太远，请核对' } : {};
};

/** Until the day that the plan names, else by the rule. */
const work = (change: Change, day: string | undefined, why: string): void => {
  change.to('moving');
  giveToAuthor(change);
  change.start(limits.move, change.ticket.holder, day === undefined ? {} : { until: { date: day, why } });
};

const replan = act({
  act: 'replan',
  label: '改计划日期',
  place: 'beside',
  clause: 'J-5',
  by: [author],
  from: ['moving'],
  fields: {
    plannedOn: required(known.fields.plannedOn),
    reason: longtext('原因', { required: true, max: 500 }),
  },
  check: (_ticket, input, context) => dayErrors(input, context),
  run: (change, { plannedOn, reason }) => {
    const clock = change.running('move');
    if (clock) change.move(clock, plannedOn, reason);
  },
  tells: [tell(theManager, ticket => `迁移改期，到 ${until(ticket, 'move')}`)],
});

const complete = act({
  act: 'complete',
  label: '已完成，请核验',
  clause: 'J-5',
  by: [author],
  from: ['moving'],
  to: 'checking',
  meets: ['move'],
  fields: pick(known.fields, 'result', 'proof'),
  says: 'result',
  run: change => {
    change.hold({ role: 'manager' });
    change.start(limits.check, { role: 'manager' });
  },
  tells: [tell(theManager, ticket => `迁移已完成，请在 ${until(ticket, 'check')} 前核验`)],
});

const confirm = act({
  act: 'confirmMoved',
  label: '核验通过',
  clause: 'J-5',
  by: [manager],
  from: ['checking'],
  to: 'moved',
  meets: ['check'],
  fields: pick(known.fields, 'verdict'),
  says: 'verdict',
  run: change => {
    change.end();
    change.count('moved', change.ticket.unitId ?? 'local');
  },
  tells: [tell(theAuthor, () => '迁移核验通过')],
});

const notYet = act({
  act: 'notMoved',
  label: '核验不通过',
  clause: 'J-5',
  by: [manager],
  from: ['checking'],
  meets: ['check'],
  fields: {
    plannedOn: known.fields.plannedOn,
    reason: longtext('哪里没有完成', { required: true, max: 1000 }),
  },
  check: (_ticket, input, context) => dayErrors(input, context),
  run: (change, { plannedOn }) => work(change, plannedOn, '核验后重新定的日期'),
  tells: [tell(theAuthor, ticket => `核验没有通过，请在 ${until(ticket, 'move')} 前完成`)],
});

const leave = act({
  act: 'leave',
  label: '同意保留，不迁移',
  place: 'beside',
  clause: 'J-5',
  by: [manager],
  from: ['moving', 'checking'],
  to: 'kept',
  cancels: ['move', 'check'],
  fields: { reason: longtext('理由', { required: true, max: 1000 }) },
  run: change => change.end(),
  tells: [tell(theAuthor, () => '同意保留，不用迁移')],
});

export const migration: Procedure = {
  kind: 'migration',
  prefix: 'QY',
  label: '应用迁移整合',
  group: '支持和迁移',
  purpose: '已有的 APP、小程序等按计划迁移整合到平台',
  order: 121,
  clauses: ['J-5'],
  limits: Object.values(limits),
  states: {
    moving: { label: '迁移中' },
    checking: { label: '待核验' },
    moved: { label: '已迁移', ended: true },
    kept: { label: '保留', ended: true },
  },
  opening: opening({
    label: '登记要迁移的应用',
    clause: 'J-5',
    by: [...unitMembers, 'local'],
    fields: pick(known.fields, 'name', 'form', 'way', 'users', 'services', 'plan', 'plannedOn', 'material'),
    check: dayErrors,
    title: input => `迁移：${input.name}`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: (change, input) => {
      noteAuthor(change);
      work(change, input.plannedOn, '计划写明的日期');
    },
    tells: [
      tell(theManager, ticket => `登记了要迁移的应用，计划 ${until(ticket, 'move')} 完成`),
      tell(theOperator, () => '登记了要迁移的应用，请配合'),
    ],
  }),
  facts: known,
  acts: [
    complete,
    confirm,
    notYet,
    replan,
    leave,
    noteProgress({ clause: 'J-5', by: [author, operator, manager], from: ['moving', 'checking'] }),
  ],
};
