import type { Actor } from '../../cloudfunctions/domain/engine';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { fetchFiles } from '../../cloudfunctions/usecases/hotline/fetch-files';
import { mergeFiled } from '../../cloudfunctions/usecases/hotline/merge-same';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { must, order, send } from '../support/hotline';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** The hotline 12345 (contract §10, G-5.1b, J-18b): who may send, what comes of it, once, under both rule sets. */

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const at = (moment: string): string => `${moment}:00.000+08:00`;
const monday = at('2026-11-23T10:00');
const stored = (world: Memory, no: unknown): Ticket => world.get('tickets', String(no))!.ticket;
const act = (world: Memory, actor: Actor, no: unknown, name: string, input: object = {}) =>
  staffOf(world, actor).act(String(no), name, input);

/** Under the rules by which the hotline leads (A14). */
const underMaster = (now = monday): Memory => {
  const world = memory(now);
  const { id, version } = shippedRuleSets.find(({ switches }) => switches['hotline'] === 'master')!;
  world.put('settings', {
    ...world.get('settings', 'current')!,
    ruleSet: { id, version },
    catalogueVersion: 7,
  });
  return world;
};

describe('an order becomes a ticket', () => {
  test('once for its number, however that is written; of another hotline it is another one', async () => {
    const world = memory(monday);
    const { no } = await must(world, '/orders', order('HL-2026-1'));
    expect((await must(world, '/orders', order('hl 2026 1', { title: '又来一次' }))).no).toBe(no);
    const [one, two] = await Promise.all([
      must(world, '/orders', order('HL-7', { source: 'zz12328', contact: {} })),
      must(world, '/orders', order('HL-7', { source: 'zz12328', contact: {} })),
    ]);
    expect(one.no).toBe(two.no);
    expect(
      (await must(world, '/orders', order('HL-2026-1', { source: 'zz12328', contact: {} }))).no,
    ).not.toBe(no);
    expect(stored(world, no)).toMatchObject({
      channel: '12345',
      externalNo: 'HL-2026-1',
      state: 'submitted',
    });
  });

  test('personal data are masked and sealed as those of every citizen; what the hotline keeps confidential stays so', async () => {
    const world = memory(monday);
    const { no } = await must(world, '/orders', order('HL-1', { confidential: true }));
    const ticket = stored(world, no);
    expect(ticket).toMatchObject({ applicant: { name: '陈**' }, contact: { phone: '138****8000' } });
    expect(ticket.marks).toContain('confidential');
    expect(ticket.holder).toMatchObject({ role: 'operator-lead' });
    const all = JSON.stringify([world.all('tickets'), world.all('journal'), world.all('hotlinecalls')]);
    expect(all).not.toMatch(/44010619900307123X|13800138000|陈一一/);
  });

  test('what a clerk had registered is linked, and keeps its number', async () => {
    const world = memory(monday);
    const { no } = await registered(world, operator, { channel: '12345', externalNo: 'HL-1' });
    expect((await must(world, '/orders', order('HL-1'))).no).toBe(no);
    expect(stored(world, no).hotline).toMatchObject({ source: '12345', leads: false });
    await must(world, '/orders/urge', { externalNo: 'HL-1' });
    expect(stored(world, no).details.urges).toHaveLength(1);
  });

  test('the days of the hotline take the place of our limits (A14), also of an order that comes late', async () => {
    const world = memory(monday);
    const limits = { accept: '2026-11-26T12:00:00+08:00', reply: '2026-12-05' };
    const { no } = await must(world, '/orders', order('HL-1', { limits, category: 'business' }));
    expect(stored(world, no).promise).toMatchObject({ date: '2026-12-05', confirmed: true });
    await act(world, operator, no, 'dispatch', { unitId: 'hrss' });
    const dates = (ticket: Ticket) =>
      Object.fromEntries(
        ticket.clocks.filter(({ state }) => state === 'running').map(one => [one.name, one.date]),
      );
    // Noon of the 26th: whole days end on the 25th.
    expect(dates(stored(world, no))).toEqual({ accept: '2026-11-25', reply: '2026-12-05' });
    const late = order('HL-2', {
      limits: { reply: '2026-11-20' },
      contact: {},
      receivedAt: '2026-11-02T10:00:00+08:00',
    });
    const { no: second } = await must(world, '/orders', late);
    expect((await staffOf(world, operator).get(String(second))).promise).toMatchObject({
      date: '2026-11-20',
      explanation: [{ why: '12345 热线要求的日期' }],
    });
  });
});

test('files come later, from an allowed host, and are looked into; what does not come is said', async () => {
  const png = new Uint8Array(Buffer.from(PNG, 'base64'));
  const world = memory(monday, {
    fetchHotlineFile: async url =>
      url.endsWith('a')
        ? { state: 'got', bytes: png }
        : url.endsWith('b')
          ? { state: 'got', bytes: new Uint8Array(3) }
          : { state: 'refused', why: '不是允许的地址' },
  });
  const attachments = ['a', 'b', 'c'].map(name => ({
    url: `https://files.example.cn/${name}`,
    name: `照片${name}`,
  }));
  const { no } = await must(world, '/orders', order('HL-1', { attachments }));
  await fetchFiles(world, plainWork());
  const { attachments: lying, timeline } = stored(world, no);
  expect(lying).toMatchObject([{ name: '照片a.png', type: 'image/png', state: 'ok' }]);
  expect(timeline.filter(({ act: name }) => name === 'attach').map(({ text }) => text)).toEqual([
    undefined,
    expect.stringContaining('照片b没有取到：只能传') as string,
    '照片c没有取到：不是允许的地址',
  ]);
  expect(world.all('hotlinefiles')).toEqual([]);
});

describe('the same matter on both sides is handled once (A43)', () => {
  const same = {
    title: '社保卡补办没有回音',
    text: '补办社保卡一个月没有回音。',
    contact: { phone: '13800138000' },
  };

  test('filed with us first: the order goes on in our ticket, and the hotline hears what comes of it', async () => {
    const world = memory(at('2026-11-20T10:00'));
    const { no } = await citizenOf(world, 'chen').file({ ...same, category: 'business', serviceId: 'card' });
    world.at(monday);
    const { no: own } = await must(world, '/orders', order('HL-1', { category: 'business' }));
    expect(stored(world, own)).toMatchObject({ state: 'merged' });
    expect(stored(world, no).joined).toMatchObject([
      { no: own, externalNo: 'HL-1', hotline: { source: '12345' } },
    ]);
    await act(world, handlerOf('hrss'), no, 'accept');
    await act(world, handlerOf('hrss'), no, 'reply', { text: '新卡已寄出。', resultType: 'solved' });
    expect(await must(world, '/orders/status', { externalNo: 'HL-1' })).toMatchObject({
      no: own,
      mergedInto: no,
      state: 'replied',
      replies: [{ text: '新卡已寄出。', resultType: 'solved', unitName: '省人社厅' }],
    });
    const { changes } = (await must(world, '/orders/changes', { externalNo: 'HL-1', after: 0 })) as {
      changes: { event: string; sequence: number }[];
    };
    expect(changes.map(({ event, sequence }) => `${sequence} ${event}`)).toEqual([
      '1 merged',
      '2 accepted',
      '3 replied',
    ]);
  });

  test('under `master` the order stays and leads, and ours goes on in it', async () => {
    const world = underMaster(at('2026-11-20T10:00'));
    const { no } = await citizenOf(world, 'chen').file({ ...same, category: 'business', serviceId: 'card' });
    world.at(monday);
    const { no: own } = await must(
      world,
      '/orders',
      order('HL-1', { category: 'business', unitHint: '省人社厅' }),
    );
    expect(stored(world, no).state).toBe('merged');
    expect(stored(world, own)).toMatchObject({ unitId: 'hrss', hotline: { leads: true }, joined: [{ no }] });
  });

  test('filed with us later: the timer finds it, and it goes on in the order that was received first', async () => {
    const world = memory(monday);
    const { no: own } = await must(world, '/orders', order('HL-1', { category: 'business' }));
    const marks: Record<string, string> = {};
    const work = {
      ...plainWork(),
      marks: () => marks,
      remember: (more: object) => void Object.assign(marks, more),
    };
    await mergeFiled(world, work);
    world.at(at('2026-11-23T11:00'));
    const { no } = await citizenOf(world, 'chen').file({ ...same, category: 'unsure' });
    const { no: other } = await citizenOf(world, 'deng').file({ ...same, contact: { phone: '13900139000' } });
    expect(await mergeFiled(world, work)).toEqual({ merged: 1 });
    expect([no, other, own].map(one => stored(world, String(one)).state)).toEqual([
      'merged',
      'submitted',
      'submitted',
    ]);
    expect(await mergeFiled(world, work)).toEqual({ merged: 0 });
  });

  test('another matter, or another person, stays by itself', async () => {
    const world = memory(monday);
    const { no } = await citizenOf(world, 'chen').file({
      ...same,
      title: '公交站牌倒了',
      text: '公交站牌倒在路上。',
    });
    const { no: other } = await citizenOf(world, 'deng').file({ ...same, contact: { phone: '13900139000' } });
    await must(world, '/orders', order('HL-1'));
    expect([no, other].map(one => stored(world, one).state)).toEqual(['submitted', 'submitted']);
  });
});

describe('what the hotline does to its order', () => {
  const dispatched = async (world: Memory, more = {}) => {
    const { no } = await must(world, '/orders', order('HL-1', { category: 'business', ...more }));
    if (stored(world, no).state === 'submitted')
      await act(world, operator, no, 'dispatch', { unitId: 'hrss' });
    return no;
  };

  test('supplement, urge and supervise reach whoever handles it', async () => {
    const world = memory(monday);
    const no = await dispatched(world);
    await act(world, handlerOf('hrss'), no, 'askCitizen', { text: '请提供回执编号' });
    await must(world, '/orders/supplement', { externalNo: 'HL-1', text: '回执 8 号，电话 13912345678。' });
    await must(world, '/orders/urge', { externalNo: 'HL-1' });
    await must(world, '/orders/supervise', { externalNo: 'HL-1', text: '请今天联系群众', due: '2026-11-25' });
    const ticket = stored(world, no);
    expect(ticket.marks).toEqual([]);
    expect(ticket.timeline.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['12345 转来补充', '12345 催办', '12345 督办']),
    );
    expect(JSON.stringify(ticket)).not.toContain('13912345678');
    expect(ticket.clocks.find(({ name }) => name === 'supervise')).toMatchObject({
      state: 'running',
      date: '2026-11-25',
    });
    expect(ticket.links).toMatchObject([{ relation: 'supervision' }]);
    const again = await send(world, '/orders/supervise', { externalNo: 'HL-1', text: '再督办' });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'wrong-state' } } });
  });

  test('a bad rating is a rectification once; rehandle sends it back to whoever had answered', async () => {
    const world = memory(monday);
    const no = await dispatched(world);
    await act(world, handlerOf('hrss'), no, 'accept');
    await act(world, handlerOf('hrss'), no, 'reply', { text: '已寄出。' });
    await must(world, '/orders/rehandle', { externalNo: 'HL-1', reason: '没有收到' });
    expect(stored(world, no)).toMatchObject({ state: 'accepted', unitId: 'hrss', endsAt: null });
    expect(stored(world, no).clocks.at(-1)).toMatchObject({
      label: '重新办理并答复',
      clause: 'J-18b',
      state: 'running',
    });
    await act(world, handlerOf('hrss'), no, 'reply', { text: '已送达。' });
    await must(world, '/orders/rate', { externalNo: 'HL-1', level: 1, text: '太慢' });
    expect(stored(world, no)).toMatchObject({ state: 'rectifying', details: { rating: { level: 1 } } });
    expect((await send(world, '/orders/rate', { externalNo: 'HL-1', level: 5 })).status).toBe(409);
  });

  test('withdrawn before the answer it is over, after it that is too late', async () => {
    const world = memory(monday);
    const no = await dispatched(world);
    await must(world, '/orders/withdraw', { externalNo: 'HL-1' });
    expect(stored(world, no)).toMatchObject({ state: 'withdrawn', promise: null });
    expect(stored(world, no).clocks.some(({ state }) => state === 'running')).toBe(false);
    expect((await send(world, '/orders/supplement', { externalNo: 'HL-1', text: '还有' })).status).toBe(409);
    await must(world, '/orders/rehandle', { externalNo: 'HL-1', reason: '群众仍要办' });
    expect(stored(world, no)).toMatchObject({
      state: 'submitted',
      holder: { role: 'operator' },
      endsAt: null,
    });
  });

  test('a bad rating of a case that was handled elsewhere becomes a rectification, once (A40)', async () => {
    const world = memory(monday);
    const bad = {
      externalNo: 'BJ-8',
      level: 2,
      title: '办证排队三小时',
      text: '没有人管。',
      unitHint: '省公安厅',
    };
    const { no } = await must(world, '/orders/rate', bad);
    expect(stored(world, no)).toMatchObject({ kind: 'rectification', state: 'ordered', unitId: 'psb' });
    expect(stored(world, no).work?.values).toMatchObject({ source: 'rating', caseNo: 'BJ-8' });
    expect((await must(world, '/orders/rate', { ...bad, text: '还是没有人管。' })).no).toBe(no);
    expect((await must(world, '/orders/rate', { externalNo: 'BJ-9', level: 4 })).no).toBe(null);
    expect(world.all('tickets')).toHaveLength(1);
  });

  describe('where it leads (`master`), returns, refusals and extensions are requests', () => {
    const lead = leadOf('hrss');
    const led = async () => {
      const world = underMaster();
      return { world, no: await dispatched(world, { unitHint: 'hrss' }) };
    };
    const decide = (world: Memory, about: string, approved: boolean) =>
      must(world, '/orders/decision', { externalNo: 'HL-1', about, approved, reason: '已研究' });

    test('it dispatches: the unit that it names has it at once, and nobody here dispatches anew', async () => {
      const { world, no } = await led();
      expect(stored(world, no)).toMatchObject({
        unitId: 'hrss',
        state: 'dispatched',
        hotline: { leads: true },
      });
      await act(world, lead, no, 'return', { reason: '不属于本单位' });
      expect(stored(world, no)).toMatchObject({
        unitId: 'hrss',
        state: 'dispatched',
        details: { returns: [] },
      });
      expect(await must(world, '/orders/status', { externalNo: 'HL-1' })).toMatchObject({
        request: { about: 'return', reason: '不属于本单位' },
      });
      await expect(act(world, operator, no, 'dispatch', { unitId: 'psb' })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(act(world, lead, no, 'return', { reason: '再退' })).rejects.toMatchObject({
        code: 'wrong-state',
      });
      const { changes } = await must(world, '/orders/changes', { externalNo: 'HL-1', after: 0 });
      expect(changes).toMatchObject([{ event: 'return-requested', reason: '不属于本单位', sequence: 1 }]);
    });

    test('a return that is not granted leaves everything as it was; one that is takes the order away', async () => {
      const { world, no } = await led();
      await act(world, lead, no, 'return', { reason: '不属于本单位' });
      await decide(world, 'return', false);
      expect(stored(world, no)).toMatchObject({ unitId: 'hrss', state: 'dispatched' });
      expect(stored(world, no).details.hotlineRequest).toBeUndefined();
      expect(
        (await send(world, '/orders/decision', { externalNo: 'HL-1', about: 'return', approved: true }))
          .status,
      ).toBe(409);
      await act(world, lead, no, 'return', { reason: '确实不属于' });
      await decide(world, 'return', true);
      expect(stored(world, no)).toMatchObject({ state: 'withdrawn', promise: null });
    });

    test('a refusal is carried out when it is granted, with its reason', async () => {
      const { world, no } = await led();
      const refusal = { reason: '已经诉讼', basis: '《信访工作条例》', redirect: '人民法院' };
      await act(world, lead, no, 'refuse', refusal);
      expect(stored(world, no)).toMatchObject({ state: 'dispatched' });
      await decide(world, 'return', true);
      expect(stored(world, no)).toMatchObject({ state: 'refused', details: { refusal } });
      const { changes } = await must(world, '/orders/changes', { externalNo: 'HL-1', after: 0 });
      expect(changes).toMatchObject([
        { event: 'return-requested', reason: '不予受理：已经诉讼' },
        { event: 'refused', reason: '已经诉讼' },
      ]);
    });

    test('more time is asked of the hotline alone; granted it moves limit and promise', async () => {
      const { world, no } = await led();
      await act(world, handlerOf('hrss'), no, 'accept');
      const before = stored(world, no).promise?.date;
      await act(world, handlerOf('hrss'), no, 'requestExtension', { days: 3, reason: '要现场核实' });
      await expect(
        act(world, manager, no, 'decideExtension', { approve: true, reason: '同意' }),
      ).rejects.toMatchObject({
        code: 'wrong-state',
      });
      await decide(world, 'extension', true);
      const { promise, details } = stored(world, no);
      expect(promise?.date).toBe(before);
      expect(String(promise?.extendedTo) > String(before)).toBe(true);
      expect(details.extension?.state).toBe('approved');
      const { changes } = await must(world, '/orders/changes', { externalNo: 'HL-1', after: 0 });
      expect((changes as { event: string }[]).map(({ event }) => event)).toEqual([
        'accepted',
        'extension-requested',
        'progress',
      ]);
    });
  });

  test('where the side leads that received it first (`linked`), a return is ours to decide (A27)', async () => {
    const world = memory(monday);
    const no = await dispatched(world);
    await act(world, leadOf('hrss'), no, 'return', { reason: '不属于本单位' });
    expect(stored(world, no)).toMatchObject({
      state: 'submitted',
      details: { returns: [{ unitId: 'hrss' }] },
    });
    expect(
      (await send(world, '/orders/decision', { externalNo: 'HL-1', about: 'return', approved: true })).status,
    ).toBe(409);
    await act(world, operator, no, 'dispatch', { unitId: 'psb' });
    expect(stored(world, no).unitId).toBe('psb');
  });
});
