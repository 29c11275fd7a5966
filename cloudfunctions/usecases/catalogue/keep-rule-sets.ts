import * as z from 'zod';
import { everyone, managers } from '../../domain/catalogue/roles';
import { limitSchema } from '../../domain/deadline';
import type { RuleSet } from '../../domain/rulesets';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/snapshot';
import { nothing, useCase } from '../kernel/use-case';
import { raiseVersion } from './raise-version';

/** Rule sets in versions: a ticket keeps the one under which it was filed. */

/** What of a rule set can be changed; the shape of the limits stays. */
export const saveRuleSetInput = z.object({
  id: z.string().min(1).max(64),
  limits: z.record(z.string(), z.object({ limit: limitSchema })).default({}),
  switches: z
    .object({
      extension: z.boolean(),
      routerDispatchAbove: z.number().min(0.5).max(1).nullable(),
      changeMode: z.enum(['approve', 'file']),
      offlineNeedsConfirmation: z.boolean(),
      replyCountsFrom: z.enum(['receipt', 'acceptance']),
      hotline: z.enum(['linked', 'master']),
    })
    .partial()
    .default({}),
  windows: z.record(z.string(), z.number().int().positive().max(10_000)).default({}),
  /** Replaces the kinds of change that are major besides the fixed ones (A12). */
  majorChanges: z.array(z.string().trim().min(2).max(20)).max(20).optional(),
});

const storedRuleSets = ({ ports }: Runtime): Promise<Collections['rulesets'][]> =>
  readAll(ports.database, 'rulesets', 'key');

/** A version is written once: of two who save at one time the later is told. */
const insertRuleSet = async ({ ports }: Runtime, ruleSet: RuleSet): Promise<void> => {
  try {
    await ports.database.transaction(async transaction => {
      await transaction.insert('rulesets', ruleSetDocument(ruleSet));
      await raiseVersion(transaction);
    });
  } catch (error) {
    if (error instanceof DuplicateKey) fail('conflict', '这个规则集刚被别人更改过，请看过最新版本后再保存');
    throw error;
  }
};

/** `ruleset.save`: a new version; tickets that are filed keep the one under which they were filed. */
export const saveRuleSet = async (
  runtime: Runtime,
  input: z.infer<typeof saveRuleSetInput>,
): Promise<RuleSet> => {
  const versions = (await storedRuleSets(runtime)).filter(one => one.id === input.id);
  const latest = versions.reduce<Collections['rulesets'] | undefined>(
    (best, one) => (best && best.version > one.version ? best : one),
    undefined,
  );
  if (!latest) return fail('not-found', '没有这个规则集');
  const unknown = [
    ...Object.keys(input.limits).filter(name => !(name in latest.limits)),
    ...Object.keys(input.windows).filter(name => !(name in latest.windows)),
  ];
  if (unknown.length > 0)
    fail('invalid', '有内容需要补充或更正', Object.fromEntries(unknown.map(name => [name, '没有这一项'])));
  const limits = Object.fromEntries(
    Object.entries(latest.limits).map(([name, rule]) => [name, { ...rule, ...input.limits[name] }]),
  ) as RuleSet['limits'];
  const version = latest.version + 1;
  const saved = {
    ...latest,
    version,
    limits,
    switches: { ...latest.switches, ...input.switches },
    windows: { ...latest.windows, ...input.windows },
    ...(input.majorChanges ? { majorChanges: [...new Set(input.majorChanges)] } : {}),
  };
  await insertRuleSet(runtime, saved);
  return saved;
};

export const rulesetSave = useCase(saveRuleSetInput, managers, async (runtime, _caller, input) => ({
  ruleSet: await saveRuleSet(runtime, input),
}));

/** A rule set as it is stored: versions of one rule set sort by their number. */
export const ruleSetDocument = (ruleSet: RuleSet): Collections['rulesets'] => {
  const key = `${ruleSet.id}#${String(ruleSet.version).padStart(6, '0')}`;
  return { ...ruleSet, _id: key, key };
};

/** `ruleset.list`. */
export const listRuleSets = async (runtime: Runtime) => {
  const { settings } = await runtime.snapshots.current();
  return (await storedRuleSets(runtime)).map(({ id, version, name, draft, source }) => ({
    id,
    version,
    name,
    draft,
    source,
    active: id === settings.ruleSet.id && version === settings.ruleSet.version,
  }));
};

export const rulesetList = useCase(nothing, everyone, async runtime => ({
  ruleSets: await listRuleSets(runtime),
}));

export const ruleSetInput = z.object({ id: z.string().min(1).max(64), version: z.number().int().positive() });

export const getRuleSet = async (
  runtime: Runtime,
  { id, version }: z.infer<typeof ruleSetInput>,
): Promise<RuleSet> => {
  const found = (await storedRuleSets(runtime)).find(one => one.id === id && one.version === version);
  return found ?? fail('not-found', '没有这个规则集');
};

export const rulesetGet = useCase(ruleSetInput, everyone, async (runtime, _caller, input) => ({
  ruleSet: await getRuleSet(runtime, input),
}));

/** `ruleset.activate`: from now on new tickets are filed under it. */
export const activateRuleSet = async (
  runtime: Runtime,
  input: z.infer<typeof ruleSetInput>,
): Promise<RuleSet> => {
  const ruleSet = await getRuleSet(runtime, input);
  await runtime.ports.database.transaction(transaction =>
    raiseVersion(transaction, { ruleSet: { id: ruleSet.id, version: ruleSet.version } }),
  );
  return ruleSet;
};

export const rulesetActivate = useCase(ruleSetInput, managers, async (runtime, _caller, input) => ({
  ruleSet: await activateRuleSet(runtime, input),
}));
