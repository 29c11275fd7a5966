import type { ServiceEntry, ServiceStep, ShownService } from '../../typings/contract';
import { callAt, useSystem } from '../support/system';

/** The register of services: who sees and keeps what, files, history, vacant places (J-12b, G-3.2.1, G-2.2b, A3). */

const system = useSystem();
const { staff, citizen } = system;
const keeper = staff('demo-operator-lead');
const manager = staff('demo-manager');
const lead = staff('demo-hrss-lead');

type Saved = { service: ServiceEntry };
const owner = { duty: 'owner', name: '张演示', phone: '020-00000001' };
const basis = { n: 10, unit: 'working-day', stage: 'reply', basis: '《演示条例》第八条' };
const fresh = (id: string, more: object = {}) => ({
  id,
  name: `登记试用${id}`,
  aliases: [`别名${id}`],
  unitId: 'hrss',
  region: '440000',
  contacts: [owner],
  ...more,
});
const get = async (id: string, who = manager): Promise<ServiceEntry> =>
  (await who.call<Saved>('service.get', { id })).service;
const save = (service: object, who = keeper, more: object = {}) =>
  who.call<Saved>('service.save', { service, ...more });
const texts = (to: string): string[] =>
  system
    .messages(to)
    .filter(({ template }) => template === 'vacancy')
    .map(({ text }) => text);

beforeAll(() => system.at('2026-10-08T10:00'));

describe('an entry', () => {
  test('A3: holds contacts, addresses, items with statutory limits and their basis, competent units by region', async () => {
    const given = fresh('S900', {
      competent: [{ region: '440100', unitId: 'gz-hrss' }],
      items: [{ code: '44000100', name: '申领', statutory: [basis] }],
      statutory: [{ ...basis, n: 3 }],
      interfaces: [{ name: '首页', url: 'https://service.example/', probe: { everyMinutes: 1440 } }],
      open: { type: 'h5', target: 'https://service.example/' },
    });
    const { service } = await save(given);
    expect(service).toMatchObject({
      state: 'online',
      unitName: '人力资源和社会保障厅',
      region: { code: '440000', name: '广东省' },
      competent: [{ regionName: '广州市', unitName: '广州市人力资源和社会保障局' }],
      items: given['items' as keyof typeof given],
      contacts: [owner],
      vacant: false,
      keeping: 'all',
    });
    expect(service.interfaces?.[0]?.probe).toEqual({
      everyMinutes: 1440,
      expectStatus: 200,
      timeoutSeconds: 10,
      failures: 3,
    });
    // Three working days win over five; 10-10 is a make-up day.
    const { promise } = await citizen('asks').file({ serviceId: 'S900' });
    expect(promise?.date).toBe('2026-10-12');
  });

  test('the state never comes from the form: only tickets change it', async () => {
    const { no } = await staff('demo-operator').open('fault', { serviceId: 'S900', impact: '页面打不开。' });
    const before = await get('S900');
    expect(before).toMatchObject({ state: 'fault', conditions: [{ no, state: 'fault' }] });
    await save({
      ...fresh('S900'),
      state: 'online',
      conditions: [],
      windows: [],
      withdrawn: true,
      reason: '',
    });
    expect(await get('S900')).toMatchObject({ state: 'fault', conditions: [{ no }], withdrawn: false });
  });

  test('bad input names each field and changes nothing', async () => {
    const wrong = {
      unitId: 'nobody',
      region: '999999',
      contacts: [{ duty: 'king', name: '张', phone: '' }],
      interfaces: [{ name: '内网', url: 'ftp://service.example/' }],
    };
    await expect(save(fresh('S901', wrong))).rejects.toMatchObject({
      code: 'invalid',
      fields: {
        'service.contacts.0.duty': expect.any(String) as string,
        'service.interfaces.0.url': expect.any(String) as string,
      },
    });
    await expect(save(fresh('S901', { unitId: 'nobody', region: '999999' }))).rejects.toMatchObject({
      fields: { 'service.unitId': '没有这个接入单位', 'service.region': '没有这个地区' },
    });
    const twice = { name: '首页', url: 'https://service.example/' };
    await expect(save(fresh('S901', { interfaces: [twice, twice] }))).rejects.toMatchObject({
      fields: { 'service.interfaces': expect.stringContaining('两次') as string },
    });
    await expect(get('S901')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('somebody else’s edit is not overwritten', async () => {
    const { revision } = await get('S900');
    await save(fresh('S900', { aliases: ['第一个'] }), keeper, { revision });
    await expect(save(fresh('S900', { aliases: ['第二个'] }), manager, { revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await get('S900')).aliases).toEqual(['第一个']);
  });
});

describe('who sees and keeps what', () => {
  test('G-2.2b: contacts and addresses are for who runs the platform and who answers for the service', async () => {
    const inside = async (who: string) => Object.hasOwn(await get('S900', staff(who)), 'contacts');
    for (const who of ['demo-manager', 'demo-operator', 'demo-operator-lead', 'demo-hrss-handler'])
      expect([who, await inside(who)]).toEqual([who, true]);
    for (const who of ['demo-psb-lead', 'demo-gz-local', 'demo-partner', 'demo-security'])
      expect([who, await inside(who)]).toEqual([who, false]);
    const { services } = await citizen('anybody').call<{ services: ShownService[] }>('service.list', {
      query: '登记试用S900',
    });
    expect(JSON.stringify(services)).not.toMatch(/张演示|020-00000001|service\.example/);
    const reply = await callAt(system.cloud.url, 'citizen', 'anybody', { action: 'service.get', id: 'S900' });
    expect(reply.ok).toBe(false);
  });

  test('J-12b: the lead of the access unit keeps contacts and addresses, nothing else, and not for others', async () => {
    const named = { ...owner, name: '李演示' };
    const { service } = await save({ ...fresh('S900', { name: '改不了' }), contacts: [named] }, lead);
    expect(service).toMatchObject({ name: '登记试用S900', contacts: [named], keeping: 'contacts' });
    await expect(save({ id: 'S012', contacts: [named] }, lead)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(save(fresh('S902'), lead)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(save(fresh('S900'), staff('demo-hrss-handler'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(save(fresh('S900'), staff('demo-operator'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the history says what became of it by which ticket, and who edited what, newest first, in pages', async () => {
    type History = { steps: ServiceStep[]; nextCursor?: string };
    const { steps } = await manager.call<History>('service.history', { id: 'S900' });
    expect(steps[0]).toMatchObject({
      reason: '更改登记：联系人',
      by: '负责演示',
      from: 'fault',
      to: 'fault',
    });
    expect(steps.at(-1)).toMatchObject({ reason: '登记服务', by: '运营演示组长' });
    expect(steps.find(({ no }) => no)).toMatchObject({ from: 'online', to: 'fault' });
    for (let n = 0; n < 21; n += 1) await save(fresh('S900', { aliases: [`${n}`] }));
    const first = await manager.call<History>('service.history', { id: 'S900' });
    const second = await manager.call<History>('service.history', { id: 'S900', cursor: first.nextCursor });
    expect(first.steps).toHaveLength(20);
    expect([...first.steps, ...second.steps]).toHaveLength(21 + steps.length);
    const seen = await staff('demo-psb-lead').call<History>('service.history', { id: 'S900' });
    expect(JSON.stringify(seen)).not.toContain('演示');
  });
});

describe('files', () => {
  type Imported = {
    imported: number;
    created: number;
    changed: number;
    unchanged: number;
    bad: { row: number; reason: string }[];
  };
  type Exported = { text?: string; file?: string; count: number; nextCursor?: string };
  const bring = (input: object) => keeper.call<Imported>('service.import', input);

  test.each(['jsonl', 'csv', 'xlsx'])(
    '%s: what was exported and changed in one place comes back as one change',
    async format => {
      await save(
        fresh('S910', {
          interfaces: [
            { name: '首页|主', url: 'https://a.example/', probe: { everyMinutes: 5, expectText: '甲|乙' } },
            { name: '接口', url: 'https://b.example/x?y=1,2' },
          ],
          items: [{ code: '1', name: '申领', statutory: [basis] }],
          competent: [{ region: '440300', unitId: 'sz-hrss' }],
        }),
      );
      const { text, file, count, nextCursor } = await keeper.call<Exported>('service.export', { format });
      expect(nextCursor).toBeUndefined();
      expect(count).toBeGreaterThan(60);
      expect(await bring({ format, ...(file ? { file } : { text }) })).toMatchObject({
        imported: 0,
        unchanged: count,
        bad: [],
      });
      if (text) {
        const changed = text.replace('别名S910', '新别名');
        expect(await bring({ format, text: changed, dryRun: true })).toMatchObject({
          imported: 0,
          changed: 1,
        });
        expect((await get('S910')).aliases).toEqual(['别名S910']);
        expect(await bring({ format, text: changed })).toMatchObject({ imported: 1, changed: 1 });
        expect((await get('S910')).aliases).toEqual(['新别名']);
      }
    },
  );

  test('a column that is not there leaves what is stored; an empty cell clears it, and is shown before', async () => {
    const contacts = [owner];
    const competent = [{ region: '440300', unitId: 'sz-hrss' }];
    await save(fresh('S915', { contacts, competent, statutory: [basis], aliases: ['留下'] }));
    const before = await get('S915');
    const head = '编号,名称,接入单位,地区';
    const plan = async (text: string) =>
      (await bring({ format: 'csv', text, dryRun: true })) as Imported & { rows: object[] };
    const renamed = `${head}\r\nS915,改了名字,hrss,440000\r\n`;
    expect(await plan(renamed)).toMatchObject({
      changed: 1,
      rows: [{ does: 'change', changes: [{ label: '名称', from: before.name, to: '改了名字' }] }],
    });
    expect(await bring({ format: 'csv', text: renamed })).toMatchObject({ imported: 1, bad: [] });
    const kept = { contacts, competent, statutory: before.statutory, aliases: ['留下'] };
    expect(await get('S915')).toMatchObject({ name: '改了名字', ...kept });
    const cleared = `${head},别名,联系人\r\nS915,改了名字,hrss,440000,,\r\n`;
    expect((await plan(cleared)).rows).toMatchObject([
      {
        changes: [
          { label: '别名', from: '留下', to: '' },
          { label: '联系人', from: expect.stringContaining(owner.name) as string, to: '' },
        ],
      },
    ]);
    expect(await bring({ format: 'csv', text: cleared })).toMatchObject({ imported: 1, bad: [] });
    const after = await get('S915');
    expect([after.aliases, after.contacts ?? []]).toEqual([[], []]);
    expect(after).toMatchObject({ competent, statutory: before.statutory });
    // Not left without a person: those who must name one are counted below.
    await save({ id: 'S915', contacts }, lead);
  });

  test('every bad row is named with its reason, and then nothing is imported', async () => {
    const head = '编号,名称,接入单位,地区,联系人\r\n';
    const text = `${head}S920,好的一行,hrss,440000,负责人|王演示|020\r\nS921,没有单位,nobody,440000,\r\nS922,职责不对,hrss,440000,皇帝|王|1\r\nS920,重复编号,hrss,440000,\r\n`;
    const { imported, bad } = await bring({ format: 'csv', text });
    expect(imported).toBe(0);
    expect(bad).toEqual([
      { row: 3, reason: '没有这个接入单位' },
      { row: 4, reason: expect.stringContaining('联系人') as string },
      { row: 5, reason: expect.stringContaining('第 2 行') as string },
    ]);
    await expect(get('S920')).rejects.toMatchObject({ code: 'not-found' });
    for (const wrong of ['{}', '编号,名称\r\nS1,甲乙', `${head}"S923,没有收尾`])
      expect((await bring({ format: 'csv', text: wrong })).bad).toEqual([
        { row: 1, reason: expect.any(String) as string },
      ]);
    await expect(bring({ format: 'csv', text: '' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(bring({ format: 'xlsx', file: 'bm8gc2hlZXQ=' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { file: expect.any(String) as string },
    });
  });

  test('a file of 1,000 services, by way of the storage, is written as a whole; a unit takes away its own only', async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => JSON.stringify(fresh(`B${n}`)));
    const upload = async (lines: string[]) => ({
      format: 'jsonl',
      fileID: await keeper.upload('services.jsonl', lines.join('\n')),
    });
    const broken = [...rows.slice(0, 999), JSON.stringify(fresh('B999', { unitId: 'nobody' }))];
    expect(await bring(await upload(broken))).toMatchObject({ imported: 0, bad: [{ row: 1000 }] });
    await expect(get('B0')).rejects.toMatchObject({ code: 'not-found' });
    expect(await bring(await upload(rows))).toMatchObject({ imported: 1000, created: 1000 });
    // What the call had no time for is the timer's, on a slow machine that of some minutes.
    for (const minute of ['11:00', '11:01', '11:02', '11:03']) {
      system.at(`2026-10-08T${minute}`);
      await system.run();
    }
    expect(await bring(await upload(rows))).toMatchObject({ imported: 0, unchanged: 1000 });
    expect(await get('B999')).toMatchObject({ state: 'online', name: '登记试用B999' });
    const own = await staff('demo-psb-handler').call<Exported>('service.export', { format: 'jsonl' });
    const taken = (own.text ?? '')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { unitId: string; items?: { unitId?: string }[] });
    // Also the service of another unit of which an item is the own one.
    const ofOthers = taken.filter(({ unitId }) => unitId !== 'psb');
    expect(taken.length).toBeGreaterThan(ofOthers.length);
    expect(ofOthers.every(({ items = [] }) => items.some(({ unitId }) => unitId === 'psb'))).toBe(true);
    await expect(lead.call('service.import', { format: 'jsonl', text: '{}' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a place without a person', () => {
  test('J-12b: unit lead and manager are told once, and see it until somebody is named', async () => {
    await system.run();
    const before = { lead: texts('demo-mot-lead').length, manager: texts('demo-manager').length };
    await save(fresh('S930', { unitId: 'mot', contacts: [] }));
    await save(fresh('S931', { unitId: 'mot', contacts: [{ ...owner, name: '' }] }));
    await system.run();
    await system.run();
    expect(texts('demo-mot-lead').slice(before.lead)).toEqual([
      expect.stringContaining('“登记试用S930”、“登记试用S931”'),
    ]);
    expect(texts('demo-manager').slice(before.manager)).toHaveLength(1);
    type Desk = { alarms: string[] };
    const alarms = async (who: string) => (await staff(who).call<Desk>('me.get')).alarms.join();
    for (const who of ['demo-mot-lead', 'demo-manager', 'demo-operator-lead'])
      expect([who, await alarms(who)]).toEqual([who, expect.stringContaining('2 项服务没有登记负责人')]);
    expect(await alarms('demo-hrss-lead')).not.toContain('没有登记负责人');
    for (const id of ['S930', 'S931']) await save({ id, contacts: [owner] }, staff('demo-mot-lead'));
    expect(await alarms('demo-mot-lead')).not.toContain('没有登记负责人');
    // Vacant once more is told once more.
    await system.run();
    await save({ id: 'S930', contacts: [] }, staff('demo-mot-lead'));
    await system.run();
    expect(texts('demo-mot-lead').slice(before.lead)).toHaveLength(2);
  });

  test('G-3.2.1: a unit without a contact is also told to the operator', async () => {
    type Units = { units: { id: string; contacts?: object[] }[] };
    const { units } = await manager.call<Units>('unit.list');
    const mca = units.find(({ id }) => id === 'mca');
    await keeper.call('unit.save', { unit: { ...mca, contacts: [] } });
    await system.run();
    for (const who of ['demo-mca-lead', 'demo-manager', 'demo-operator'])
      expect([who, texts(who).at(-1)]).toEqual([who, expect.stringContaining('民政厅，没有负责人')]);
  });
});

describe('two at one time', () => {
  test('of two who save a rule set one gets the version, the other is told', async () => {
    const savings = [3, 4].map(days =>
      manager.reply<{ ruleSet: { version: number } }>('ruleset.save', {
        id: 'gdzw-0001.5-2019',
        limits: { 'fault.fix': { limit: { n: days, unit: 'working-day' } } },
      }),
    );
    const replies = await Promise.all(savings);
    const versions = replies.flatMap(reply => (reply.ok ? [reply.data.ruleSet.version] : []));
    expect(new Set(versions).size).toBe(versions.length);
    for (const reply of replies) if (!reply.ok) expect(reply.error.code).toBe('conflict');
  });

  test('of two invitations for one person one makes an account', async () => {
    const invitation = { openid: 'twice', name: '新人', role: 'handler', unitId: 'hrss' };
    const replies = await Promise.all([1, 2, 3].map(() => manager.reply('member.invite', invitation)));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    for (const reply of replies) if (!reply.ok) expect(reply.error.code).toBe('conflict');
  });

  test('more than a hundred members are read in pages, each once', async () => {
    type Page = { members: { id: string }[]; nextCursor?: string };
    for (let n = 0; n < 110; n += 1)
      await manager.call('member.invite', {
        openid: `many-${n}`,
        name: '新人',
        role: 'handler',
        unitId: 'eco',
      });
    for (const who of [manager, staff('demo-eco-lead')]) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page: Page = await who.call<Page>('member.list', { cursor });
        ids.push(...page.members.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(ids.length).toBeGreaterThan(110);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
