import type { ShownTicket } from '../../typings/contract';
import { invalid, publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 紧急下架 (J-11b, J-11c, A19): oral report, offline with a public notice, written filing, the way back. */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hsa-handler');
const lead = staff('demo-hsa-lead');

const activate = (id: string): Promise<unknown> => manager.call('ruleset.activate', { id, version: 1 });
const APPROVES = 'gdzw-0001.5-2019';
const FILES = 'ganfutong-draft-2025-06';

const report = {
  oralTo: '管理方值班负责人',
  oralHow: 'phone',
  oralBy: '医保局 赵值班',
  impact: '办理结果显示有误，暂停使用。',
  instead: '可到医保经办窗口办理。',
};
const written = { filing: ['cloud://demo/written-filing.pdf'], account: '数据核对有误，已暂停，正在更正。' };
const solved = { cause: '数据未更新。', fix: '已更新并核对。' };
const verified = { verifier: '运营甲', evidence: '真机办理三笔，结果一致。' };

const { service, noticesOf, texts } = publicView(system);
const facts = ({ facts: shown = [] }: ShownTicket): Record<string, string> =>
  Object.fromEntries(shown.map(({ name, value }) => [name, value]));

describe.each([
  { ruleSet: APPROVES, id: 'S023', name: '异地就医备案', monday: '2026-11-02', friday: '2026-11-06' },
  { ruleSet: FILES, id: 'S025', name: '家庭共济', monday: '2026-11-09', friday: '2026-11-13' },
])('under $ruleSet', ({ ruleSet, id, name, monday, friday }) => {
  const oral = { ...report, serviceId: id, oralAt: `${monday}T08:40:00+08:00` };
  let no = '';
  let mine: ShownTicket;

  beforeAll(async () => {
    system.at(`${monday}T09:00`);
    await activate(ruleSet);
    await citizen(`follower-${id}`).call('notice.subscribe', { serviceId: id });
    mine = await citizen(`waiting-${id}`).file({ serviceId: id, category: 'business' });
  });
  afterAll(() => activate(APPROVES));

  test.each([
    ['in the future', { oralAt: `${monday}T09:01:00+08:00` }, 'oralAt'],
    ['long ago', { oralAt: '2026-10-01T09:00:00+08:00' }, 'oralAt'],
    ['at no time', { oralAt: '' }, 'oralAt'],
    ['to nobody', { oralTo: '' }, 'oralTo'],
    ['by nobody', { oralBy: '' }, 'oralBy'],
    ['in no way', { oralHow: '' }, 'oralHow'],
    ['without what citizens can do instead', { instead: ' ' }, 'instead'],
    ['in words that citizens do not use', { impact: '数据库回滚。' }, 'impact'],
  ])('J-11b: an oral report %s is refused, and the service stays as it is', async (_what, wrong, field) => {
    await expect(handler.open('emergency-delisting', { ...oral, ...wrong })).rejects.toMatchObject(
      invalid(field),
    );
    expect((await service(id, name))?.state).toBe('online');
  });

  test('J-11b: the oral report is recorded first, to whom, when, how, by whom; manager and operator are told', async () => {
    const ticket = await handler.open('emergency-delisting', oral);
    no = ticket.no;
    expect(ticket).toMatchObject({ state: 'reported', holder: { role: 'operator' }, unit: { id: 'hsa' } });
    expect(facts(ticket)).toMatchObject({
      oralTo: report.oralTo,
      oralHow: '电话',
      oralBy: report.oralBy,
      oralAt: expect.stringContaining('08:40'),
    });
    expect((await service(id, name))?.state).toBe('online');
    expect(running(ticket, 'execute')).toMatchObject({ clause: 'J-11c', internal: true });
    expect(await operator.queue('todo')).toContain(no);
    await system.run();
    for (const who of ['demo-manager', 'demo-operator'])
      expect(texts(who, no)).toEqual([expect.stringContaining('口头报告')]);
  });

  test('J-11b: nothing is filed, verified or reopened before the service is offline; the unit does not press the button', async () => {
    await expect(handler.act(no, 'fileWritten', written)).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(operator.act(no, 'verify', verified)).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(handler.act(no, 'delist')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('J-11c: offline and public notice at once, in one act, with the reason and what to do instead', async () => {
    system.at(`${monday}T09:10`);
    const { version } = await operator.get(no);
    const offline = await operator.actAt(no, version, 'delist');
    expect(offline).toMatchObject({ state: 'offline', holder: { role: 'unit', unitId: 'hsa' } });
    expect(outcomes(offline, 'execute')).toEqual(['met ']);
    expect(await service(id, name)).toMatchObject({
      state: 'offline',
      notice: expect.stringContaining(report.instead),
    });
    expect(await noticesOf(id)).toEqual([
      expect.objectContaining({ kind: 'offline', instead: report.instead }),
    ]);
    // The same press again is answered; a second one is refused and changes nothing.
    await operator.actAt(no, version, 'delist');
    await expect(manager.act(no, 'delist')).rejects.toThrow(Refused);
    expect(await noticesOf(id)).toHaveLength(1);
    expect((await operator.get(no)).clocks).toHaveLength(2);
  });

  test('J-11b, J-11c: manager, operator, unit and lead are told, and the citizens who wait or follow, once', async () => {
    await system.run();
    for (const who of ['demo-manager', 'demo-operator', 'demo-hsa-handler', 'demo-hsa-lead'])
      expect(texts(who, no).at(-1)).toContain('下架');
    const [, month, day] = monday.split('-').map(Number);
    for (const who of ['demo-manager', 'demo-hsa-handler', 'demo-hsa-lead'])
      expect(texts(who, no).at(-1)).toContain(`在 ${month} 月 ${Number(day) + 1} 日 周二 24:00 前书面报备`);
    for (const who of [`waiting-${id}`, `follower-${id}`]) {
      const told = texts(who, `GG-${no}`).filter(text => text.includes('暂停服务'));
      expect(told).toHaveLength(1);
    }
    expect((await handler.get(mine.no)).flags).toContain('faulty-service');
  });

  test('a second emergency delisting of the same service is refused, and names the first', async () => {
    await expect(
      lead.open('emergency-delisting', { ...oral, oralAt: `${monday}T09:05:00+08:00` }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { serviceId: expect.stringContaining(no) } });
  });

  test('A19: the written filing is due one working day later, with a reminder and then a red light', async () => {
    const ticket = await handler.get(no);
    const due = monday.replace(/\d\d$/, day => String(Number(day) + 1).padStart(2, '0'));
    expect(running(ticket, 'filing')).toMatchObject({ date: due, clause: 'J-11b', internal: false });
    expect(await handler.queue('todo')).toContain(no);
    system.at(`${due}T16:00`);
    await system.run();
    expect(texts('demo-hsa-handler', no).at(-1)).toContain('到期');
    // The sweep is dead from then on, and runs once on the second day after.
    system.at(`${due.slice(0, 8)}${String(Number(due.slice(8)) + 2).padStart(2, '0')}T10:00`);
    const before = system.messages('demo-hsa-handler', no).length;
    await system.run();
    expect(system.messages('demo-hsa-handler', no).slice(before)).toEqual([
      expect.objectContaining({ template: 'red' }),
    ]);
    expect(system.messages('demo-manager', no).at(-1)?.template).toBe('red');
    expect(await handler.get(no)).toMatchObject({ state: 'offline', light: 'red' });
  });

  test('J-11b: the filing needs its letter; filed, it is closed, and the service stays offline', async () => {
    for (const filing of [undefined, []])
      await expect(handler.act(no, 'fileWritten', { ...written, filing })).rejects.toMatchObject(
        invalid('filing'),
      );
    await expect(operator.act(no, 'fileWritten', written)).rejects.toMatchObject({ code: 'forbidden' });
    const closed = await handler.act(no, 'fileWritten', written);
    expect(closed.state).toBe('closed');
    expect(outcomes(closed, 'filing')[0]).toMatch(/^late /);
    expect(closed.attachments.map(file => [file.label, file.name])).toEqual([
      ['盖章的书面报备', 'written-filing.pdf'],
    ]);
    expect(facts(closed)).toHaveProperty('writtenAt');
    expect((await service(id, name))?.state).toBe('offline');
    await system.run();
    for (const who of ['demo-manager', 'demo-operator']) expect(texts(who, no).at(-1)).toContain('书面报备');
  });

  test('G-3.3.3c: it comes back only through a verification, also after the close', async () => {
    system.at(`${friday}T09:00`);
    expect(await operator.offered(no)).not.toContain('verify');
    const asked = await lead.act(no, 'requestReopening', solved);
    expect(asked).toMatchObject({ state: 'verifying', holder: { role: 'operator' } });
    expect(await operator.queue('todo')).toContain(no);
    const failed = await operator.act(no, 'failVerification', { problem: '仍有一地结果不一致。' });
    expect(failed.state).toBe('closed');
    await handler.act(no, 'requestReopening', solved);
    await expect(operator.act(no, 'verify', { verifier: '运营甲' })).rejects.toMatchObject(
      invalid('evidence'),
    );
    await expect(handler.act(no, 'verify', verified)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await operator.act(no, 'verify', verified)).state).toBe('reopened');
    expect((await service(id, name))?.state).toBe('online');
    system.at(`${friday}T09:05`);
    expect(await noticesOf(id)).toEqual([]);
    await system.run();
    expect((await handler.get(mine.no)).flags).not.toContain('faulty-service');
    for (const who of ['demo-hsa-handler', 'demo-manager'])
      expect(texts(who, no)).toContainEqual(expect.stringContaining('恢复'));
    expect(texts(`follower-${id}`, `GG-${no}`).at(-1)).toContain('已恢复');
  });
});

describe('other ways through it', () => {
  beforeAll(async () => {
    await activate(APPROVES);
    system.at('2026-11-16T10:00');
  });
  const oral = (serviceId: string) => ({ ...report, serviceId, oralAt: '2026-11-16T09:50:00+08:00' });

  test('A19: solved before the filing, the service is back, and the filing is still owed', async () => {
    const { no } = await operator.open('emergency-delisting', oral('S026'));
    await manager.act(no, 'delist', { text: '请立即核查。' });
    await handler.act(no, 'requestReopening', solved);
    const restored = await operator.act(no, 'verify', verified);
    expect(restored).toMatchObject({ state: 'restored', holder: { role: 'unit', unitId: 'hsa' } });
    expect(running(restored, 'filing')).toMatchObject({ date: '2026-11-17' });
    expect((await service('S026', '生育津贴'))?.state).toBe('online');
    await system.run();
    expect(texts('demo-hsa-handler', no).at(-1)).toContain('还请在 11 月 17 日 周二 24:00 前书面报备');
    const filed = await handler.act(no, 'fileWritten', written);
    expect(filed.state).toBe('reopened');
    expect(outcomes(filed, 'filing')).toEqual(['met 2026-11-17']);
  });

  test('filed while it is being verified: a failed verification leaves it offline and filed', async () => {
    const { no } = await handler.open('emergency-delisting', oral('S027'));
    await operator.act(no, 'delist');
    await handler.act(no, 'requestReopening', solved);
    expect((await handler.act(no, 'fileWritten', written)).state).toBe('verifying');
    await expect(handler.act(no, 'fileWritten', written)).rejects.toThrow(Refused);
    expect((await operator.act(no, 'failVerification', { problem: '仍有误。' })).state).toBe('closed');
    expect((await service('S027', '医保零星报销'))?.state).toBe('offline');
  });

  test('J-11b: reported twice before it is offline: one takes it offline, the other can only be dismissed', async () => {
    const first = await handler.open('emergency-delisting', oral('S022'));
    const second = await lead.open('emergency-delisting', oral('S022'));
    await operator.act(first.no, 'delist');
    await expect(operator.act(second.no, 'delist')).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining(first.no),
    });
    expect((await operator.act(second.no, 'dismiss', { reason: '重复登记。' })).state).toBe('dismissed');
    expect(await service('S022', '医保电子凭证')).toMatchObject({ state: 'offline' });
  });

  test('J-11b: what was settled by telephone is dismissed, and the service was never offline', async () => {
    const { no } = await handler.open('emergency-delisting', oral('S028'));
    expect((await handler.act(no, 'dismiss', { reason: '已当场解决。' })).state).toBe('dismissed');
    await expect(operator.act(no, 'delist')).rejects.toMatchObject({ code: 'wrong-state' });
    expect((await service('S028', '门诊特定病种'))?.state).toBe('online');
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('没有下架');
  });

  test('J-11c: nobody presses the button for half an hour: red, round the clock', async () => {
    system.at('2026-11-16T21:00');
    const { no } = await handler.open('emergency-delisting', {
      ...oral('S029'),
      oralAt: '2026-11-16T20:55:00+08:00',
    });
    system.at('2026-11-16T21:31');
    await system.run();
    expect((await operator.get(no)).light).toBe('red');
    for (const who of ['demo-operator', 'demo-operator-lead', 'demo-manager'])
      expect(system.messages(who, no).at(-1)?.template).toBe('red');
    await operator.act(no, 'dismiss', { reason: '已解决。' });
  });

  test('J-11a: delisted and then withdrawn for good: it does not come back, and one notice is left', async () => {
    system.at('2026-11-18T10:00');
    const { no } = await handler.open('emergency-delisting', {
      ...report,
      serviceId: 'S024',
      oralAt: '2026-11-18T09:50:00+08:00',
    });
    await operator.act(no, 'delist');
    await handler.act(no, 'fileWritten', written);
    const { no: change } = await lead.open('change', {
      serviceId: 'S024',
      changeType: 'withdraw',
      reason: '不再办理。',
      impact: '不再受理新的申请。',
      instead: '可到税务窗口办理。',
      letter: ['cloud://demo/letter.pdf'],
      plannedOn: '2026-11-20',
    });
    await manager.act(change, 'approve');
    await operator.act(change, 'schedule', { executeAt: '2026-11-20T09:00:00+08:00' });
    system.at('2026-11-20T09:01');
    await operator.act(change, 'execute', { stepLog: '已撤销。' });
    expect(await handler.offered(no)).not.toContain('requestReopening');
    expect((await operator.act(no, 'settleWithdrawn')).state).toBe('withdrawn');
    system.at('2026-11-20T09:05');
    expect((await noticesOf('S024')).map(notice => notice.id)).toEqual([`GG-${change}`]);
    expect(await service('S024', '城乡居民医保')).toMatchObject({
      state: 'offline',
      notice: expect.stringContaining('税务窗口'),
    });
    await expect(
      handler.open('emergency-delisting', {
        ...report,
        serviceId: 'S024',
        oralAt: '2026-11-20T09:00:00+08:00',
      }),
    ).rejects.toMatchObject(invalid('serviceId'));
  });
});

describe.each([APPROVES, FILES])('who may, under %s', ruleSet => {
  const approves = ruleSet === APPROVES;
  const oralAt = approves ? '2026-11-23T09:50:00+08:00' : '2026-11-24T09:50:00+08:00';
  beforeAll(async () => {
    system.at(approves ? '2026-11-23T10:00' : '2026-11-24T10:00');
    await activate(ruleSet);
  });
  afterAll(() => activate(APPROVES));

  test('A39: the local authority reports and files for services of its region, not for those above it', async () => {
    const local = staff('demo-gz-local');
    const serviceId = approves ? 'S074' : 'S075';
    await expect(
      local.open('emergency-delisting', { ...report, serviceId: 'S023', oralAt }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      staff('demo-th-local').open('emergency-delisting', { ...report, serviceId, oralAt }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const { no } = await local.open('emergency-delisting', { ...report, serviceId, oralAt });
    await expect(local.act(no, 'delist')).rejects.toMatchObject({ code: 'forbidden' });
    await operator.act(no, 'delist');
    await system.run();
    expect(texts('demo-gz-local', no).at(-1)).toContain('已下架');
    expect((await local.act(no, 'fileWritten', written)).state).toBe('closed');
    expect((await local.act(no, 'requestReopening', solved)).state).toBe('verifying');
    expect((await operator.act(no, 'verify', verified)).state).toBe('reopened');
  });

  test('units for their own services only; manager, partner, security and citizens never', async () => {
    const input = { ...report, serviceId: 'S023', oralAt };
    for (const who of ['demo-psb-lead', 'demo-manager', 'demo-partner', 'demo-security', 'a-citizen'])
      await expect(staff(who).open('emergency-delisting', input)).rejects.toMatchObject({
        code: 'forbidden',
      });
    const { no } = await lead.open('emergency-delisting', input);
    await expect(staff('demo-psb-lead').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(staff('demo-psb-lead').act(no, 'fileWritten', written)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(citizen('nosy').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await operator.act(no, 'dismiss', { reason: '演练结束。' });
  });
});
