import type { StaffApi, Values } from '../../../typings/api';
import type { FormField, ListedPlan, MissedPeriod, PlanTemplate } from '../../../typings/contract';
import { dayText } from '../../lib/dates';
import { requestOf, type DraftKey } from '../form/drafts';
import { initialOf, type Filled } from '../form/forms';

/** Plans of what is done again and again, as the pages show and change them. */

/** A plan that is changed, or the template that one is made of, with the form. */
export type PlanForm = { fields: FormField[]; from: ListedPlan | PlanTemplate };

const OFTEN: Record<ListedPlan['period'], string> = {
  weekly: '每周',
  monthly: '每月',
  quarterly: '每季度',
  yearly: '每年',
};

const PARTIES: Record<ListedPlan['party']['role'], string> = {
  operator: '运营方',
  unit: '单位',
  local: '主管部门',
  manager: '管理方',
};

const isPlan = (one: ListedPlan | PlanTemplate): one is ListedPlan => 'id' in one;

const partyText = ({ role, name }: ListedPlan['party']): string =>
  role === 'local' ? `${name ?? ''}${PARTIES.local}` : (name ?? PARTIES[role]);

/** `每周 · 运营方 · 14 项`. */
export const planLine = (plan: ListedPlan) => ({
  id: plan.id,
  name: plan.title,
  words: [OFTEN[plan.period], partyText(plan.party), `${plan.checklist.length} 项`].join(' · '),
  next: plan.over ? '已结束' : plan.nextOn ? `下次 ${dayText(plan.nextOn)}` : '',
  plan,
});

/** `每月 · 运营方 · G-3.3.2.2a`. */
export const templateLine = (template: PlanTemplate) => ({
  id: `${template.kind}|${template.topic}`,
  name: template.title,
  words: [template.kindLabel, OFTEN[template.period], PARTIES[template.party.role], template.clause].join(
    ' · ',
  ),
  template,
});

export const missedLine = (missed: MissedPeriod) => ({
  id: `${missed.planId}|${missed.period}`,
  name: `${missed.title}（${missed.periodWords}）`,
  words: `${partyText(missed.party)}，应在 ${dayText(missed.due)} 前完成`,
  reason: missed.reason ? `原因：${missed.reason}` : '还没有说明原因',
  no: missed.no ?? '',
});

/** What the form starts with. */
export const filledOf = ({ fields, from }: PlanForm): Filled => {
  const { values, labels } = initialOf({ fields });
  const party: ListedPlan['party'] = from.party;
  const { role, unitId, region, name } = party;
  return {
    values: {
      ...values,
      title: from.title,
      period: from.period,
      role,
      ...(unitId ? { unitId } : {}),
      ...(region ? { region } : {}),
      checklist: from.checklist.map(({ item, threshold }) => ({ item, ...(threshold ? { threshold } : {}) })),
      ...(isPlan(from) ? { from: from.from, ...(from.until ? { until: from.until } : {}) } : {}),
    },
    labels: { ...labels, ...(name ? { [unitId ? 'unitId' : 'region']: name } : {}) },
  };
};

/** Of a plan that is made of a template. */
export const planKey = ({ kind, topic }: PlanForm['from']): DraftKey => `plan:${kind}:${topic}`;

/** Where what is typed is kept: of each plan, and of what is made of a template. */
export const planDraftKey = ({ from }: PlanForm): DraftKey =>
  isPlan(from) ? `plan:${from.kind}:${from.topic}:${from.id}` : planKey(from);

/** Over which version it is typed; 0 = a new one. */
export const planBase = ({ from }: PlanForm): number => (isPlan(from) ? (from.version ?? 0) : 0);

/** What is saved; `input` = what the form hands over. A unit's own plan is its own. */
export const planInput = ({ from }: PlanForm, input: Values): StaffApi['plan.save']['in'] => {
  const word = (name: string): string | undefined =>
    typeof input[name] === 'string' ? (input[name] as string) : undefined;
  const [unitId, region, until] = [word('unitId'), word('region'), word('until')];
  return {
    ...(isPlan(from) ? { id: from.id, version: from.version } : { requestId: requestOf(planKey(from)) }),
    kind: from.kind,
    topic: from.topic,
    title: word('title') ?? '',
    period: word('period') as ListedPlan['period'],
    party: {
      role: (word('role') ?? 'unit') as ListedPlan['party']['role'],
      ...(unitId ? { unitId } : {}),
      ...(region ? { region } : {}),
    },
    checklist: (input['checklist'] ?? []) as { item: string; threshold?: string }[],
    from: word('from') ?? '',
    ...(until ? { until } : {}),
  };
};
