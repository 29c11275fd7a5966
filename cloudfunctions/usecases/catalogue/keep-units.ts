import * as z from 'zod';
import { isBelow, unitSchema, type Unit } from '../../domain/catalogue';
import { showUnit } from '../../domain/catalogue/shown';
import { unitDesk } from '../../domain/catalogue/staffing';
import { catalogueKeepers, everyone } from '../../domain/catalogue/roles';
import { fail } from '../kernel/failure';
import { cutPage, cutToFit } from '../kernel/reading/paging';
import { PAGE } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { nextVersion, saving, versionOf } from '../kernel/writing/two-writers';
import { useCase } from '../kernel/use-case';
import { followUnitName } from '../services/service-document';
import { administrative } from '../kernel/writing/administer';
import { raiseVersion } from './raise-version';
import { typedLine } from '../../domain/typed/text';
import { condensed } from '../../domain/typed/words';
import { identifierKey } from '../../domain/typed/identifier';

const listInput = z.object({
  /** A part of the name, or the id. */
  query: typedLine().max(40).optional(),
  cursor: z.string().max(40).optional(),
});

const byId = (one: Unit, other: Unit): number => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

/** `unit.list`: those that exist, in the order of ids, page by page, and which of them have nobody (A42). */
export const unitList = useCase(listInput, everyone, async ({ snapshots }, { actor }, input) => {
  const { query = '', cursor = '' } = input;
  const { catalogue } = await snapshots.current();
  const found = catalogue
    .units()
    .filter(({ ended }) => !ended)
    .filter(
      ({ id, name }) =>
        id > cursor &&
        (condensed(name).includes(condensed(query)) || identifierKey(id) === identifierKey(query)),
    )
    .sort(byId);
  const { page, next: behind } = cutPage(found, PAGE, ({ id }) => id);
  const { shown: units, next } = cutToFit(
    page,
    behind,
    unit => ({ ...showUnit(actor, unit, catalogue), version: versionOf(unit) }),
    ({ id }) => id,
  );
  const vacant = units.map(({ id }) => id).filter(id => catalogue.staffAt(unitDesk(id)).length === 0);
  return { units, vacant, ...next };
});

/** Of units read from `unit.list` the version comes with them. */
export const saveUnitInput = z.object({ unit: unitSchema, ...saving });

/** `unit.save`. */
export const saveUnit = async (
  runtime: Runtime,
  { unit: given, version, new: isNew }: z.infer<typeof saveUnitInput>,
): Promise<Unit> => {
  const { catalogue } = await runtime.snapshots.current();
  const { version: own, ...unit } = given;
  const fields: Record<string, string> = {};
  if (catalogue.unit(unit.id)?.ended) fields['unit.id'] = '这个单位已经撤销，不能再更改';
  if (!catalogue.region(unit.region)) fields['unit.region'] = '没有这个地区';
  const { parentId } = unit;
  if (parentId !== undefined && (!catalogue.unit(parentId) || parentId === unit.id))
    fields['unit.parentId'] = '没有这个上级单位';
  else if (parentId !== undefined && isBelow(parentId, unit.id, catalogue))
    fields['unit.parentId'] = '这个单位在本单位之下，不能作上级';
  if (Object.keys(fields).length > 0) fail('invalid', '有内容需要补充或更正', fields);
  const saved = await runtime.ports.database.transaction(async transaction => {
    const before = await transaction.get('units', unit.id);
    const next = nextVersion(before, { version: version ?? own, new: isNew, name: unit.name }, 'unit.id');
    if (before?.ended) fail('wrong-state', '这个单位已经撤销，不能再更改');
    const document = { _id: unit.id, ...unit, version: next };
    await refuseLoop(id => transaction.get('units', id), unit);
    await transaction.put('units', document);
    await raiseVersion(transaction);
    return document;
  });
  await followUnitName(runtime.ports.database, unit);
  const { _id, ...shown } = saved;
  return shown;
};

/** As it is stored now: two who save at one time would close a circle together. */
const refuseLoop = async (
  read: (id: string) => Promise<Pick<Unit, 'parentId'> | undefined>,
  { id, parentId }: Unit,
): Promise<void> => {
  const seen = new Set([id]);
  for (let next = parentId; next !== undefined; next = (await read(next))?.parentId) {
    if (seen.has(next)) fail('invalid', '有内容需要补充或更正', { 'unit.parentId': '上级单位绕成了一圈' });
    seen.add(next);
  }
};

export const unitSave = administrative(
  'unit.save',
  ({ unit }) => ({ about: unit.id, what: unit.name }),
  useCase(saveUnitInput, catalogueKeepers, async (runtime, _caller, input) => ({
    unit: await saveUnit(runtime, input),
  })),
);
