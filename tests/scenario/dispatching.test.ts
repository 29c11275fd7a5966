import { outcomes, running, useSystem } from '../support/system';

/** Wrong routing: return, redispatch, designation (A27), and passing on below (J-4). Filed on Thursday 2026-09-24. */
const system = useSystem();
const operator = system.staff('demo-operator');
const manager = system.staff('demo-manager');
const hrss = system.staff('demo-hrss-handler');
const psb = system.staff('demo-psb-handler');

const file = (openid: string, more: object = {}) => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({ kind: 'complaint', serviceId: 'S001', ...more });
};

test('returned with reason, redispatched with a full limit, returned again, designated for good; the promise never moves (A27)', async () => {
  const ticket = await file('qin');
  expect(ticket.promise).toMatchObject({ date: '2026-10-29', confirmed: true, broken: false });
  system.at('2026-09-29T16:00');
  await hrss.act(ticket.no, 'return', { reason: '属公安职责', suggestedUnitId: 'psb' });
  const back = await operator.get(ticket.no);
  expect(back).toMatchObject({ state: 'submitted', unit: null, holder: { role: 'operator' } });
  expect(outcomes(back, 'accept')).toEqual(['cancelled 2026-10-12']);
  expect(outcomes(back, 'reply')).toEqual(['cancelled 2026-10-29']);
  expect(running(back, 'dispatch')).toMatchObject({ date: '2026-09-30' });
  // The unit that was named comes first, and the unit that returned it does not see it any more.
  const field = back.acts.find(one => one.act === 'dispatch')?.fields.find(one => one.name === 'unitId');
  expect(field?.options?.[0]?.value).toBe('psb');
  await expect(hrss.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });

  system.at('2026-09-30T10:00');
  const second = await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
  // 20 WD from its own receipt; that lies behind the promise, which stays and raises a supervision.
  expect(outcomes(second, 'reply')).toEqual(['cancelled 2026-10-29', 'running 2026-11-03']);
  expect(second.promise).toMatchObject({ date: '2026-10-29', confirmed: true, broken: true });
  expect(running(second, 'supervise')).toMatchObject({ date: '2026-10-09', responsible: '公安厅' });
  await system.run();
  expect(system.messages('demo-manager', ticket.no).map(one => one.template)).toContain('promise-broken');

  system.at('2026-10-09T10:00');
  const again = await psb.act(ticket.no, 'return', { reason: '也不属于公安' });
  expect(again).toMatchObject({ state: 'submitted', holder: { role: 'manager' } });
  await expect(operator.act(ticket.no, 'dispatch', { unitId: 'mca' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  system.at('2026-10-10T10:00');
  const designated = await manager.act(ticket.no, 'designate', { unitId: 'hrss', reason: '按三定方案' });
  expect(designated).toMatchObject({ state: 'dispatched', unit: { id: 'hrss' } });
  expect(designated.promise).toMatchObject({ date: '2026-10-29', broken: true });
  // The new unit is late for the promise too: it is supervised as the one before was.
  expect(running(designated, 'supervise')).toMatchObject({ responsible: '人力资源和社会保障厅' });
  await expect(hrss.act(ticket.no, 'return', { reason: '不收' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  expect(await hrss.offered(ticket.no)).not.toContain('return');
});

test('a return is open for 2 WD after receipt (A27)', async () => {
  const ticket = await file('rao');
  system.at('2026-09-29T23:00');
  expect(await hrss.offered(ticket.no)).toContain('return');
  system.at('2026-09-30T00:10');
  expect(await hrss.offered(ticket.no)).not.toContain('return');
  await expect(hrss.act(ticket.no, 'return', { reason: '太晚了' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
});

test('the click that returned it may come twice: the second is answered with the present ticket (contract §2)', async () => {
  const ticket = await file('ren');
  const first = await hrss.actAt(ticket.no, ticket.version, 'return', { reason: '不归我们' });
  const second = await hrss.actAt(ticket.no, ticket.version, 'return', { reason: '不归我们' });
  expect(second).toMatchObject({ version: first.version, state: 'submitted' });
  const { timeline } = await operator.get(ticket.no);
  expect(timeline.filter(one => one.label === '退回')).toHaveLength(1);
});

test('a provincial unit passes it on to a unit below it only; that unit has its own full limits (J-4, contract §5)', async () => {
  const ticket = await file('shi');
  system.at('2026-09-28T10:00');
  const { acts } = await hrss.get(ticket.no);
  const below = acts.find(one => one.act === 'dispatch')?.fields[0]?.options?.map(one => one.value);
  expect(below?.sort()).toEqual(['gz-hrss', 'sz-hrss']);
  for (const unitId of ['psb', 'gz-hurd', 'hrss', 'nobody'])
    await expect(hrss.act(ticket.no, 'dispatch', { unitId })).rejects.toMatchObject({ code: 'invalid' });
  await manager.act(ticket.no, 'supervise', { text: '请尽快' });
  const passed = await hrss.act(ticket.no, 'dispatch', { unitId: 'gz-hrss' });
  expect(passed).toMatchObject({
    state: 'dispatched',
    unit: { id: 'gz-hrss' },
    promise: { date: '2026-10-29' },
  });
  const below1 = await system.staff('demo-gz-hrss-handler').get(ticket.no);
  expect(outcomes(below1, 'accept')).toEqual(['cancelled 2026-10-12', 'running 2026-10-13']);
  // The supervision went along to whoever can answer it now.
  expect(running(below1, 'supervise')).toMatchObject({ responsible: '广州市人力资源和社会保障局' });
  expect(await system.staff('demo-gz-hrss-handler').offered(ticket.no)).not.toContain('dispatch');
  await system.run();
  expect(system.messages('demo-gz-hrss-handler', ticket.no).length).toBeGreaterThan(0);
});

test('triage may turn a consultation into a complaint: the promise is set once, from the day of filing (A1)', async () => {
  const ticket = await file('tan', { kind: 'consultation', category: 'unsure', serviceId: undefined });
  expect(ticket.promise?.date).toBe('2026-10-10');
  system.at('2026-09-28T10:00');
  const triaged = await operator.act(ticket.no, 'triage', {
    kind: 'complaint',
    category: 'business',
    serviceId: 'S053',
    region: '440106',
  });
  // The statutory 45 WD of S053 and one for the dispatch.
  expect(triaged).toMatchObject({ kind: 'complaint', promise: { confirmed: true }, region: '440106' });
  expect(triaged.promise?.explanation.filter(day => day.counted)).toHaveLength(46);
  const kept = triaged.promise?.date;
  const again = await operator.act(ticket.no, 'triage', { kind: 'consultation', category: 'business' });
  expect(again.promise?.date).toBe(kept);
  expect((await system.staff('demo-th-local').queue('all')).includes(ticket.no)).toBe(true);
});
