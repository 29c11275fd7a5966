import type { ServiceEntry } from '../../typings/contract';
import { entryErrors, entryInput, formOf, limitErrors } from '../../miniprogram/model/service/editing';
import { servicePage } from '../../miniprogram/model/service/view';
import { readLimit } from '../../miniprogram/model/service/service-words';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member } from './samples';
import { called, script } from './service-desk';

/** The register of services: found, read, edited, brought in. */

const entry: ServiceEntry = {
  id: 'S001',
  name: '社保卡申领',
  unitId: 'hrss',
  unitName: '人社厅',
  state: 'fault',
  notice: '不能提交。',
  aliases: ['办社保卡'],
  region: { code: '440000', name: '广东省' },
  competent: [{ region: '440100', regionName: '广州市', unitId: 'gz-hrss', unitName: '广州市人社局' }],
  statutory: [{ n: 15, unit: 'working-day', stage: 'reply', basis: '社会保险法第 8 条' }],
  items: [{ code: '01', name: '申领', statutory: [] }],
  conditions: [{ no: 'YC1', state: 'fault', reason: '不能提交。', since: '2026-10-12T10:00:00.000+08:00' }],
  windows: [],
  withdrawn: false,
  contacts: [{ duty: 'owner', name: '', phone: '' }],
  interfaces: [
    {
      name: '页面',
      url: 'https://a.example',
      probe: { everyMinutes: 5, expectStatus: 200, timeoutSeconds: 10, failures: 3 },
    },
  ],
  vacant: true,
  availability: [
    {
      day: '2026-10-12',
      up: 100,
      down: 4,
      planned: 0,
      downMinutes: 20,
      percent: 96.15,
      medianMilliseconds: 200,
    },
    { day: '2026-10-11', up: 0, down: 0, planned: 0, downMinutes: 0, percent: 100 },
  ],
  keeping: 'all',
  revision: 'r1',
};

describe('the register of services', () => {
  const register: CloudScript = {
    ...script,
    'staff/service.list': input =>
      ok({ services: [{ ...entry, name: `社保卡申领${String(input['query'] ?? '')}` }] }),
    'staff/service.get': () => ok({ service: entry }),
    'staff/service.history': () =>
      ok({
        steps: [
          {
            at: '2026-10-12T10:00:00.000+08:00',
            no: 'YC1',
            from: 'online',
            to: 'fault',
            reason: '不能提交。',
          },
        ],
      }),
    'staff/service.save': () => ok({ service: entry }),
  };

  it('keeps what is typed beside what somebody else saved meanwhile', async () => {
    const phone = newPhone({
      ...register,
      'staff/service.save': () => failure('conflict', '刚被别人更改过'),
    });
    const page = await openPage('packages/staff/services/edit/index', { id: 'S001' }, phone);
    await page.type('contacts.0.name', '王五');
    const contacts = [{ duty: 'owner' as const, name: '赵六', phone: '020' }];
    phone.script['staff/service.get'] = () => ok({ service: { ...entry, contacts, revision: 'r2' } });
    await page.press('保存');
    expect(page.text()).toMatch(/这项服务刚由别人保存；您写的都留着.*姓名 用这个 赵六 电话 用这个 020/);
    await page.tap('电话，用别人写的');
    phone.script['staff/service.save'] = () => ok({ service: entry });
    await page.press('保存');
    const saved = called(page, 'service.save').map(({ input }) => input);
    expect(saved.map(input => input['revision'])).toEqual(['r1', 'r2']);
    expect(saved[1]?.['service']).toMatchObject({ contacts: [{ name: '王五', phone: '020' }] });
  });

  it('keeps what was typed over a closed page until it is saved, and shows what somebody saved since', async () => {
    const phone = newPhone(register);
    const page = await openPage('packages/staff/services/edit/index', { id: 'S001' }, phone);
    await page.type('contacts.0.name', '王五');
    page.close();
    const again = await openPage('packages/staff/services/edit/index', { id: 'S001' }, phone);
    expect(again.text()).toContain('接着上次没有保存的内容');
    expect(again.instance.data['form']).toMatchObject({ values: { 'contacts.0.name': '王五' } });
    again.close();
    phone.script['staff/service.get'] = () => ok({ service: { ...entry, revision: 'r2' } });
    const later = await openPage('packages/staff/services/edit/index', { id: 'S001' }, phone);
    expect(later.text()).toMatch(/这项服务刚由别人保存；您写的都留着.*姓名 用这个 （空着）/);
    await later.press('保存');
    expect(phone.storage.has('draft:service:S001')).toBe(false);
  });

  it('is searched by words and narrowed by state', async () => {
    const page = await openPage('packages/staff/services/list/index', {}, newPhone(register));
    expect(page.text()).toContain('■ 有故障');
    await page.tap('维护中');
    const asked = called(page, 'service.list').map(call => call.input['state']);
    expect(asked).toEqual([undefined, 'maintenance']);
  });

  it('J-12b: a service says its state and why, who is missing, and how it was day by day', async () => {
    const page = await openPage('packages/staff/services/service/index', { id: 'S001' }, newPhone(register));
    expect(page.text()).toMatch(/^■ 有故障 不能提交。/);
    expect(page.text()).toContain('联系人有空缺');
    expect(page.text()).toContain('▲ 空缺');
    expect(page.text()).toContain('每 5 分钟检查一次，10 秒内应返回 200，连续 3 次失败就报异常');
    expect(page.text()).toContain('● 正常 → ■ 有故障，不能提交。');
    const days = servicePage(entry).days.map(day => day.cells);
    expect(days).toEqual([
      ['–', '0', '–'],
      ['96.15%', '4 次，约 20 分钟', '200 毫秒'],
    ]);
    await page.tap('报告异常');
    expect(page.phone.used('navigateTo')).toEqual([
      { url: '/packages/staff/procedures/open/index?kind=fault' },
    ]);
  });

  it('is edited as a whole: what comes out is what went in, errors lead back to their rows', async () => {
    const form = formOf(entry);
    const { entry: same, names } = entryInput('S001', form);
    const { name, aliases, unitId, statutory, contacts, interfaces, items } = entry;
    expect(same).toEqual({
      id: 'S001',
      name,
      aliases,
      unitId,
      region: '440000',
      statutory,
      contacts,
      interfaces,
      items,
      competent: [{ region: '440100', unitId: 'gz-hrss' }],
    });
    const removed = entryInput('S001', { ...form, rows: { ...form.rows, contacts: [3] } });
    expect(
      entryErrors({ 'service.contacts.0.phone': '不对', 'service.name': '太短' }, removed.names),
    ).toEqual({
      'contacts.3.phone': '不对',
      name: '太短',
    });
    expect(entryErrors({ 'service.interfaces.0.probe.failures': '太多' }, names)).toEqual({
      'interfaces.0.failures': '太多',
    });
    const page = await openPage('packages/staff/services/edit/index', { id: 'S001' }, newPhone(register));
    await page.type('contacts.0.name', '何负责');
    await page.press('保存');
    expect(called(page, 'service.save')[0]?.input).toMatchObject({
      revision: 'r1',
      service: { contacts: [{ duty: 'owner', name: '何负责', phone: '' }] },
    });
  });

  it('says at each field what is wrong, above the button how much, and leads to the first', async () => {
    const page = await openPage('packages/staff/services/edit/index', { id: 'S001' }, newPhone(register));
    await page.type('name', '');
    await page.type('statutory', '答复 20');
    await page.press('保存');
    expect(page.text()).toContain('有 2 处要填写或更正，去看第一处');
    expect(page.text()).toContain('请填写服务名称');
    expect(page.text()).not.toContain('请填写服务名称；');
    expect(called(page, 'service.save')).toHaveLength(0);
    await page.type('name', '社保卡申领');
    expect(page.text()).toContain('有 1 处要填写或更正');
    const refusing = {
      ...register,
      'staff/service.save': () =>
        failure('invalid', '有内容需要补充或更正', { fields: { 'service.unitId': '没有这个接入单位' } }),
    };
    const refused = await openPage('packages/staff/services/edit/index', { id: 'S001' }, newPhone(refusing));
    await refused.press('保存');
    expect(refused.text()).toContain('有 1 处要填写或更正');
    expect(refused.text()).toContain('没有这个接入单位');
  });

  it('hands over contacts and interfaces alone where nothing else is kept, and is closed to others', async () => {
    const own: CloudScript = {
      ...register,
      'staff/service.get': () => ok({ service: { ...entry, keeping: 'contacts' } }),
    };
    const page = await openPage('packages/staff/services/edit/index', { id: 'S001' }, newPhone(own));
    await page.press('保存');
    expect(Object.keys(called(page, 'service.save')[0]?.input['service'] as object).sort()).toEqual([
      'contacts',
      'id',
      'interfaces',
    ]);
    const none: CloudScript = {
      ...register,
      'staff/service.get': () => ok({ service: { ...entry, keeping: 'nothing' } }),
    };
    const closed = await openPage('packages/staff/services/edit/index', { id: 'S001' }, newPhone(none));
    expect(closed.text()).toContain('您的角色不能更改这项登记');
  });

  it('comes in as whole files: every bad row is named, and then nothing comes in; closed where nothing is kept', async () => {
    const phone = newPhone({
      'staff/me.get': () => ok(member(['operator-lead'])),
      'staff/service.import': () =>
        ok({
          imported: 0,
          created: 1,
          changed: 0,
          unchanged: 0,
          waiting: 0,
          bad: [{ row: 3, reason: '没有这个接入单位' }],
          badCount: 1,
          rows: [{ row: 2, name: '社保卡申领', unitName: '人社厅', does: 'create', changes: [] }],
        }),
    });
    phone.chatFiles = [{ path: 'wxfile://chosen/s', name: '服务.xlsx', size: 10 }];
    const { wx } = globalThis as unknown as { wx: Record<string, unknown> };
    wx['getFileSystemManager'] = () => ({
      readFile: ({ success }: { success: (found: { data: string }) => void }) => success({ data: 'UEsD' }),
    });
    const page = await openPage('packages/staff/knowledge/files/index', { what: 'services' }, phone);
    await page.press('选择文件');
    expect(page.text()).toContain('新建 1 项，改动 0 项，没有变化 0 项，有误 1 行');
    expect(page.text()).toContain('■ 第 3 行 没有这个接入单位');
    expect(page.text()).toContain('现在一项也没有导入');
    expect(called(page, 'service.import').map(call => call.input)).toEqual([
      { format: 'xlsx', file: 'UEsD', dryRun: true },
    ]);
    const reader = newPhone({ 'staff/me.get': () => ok(member(['handler'])) });
    const closed = await openPage('packages/staff/knowledge/files/index', { what: 'services' }, reader);
    expect(closed.text()).not.toContain('选择文件');
    expect(closed.text()).toContain('导出');
  });

  it('A3: a limit is typed as it is read', () => {
    expect(readLimit('答复 15 工作日 社会保险法第 8 条')).toEqual(entry.statutory[0]);
    expect(readLimit('受理 2 个月 条例')).toMatchObject({ n: 2, unit: 'month', stage: 'accept' });
    expect(readLimit('答复 20')).toBeUndefined();
    expect(limitErrors({ statutory: '答复 20', 'items.0.statutory': '' })).toEqual({
      statutory: expect.stringContaining('“答复 20”读不懂'),
    });
  });
});
