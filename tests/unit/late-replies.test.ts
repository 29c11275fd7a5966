import { scoreLines } from '../../cloudfunctions/domain/procedures/assessment/score';
import { shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { oddOf } from '../../cloudfunctions/domain/outcomes/odd';
import { compareOdd } from '../../tools/recount/odd';
import { citizenOf, deliverAll, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, MONDAY, operator, rules, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** How replies left, and why they came late: reasons (A3), days of waiting (A25), what oversight looks at (A52). */

const PERIOD = { from: '2026-11-01', to: '2027-01-31' };
const at = (time: string): string => `${time}:00.000+08:00`;
const hrss = handlerOf('hrss');
const TEXT = '可以补办，请带身份证到窗口领取新卡，当天可以取。';

const ask = async (world: Memory, more = {}, openid = 'chen') =>
  (
    await citizenOf(world, openid).file({
      kind: 'consultation',
      category: 'business',
      serviceId: service.id,
      title: '社保卡丢了',
      text: '社保卡丢了，想补办。',
      ...more,
    })
  ).no;

const replyField = async (world: Memory, no: string, actor = hrss, act = 'reply') =>
  (await staffOf(world, actor).get(no)).acts
    .find(one => one.act === act)
    ?.fields.find(({ name }) => name === 'lateReason');

const rowOf = async (world: Memory, policy: string) => {
  await deliverAll(world);
  const { rows } = await staffOf(world, manager).call('compliance.get', PERIOD);
  return rows.find(one => one.policy === policy);
};

describe('A3: after the five days of which the document says 原则上', () => {
  test.each(shippedRuleSets.map(({ id }) => id))(
    'under %s the reason is asked for, told to the citizen, and stands beside what is late',
    async id => {
      const world = memory(MONDAY);
      const { version = 1 } = shippedRuleSets.find(one => one.id === id) ?? {};
      world.put('settings', { ...world.get('settings', 'current')!, ruleSet: { id, version } });
      const no = await ask(world);
      expect(await replyField(world, no)).toBeUndefined();
      world.at(at('2026-12-01T10:00'));
      expect(await replyField(world, no)).toMatchObject({ type: 'longtext', required: true });
      await staffOf(world, hrss).act(no, 'reply', { text: TEXT, lateReason: '向档案馆调了原件，等了三天。' });
      const { replies, clocks } = await citizenOf(world, 'chen').get(no);
      expect(replies[0]?.lateReason).toBe('向档案馆调了原件，等了三天。');
      // Still counted as overdue.
      expect(clocks.find(({ name }) => name === 'reply')?.state).toBe('late');
      expect(await rowOf(world, 'consult.business')).toMatchObject({ due: 1, late: 1, reasoned: 1 });
    },
  );

  test('in time, of a complaint, and under the limit of a law nobody is asked, and what is sent of it is dropped', async () => {
    const world = memory(MONDAY);
    const inTime = await ask(world);
    await staffOf(world, hrss).act(inTime, 'reply', { text: TEXT, lateReason: '没有晚' });
    expect((await citizenOf(world, 'chen').get(inTime)).replies[0]?.lateReason).toBeUndefined();
    const ruled = memory(MONDAY);
    const basis = { n: 3, unit: 'working-day' as const, stage: 'reply' as const, basis: '某条例第三条' };
    ruled.put('services', { ...ruled.get('services', service.id)!, statutory: [basis] });
    const byLaw = await ask(ruled);
    const complaint = await ask(world, { kind: 'complaint' });
    for (const one of [world, ruled]) one.at(at('2027-01-20T10:00'));
    expect(await replyField(ruled, byLaw)).toBeUndefined();
    expect(await replyField(world, complaint)).toBeUndefined();
    await staffOf(world, hrss).act(complaint, 'reply', { text: TEXT });
    const row = await rowOf(world, 'complaint.business.reply');
    expect(row).toMatchObject({ late: 1 });
    expect(row?.reasoned).toBeUndefined();
  });

  test('what was submitted in time and is signed too late asks the lead', async () => {
    const world = memory(MONDAY);
    const no = await ask(world, { region: '440100' });
    await staffOf(world, handlerOf('gz-hrss')).act(no, 'submitReply', { text: TEXT });
    world.at(at('2026-12-01T10:00'));
    const lead = leadOf('gz-hrss');
    expect(await replyField(world, no, lead, 'approveReply')).toMatchObject({ required: true });
    await staffOf(world, lead).act(no, 'approveReply', { lateReason: '负责人外出培训。' });
    expect((await citizenOf(world, 'chen').get(no)).replies[0]?.lateReason).toBe('负责人外出培训。');
  });
});

describe('A25: days on which it was waited for the citizen', () => {
  const waitedFor = async (answered: string, replied: string) => {
    const world = memory(MONDAY);
    const no = await ask(world);
    world.at(at('2026-11-25T10:00'));
    await staffOf(world, hrss).act(no, 'askCitizen', { text: '请补充身份证是哪里发的。' });
    world.at(at(answered));
    await citizenOf(world, 'chen').act(no, 'supplement', { text: '天河区发的。' });
    world.at(at(replied));
    await staffOf(world, hrss).act(no, 'reply', { text: TEXT });
    return rowOf(world, 'consult.business');
  };

  test('the clock runs on; what is late by no more than those days is counted beside', async () => {
    // Due on 11-30; waited from 11-25 to 11-27, two working days.
    const row = await waitedFor('2026-11-27T10:00', '2026-12-02T10:00');
    expect(row).toMatchObject({ due: 1, inTime: 0, late: 1, waitedFor: 1 });
    const longer = await waitedFor('2026-11-27T10:00', '2026-12-03T10:00');
    expect(longer).toMatchObject({ late: 1 });
    expect(longer?.waitedFor).toBeUndefined();
  });

  test('the assessment counts them, or leaves them out, as the rule set says, and says which', () => {
    const outcomes = [
      { label: '答复', clause: 'G-5.2d', inTime: 90, due: 100, waitedFor: 4, definition: '口径' },
    ];
    const available = { numerator: 0, denominator: 0 };
    const linesUnder = (switches: RuleSet['switches']) =>
      scoreLines({ sums: {}, outcomes, available }, { ...rules, switches });
    const [counted] = linesUnder({});
    const [leftOut] = linesUnder({ 'assessment.waiting': 'left-out' });
    expect(counted).toMatchObject({ numerator: 90, denominator: 100 });
    expect(leftOut).toMatchObject({ numerator: 94, denominator: 100 });
    expect([counted?.definition, leftOut?.definition]).toEqual([
      expect.stringContaining('照常计算'),
      expect.stringContaining('等群众补充的天数不计'),
    ]);
    expect(linesUnder({}).at(-1)?.definition).toContain('4 件');
  });
});

describe('A52: how replies left', () => {
  const oddRows = async (world: Memory) => {
    await deliverAll(world);
    const { rows } = await staffOf(world, operator).call('odd.list', PERIOD);
    return rows.map(({ unitId, code, n }) => `${unitId} ${code} ${n}`);
  };
  const behind = async (world: Memory, code: 'against-warning' | 'same-words') =>
    (await staffOf(world, operator).call('odd.list', { ...PERIOD, code })).tickets.map(({ no }) => no);

  test('A52: sent against what was warned of; how it is worded is no sign', async () => {
    const world = memory(MONDAY);
    const [hollow, plain] = [await ask(world), await ask(world)];
    await staffOf(world, hrss).act(hollow, 'reply', { text: '您好，您的来信收悉，感谢您的关注。' });
    await staffOf(world, hrss).act(plain, 'reply', {
      text: '兹将补办办法告知：请带身份证到天河路 1 号窗口补办。',
    });
    expect(await oddRows(world)).toEqual(['hrss against-warning 1']);
    expect(await behind(world, 'against-warning')).toEqual([hollow]);
  });

  test('A52: the same words to three persons; not to one person, and not to what is linked', async () => {
    const world = memory(MONDAY);
    const reply = (no: string) => staffOf(world, hrss).act(no, 'reply', { text: TEXT });
    // Three of one person, one of another: two persons.
    for (const openid of ['chen', 'chen', 'chen', 'ding']) await reply(await ask(world, {}, openid));
    expect(await oddRows(world)).toEqual([]);
    // Of one matter, linked: one reply goes to all.
    const linked = [await ask(world, {}, 'e'), await ask(world, {}, 'f'), await ask(world, {}, 'g')];
    const other = memory(MONDAY);
    expect(linked).toHaveLength(3);
    const group: string[] = [];
    for (const openid of ['e', 'f', 'g'])
      group.push(await ask(other, { category: 'unsure', serviceId: undefined }, openid));
    for (const no of group.slice(1)) await staffOf(other, operator).act(no, 'link', { to: group[0] });
    for (const no of group) {
      await staffOf(other, operator).act(no, 'dispatch', { unitId: 'hrss' });
      await staffOf(other, hrss).act(no, 'reply', { text: TEXT });
    }
    expect(await oddRows(other)).toEqual([]);
    // A third person in the first world.
    const [third = ''] = linked;
    await reply(third);
    expect(await oddRows(world)).toEqual(['hrss same-words 1']);
    expect(await behind(world, 'same-words')).toEqual([third]);
    // Counted again by other means, it stands in the same lists.
    const documents = world.all('tickets') as unknown as Parameters<typeof compareOdd>[0];
    expect(compareOdd(documents)).toMatchObject({ differences: [], signs: { 'same-words': 1 } });
  });

  test('A52: in one act on many it is seen as well', async () => {
    const world = memory(MONDAY);
    const numbers: string[] = [];
    for (const openid of ['h', 'i', 'j']) numbers.push(await ask(world, {}, openid));
    const items = numbers.map(no => ({ no, version: world.get('tickets', no)?.ticket.version ?? 0 }));
    await staffOf(world, hrss).call('ticket.bulk', { items, act: 'reply', input: { text: TEXT } });
    const signs = numbers.flatMap(no => oddOf(world.get('tickets', no)!.ticket).map(({ code }) => code));
    expect(signs).toEqual(['same-words']);
  });
});
