import type { ListedPlan } from '../../../../typings/contract';
import type { Catalogue } from '../../../domain/catalogue';
import { hasRole } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import { labelOf, staffProcedures } from '../../../domain/procedures';
import { nextOf, wakesAt, type Plan, type PlanParty } from '../../../domain/plans/plan';
import { platformKeys, regionKeys, rowKeys } from '../../../domain/registers';
import { civilDateOf, NEVER, type Instant } from '../../../domain/time';
import type { Calendar } from '../../../domain/calendar';
import type { PlanDocument } from '../../kernel/documents';

/** A plan as it is stored and shown, and whose it is. */

/** What plans can be made of. */
export const plannedKinds = staffProcedures.flatMap(({ kind, label, planned }) =>
  planned ? [{ kind, label, topics: planned.topics }] : [],
);

/** In whose lists a plan and its runs stand: of its party, of the authorities above it, of who runs the platform. */
export const scopeOf = (
  { unitId, region }: Pick<PlanParty, 'unitId' | 'region'>,
  catalogue: Pick<Catalogue, 'unit' | 'region'>,
): string[] => {
  if (unitId !== undefined) return rowKeys(unitId, catalogue);
  return region === undefined ? [...platformKeys] : regionKeys(region, catalogue);
};

/** Who may change a plan: a unit's lead its own, a local authority those of its region, operator's lead and manager all. */
export const mayKeep = (actor: Actor, scope: readonly string[]): boolean => {
  if (hasRole(actor, ['operator-lead', 'manager'])) return true;
  if (actor.role === 'lead') return scope.includes(`unit:${actor.unitId ?? ''}`);
  return actor.role === 'local' && scope.includes(`region:${actor.region ?? ''}`);
};

export const planDocument = (
  plan: Plan,
  { _id, version }: Pick<PlanDocument, '_id' | 'version'>,
  {
    catalogue,
    calendar,
    now,
    actor,
  }: { catalogue: Catalogue; calendar: Calendar; now: Instant; actor: Actor },
): PlanDocument => ({
  ...plan,
  _id,
  version,
  scope: scopeOf(plan.party, catalogue),
  key: `${plan.title}|${_id}`,
  nextAt: wakesAt(plan, now, calendar, NEVER),
  changedAt: now,
  changedBy: actor.id,
});

/** What a topic is called: `系统日志检查`. */
const topicLabel = (kind: string, topic: string): string =>
  plannedKinds.find(one => one.kind === kind)?.topics.find(({ value }) => value === topic)?.label ?? topic;

export const showPlan = (
  plan: PlanDocument,
  actor: Actor,
  {
    catalogue,
    calendar,
    now,
  }: { catalogue: Pick<Catalogue, 'unit' | 'region'>; calendar: Calendar; now: Instant },
): ListedPlan => {
  const { _id: id, version, kind, topic, title, period, party, checklist, from, until } = plan;
  const next = nextOf(plan, now, calendar);
  return {
    id,
    version,
    kind,
    kindLabel: labelOf(kind),
    topic,
    topicLabel: topicLabel(kind, topic),
    title,
    period,
    party: { ...party, ...nameOf(party, catalogue) },
    checklist: checklist.map(({ item, threshold }) => ({ item, ...(threshold ? { threshold } : {}) })),
    from,
    ...(until === undefined ? {} : { until }),
    ...(next.do === 'wait' ? { nextOn: civilDateOf(next.until) } : {}),
    ...(next.do === 'nothing' ? { over: true } : {}),
    mayKeep: mayKeep(actor, plan.scope),
  };
};

const nameOf = (
  { unitId, region }: PlanParty,
  catalogue: Pick<Catalogue, 'unit' | 'region'>,
): { name?: string } => {
  const name = unitId ? catalogue.unit(unitId)?.name : region ? catalogue.region(region)?.name : undefined;
  return name === undefined ? {} : { name };
};
