import { APPROVES } from '../support/change';
import { useSystem, type Person } from '../support/system';

/** Windows and switches of a rule set, changed by the manager and looked for in the next ticket (A21, design §1). */
const system = useSystem();
const manager = system.staff('demo-manager');
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');
const lead = system.staff('demo-hrss-lead');

let people = 0;
const file = async (more: object = {}): Promise<[citizen: Person, no: string]> => {
  system.at('2026-11-02T10:00');
  const citizen = system.citizen(`window-${(people += 1)}`);
  const { no } = await citizen.file({ kind: 'complaint', serviceId: 'S001', ...more });
  return [citizen, no];
};
/** Whether an act is offered to somebody at a moment. */
const offeredAt = async (who: Person, no: string, act: string, time: string): Promise<boolean> => {
  system.at(time);
  return (await who.offered(no)).includes(act);
};

beforeAll(async () => {
  const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
    id: APPROVES,
    windows: {
      rateDays: 3,
      objectDays: 2,
      returnWorkdays: 1,
      amendMinutes: 5,
      unreachableCalls: 2,
      unreachableWorkdays: 2,
      extensionWorkdays: 3,
      filingsPerDay: 2,
      archiveAfterDays: 100,
    },
    switches: { extension: true, offlineNeedsConfirmation: true },
  });
  await manager.call('ruleset.activate', ruleSet);
});

test('rating is open for the days of the rule set (A20)', async () => {
  const [citizen, no] = await file();
  await handler.act(no, 'reply', { text: '已办。' });
  expect(await offeredAt(citizen, no, 'rate', '2026-11-05T23:50')).toBe(true);
  expect(await offeredAt(citizen, no, 'rate', '2026-11-06T00:00')).toBe(false);
  await system.run();
  expect((await citizen.get(no)).state).toBe('closed');
});

test('objecting is open for the days of the rule set, and the notice names the last one (A16)', async () => {
  const [citizen, no] = await file();
  await handler.act(no, 'refuse', { reason: '不属于本单位', basis: '《条例》', redirect: '仲裁委员会' });
  expect((await citizen.get(no)).refusal?.objectUntil).toBe('2026-11-04');
  expect(await offeredAt(citizen, no, 'object', '2026-11-04T23:50')).toBe(true);
  expect(await offeredAt(citizen, no, 'object', '2026-11-05T00:00')).toBe(false);
});

test('a unit may return for the working days of the rule set (A27)', async () => {
  const [, no] = await file();
  expect(await offeredAt(handler, no, 'return', '2026-11-03T23:50')).toBe(true);
  expect(await offeredAt(handler, no, 'return', '2026-11-04T00:00')).toBe(false);
});

test('what was filed may be amended for the minutes of the rule set', async () => {
  const [citizen, no] = await file();
  expect(await offeredAt(citizen, no, 'amend', '2026-11-02T10:04')).toBe(true);
  expect(await offeredAt(citizen, no, 'amend', '2026-11-02T10:06')).toBe(false);
});

test('calls and days before somebody counts as unreachable are those of the rule set (A25)', async () => {
  const [citizen, no] = await file();
  for (const day of ['02', '03']) {
    system.at(`2026-11-${day}T15:00`);
    await handler.act(no, 'logCall', { reached: false, text: '无人接听' });
  }
  expect((await citizen.get(no)).flags).toContain('unreachable');
  expect(await offeredAt(handler, no, 'closeUnreachable', '2026-11-04T17:00')).toBe(false);
  expect(await offeredAt(handler, no, 'closeUnreachable', '2026-11-05T09:00')).toBe(true);
});

test('an extension is at most as long as the rule set says (A26)', async () => {
  const [, no] = await file();
  await expect(handler.act(no, 'requestExtension', { days: 4, reason: '需要鉴定' })).rejects.toMatchObject({
    code: 'invalid',
    fields: { days: expect.any(String) as string },
  });
  await handler.act(no, 'requestExtension', { days: 3, reason: '需要鉴定' });
  const approved = await lead.act(no, 'decideExtension', { approve: true, reason: '同意' });
  // 20 working days are 11-30; three more are 12-03.
  expect(approved.promise).toMatchObject({ date: '2026-11-30', extendedTo: '2026-12-03' });
});

test('as many filings a day as the rule set says', async () => {
  const [citizen] = await file();
  await citizen.file({ serviceId: 'S001' });
  await expect(citizen.file({ serviceId: 'S001' })).rejects.toMatchObject({ code: 'rate-limited' });
});

test('where the rule set wants a confirmation, nothing goes offline by itself (A4)', async () => {
  system.at('2026-11-02T10:00');
  const { no } = await operator.open('fault', { serviceId: 'S002', impact: '提交申请时一直转圈。' });
  // One working day, then two service hours; a day later it still waits for a person.
  for (const time of ['2026-11-04T00:01', '2026-11-04T11:01', '2026-11-05T15:00']) {
    system.at(time);
    await system.run();
  }
  expect((await operator.get(no)).state).toBe('overdue');
  expect((await operator.act(no, 'takeOffline', { reason: '已与接入方确认。' })).state).toBe('offline');
});

test('what is over is moved to the archive after the days of the rule set, and found there', async () => {
  const [citizen, no] = await file({ contact: {} });
  await handler.act(no, 'reply', { text: '已办。' });
  await citizen.act(no, 'rate', { level: 5 });
  system.at('2027-02-10T04:00');
  await system.run();
  const labelAt = async (who: Person): Promise<string> => (await who.get(no)).stateLabel;
  expect(await labelAt(operator)).not.toContain('已归档');
  system.at('2027-02-11T04:00');
  await system.run();
  expect(await labelAt(operator)).toContain('（已归档）');
  expect(await labelAt(citizen)).not.toContain('已归档');
  const { tickets } = await citizen.call<{ tickets: { no: string }[] }>('ticket.list', { state: 'closed' });
  expect(tickets.map(one => one.no)).toEqual([no]);
  const found = await operator.call<{ tickets: { no: string }[] }>('ticket.queue', {
    view: 'all',
    query: no,
  });
  expect(found.tickets.map(one => one.no)).toEqual([no]);
  await manager.act(no, 'disclose', {});
  expect(await labelAt(manager)).toContain('（已归档）');
});
