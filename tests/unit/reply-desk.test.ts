import type { Actor } from '../../cloudfunctions/domain/engine';
import { packsOf } from '../../cloudfunctions/usecases/knowledge/entries/faq-packs';
import type { FaqDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** What a clerk starts a reply from, and what may be the same matter (contract §5). */

const START = '2026-11-23T10:00:00.000+08:00';
const DAY = 86_400_000;
const hrss = handlerOf('hrss');
const CARD = { category: 'business' as const, serviceId: 'card' };

const suggest = (world: Memory, actor: Actor, no: string) =>
  staffOf(world, actor).call('reply.suggest', { no });
const likely = async (world: Memory, actor: Actor, no: string) =>
  (await staffOf(world, actor).call('ticket.likely', { no })).tickets;

const replied = async (world: Memory, openid: string, title: string, text: string): Promise<string> => {
  const { no } = await citizenOf(world, openid).file({ ...CARD, title, contact: {} });
  await staffOf(world, hrss).act(no, 'reply', { text });
  return no;
};

const faq = (id: string, question: string, answer: string, serviceId?: string): FaqDocument => ({
  _id: id,
  id,
  question,
  similar: [],
  answer,
  ...(serviceId ? { serviceId } : {}),
  updatedOn: '2026-11-20',
  status: 'published',
  version: 1,
});

describe('reply.suggest', () => {
  test('replies to the like: the most alike first, at most three, without the person and without bad ones', async () => {
    const world = memory(START);
    const best = await replied(
      world,
      'a',
      '社保卡丢了怎么补办',
      '王小明先生您好：请带身份证到网点补办，找李经理 13912345678，或者打 020-83331234。',
    );
    await replied(world, 'b', '社保卡补办要多久', '当场补办。');
    await replied(world, 'c', '社保卡补办的费用', '工本费 16 元。');
    await replied(world, 'd', '社保卡补办网点', '任一网点都可以补办。');
    const bad = await replied(world, 'e', '社保卡丢了怎么补办', '请咨询相关部门。');
    await citizenOf(world, 'e').act(bad, 'rate', { level: 1 });
    await replied(world, 'f', '退休金什么时候发放', '每月 15 日发放。');
    const { no } = await citizenOf(world, 'g').file({
      ...CARD,
      title: '社保卡丢了，怎么补办？',
      contact: {},
    });
    const { similar } = await suggest(world, hrss, no);
    expect(similar).toHaveLength(3);
    expect(similar[0]).toEqual({
      no: best,
      title: '社保卡丢了怎么补办',
      reply: '请带身份证到网点补办，找李经理 139****5678，或者打 020-83331234。',
      unitName: '省人社厅',
      repliedOn: '2026-11-23',
    });
    expect(similar.map(one => one.no)).not.toContain(bad);
    expect(JSON.stringify(similar)).not.toContain('退休金');
  });

  test('only of what the member may see; a corrected reply as it stands now', async () => {
    const world = memory(START);
    const no = await replied(world, 'a', '社保卡丢了怎么补办', '请到窗口补办。');
    await staffOf(world, hrss).act(no, 'correctReply', { text: '请到网点补办。', reason: '窗口已撤' });
    const asked = await citizenOf(world, 'g').file({ category: 'unsure', title: '社保卡丢了怎么补办' });
    await staffOf(world, operator).act(asked.no, 'dispatch', { unitId: 'psb' });
    const [ofUnit, ofOperator] = await Promise.all([
      suggest(world, handlerOf('psb'), asked.no),
      suggest(world, operator, asked.no),
    ]);
    expect(ofUnit.similar).toEqual([]);
    expect(ofOperator.similar).toMatchObject([{ no, reply: '请到网点补办。' }]);
  });

  test('phrases of the desk, filled in for this ticket', async () => {
    const world = memory(START);
    await staffOf(world, hrss).call('phrase.save', {
      title: '新卡已制好',
      text: '{称呼}：{编号} 的{服务}已办好，由{单位}在 {期限} 前寄出。',
    });
    const { no, promise } = await citizenOf(world, 'g').file({
      ...CARD,
      applicant: { type: 'person', name: '王小明' },
    });
    const { phrases } = await suggest(world, leadOf('hrss'), no);
    const [, month = '', day = ''] = (promise?.date ?? '').split('-');
    expect(phrases).toMatchObject([
      {
        title: '新卡已制好',
        text: expect.stringMatching(
          new RegExp(
            `^王先生/女士：${no} 的社保卡.*已办好，由省人社厅在 ${Number(month)} 月 ${Number(day)} 日 周. 前寄出。$`,
          ),
        ) as string,
      },
    ]);
    expect((await suggest(world, operator, no)).phrases).toEqual([]);
  });

  test('entries of the knowledge base, with what they have in common with the question', async () => {
    const world = memory(START);
    for (const pack of packsOf([
      faq('F0001', '社保卡丢了怎么补办', '带身份证到网点。', 'card'),
      faq('F0002', '居住证怎么办理', '到街道办理。'),
    ]))
      world.put('faqpacks', pack);
    const { no } = await citizenOf(world, 'g').file({ ...CARD, title: '社保卡补办', text: '卡丢了怎么补办' });
    const { entries } = await suggest(world, hrss, no);
    expect(entries[0]).toMatchObject({
      faqId: 'F0001',
      answer: '带身份证到网点。',
      why: expect.stringMatching(/^同一项服务，都说到“/) as string,
    });
  });
});

describe('ticket.likely', () => {
  test('says why, the best first; never itself, merged ones, linked ones or what staff have started', async () => {
    const world = memory(START);
    const phone = { contact: { phone: '13800138000' } };
    const first = await citizenOf(world, 'a').file({ ...CARD, ...phone, title: '社保卡补办没有回音' });
    const titled = await citizenOf(world, 'b').file({
      ...CARD,
      contact: { phone: '13900139000' },
      title: '社保卡补办等了很久',
      text: '补办社保卡等了三周没有收到。',
    });
    await citizenOf(world, 'c').file({ title: '公园的灯坏了', text: '公园的灯坏了三周。', contact: {} });
    world.pass(DAY);
    const { no } = await registered(world, operator, {
      ...CARD,
      ...phone,
      title: '补办社保卡没有回音',
      text: '来电人说社保卡补办没有回音。',
    });
    const other = await citizenOf(world, 'd').file({
      ...CARD,
      contact: {},
      title: '社保卡补办等了很久！',
      text: '补办社保卡等了三周没有收到。',
    });
    expect((await likely(world, operator, no))[0]).toMatchObject({
      no: first.no,
      reason: '同一人、同一事项、3 天内',
    });
    expect(JSON.stringify(await likely(world, operator, no))).not.toContain('公园');
    const [best] = await likely(world, operator, other.no);
    expect(best).toEqual({
      no: titled.no,
      title: '社保卡补办等了很久',
      reason: '标题几乎相同、3 天内',
    });
    await staffOf(world, operator).act(no, 'merge', { into: first.no });
    expect(await likely(world, operator, no)).toEqual([]);
    expect((await likely(world, operator, first.no)).map(one => one.no)).not.toContain(no);
    await staffOf(world, operator).act(other.no, 'link', { to: titled.no });
    expect((await likely(world, operator, other.no)).map(one => one.no)).not.toContain(titled.no);
  });

  test('an anonymous one is nobody’s second, and what another unit has is not shown', async () => {
    const world = memory(START);
    const same = { ...CARD, title: '社保卡补办没有回音', text: '补办了三周。' };
    const named = await citizenOf(world, 'a').file(same);
    const hidden = await citizenOf(world, 'a').file({ ...same, anonymous: true });
    const reasons = (await likely(world, operator, named.no)).map(({ reason }) => reason);
    expect(reasons).toEqual(['标题几乎相同、3 天内']);
    expect(await likely(world, operator, hidden.no)).toMatchObject([{ reason: '标题几乎相同、3 天内' }]);
    const { serviceId: _card, ...unsure } = same;
    const elsewhere = await citizenOf(world, 'b').file({ ...unsure, category: 'unsure' });
    await staffOf(world, operator).act(elsewhere.no, 'dispatch', { unitId: 'psb' });
    expect(await likely(world, handlerOf('psb'), elsewhere.no)).toEqual([]);
    expect((await likely(world, manager, elsewhere.no)).length).toBe(2);
  });
});

describe('phrases of a desk', () => {
  const save = (world: Memory, input: object) =>
    staffOf(world, hrss).call('phrase.save', { title: '已办好', text: '{称呼}：已办好。', ...input });

  test('are kept by its handlers and leads, and seen by no other desk', async () => {
    const world = memory(START);
    const { phrase } = await save(world, {});
    expect(phrase).toMatchObject({ version: 1, title: '已办好', text: '{称呼}：已办好。' });
    // The same once more, as when the first answer was lost.
    expect((await save(world, {})).phrase.id).toBe(phrase.id);
    const changed = { id: phrase.id, version: 1, title: '办好了', text: '{标题}已办好。' };
    await staffOf(world, leadOf('hrss')).call('phrase.save', changed);
    await expect(save(world, { id: phrase.id, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    const list = async (actor: Actor) =>
      (await staffOf(world, actor).call('phrase.list', {})).phrases.map(({ title }) => title);
    expect([await list(hrss), await list(handlerOf('psb')), await list(operator)]).toEqual([
      ['办好了'],
      [],
      [],
    ]);
    await staffOf(world, hrss).call('phrase.remove', { id: phrase.id });
    expect(await list(hrss)).toEqual([]);
    await expect(staffOf(world, hrss).call('phrase.remove', { id: phrase.id })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('one answers many tickets, each with its own words', async () => {
    const world = memory(START);
    const numbers = await Promise.all(
      ['甲', '乙'].map(async title => (await citizenOf(world, 'a').file({ ...CARD, title })).no),
    );
    const items = numbers.map(no => ({ no, version: world.get('tickets', no)!.ticket.version }));
    const { results } = await staffOf(world, hrss).call('ticket.bulk', {
      items,
      act: 'reply',
      input: { text: '“{标题}”（{编号}）已办好。{其他}' },
    });
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(numbers.map(no => world.get('tickets', no)?.ticket.replies[0]?.text)).toEqual([
      `“甲”（${numbers[0]}）已办好。{其他}`,
      `“乙”（${numbers[1]}）已办好。{其他}`,
    ]);
  });

  test.each([
    [{ text: '请找 13912345678' }, 'text', '像是手机号码'],
    [{ title: '王某 440106199001011239' }, 'title', '第 4 个字起的“440'],
    [{ text: '{姓名}：已办好。' }, 'text', '没有“{姓名}”'],
    [{ title: ' ' }, 'title', '请填写标题'],
  ])('%j is refused', async (input, field, message) => {
    await expect(save(memory(START), input)).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.stringContaining(message) as string },
    });
  });

  test('one title is one phrase, and there are a hundred at most', async () => {
    const world = memory(START);
    for (let n = 0; n < 100; n += 1) await save(world, { title: `第 ${n} 条` });
    await expect(save(world, { title: '第 7 条', text: '别的' })).rejects.toMatchObject({
      fields: { title: expect.stringContaining('同名') as string },
    });
    await expect(save(world, { title: '又一条' })).rejects.toMatchObject({
      fields: { title: expect.stringContaining('最多 100 条') as string },
    });
  });
});
