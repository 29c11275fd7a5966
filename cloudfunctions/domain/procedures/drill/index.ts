import {
  act,
  date,
  facts,
  files,
  longtext,
  opening,
  pick,
  rows,
  select,
  text,
  unit,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
} from '../../engine';
import { workdays, type Policy } from '../../rulesets';
import { civilDateOf } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { until } from '../common/citizen-ticket/words';
import { orderRectification } from '../common/rectifying';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';

/** 应急演练, J-23: held by plan, recorded, and what it has shown is put right. */

const forms = [
  { value: 'table', label: '桌面推演' },
  { value: 'live', label: '实战演练' },
  { value: 'surprise', label: '不打招呼的演练' },
] as const;

const known = facts({
  name: text('演练什么', { required: true, max: 60 }),
  drillForm: select('方式', forms, { required: true }),
  heldOn: date('计划哪天演练（不填按规则）'),
  scenario: longtext('设想的情况', { required: true, max: 2000 }),
  participants: text('谁参加', { max: 200 }),
  process: longtext('演练经过和结果', { required: true, max: 4000 }),
  proof: files('演练记录', { max: 9 }),
  findings: rows(
    '发现的问题',
    {
      what: longtext('问题', { required: true, max: 500 }),
      unitId: unit('责任单位（不选为运营方）'),
    },
    { max: 20 },
  ),
});

const limits = {
  hold: {
    id: 'drill.hold',
    clock: 'hold',
    label: '开展演练并记录',
    clause: 'J-23',
    limit: workdays(20),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(known.fields, 'name', 'drillForm', 'heldOn', 'scenario', 'participants');

const dayErrors = ({ heldOn }: { heldOn?: string | undefined }, { now }: Context): FieldErrors => {
  if (heldOn === undefined) return {};
  if (heldOn < civilDateOf(now)) return { heldOn: '不能早于今天' };
  return isTooFar(heldOn, civilDateOf(now)) ? { heldOn: TOO_FAR } : {};
};

/** What one party has to put right is one rectification. */
const orderAll = (
  change: Change,
  findings: readonly { what: string; unitId?: string | undefined }[],
): void => {
  for (const unitId of new Set(findings.map(one => one.unitId)))
    orderRectification(change, {
      source: 'other',
      matter: '安全',
      findings: findings.filter(one => one.unitId === unitId).map(({ what }) => ({ what })),
      unitId,
    });
};

const record = act({
  act: 'recordDrill',
  label: '记录演练，办结',
  clause: 'J-23',
  by: [author],
  from: ['planned'],
  to: 'held',
  meets: ['hold'],
  fields: pick(known.fields, 'process', 'proof', 'findings'),
  says: 'process',
  run: (change, { findings = [] }) => {
    orderAll(change, findings);
    change.end();
    change.count('held', change.ticket.unitId ?? change.ticket.holder.role);
  },
  tells: [
    tell(theManager, ticket => {
      const n = known.of(ticket).findings?.length ?? 0;
      return `演练已记录${n > 0 ? `，有 ${n} 个问题已发出整改` : ''}`;
    }),
  ],
});

const callOff = act({
  act: 'callOff',
  label: '取消演练',
  place: 'beside',
  clause: 'J-23',
  by: [author, manager],
  from: ['planned'],
  to: 'called-off',
  cancels: ['hold'],
  fields: { reason: text('原因', { required: true, max: 300 }) },
  run: change => change.end(),
  tells: [tell(theManager, () => '演练已取消'), tell(theAuthor, () => '演练已取消')],
});

export const drill: Procedure = {
  kind: 'drill',
  prefix: 'YL',
  label: '应急演练',
  group: '安全和应急',
  purpose: '按应急预案演练，记录经过，发现的问题发出整改',
  order: 142,
  clauses: ['J-23'],
  limits: Object.values(limits),
  states: {
    planned: { label: '待演练' },
    held: { label: '已演练', ended: true },
    'called-off': { label: '已取消', ended: true },
  },
  opening: opening({
    label: '安排应急演练',
    clause: 'J-23',
    by: ['manager', 'lead', 'local', 'operator-lead'],
    fields: form,
    check: dayErrors,
    title: input => `应急演练：${input.name}`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: (change, { heldOn }) => {
      noteAuthor(change);
      change.to('planned');
      giveToAuthor(change);
      change.start(
        limits.hold,
        change.ticket.holder,
        heldOn === undefined ? {} : { until: { date: heldOn, why: '计划演练的日期' } },
      );
    },
    tells: [tell(theManager, ticket => `安排了应急演练，${until(ticket, 'hold')} 前开展`)],
  }),
  facts: known,
  acts: [
    record,
    callOff,
    noteProgress({ clause: 'J-23', by: [author, operator, manager], from: ['planned'] }),
  ],
};
