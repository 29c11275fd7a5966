import type { ListedProcedure, ShownService, ShownTicket } from '../../typings/contract';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 服务上架 (G-2.1b1, J-10b, J-10c), approved under one rule set, filed under the other (A9), through the outside contract. */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const lead = staff('demo-hrss-lead');
const cityLocal = staff('demo-gz-local');

const activate = (id: string): Promise<unknown> => manager.call('ruleset.activate', { id, version: 1 });
const APPROVES = 'gdzw-0001.5-2019';
const FILES = 'ganfutong-draft-2025-06';

/** Everything that the service needs; filed on Monday 2 November for Monday 16 November. */
const application = {
  name: '技能人才评价报名',
  region: '440000',
  competent: ['hrss', 'gz-hrss', 'sz-hrss'],
  openType: 'h5',
  openTarget: 'https://service.banjie.example/jnrc',
  ownerName: '陈负责',
  ownerPhone: '020-83330001',
  technicalName: '林技术',
  technicalPhone: '13800138000',
  replyN: 15,
  replyUnit: 'working-day',
  limitBasis: '《演示规定》第十条',
  plannedOn: '2026-11-16',
  selfTest: ['cloud://demo/self-test.pdf'],
};
const checked = { checkResult: '材料齐全，自测报告覆盖全部环节。' };
const verified = { verifier: '运营甲', evidence: '真机打开并提交成功。' };

const find = async (query: string, who = 'someone'): Promise<ShownService[]> =>
  (await citizen(who).call<{ services: ShownService[] }>('service.list', { query })).services;
const texts = (to: string, about: string): string[] => system.messages(to, about).map(({ text }) => text);
const invalid = (fields: object) => ({ code: 'invalid', fields: expect.objectContaining(fields) });
const filesOf = ({ attachments }: ShownTicket): string[] =>
  attachments.map(({ label, name }) => label ?? name);

describe('where the manager approves (A9)', () => {
  let no = '';

  beforeAll(async () => {
    await activate(APPROVES);
    system.at('2026-11-02T10:00');
  });

  test('J-10b: filed in advance with everything that the service needs; the manager is told', async () => {
    const ticket = await handler.open('listing', application);
    no = ticket.no;
    expect(ticket).toMatchObject({ state: 'checking', unit: { id: 'hrss' }, holder: { role: 'operator' } });
    expect(ticket.facts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'competent', value: expect.stringContaining('、') }),
        expect.objectContaining({ name: 'replyUnit', value: '工作日' }),
      ]),
    );
    await system.run();
    for (const who of ['demo-manager', 'demo-operator', 'demo-hrss-handler', 'demo-hrss-lead'])
      expect(texts(who, no)).toEqual([expect.stringContaining('技能人才评价报名')]);
  });

  test('J-10c: the report of the self-test lies with it; the operator has three working days to check it', async () => {
    const ticket = await operator.get(no);
    expect(filesOf(ticket)).toEqual(['全流程自测报告']);
    expect(running(ticket, 'accept')).toMatchObject({ date: '2026-11-05', clause: 'J-10c', internal: true });
    expect(await operator.queue('todo')).toContain(no);
  });

  test('J-10c: without a self-test report it is refused, also with an empty list', async () => {
    for (const selfTest of [undefined, [], null])
      await expect(handler.open('listing', { ...application, selfTest })).rejects.toMatchObject(
        invalid({ selfTest: expect.any(String) }),
      );
  });

  test('J-12b: a vacant owner is refused, also one that is only named so', async () => {
    for (const ownerName of ['', '   ', '待定', '暂无', '—'])
      await expect(handler.open('listing', { ...application, ownerName })).rejects.toMatchObject(
        invalid({ ownerName: expect.any(String) }),
      );
    await expect(handler.open('listing', { ...application, ownerPhone: '无' })).rejects.toMatchObject(
      invalid({ ownerPhone: expect.any(String) }),
    );
  });

  test.each([
    ['a planned day that is not ahead', { plannedOn: '2026-11-02' }, 'plannedOn'],
    ['a planned day in five years', { plannedOn: '2031-11-02' }, 'plannedOn'],
    ['a region that does not exist', { region: '999999' }, 'region'],
    ['two units for one region', { competent: ['hrss', 'psb'] }, 'competent'],
    ['a unit that does not exist', { competent: ['nobody'] }, 'competent'],
    ['no unit at all', { competent: [] }, 'competent'],
    ['a page that is not encrypted', { openTarget: 'http://service.banjie.example' }, 'openTarget'],
    ['an address that runs a script', { openTarget: 'javascript:alert(1)' }, 'openTarget'],
    ['a mini-program without an id', { openType: 'miniprogram' }, 'openTarget'],
    ['a legal limit without its basis', { limitBasis: '' }, 'limitBasis'],
    ['a legal limit without its unit', { replyUnit: '' }, 'replyUnit'],
    ['a name of one character', { name: '卡' }, 'name'],
    ['a name beyond all bounds', { name: '卡'.repeat(61) }, 'name'],
  ])('%s is refused, in words, and nothing is opened', async (_what, wrong, field) => {
    const before = await handler.queue('unit');
    await expect(handler.open('listing', { ...application, ...wrong })).rejects.toMatchObject(
      invalid({ [field]: expect.any(String) }),
    );
    expect(await handler.queue('unit')).toEqual(before);
  });

  test('J-10c: the operator returns it for completion with the reason; the unit completes it', async () => {
    await expect(operator.act(no, 'returnForCompletion')).rejects.toMatchObject(
      invalid({ reason: expect.any(String) }),
    );
    const returned = await operator.act(no, 'returnForCompletion', { reason: '自测报告缺少退费环节。' });
    expect(returned.state).toBe('returned');
    expect(running(returned, 'accept')).toMatchObject({ label: '补充上架材料' });
    expect(await handler.queue('todo')).toContain(no);
    await system.run();
    expect(texts('demo-hrss-handler', no).at(-1)).toContain('退回');
    await expect(
      handler.act(no, 'complete', { completed: '已补。', ownerName: '待定' }),
    ).rejects.toMatchObject(invalid({ ownerName: expect.any(String) }));
    const again = await handler.act(no, 'complete', {
      completed: '已补充退费环节的自测。',
      selfTest: ['cloud://demo/self-test-2.pdf'],
      technicalName: '周技术',
      competent: [],
    });
    expect(again.state).toBe('checking');
    expect(filesOf(again)).toHaveLength(2);
  });

  test('G-2.1b1: the manager reviews what the operator has checked; nobody else approves it', async () => {
    expect(await manager.offered(no)).not.toContain('approve');
    await expect(manager.act(no, 'confirmCheck', checked)).rejects.toMatchObject({ code: 'forbidden' });
    const deciding = await operator.act(no, 'confirmCheck', checked);
    expect(deciding).toMatchObject({ state: 'deciding', holder: { role: 'manager' } });
    expect(running(deciding, 'review')).toMatchObject({ date: '2026-11-05', clause: 'G-2.1b1' });
    expect(await manager.queue('todo')).toContain(no);
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('请审核');
    for (const who of [operator, handler, lead])
      await expect(who.act(no, 'approve')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(operator.act(no, 'list', verified)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('G-2.1b1: approved, it waits for the planned day; then listing puts it into the register, once', async () => {
    const approved = await manager.act(no, 'approve', { conditions: '请做好咨询准备。' });
    expect(running(approved, 'execute')).toMatchObject({ date: '2026-11-16', label: '上架' });
    expect(await find('技能人才评价')).toEqual([]);
    await expect(operator.act(no, 'list', verified)).rejects.toMatchObject({ code: 'wrong-state' });
    system.at('2026-11-16T09:00');
    const { version } = await operator.get(no);
    const listed = await operator.actAt(no, version, 'list', verified);
    expect(listed.state).toBe('listed');
    expect(outcomes(listed, 'execute')).toEqual(['met 2026-11-16']);
    const [service, ...others] = await find('技能人才评价');
    expect(others).toEqual([]);
    expect(service).toMatchObject({
      name: '技能人才评价报名',
      unitId: 'hrss',
      state: 'online',
      open: { type: 'h5', target: 'https://service.banjie.example/jnrc' },
    });
    // The same press again is answered with what is there; another one finds nothing left to do.
    await operator.actAt(no, version, 'list', verified);
    await expect(staff('demo-operator-lead').act(no, 'list', verified)).rejects.toThrow(Refused);
    expect(await find('技能人才评价')).toHaveLength(1);
  });

  test('the result goes to unit and manager; units of the regions learn that they answer for it', async () => {
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-manager'])
      expect(texts(who, no).at(-1)).toContain('已上架');
    expect(texts('demo-gz-hrss-handler', no)).toEqual([expect.stringContaining('由贵单位答复')]);
    expect((await staff('demo-gz-hrss-handler').get(no)).state).toBe('listed');
  });

  test('A3, A33: a question about the new service goes to the unit of its region, under the limit that the law sets', async () => {
    const [service] = await find('技能人才评价');
    const asked = await citizen('asker').file({
      serviceId: service?.id ?? '',
      region: '440100',
      category: 'business',
    });
    expect(asked.unit?.id).toBe('gz-hrss');
    expect(running(asked, 'reply')).toMatchObject({ date: '2026-12-07' });
  });

  test('G-2.1b1: refused with a reason, which the unit reads; it can be withdrawn before', async () => {
    system.at('2026-11-17T10:00');
    const later = { ...application, name: '技能补贴试办', plannedOn: '2026-12-01' };
    const { no: refused } = await handler.open('listing', later);
    await operator.act(refused, 'confirmCheck', checked);
    await expect(manager.act(refused, 'reject')).rejects.toMatchObject(
      invalid({ reason: expect.any(String) }),
    );
    const ended = await manager.act(refused, 'reject', { reason: '与已有服务重复。' });
    expect(ended.state).toBe('rejected');
    expect(ended.timeline.at(-1)).toMatchObject({ text: '与已有服务重复。' });
    await system.run();
    expect(texts('demo-hrss-lead', refused).at(-1)).toContain('没有同意');
    expect(await find('技能补贴试办')).toEqual([]);
    const { no: taken } = await lead.open('listing', later);
    expect((await handler.act(taken, 'cancelApplication', { reason: '计划取消。' })).state).toBe('cancelled');
    expect(await operator.offered(taken)).toEqual([]);
  });
});

describe('where the change is filed (A9)', () => {
  let no = '';

  beforeAll(async () => {
    system.at('2026-11-18T10:00');
    await activate(FILES);
    system.at('2026-11-18T10:05');
  });
  afterAll(() => activate(APPROVES));

  test('J-10b: the filing is recorded with the manager and needs no approval', async () => {
    const { no: filed } = await handler.open('listing', {
      ...application,
      name: '技工院校招生报名',
      plannedOn: '2026-11-24',
    });
    no = filed;
    const ticket = await operator.act(no, 'confirmCheck', checked);
    expect(ticket.state).toBe('filed');
    expect(ticket.facts?.map(({ name }) => name)).toContain('filedAt');
    expect(ticket.ruleSet).toMatchObject({ id: FILES, draft: true });
    expect(await manager.offered(no)).not.toContain('approve');
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('已核查并报备');
  });

  test('J-10b: the manager may ask for a correction before it takes effect', async () => {
    const returned = await manager.act(no, 'askCorrection', { reason: '责任单位少了深圳。' });
    expect(returned.state).toBe('returned');
    expect(outcomes(returned, 'execute')).toEqual(['cancelled 2026-11-24']);
    await expect(operator.act(no, 'list', verified)).rejects.toMatchObject({ code: 'wrong-state' });
    await handler.act(no, 'complete', { completed: '已更正。', competent: ['hrss', 'sz-hrss'] });
    await operator.act(no, 'confirmCheck', checked);
    system.at('2026-11-24T09:00');
    // What does not work when it is to be listed goes back to the unit instead.
    await operator.act(no, 'returnForCompletion', { reason: '网页打不开。' });
    await handler.act(no, 'complete', { completed: '网页已修复。' });
    await operator.act(no, 'confirmCheck', checked);
    expect((await operator.act(no, 'list', verified)).state).toBe('listed');
    expect(await find('技工院校招生')).toEqual([expect.objectContaining({ state: 'online' })]);
  });
});

describe.each([APPROVES, FILES])('who may, under %s', ruleSet => {
  beforeAll(async () => {
    await activate(ruleSet);
    system.at(ruleSet === APPROVES ? '2026-12-01T10:00' : '2026-12-09T10:00');
  });
  afterAll(() => activate(APPROVES));

  test('A39: the local authority lists for a unit of its region, not for one outside of it', async () => {
    const local = {
      ...application,
      name: ruleSet === APPROVES ? '天河人才公寓' : '天河创业补贴',
      region: '440106',
      competent: ['gz-hrss'],
      plannedOn: '2026-12-21',
    };
    await expect(cityLocal.open('listing', local)).rejects.toMatchObject(
      invalid({ accessUnitId: expect.any(String) }),
    );
    for (const accessUnitId of ['hrss', 'sz-hrss'])
      await expect(cityLocal.open('listing', { ...local, accessUnitId })).rejects.toMatchObject({
        code: 'forbidden',
      });
    await expect(
      cityLocal.open('listing', { ...local, accessUnitId: 'gz-hrss', region: '440300' }),
    ).rejects.toMatchObject(invalid({ region: expect.any(String) }));
    const { no } = await cityLocal.open('listing', { ...local, accessUnitId: 'gz-hrss' });
    await operator.act(no, 'returnForCompletion', { reason: '缺少联系电话说明。' });
    expect(await staff('demo-th-local').offered(no)).toContain('complete');
    expect((await cityLocal.act(no, 'complete', { completed: '已补充。' })).state).toBe('checking');
    await system.run();
    expect(texts('demo-gz-hrss-handler', no).length).toBeGreaterThan(0);
    expect(await staff('demo-gz-hrss-handler').offered(no)).toContain('cancelApplication');
  });

  test('A39: the form offers regions and units within reach', async () => {
    const offered = async (who: string, field: string): Promise<string[]> => {
      const { procedures: list } = await staff(who).call<{ procedures: ListedProcedure[] }>('procedure.list');
      const { fields = [] } = list.find(({ kind }) => kind === 'listing') ?? {};
      return fields.find(({ name }) => name === field)?.options?.map(({ value }) => value) ?? [];
    };
    expect(await offered('demo-gz-local', 'region')).toEqual(['440100', '440106']);
    expect((await offered('demo-gz-local', 'competent')).sort()).toEqual(['gz-hrss', 'gz-hurd']);
    expect(await offered('demo-hrss-handler', 'region')).toContain('440300');
    expect((await offered('demo-hrss-handler', 'competent')).sort()).toEqual(['gz-hrss', 'hrss', 'sz-hrss']);
    expect(await offered('demo-gz-hrss-handler', 'region')).toEqual(['440100', '440106']);
    for (const who of ['demo-operator', 'demo-manager']) expect(await offered(who, 'region')).toEqual([]);
  });

  test('a unit lists its own services only; operator, manager, partner and security open none', async () => {
    await expect(handler.open('listing', { ...application, accessUnitId: 'psb' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    for (const who of ['demo-operator', 'demo-manager', 'demo-partner', 'demo-security'])
      await expect(staff(who).open('listing', application)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      staff('demo-gz-hrss-handler').open('listing', { ...application, plannedOn: '2026-12-20' }),
    ).rejects.toMatchObject(invalid({ region: expect.any(String) }));
  });

  test('another unit does not see it, the sweep days late reminds once of what is overdue', async () => {
    const { no } = await handler.open('listing', {
      ...application,
      name: ruleSet === APPROVES ? '迟到的服务' : '又迟到的服务',
      plannedOn: '2027-01-20',
    });
    await expect(staff('demo-psb-handler').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      staff('demo-psb-handler').act(no, 'cancelApplication', { reason: '试' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    await system.run();
    const before = system.messages('demo-operator', no).length;
    system.at(ruleSet === APPROVES ? '2026-12-08T10:00' : '2026-12-16T10:00');
    await system.run();
    expect(system.messages('demo-operator', no).slice(before)).toEqual([
      expect.objectContaining({ template: 'red' }),
    ]);
    expect(await staff('demo-operator').queue('overdue')).toContain(no);
  });
});

describe('a list of services in one filing (J-10b)', () => {
  afterEach(() => activate(APPROVES));

  const list = [
    { name: '工伤保险参保登记', openTarget: 'https://service.banjie.example/gscb' },
    { name: '  失业登记　', openTarget: ' wx0123456789abcdef ' },
    { name: '社保卡 补换', openTarget: '#小程序://粤演示/abc' },
  ];
  const named = (ticket: ShownTicket): Record<string, string> =>
    Object.fromEntries((ticket.facts ?? []).map(({ name, value }) => [name, value]));

  test.each([
    ['without an address', [{ name: '工伤保险参保登记' }], 'list.0.openTarget'],
    ['without a name', [{ name: ' ', openTarget: 'https://a.example/k' }], 'list.0.name'],
    [
      'with a page that is not encrypted',
      [list[0], { name: '工伤保险', openTarget: 'http://service.banjie.example/gscb' }],
      'list.1.openTarget',
    ],
    [
      'with an address that runs a script',
      [{ name: '失业登记', openTarget: 'javascript:1' }],
      'list.0.openTarget',
    ],
    ['with a name of one character', [{ name: '卡', openTarget: 'https://a.example/k' }], 'list.0.name'],
    [
      'with the name of the first',
      [{ name: application.name, openTarget: 'https://a.example/k' }],
      'list.0.name',
    ],
    ['with the same name twice', [...list, list[0]], 'list.3.name'],
    [
      'with more than can be registered at once',
      Array.from({ length: 20 }, (_, n) => ({ name: `服务第${n}项`, openTarget: `https://a.example/${n}` })),
      'list',
    ],
    ['as a text', '工伤保险参保登记 https://service.banjie.example/gscb', 'list'],
  ])('%s it is refused at its place, and nothing is opened', async (_what, wrong, at) => {
    system.at('2027-01-11T09:00');
    const before = await handler.queue('unit');
    const refused = await handler
      .open('listing', { ...application, plannedOn: '2027-01-18', list: wrong })
      .catch((error: Refused) => error);
    expect(refused).toMatchObject({ code: 'invalid', fields: { [at]: expect.any(String) } });
    expect(await handler.queue('unit')).toEqual(before);
  });

  test.each([APPROVES, FILES])(
    'J-10b: operator and manager decide altogether or leave single ones out; the rest is listed at once, under %s',
    async ruleSet => {
      const approves = ruleSet === APPROVES;
      const day = approves ? '2027-01-11' : '2027-01-20';
      const planned = approves ? '2027-01-18' : '2027-01-27';
      system.at(`${day}T10:00`);
      await activate(ruleSet);
      system.at(`${day}T10:05`);
      const suffix = approves ? '甲' : '乙';
      const { no, title } = await handler.open('listing', {
        ...application,
        name: `就业见习报名${suffix}`,
        plannedOn: planned,
        list: list.map(row => ({ ...row, name: `${row.name.trim()}${suffix}` })),
      });
      expect(title).toBe(`上架“就业见习报名${suffix}”等 4 项`);
      const names = (await operator.get(no)).acts
        .find(({ act }) => act === 'confirmCheck')
        ?.fields.find(({ name }) => name === 'leaveOut')?.options;
      expect(names?.map(({ label }) => label)).toEqual([
        `就业见习报名${suffix}`,
        `工伤保险参保登记${suffix}`,
        `失业登记${suffix}`,
        `社保卡 补换${suffix}`,
      ]);
      for (const leaveOut of [['7'], ['0', '1', '2', '3']])
        await expect(operator.act(no, 'confirmCheck', { ...checked, leaveOut })).rejects.toMatchObject(
          invalid({ leaveOut: expect.any(String) }),
        );
      const afterCheck = await operator.act(no, 'confirmCheck', { ...checked, leaveOut: ['3'] });
      expect(afterCheck.title).toContain('等 3 项');
      await system.run();
      expect(texts('demo-hrss-handler', no).at(-1)).toContain(`社保卡 补换${suffix}这次不上架`);
      if (approves) {
        await expect(manager.act(no, 'approve', { leaveOut: ['2'] })).rejects.toMatchObject(
          invalid({ conditions: expect.any(String) }),
        );
        await manager.act(no, 'approve', { leaveOut: ['2'], conditions: '失业登记另有安排。' });
      }
      system.at(`${planned}T09:00`);
      const listed = await operator.act(no, 'list', { ...verified, leaveOut: ['0'] });
      expect(listed.state).toBe('listed');
      expect(named(listed)['leftOut']).toContain(`就业见习报名${suffix}`);
      await system.run();
      expect(texts('demo-hrss-lead', no).at(-1)).toContain('已上架');
      expect(await find(`就业见习报名${suffix}`)).toEqual([]);
      expect(await find(`社保卡 补换${suffix}`)).not.toContainEqual(
        expect.objectContaining({ name: `社保卡 补换${suffix}` }),
      );
      const first = (await find(`工伤保险参保登记${suffix}`)).find(({ name }) => name.endsWith(suffix));
      expect(first).toMatchObject({
        unitId: 'hrss',
        state: 'online',
        open: { type: 'h5', target: 'https://service.banjie.example/gscb' },
      });
      const second = (await find(`失业登记${suffix}`)).find(({ name }) => name.endsWith(suffix));
      expect(second === undefined).toBe(approves);
      if (second) {
        expect(second).toMatchObject({ open: { type: 'miniprogram', target: 'wx0123456789abcdef' } });
        const history = { id: second.id };
        const { steps } = await operator.call<{ steps: object[] }>('service.history', history);
        expect(steps).toEqual([expect.objectContaining({ no, to: 'online' })]);
        // What is asked about it goes to the unit of its region, as with any other.
        const asked = await citizen('list-asker').file({
          serviceId: second.id,
          region: '440300',
          category: 'business',
        });
        expect(asked.unit?.id).toBe('sz-hrss');
      }
    },
  );

  test('J-10c: what is returned comes back whole; the list can be corrected, or given up by leaving none on it', async () => {
    system.at('2027-01-28T10:00');
    const { no } = await handler.open('listing', {
      ...application,
      name: '职业培训报名',
      plannedOn: '2027-02-26',
      list,
    });
    await operator.act(no, 'confirmCheck', { ...checked, leaveOut: ['1'] });
    await manager.act(no, 'approve');
    await operator.act(no, 'returnForCompletion', { reason: '网址打不开。' });
    const corrected = (rows: object[]) => ({ completed: '已更正。', list: rows });
    await expect(
      handler.act(no, 'complete', corrected([{ name: '失业登记', openTarget: '没有' }])),
    ).rejects.toMatchObject(invalid({ 'list.0.openTarget': expect.any(String) }));
    const again = await handler.act(no, 'complete', { completed: '已更正。' });
    expect(again.title).toContain('等 4 项');
    expect(named(again)['leftOut']).toBeUndefined();
    await operator.act(no, 'returnForCompletion', { reason: '请分开报备。' });
    const alone = await handler.act(no, 'complete', corrected([]));
    expect(named(alone)['list']).toBeUndefined();
    expect(alone.title).toBe('上架“职业培训报名”');
    expect((await operator.get(no)).acts.flatMap(({ fields }) => fields).map(({ name }) => name)).toContain(
      'checkResult',
    );
    await handler.act(no, 'cancelApplication', { reason: '演示。' });
  });
});
