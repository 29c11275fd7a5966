import * as z from 'zod';
import { regionPath, regionSchema, unitSchema, type Region, type Unit } from '../../domain/catalogue';
import { limitSchema } from '../../domain/deadline';
import type { RuleSet } from '../../domain/rulesets';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey, type Transaction } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { followUnitName } from '../services/service-document';
import { readAll } from '../kernel/snapshot';

/** Regions, units and rule sets: what changes rarely. Every change raises the version that instances look at. */

export const raiseVersion = async (
  transaction: Transaction,
  change: Partial<Collections['settings']> = {},
): Promise<void> => {
  const settings = await transaction.get('settings', 'current');
  if (!settings) return fail('unavailable', '系统还没有初始化，请联系运维');
  await transaction.put('settings', {
    ...settings,
    ...change,
    catalogueVersion: settings.catalogueVersion + 1,
  });
};

const save = async <N extends 'regions' | 'units' | 'rulesets' | 'calendars'>(
  { ports }: Runtime,
  collection: N,
  document: Collections[N],
  change: Partial<Collections['settings']> = {},
): Promise<void> => {
  await ports.database.transaction(async transaction => {
    await transaction.put(collection, document);
    await raiseVersion(transaction, change);
  });
};

export const saveRegionInput = z.object({ region: regionSchema });

/** `region.save`: the hierarchy of regions that units, services and local authorities refer to (J-4). */
export const saveRegion = async (runtime: Runtime, { region }: { region: Region }): Promise<Region> => {
  const { catalogue } = await runtime.snapshots.current();
  const loops = regionPath(region.parent, catalogue).includes(region.code);
  if (region.parent !== undefined && (!catalogue.region(region.parent) || loops))
    fail('invalid', '有内容需要补充或更正', { 'region.parent': '没有这个上级地区' });
  await save(runtime, 'regions', { _id: region.code, ...region });
  return region;
};

export const saveUnitInput = z.object({ unit: unitSchema });

/** `unit.save`. */
export const saveUnit = async (runtime: Runtime, { unit }: { unit: Unit }): Promise<Unit> => {
  const { catalogue } = await runtime.snapshots.current();
  const fields: Record<string, string> = {};
  if (!catalogue.region(unit.region)) fields['unit.region'] = '没有这个地区';
  if (unit.parentId !== undefined && (!catalogue.unit(unit.parentId) || unit.parentId === unit.id))
    fields['unit.parentId'] = '没有这个上级单位';
  if (Object.keys(fields).length > 0) fail('invalid', '有内容需要补充或更正', fields);
  await save(runtime, 'units', { _id: unit.id, ...unit });
  await followUnitName(runtime.ports.database, unit);
  return unit;
};

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

export const ruleSetInput = z.object({ id: z.string().min(1).max(64), version: z.number().int().positive() });

export const getRuleSet = async (
  runtime: Runtime,
  { id, version }: z.infer<typeof ruleSetInput>,
): Promise<RuleSet> => {
  const found = (await storedRuleSets(runtime)).find(one => one.id === id && one.version === version);
  return found ?? fail('not-found', '没有这个规则集');
};

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

export { save as saveCatalogueDocument };
