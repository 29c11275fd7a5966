import { heldBy } from '../../cloudfunctions/domain/procedures/rule-document/holding';
import { differences } from '../../cloudfunctions/domain/typed/difference';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { citizenOf, staffOf } from '../support/callers';
import { act, open, refusal, stored, told } from '../support/checks';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** 制度文件 (G-2.1a, G-5.1c, J-10a, G-4.2.1a, J-6): from the draft to the day on which it ends. */

const NOW = '2026-11-23T10:00:00.000+08:00';
const local = everybody.find(({ role }) => role === 'local')!;

const rules = (more: Record<string, unknown> = {}) => ({
  docType: 'detailed-rules',
  name: '咨询投诉处理实施细则',
  body: '第一条 及时答复。\n第二条 逐级负责。',
  effectiveOn: '2026-12-01',
  units: [{ unitId: 'hrss' }, { unitId: 'psb' }],
  ...more,
});
const approval = { effectiveOn: '2026-12-01', basis: '会议纪要 3 号', secrecy: true, personal: true };

const published = async (world: Memory, by: Actor, more: Record<string, unknown> = {}): Promise<string> => {
  const { no, state } = await open(world, by, 'rule-document', rules(more));
  if (state === 'reviewing') await act(world, operatorLead, no, 'passReview');
  await act(world, manager, no, 'approve', approval);
  await act(world, operator, no, 'publish');
  return no;
};
const sweepAt = async (world: Memory, at: string): Promise<void> => {
  world.at(at);
  await sweepDeadlines(world, plainWork());
};

test('G-2.1a: drafted, reviewed, approved, published; each unit signs, and it stands there who has not', async () => {
  const world = memory(NOW);
  const { no } = await open(
    world,
    manager,
    'rule-document',
    rules({ docType: 'management', name: '运行管理办法' }),
  );
  expect(stored(world, no).state).toBe('reviewing');
  // It is nobody else's before it is published.
  expect(await refusal(act(world, handlerOf('hrss'), no, 'note', { text: '看看' }))).toMatchObject({
    code: 'not-found',
  });
  await act(world, operatorLead, no, 'returnReview', { reason: '写明责任人' });
  await act(world, manager, no, 'resubmit', rules({ body: '第一条 负责人及时答复。' }));
  await act(world, operatorLead, no, 'passReview');
  await act(world, manager, no, 'approve', approval);
  await act(world, operator, no, 'publish');
  expect(stored(world, no)).toMatchObject({
    state: 'published',
    work: { values: { awaiting: '省人社厅、省公安厅', wrote: '管理方' } },
  });
  for (const who of [handlerOf('hrss'), operator, manager])
    expect(await told(world, who, no)).toEqual(
      expect.arrayContaining([expect.stringMatching(/已发布/) as string]),
    );
  await act(world, handlerOf('hrss'), no, 'acknowledge');
  expect(stored(world, no).work?.values['awaiting']).toBe('省公安厅');
  expect(await refusal(act(world, handlerOf('hrss'), no, 'acknowledge'))).toMatchObject({
    code: 'forbidden',
  });
  await act(world, leadOf('psb'), no, 'acknowledge');
  expect(stored(world, no)).toMatchObject({ state: 'in-force', endsAt: NOW });
});

test('G-2.1a: a unit that has not signed is reminded, and its lead and the manager hear of it', async () => {
  const world = memory(NOW);
  const no = await published(world, operator);
  await sweepAt(world, '2026-12-01T09:00:00.000+08:00');
  for (const who of [handlerOf('psb'), leadOf('psb'), manager])
    expect(await told(world, who, no)).toEqual(
      expect.arrayContaining([expect.stringContaining('已超期') as string]),
    );
});

test('G-5.1c: a changed limit is a version of the rules for what is filed from its day on; a withdrawal touches nothing that runs', async () => {
  const world = memory(NOW);
  const no = await published(world, operator, {
    limits: [{ policy: 'consult.technical', days: 1 }],
    publicWords: '咨询多久答复，投诉怎样办。',
  });
  expect(world.get('notices', `GG-${no}`)?.text).toContain('2026 年 12 月 1 日');
  const citizen = citizenOf(world, 'ou');
  const technical = { kind: 'consultation', category: 'technical' } as const;
  const before = await citizen.file(technical);
  await sweepAt(world, '2026-12-01T00:05:00.000+08:00');
  const after = await citizenOf(world, 'other').file({ ...technical, title: '登录不了' });
  const versionOf = (of: { no: string }): number => stored(world, of.no).ruleSet.version;
  expect(versionOf(after)).toBe(versionOf(before) + 1);
  expect([before.promise?.date, after.promise?.date]).toEqual(['2026-11-25', '2026-12-02']);
  await act(world, manager, no, 'withdrawDocument', { reason: '重新制定' });
  expect(stored(world, no).state).toBe('withdrawn');
  // What runs under it keeps its rules, and people read it no more.
  expect(stored(world, after.no).clocks[0]?.date).toBe('2026-12-02');
  expect(world.get('notices', `GG-${no}`)?.endsAt).toBe(world.ports.now());
});

test('G-5.1c: a second version says what is different, and the first ends the day before it holds', async () => {
  const world = memory(NOW);
  const first = await published(world, operator);
  const second = await published(world, operator, {
    replaces: first,
    body: '第一条 当日答复。\n第二条 逐级负责。\n第三条 公开。',
    effectiveOn: '2026-12-01',
  });
  expect(stored(world, second).work?.values).toMatchObject({
    edition: '第 2 版',
    changes: [{ was: '第一条 及时答复。', is: '第一条 当日答复。' }, { is: '第三条 公开。' }],
  });
  expect(stored(world, first).work?.values).toMatchObject({ replacedBy: second, validUntil: '2026-11-30' });
  await sweepAt(world, '2026-12-01T00:05:00.000+08:00');
  expect([stored(world, first).state, stored(world, second).state]).toEqual(['lapsed', 'published']);
  expect(await refusal(open(world, operator, 'rule-document', rules({ replaces: first })))).toMatchObject({
    fields: { replaces: expect.stringContaining('最新') as string },
  });
});

test('two who review at one time: the second is told, and nothing happens twice', async () => {
  const world = memory(NOW);
  const { no, version } = await open(world, leadOf('hrss'), 'rule-document', rules());
  const pass = () =>
    refusal(staffOf(world, operatorLead).call('ticket.act', { no, act: 'passReview', version, input: {} }));
  const sendBack = () =>
    refusal(
      staffOf(world, { ...operatorLead, id: 'other-lead' }).call('ticket.act', {
        no,
        act: 'returnReview',
        version,
        input: { reason: '再改' },
      }),
    );
  expect([await pass(), await sendBack()]).toEqual([
    undefined,
    expect.objectContaining({ code: 'wrong-state' }),
  ]);
  expect(stored(world, no).state).toBe('approving');
});

test.each([
  [
    'limits',
    { docType: 'run-management', limits: [{ policy: 'consult.technical', days: 1 }] },
    leadOf('hrss'),
  ],
  ['limits.0.days', { limits: [{ policy: 'complaint.business.accept', days: 30 }] }, operator],
  ['publicWords', { publicWords: '请打 13800138000 找小王。' }, operator],
  ['effectiveOn', { effectiveOn: '2026-11-01' }, operator],
  ['validUntil', { validUntil: '2026-11-30' }, operator],
  ['docType', { docType: 'management' }, operator],
] as const)('what a document may not say: %s', async (field, more, who) => {
  const world = memory(NOW);
  expect(await refusal(open(world, who, 'rule-document', rules(more)))).toMatchObject({
    code: 'invalid',
    fields: { [field]: expect.any(String) as string },
  });
});

test('A53: what becomes public is looked through for secrets and persons before it is approved', async () => {
  const world = memory(NOW);
  const { no } = await open(world, operator, 'rule-document', rules({ publicWords: '怎样办。' }));
  expect(await refusal(act(world, manager, no, 'approve', { ...approval, personal: false }))).toMatchObject({
    fields: { personal: expect.any(String) as string },
  });
});

test('J-7, J-12b, J-21a, J-22, J-23: what a side must have is in force, coming, expired or missing', async () => {
  const world = memory(NOW);
  const no = await published(world, local, {
    docType: 'local-plan',
    name: '广州实施方案',
    units: undefined,
    validUntil: '2027-06-30',
  });
  expect(await told(world, manager, no)).toEqual(
    expect.arrayContaining([expect.stringContaining('文件已发布') as string]),
  );
  const states = () =>
    Object.fromEntries(heldBy('local', [stored(world, no)]).map(({ type, state }) => [type.value, state]));
  expect(states()).toMatchObject({
    'local-plan': 'in-force',
    contingency: 'missing',
    'data-security': 'missing',
  });
  expect(Object.keys(states())).not.toContain('management');
  const held = async (who: Actor) => (await staffOf(world, who).call('document.held', {})).parties;
  expect((await held(local)).map(({ name }) => name)).toEqual(['广州市主管部门', '市人社局', '区人社局']);
  expect((await held(local))[0]?.documents).toContainEqual(
    expect.objectContaining({ type: 'local-plan', clause: 'J-7', state: 'in-force', no }),
  );
  expect((await held(leadOf('gz-hrss'))).map(({ id }) => id)).toEqual(['gz-hrss', 'th-hrss']);
  expect((await held(manager)).slice(0, 2).map(({ id }) => id)).toEqual(['manager', 'operator']);
  // Of a unit of its region it hears how it stands, without the number of what it cannot open.
  const ofUnit = await published(world, leadOf('gz-hrss'), { docType: 'run-management', units: undefined });
  const theirs = async (who: Actor) =>
    (await held(who))
      .find(({ id }) => id === 'gz-hrss')
      ?.documents.find(({ type }) => type === 'run-management');
  expect(await theirs(manager)).toMatchObject({ state: 'in-force', no: ofUnit });
  expect(await theirs(local)).toEqual({ ...(await theirs(manager)), no: undefined });
  for (const who of [local, leadOf('gz-hrss'), handlerOf('th-hrss'), manager])
    for (const { documents } of await held(who))
      for (const { no: named } of documents) if (named) await staffOf(world, who).get(named);
  await sweepAt(world, '2027-07-01T00:05:00.000+08:00');
  expect(states()['local-plan']).toBe('expired');
  expect(await told(world, local, no)).toEqual(
    expect.arrayContaining([expect.stringContaining('文件已到期') as string]),
  );
});

test('G-2.1a, J-7: what the province issues to nobody by name is signed by units and cities; a county without anybody is its city’s', async () => {
  const world = memory(NOW);
  const no = await published(world, manager, { docType: 'management', units: undefined });
  expect(stored(world, no).work?.values['awaiting']).toBe('省人社厅、省公安厅、广州市主管部门');
  expect(await told(world, local, no)).toEqual([expect.stringContaining('签收')]);
  for (const who of [handlerOf('hrss'), leadOf('psb')]) await act(world, who, no, 'acknowledge');
  expect(stored(world, no)).toMatchObject({
    state: 'published',
    work: { values: { awaiting: '广州市主管部门' } },
  });
  await act(world, local, no, 'acknowledge');
  expect(await refusal(act(world, local, no, 'acknowledge'))).toMatchObject({ code: 'forbidden' });
  expect(stored(world, no)).toMatchObject({
    state: 'in-force',
    work: {
      values: { acknowledged: [{ unitId: 'hrss' }, { unitId: 'psb' }, { region: '440100', by: local.name }] },
    },
  });

  const ofCounty = await published(world, operator, { units: undefined, regions: [{ region: '440106' }] });
  expect(stored(world, ofCounty).work?.values['awaiting']).toBe('广州市主管部门');
});

test('G-2.1a: an authority that has not signed is reminded, and what it wrote itself it need not sign', async () => {
  const world = memory(NOW);
  const no = await published(world, operator, { units: undefined, regions: [{ region: '440100' }] });
  await sweepAt(world, '2026-12-01T09:00:00.000+08:00');
  for (const who of [local, manager])
    expect(await told(world, who, no)).toEqual(
      expect.arrayContaining([expect.stringContaining('已超期') as string]),
    );
  for (const docType of ['contingency', 'promotion-plan']) {
    const own = await published(world, local, {
      docType,
      units: [{ unitId: 'gz-hrss' }],
      regions: [{ region: '440106' }],
      effectiveOn: '2026-12-02',
    });
    expect(stored(world, own).work?.values['awaiting']).toBe('市人社局');
    await act(world, handlerOf('gz-hrss'), own, 'acknowledge');
    expect(stored(world, own).state).toBe('in-force');
  }
});

test('differences of two texts, line by line', () => {
  expect(differences('一\n二\n三', '一\n2\n三\n四')).toEqual([{ was: '二', is: '2' }, { is: '四' }]);
  expect(differences('一\n二', '二')).toEqual([{ was: '一' }]);
  expect(differences('同', '同')).toEqual([]);
});
