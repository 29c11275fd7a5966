import { regionSchema, serviceSchema, unitSchema } from '../../cloudfunctions/domain/catalogue';
import { answer, buildIndex } from '../../cloudfunctions/domain/knowledge';
import { classifiedMarkIn } from '../../cloudfunctions/domain/privacy/classified';
import { findIdentifiers } from '../../cloudfunctions/domain/privacy/identifiers';
import { isCivilDate } from '../../cloudfunctions/domain/time';
import faq from '../../tools/seed/data/faq.json';
import notices from '../../tools/seed/data/notices.json';
import regions from '../../tools/seed/data/regions.json';
import services from '../../tools/seed/data/services.json';
import tickets from '../../tools/seed/data/tickets.json';
import units from '../../tools/seed/data/units.json';

type FaqEntry = {
  id: string;
  question: string;
  similar: string[];
  answer: string;
  unitId?: string;
  serviceId?: string;
  region?: string;
  validFrom?: string;
  validUntil?: string;
  updatedOn: string;
  status: string;
};
type Ticket = {
  id: string;
  kind: string;
  category: string;
  title: string;
  text: string;
  serviceId?: string;
  unitId?: string;
  region?: string;
  reply: string;
  refusal?: { reason: string; basis: string; redirect: string };
};
type Notice = {
  id: string;
  kind: string;
  title: string;
  text: string;
  serviceId?: string;
  region?: string;
  publishedIn: number;
  startsIn?: number;
  endsIn?: number;
  instead?: string;
};
const faqEntries: FaqEntry[] = faq;
const scenarios: Ticket[] = tickets;
const board: Notice[] = notices;

const unitIds = new Set(units.map(unit => unit.id));
const serviceIds = new Set(services.map(service => service.id));
const regionCodes = new Set(regions.map(region => region.code));
const unique = (values: string[]) => expect([...new Set(values)].length).toBe(values.length);
/** Every unit, service and region that something names exists. */
const resolves = (thing: { unitId?: string; serviceId?: string; region?: string }) => {
  if (thing.unitId !== undefined) expect(unitIds).toContain(thing.unitId);
  if (thing.serviceId !== undefined) expect(serviceIds).toContain(thing.serviceId);
  if (thing.region !== undefined) expect(regionCodes).toContain(thing.region);
};
const isChinese = (text: string) => /[一-鿿]{2}/.test(text) && !/�|undefined|TODO|http/.test(text);
const length = (text: string, from: number, to: number) => {
  expect(text.length).toBeGreaterThanOrEqual(from);
  expect(text.length).toBeLessThanOrEqual(to);
};

describe('contract §3: units, regions and services of the demo data', () => {
  test('the units are the ones of the contract, with their names', () => {
    expect(Object.fromEntries(units.map(({ id, name }) => [id, name]))).toEqual({
      hrss: '人力资源和社会保障厅',
      psb: '公安厅',
      hsa: '医疗保障局',
      mca: '民政厅',
      tax: '税务局',
      mot: '交通运输厅',
      hurd: '住房和城乡建设厅',
      amr: '市场监督管理局',
      edu: '教育厅',
      nr: '自然资源厅',
      health: '卫生健康委员会',
      eco: '生态环境厅',
      general: '综合受理中心',
      'gz-hrss': '广州市人力资源和社会保障局',
      'gz-hurd': '广州市住房和城乡建设局',
      'sz-hrss': '深圳市人力资源和社会保障局',
    });
    unique(units.map(({ id }) => id));
  });

  test.each(units)('unit $id is whole: region, parent, duties, hotline', unit => {
    expect(unitSchema.safeParse(unit).error).toBeUndefined();
    resolves(unit);
    if (unit.parentId !== undefined) expect(unitIds).toContain(unit.parentId);
    length(unit.duties.join(''), 60, 2_000);
    expect(unit.duties.length).toBeGreaterThanOrEqual(10);
    expect(unit.duties.length).toBeLessThanOrEqual(25);
    unique(unit.duties);
    expect(unit.phone).toMatch(/^(12\d{3}|123\d{2})$/);
  });

  test('some units sign replies twice, most do not (A35)', () => {
    const twice = units.filter(unit => unit.secondSignature).length;
    expect(twice).toBeGreaterThanOrEqual(3);
    expect(twice).toBeLessThan(units.length);
  });

  test('the four regions hang together', () => {
    expect(regions.map(({ code, parent }) => [code, parent])).toEqual([
      ['440000', undefined],
      ['440100', '440000'],
      ['440300', '440000'],
      ['440106', '440100'],
    ]);
    for (const region of regions) expect(regionSchema.safeParse(region).error).toBeUndefined();
  });

  test('there are 66 services or more, spread over every unit', () => {
    expect(services.length).toBeGreaterThanOrEqual(66);
    unique(services.map(({ id }) => id));
    unique(services.map(({ name }) => name));
    for (const id of unitIds) expect(services.some(service => service.unitId === id)).toBe(true);
    const notOnline = services.filter(({ state }) => state !== 'online');
    expect(notOnline.map(({ state }) => state).sort()).toEqual(['fault', 'maintenance', 'offline']);
    for (const service of notOnline) expect(service.reason).toMatch(/演示数据/);
  });

  test.each(services)(
    'service $id is whole: access unit, competent units, region, aliases, limits',
    service => {
      expect(serviceSchema.safeParse(service).error).toBeUndefined();
      resolves(service);
      service.competent.forEach(resolves);
      unique(service.competent.map(({ region }) => region));
      expect(service.aliases.length).toBeGreaterThanOrEqual(2);
      expect(isChinese(service.name)).toBe(true);
      for (const limit of 'statutory' in service ? (service.statutory ?? []) : [])
        expect(limit.basis).toContain('《');
    },
  );

  test('A33, A3: city units are competent for their cities, and some limits are set by law', () => {
    const competent = services.flatMap(service =>
      service.competent.map(({ region, unitId }) => `${region} ${unitId}`),
    );
    expect(competent).toEqual(expect.arrayContaining(['440100 gz-hrss', '440300 sz-hrss', '440100 gz-hurd']));
    expect(services.filter(service => 'statutory' in service).length).toBeGreaterThanOrEqual(3);
  });
});

describe('contract §3: the knowledge base', () => {
  const published = faqEntries.filter(({ status }) => status === 'published');

  test('there are 210 published entries or more, 105 or more about the mini-program itself', () => {
    expect(published.length).toBeGreaterThanOrEqual(210);
    expect(published.filter(({ unitId }) => unitId === undefined).length).toBeGreaterThanOrEqual(105);
    expect(published.filter(({ unitId }) => unitId !== undefined).length).toBeGreaterThanOrEqual(105);
    expect(faqEntries.some(({ status }) => status === 'draft')).toBe(true);
    unique(faqEntries.map(({ id }) => id));
  });

  test('every unit answers something, and some entries are regional, expired or yet to come', () => {
    for (const id of unitIds) expect(published.some(({ unitId }) => unitId === id)).toBe(true);
    expect(new Set(faqEntries.map(({ region }) => region))).toEqual(
      new Set([undefined, '440100', '440300', '440106']),
    );
    expect(faqEntries.some(({ validUntil }) => validUntil !== undefined && validUntil < '2026-01-01')).toBe(
      true,
    );
    expect(faqEntries.some(({ validFrom }) => validFrom !== undefined && validFrom > '2027-12-31')).toBe(
      true,
    );
  });

  test.each(faqEntries)('$id $question', entry => {
    resolves(entry);
    length(entry.question, 5, 40);
    expect(entry.similar.length).toBeGreaterThanOrEqual(3);
    expect(entry.similar.length).toBeLessThanOrEqual(60);
    for (const text of [entry.question, ...entry.similar, entry.answer]) expect(isChinese(text)).toBe(true);
    length(entry.answer, 40, 400);
    const sentences = entry.answer.match(/[。？！]/g)?.length ?? 0;
    expect(sentences).toBeGreaterThanOrEqual(3);
    expect(sentences).toBeLessThanOrEqual(6);
    for (const date of [entry.validFrom, entry.validUntil, entry.updatedOn]) {
      if (date !== undefined) expect(isCivilDate(date)).toBe(true);
    }
    expect(['published', 'draft']).toContain(entry.status);
  });

  test('no question is asked twice, in whatever words, and no answer is given twice', () => {
    unique(faqEntries.flatMap(({ question, similar }) => [question, ...similar]));
    unique(faqEntries.map(({ answer: text }) => text));
  });

  test('each entry is the first hit for its own question', () => {
    const index = buildIndex(faqEntries);
    const missed = faqEntries.filter(
      ({ id, question, region }) => answer(index, question, { region }).top[0]?.id !== id,
    );
    expect(missed.map(({ id }) => id)).toEqual([]);
  });
});

describe('the scenarios of the demo tickets', () => {
  test('there are 60 or more, of all kinds and categories, some to be refused', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
    unique(scenarios.map(({ id }) => id));
    unique(scenarios.map(({ title }) => title));
    expect(new Set(scenarios.map(({ kind }) => kind))).toEqual(
      new Set(['consultation', 'complaint', 'suggestion']),
    );
    expect(new Set(scenarios.map(({ category }) => category))).toEqual(
      new Set(['technical', 'business', 'system', 'unsure']),
    );
    expect(scenarios.filter(({ refusal }) => refusal).length).toBeGreaterThanOrEqual(3);
  });

  test.each(scenarios)('$id $title', ticket => {
    resolves(ticket);
    length(ticket.title, 6, 40);
    length(ticket.text, 40, 200);
    length(ticket.reply, 60, 200);
    for (const text of [ticket.title, ticket.text, ticket.reply]) expect(isChinese(text)).toBe(true);
    if (ticket.refusal) {
      expect(ticket.kind).toBe('complaint');
      length(ticket.refusal.reason, 8, 200);
      expect(ticket.refusal.basis).toContain('《');
      length(ticket.refusal.redirect, 10, 200);
    }
    if (ticket.category === 'business') expect(ticket.serviceId ?? ticket.unitId).toBeDefined();
  });

  test('the only personal data are made-up numbers that show the masking', () => {
    const found = scenarios.flatMap(({ title, text, reply }) =>
      findIdentifiers([title, text, reply].join('\n')),
    );
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const { kind, value } of found) expect(`${kind} ${value}`).toMatch(/^phone 1390000\d{4}$/);
    for (const { text } of scenarios) expect(classifiedMarkIn(text)).toBeUndefined();
  });
});

describe('the notices', () => {
  test('eight, one maintenance running now, others planned, faults, offline and general', () => {
    expect(board.length).toBe(8);
    unique(board.map(({ id }) => id));
    expect(new Set(board.map(({ kind }) => kind))).toEqual(
      new Set(['maintenance', 'fault', 'offline', 'general']),
    );
    const running = board.filter(
      ({ kind, startsIn = 1, endsIn = Infinity }) => kind === 'maintenance' && startsIn <= 0 && endsIn > 0,
    );
    expect(running.map(({ serviceId }) => serviceId)).toEqual(['S022']);
  });

  test.each(board)('$id $title: marked as demo data, its times in order', notice => {
    resolves(notice);
    expect(notice.text).toContain('演示数据');
    expect(isChinese(notice.title)).toBe(true);
    expect(notice.publishedIn).toBeLessThanOrEqual(0);
    if (notice.startsIn !== undefined) expect(notice.endsIn ?? Infinity).toBeGreaterThan(notice.startsIn);
    if (notice.kind !== 'general') expect(notice.instead).toBeDefined();
  });

  test('a service that is not online has a notice that says so now', () => {
    for (const service of services.filter(({ state }) => state !== 'online')) {
      const saying = board.find(({ serviceId, kind }) => serviceId === service.id && kind === service.state);
      expect(saying).toBeDefined();
      expect(saying?.startsIn).toBeLessThanOrEqual(0);
      expect(saying?.endsIn ?? 1).toBeGreaterThan(0);
    }
  });
});
