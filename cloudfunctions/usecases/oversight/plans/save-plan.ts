import * as z from 'zod';
import type { ListedPlan } from '../../../../typings/contract';
import { regionPath } from '../../../domain/catalogue';
import type { Actor } from '../../../domain/engine';
import { planPeriods, type Plan, type PlanParty } from '../../../domain/plans/plan';
import { maskedText } from '../../../domain/privacy/personal';
import { readThreshold, THRESHOLD_WORDS } from '../../../domain/plans/threshold';
import { civilDateOf, isCivilDate } from '../../../domain/time';
import { isTooFar, TOO_FAR } from '../../../domain/time/plausible';
import { tooLong, typedLine } from '../../../domain/typed/text';
import { checkTexts } from '../../kernel/citizen-text';
import { fail, notFound } from '../../kernel/failure';
import { contextFor, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { administrative } from '../../kernel/writing/administer';
import { createOnce, requestIdInput } from '../../kernel/writing/create-once';
import { mayKeep, plannedKinds, planDocument, scopeOf, showPlan } from './plan-document';

/** `plan.save`: what is done again and again, by whom, how often and with which checklist. */

const MOST_ITEMS = 60;

/** A threshold in words, or as a number with its direction. */
const thresholdInput = z.union([typedLine().max(20), z.number().transform(n => `≤${n}`)], {
  error: THRESHOLD_WORDS,
});

const itemInput = maskedText(typedLine('请填写检查项').min(1, '请填写检查项').max(80, tooLong('检查项', 80)));

/** Of an item without a threshold its name will do. */
const checklistItem = z.union(
  [
    itemInput.transform((item): { item: string; threshold?: string | undefined } => ({ item })),
    z.object({ item: itemInput, threshold: thresholdInput.optional() }),
  ],
  { error: '检查项要写成一行字，或者检查项和阈值' },
);

const day = z
  .string({ error: '请选择日期' })
  .max(10, '须是日期，请重新选择')
  .refine(isCivilDate, '须是日期，请重新选择');

const saveInput = z
  .object({
    id: z.string().min(1).max(64).optional(),
    version: z.number().int().positive().optional(),
    requestId: requestIdInput,
    kind: z.string({ error: '请选择做什么' }).min(1).max(40),
    topic: z.string().min(1).max(40).optional(),
    title: maskedText(
      typedLine('请填写计划名称').min(2, '计划名称至少两个字').max(60, tooLong('计划名称', 60)),
    ),
    period: z.enum(planPeriods, { error: '请选择多久一次' }),
    party: z.object(
      {
        role: z
          .enum(['operator', 'unit', 'handler', 'local', 'manager'], { error: '请选择由谁做' })
          // Whoever of a unit is named, its desk does it.
          .transform(role => (role === 'handler' ? 'unit' : role)),
        unitId: z.string().max(64).optional(),
        region: z.string().max(20).optional(),
      },
      { error: '请选择由谁做' },
    ),
    checklist: z.array(checklistItem).max(MOST_ITEMS, `检查项最多 ${MOST_ITEMS} 项`).optional(),
    from: day,
    until: day.optional(),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ['version'],
    error: '缺少版本号，请刷新后再试',
  });

type Input = z.output<typeof saveInput>;
type Errors = Record<string, string>;

const partyErrors = ({ role, unitId, region }: PlanParty, actor: Actor, runtime: Catalogues): Errors => {
  const { catalogue } = runtime;
  const unit = catalogue.unit(unitId ?? '');
  if (role === 'unit' && (!unit || unit.ended)) return { 'party.unitId': '请选择单位' };
  if (role === 'local' && !catalogue.region(region ?? '')) return { 'party.region': '请选择地区' };
  const where = unit?.region ?? region;
  if (actor.role === 'lead' && unitId !== actor.unitId) return { 'party.unitId': '只能为本单位定计划' };
  if (actor.role === 'local' && !regionPath(where, catalogue).includes(actor.region ?? ''))
    return { 'party.region': '只能为本地区的单位或者本地区定计划' };
  return {};
};

type Catalogues = Pick<ReturnType<typeof contextFor>, 'catalogue'>;

const checklistErrors = (checklist: Plan['checklist']): Errors => {
  const errors: Errors = {};
  for (const [index, { item, threshold }] of checklist.entries()) {
    if (threshold !== undefined && !readThreshold(threshold))
      errors[`checklist.${index}.threshold`] = THRESHOLD_WORDS;
    if (checklist.findIndex(one => one.item === item) < index)
      errors[`checklist.${index}.item`] = '这一项写了两次';
  }
  return errors;
};

/** Only what belongs to the role. */
const partyOf = ({ role, unitId, region }: Input['party'], actor: Actor): PlanParty => {
  if (role === 'unit') return { role, unitId: unitId ?? actor.unitId };
  return role === 'local' ? { role, region: region ?? actor.region } : { role };
};

const planOf = (
  { kind, topic: wanted, title, period, party, checklist, from, until }: Input,
  actor: Actor,
): Omit<Plan, 'since' | 'settledUntil'> => {
  const planned = plannedKinds.find(one => one.kind === kind);
  if (!planned) return fail('invalid', '有内容需要补充或更正', { kind: '这个流程不能定计划' });
  const topic = planned.topics.find(({ value }) => value === (wanted ?? 'other')) ?? planned.topics[0];
  if (!topic || (wanted !== undefined && topic.value !== wanted))
    return fail('invalid', '有内容需要补充或更正', { topic: '没有这项检查内容' });
  const items = checklist ?? topic.checklist;
  return {
    kind,
    topic: topic.value,
    title,
    period,
    party: partyOf(party, actor),
    checklist: items.map(({ item, threshold }) => ({ item, ...(threshold ? { threshold } : {}) })),
    from,
    ...(until === undefined ? {} : { until }),
  };
};

/** `plan.save`. */
export const savePlan = (runtime: Runtime, actor: Actor, input: Input): Promise<ListedPlan> =>
  input.id === undefined
    ? createOnce(
        runtime,
        actor,
        'plan.save',
        input,
        () => writePlan(runtime, actor, input),
        id => savedPlan(runtime, actor, id),
      )
    : writePlan(runtime, actor, input);

const savedPlan = async ({ ports, snapshots }: Runtime, actor: Actor, id: string): Promise<ListedPlan> => {
  const plan = await ports.database.get('plans', id);
  if (!plan || !mayKeep(actor, plan.scope)) return notFound('计划');
  return showPlan(plan, actor, contextFor(await snapshots.current(), actor, ports.now(), undefined));
};

const writePlan = async (runtime: Runtime, actor: Actor, input: Input): Promise<ListedPlan> => {
  const { ports, snapshots } = runtime;
  const now = ports.now();
  const today = civilDateOf(now);
  const context = contextFor(await snapshots.current(), actor, now, undefined);
  const plan = planOf(input, actor);
  const errors = {
    ...partyErrors(plan.party, actor, context),
    ...checklistErrors(plan.checklist),
    ...(isTooFar(plan.from, today) ? { from: TOO_FAR } : {}),
    ...(plan.until !== undefined && plan.until < plan.from ? { until: '不能早于开始日期' } : {}),
  };
  if (Object.keys(errors).length > 0) return fail('invalid', '有内容需要补充或更正', errors);
  if (!mayKeep(actor, scopeOf(plan.party, context.catalogue)))
    return fail('forbidden', '您的角色不能定这个计划');
  await checkTexts(ports, actor, { title: plan.title, items: plan.checklist.map(({ item }) => item) });
  const id = input.id ?? ports.secrets.randomId();
  runtime.alsoRecord?.({ about: id });
  return ports.database.transaction(async transaction => {
    const before = await transaction.get('plans', id);
    if (input.id !== undefined && !(before && mayKeep(actor, before.scope))) return notFound('计划');
    if (before && before.version !== input.version)
      return fail('conflict', '这个计划刚被别人更改过，请看过最新内容后再保存');
    // One that was over begins again today: what lay between was not planned.
    const wasOver = before?.until !== undefined && before.until < today;
    const document = planDocument(
      {
        ...plan,
        since: before && !wasOver ? before.since : today,
        ...(before?.settledUntil === undefined ? {} : { settledUntil: before.settledUntil }),
      },
      { _id: id, version: (before?.version ?? 0) + 1 },
      context,
    );
    await transaction.put('plans', document);
    return showPlan(document, actor, context);
  });
};

export const planSave = administrative(
  'plan.save',
  ({ id, title }) => ({ about: id, what: title }),
  useCase(saveInput, ['manager', 'operator-lead', 'lead', 'local'], async (runtime, { actor }, input) => ({
    plan: await savePlan(runtime, actor, input),
  })),
);
