import * as z from 'zod';
import type { FormField, ListedPlan, MissedPeriod, PlanTemplate } from '../../../../typings/contract';
import { ticketReaders } from '../../../domain/catalogue/roles';
import { blankForm, shownFields, type Actor } from '../../../domain/engine';
import { planFields } from '../../../domain/plans/form';
import { periodOfEvery } from '../../../domain/plans/plan';
import { findProcedure } from '../../../domain/procedures';
import { readerKey } from '../../../domain/registers';
import { isCivilDate } from '../../../domain/time';
import type { PlanRunDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { cutPage } from '../../kernel/reading/paging';
import { contextFor, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { mayKeep, plannedKinds, showPlan } from './plan-document';

/** Plans, the templates that the documents name, and which periods were missed (contract §9, A10). */

const PLANS_SHOWN = 100;

const keyOf = (actor: Actor): string => readerKey(actor) ?? fail('forbidden', '您的角色不能查看检查计划');

/** Templates that this member can make a plan of: a unit those of units, an authority those of authorities. */
const templatesFor = (actor: Actor): PlanTemplate[] =>
  plannedKinds.flatMap(({ kind, label, topics }) =>
    topics
      .filter(({ role }) => {
        if (actor.role === 'lead') return role === 'unit' || role === 'operator';
        return actor.role !== 'local' || role !== 'manager';
      })
      .map(({ value, label: title, clause, every, role, checklist }) => ({
        kind,
        kindLabel: label,
        topic: value,
        title,
        clause,
        period: periodOfEvery[every],
        party: { role },
        checklist: checklist.map(one => ({ ...one })),
      })),
  );

const listInput = z.object({ cursor: z.string().max(200).optional() });

/** `plan.list`. */
export const listPlans = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { cursor = '' }: z.infer<typeof listInput>,
): Promise<{
  plans: ListedPlan[];
  templates: PlanTemplate[];
  fields: FormField[];
  nextCursor?: string;
}> => {
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const found = await ports.database.find('plans', {
    where: { scope: keyOf(actor), key: { gt: cursor } },
    order: ['key', 'asc'],
    limit: PLANS_SHOWN + 1,
  });
  const { page, next } = cutPage(found, PLANS_SHOWN, one => one.key);
  const mayAdd = mayKeep(actor, [readerKey(actor) ?? '']);
  return {
    plans: page.map(one => showPlan(one, actor, context)),
    templates: mayAdd ? templatesFor(actor) : [],
    fields: shownFields(planFields, blankForm(context), context),
    ...next,
  };
};

export const planList = useCase(listInput, ticketReaders, (runtime, { actor }, input) =>
  listPlans(runtime, actor, input),
);

const day = z.string().max(10).refine(isCivilDate, '须是日期，请重新选择');
const missedInput = z.object({ from: day, to: day, cursor: z.string().max(200).optional() });

const MISSED_SHOWN = 50;

/** Why it was missed: what the platform knows, else what its party says in the ticket. */
const reasonOf = async (
  { ports }: Runtime,
  { kind, reason, no }: Pick<PlanRunDocument, 'kind' | 'reason' | 'no'>,
): Promise<{ reason?: string }> => {
  if (reason !== undefined || no === undefined) return reason === undefined ? {} : { reason };
  const ticket = (await ports.database.get('tickets', no))?.ticket;
  const said = ticket && findProcedure(kind)?.planned?.whyMissed(ticket);
  return said === undefined ? {} : { reason: said };
};

/** `plan.missed`: what was not done in time, by the day on which it was due; what is done later does not take it away. */
export const listMissed = async (
  runtime: Runtime,
  actor: Actor,
  { from, to, cursor }: z.infer<typeof missedInput>,
): Promise<{ missed: MissedPeriod[]; nextCursor?: string }> => {
  const { catalogue } = await runtime.snapshots.current();
  const found = await runtime.ports.database.find('planruns', {
    where: {
      scope: keyOf(actor),
      missedKey: { ...(cursor ? { gt: cursor } : { gte: from }), lt: `${to}|~` },
    },
    order: ['missedKey', 'asc'],
    limit: MISSED_SHOWN + 1,
  });
  const { page, next } = cutPage(found, MISSED_SHOWN, one => one.missedKey ?? '');
  const missed = await Promise.all(
    page.map(async (run): Promise<MissedPeriod> => {
      const { planId, period, periodWords, title, party, due, no } = run;
      const { unitId, region } = party;
      const name = unitId
        ? catalogue.unit(unitId)?.name
        : region
          ? catalogue.region(region)?.name
          : undefined;
      return {
        planId,
        period,
        periodWords,
        title,
        party: { ...party, ...(name ? { name } : {}) },
        due,
        ...(no ? { no } : {}),
        ...(await reasonOf(runtime, run)),
      };
    }),
  );
  return { missed, ...next };
};

export const planMissed = useCase(missedInput, ticketReaders, (runtime, { actor }, input) =>
  listMissed(runtime, actor, input),
);
