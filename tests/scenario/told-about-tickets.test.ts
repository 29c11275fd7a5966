import type { InboxMessage } from '../../typings/contract';
import { outcomes, useSystem, type Person } from '../support/system';

/** Who hears of what becomes of a citizen's ticket: the column "Notify" of G-5.2, G-5.3 and J-18. */
const system = useSystem();
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');

let people = 0;
const file = async (more: object = {}): Promise<{ citizen: Person; no: string }> => {
  system.at('2026-11-02T10:00');
  const citizen = system.citizen(`told-${(people += 1)}`);
  const { no } = await citizen.file({ kind: 'complaint', serviceId: 'S001', ...more });
  await system.run();
  return { citizen, no };
};
const reportsOf = async (openid: string, no: string): Promise<string[]> => {
  const { messages } = await system
    .citizen(openid)
    .call<{ messages: InboxMessage[] }>('inbox.list', { reports: true });
  return messages.filter(({ about }) => about === no).map(({ template }) => `report: ${template}`);
};
/** What everybody of a list hears because of something, by its kind of message; reports stand in a list (A45). */
const hear = async (what: () => Promise<unknown>, who: readonly string[], no: string): Promise<string[]> => {
  const heard = (): Promise<string[][]> =>
    Promise.all(
      who.map(async one => [
        ...(await reportsOf(one, no)).reverse(),
        ...system.messages(one, no).map(({ template }) => template),
      ]),
    );
  const before = await heard();
  await what();
  await system.run();
  const after = await heard();
  return after.map((all, index) => {
    const known = [...(before[index] ?? [])];
    const fresh = all.filter(one => !known.includes(one) || !known.splice(known.indexOf(one), 1));
    return fresh.join() || 'nothing';
  });
};
const refusal = { reason: '不属于本单位', basis: '《条例》第三条', redirect: '劳动仲裁委员会' };

test('G-5.2a: a technical question is told to the operator, its answer to the citizen', async () => {
  const { citizen, no } = await file({ kind: 'consultation', category: 'technical', serviceId: undefined });
  expect(system.messages('demo-operator', no)).toHaveLength(1);
  const answer = () => operator.act(no, 'reply', { text: '请更新微信后再打开。' });
  expect(await hear(answer, [citizen.openid], no)).toEqual(['reply']);
  expect(outcomes(await operator.get(no), 'reply')).toEqual(['met 2026-11-04']);
});

test('G-5.2c, G-5.2d: a question without a service is dispatched: the unit hears of it, and the citizen whose it is now', async () => {
  const { citizen, no } = await file({ kind: 'consultation', serviceId: undefined });
  const dispatch = () => operator.act(no, 'dispatch', { unitId: 'psb' });
  const who = ['demo-psb-handler', citizen.openid, 'demo-hrss-handler', 'demo-manager'];
  expect(await hear(dispatch, who, no)).toEqual(['dispatch', 'dispatch', 'nothing', 'nothing']);
  expect(system.messages(citizen.openid, no).at(-1)?.text).toContain('公安厅');
  expect((await operator.get(no)).unit?.id).toBe('psb');
  const reply = () => system.staff('demo-psb-handler').act(no, 'reply', { text: '带身份证即可。' });
  expect(await hear(reply, [citizen.openid], no)).toEqual(['reply']);
});

test('G-5.3a: a technical complaint lies with the operator, whose answer meets its two working days', async () => {
  const { citizen, no } = await file({ category: 'technical', serviceId: undefined });
  expect(system.messages('demo-operator', no)).toHaveLength(1);
  system.at('2026-11-04T17:00');
  const answer = () => operator.act(no, 'reply', { text: '已修复。' });
  expect(await hear(answer, [citizen.openid], no)).toEqual(['reply']);
  expect(outcomes(await operator.get(no), 'reply')).toEqual(['met 2026-11-04']);
  const late = await file({ category: 'technical', serviceId: undefined });
  system.at('2026-11-05T09:00');
  await operator.act(late.no, 'reply', { text: '迟复为歉。' });
  expect(outcomes(await operator.get(late.no), 'reply')).toEqual(['late 2026-11-04']);
});

test('G-5.3b: a complaint dispatched by the operator is told to the unit and reported to the manager', async () => {
  const { no } = await file({ serviceId: undefined });
  const dispatch = () => operator.act(no, 'dispatch', { unitId: 'hrss' });
  expect(await hear(dispatch, ['demo-hrss-handler', 'demo-manager'], no)).toEqual([
    'dispatch',
    'report: dispatch',
  ]);
});

test('G-5.3c: accepted, the citizen, the operator and the manager hear it', async () => {
  const { citizen, no } = await file();
  const accept = () => handler.act(no, 'accept');
  const who = [citizen.openid, 'demo-operator', 'demo-manager'];
  expect(await hear(accept, who, no)).toEqual(['accept', 'report: accept', 'report: accept']);
});

test('G-5.3c, A16: not accepted, they hear it at once; the citizen also until when to object', async () => {
  const { citizen, no } = await file();
  const refuse = () => handler.act(no, 'refuse', refusal);
  const who = [citizen.openid, 'demo-operator', 'demo-manager'];
  expect(await hear(refuse, who, no)).toEqual(['refuse', 'refuse', 'refuse']);
  expect(system.messages(citizen.openid, no).at(-1)?.text).toContain('11 月 9 日');
});

test('G-5.3d, J-18a: the result is told to the citizen, the operator and the manager', async () => {
  const { citizen, no } = await file();
  const reply = () => handler.act(no, 'reply', { text: '已督促窗口整改。' });
  const who = [citizen.openid, 'demo-operator', 'demo-manager'];
  expect(await hear(reply, who, no)).toEqual(['reply', 'report: reply', 'report: reply']);
});

test('J-18a: no ticket closes without an answer; a bad rating opens it again, and its result reaches the citizen', async () => {
  const { citizen, no } = await file();
  await handler.act(no, 'accept');
  // Long after every limit it is still open: nothing ends by itself without a reply.
  system.at('2027-01-20T10:00');
  await system.run();
  expect((await citizen.get(no)).state).toBe('accepted');
  await handler.act(no, 'reply', { text: '已办。' });
  const rate = () => citizen.act(no, 'rate', { level: 1, text: '没有解决' });
  expect(await hear(rate, ['demo-hrss-handler', 'demo-hrss-lead'], no)).toEqual(['bad-rating', 'bad-rating']);
  expect((await citizen.get(no)).state).toBe('rectifying');
  system.at('2027-01-21T10:00');
  await handler.act(no, 'logCall', { reached: true, text: '已致歉' });
  const rectify = () => handler.act(no, 'rectify', { text: '已上门补办。' });
  expect(await hear(rectify, [citizen.openid], no)).toEqual(['rectify']);
  expect((await citizen.get(no)).state).toBe('closed');
});

test('J-2: complaint and rating are part of the service: the unit reads the rating on the ticket, beside its service', async () => {
  const { citizen, no } = await file();
  await handler.act(no, 'reply', { text: '已办。' });
  await citizen.act(no, 'rate', { level: 4, tags: ['态度好'], text: '谢谢' });
  expect(await handler.get(no)).toMatchObject({
    service: { id: 'S001' },
    rating: { level: 4, tags: ['态度好'], text: '谢谢' },
  });
});
