import type { ShownTicket } from '../../typings/contract';
import { publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem } from '../support/system';

/**
 * 各地主管部门 act themselves (A39): what one of them opened for a service of its region lies at its own desk when the
 * applicant has to act, under its own clock and with its own messages; the access unit sees it and need not do it.
 */

const system = useSystem();
const { staff } = system;

const city = 'demo-gz-local';
const local = staff(city);
const district = staff('demo-th-local');
const unit = staff('demo-gz-hurd-handler');
const operator = staff('demo-operator');
const manager = staff('demo-manager');
const { texts, noticesOf } = publicView(system);

const APPROVES = 'gdzw-0001.5-2019';
const FILES = 'ganfutong-draft-2025-06';
const activate = (id: string): Promise<unknown> => manager.call('ruleset.activate', { id, version: 1 });

/** 广州公租房年审, of the housing bureau of the city. */
const serviceId = 'S075';
const verified = { verifier: '主管甲', evidence: '真机办理三笔，结果一致。' };
const file = ['cloud://demo/sealed.pdf'];

/** It waits for the city's authority: at its desk, among what it has to do, with its clock; not at the unit's. */
const expectItsTurn = async (no: string, clock: Parameters<typeof running>[1]): Promise<ShownTicket> => {
  const ticket = await local.get(no);
  expect(ticket.holder).toEqual({ role: 'local', region: '440100' });
  expect(ticket.holderName).toBe('广州市主管部门');
  expect(running(ticket, clock)?.responsible).toBe('广州市主管部门');
  expect(await local.queue('todo')).toContain(no);
  expect(await local.queue('unit')).toContain(no);
  for (const other of [unit, district, operator]) expect(await other.queue('todo')).not.toContain(no);
  expect((await unit.get(no)).no).toBe(no);
  return ticket;
};
const expectNotItsTurn = async (no: string): Promise<void> => {
  expect(await local.queue('todo')).not.toContain(no);
  expect(await local.queue('unit')).not.toContain(no);
};
const lastText = (to: string, no: string): string | undefined => texts(to, no).at(-1);

describe.each([
  {
    ruleSet: APPROVES,
    monday: '2026-11-02',
    tuesday: '2026-11-03',
    friday: '2026-11-06',
    late: '2026-11-16',
  },
  { ruleSet: FILES, monday: '2026-11-23', tuesday: '2026-11-24', friday: '2026-11-27', late: '2026-12-07' },
])('under $ruleSet', ({ ruleSet, monday, tuesday, friday }) => {
  const approves = ruleSet === APPROVES;

  beforeEach(async () => {
    system.at(`${monday}T10:00`);
    await activate(ruleSet);
  });
  afterAll(() => activate(APPROVES));

  test('J-10b, A39: of a listing it supplements what is missing, answers a correction, and reads that it is listed', async () => {
    const { no, applicant } = await local.open('listing', {
      accessUnitId: 'gz-hurd',
      name: approves ? '公租房换租' : '公租房退租',
      region: '440100',
      competent: ['gz-hurd'],
      openType: 'h5',
      openTarget: 'https://service.banjie.example/rent',
      ownerName: '陈负责',
      ownerPhone: '020-83330001',
      technicalName: '林技术',
      technicalPhone: '020-83330002',
      plannedOn: friday,
      selfTest: file,
    });
    expect(applicant.name).toBe('广州市主管部门');
    await expectNotItsTurn(no);
    await operator.act(no, 'returnForCompletion', { reason: '缺少查询环节的自测。' });
    await expectItsTurn(no, 'accept');
    await system.run();
    expect(lastText(city, no)).toContain('请看理由，补充后再提交');
    expect(lastText('demo-gz-hurd-handler', no)).toContain('由当地主管部门补充');
    await local.act(no, 'complete', { completed: '已补充查询环节。', selfTest: file });
    await expectNotItsTurn(no);
    await operator.act(no, 'confirmCheck', { checkResult: '材料齐全。' });
    if (approves) await manager.act(no, 'approve');
    else {
      await manager.act(no, 'askCorrection', { reason: '地区写错了。' });
      await expectItsTurn(no, 'accept');
      await local.act(no, 'complete', { completed: '已更正。' });
      await operator.act(no, 'confirmCheck', { checkResult: '已更正。' });
    }
    system.at(`${friday}T10:00`);
    expect(await operator.act(no, 'list', verified)).toMatchObject({ state: 'listed', ended: true });
    await system.run();
    expect(lastText(city, no)).toMatch(/^已上架：.*，群众可以使用/);
    expect(lastText('demo-gz-hurd-handler', no)).toMatch(/^已上架：.*，群众可以使用/);
    // Once, although it is also told as the local authority of the region.
    expect(texts(city, no).filter(text => text.includes('已上架'))).toHaveLength(1);
  });

  test('J-11a, A39: of a change it answers the correction, with its own clock, reminded itself, and reads the result', async () => {
    const { no } = await local.open('change', {
      serviceId,
      changeType: 'adjust',
      reason: '按照新的办事指南调整。',
      impact: '可以在手机上查询年审结果。',
      ownerName: '陈负责',
      ownerPhone: '020-83330001',
      plannedOn: approves ? '2026-11-20' : '2026-12-11',
      letter: file,
    });
    await expectNotItsTurn(no);
    await manager.act(no, 'askCorrection', { decision: '请写明负责人的电话。' });
    await expectItsTurn(no, 'review');
    await system.run();
    expect(lastText(city, no)).toContain('请看理由后再提交');
    system.at(`${friday}T10:00`);
    await system.run();
    const reminded = texts(city, no).filter(text => text.includes('已超期'));
    expect(reminded).toHaveLength(1);
    expect(texts('demo-operator', no).filter(text => text.includes('超期'))).toEqual([]);
    expect(texts('demo-gz-hurd-handler', no).filter(text => text.includes('超期'))).toEqual([]);
    expect(texts('demo-manager', no).filter(text => text.includes('超期'))).toHaveLength(1);
    expect(await local.queue('overdue')).toContain(no);
    const completed = await local.act(no, 'complete', { completed: '已写明。', ownerPhone: '020-83330003' });
    expect(outcomes(completed, 'review')[approves ? 1 : 0]).toMatch(/^late/);
    if (approves) await manager.act(no, 'approve');
    await expectNotItsTurn(no);
    const day = approves ? '2026-11-20' : '2026-12-11';
    await operator.act(no, 'schedule', { executeAt: `${day}T20:00:00+08:00` });
    system.at(`${day}T20:05`);
    await operator.act(no, 'execute', { stepLog: '修改登记。' });
    await operator.act(no, 'verify', { verifier: '运营甲', evidence: '显示一致。' });
    await operator.act(no, 'report', { result: '已调整。' });
    await system.run();
    expect(lastText(city, no)).toMatch(/^已办结：.*，请查看执行结果/);
  });

  test('J-11b, A39: after an emergency delisting the written filing is its own, within one working day', async () => {
    const { no } = await local.open('emergency-delisting', {
      serviceId,
      oralTo: '管理方值班负责人',
      oralAt: `${monday}T09:40:00+08:00`,
      oralHow: 'phone',
      oralBy: '赵值班',
      impact: '办理结果显示有误，暂停使用。',
      instead: '可到住房保障窗口办理。',
    });
    await expectNotItsTurn(no);
    await operator.act(no, 'delist');
    expect(running(await expectItsTurn(no, 'filing'), 'filing')?.date).toBe(tuesday);
    await system.run();
    expect(lastText(city, no)).toMatch(/请在 .* 前书面报备/);
    expect(lastText('demo-gz-hurd-lead', no)).toMatch(/由当地主管部门在 .* 前书面报备/);
    await local.act(no, 'requestReopening', { cause: '数据未更新。', fix: '已更新。' });
    await operator.act(no, 'verify', verified);
    await expectItsTurn(no, 'filing');
    const filed = await local.act(no, 'fileWritten', { filing: file, account: '已更正，已恢复。' });
    expect(filed.state).toBe('reopened');
    expect(outcomes(filed, 'filing')).toEqual([`met ${tuesday}`]);
    await expectNotItsTurn(no);
  });

  test('J-16b, A39: of a maintenance it keeps the window: it verifies, and says when it is over', async () => {
    const { no } = await local.open('maintenance', {
      type: 'upgrade',
      serviceId,
      startsAt: `${friday}T20:00:00+08:00`,
      endsAt: `${friday}T22:00:00+08:00`,
      impact: '期间不能提交年审。',
      instead: '请改在第二天办理。',
    });
    await operator.act(no, 'acknowledge');
    expect((await local.get(no)).holder).toEqual({ role: 'local', region: '440100' });
    await system.run();
    expect(lastText(city, no)).toContain('已由运营方确认');
    system.at(`${friday}T20:00`);
    await system.run();
    await expectItsTurn(no, 'execute');
    expect(lastText(city, no)).toContain('请验证并确认');
    expect(lastText('demo-gz-hurd-handler', no)).toContain('由当地主管部门验证并确认');
    system.at(`${friday}T22:30`);
    await system.run();
    expect(lastText(city, no)).toContain('超时未结束');
    await local.act(no, 'extend', { endsAt: `${friday}T23:30:00+08:00`, reason: '数据核对还没有完成。' });
    await expectItsTurn(no, 'execute');
    expect((await local.act(no, 'finish', verified)).state).toBe('ended');
    await expectNotItsTurn(no);
  });

  test('J-16c, A39: it reports a major fault in time itself; the unit puts it right, and it reports what came of it', async () => {
    const { no, clocks } = await local.open('major-fault', { serviceId, symptom: 'submit' });
    expect(clocks.find(({ name }) => name === 'report')).toMatchObject({
      responsible: '广州市主管部门',
      state: 'met',
    });
    expect(await unit.queue('todo')).toContain(no);
    await expectNotItsTurn(no);
    await local.act(no, 'update', { text: '预计今天 18:00 前恢复。' });
    expect((await noticesOf(serviceId)).find(({ id }) => id === `GG-${no}`)?.text).toContain('18:00');
    await unit.act(no, 'over', { verifier: '经办甲', evidence: '真机提交三次均成功。' });
    await expectItsTurn(no, 'filing');
    await system.run();
    expect(lastText(city, no)).toContain('请提交处置报告');
    const report = { cause: '线路中断。', handling: '切换线路。', prevention: '增加备用线路。' };
    expect((await local.act(no, 'close', report)).state).toBe('closed');
    await expectNotItsTurn(no);
  });

  test('G-3.2.4a, A39: a fault that it reports is its unit’s to fix; it is told of every turn and may add what it knows', async () => {
    const { no } = await local.open('fault', { serviceId, impact: '提交年审时一直转圈，无法提交。' });
    expect((await unit.get(no)).holder).toMatchObject({ role: 'unit', unitId: 'gz-hurd' });
    expect(await unit.queue('todo')).toContain(no);
    await expectNotItsTurn(no);
    await local.act(no, 'note', { text: '窗口也不能办理。' });
    await expect(local.act(no, 'reportFix', { cause: '无', fix: '无' })).rejects.toThrow(Refused);
    await unit.act(no, 'reportFix', { cause: '证书过期。', fix: '已更换。' });
    await operator.act(no, 'verify', verified);
    await operator.act(no, 'report', { result: '证书已更换。' });
    await system.run();
    expect(texts(city, no)).toEqual([
      expect.stringContaining('服务已显示为异常'),
      expect.stringMatching(/^已验证通过：.*，恢复服务/),
      expect.stringContaining('处理完毕'),
    ]);
  });
});

test('A39: when the account of a local authority is gone, what waits for it reaches the manager', async () => {
  system.at('2026-12-14T10:00');
  const { no } = await local.open('emergency-delisting', {
    serviceId,
    oralTo: '管理方值班负责人',
    oralAt: '2026-12-14T09:40:00+08:00',
    oralHow: 'phone',
    oralBy: '赵值班',
    impact: '办理结果显示有误，暂停使用。',
    instead: '可到住房保障窗口办理。',
  });
  await system.run();
  await manager.call('member.revoke', { memberId: city });
  await operator.act(no, 'delist');
  await system.run();
  expect(texts('demo-manager', no)).toContainEqual(expect.stringMatching(/请在 .* 前书面报备/));
  // The access unit may step in.
  expect(await unit.offered(no)).toContain('fileWritten');
});
