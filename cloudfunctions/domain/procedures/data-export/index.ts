import {
  act,
  date,
  facts,
  longtext,
  opening,
  pick,
  select,
  text,
  type InputOf,
  type Procedure,
} from '../../engine';
import { registers } from '../../registers';
import { windowOf, workdays, type Policy, type WindowDefinition } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../time';
import { spokenDay } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, platform } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';

/**
 * 个人信息导出审批, J-21b, J-26: a list that is about persons leaves as a file only for whom the manager has approved it, for what
 * and until when; the manager decides and takes nothing out.
 */

const choices = registers
  .filter(({ personal }) => personal)
  .map(({ register, label }) => ({ value: register, label }));

const known = facts({
  register: select('导出哪个台账', choices, { required: true }),
  purpose: longtext('用来做什么', { required: true, max: 1000 }),
  basis: text('依据（法规、协议或授权）', { required: true, max: 200 }),
  recipient: text('给谁看', { required: true, max: 80 }),
  lastDay: date('用到哪天为止', { required: true }),
  reason: longtext('不同意的理由', { required: true, max: 1000 }),
});

/** Whose approval it is: found by the account, shown to nobody. */
const applied = facts({ memberId: text('申请人账号') });

const limits = {
  decide: {
    id: 'data-export.decide',
    clock: 'decide',
    label: '审批个人信息导出',
    clause: 'J-21b',
    limit: workdays(1),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const longest: WindowDefinition = {
  id: 'data-export.longest',
  label: '个人信息导出：一次批准最长',
  clause: 'J-21b',
  unit: '天',
  first: 30,
  min: 1,
  max: 180,
};

const form = pick(known.fields, 'register', 'purpose', 'basis', 'recipient', 'lastDay');

type Form = InputOf<typeof form>;

/** Under which tag an approval is found by the member and the register that it is for. */
export const approvalTag = (memberId: string, register: string): string =>
  `approved-export|${memberId}|${register}`;

/** Until which day an approval holds. */
export const approvedUntil = (ticket: Ticket): CivilDate | undefined =>
  ticket.state === 'approved' ? known.of(ticket).lastDay : undefined;

/** For whom it was approved. */
export const exportedFor = (ticket: Ticket): string | undefined => known.of(ticket).recipient;

const approve = act({
  act: 'approveExport',
  label: '同意导出',
  clause: 'J-21b',
  control: 'tap',
  by: [manager],
  from: ['asked'],
  to: 'approved',
  meets: ['decide'],
  run: change => {
    giveToAuthor(change);
    // Nobody has to do anything more: it lies there to be used until its day.
    change.end();
  },
  tells: [tell(theAuthor, ticket => `已同意导出，${spokenDay(known.of(ticket).lastDay ?? '')} 前可以导出`)],
});

const refuse = act({
  act: 'refuseExport',
  label: '不同意',
  clause: 'J-21b',
  by: [manager],
  from: ['asked'],
  to: 'refused',
  meets: ['decide'],
  fields: pick(known.fields, 'reason'),
  says: 'reason',
  run: change => change.end(),
  tells: [tell(theAuthor, () => '没有同意导出个人信息')],
});

const takeBack = act({
  act: 'takeBack',
  label: '不用了，撤回',
  clause: 'J-21b',
  place: 'beside',
  by: [author, manager],
  from: ['asked', 'approved'],
  to: 'over',
  cancels: ['decide'],
  fields: { why: text('原因', { max: 200 }) },
  run: change => change.end(),
  tells: [tell(theAuthor, () => '个人信息导出的申请已撤回')],
});

const expire = act({
  act: 'runOut',
  label: '批准到期',
  clause: 'J-21b',
  by: [platform],
  from: ['approved'],
  to: 'over',
  due: ticket => startOfDay(addDays(known.of(ticket).lastDay ?? civilDateOf(ticket.createdAt), 1)),
  run: change => change.end(),
});

export const dataExport: Procedure = {
  kind: 'data-export',
  prefix: 'DS',
  label: '个人信息导出审批',
  group: '安全和应急',
  purpose: '导出含个人信息的台账，先说明用途和依据，经管理方同意',
  order: 143,
  clauses: ['J-21b', 'J-26'],
  limits: Object.values(limits),
  windows: [longest],
  states: {
    asked: { label: '待审批' },
    approved: { label: '已同意，可以导出', ended: true },
    refused: { label: '没有同意', ended: true },
    over: { label: '已结束', ended: true },
  },
  tags: ticket => {
    const { register } = known.of(ticket);
    const { memberId } = applied.of(ticket);
    return ticket.state === 'approved' && memberId && register ? [approvalTag(memberId, register)] : [];
  },
  opening: opening({
    label: '申请导出个人信息',
    clause: 'J-21b',
    by: ['handler', 'lead', 'operator', 'operator-lead', 'local'],
    fields: form,
    check: ({ lastDay }, { now, ruleSet }) => {
      const days = windowOf(ruleSet, longest);
      const today = civilDateOf(now);
      return lastDay < today || lastDay > addDays(today, days)
        ? { lastDay: `请选今天起 ${days} 天以内的日期` }
        : undefined;
    },
    title: (input: Form) =>
      `导出个人信息：${choices.find(({ value }) => value === input.register)?.label ?? input.register}`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: change => {
      noteAuthor(change);
      applied.note(change, { memberId: change.context.actor.id });
      change.to('asked');
      change.hold({ role: 'manager' });
      change.start(limits.decide, { role: 'manager' });
      change.tell(theManager(), `请在 ${until(change.ticket, 'decide')} 前审批`);
    },
  }),
  facts: known,
  acts: [
    approve,
    refuse,
    takeBack,
    expire,
    noteProgress({ clause: 'J-21b', by: [author, manager], from: ['asked'] }),
  ],
};
