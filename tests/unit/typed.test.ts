import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifierKey, identifierOf, spellingsOf } from '../../cloudfunctions/domain/typed/identifier';
import { simplified } from '../../cloudfunctions/domain/typed/simplified';
import { nameKey } from '../../cloudfunctions/domain/typed/words';
import { normaliser } from '../../cloudfunctions/domain/knowledge/retrieval/text';
import { suggestUnits } from '../../cloudfunctions/domain/routing';
import { urgentIn } from '../../cloudfunctions/domain/urgent';
import { countGrams } from '../../cloudfunctions/domain/routing/grams';
import { hasText, lineOf, readable, textOf } from '../../cloudfunctions/domain/typed/text';
import { normaliseTicketNumber, ticketNumber } from '../../cloudfunctions/domain/privacy/ticket-number';
import { readFields } from '../../cloudfunctions/domain/engine';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { registers } from '../../cloudfunctions/domain/registers';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import { citizenOf, registered, staffOf } from '../support/callers';
import { contextOf, handlerOf, manager, open, operator, operatorLead } from '../support/domain';
import { memory } from '../support/memory';

/** One way to compare what people type, and to tell what is empty (contract §4, §6). */

const START = '2026-11-23T10:00:00.000+08:00';

/** Nothing that anybody sees: blanks of every kind, marks of direction, joiners, fillers, accents on nothing. */
const NOTHING = [
  '',
  '   ',
  '\u3000\u00A0\u2003',
  '\u200B\u200B\u200B',
  '\u200E\u202E\u2066\uFEFF',
  '\u2800\u3164\u115F\uFFA0',
  '\u0301\u0301\u20DD',
  '\r\n\t\v\f',
  '\u00AD\u034F\u180E\u{E0041}\uFE0F',
];

test.each(NOTHING)('%j is empty', typed => {
  expect({ has: hasText(typed), text: textOf(typed), line: lineOf(typed) }).toEqual({
    has: false,
    text: '',
    line: '',
  });
  expect(readable({ a: [{ b: typed }] })).toEqual({ value: { a: [{ b: '' }] } });
});

test.each(['。', '无', '0', '👍', 'é', '?'])('%j is a text', typed => expect(hasText(typed)).toBe(true));

describe('titles and names stand in one line', () => {
  test.each([
    ['社保卡\n丢了', '社保卡 丢了'],
    ['社保卡\r\n丢了', '社保卡 丢了'],
    ['社保卡\u2028丢了\u0000', '社保卡 丢了'],
    ['\u202E了丢卡保社\u202C', '了丢卡保社'],
    ['\u200F社保\u200B卡\uFEFF', '社保卡'],
    ['一家人👨‍👩‍👧', '一家人👨‍👩‍👧'],
  ])('%j is kept as %j', (typed, kept) => expect(lineOf(typed)).toBe(kept));

  test('long texts keep their lines', () => expect(textOf(' 一\r\n二\r三\u2029四 ')).toBe('一\n二\n三\n四'));

  test('of tickets, notices, units, regions, members and entries', async () => {
    const world = memory(START);
    const bad = '\u202E标题\u200B\r\n第二行\u0007';
    const good = '标题 第二行';
    const ticket = await citizenOf(world, 'ou').file({ title: bad });
    expect(ticket.title).toBe(good);
    const boss = staffOf(world, manager);
    const unit = await boss.call('unit.save', {
      unit: { id: 'new-unit', name: bad, region: '440000', duties: [bad], secondSignature: false },
    });
    expect(unit.unit).toMatchObject({ name: good, duties: [good] });
    const region = await boss.call('region.save', {
      region: { code: '449999', name: bad, parent: '440000' },
    });
    expect(region.region.name).toBe(good);
    const member = await boss.call('member.invite', { openid: 'x', name: bad, role: 'operator' });
    expect(member.member.name).toBe(good);
    const notice = await staffOf(world, operator).call('notice.save', {
      notice: { kind: 'general', title: bad, text: '一\r\n二' },
    });
    expect(notice.notice).toMatchObject({ title: good, text: '一\n二' });
    const faq = await staffOf(world, operatorLead).call('faq.save', {
      entry: { question: bad, similar: [bad], answer: '答复。' },
    });
    expect(faq.faq).toMatchObject({ question: good, similar: [good] });
    await expect(
      boss.call('service.save', {
        service: { id: 'x', name: '标题\u202E', aliases: [], unitId: 'hrss', region: '440000' },
      } as never),
    ).rejects.toMatchObject({ code: 'invalid', fields: { 'service.name': expect.anything() as string } });
  });
});

describe('identifiers that differ only in how they are written are the same', () => {
  test.each([
    ['Ｓ００１', 's001'],
    ['S001', 's0\u200B01'],
    ['GD-2026-01', 'gd—2026–01'],
    ['GD-2026-01', 'GD 2026 01'],
    ['GD-2026-01', '工单号：GD－2026－01'],
    ['GD-2026-01', '受理编号为 GD−2026−01。'],
    ['GD-2026-01', 'No. GD-2026-01'],
    ['GD-2026-01', '\u202DGD-2026-01\u202C'],
    ['GD-2026-01', '【GD‑2026‑01】\r\n'],
    ['440100', '地区编码：４４０１００'],
    ['é1', 'e\u03011'],
  ])('%j and %j', (one, other) => expect(identifierKey(other)).toBe(identifierKey(one)));

  test.each([
    ['GD-2026-01', 'GD-2026-02'],
    ['粤府〔2026〕5号', '粤府〔2026〕6号'],
    ['no-unit', 'unit'],
    ['id7', '7'],
  ])('%j and %j are two', (one, other) => expect(identifierKey(other)).not.toBe(identifierKey(one)));

  test('what is stored keeps its case and dashes', () => {
    expect(identifierOf('服务编号：hrss-Card')).toBe('hrss-Card');
    expect(spellingsOf('ｓ００１')).toContain('S001');
  });

  test.each(['工单号：', '编号:', '工单编号为', 'No.', '#', '“', '我的工单号是', '办件号 '])(
    'the number of a ticket behind %j',
    label => {
      const no = ticketNumber('TS', '2026-09-24', () => 7);
      expect(normaliseTicketNumber(`${label}${no}`)).toBe(no);
      expect(
        normaliseTicketNumber(`${label}${no.toLowerCase().replace('ts', 'ｔｓ').replace(/-/g, ' — ')}\r\n`),
      ).toBe(no);
    },
  );
});

test('a ticket is found by its number however it is written, by everybody who may see it', async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const { no } = await ou.file();
  const typed = `工单号：${no.toLowerCase().replaceAll('-', '—')}\u200B`;
  expect((await ou.get(typed)).no).toBe(no);
  const op = staffOf(world, operator);
  expect((await op.call('ticket.queue', { view: 'all', query: typed })).tickets[0]?.no).toBe(no);
});

test('a title is found by words in another form', async () => {
  const world = memory(START);
  const { no } = await citizenOf(world, 'ou').file({ title: 'ＡＰＰ打不开—第２次' });
  const find = async (query: string) =>
    (await staffOf(world, operator).call('ticket.queue', { view: 'all', query })).tickets.map(one => one.no);
  expect(await find('app打不开 - 第2次')).toEqual([no]);
  expect(await find('打\u200B不开')).toEqual([no]);
});

test('the number of another system is one number however it is written (A14)', async () => {
  const world = memory(START);
  const first = await registered(world, operator, { channel: '12345', externalNo: 'GD-2026-000123' });
  for (const externalNo of ['ＧＤ－２０２６－０００１２３', '工单号：gd—2026—000123', 'GD 2026 000123\u200B'])
    await expect(registered(world, operator, { channel: '12345', externalNo })).rejects.toMatchObject({
      code: 'conflict',
    });
  const other = await registered(world, operator, { channel: '12345', externalNo: 'GD-2026-000124' });
  expect(other.no).not.toBe(first.no);
  const found = await staffOf(world, operator).call('ticket.queue', {
    view: 'all',
    query: '外部编号：gd–2026–000123',
  });
  expect(found.tickets.map(one => one.no)).toEqual([first.no]);
});

test('old numbers of other systems are brought over; of two that are one now the first has it, and both go on', async () => {
  const world = memory(START);
  const register = (externalNo: string) => registered(world, operator, { channel: '12345', externalNo });
  const [one, twin, other] = [await register('gd-1'), await register('x'), await register('ｇｄ－２')];
  const asBefore = (no: string, externalNo: string) => {
    const document = world.get('tickets', no)!;
    const keys = { ...document.keys, externalKey: `12345|${externalNo}` };
    world.put('tickets', { ...document, ticket: { ...document.ticket, externalNo }, keys });
  };
  asBefore(one.no, 'gd-1');
  asBefore(twin.no, 'GD-1');
  asBefore(other.no, 'ｇｄ－２');
  await migrate(world.ports, () => true);
  const keyOf = (no: string) => world.get('tickets', no)?.keys.externalKey;
  const [first, second] = [one.no, twin.no].sort();
  expect(keyOf(first!)).toBe('12345|GD1');
  expect(keyOf(second!)).toBe(`12345|${second === one.no ? 'gd-1' : 'GD-1'}`);
  expect(keyOf(other.no)).toBe('12345|GD2');
  const sent = await staffOf(world, operator).act(second!, 'dispatch', { unitId: 'hrss' });
  expect(sent.unit?.id).toBe('hrss');
  expect(world.logged.filter(({ event }) => event === 'external-number-twice')).toHaveLength(1);
});

test('a service, a unit, a region and an entry are meant by their ids however they are written', async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const ticket = await ou.file({ serviceId: '服务编号：ＣＡＲＤ', region: '４４０１００' });
  expect(ticket.service?.id).toBe('card');
  expect(world.get('tickets', ticket.no)?.ticket.regionPath[0]).toBe('440100');
  const open = await citizenOf(world, 'ou').file({ title: '没有指明服务的一件' });
  const sent = await staffOf(world, operator).act(open.no, 'dispatch', { unitId: ' ＨＲＳＳ' });
  expect(sent.unit?.id).toBe('hrss');
  await staffOf(world, handlerOf('hrss')).get(open.no);
  const op = staffOf(world, operatorLead);
  expect((await op.call('service.get', { id: 'Card\u200B' })).service.id).toBe('card');
  await expect(
    op.call('service.save', {
      new: true,
      service: { id: 'CARD', name: '另一项', aliases: [], unitId: 'hrss', region: '440000' },
    } as never),
  ).rejects.toMatchObject({ code: 'invalid', fields: { 'service.id': expect.anything() as string } });
  const { faq } = await op.call('faq.save', {
    entry: { question: '怎么补卡', answer: '在线办理。' },
  } as never);
  const typed = `条目编号：${faq.id.toUpperCase()}`;
  expect((await op.call('faq.get', { id: typed })).pending?.id).toBe(faq.id);
  expect((await op.call('unit.list', { query: 'ＨＲＳＳ' })).units.map(({ id }) => id)).toEqual(['hrss']);
});

test('requestId in upper case is the same filing', async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const requestId = 'abcdef00-0000-4000-8000-00000000abcd';
  const { no } = await ou.file({ requestId });
  expect((await ou.file({ requestId: requestId.toUpperCase() })).no).toBe(no);
});

describe('a required text without a visible character is missing', () => {
  const forms = [
    ...procedures.flatMap(({ kind, opening, acts }) => [
      ...(opening ? [{ name: `${kind}`, fields: opening.fields }] : []),
      ...acts.map(act => ({ name: `${kind}.${act.act}`, fields: act.fields ?? {} })),
    ]),
    ...registers.map(({ register, fields }) => ({ name: register, fields })),
  ];
  const required = forms.flatMap(({ name, fields }) =>
    Object.entries(fields)
      .filter(([, field]) => ['text', 'longtext'].includes(field.type) && field.required)
      .map(([field]) => ({ name: `${name}.${field}`, field, fields })),
  );

  test('all forms of all procedures and registers are looked at', () =>
    expect(required.length).toBeGreaterThan(60));

  test.each(required)('$name', ({ field, fields }) => {
    const only = { [field]: { ...fields[field]!, onlyIf: undefined, known: undefined } } as never;
    for (const typed of NOTHING)
      expect(readFields(only, { [field]: typed }, open(), contextOf(manager))).toMatchObject({
        ok: false,
        errors: { [field]: expect.stringContaining('请填写') as string },
      });
  });

  test.each(NOTHING)('of a filing: %j', async typed => {
    const ou = citizenOf(memory(START), 'ou');
    for (const field of ['title', 'text'])
      await expect(ou.file({ [field]: typed })).rejects.toMatchObject({
        code: 'invalid',
        fields: { [field]: expect.stringContaining('请填写') as string },
      });
  });
});

describe('what is no text where a text belongs is invalid', () => {
  test('an object that claims to be one', async () => {
    const world = memory(START);
    const lead = staffOf(world, operatorLead);
    const evil = { toString: 1 };
    for (const { kind, opening } of procedures) {
      if (!opening) continue;
      const input = Object.fromEntries(Object.keys(opening.fields).map(name => [name, evil]));
      expect(readFields(opening.fields, input, open(), contextOf(operatorLead))).toMatchObject({ ok: false });
      const rows = Object.fromEntries(Object.keys(opening.fields).map(name => [name, [input]]));
      expect(readFields(opening.fields, rows, open(), contextOf(operatorLead))).toMatchObject({ ok: false });
      const requestId = '00000000-0000-4000-8000-000000000001';
      await expect(lead.call('procedure.open', { kind, requestId, input } as never)).rejects.toMatchObject({
        code: expect.stringMatching(/invalid|forbidden/) as string,
      });
    }
  });

  test('what is nested too deep', async () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const ou = citizenOf(memory(START), 'ou');
    await expect(ou.file({ title: deep as string })).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      ou.call('ticket.act', { no: 'x', act: 'supplement', version: 1, input: { text: deep } } as never),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('nobody else folds what was typed: one concept, one place', () => {
  const root = join(__dirname, '../../cloudfunctions');
  const folding = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .filter(file => readFileSync(join(root, file), 'utf8').includes('.normalize('));
  // The last two are the forms on which models are fitted.
  expect(folding.sort()).toEqual([
    'domain/knowledge/retrieval/text.ts',
    'domain/routing/grams.ts',
    'domain/typed/fold.ts',
  ]);
});

describe('phones', () => {
  test.each([
    '020-83331234-8',
    '020-83331234转801',
    '０２０－８３３３１２３４ 转 801',
    '电话：020 8333 1234 ext. 801',
  ])('%s is stored with its extension and found without it', async phone => {
    const world = memory(START);
    const { no } = await citizenOf(world, 'ou').file({ contact: { phone } });
    const op = staffOf(world, operator);
    for (const query of ['020-83331234', '02083331234', '座机：020 8333 1234'])
      expect((await op.call('ticket.queue', { view: 'all', query })).tickets.map(one => one.no)).toEqual([
        no,
      ]);
    await op.act(no, 'dispatch', { unitId: 'hrss' });
    const unit = staffOf(world, handlerOf('hrss'));
    const shown = await unit.act(no, 'reveal', { reason: '需要与群众联系' });
    expect(shown.personal?.phone).toBe(phone);
    expect(shown.contact.phone).toMatch(/^020-\*{4}1234转\*+$/);
  });

  test.each(['1381234002', '138123400233', '12381234002', '000-0000-0000'])('%s is none', async phone => {
    await expect(citizenOf(memory(START), 'ou').file({ contact: { phone } })).rejects.toMatchObject({
      code: 'invalid',
      fields: { 'contact.phone': expect.stringContaining('电话') as string },
    });
  });

  test('a hotline is nobody\u2019s own and shown as typed', async () => {
    const ticket = await citizenOf(memory(START), 'ou').file({ contact: { phone: '400-830-1234' } });
    expect(ticket.contact.phone).toBe('400-830-1234');
  });

  test('of a member in plain digits, however it was typed', async () => {
    const world = memory(START);
    const save = (phone: string) => staffOf(world, operator).call('member.address', { phone });
    expect((await save('手机号：１３８ 0013 8000')).address.phone).toBe('13800138000');
    expect((await save('+852 9123 4567')).address.phone).toBe('+85291234567');
    await expect(save('12381234002')).rejects.toMatchObject({ code: 'invalid' });
  });
});

test.each([
  ['９１３５０１００Ｍ０００１００Ｙ４３', true],
  ['统一社会信用代码：91350100 m000100y43', true],
  ['000000000000000000', false],
  ['9135010000', false],
])('the credit code %s: %s', async (creditCode, isOne) => {
  const filed = citizenOf(memory(START), 'ou').file({
    applicant: { type: 'enterprise', name: '某某科技有限公司', creditCode },
  });
  await (isOne
    ? expect(filed).resolves.toMatchObject({ applicant: { creditCode: '9135**********0Y43' } })
    : expect(filed).rejects.toMatchObject({
        fields: { 'applicant.creditCode': expect.anything() as string },
      }));
});

describe('traditional characters find and are answered like simplified ones', () => {
  test('tickets, services, units, names and regions', async () => {
    const world = memory(START);
    const { no } = await citizenOf(world, 'ou').file({ title: '社保卡補辦的辦理時間' });
    const op = staffOf(world, operator);
    const find = async (query: string) =>
      (await op.call('ticket.queue', { view: 'all', query })).tickets.map(one => one.no);
    expect(await find('补办')).toEqual([no]);
    expect(await find('補辦')).toEqual([no]);
    expect((await op.get(no)).title).toBe('社保卡補辦的辦理時間');
    const services = await op.call('service.list', { query: '社保卡申領' });
    expect(services.services.map(({ id }) => id)).toEqual(['card']);
    expect((await op.call('unit.list', { query: '人社廳' })).units.map(({ id }) => id)).toEqual(['hrss']);
    expect(nameKey('陳·小麗')).toBe(nameKey('陈小丽'));
  });

  test('the knowledge base, the router and the alarm read them as one', () => {
    const normalise = normaliser();
    expect(normalise('請問社會保險卡怎麼補辦？')).toBe(normalise('请问社会保险卡怎么补办？'));
    const units = [{ id: 'a', name: '省人力资源和社会保障厅', duties: ['社会保险', '劳动合同'] }];
    const suggest = (text: string) => suggestUnits({ title: '', text }, { units, services: [] });
    expect(suggest('社會保險怎麼轉移')).toEqual(suggest('社会保险怎么转移'));
    expect(suggest('社會保險怎麼轉移')[0]?.unitId).toBe('a');
    expect(countGrams({ text: '社會保險轉移' })).toEqual(countGrams({ text: '社会保险转移' }));
    expect(urgentIn('孩子溺水了，快來救命')?.kind).toBe(urgentIn('孩子溺水了，快来救命')?.kind);
    expect(urgentIn('有人要跳樓，正在樓頂')).toEqual(urgentIn('有人要跳楼，正在楼顶'));
    expect(urgentIn('有人要跳樓，正在樓頂')).toBeDefined();
  });

  test('no simplified text changes', () => {
    const plain = new TextDecoder('gbk');
    for (let high = 0xb0; high <= 0xf7; high += 1)
      for (let low = 0xa1; low <= 0xfe; low += 1) {
        const character = plain.decode(new Uint8Array([high, low]));
        expect(simplified(character)).toBe(character);
      }
  });
});
