import { whyClosed, type Paper } from '../../cloudfunctions/domain/registers/agreements';
import { refreshRegisters } from '../../cloudfunctions/usecases/setup/passes';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';

/** J-21c, A37: core data stay closed to an account without the papers that its type needs; J-21b: whoever's they are hears of a look. */

const NOW = '2026-11-23T10:00:00.000+08:00';
const TODAY = '2026-11-23';

const paper = (more: Partial<Paper> = {}): Paper => ({
  kind: 'confidentiality',
  signedOn: '2026-01-01',
  validUntil: '2026-12-31',
  ...more,
});
const vetting = (more: Partial<Paper> = {}): Paper => paper({ kind: 'vetting', result: 'passed', ...more });

describe('J-21c, A37: which papers open core data', () => {
  test.each<
    [string, Paper[], Parameters<typeof whyClosed>[1], Parameters<typeof whyClosed>[2], string | undefined]
  >([
    ['a civil servant needs none', [], 'handler', 'operators', undefined],
    ['unless policy says so', [], 'handler', 'all', '没有登记保密协议'],
    [
      'an operator needs both where policy says so',
      [paper()],
      'operator',
      'operators',
      '没有登记安全背景审查',
    ],
    ['and both are enough', [paper(), vetting()], 'operator', 'operators', undefined],
    ['one that is named is bound by it', [paper({ validUntil: '2026-11-22' })], 'handler', 'named', '到期'],
    ['the last day still counts', [paper({ validUntil: TODAY })], 'handler', 'named', undefined],
    [
      'a renewal takes its place',
      [paper({ validUntil: '2026-11-22' }), paper({ signedOn: TODAY })],
      'handler',
      'named',
      undefined,
    ],
    [
      'one that is signed tomorrow is none',
      [paper({ signedOn: '2026-11-24' })],
      'operator',
      'operators',
      '没有登记保密协议',
    ],
    [
      'a failed vetting closes, whatever an earlier one found',
      [vetting(), vetting({ signedOn: '2026-11-01', result: 'failed' })],
      'handler',
      'named',
      '没有通过',
    ],
  ])('%s', (_, papers, role, demanded, why) => {
    const found = whyClosed(papers, role, demanded, TODAY);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });
});

const agreement = (memberId: string, validUntil: string) => ({
  register: 'agreements',
  values: {
    name: '经办人员',
    kind: 'confidentiality',
    accountType: 'supplier',
    memberId,
    signedOn: '2026-01-01',
    validUntil,
  },
});

const filed = async (world: Memory): Promise<string> =>
  (await citizenOf(world, 'lin').file({ serviceId: 'card', category: 'business' })).no;

test('J-21c: the day after an agreement ends nothing is shown and nothing leaves; renewed, all is open again', async () => {
  const world = memory(NOW);
  const handler = staffOf(world, handlerOf('hrss'));
  const no = await filed(world);
  const { row } = await staffOf(world, leadOf('hrss')).call(
    'register.save',
    agreement(handlerOf('hrss').id, '2026-11-24'),
  );
  expect(await handler.act(no, 'reveal', { reason: '电话核实' })).toHaveProperty('personal');
  world.at('2026-11-25T10:00:00.000+08:00');
  const closed = { code: 'forbidden', message: expect.stringContaining('保密协议已在') as string };
  await expect(handler.act(no, 'reveal', { reason: '电话核实' })).rejects.toMatchObject(closed);
  await expect(handler.call('ticket.file', { no })).rejects.toMatchObject(closed);
  await expect(handler.call('service.export', { format: 'csv' })).rejects.toMatchObject(closed);
  await expect(handler.call('register.export', { register: 'assets', format: 'csv' })).rejects.toMatchObject(
    closed,
  );
  // What is masked can still be worked on, and others are not concerned.
  await handler.get(no);
  await staffOf(world, leadOf('hrss')).call('service.export', { format: 'csv' });
  const { values } = agreement(handlerOf('hrss').id, '2027-11-24');
  await staffOf(world, leadOf('hrss')).call('register.save', {
    register: 'agreements',
    id: row.id,
    version: row.version,
    values,
  });
  await handler.call('service.export', { format: 'csv' });
});

test('A37: policy can ask operators for both papers', async () => {
  const world = memory(NOW);
  await staffOf(world, operator).call('service.export', { format: 'csv' });
  const { ruleSet } = await staffOf(world, manager).call('ruleset.save', {
    id: 'gdzw-0001.5-2019',
    switches: { coreAccess: 'operators' },
  });
  await staffOf(world, manager).call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
  await expect(staffOf(world, operator).call('service.export', { format: 'csv' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await staffOf(world, manager).call('service.export', { format: 'csv' });
});

test('J-21c: who is about to expire stands first; rows of before are found and sorted by an upgrade', async () => {
  const world = memory(NOW);
  const lead = staffOf(world, leadOf('hrss'));
  for (const [name, until] of [
    ['later', '2027-05-01'],
    ['soon', '2026-12-01'],
    ['over', '2026-11-01'],
  ] as const) {
    const { register, values } = agreement(handlerOf('hrss').id, until);
    await lead.call('register.save', { register, values: { ...values, name } });
  }
  const names = async (): Promise<unknown[]> =>
    (await lead.call('register.list', { register: 'agreements' })).rows.map(({ name }) => name);
  expect(await names()).toEqual(['over', 'soon', 'later']);
  const wanted = structuredClone(world.all('registers'));
  for (const row of world.all('registers'))
    world.put('registers', {
      ...row,
      key: `${String(row.values['name'])}|${row._id}`,
      scope: row.scope.filter(one => !one.includes('member:')),
    });
  expect(await names()).toEqual(['later', 'over', 'soon']);
  await refreshRegisters.page({ ports: world.ports, unitName: () => '' }, '');
  expect(world.all('registers')).toEqual(wanted);
});

test('J-21b: whose data were looked at hears of it, in the inbox alone', async () => {
  const world = memory(NOW);
  const no = await filed(world);
  await staffOf(world, handlerOf('hrss')).act(no, 'reveal', { reason: '电话核实' });
  expect(await toldTo(world, 'lin')).toEqual(
    expect.arrayContaining([expect.stringContaining('查看了您的联系方式') as string]),
  );
});

test('J-26: who runs the rules and who watches over them are never one person, by whichever account', async () => {
  const world = memory(NOW);
  const boss = staffOf(world, manager);
  await boss.call('member.address', { phone: '13800138001', email: 'wang@gd.gov.cn' });
  for (const same of [{ phone: '13800138001' }, { email: 'WANG@gd.gov.cn' }])
    await expect(
      boss.call('member.invite', { openid: 'another', name: '王某', role: 'security', ...same }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('同一个人') as string });
  const officer = { openid: 'another', name: '赵某', role: 'security', phone: '13800138002' } as const;
  const { member } = await boss.call('member.invite', officer);
  await expect(
    staffOf(world, { id: member.id, role: 'security', name: '赵某' }).call('member.address', {
      phone: '13800138001',
    }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('J-21b, J-26: a list about persons leaves only with the approval of another, for whom it was given, until its day', async () => {
  const world = memory(NOW);
  const lead = staffOf(world, leadOf('hrss'));
  await lead.call('register.save', agreement(handlerOf('hrss').id, '2026-12-24'));
  const exported = (actor = leadOf('hrss')) =>
    staffOf(world, actor).call('register.export', { register: 'agreements', format: 'csv' });
  const needed = { code: 'wrong-state', message: expect.stringContaining('申请导出个人信息') as string };
  await expect(exported()).rejects.toMatchObject(needed);
  const input = {
    register: 'agreements',
    purpose: '核对到期人员',
    basis: '网络安全责任书',
    recipient: '本单位网信办',
    lastDay: '2026-11-25',
  };
  const { ticket } = await lead.call('procedure.open', {
    kind: 'data-export',
    requestId: '00000000-0000-4000-8000-0000000000bb',
    input,
  });
  await expect(exported()).rejects.toMatchObject(needed);
  await expect(lead.act(ticket.no, 'approveExport')).rejects.toMatchObject({ code: 'forbidden' });
  await staffOf(world, manager).act(ticket.no, 'approveExport');
  uploadsOf(world);
  await exported();
  // Others have none, also of the same unit, and the manager takes nothing out.
  for (const actor of [handlerOf('hrss'), manager])
    await expect(exported(actor)).rejects.toMatchObject(needed);
  const record = world.all('journal').find(({ type }) => type === 'register.export');
  expect(record?.payload).toMatchObject({
    approval: ticket.no,
    mark: expect.stringMatching(/^DC/) as string,
  });
  world.at('2026-11-26T00:00:00.000+08:00');
  await expect(exported()).rejects.toMatchObject(needed);
});
