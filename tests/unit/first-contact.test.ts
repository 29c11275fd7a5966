import type { Actor } from '../../cloudfunctions/domain/engine';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { sendOuter } from '../../cloudfunctions/usecases/clock/outbox/send-outer';
import { packsOf } from '../../cloudfunctions/usecases/knowledge/entries/faq-packs';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** First contact (A48): what is asked by phone or at the counter, answered there, and counted as solved until it comes back. */

const START = '2026-11-23T10:00:00.000+08:00';
const DAY = 86_400_000;
const FAQ = {
  _id: 'F0001',
  id: 'F0001',
  question: '社保卡丢了怎么补办',
  similar: [],
  answer: '带身份证到任一网点补办。',
  updatedOn: '2026-11-20',
  status: 'published' as const,
  version: 1,
};
const CALL = {
  kind: 'consultation',
  category: 'business',
  serviceId: 'card',
  title: '社保卡丢了怎么补办',
  text: '社保卡丢了，怎么补办？',
} as const;
const reply = { text: FAQ.answer, faqId: FAQ.id };

const desk = (): Memory => {
  const world = memory(START);
  for (const pack of packsOf([FAQ])) world.put('faqpacks', pack);
  return world;
};

/** The counters are filled when the outbox is delivered. */
const firstContact = async (world: Memory, actor: Actor = manager) => {
  await deliverOutbox(world, plainWork());
  const { firstContact: of } = await staffOf(world, actor).call('board.get', { weeks: 4 });
  return { solved: of?.solved, calls: of?.calls };
};

test('registered and answered in one go: replied at once, by whoever answered, counted as solved at first contact', async () => {
  const world = desk();
  const ticket = await registered(world, operator, { ...CALL, reply });
  expect(ticket).toMatchObject({
    state: 'replied',
    unit: null,
    holder: { role: 'operator' },
    replies: [{ text: FAQ.answer, unitName: '运营方' }],
  });
  expect(ticket.clocks.map(({ name, state }) => [name, state])).toEqual([['reply', 'met']]);
  expect(ticket.promise).toMatchObject({ confirmed: true });
  // Staff see from which entry; the citizen sees the answer.
  expect(ticket.timeline.find(({ label }) => label === '答复依据知识条目 F0001')).toMatchObject({
    internal: true,
    text: FAQ.question,
  });
  expect(await firstContact(world)).toEqual({ solved: 1, calls: 1 });
});

test('nobody is told to work on it', async () => {
  const world = desk();
  await registered(world, operator, { ...CALL, reply });
  await deliverOutbox(world, plainWork());
  expect(world.all('messages')).toEqual([]);
});

describe('the answer goes to the caller by short message with the number', () => {
  const contact = { phone: '13900139000' };
  const sent = async (world: Memory) => {
    const out: { to: string; template: string; words: readonly string[] }[] = [];
    world.ports.sendSms = message => {
      out.push(message);
      return Promise.resolve({ state: 'sent' });
    };
    await deliverOutbox(world, plainWork());
    await sendOuter(world.ports, 'sms', plainWork());
    return out;
  };

  test('when the caller wants it: once, and the number of the phone is kept nowhere but sealed', async () => {
    const world = desk();
    const { no } = await registered(world, operator, { ...CALL, contact, reply: { ...reply, sms: true } });
    const [one, ...others] = await sent(world);
    expect(one).toMatchObject({ to: '+8613900139000', template: 'caller-answer', words: [no, FAQ.answer] });
    expect(others).toEqual([]);
    expect(world.all('messages')).toMatchObject([{ channel: 'sms', state: 'sent', to: '', about: no }]);
    expect(JSON.stringify([world.all('messages'), world.all('journal')])).not.toContain(contact.phone);
    expect(await sent(world)).toEqual([]);
  });

  test('not without being asked, not to a telephone that takes none, not of what was erased meanwhile', async () => {
    const world = desk();
    await registered(world, operator, { ...CALL, contact, reply });
    const landline = { ...CALL, contact: { phone: '0791-86201234' }, reply: { ...reply, sms: true } };
    await expect(registered(world, operator, landline)).rejects.toThrow('需要补充或更正');
    const { no } = await registered(world, operator, { ...CALL, contact, reply: { ...reply, sms: true } });
    const document = (await world.ports.database.get('tickets', no))!;
    world.put('tickets', { ...document, ticket: { ...document.ticket, sealed: [] } });
    expect(await sent(world)).toEqual([]);
    expect(world.all('messages')).toMatchObject([{ channel: 'sms', state: 'failed', why: 'erased' }]);
  });
});

describe('who may answer what on the spot', () => {
  const own = { text: '您到窗口办理即可。' };
  const refused: [string, Actor, Parameters<typeof registered>[2], RegExp][] = [
    ['business without an entry', operator, { ...CALL, reply: own }, /单位审核过的知识条目/],
    ['unsure counts as business', operator, { ...CALL, category: 'unsure', reply: own }, /知识条目/],
    ['a complaint, also from an entry', operator, { ...CALL, kind: 'complaint', reply }, /投诉要按流程/],
    ['an entry that is not there', operator, { ...CALL, reply: { ...reply, faqId: 'F9' } }, /需要补充或更正/],
    ['another unit’s service', handlerOf('psb'), { ...CALL, reply: own }, /其他单位负责/],
  ];
  test.each(refused)('%s is refused, and nothing is filed', async (_what, actor, call, message) => {
    const world = desk();
    await expect(registered(world, actor, call)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message) as string,
      fields: { reply: expect.any(String) as string },
    });
    expect(world.all('tickets')).toEqual([]);
  });

  test('the operator says how the mini-program is used, a unit what is its own business', async () => {
    const world = desk();
    const technical = await registered(world, operator, { ...CALL, category: 'technical', reply: own });
    const unit = await registered(world, handlerOf('hrss'), { ...CALL, channel: 'counter', reply: own });
    expect([technical.state, unit.state]).toEqual(['replied', 'replied']);
    expect(unit).toMatchObject({ unit: { id: 'hrss' }, replies: [{ unitName: '省人社厅' }] });
    expect(await firstContact(world, leadOf('hrss'))).toEqual({ solved: 1, calls: 1 });
  });

  test('a unit that wants a second signature answers from entries alone', async () => {
    const world = desk();
    world.put('units', { ...world.get('units', 'hrss')!, secondSignature: true });
    const at = { ...CALL, channel: 'counter' as const };
    await expect(registered(world, handlerOf('hrss'), { ...at, reply: own })).rejects.toMatchObject({
      fields: { reply: expect.stringContaining('负责人审核') as string },
    });
    expect((await registered(world, handlerOf('hrss'), { ...at, reply })).state).toBe('replied');
  });

  test('what it says is masked, and what is marked as secret is refused', async () => {
    const world = desk();
    const text = '请打 020-83331234，证件 440106199001011234 已登记。';
    const technical = { ...CALL, category: 'technical' as const };
    const { replies } = await registered(world, operator, { ...technical, reply: { text } });
    expect(replies[0]?.text).toContain('020-83331234');
    expect(JSON.stringify(world.all('tickets'))).not.toContain('440106199001011234');
    await expect(
      registered(world, operator, { ...technical, reply: { text: '机密★10年 见附件' } }),
    ).rejects.toMatchObject({ code: 'unsafe-content' });
  });
});

describe('it was not solved after all', () => {
  test('the same person asks the same again: both are linked, once', async () => {
    const world = desk();
    const first = await registered(world, operator, { ...CALL, reply });
    await deliverOutbox(world, plainWork());
    world.pass(2 * DAY);
    const again = { ...CALL, text: '社保卡丢了，怎么补办？网点说不行。' };
    const second = await registered(world, operator, again);
    expect(second.links).toMatchObject([{ no: first.no, relation: 'same-matter' }]);
    expect(await firstContact(world)).toEqual({ solved: 0, calls: 2 });
    await registered(world, operator, again);
    expect(await firstContact(world)).toEqual({ solved: 0, calls: 3 });
  });

  test('another person, another matter, or eight days later is none of it', async () => {
    const world = desk();
    await registered(world, operator, { ...CALL, reply });
    await deliverOutbox(world, plainWork());
    await registered(world, operator, { ...CALL, contact: { phone: '13900139000' } });
    await registered(world, operator, {
      kind: 'consultation',
      title: '公园的灯什么时候修',
      text: '公园的灯坏了。',
    });
    world.pass(8 * DAY);
    const late = await registered(world, operator, CALL);
    expect(late.links).toEqual([]);
    expect(await firstContact(world)).toEqual({ solved: 1, calls: 4 });
  });

  test('a bad rating takes it away, once', async () => {
    const world = desk();
    const { no } = await registered(world, operator, { ...CALL, reply });
    const { code } = (await staffOf(world, operator).act(no, 'claimCode')).claimCode!;
    const caller = citizenOf(world, 'caller');
    await caller.call('ticket.claim', { no, phone: '13800138000', code });
    await caller.act(no, 'rate', { level: 1 });
    expect(await firstContact(world)).toEqual({ solved: 0, calls: 1 });
    await registered(world, operator, CALL);
    expect(await firstContact(world)).toEqual({ solved: 0, calls: 2 });
  });
});
