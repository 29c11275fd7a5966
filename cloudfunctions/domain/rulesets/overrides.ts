import type { Limit } from '../deadline';
import type { Instant } from '../time';
import { limitOf, type Policy } from './policy';
import type { RuleSet } from './rule-set';
import { switchOf, type SwitchDefinition, type SwitchValue } from './switches';
import { windowOf, type WindowDefinition } from './windows';

/** All that a rule set can change by its name: what the procedures count with and ask. */
export type Adjustable = {
  policies: readonly Policy[];
  windows: readonly WindowDefinition[];
  switches: readonly SwitchDefinition[];
};

/** What is said of each, by its name. */
export const byId = <D extends { id: string }, T>(
  definitions: readonly D[],
  value: (definition: D) => T,
): Record<string, T> => Object.fromEntries(definitions.map(one => [one.id, value(one)]));

/** What a version of a rule set says otherwise than the shipped version on which it rests (design §1). */
export type Overrides = {
  limits?: Record<string, Limit>;
  switches?: Record<string, SwitchValue>;
  windows?: Record<string, number>;
  majorChanges?: string[];
  roleNames?: Partial<RuleSet['roleNames']>;
};

/** A version as it is stored; who saved it and when is missing where older code did. */
export type StoredVersion = {
  id: string;
  version: number;
  /** The shipped version whose values hold where nothing is overridden. */
  basedOn: number;
  overrides: Overrides;
  saved?: { by: { id: string; name: string }; at: Instant };
};

/** How older code stored a version: as a whole, with what has no number beside each limit. */
export type WholeVersion = Omit<RuleSet, 'limits'> & { limits: Record<string, { limit: Limit }> };

/** A version that the rules can use, and what it comes from. */
export type KnownVersion = RuleSet & Pick<StoredVersion, 'basedOn' | 'saved'>;

type Values = Pick<RuleSet, 'limits' | 'switches' | 'windows' | 'majorChanges' | 'roleNames'>;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The members of `values` that `shipped` does not have with the same value; undefined = none. */
const differing = <T extends object>(values: T, shipped: Partial<T>): Partial<T> | undefined => {
  const names = (Object.keys(values) as (keyof T)[]).filter(
    name => values[name] !== undefined && !same(values[name], shipped[name]),
  );
  return names.length === 0
    ? undefined
    : (Object.fromEntries(names.map(name => [name, values[name]])) as Partial<T>);
};

/** Number and unit alone, in this order: what is compared. */
const plain = ({ n, unit }: Limit): Limit => ({ n, unit });

/**
 * What values say otherwise than a shipped version. What they lack, e.g. a policy that is newer than they, is no
 * override; a limit, window or switch that nobody knows stays, whoever still counts with it.
 */
export const overridesOf = (values: Values, shipped: RuleSet, adjustable: Adjustable): Overrides => {
  const mapped = (limits: Values['limits']): Record<string, Limit> =>
    Object.fromEntries(Object.entries(limits).map(([id, limit]) => [id, plain(limit)]));
  const first = byId(adjustable.policies, policy => plain(limitOf(shipped, policy)));
  const limits = differing(mapped(values.limits), { ...mapped(shipped.limits), ...first });
  const switches = differing(values.switches, {
    ...shipped.switches,
    ...byId(adjustable.switches, one => switchOf(shipped, one)),
  });
  const windows = differing(values.windows, {
    ...shipped.windows,
    ...byId(adjustable.windows, one => windowOf(shipped, one)),
  });
  const majorChanges = values.majorChanges ?? [];
  const roleNames = differing(values.roleNames, shipped.roleNames);
  return {
    ...(limits ? { limits: limits as Record<string, Limit> } : {}),
    ...(switches ? { switches: switches as Record<string, SwitchValue> } : {}),
    ...(windows ? { windows: windows as Record<string, number> } : {}),
    ...(same(majorChanges, shipped.majorChanges ?? []) ? {} : { majorChanges }),
    ...(roleNames ? { roleNames } : {}),
  };
};

const isWhole = (stored: StoredVersion | WholeVersion): stored is WholeVersion => !('overrides' in stored);

/** As long as versions were stored as wholes, the first was the only one that had shipped. */
const BASE_OF_WHOLES = 1;

/** Enough for reading: what a version says as the shipped one does is the same rule, said once more. */
const nothingKnown: Adjustable = { policies: [], windows: [], switches: [] };

/** A version that was stored as a whole, as it is stored now; another one as it is. */
export const asStoredVersion = (
  stored: StoredVersion | WholeVersion,
  shipped: RuleSet,
  adjustable = nothingKnown,
): StoredVersion => {
  if (!isWhole(stored)) return stored;
  const limits = Object.fromEntries(Object.entries(stored.limits).map(([id, { limit }]) => [id, limit]));
  return {
    id: stored.id,
    version: stored.version,
    basedOn: BASE_OF_WHOLES,
    overrides: overridesOf({ ...stored, limits }, shipped, adjustable),
  };
};

/** The shipped version on which a stored one rests, in whichever form that is stored. */
export const baseOf = (
  stored: StoredVersion | WholeVersion,
  shippedVersions: readonly RuleSet[],
): RuleSet | undefined => {
  const basedOn = isWhole(stored) ? BASE_OF_WHOLES : stored.basedOn;
  return shippedVersions.find(({ id, version }) => id === stored.id && version === basedOn);
};

/** The rule set that a stored version stands for: what it overrides, else what had shipped. */
export const resolve = (stored: StoredVersion | WholeVersion, shipped: RuleSet): KnownVersion => {
  const { version, basedOn, overrides, saved } = asStoredVersion(stored, shipped);
  return {
    ...shipped,
    version,
    basedOn,
    ...(saved ? { saved } : {}),
    limits: { ...shipped.limits, ...overrides.limits },
    switches: { ...shipped.switches, ...overrides.switches },
    windows: { ...shipped.windows, ...overrides.windows },
    majorChanges: overrides.majorChanges ?? shipped.majorChanges ?? [],
    roleNames: { ...shipped.roleNames, ...overrides.roleNames },
  };
};

/**
 * All versions that there are, by rule set and number. Older databases also hold the shipped ones: what is stored under
 * a number is what tickets were filed under, so it goes before. One whose shipped version nobody knows is left out.
 */
export const knownVersions = (
  stored: readonly (StoredVersion | WholeVersion)[],
  shippedVersions: readonly RuleSet[],
): KnownVersion[] => {
  const own = stored.flatMap(one => {
    const shipped = baseOf(one, shippedVersions);
    return shipped ? [resolve(one, shipped)] : [];
  });
  const isStored = (shipped: RuleSet): boolean =>
    own.some(({ id, version }) => id === shipped.id && version === shipped.version);
  const code = shippedVersions
    .filter(shipped => !isStored(shipped))
    .map(shipped => ({ ...shipped, basedOn: shipped.version }));
  const order = shippedVersions.map(({ id }) => id);
  return [...own, ...code].sort(
    (one, other) => order.indexOf(one.id) - order.indexOf(other.id) || one.version - other.version,
  );
};
