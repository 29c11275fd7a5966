import * as z from 'zod';
import type { ListedRuleSet, ShownRuleSet } from '../../../typings/api';
import { everyone, managers } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { adjustable } from '../../domain/procedures';
import { applyChanges, overridesOf, type KnownVersion, type StoredVersion } from '../../domain/rulesets';
import { civilDateOf, isCivilDate } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey } from '../kernel/ports';
import { inForceOn } from '../kernel/reading/snapshot';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { raiseVersion } from './raise-version';
import { ruleSetKey } from './rule-set-key';
import { latestOf, listed, shippedOf, shownRuleSet } from './show-rule-set';

/** Rule sets in versions: a ticket keeps the one under which it was filed. */

/** What of a rule set can be changed; `applyChanges` says of each by its name what it can be. */
export const saveRuleSetInput = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive().optional(),
  limits: z.record(z.string(), z.unknown()).default({}),
  switches: z.record(z.string(), z.unknown()).default({}),
  windows: z.record(z.string(), z.unknown()).default({}),
  roleNames: z.record(z.string(), z.unknown()).default({}),
  majorChanges: z.unknown().optional(),
});

const overtaken = (): never => fail('conflict', '这个规则集刚被别人更改过，请看过最新版本后再保存');

/** A version as it is stored. */
export const ruleSetDocument = (version: StoredVersion): Collections['rulesets'] => {
  const key = ruleSetKey(version);
  return { ...version, _id: key, key };
};

/** A version is written once: of two who save at one time the later is told. */
const insertRuleSet = async ({ ports }: Runtime, version: StoredVersion): Promise<void> => {
  try {
    await ports.database.transaction(async transaction => {
      await transaction.insert('rulesets', ruleSetDocument(version));
      await raiseVersion(transaction);
    });
  } catch (error) {
    if (error instanceof DuplicateKey) overtaken();
    throw error;
  }
};

const find = async (
  { snapshots }: Runtime,
  { id, version }: z.infer<typeof ruleSetInput>,
): Promise<KnownVersion> => {
  const { ruleSets } = await snapshots.current();
  const found = ruleSets.find(one => one.id === id && one.version === version);
  return found ?? fail('not-found', '没有这个规则集');
};

const show = async (runtime: Runtime, wanted: z.infer<typeof ruleSetInput>): Promise<ShownRuleSet> =>
  shownRuleSet(await find(runtime, wanted), await runtime.snapshots.current());

/** `ruleset.save`: a new version; tickets that are filed keep the one under which they were filed. */
export const saveRuleSet = async (
  runtime: Runtime,
  actor: Actor,
  { id, version, ...changes }: z.infer<typeof saveRuleSetInput>,
): Promise<ShownRuleSet> => {
  const latest = latestOf(await runtime.snapshots.current(), id);
  if (!latest) return fail('not-found', '没有这个规则集');
  const changed = applyChanges(latest, changes, adjustable);
  if ('errors' in changed) return fail('invalid', '有内容需要补充或更正', changed.errors);
  if (version !== undefined && version !== latest.version) return overtaken();
  const saved: StoredVersion = {
    id,
    version: latest.version + 1,
    basedOn: latest.basedOn,
    overrides: overridesOf(changed.ruleSet, shippedOf(latest), adjustable),
    saved: { by: { id: actor.id, name: actor.name }, at: runtime.ports.now() },
  };
  await insertRuleSet(runtime, saved);
  return show(runtime, saved);
};

export const rulesetSave = administrative(
  'ruleset.save',
  ({ id }) => ({ about: id }),
  useCase(saveRuleSetInput, managers, async (runtime, { actor }, input) => ({
    ruleSet: await saveRuleSet(runtime, actor, input),
  })),
);

const VERSIONS = 200;

const listInput = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, '请从头查看')
    .optional(),
});

/** `ruleset.list`: as many versions as there may be, page by page. */
export const listRuleSets = async (
  runtime: Runtime,
  { cursor }: z.infer<typeof listInput> = {},
): Promise<{ ruleSets: ListedRuleSet[]; nextCursor?: string }> => {
  const snapshot = await runtime.snapshots.current();
  const from = Number(cursor ?? 0);
  const end = from + VERSIONS;
  return {
    ruleSets: snapshot.ruleSets.slice(from, end).map(ruleSet => listed(ruleSet, snapshot)),
    ...(snapshot.ruleSets.length > end ? { nextCursor: String(end) } : {}),
  };
};

export const rulesetList = useCase(listInput, everyone, (runtime, _caller, input) =>
  listRuleSets(runtime, input),
);

export const ruleSetInput = z.object({ id: z.string().min(1).max(64), version: z.number().int().positive() });

export const rulesetGet = useCase(ruleSetInput, everyone, async (runtime, _caller, input) => ({
  ruleSet: await show(runtime, input),
}));

const activateInput = ruleSetInput.extend({
  /** Which version the caller saw in force, whose place this one takes: of two who activate at once the later is told. */
  inForce: ruleSetInput.optional(),
  /** The day from whose beginning on it holds; missing = from now on. */
  from: z.string().refine(isCivilDate, '日期不对').optional(),
});

/** What is planned afterwards: this one, or what was planned before and has not begun, unless the one in force is to stay. */
const planned = (
  settings: Collections['settings'] | undefined,
  activated: KnownId,
  from: string | undefined,
  today: string,
): Pick<Collections['settings'], 'plannedRuleSet'> => {
  if (from !== undefined) return { plannedRuleSet: { ...activated, from } };
  if (!settings?.plannedRuleSet || settings.plannedRuleSet.from <= today)
    return { plannedRuleSet: undefined };
  const isToStay = isSame(inForceOn(settings, today), activated);
  return { plannedRuleSet: isToStay ? undefined : settings.plannedRuleSet };
};

const isSame = (one: KnownId, other: KnownId): boolean =>
  one.id === other.id && one.version === other.version;
type KnownId = Pick<KnownVersion, 'id' | 'version'>;

/**
 * `ruleset.activate`: from now on, or from the beginning of a later day on, new tickets are filed under it (J-28). The version in
 * force, activated once more, stays: what was planned to take its place is not any more.
 */
export const activateRuleSet = async (
  runtime: Runtime,
  { inForce, from, ...input }: z.infer<typeof activateInput>,
): Promise<ShownRuleSet> => {
  const { id, version } = await find(runtime, input);
  await runtime.ports.database.transaction(async transaction => {
    const settings = await transaction.get('settings', 'current');
    const today = civilDateOf(runtime.ports.now());
    if (from !== undefined && from <= today)
      fail('invalid', '有内容需要补充或更正', { from: '请选今天以后的日期；马上启用的不填' });
    const now = settings && inForceOn(settings, today);
    // Who repeats what has been done is told the same again.
    if (now && inForce && !isSame(now, inForce) && !isSame(now, input))
      fail('conflict', `现行规则刚由别人换成第 ${now.version} 版，请看过和它的不同再启用`);
    await raiseVersion(transaction, {
      ...(from === undefined ? { ruleSet: { id, version } } : { ruleSet: now }),
      ...planned(settings, { id, version }, from, today),
    });
  });
  return show(runtime, input);
};

export const rulesetActivate = administrative(
  'ruleset.activate',
  ({ id, version, from }) => ({ about: id, what: `第 ${version} 版${from ? `，${from} 起` : ''}` }),
  useCase(activateInput, managers, async (runtime, _caller, input) => ({
    ruleSet: await activateRuleSet(runtime, input),
  })),
);
