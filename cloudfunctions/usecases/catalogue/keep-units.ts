import * as z from 'zod';
import { unitSchema, type Catalogue, type Unit } from '../../domain/catalogue';
import { unitDesk } from '../../domain/catalogue/staffing';
import { catalogueKeepers, everyone } from '../../domain/catalogue/roles';
import { fail } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { followUnitName } from '../services/service-document';
import { saveCatalogueDocument } from './raise-version';

/** Those that exist, and which of them have nobody (A42). */
const units = ({ units: all, staffAt }: Catalogue): { units: Unit[]; vacant: string[] } => {
  const present = all().filter(({ ended }) => !ended);
  return {
    units: present,
    vacant: present.map(({ id }) => id).filter(id => staffAt(unitDesk(id)).length === 0),
  };
};

export const unitList = useCase(nothing, everyone, async ({ snapshots }) => ({
  ...units((await snapshots.current()).catalogue),
}));

export const saveUnitInput = z.object({ unit: unitSchema });

/** `unit.save`. */
export const saveUnit = async (runtime: Runtime, { unit }: { unit: Unit }): Promise<Unit> => {
  const { catalogue } = await runtime.snapshots.current();
  const fields: Record<string, string> = {};
  if (catalogue.unit(unit.id)?.ended) fields['unit.id'] = '这个单位已经撤销，不能再更改';
  if (!catalogue.region(unit.region)) fields['unit.region'] = '没有这个地区';
  if (unit.parentId !== undefined && (!catalogue.unit(unit.parentId) || unit.parentId === unit.id))
    fields['unit.parentId'] = '没有这个上级单位';
  if (Object.keys(fields).length > 0) fail('invalid', '有内容需要补充或更正', fields);
  await saveCatalogueDocument(runtime, 'units', { _id: unit.id, ...unit });
  await followUnitName(runtime.ports.database, unit);
  return unit;
};

export const unitSave = useCase(saveUnitInput, catalogueKeepers, async (runtime, _caller, input) => ({
  unit: await saveUnit(runtime, input),
}));
