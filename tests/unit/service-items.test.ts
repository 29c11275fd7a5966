import { serviceTable } from '../../cloudfunctions/domain/services/rows';
import { entrySchema } from '../../cloudfunctions/domain/services/entry';
import { citizenOf, staffOf } from '../support/callers';
import { manager, MONDAY, operator, service } from '../support/domain';
import { MARK } from '../support/export-mark';
import { memory } from '../support/memory';

/** 事项 of a service, G-5.2c: each may have a unit and a limit of its own; whoever files may say which it is. */

const law = { n: 30, unit: 'calendar-day' as const, stage: 'reply' as const, basis: '某办法第八条' };
const items = [
  { code: '01', name: '遗失补办', unitId: 'psb', statutory: [law] },
  { code: '', name: '挂失', statutory: [] },
];

const province = async () => {
  const world = memory(MONDAY);
  world.put('services', { ...world.get('services', service.id)!, items });
  const chen = citizenOf(world, 'chen');
  const about = { kind: 'consultation' as const, category: 'business' as const, serviceId: service.id };
  return { world, chen, about };
};

test('G-5.2c: the question goes to the unit of the item, under its limit; before it is filed both are said', async () => {
  const { chen, about } = await province();
  const before = await chen.call('promise.preview', about);
  expect(before.items).toEqual([
    { code: '01', name: '遗失补办' },
    { code: '挂失', name: '挂失' },
  ]);
  expect(await chen.call('promise.preview', { ...about, itemCode: '01' })).toMatchObject({
    holderName: '省公安厅',
    limit: '30 日（含节假日）内答复',
  });
  const ticket = await chen.file({ ...about, itemCode: '01' });
  expect(ticket).toMatchObject({
    unit: { id: 'psb' },
    item: { code: '01', name: '遗失补办' },
    state: 'dispatched',
  });
  expect(ticket.clocks.find(({ name }) => name === 'reply')?.clause).toBe('某办法第八条');
  expect(ticket.timeline.map(({ text }) => text)).toContain('按所选服务“社保卡申领”的事项“遗失补办”分办');
});

test('G-5.2c: without an item, and with one that has no unit, all stays as it was; complaints go to the access unit', async () => {
  const { chen, about } = await province();
  expect(await chen.file(about)).toMatchObject({ unit: { id: 'hrss' } });
  expect((await chen.file(about)).item).toBeUndefined();
  expect(await chen.file({ ...about, itemCode: '挂失' })).toMatchObject({ unit: { id: 'hrss' } });
  expect(await chen.file({ ...about, kind: 'complaint', itemCode: '01' })).toMatchObject({
    unit: { id: 'hrss' },
  });
  const another = chen.file({ ...about, itemCode: '别的' });
  await expect(another).rejects.toMatchObject({
    code: 'invalid',
    fields: { itemCode: expect.any(String) as string },
  });
});

test('G-5.2c: where the operator decides, the unit of the item is proposed first, with the reason', async () => {
  const { world, chen, about } = await province();
  const { no } = await chen.file({ ...about, category: 'unsure', itemCode: '01' });
  const { suggestions = [] } = await staffOf(world, operator).get(no);
  expect(suggestions[0]).toMatchObject({ unitId: 'psb', reason: '事项“遗失补办”的承办单位' });
});

const formOf = async (world: Awaited<ReturnType<typeof province>>['world'], no: string, name: string) =>
  (await staffOf(world, operator).get(no)).acts.find(({ act }) => act === name)?.fields ?? [];

test('G-5.2c, A3: the operator sets the item with the unit, and it counts for limit and promise', async () => {
  const { world, chen, about } = await province();
  const clerk = staffOf(world, operator);
  const { no, promise } = await chen.file({ ...about, category: 'unsure' });
  const fields = await formOf(world, no, 'dispatch');
  // Digits speak to the unit first, then to the item.
  expect(fields.map(({ name }) => name)).toEqual(['unitId', 'itemCode', 'reason']);
  expect(fields[1]).toMatchObject({
    label: '事项',
    required: false,
    options: [
      { value: '01', label: '遗失补办（省公安厅）' },
      { value: '挂失', label: '挂失' },
    ],
  });
  await expect(clerk.act(no, 'dispatch', { unitId: 'psb', itemCode: '别的' })).rejects.toMatchObject({
    fields: { itemCode: '这项服务没有这个事项，请重新选择' },
  });
  const sent = await clerk.act(no, 'dispatch', { unitId: 'psb', itemCode: '01' });
  expect(sent).toMatchObject({ unit: { id: 'psb' }, item: { code: '01', name: '遗失补办' } });
  expect(sent.clocks.find(({ name }) => name === 'reply')?.clause).toBe('某办法第八条');
  expect(sent.promise?.date).not.toBe(promise?.date);
});

test('G-5.2c: in triage the item is set, corrected and taken back; its unit is proposed first; another service drops it', async () => {
  const { world, chen, about } = await province();
  const clerk = staffOf(world, operator);
  world.put('services', { ...world.get('services', service.id)!, _id: 'other', items: undefined });
  const { no } = await chen.file({ ...about, category: 'unsure' });
  const triage = (input: object) => clerk.act(no, 'triage', { category: 'business', ...input });
  const set = await triage({ itemCode: '01' });
  expect(set.item).toEqual({ code: '01', name: '遗失补办' });
  expect(set.suggestions?.[0]).toMatchObject({ unitId: 'psb', reason: '事项“遗失补办”的承办单位' });
  const field = (await formOf(world, no, 'triage')).find(({ name }) => name === 'itemCode');
  expect(field).toMatchObject({ value: '01', options: [{}, {}, { label: '不分事项' }] });
  expect((await triage({ itemCode: '挂失' })).item).toEqual({ code: '挂失', name: '挂失' });
  expect((await triage({ itemCode: field?.options?.[2]?.value })).item).toBeUndefined();
  await triage({ itemCode: '01' });
  expect((await triage({ serviceId: 'other', itemCode: '01' })).item).toBeUndefined();
  expect((await formOf(world, no, 'dispatch')).map(({ name }) => name)).toEqual(['unitId', 'reason']);
});

test('G-5.2c: items with their units go out as a file and come back; a unit that does not exist is refused', async () => {
  const entry = entrySchema.parse({ id: 'S1', name: '社保卡', unitId: 'hrss', region: '440000', items });
  const read = serviceTable.readText(serviceTable.writeText([entry], 'csv', true, MARK), 'csv');
  expect(read.rows.map(row => row.entry.items)).toEqual([items]);
  const { world } = await province();
  const boss = staffOf(world, manager);
  const { revision } = (await boss.call('service.get', { id: service.id })).service;
  const save = (changed: typeof items) =>
    boss.call('service.save', { service: { ...service, items: changed }, revision });
  const wrong = { code: 'invalid', fields: { 'service.items': expect.any(String) as string } };
  await expect(save([{ ...items[0]!, unitId: 'nobody' }])).rejects.toMatchObject(wrong);
  await expect(save([items[1]!, items[1]!])).rejects.toMatchObject(wrong);
});
