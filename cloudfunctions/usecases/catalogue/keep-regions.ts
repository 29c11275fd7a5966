import * as z from 'zod';
import { regionPath, regionSchema, type Region } from '../../domain/catalogue';
import { catalogueKeepers, everyone } from '../../domain/catalogue/roles';
import { fail } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { saveCatalogueDocument } from './raise-version';

export const regionList = useCase(nothing, everyone, async ({ snapshots }) => ({
  regions: (await snapshots.current()).catalogue.regions(),
}));

export const saveRegionInput = z.object({ region: regionSchema });

/** `region.save`: the hierarchy of regions that units, services and local authorities refer to (J-4). */
export const saveRegion = async (runtime: Runtime, { region }: { region: Region }): Promise<Region> => {
  const { catalogue } = await runtime.snapshots.current();
  const loops = regionPath(region.parent, catalogue).includes(region.code);
  if (region.parent !== undefined && (!catalogue.region(region.parent) || loops))
    fail('invalid', '有内容需要补充或更正', { 'region.parent': '没有这个上级地区' });
  await saveCatalogueDocument(runtime, 'regions', { _id: region.code, ...region });
  return region;
};

export const regionSave = useCase(saveRegionInput, catalogueKeepers, async (runtime, _caller, input) => ({
  region: await saveRegion(runtime, input),
}));
