import type {
  ExportedFile,
  FormField,
  ListedRegister,
  RegisterRow,
  RegisterStep,
} from '../../typings/contract';
import { readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { useSystem, type Person } from '../support/system';

/** Lists of record, with the first of them, 信息化项目资产 (J-6), through the outside contract. */
const system = useSystem();
const manager = system.staff('demo-manager');
const lead = system.staff('demo-hrss-lead');

type Listed = { fields: FormField[]; rows: RegisterRow[]; mayKeep: boolean; nextCursor?: string };
const list = (who: Person, more: object = {}): Promise<Listed> =>
  who.call<Listed>('register.list', { register: 'assets', ...more });
const save = async (who: Person, values: object, more: object = {}): Promise<RegisterRow> =>
  (await who.call<{ row: RegisterRow }>('register.save', { register: 'assets', values, ...more })).row;
const names = async (who: Person, more: object = {}): Promise<string[]> =>
  (await list(who, more)).rows.map(({ name }) => name);

const asset = (name: string, more: object = {}): object => ({
  name,
  kind: 'application',
  project: '移动政务二期',
  amount: 1_280_000,
  acquiredOn: '2024-03-01',
  supplier: '某某科技有限公司',
  maintainedUntil: '2026-10-31',
  state: 'in-use',
  ...more,
});

beforeAll(async () => {
  system.at('2026-09-24T10:00');
  await save(lead, asset('社保卡服务系统'));
  await save(manager, asset('短信网关', { unitId: 'general', kind: 'cloud' }));
  await save(manager, asset('广州社保适配器', { unitId: 'gz-hrss' }));
});

test('J-6: a unit sees and keeps its own, a local authority its region, manager and operator all', async () => {
  expect(await names(lead)).toEqual(['社保卡服务系统']);
  expect(await names(system.staff('demo-hrss-handler'))).toEqual(['社保卡服务系统']);
  expect(await names(system.staff('demo-gz-local'))).toEqual(['广州社保适配器']);
  expect(await names(system.staff('demo-th-local'))).toEqual([]);
  expect((await names(manager)).sort()).toEqual(['广州社保适配器', '社保卡服务系统', '短信网关'].sort());
  const operator = await list(system.staff('demo-operator'));
  expect(operator).toMatchObject({ mayKeep: false, rows: { length: 3 } });
  await expect(save(system.staff('demo-operator'), asset('不行'))).rejects.toMatchObject({
    code: 'forbidden',
  });
  for (const who of ['demo-partner', 'demo-security'])
    await expect(list(system.staff(who))).rejects.toMatchObject({ code: 'forbidden' });
  const { row } = { row: (await list(lead)).rows[0]! };
  await expect(
    save(system.staff('demo-psb-lead'), asset('拿走'), { id: row.id, version: row.version }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    save(system.staff('demo-gz-local'), asset('深圳的', { unitId: 'sz-hrss' })),
  ).rejects.toMatchObject({ code: 'invalid', fields: { unitId: expect.any(String) as string } });
  await expect(list(lead, { register: 'nothing' })).rejects.toMatchObject({ code: 'invalid' });
});

test('J-6: the form comes with the list; a unit is not asked whose it is; each field is checked', async () => {
  const asked = (listed: Listed): string[] => listed.fields.map(({ name }) => name);
  expect(asked(await list(manager))).toContain('unitId');
  const own = await list(lead);
  expect(asked(own)).not.toContain('unitId');
  expect(own.rows[0]).toMatchObject({
    ownerId: 'hrss',
    remindOn: '2026-10-01',
    words: { kind: '应用系统', unitId: '人力资源和社会保障厅', maintainedUntil: '2026 年 10 月 31 日 周六' },
  });
  await expect(save(lead, { name: '', state: 'lost', acquiredOn: '昨天' })).rejects.toMatchObject({
    code: 'invalid',
    fields: {
      name: '请填写资产名称',
      kind: '请选择类别',
      state: '请选择状态',
      acquiredOn: '取得日期须是日期，请重新选择',
    },
  });
  await expect(save(lead, asset('倒着', { maintainedUntil: '2020-01-01' }))).rejects.toMatchObject({
    fields: { maintainedUntil: '维保到期日不能早于取得日期' },
  });
  const me = await lead.call<{ registers: ListedRegister[]; menu: { key: string }[] }>('me.get');
  expect(me.registers).toMatchObject([
    { register: 'assets', label: '信息化项目资产' },
    { register: 'interfaces' },
    { register: 'resources' },
    { register: 'agreements' },
    { register: 'data-use' },
    { register: 'certificates' },
    { register: 'rosters', label: '值班表' },
    { register: 'zones', label: '专区和应用' },
  ]);
  expect(me.menu.map(({ key }) => key)).toContain('registers');
});

test('J-6: every change is kept with who, when and what; an old version is a conflict', async () => {
  const row = await save(lead, asset('待改的系统'));
  const at = { id: row.id, version: row.version };
  const changed = await save(lead, asset('待改的系统', { state: 'idle', supplier: undefined }), at);
  expect(changed).toMatchObject({ version: 2, words: { state: '闲置' } });
  // A repeat of what had arrived changes nothing.
  expect((await save(lead, asset('待改的系统', { state: 'idle', supplier: undefined }), at)).version).toBe(2);
  await expect(save(lead, asset('另一个名字'), at)).rejects.toMatchObject({ code: 'conflict' });
  await expect(save(lead, asset('没有版本'), { id: row.id })).rejects.toMatchObject({
    fields: { version: expect.any(String) as string },
  });
  const history = (who: Person) =>
    who.call<{ steps: RegisterStep[] }>('register.history', { register: 'assets', id: row.id });
  const { steps } = await history(manager);
  expect(steps.map(({ what }) => what)).toEqual([
    '供应商：某某科技有限公司 → （空）；状态：在用 → 闲置',
    '登记',
  ]);
  expect(steps[0]).toMatchObject({ at: expect.stringMatching(/^2026-09-24T/) as string, by: '负责演示' });
  await expect(history(system.staff('demo-psb-lead'))).rejects.toMatchObject({ code: 'not-found' });
});

test('J-6: the owner is told once before maintenance ends, again only for another day', async () => {
  const texts = (to: string): string[] =>
    system
      .messages(to)
      .filter(({ template }) => template === 'register')
      .map(({ text }) => text);
  system.at('2026-09-30T23:00');
  await system.run();
  expect(texts('demo-general-lead')).toEqual([]);
  system.at('2026-10-01T09:00');
  await system.run();
  await system.run();
  const told = '维保到期提醒：信息化项目资产“短信网关”，到 2026 年 10 月 31 日 周六 为止，请安排续保或处置';
  expect(texts('demo-general-lead')).toEqual([told]);
  expect(texts('demo-general-handler')).toEqual([told]);
  expect(texts('demo-psb-lead')).toEqual([]);
  const [row] = (await list(manager, { query: '短信' })).rows;
  const again = { id: row!.id, version: row!.version };
  await save(manager, asset('短信网关', { unitId: 'general', kind: 'cloud', amount: 5 }), again);
  await system.run();
  expect(texts('demo-general-lead')).toHaveLength(1);
  const next = { ...again, version: again.version + 1 };
  await save(manager, asset('短信网关', { unitId: 'general', maintainedUntil: '2027-10-31' }), next);
  system.at('2027-10-01T09:00');
  await system.run();
  expect(texts('demo-general-lead')).toHaveLength(2);
  // Nobody maintains what was scrapped.
  const scrapped = asset('报废的', { state: 'scrapped', maintainedUntil: '2027-10-05' });
  expect(await save(lead, scrapped)).not.toHaveProperty('remindOn');
});

test('J-6: found by words in any order, in pages, however many there are', async () => {
  for (let at = 0; at < 23; at += 1)
    await save(
      system.staff('demo-tax-lead'),
      asset(`办税终端${String(at).padStart(2, '0')}`, { kind: 'hardware' }),
    );
  const tax = system.staff('demo-tax-lead');
  const first = await list(tax);
  expect(first.rows).toHaveLength(20);
  const second = await list(tax, { cursor: first.nextCursor });
  expect(second.rows.map(({ name }) => name)).toEqual(['办税终端20', '办税终端21', '办税终端22']);
  expect(second.nextCursor).toBeUndefined();
  expect(await names(manager, { query: '硬件 终端07' })).toEqual(['办税终端07']);
  expect(await names(manager, { query: '终端７７' })).toEqual([]);
});

test('J-6: exported as the reader sees it, behind a link that expires; formulas stay texts', async () => {
  await save(system.staff('demo-edu-lead'), asset('=HYPERLINK("http://x")'));
  const edu = system.staff('demo-edu-handler');
  const fetched = async (format: 'xlsx' | 'csv') => {
    const file = await edu.call<ExportedFile>('register.export', { register: 'assets', format });
    return { file, response: await fetch(file.url) };
  };
  const now = system.cloud.control.now();
  const { file, response } = await fetched('csv');
  expect(file.name).toBe(`信息化项目资产-${now.slice(0, 10)}.csv`);
  const lines = (await response.text()).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('资产名称,类别,所属单位');
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")",应用系统,教育厅`);
  const sheet = await fetched('xlsx');
  const rows = readSheet(new Uint8Array(await sheet.response.arrayBuffer()));
  expect(rows[1]?.cells[0]).toBe(`'=HYPERLINK("http://x")`);
  const later = Date.parse(file.expiresAt) + 60_000;
  system.cloud.control.setNow(new Date(later).toISOString());
  expect((await fetch(file.url)).ok).toBe(false);
  // The files themselves go as well.
  expect(await system.cloud.control.runTimer('clock')).toMatchObject({
    result: { data: { did: { removed: 2 } } },
  });
  await expect(edu.call('register.export', { register: 'assets', format: 'pdf' })).rejects.toMatchObject({
    code: 'invalid',
  });
});
