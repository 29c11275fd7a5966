import * as z from 'zod';
import { regionPath, regionSchema, type Region } from '../../domain/catalogue';
import { catalogueKeepers, everyone } from '../../domain/catalogue/roles';
import { fail } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { nextVersion, saving, versionOf } from '../kernel/writing/two-writers';
import { nothing, useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { raiseVersion } from './raise-version';

/** So many regions there can be, down to districts and counties: forms and phones know them all. */
export const MOST_REGIONS = 500;

export const regionList = useCase(nothing, everyone, async ({ snapshots }) => ({
  regions: (await snapshots.current()).catalogue
    .regions()
    .map(region => ({ ...region, version: versionOf(region) })),
}));

export const saveRegionInput = z.object({ region: regionSchema, ...saving });

/** `region.save`: the hierarchy of regions that units, services and local authorities refer to (J-4). */
export const saveRegion = async (
  runtime: Runtime,
  { region: given, version, new: isNew }: z.infer<typeof saveRegionInput>,
): Promise<Region> => {
  const { catalogue } = await runtime.snapshots.current();
  const { version: own, ...region } = given;
  const loops = regionPath(region.parent, catalogue).includes(region.code);
  if (region.parent !== undefined && (!catalogue.region(region.parent) || loops))
    fail('invalid', '有内容需要补充或更正', { 'region.parent': '没有这个上级地区' });
  if (!catalogue.region(region.code) && catalogue.regions().length >= MOST_REGIONS) {
    const full = `地区最多 ${MOST_REGIONS} 个，登记到县（市、区）一级`;
    fail('invalid', full, { 'region.code': full });
  }
  return runtime.ports.database.transaction(async transaction => {
    const before = await transaction.get('regions', region.code);
    const next = nextVersion(
      before,
      { version: version ?? own, new: isNew, name: region.name },
      'region.code',
    );
    const saved = { ...region, version: next };
    const seen = new Set([region.code]);
    for (let up = region.parent; up !== undefined; up = (await transaction.get('regions', up))?.parent) {
      if (seen.has(up)) fail('invalid', '有内容需要补充或更正', { 'region.parent': '上级地区绕成了一圈' });
      seen.add(up);
    }
    await transaction.put('regions', { _id: region.code, ...saved });
    await raiseVersion(transaction);
    return saved;
  });
};

export const regionSave = administrative(
  'region.save',
  ({ region }) => ({ about: region.code, what: region.name }),
  useCase(saveRegionInput, catalogueKeepers, async (runtime, _caller, input) => ({
    region: await saveRegion(runtime, input),
  })),
);
