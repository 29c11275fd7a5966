import { join } from 'node:path';
import type { ShownRuleSet } from '../../typings/api';
import type {
  FormField,
  ListedProcedure,
  ListedRegister,
  RegisterRow,
  RegisterStep,
  ShownTicket,
} from '../../typings/contract';
import { outcomes, running, useSystem } from '../support/system';

/**
 * The examples of docs/add-a-procedure.md through the outside contract: the system was built with the modules of a
 * procedure and a register and the line of each, and runs on data that were made before they were known.
 */
const system = useSystem(
  'demo',
  {},
  {
    procedure: join(__dirname, '../example-procedure/screen-check.ts'),
    register: join(__dirname, '../example-register/screens.ts'),
  },
);
const operator = system.staff('demo-operator');
const manager = system.staff('demo-manager');

const KIND = 'screen-check';
const checks = (): Promise<string[]> => operator.queue('all', { kind: KIND });
const texts = (to: string, no: string): string[] => system.messages(to, no).map(({ text }) => text);
const photo = (): Promise<string> => operator.upload('screen.pdf', '%PDF-1.7 a picture');

const good = { item: '一楼大厅东侧屏', result: 'good' };
const bad = async () => ({
  item: '二楼自助区屏',
  result: 'bad',
  note: '黑屏，电源灯不亮。',
  photo: [await photo()],
});

describe('the timer (A8: a week without a working day is exempt)', () => {
  const opened: string[] = [];
  const runAt = async (time: string): Promise<void> => {
    system.at(time);
    await system.run();
    opened.push(...(await checks()).filter(no => !opened.includes(no)));
  };

  test('opens it on the first working day of a week, once however often it runs', async () => {
    await runAt('2026-02-09T08:00');
    expect(opened).toHaveLength(1);
    for (const day of ['2026-02-09T08:00', '2026-02-13T18:00', '2026-02-15T12:00']) await runAt(day);
    expect(opened).toHaveLength(1);
    // 2026-02-16 to 02-22 is the Spring Festival, and Monday after it is still a holiday.
    for (const day of ['2026-02-20T09:00', '2026-02-23T09:00']) await runAt(day);
    expect(opened).toHaveLength(1);
    await runAt('2026-02-24T09:00');
    expect(opened).toHaveLength(2);
  });

  test('it is the operator’s, under the limit of its module, and says until when', async () => {
    const ticket = await operator.get(opened[1]!);
    expect(ticket).toMatchObject({
      title: '全部公共屏巡查',
      state: 'waiting',
      stateLabel: '待巡查',
      holder: { role: 'operator' },
    });
    expect(running(ticket, 'look')).toMatchObject({
      label: '巡查公共屏',
      clause: 'G-3.3.2.1',
      date: '2026-02-27',
      light: 'green',
    });
    expect(texts('demo-operator', ticket.no)).toEqual([
      '已发起：全部公共屏巡查，请在 2 月 27 日 周五 前完成',
    ]);
    system.at('2026-02-27T10:00');
    expect((await operator.get(ticket.no)).light).toBe('yellow');
    system.at('2026-03-02T10:00');
    expect((await operator.get(ticket.no)).light).toBe('red');
    expect(await operator.queue('overdue', { kind: KIND })).toContain(ticket.no);
  });
});

describe('its form with rows', () => {
  beforeAll(() => system.at('2026-09-21T10:00'));

  test('it is listed with group, purpose and order between the others, and with its form', async () => {
    const { procedures } = await operator.call<{ procedures: ListedProcedure[] }>('procedure.list');
    expect(procedures.map(({ order }) => order)).toEqual(
      procedures.map(({ order }) => order).sort((a, b) => a - b),
    );
    const listed = procedures.find(({ kind }) => kind === KIND);
    expect(listed).toMatchObject({
      label: '公共屏巡查',
      group: '巡检',
      purpose: '每周看一遍办事大厅的公共屏，不正常的拍照并处理',
      order: 75,
      clauses: ['G-3.3.2.1', 'A8'],
      mayOpen: true,
    });
    const items = listed?.fields?.find(({ name }) => name === 'items');
    expect(items).toMatchObject({ type: 'rows', required: true, max: 50 });
    expect(items?.columns?.map(({ name, type }) => [name, type])).toEqual([
      ['item', 'text'],
      ['result', 'select'],
      ['note', 'text'],
      ['photo', 'files'],
    ]);
    // The manager sees it and cannot open it; a unit that neither sees nor opens it is refused.
    const seen = await manager.call<{ procedures: ListedProcedure[] }>('procedure.list');
    expect(seen.procedures.find(({ kind }) => kind === KIND)).toMatchObject({ mayOpen: false });
    await expect(
      system.staff('demo-hrss-handler').open(KIND, { place: '一楼', items: [good] }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('menus and filters know it', async () => {
    const me = await operator.call<{ kinds: { kind: string; label: string }[] }>('me.get');
    expect(me.kinds).toContainEqual({ kind: KIND, label: '公共屏巡查' });
  });

  test('each row is checked at its place', async () => {
    const refused = (items: object[] | undefined) =>
      expect(operator.open(KIND, { place: '政务大厅', items })).rejects;
    await refused(undefined).toMatchObject({ fields: { items: '请填写巡查记录' } });
    await refused([good, { item: '', result: 'bad' }, { item: '三楼', result: 'maybe' }]).toMatchObject({
      code: 'invalid',
      fields: {
        'items.1.item': '请填写屏幕',
        'items.1.note': '请填写情况',
        'items.1.photo': '请选择照片',
        'items.2.result': '请选择结果',
      },
    });
    // What belongs to a screen that is not in order is not asked of one that is.
    await refused([{ ...good, note: '正常' }]).toMatchObject({
      fields: { 'items.0.note': '这种情况不填情况' },
    });
  });

  test('all in order: it has ended, and its limit is met', async () => {
    const ticket = await operator.open(KIND, { place: '政务大厅', items: [good] });
    expect(ticket).toMatchObject({ state: 'closed', stateLabel: '已办结' });
    expect(outcomes(ticket, 'look')).toEqual(['met 2026-09-24']);
    await system.run();
    expect(texts('demo-manager', ticket.no)).toEqual([]);
  });

  test('not in order: shown as rows, told, put right within its limit', async () => {
    const ticket = await operator.open(KIND, { place: '政务大厅', items: [good, await bad()] });
    expect(ticket).toMatchObject({
      state: 'fixing',
      headline: { line: '9 月 23 日 周三 前：处理不正常的公共屏' },
    });
    expect(running(ticket, 'repair')).toMatchObject({ date: '2026-09-23', label: '处理不正常的公共屏' });
    expect(ticket.facts?.find(({ name }) => name === 'items')).toMatchObject({
      label: '巡查记录',
      columns: [{ label: '屏幕' }, { label: '结果' }, { label: '情况' }, { label: '照片' }],
      rows: [
        { values: { item: '一楼大厅东侧屏', result: '正常' } },
        {
          values: {
            item: '二楼自助区屏',
            result: '不正常',
            note: '黑屏，电源灯不亮。',
            photo: '1 个，见附件',
          },
        },
      ],
    });
    expect(ticket.attachments.map(({ label, name }) => [label, name])).toEqual([
      ['巡查记录第 2 项 照片', 'screen.pdf'],
    ]);
    await system.run();
    expect(texts('demo-manager', ticket.no)).toEqual([
      '有 1 块屏不正常：政务大厅巡查，请在 9 月 23 日 周三 前处理',
    ]);
    await expect(manager.act(ticket.no, 'fix', { handling: '已换。' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const fixed = await operator.act(ticket.no, 'fix', { handling: '已更换电源。' });
    expect(fixed.state).toBe('closed');
    expect(outcomes(fixed, 'repair')).toEqual(['met 2026-09-23']);
    await system.run();
    expect(texts('demo-manager', ticket.no).at(-1)).toContain('不正常的公共屏已处理');
    expect(await operator.call<{ ok: boolean }>('ticket.queue', { view: 'todo', kind: KIND })).toMatchObject({
      tickets: expect.not.arrayContaining([expect.objectContaining({ no: ticket.no })]) as object[],
    });
  });
});

test('a rule set that is older than it can change its limit and its window; tickets keep theirs', async () => {
  system.at('2026-09-21T10:00');
  const open = async (count: number): Promise<ShownTicket> =>
    operator.open(KIND, { place: '政务大厅', items: await Promise.all(Array.from({ length: count }, bad)) });
  const before = await open(1);
  const id = 'gdzw-0001.5-2019';
  const save = async (changes: object): Promise<ShownRuleSet> =>
    (await manager.call<{ ruleSet: ShownRuleSet }>('ruleset.save', { id, ...changes })).ruleSet;
  const ruleSet = await save({
    limits: { 'screen-check.fix': { limit: { n: 5, unit: 'working-day' } } },
    windows: { 'screen-check.many': 2 },
  });
  expect(ruleSet.windows).toMatchObject({ rateDays: 7, 'screen-check.many': 2 });
  expect(ruleSet.about.windows['screen-check.many']).toMatchObject({ unit: '块', max: 50, shipped: 1 });
  expect(ruleSet.differences).toContainEqual({
    label: '公共屏巡查：多少块屏不正常告知管理方',
    before: '1 块',
    after: '2 块',
  });
  await manager.call('ruleset.activate', { id, version: ruleSet.version });
  const [one, two] = [await open(1), await open(2)];
  expect(running(two, 'repair')?.date).toBe('2026-09-29');
  await system.run();
  // No number stands in the words: they follow. One screen alone no longer troubles the manager.
  expect(texts('demo-manager', two.no)[0]).toContain(
    '有 2 块屏不正常：政务大厅巡查，请在 9 月 29 日 周二 前处理',
  );
  expect(texts('demo-manager', one.no)).toEqual([]);
  expect(running(await operator.get(before.no), 'repair')?.date).toBe('2026-09-23');
  expect(texts('demo-manager', before.no)).toHaveLength(1);
  for (const unknown of [
    { limits: { 'screen-check.nothing': { limit: { n: 5, unit: 'working-day' } } } },
    { windows: { 'screen-check.many': 51 } },
    { windows: { 'screen-check.nothing': 1 } },
  ])
    await expect(save(unknown)).rejects.toMatchObject({ code: 'invalid' });
});

describe('a register of one module: list, form, history, export and reminder follow', () => {
  const REGISTER = 'screens';
  const lead = system.staff('demo-hrss-lead');
  type Listed = { fields: FormField[]; rows: RegisterRow[]; mayKeep: boolean };
  const list = (who = lead): Promise<Listed> => who.call<Listed>('register.list', { register: REGISTER });
  const save = async (values: object, more: object = {}): Promise<RegisterRow> =>
    (await lead.call<{ row: RegisterRow }>('register.save', { register: REGISTER, values, ...more })).row;

  beforeAll(() => system.at('2026-09-24T10:00'));

  test('it stands in the menu beside the others, with its own form', async () => {
    const me = await lead.call<{ registers: ListedRegister[] }>('me.get');
    expect(me.registers.map(({ register, label }) => [register, label])).toEqual(
      expect.arrayContaining([
        ['assets', '信息化项目资产'],
        ['screens', '公共屏'],
      ]),
    );
    const { fields, rows, mayKeep } = await list();
    expect(fields.map(({ name }) => name)).toEqual(['place', 'kind', 'testedUntil']);
    expect([rows, mayKeep]).toEqual([[], true]);
    await expect(save({ kind: 'wall' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { place: '请填写位置' },
    });
  });

  test('a row is kept with its history, called by its title, exported, and reminds its owner once', async () => {
    const row = await save({ place: '一楼大厅东侧', kind: 'wall', testedUntil: '2026-10-20' });
    expect(row).toMatchObject({ name: '一楼大厅东侧', ownerId: 'hrss', remindOn: '2026-10-10' });
    const at = { id: row.id, version: row.version };
    await save({ place: '一楼大厅西侧', kind: 'wall', testedUntil: '2026-10-20' }, at);
    const { steps } = await manager.call<{ steps: RegisterStep[] }>('register.history', {
      register: REGISTER,
      id: row.id,
    });
    expect(steps.map(({ what }) => what)).toEqual(['位置：一楼大厅东侧 → 一楼大厅西侧', '登记']);
    expect((await list(manager)).rows.map(({ name }) => name)).toEqual(['一楼大厅西侧']);
    const file = await lead.call<{ url: string }>('register.export', { register: REGISTER, format: 'csv' });
    expect(await (await fetch(file.url)).text()).toContain('一楼大厅西侧,拼接屏');
    const told = (): string[] =>
      system
        .messages('demo-hrss-lead')
        .filter(({ template }) => template === 'register')
        .map(({ text }) => text);
    system.at('2026-10-10T09:00');
    await system.run();
    await system.run();
    expect(told()).toEqual([
      '检测到期提醒：公共屏“一楼大厅西侧”，到 2026 年 10 月 20 日 周二 为止，请安排检测',
    ]);
  });
});
