import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, MONDAY, operator, service } from '../support/domain';
import { memory } from '../support/memory';

/** A16: where whoever is refused can turn to is chosen from a list that the operator keeps. */

const hrss = handlerOf('hrss');
const words = { reason: '工资争议须先仲裁', basis: '《劳动争议调解仲裁法》第五条' };

const filed = async () => {
  const world = memory(MONDAY);
  const { no } = await citizenOf(world, 'chen').file({ category: 'business', serviceId: service.id });
  const unit = staffOf(world, hrss);
  const offered = async () =>
    (await unit.get(no)).acts
      .find(({ act }) => act === 'refuse')
      ?.fields.find(({ name }) => name === 'turnTo');
  return { world, no, unit, offered };
};

test('A16: chosen from the list, with telephone and place; what the unit writes is added to it', async () => {
  const { world, no, unit, offered } = await filed();
  const field = await offered();
  expect(field).toMatchObject({ required: true, many: true });
  expect(field?.options?.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['信访', '诉讼', '劳动仲裁', '纪检监察', '公安报警', '行政复议']),
  );
  await unit.act(no, 'refuse', { ...words, turnTo: ['劳动仲裁'], redirect: '请带劳动合同' });
  const { refusal } = await citizenOf(world, 'chen').get(no);
  expect(refusal?.turnTo).toEqual([
    { name: '劳动仲裁', phone: '12333', where: expect.stringContaining('仲裁委员会') as string },
  ]);
  expect(refusal?.redirect).toMatch(/^劳动仲裁：.*仲裁委员会，电话 12333；请带劳动合同$/);
});

test('A16: without a choice and without words it is no refusal; what is not in the list is none', async () => {
  const { no, unit } = await filed();
  await expect(unit.act(no, 'refuse', words)).rejects.toMatchObject({
    code: 'invalid',
    fields: { redirect: expect.any(String) as string },
  });
  await expect(unit.act(no, 'refuse', { ...words, turnTo: ['找领导'] })).rejects.toMatchObject({
    fields: { turnTo: '请从清单中选择' },
  });
  // As the contract has it from before there was a list.
  expect((await unit.act(no, 'refuse', { ...words, redirect: '请申请仲裁' })).refusal).toMatchObject({
    redirect: '请申请仲裁',
  });
});

test('A16: the operator keeps the list; what it keeps is what units choose from', async () => {
  const { world, offered } = await filed();
  const row = { name: '医疗纠纷调解', phone: '020-12345678', where: '越秀区某路 1 号', state: 'in-use' };
  await staffOf(world, operator).call('register.save', { register: 'remedies', values: row });
  await expect(
    staffOf(world, hrss).call('register.save', { register: 'remedies', values: row }),
  ).rejects.toBeDefined();
  expect((await offered())?.options).toEqual([
    { value: '医疗纠纷调解', label: '医疗纠纷调解（020-12345678）' },
  ]);
  expect(
    (await staffOf(world, manager).call('register.list', { register: 'remedies' })).rows.map(
      ({ values }) => values['name'],
    ),
  ).toEqual(['医疗纠纷调解']);
});
