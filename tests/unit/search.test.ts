import { foundIn } from '../../cloudfunctions/domain/search/found';
import { readQuery } from '../../cloudfunctions/domain/search/read-query';
import { newKeyOf, openParts, timeKey, type Searchable } from '../../cloudfunctions/domain/search/searchable';
import { pairsOf, termOf, wordsOf } from '../../cloudfunctions/domain/search/terms';
import { forgetTexts } from '../../cloudfunctions/usecases/clock/forget-texts';
import { mendSearchable } from '../../cloudfunctions/usecases/kernel/writing/write-searchable';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** What staff find, however they type it (contract §5): everything that they may see, and nothing else. */

const START = '2026-11-23T10:00:00.000+08:00';

type Named = 'card' | 'shop' | 'noise' | 'app' | 'called' | 'hidden' | 'taiwan';

/** The tickets of the table: what each is called in it. */
const world = memory(START);
const numbers = {} as Record<Named, string>;

beforeAll(async () => {
  const file = async (name: Named, openid: string, more: object): Promise<void> => {
    world.pass(60_000);
    numbers[name] = (await citizenOf(world, openid).file(more)).no;
  };
  await file('card', 'zhang', {
    title: '社保卡丢失后补办一直没有结果',
    text: '十月八日在东湖路政务大厅递交了材料，窗口说十五个工作日，到今天还在“制卡中”。',
    applicant: { type: 'person', name: '张三' },
    contact: { phone: '13812345678' },
  });
  await file('shop', 'li', {
    title: '个体工商户（餐饮）年报提示ERROR 500',
    text: '填到第3步就退出，重新登录以后资料全没了。',
    applicant: { type: 'enterprise', name: '南湖小吃店' },
    contact: { phone: '020-83134567' },
  });
  await file('noise', 'wang', {
    title: '楼下施工 夜间噪声',
    text: '连续三晚施工到凌晨两点，孩子没法睡觉。',
    applicant: { type: 'person', name: '欧阳小明' },
    contact: { phone: '13900139000' },
  });
  await file('app', 'zhao', {
    title: 'App人脸识别过不了',
    text: '老人家头发白了就认不出来，换了iPhone15也一样。',
  });
  world.pass(60_000);
  numbers.called = (
    await registered(world, operator, {
      channel: '12345',
      externalNo: 'GD-2026-000123',
      title: '路灯不亮',
      text: '来电人说中山大道的路灯坏了半个月。',
      applicant: { type: 'person', name: '陈阿姨' },
      contact: { phone: '13700137000' },
    })
  ).no;
  await file('hidden', 'qian', {
    title: '窗口收了不该收的费用',
    text: '多收了两百元手续费。',
    anonymous: true,
    applicant: { type: 'person', name: '钱多多' },
    contact: { phone: '13611112222' },
  });
  await file('taiwan', 'sun', { title: '臺灣居民辦理居住證', text: '請問要帶什麼證件。' });
});

const search = (query: string, more: object = {}, actor = operator, at: Memory = world) =>
  staffOf(at, actor).call('ticket.queue', { view: 'all', query, ...more });

/** What is typed, where it is found, and in which tickets, newest first. */
const table: [query: string, found: string, ...Named[]][] = [
  ['社保卡', 'title', 'card'],
  [' 社保卡 ', 'title', 'card'],
  ['补办 社保卡', 'title', 'card'],
  ['社保卡　补办', 'title', 'card'],
  ['社 保 卡', 'title', 'card'],
  ['社保 卡', 'title', 'card'],
  ['社保卡，丢失', 'title', 'card'],
  ['丢失社保卡', 'title', 'card'],
  ['补办社保卡', 'title', 'card'],
  ['社保卡丢失补办', 'title', 'card'],
  ['社保卡補辦', 'title', 'card'],
  ['社保卡遺失', ''],
  ['社保卡没有结果', 'title', 'card'],
  ['社保卡 东湖路', 'text', 'card'],
  ['东湖路', 'text', 'card'],
  ['東湖路政務大廳', 'text', 'card'],
  ['制卡中', 'text', 'card'],
  ['今天还在制卡', 'text', 'card'],
  ['十五个工作日', 'text', 'card'],
  ['材料，窗口', 'text', 'card'],
  ['窗口', 'title text', 'hidden', 'card'],
  ['窗口 材料', 'text', 'card'],
  ['个体工商户', 'title', 'shop'],
  ['個體工商戶', 'title', 'shop'],
  ['餐饮年报', 'title', 'shop'],
  ['年报 餐饮', 'title', 'shop'],
  ['（餐饮）', 'title', 'shop'],
  ['error 500', 'title', 'shop'],
  ['ＥＲＲＯＲ　５００', 'title', 'shop'],
  ['Error500', 'title', 'shop'],
  ['第3步', 'text', 'shop'],
  ['第３步', 'text', 'shop'],
  ['重新登录 资料', 'text', 'shop'],
  ['夜间噪声', 'title', 'noise'],
  ['噪声 夜间', 'title', 'noise'],
  ['施工噪声', 'title', 'noise'],
  ['噪声、施工！', 'title', 'noise'],
  ['施工夜间', 'title', 'noise'],
  ['凌晨两点', 'text', 'noise'],
  ['施工 凌晨', 'text', 'noise'],
  ['app', 'title', 'app'],
  ['ａｐｐ人脸', 'title', 'app'],
  ['人脸 App', 'title', 'app'],
  ['iphone15', 'text', 'app'],
  ['iPhone 15', 'text', 'app'],
  ['IPHONE', 'text', 'app'],
  ['头发白了', 'text', 'app'],
  ['台湾居民', 'title', 'taiwan'],
  ['臺灣居民', 'title', 'taiwan'],
  ['居住证', 'title', 'taiwan'],
  ['带什么证件', 'text', 'taiwan'],
  ['路灯', 'title', 'called'],
  ['中山大道 路灯', 'text', 'called'],
  ['GD-2026-000123', 'externalNo', 'called'],
  ['外部编号：gd–2026–000123', 'externalNo', 'called'],
  ['gd2026000123', 'externalNo', 'called'],
  ['13812345678', 'phone', 'card'],
  ['138 1234 5678', 'phone', 'card'],
  ['+86 138-1234-5678', 'phone', 'card'],
  ['８６１３８１２３４５６７８', 'phone', 'card'],
  ['电话：13812345678', 'phone', 'card'],
  ['(020) 8313 4567', 'phone', 'shop'],
  ['张三 5678', 'phone', 'card'],
  ['张三5678', 'phone', 'card'],
  ['5678 张三', 'phone', 'card'],
  ['張三　５６７８', 'phone', 'card'],
  ['张三（尾号5678）', 'phone', 'card'],
  ['张三 138****5678', 'phone', 'card'],
  ['欧阳小明 9000', 'phone', 'noise'],
  ['欧阳·小明 9000', 'phone', 'noise'],
  ['南湖小吃店 4567', 'phone', 'shop'],
  ['陈阿姨，7000', 'phone', 'called'],
  ['张三 9000', ''],
  ['李四 5678', ''],
  ['5678', ''],
  ['张三', ''],
  ['钱多多 2222', ''],
  ['13611112222', ''],
  ['手续费', 'text', 'hidden'],
  ['公积金', ''],
];

test.each(table)('%s', async (query, found, ...names) => {
  const { tickets, hint } = await search(query);
  expect(tickets.map(({ no, found: by }) => [no, by])).toEqual(
    names.map((name, at) => [numbers[name], found.split(' ')[names.length > 1 ? at : 0]]),
  );
  expect(hint).toBeUndefined();
});

describe('by the end of a number', () => {
  const ends: [name: string, end: (no: string) => string][] = [
    ['four characters', no => no.replace(/-/g, '').slice(-4)],
    ['with its dash', no => no.slice(-5)],
    ['in small letters', no => no.slice(-7).toLowerCase()],
    [
      'in full width',
      no => no.slice(-7).replace(/[0-9A-Z]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    ['with blanks', no => no.slice(-11).replace(/-/g, ' ')],
    ['all but the kind', no => no.slice(2)],
    ['under its label', no => `工单号：${no.slice(-7)}`],
    ['O for 0, I for 1', no => no.slice(-11).replace(/0/g, 'o').replace(/1/g, 'i')],
    ['whole', no => no],
    ['whole, as it was dictated', no => no.toLowerCase().replace(/-/g, '')],
  ];
  test.each(ends)('%s', async (_, end) => {
    for (const no of Object.values(numbers)) {
      const { tickets } = await search(end(no));
      expect(tickets[0]).toMatchObject({ no, found: 'no' });
    }
  });
  test('not three characters, nor its beginning', async () => {
    expect((await search(numbers.card.slice(-3))).tickets.filter(({ found }) => found === 'no')).toEqual([]);
    expect((await search(numbers.card.slice(0, 10))).tickets).toEqual([]);
  });
});

test('what is too short is answered with what to type instead', async () => {
  for (const query of ['卡', ' a ']) expect((await search(query)).hint).toContain('两个字');
  for (const query of ['，。', '？']) expect((await search(query)).hint).toContain('请输入');
  expect((await search('  ')).tickets).toHaveLength(7);
});

describe('among what the member may see', () => {
  test('a unit finds its own, the platform all; what goes to another unit goes out of sight', async () => {
    const own = memory(START);
    const { no } = await citizenOf(own, 'zhang').file({ title: '医保报销比例', text: '住院花了八千。' });
    const found = async (actor: typeof operator, query: string) =>
      (await search(query, {}, actor, own)).tickets.map(one => one.no);
    for (const query of ['医保报销', '住院', no, no.slice(-7)]) {
      expect(await found(operator, query)).toEqual([no]);
      expect(await found(handlerOf('psb'), query)).toEqual([]);
    }
    await staffOf(own, operator).act(no, 'dispatch', { unitId: 'psb' });
    for (const query of ['医保报销', '住院', no, no.slice(-7)]) {
      expect(await found(handlerOf('psb'), query)).toEqual([no]);
      expect(await found(leadOf('psb'), query)).toEqual([no]);
      expect(await found(handlerOf('hrss'), query)).toEqual([]);
    }
  });

  test('a confidential one is found by those who may see it, in no way by others (A34)', async () => {
    const own = memory(START);
    const { no } = await citizenOf(own, 'zhang').file({
      title: '举报窗口人员索要好处',
      text: '暗示要请客吃饭。',
      kind: 'complaint',
      against: 'staff',
      applicant: { type: 'person', name: '张三' },
      contact: { phone: '13812345678' },
    });
    expect(own.get('tickets', no)?.ticket.marks).toContain('confidential');
    for (const query of ['索要好处', '请客吃饭', no, no.slice(-7), '13812345678', '张三 5678']) {
      for (const actor of [operatorLead, manager])
        expect((await search(query, {}, actor, own)).tickets.map(one => one.no)).toEqual([no]);
      for (const actor of [operator, handlerOf('hrss')]) {
        const { tickets, more, hint } = await search(query, {}, actor, own);
        expect({ tickets, more, hint }).toEqual({ tickets: [] });
      }
    }
  });

  test('a document that was changed in the store shows nothing that its reader may not see, or that is not there', async () => {
    const own = memory(START);
    const { no } = await citizenOf(own, 'zhang').file({ title: '医保报销比例', text: '住院花了八千。' });
    const known = own.get('searchable', no)!;
    const range = 'unit:psb';
    const forged = ['医保', '保报', '报销', '黄金'].map(pair => termOf(range, pair));
    own.put('searchable', {
      ...known,
      seen: ['unit:psb'],
      terms: [...known.terms, ...forged, termOf('all', '黄金')],
    });
    expect((await search('医保报销', {}, handlerOf('psb'), own)).tickets).toEqual([]);
    own.put('searchable', { ...known, terms: [...known.terms, termOf('all', '黄金')] });
    expect((await search('黄金', {}, operator, own)).tickets).toEqual([]);
  });
});

describe('within a view, and narrowed', () => {
  test('without `within` the view is left aside; with it, view and filters hold', async () => {
    const own = memory(START);
    const one = await citizenOf(own, 'zhang').file({ title: '社保卡丢失' });
    own.pass(1000);
    const other = await citizenOf(own, 'li').file({ title: '社保卡挂失', kind: 'suggestion' });
    await staffOf(own, operator).act(one.no, 'dispatch', { unitId: 'psb' });
    const found = async (more: object) =>
      (await search('社保卡', more, operator, own)).tickets.map(({ no }) => no);
    expect(await found({ view: 'mine' })).toEqual([other.no, one.no]);
    expect(await found({ view: 'mine', within: true })).toEqual([]);
    expect(await found({ view: 'unit', within: true })).toEqual([other.no]);
    expect(await found({ view: 'unit', kind: 'suggestion' })).toEqual([other.no]);
    expect(await found({ kind: 'consultation' })).toEqual([]);
    expect(await found({ light: 'green' })).toEqual([other.no, one.no]);
    expect(await found({ light: 'red' })).toEqual([]);
    expect(await found({ unitId: 'psb' })).toEqual([one.no]);
    expect(await found({ unitId: 'hrss' })).toEqual([]);
    expect(await found({ region: '440100' })).toEqual([]);
    expect(await found({ from: '2026-11-23', to: '2026-11-23' })).toEqual([other.no, one.no]);
    expect(await found({ from: '2026-11-24' })).toEqual([]);
    expect(await found({ to: '2026-11-22' })).toEqual([]);
    expect(await found({ assignee: 'psb-handler' })).toEqual([]);
    await staffOf(own, leadOf('psb')).act(one.no, 'assign', { memberId: 'psb-handler' });
    expect(await found({ assignee: 'psb-handler' })).toEqual([one.no]);
    const byEnd = await search(one.no.slice(-7), { kind: 'suggestion' }, operator, own);
    expect(byEnd.tickets).toEqual([]);
  });
});

describe('it forgets what the ticket forgets', () => {
  const found = async (own: Memory, query: string, actor = manager) =>
    (await search(query, {}, actor, own)).tickets.map(({ no }) => no);

  test('an erased ticket is found by its number alone (J-21b)', async () => {
    const own = memory(START);
    const zhang = citizenOf(own, 'zhang');
    const { no } = await zhang.file({
      title: '宠物医院乱收费',
      text: '给猫看病收了三千。',
      applicant: { type: 'person', name: '张三' },
      contact: { phone: '13812345678' },
    });
    const queries = ['宠物医院', '给猫看病', '13812345678', '张三 5678'];
    for (const query of queries) expect(await found(own, query)).toEqual([no]);
    await zhang.act(no, 'withdraw');
    await zhang.call('me.erase', {});
    if (own.get('tickets', no)?.ticket.title.includes('宠物')) throw new Error('it was not erased');
    for (const query of queries) expect(await found(own, query)).toEqual([]);
    expect(await found(own, no.slice(-7))).toEqual([no]);
    expect(JSON.stringify(own.get('searchable', no))).not.toContain(termOf('all', '宠物'));
  });

  test('the texts are searched for 90 days after the end, the title for good', async () => {
    const own = memory(START);
    const { no } = await citizenOf(own, 'zhang').file({
      title: '宠物医院乱收费',
      text: '给猫看病收了三千。',
    });
    await citizenOf(own, 'zhang').act(no, 'withdraw');
    const later = async (at: string) => {
      own.at(at);
      await forgetTexts(own, plainWork());
      return [await found(own, '给猫看病'), await found(own, '宠物医院')];
    };
    expect(await later('2027-02-20T10:00:00.000+08:00')).toEqual([[no], [no]]);
    expect(await later('2027-02-21T10:00:00.000+08:00')).toEqual([[], [no]]);
    expect(own.get('searchable', no)?.terms).toHaveLength(own.get('searchable', no)!.lasting);
  });

  test('what a citizen adds is found, what was masked is not; a merged one is found in both', async () => {
    const own = memory(START);
    const zhang = citizenOf(own, 'zhang');
    const { no } = await zhang.file({ title: '宠物医院乱收费', text: '我的电话13812345678请回电。' });
    expect(await found(own, '1381234')).toEqual([]);
    await zhang.act(no, 'supplement', { text: '当时还有一位穿蓝衣服的前台' });
    expect(await found(own, '蓝衣服')).toEqual([no]);
    own.pass(1000);
    const other = await citizenOf(own, 'li').file({ title: '猫粮价格虚高', text: '标价签模糊。' });
    await staffOf(own, operator).act(other.no, 'merge', { into: no });
    expect(await found(own, '猫粮价格')).toEqual([other.no, no]);
    expect(await found(own, '标价签')).toEqual([other.no, no]);
  });

  test('nobody is found by phone or name who wants to stay unknown, nor whoever stands beside (A44)', () => {
    const part = { no: 'A', phoneHash: 'x', sealed: [] };
    const open = { ...part, anonymous: false };
    const parts = (ticket: object, joined: object[]) =>
      openParts({ ...ticket, joined } as never).map(({ no }) => no);
    expect(
      parts(open, [
        { ...open, no: 'B' },
        { ...open, no: 'C', anonymous: true },
      ]),
    ).toEqual(['A', 'B']);
    expect(parts({ ...open, anonymous: true }, [{ ...open, no: 'B' }])).toEqual([]);
  });
});

describe('beside the ticket', () => {
  test('what could not be written fails no act, and the delivery of the entry writes it', async () => {
    const own = memory(START);
    own.onWrite = collection => {
      if (collection === 'searchable') throw new Error('the database is away');
    };
    const { no } = await citizenOf(own, 'zhang').file({ title: '宠物医院乱收费' });
    own.onWrite = () => undefined;
    expect((await search('宠物医院', {}, operator, own)).tickets).toEqual([]);
    expect(own.logged.map(({ event }) => event)).toContain('searchable-not-written');
    await mendSearchable(own.ports, own.all('journal'));
    expect((await search('宠物医院', {}, operator, own)).tickets).toHaveLength(1);
    // Only what changes how it is found asks for that.
    await staffOf(own, operator).act(no, 'note', { text: '已电话核实' });
    expect(own.all('journal').filter(({ searched }) => searched)).toHaveLength(1);
  });

  test('a filing that came to nothing is not searched', async () => {
    const own = memory(START);
    own.onWrite = collection => {
      if (collection === 'journal') throw new Error('the database is away');
    };
    await expect(citizenOf(own, 'zhang').file({ title: '宠物医院乱收费' })).rejects.toThrow();
    expect(own.all('searchable')).toEqual([]);
  });
});

describe('however many there are', () => {
  /** Ten thousand with the same words; of the first hundred there are tickets. */
  const crowd = async (): Promise<Memory> => {
    const own = memory(START);
    const { no } = await citizenOf(own, 'zhang').file({ title: '社保卡补办进度', text: '一样的话。' });
    const document = own.get('tickets', no)!;
    const known = own.get('searchable', no)!;
    for (let n = 0; n < 10_000; n += 1) {
      const createdAt = new Date(Date.parse(START) - n * 60_000 + 8 * 3_600_000)
        .toISOString()
        .replace('Z', '+08:00');
      const id = `TS20260924-000-000-${String(n).padStart(5, '0')}`;
      const copy: Searchable = { ...known, _id: id, newKey: newKeyOf({ no: id, createdAt }), tail: id };
      own.put('searchable', copy);
      if (n < 100)
        own.put('tickets', { ...document, _id: id, ticket: { ...document.ticket, no: id, createdAt } });
    }
    return own;
  };

  test('a query examines 2,000 entries at most, says that it was cut off, and goes on by its cursor', async () => {
    const own = await crowd();
    for (const query of ['社保', '社保卡补办', '进度 社保卡', '补办社保卡 进度']) {
      const before = own.entries;
      const { tickets, more, hint, nextCursor } = await search(query, {}, operator, own);
      expect(own.entries - before).toBeLessThanOrEqual(2000);
      expect(tickets).toHaveLength(20);
      expect({ more, hint }).toEqual({ more: true, hint: expect.stringContaining('再加一个词') as string });
      const next = await search(query, { cursor: nextCursor }, operator, own);
      expect(next.tickets).toHaveLength(20);
      expect(new Set([...tickets, ...next.tickets].map(({ no }) => no)).size).toBe(40);
    }
    const before = own.entries;
    expect((await search('社保卡 火星', {}, operator, own)).tickets).toEqual([]);
    expect(own.entries - before).toBeLessThanOrEqual(2000);
  });
});

test('words, pairs and keys', () => {
  expect(wordsOf('社保 卡 丢 失，APP')).toEqual(['社保', '卡丢失', 'app']);
  expect(pairsOf('社保卡社保')).toEqual(['社保', '保卡', '卡社']);
  expect(pairsOf('𠮷野家')).toEqual(['𠮷野', '野家']);
  expect(termOf('all', '社保')).toMatch(/^[\w-]{5}$/);
  expect(termOf('all', '社保')).not.toBe(termOf('unit:hrss', '社保'));
  const terms = new Set<string>();
  for (let n = 0; n < 20_000; n += 1)
    terms.add(termOf('all', String.fromCodePoint(0x4e00 + (n % 141), 0x4e00 + n)));
  expect(terms.size).toBeGreaterThan(19_990);
  expect(timeKey('2059-01-01T00:00:00.000+08:00') > timeKey(START)).toBe(true);
  expect(readQuery('张三 5678')).toMatchObject({ named: { name: '张三', digits: '5678' }, isPhone: false });
  expect(readQuery('2026年第3季度')).not.toHaveProperty('named');
  const ticket = { title: '社保卡', text: '丢了', timeline: [] } as never;
  expect(foundIn(ticket, ['社保卡'], false)).toBe('title');
  expect(foundIn(ticket, ['社保卡', '丢了'], false)).toBe('text');
  expect(foundIn(ticket, ['医保'], true)).toBeUndefined();
});

test('a version is one word: its parts stand everywhere', () => {
  expect(wordsOf('版本 1.11.0')).toEqual(['版本', '1110']);
  expect(wordsOf('3.5 楼')).toEqual(['35', '楼']);
});
