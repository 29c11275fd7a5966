import { adjustment, APPROVES, changesOf, done, fact, FILES, letter, withdrawal } from '../support/change';
import { invalid, publicView } from '../support/public-view';
import { useSystem } from '../support/system';

/** Who applies for a change, what becomes of two applications, and of the units that they name (G-3.2.2, J-11a, A39). */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const lead = staff('demo-hrss-lead');

const { texts } = publicView(system);
const { activate, readyToExecute } = changesOf(system);

describe('an application that becomes another one', () => {
  test('J-11a: an adjustment that was returned comes back as a withdrawal; what was to be adjusted is dropped', async () => {
    system.at('2026-12-09T10:00');
    const { no } = await lead.open('change', { ...adjustment, serviceId: 'S006', plannedOn: '2026-12-15' });
    await manager.act(no, 'askCorrection', { decision: '这项服务是否应当撤销？' });
    const wrong = { completed: '改为撤销。', changeType: 'withdraw' };
    await expect(lead.act(no, 'complete', wrong)).rejects.toMatchObject(invalid('instead'));
    const right = { ...wrong, instead: '请到窗口办理。' };
    await expect(lead.act(no, 'complete', { ...right, name: '新名称' })).rejects.toMatchObject(
      invalid('name'),
    );
    const again = await lead.act(no, 'complete', right);
    expect(again).toMatchObject({ state: 'review', title: expect.stringContaining('撤销') });
    expect(fact(again, 'changeType')).toBe('撤销');
    for (const name of Object.keys(adjustment).filter(each => /^(name|open|owner)/.test(each)))
      expect(fact(again, name)).toBeUndefined();
    await lead.act(no, 'cancelApplication', { cancelReason: '演示。' });
  });
});

describe('two applications to withdraw one service', () => {
  const input = { ...withdrawal, serviceId: 'S006', plannedOn: '2026-12-16' };
  let first = '';

  test('G-3.2.2a: in the same moment one of them is taken', async () => {
    system.at('2026-12-09T10:00');
    const both = await Promise.allSettled([handler.open('change', input), lead.open('change', input)]);
    const taken = both.flatMap(one => (one.status === 'fulfilled' ? [one.value.no] : []));
    expect(taken).toHaveLength(1);
    first = taken[0] ?? '';
  });

  test('G-3.2.2a, G-3.2.2b: given up or refused, it makes room for another; the register says so', async () => {
    await handler.act(first, 'cancelApplication', { cancelReason: '材料不齐。' });
    const second = await lead.open('change', input);
    await manager.act(second.no, 'reject', { decision: '还有群众在用。' });
    const third = await lead.open('change', input);
    await lead.act(third.no, 'cancelApplication', { cancelReason: '演示。' });
    const { steps } = await manager.call<{ steps: { no?: string; reason: string }[] }>('service.history', {
      id: 'S006',
    });
    const said = steps.map(({ no, reason }) => `${reason} ${no ?? ''}`);
    for (const no of [first, second.no, third.no])
      expect(said).toEqual(expect.arrayContaining([`申请撤销 ${no}`, `撤销申请没有继续 ${no}`]));
  });
});

describe('competent units and access unit', () => {
  test('G-3.2.2c: after the execution new tickets go where the change says; the new units see why', async () => {
    system.at('2026-12-09T10:00');
    const input = {
      serviceId: 'S005',
      changeType: 'adjust',
      reason: '职责调整。',
      impact: '广州的咨询改由省里统一答复。',
      competent: ['hrss', 'sz-hrss'],
      accessUnitId: 'general',
      letter,
      plannedOn: '2026-12-16',
    };
    const no = await readyToExecute(input, handler, '2026-12-16');
    const before = await citizen('a').file({ serviceId: 'S005', region: '440100', category: 'business' });
    expect(before.unit?.id).toBe('gz-hrss');
    await operator.act(no, 'execute', done);
    const after = await citizen('b').file({ serviceId: 'S005', region: '440100', category: 'business' });
    expect(after.unit?.id).toBe('hrss');
    const complaint = await citizen('c').file({ kind: 'complaint', serviceId: 'S005', category: 'system' });
    expect(complaint.unit?.id).toBe('general');
    await system.run();
    expect(texts('demo-general-handler', no)).toEqual([expect.stringContaining('以后由贵单位承办')]);
    expect((await staff('demo-general-handler').get(no)).state).toBe('executed');
  });
});

describe.each([APPROVES, FILES])('who may, under %s', ruleSet => {
  const approves = ruleSet === APPROVES;
  const city = {
    ...adjustment,
    serviceId: approves ? 'S074' : 'S075',
    name: approves ? '积分入户申请' : '公租房年度审核',
  };
  const [start, late, planned] = approves
    ? ['2026-12-17T10:00', '2026-12-24T10:00', '2027-01-20']
    : ['2026-12-25T10:00', '2027-01-04T10:00', '2027-01-20'];

  beforeAll(async () => {
    system.at(start);
    await activate(ruleSet);
  });
  afterAll(() => activate(APPROVES));

  test('A39: the local authority applies for services of its region, not for those above it', async () => {
    const local = staff('demo-gz-local');
    await expect(local.open('change', { ...adjustment, plannedOn: planned })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      staff('demo-th-local').open('change', { ...city, plannedOn: planned }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const { no, unit } = await local.open('change', { ...city, plannedOn: planned });
    expect(unit?.id).toBe(approves ? 'gz-hrss' : 'gz-hurd');
    expect(await local.offered(no)).toContain('cancelApplication');
    expect((await local.act(no, 'cancelApplication', { cancelReason: '计划改变。' })).state).toBe(
      'cancelled',
    );
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('已撤回');
  });

  test('only the access unit applies: no competent unit, no foreign unit, no operator, manager or partner', async () => {
    const input = { ...adjustment, serviceId: 'S006', plannedOn: planned };
    for (const who of ['demo-gz-hrss-lead', 'demo-psb-lead', 'demo-operator', 'demo-manager', 'demo-partner'])
      await expect(staff(who).open('change', input)).rejects.toMatchObject({ code: 'forbidden' });
    const { no } = await lead.open('change', input);
    await expect(staff('demo-psb-lead').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      staff('demo-psb-lead').act(no, 'cancelApplication', { cancelReason: '试' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(citizen('nosy').get(no)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('the sweep dead for days and then run once: the same state, only the highest level sent', async () => {
    const who = approves ? 'demo-manager' : 'demo-operator';
    const input = { ...adjustment, serviceId: 'S007', plannedOn: approves ? planned : '2026-12-28' };
    const { no, state } = await handler.open('change', input);
    await system.run();
    const before = system.messages(who, no).length;
    system.at(late);
    await system.run();
    const told = system.messages(who, no).slice(before);
    expect(new Set(told.map(({ template }) => template))).toEqual(new Set(['red']));
    const ticket = await staff(who).get(no);
    expect(ticket).toMatchObject({ state, light: 'red' });
    expect(await staff(who).queue('overdue')).toContain(no);
  });
});
