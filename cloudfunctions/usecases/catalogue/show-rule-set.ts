import type { ListedRuleSet, ShownLimit, ShownRuleSet, ShownSwitch, ShownWindow } from '../../../typings/api';
import { adjustable, policies, usersOf } from '../../domain/procedures';
import {
  byId,
  differencesOf,
  limitOf,
  limitUnits,
  MIN_LIMIT,
  shippedRuleSets,
  switchOf,
  titleOf,
  unitsOf,
  windowOf,
  type KnownVersion,
  type Policy,
  type RuleSet,
  type SwitchDefinition,
  type WindowDefinition,
} from '../../domain/rulesets';
import type { Snapshot } from '../kernel/reading/snapshot';

/** A version of a rule set as its reader sees it: every limit, window and switch with its name, its clause and its bounds. */

/** The shipped version on which another one rests. */
export const shippedOf = ({ id, basedOn }: KnownVersion): RuleSet => {
  const found = shippedRuleSets.find(one => one.id === id && one.version === basedOn);
  if (!found) throw new Error(`rule set ${id} has not shipped a version ${basedOn}`);
  return found;
};

/** The newest version of a rule set. */
export const latestOf = ({ ruleSets }: Pick<Snapshot, 'ruleSets'>, id: string): KnownVersion | undefined =>
  ruleSets.filter(one => one.id === id).at(-1);

/** Whether it is to take the place of the one in force. */
const isPlanned = ({ id, version }: KnownVersion, { settings, activeRuleSet }: Snapshot): boolean => {
  const { plannedRuleSet: planned } = settings;
  const isIn = activeRuleSet.id === id && activeRuleSet.version === version;
  return planned?.id === id && planned.version === version && !isIn;
};

export const listed = (ruleSet: KnownVersion, snapshot: Snapshot): ListedRuleSet => {
  const { id, version, name, draft, source, saved } = ruleSet;
  const { activeRuleSet } = snapshot;
  return {
    id,
    version,
    name,
    draft,
    source,
    active: id === activeRuleSet.id && version === activeRuleSet.version,
    ...(isPlanned(ruleSet, snapshot) ? { from: snapshot.settings.plannedRuleSet?.from } : {}),
    latest: latestOf(snapshot, id)?.version === version,
    ...(saved ? { saved: { by: saved.by.name, at: saved.at } } : {}),
  };
};

const shownLimit = (policy: Policy, ruleSet: RuleSet, shipped: RuleSet): ShownLimit => ({
  limit: limitOf(ruleSet, policy),
  label: policy.label,
  clause: policy.clause,
  ...(policy.internal ? { internal: true } : {}),
  clock: policy.clock,
  shipped: limitOf(shipped, policy),
  title: titleOf(policy, usersOf(policy)),
  units: unitsOf(policy).map(unit => ({
    unit,
    label: limitUnits[unit].label,
    min: MIN_LIMIT,
    max: limitUnits[unit].max,
  })),
});

const shownWindow = (definition: WindowDefinition, shipped: RuleSet): ShownWindow => {
  const { label, clause, unit, min, max } = definition;
  return { label, ...(clause ? { clause } : {}), unit, min, max, shipped: windowOf(shipped, definition) };
};

const shownSwitch = (definition: SwitchDefinition, shipped: RuleSet): ShownSwitch => {
  const { label, clause } = definition;
  const values =
    'options' in definition
      ? { options: [...definition.options] }
      : { none: definition.none, min: definition.min, max: definition.max };
  return { label, clause, shipped: switchOf(shipped, definition), ...values };
};

export const shownRuleSet = (ruleSet: KnownVersion, snapshot: Snapshot): ShownRuleSet => {
  const shipped = shippedOf(ruleSet);
  const { windows, switches } = adjustable;
  return {
    ...listed(ruleSet, snapshot),
    basedOn: ruleSet.basedOn,
    inForce: { id: snapshot.activeRuleSet.id, version: snapshot.activeRuleSet.version },
    limits: byId(policies, policy => shownLimit(policy, ruleSet, shipped)),
    switches: byId(switches, one => switchOf(ruleSet, one)),
    windows: byId(windows, one => windowOf(ruleSet, one)),
    majorChanges: ruleSet.majorChanges ?? [],
    roleNames: ruleSet.roleNames,
    about: {
      windows: byId(windows, one => shownWindow(one, shipped)),
      switches: byId(switches, one => shownSwitch(one, shipped)),
    },
    differences: differencesOf(
      snapshot.activeRuleSet,
      ruleSet,
      policies.map(policy => ({ policy, procedures: usersOf(policy) })),
      adjustable,
    ),
  };
};
