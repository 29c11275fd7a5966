import type { ShownTicket } from '../../typings/contract';
import { recordMediaCheck, startMediaChecks } from '../../cloudfunctions/usecases/tickets/check-media';

import { joinMerged, withMerged } from '../../cloudfunctions/usecases/setup/join-merged';
import { citizenOf, registered, staffOf, toldTo } from '../support/callers';
import { handlerOf, manager, operator, operatorLead } from '../support/domain';
import { uploadsOf } from '../support/uploads';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** A43: what is merged goes along as a whole, for staff and for every person; A44: nothing tells who is hidden. */

const START = '2026-09-21T09:00:00.000+08:00';
const PHONE = '13800138000';
const words = (ticket: unknown): string => JSON.stringify(ticket);
const handler = handlerOf('hrss');

const stateOf = (world: Memory, no: string) => world.get('tickets', no)!.ticket;
const count = (world: Memory, measure: string): number =>
  world
    .all('journal')
    .flatMap(({ counts }) => Object.entries(counts))
    .filter(([key]) => key.includes(`|${measure}|`))
    .reduce((sum, [, n]) => sum + n, 0);

/** A and B of one person, each with a word of its own; B lies with the bureau. */
const story = async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const desk = staffOf(world, operator);
  const a = await ou.file({ title: '电梯坏了', text: '电梯坏了三天。' });
  world.at('2026-09-22T10:00:00.000+08:00');
  await ou.act(a.no, 'supplement', {
    text: '家里有坐轮椅的老人',
    attachments: [uploadsOf(world).upload('ou', '楼梯.jpg')],
  });
  await desk.act(a.no, 'markUrgent');
  await desk.act(a.no, 'note', { text: '物业也来过电话' });
  await ou.act(a.no, 'urge');
  world.at('2026-09-23T10:00:00.000+08:00');
  const b = await ou.file({ title: '还是电梯', text: '电梯今天还没有修。' });
  await desk.act(b.no, 'dispatch', { unitId: 'hrss' });
  return { world, ou, desk, a, b, unit: staffOf(world, handler) };
};

test('the handler of the remaining ticket has everything of the merged one, each with its time', async () => {
  const { world, desk, a, b, unit } = await story();
  world.at('2026-09-24T10:00:00.000+08:00');
  // It cannot be taken back, and that is said above the button.
  const merge = (await desk.get(a.no)).acts.find(({ act }) => act === 'merge');
  expect(merge?.shows?.map(({ text }) => text)).toEqual([expect.stringContaining('不能再分开')]);
  await desk.act(a.no, 'merge', { into: b.no });
  const shown = await unit.get(b.no);
  expect(shown.flags).toContain('urgent');
  expect(shown.urges).toBe(1);
  expect(shown.timeline.find(({ text }) => text === '家里有坐轮椅的老人')).toMatchObject({
    at: '2026-09-22T10:00:00.000+08:00',
    of: a.no,
  });
  expect(shown.timeline.find(({ text }) => text === '物业也来过电话')?.internal).toBe(true);
  expect(shown.timeline[0]).toMatchObject({ at: START, text: '电梯坏了\n电梯坏了三天。', of: a.no });
  expect(shown.attachments.map(({ name }) => name)).toEqual(['楼梯.jpg']);
  expect(shown.merged).toMatchObject([{ no: a.no, contact: { phone: '138****8000' } }]);
  // The earlier clock wins: A was promised from the 21st on.
  expect(shown.promise?.date).toBe(a.promise?.date);
});

test('along a chain, and into one that has merged ones already, nothing is lost', async () => {
  const { world, ou, desk, a, b } = await story();
  const c = await ou.file({ text: '丙' });
  const d = await ou.file({ text: '丁的话' });
  await desk.act(c.no, 'dispatch', { unitId: 'hrss' });
  await desk.act(a.no, 'merge', { into: b.no });
  await desk.act(b.no, 'merge', { into: c.no });
  await desk.act(d.no, 'merge', { into: c.no });
  const shown = await staffOf(world, handler).get(c.no);
  for (const said of ['家里有坐轮椅的老人', '电梯坏了三天', '电梯今天还没有修', '丁的话', '物业也来过电话'])
    expect(words(shown.timeline)).toContain(said);
  expect(shown.flags).toContain('urgent');
  expect(shown.merged?.map(({ no }) => no).sort()).toEqual([a.no, b.no, d.no].sort());
  // Found by the number of what was merged, also by who cannot see that.
  const found = await staffOf(world, handler).call('ticket.queue', { view: 'all', query: a.no });
  expect(found.tickets.map(({ no }) => no)).toEqual([c.no]);
});

/** One filed it online, another one on the same phone called: claimed after it was merged. */
const twoPersons = async () => {
  const world = memory(START);
  const desk = staffOf(world, operator);
  const called = await registered(world, operator, {
    channel: '12345',
    externalNo: 'RX-20260921-77',
    text: '来电人说孩子有哮喘',
    applicant: { type: 'person', name: '潘 安' },
  });
  const ou = citizenOf(world, 'ou');
  const filed = await ou.file({ text: '欧自己写的话' });
  await desk.act(filed.no, 'dispatch', { unitId: 'hrss' });
  await desk.act(called.no, 'merge', { into: filed.no });
  const pan = citizenOf(world, 'pan');
  await pan.call('ticket.claim', { no: called.no, phone: PHONE, name: '潘安' });
  return { world, desk, called, filed, ou, pan, unit: staffOf(world, handler) };
};

test('each person sees the own words and the replies, and nothing that the other wrote', async () => {
  const { world, called, filed, ou, pan, unit } = await twoPersons();
  const file = uploadsOf(world).upload('pan', '潘的图.jpg');
  await pan.act(filed.no, 'supplement', { text: '潘补充的话', attachments: [file] });
  await ou.act(filed.no, 'supplement', { text: '欧补充的话' });
  await unit.act(filed.no, 'reply', { text: '已经修好。' });
  const [byOu, byPan] = [await ou.get(filed.no), await pan.get(filed.no)];
  expect(words(byOu)).not.toMatch(/哮喘|潘补充|潘的图/);
  expect(words(byPan)).not.toMatch(/欧自己|欧补充/);
  expect(byPan).toMatchObject({
    text: '来电人说孩子有哮喘',
    attachments: [{ name: '潘的图.jpg', of: called.no }],
  });
  expect(byPan.timeline.map(({ text }) => text)).toContain('潘补充的话');
  for (const shown of [byOu, byPan, await pan.get(called.no)])
    expect(shown.replies.map(({ text }) => text)).toEqual(['已经修好。']);
  const byUnit = words(await unit.get(filed.no));
  for (const said of ['哮喘', '潘补充', '欧补充']) expect(byUnit).toContain(said);
  // Both are told, and find it in their lists.
  for (const openid of ['ou', 'pan'])
    expect((await toldTo(world, openid)).filter(text => text.includes('已答复'))).toHaveLength(1);
  // Under the own title, not under the other's words.
  const told = (await toldTo(world, 'pan')).join();
  expect(told).toContain('来电反映楼道的灯');
  expect(told).not.toContain('楼道的灯坏了');
  const own = await pan.call('ticket.list', {});
  expect(own.tickets.map(({ no }) => no).sort()).toEqual([called.no, filed.no].sort());
  expect(words(own)).not.toContain('楼道的灯坏了');
  // Their data are their own in the export too, and neither's consent is the other's.
  expect((await pan.call('me.get', {})).consents).toEqual([]);
  await expect(citizenOf(world, 'strange').get(filed.no)).rejects.toMatchObject({ code: 'not-found' });
});

test('found by the external number of what was merged (A14)', async () => {
  const { unit, filed, desk, called } = await twoPersons();
  const query = 'RX-20260921-77';
  expect((await unit.call('ticket.queue', { view: 'all', query })).tickets.map(({ no }) => no)).toEqual([
    filed.no,
  ]);
  const found = await desk.call('ticket.queue', { view: 'all', query });
  expect(found.tickets.map(({ no }) => no)).toEqual([called.no, filed.no]);
  expect((await unit.get(filed.no)).merged?.[0]?.externalNo).toBe(query);
  // Whoever acts on the merged one is told where it is handled.
  await expect(desk.act(called.no, 'dispatch', { unitId: 'hrss' })).rejects.toMatchObject({
    code: 'wrong-state',
    message: expect.stringContaining(filed.no) as string,
  });
});

test('each rates once, the worst counts, and there is one rectification', async () => {
  const { world, filed, ou, pan, unit } = await twoPersons();
  await unit.act(filed.no, 'reply', { text: '已经修好。' });
  expect(await ou.act(filed.no, 'rate', { level: 5 })).toMatchObject({ state: 'replied' });
  expect((await pan.get(filed.no)).rating).toBeUndefined();
  await expect(ou.act(filed.no, 'rate', { level: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
  expect(await pan.act(filed.no, 'rate', { level: 1, text: '没有修好' })).toMatchObject({
    state: 'rectifying',
  });
  expect((await unit.get(filed.no)).rating).toMatchObject({ level: 1 });
  expect((await ou.get(filed.no)).rating).toMatchObject({ level: 5 });
  expect(stateOf(world, filed.no).clocks.filter(({ name }) => name === 'rectify')).toHaveLength(1);
  expect([count(world, 'rated.5'), count(world, 'rated.1')]).toEqual([0, 1]);
});

test('the second bad rating comes while the first is put right: still one rectification', async () => {
  const { world, filed, ou, pan, unit } = await twoPersons();
  await unit.act(filed.no, 'reply', { text: '已经修好。' });
  await pan.act(filed.no, 'rate', { level: 2 });
  await ou.act(filed.no, 'rate', { level: 1 });
  expect(stateOf(world, filed.no).clocks.filter(({ name }) => name === 'rectify')).toHaveLength(1);
  expect((await unit.get(filed.no)).rating).toMatchObject({ level: 1 });
  expect([count(world, 'rated.2'), count(world, 'rated.1')]).toEqual([0, 1]);
});

test('one withdraws: it goes on for the other, and ends with the last', async () => {
  const { world, filed, ou, pan, unit } = await twoPersons();
  expect((await ou.act(filed.no, 'withdraw', { reason: '不用了' })).state).toBe('dispatched');
  await expect(ou.act(filed.no, 'withdraw', {})).rejects.toMatchObject({ code: 'wrong-state' });
  expect((await toldTo(world, `openid-${handler.id}`)).join()).toContain('请继续办理');
  expect((await unit.get(filed.no)).state).toBe('dispatched');
  expect((await pan.act(filed.no, 'withdraw', {})).state).toBe('withdrawn');
});

test('merged tickets stay counted per clause: the answer counts for each of them', async () => {
  const { world, filed, unit } = await twoPersons();
  await unit.act(filed.no, 'reply', { text: '已经修好。' });
  expect([count(world, 'clock.accept.met'), count(world, 'clock.reply.met')]).toEqual([2, 2]);
  // The unit had been found before it came in: finding it is done for it, too.
  expect(count(world, 'clock.dispatch.met')).toBe(2);
});

test('one of the persons is erased: the other keeps everything, the chain holds', async () => {
  const { world, called, filed, ou, pan, unit } = await twoPersons();
  await pan.act(filed.no, 'supplement', { text: '潘补充的话' });
  await ou.act(filed.no, 'supplement', { text: '欧补充的话' });
  // While it is open, what was merged is needed.
  expect((await pan.call('me.erase', {})).kept.sort()).toEqual([called.no, filed.no].sort());
  await unit.act(filed.no, 'reply', { text: '已经修好。' });
  await ou.act(filed.no, 'rate', { level: 5, text: '欧的评语' });
  await pan.act(filed.no, 'rate', { level: 4, text: '潘的评语' });
  await toldTo(world, 'ou');
  expect((await pan.call('me.erase', {})).erased).toBe(2);
  const left = words([world.all('tickets'), world.all('journal')]);
  expect(left).not.toMatch(/哮喘|潘补充|潘的评语/);
  expect(left).toMatch(/欧自己写的话.*欧补充的话/);
  await expect(pan.get(filed.no)).rejects.toMatchObject({ code: 'not-found' });
  expect((await ou.get(filed.no)).rating?.text).toBe('欧的评语');
  expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
});

test('a picture that is still checked while its ticket is merged becomes readable there (A43)', async () => {
  const { world, desk, a, b, unit } = await story();
  await toldTo(world, 'ou');
  await startMediaChecks(world.ports, plainWork());
  await desk.act(a.no, 'merge', { into: b.no });
  await recordMediaCheck(world, {
    MsgType: 'event',
    Event: 'wxa_media_check',
    trace_id: 'trace',
    result: { suggest: 'pass' },
  });
  expect((await unit.get(b.no)).attachments).toMatchObject([{ state: 'ok' }]);
});

describe('who is hidden stays hidden (A44)', () => {
  test('anonymous tickets are not merged, whoever filed them, and the answer is the same', async () => {
    const world = memory(START);
    const desk = staffOf(world, operator);
    const hidden = await citizenOf(world, 'ou').file({ anonymous: true });
    const same = await citizenOf(world, 'ou').file();
    const other = await citizenOf(world, 'pan').file({ contact: { phone: '13900139000' } });
    const refusals: unknown[] = [];
    for (const { no } of [same, other])
      for (const [from, into] of [
        [no, hidden.no],
        [hidden.no, no],
      ] as const)
        await desk.act(from, 'merge', { into }).catch((error: unknown) => refusals.push(error));
    expect(refusals).toHaveLength(4);
    expect(new Set(refusals.map(error => words((error as { fields: object }).fields))).size).toBe(1);
  });

  test('an anonymous ticket is not found by the phone of whoever filed it', async () => {
    const world = memory(START);
    await citizenOf(world, 'ou').file({ anonymous: true });
    const plain = await citizenOf(world, 'ou').file();
    const found = await staffOf(world, operatorLead).call('ticket.queue', { view: 'all', query: PHONE });
    expect(found.tickets.map(({ no }) => no)).toEqual([plain.no]);
  });
});

describe('tickets that were merged before', () => {
  test('are put into those behind them, once, with everybody who is concerned (migration 4)', async () => {
    const { world, desk, a, b, unit } = await story();
    await desk.act(a.no, 'merge', { into: b.no });
    // As it lay there before: the first text in the line, the files among the own ones.
    const document = world.get('tickets', b.no)!;
    const { joined, ...ticket } = document.ticket;
    const timeline = ticket.timeline.map(({ of, ...line }) =>
      of ? { ...line, text: '电梯坏了三天。' } : line,
    );
    const attachments = joined!.flatMap(part => part.attachments);
    world.put('tickets', {
      ...document,
      ticket: { ...ticket, attachments, timeline, marks: [], details: { ...ticket.details, urges: [] } },
    });
    const surroundings = { ports: world.ports, unitName: () => '' };
    expect(await joinMerged.page(surroundings, '')).toMatchObject({ changed: 1, failed: [] });
    const shown: ShownTicket = await unit.get(b.no);
    expect(words(shown.timeline)).toContain('家里有坐轮椅的老人');
    expect(shown.attachments).toHaveLength(1);
    expect([shown.urges, shown.flags.includes('urgent')]).toEqual([1, true]);
    expect(await joinMerged.page(surroundings, '')).toMatchObject({ changed: 0 });
    const now = world.get('tickets', b.no)!.ticket;
    expect(withMerged(now, stateOf(world, a.no), START)).toBeUndefined();
    expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
  });
});
