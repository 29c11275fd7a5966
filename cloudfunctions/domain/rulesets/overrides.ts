import type { Limit } from '../deadline';
import type { PolicyId, RuleSet } from './rule-set';

/** What a version of a rule set says otherwise than the shipped version on which it rests (design §1). */
export type Overrides = {
  limits?: Partial<Record<PolicyId, Limit>>;
  switches?: Partial<RuleSet['switches']>;
  windows?: Partial<RuleSet['windows']>;
  majorChanges?: string[];
  roleNames?: Partial<RuleSet['roleNames']>;
};

/** The members of `stored` that `shipped` does not have with the same value; undefined = none. */
const differing = <T extends object>(stored: T, shipped: Partial<T>): Partial<T> | undefined => {
  const names = (Object.keys(stored) as (keyof T)[]).filter(
    name => stored[name] !== undefined && JSON.stringify(stored[name]) !== JSON.stringify(shipped[name]),
  );
  return names.length === 0
    ? undefined
    : (Object.fromEntries(names.map(name => [name, stored[name]])) as Partial<T>);
};

/** Number and unit of each limit, in this order: what is compared. Labels and clauses are always the shipped ones. */
const limitsOf = ({ limits }: Pick<RuleSet, 'limits'>): Record<string, Limit> =>
  Object.fromEntries(
    Object.entries(limits).map(([policy, { limit }]) => [policy, { n: limit.n, unit: limit.unit }]),
  );

/**
 * The overrides of a version that was stored as a whole. What it lacks, e.g. a policy that is newer than it, is no
 * override: the shipped value holds there. A version equal to the shipped one has none.
 */
export const overridesOf = (
  stored: Pick<RuleSet, 'limits' | 'switches' | 'windows' | 'majorChanges' | 'roleNames'>,
  shipped: RuleSet,
): Overrides => {
  const limits = differing(limitsOf(stored), limitsOf(shipped));
  const switches = differing(stored.switches, shipped.switches);
  const windows = differing(stored.windows, shipped.windows);
  const major = differing(
    { majorChanges: stored.majorChanges ?? [] },
    { majorChanges: shipped.majorChanges ?? [] },
  );
  const roleNames = differing(stored.roleNames, shipped.roleNames);
  return {
    ...(limits ? { limits } : {}),
    ...(switches ? { switches } : {}),
    ...(windows ? { windows } : {}),
    ...major,
    ...(roleNames ? { roleNames } : {}),
  };
};

/** How a version will be stored: `basedOn` is the shipped version whose values hold where nothing is overridden. */
export type StoredVersion = { id: string; version: number; basedOn: number; overrides: Overrides };

/** A version that was stored as a whole, as it will be stored. */
export const asStoredVersion = (stored: RuleSet, shipped: RuleSet): StoredVersion => ({
  id: stored.id,
  version: stored.version,
  basedOn: shipped.version,
  overrides: overridesOf(stored, shipped),
});
