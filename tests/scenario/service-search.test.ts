import type { ShownService } from '../../typings/contract';
import { useSystem } from '../support/system';

/** Services found by words, as citizens and staff type them (G-2.1b1). */

const system = useSystem();
const { staff, citizen } = system;
const manager = staff('demo-manager');

type Page = { services: ShownService[]; nextCursor?: string };

const page = (query: string, cursor?: string, who = citizen('someone')): Promise<Page> =>
  who.call<Page>('service.list', { query, ...(cursor ? { cursor } : {}) });
const names = async (query: string): Promise<string[]> =>
  (await page(query)).services.map(({ name }) => name);
const register = (id: string, name: string, more: object = {}, revision?: string) =>
  manager.call('service.save', {
    service: { id, name, aliases: [], unitId: 'hrss', region: '440000', contacts: [], ...more },
    ...(revision === undefined ? {} : { revision }),
  });

describe('G-2.1b1: a query matches when all of its terms are found', () => {
  test.each([
    '社保卡补办',
    '补办社保卡',
    '社保卡 补办',
    '补办　社保卡',
    '  补办  社保卡 ',
    '补办，社保卡',
    '社会保障卡补办',
    '社会保障卡　补办',
    '挂失社保卡',
  ])('%s', async query => {
    expect(await names(query)).toContain('社会保障卡补办');
    const { services } = await page(query, undefined, staff('demo-operator'));
    expect(services.map(({ name }) => name)).toContain('社会保障卡补办');
  });

  test('full width and case do not matter', async () => {
    const found = await names('etc');
    expect(found).toContain('ETC服务与通行费票据');
    for (const query of ['ＥＴＣ', 'Etc', 'ＥＴＣ 票据', '票据etc'])
      expect(await names(query)).toEqual(found);
  });

  test('one character is enough to begin with, and to go on with', async () => {
    expect(await names('卡')).toEqual(expect.arrayContaining(['社会保障卡补办', '电子社保卡签发']));
    expect(await names('税 房')).toContain('契税申报');
    expect(await names('查公积金')).toContain('住房公积金查询');
  });

  test('the number of a service finds that one alone, however it is typed; a part of it finds nothing', async () => {
    const [only] = await names('S001');
    expect(only).toBeDefined();
    for (const query of ['S001', 's001', ' Ｓ００１ '])
      expect([query, await names(query)]).toEqual([query, [only]]);
    for (const query of ['S00', '01', 'S0010']) expect([query, await names(query)]).toEqual([query, []]);
    const inOtherState = { query: 'S001', state: 'offline' };
    expect((await manager.call<Page>('service.list', inOtherState)).services).toEqual([]);
  });

  test('one term that is nowhere, and nothing comes', async () => {
    for (const query of ['社保卡火星', '火星社保卡', '社保卡 火星', '火', '，。', '补卡保'])
      expect([query, await names(query)]).toEqual([query, []]);
  });
});

describe('best match first', () => {
  beforeAll(async () => {
    system.at('2026-10-08T10:00');
    const item = { code: '1', name: '青鸟凭证核验', statutory: [] };
    // Registered in the wrong order, and named so that the order of names would be the wrong one too.
    await manager.call('unit.save', {
      unit: { id: 'bird', name: '青鸟凭证核验中心', region: '440000', duties: [], secondSignature: false },
    });
    await register('Q1', '甲类事项', { unitId: 'bird' });
    await register('Q2', '乙类事项', { items: [item] });
    await register('Q3', '核验与青鸟凭证');
    await register('Q4', '青鸟凭证核验');
  });

  test('the words as they stand, then in the name, then in an item, then in the unit', async () => {
    expect(await names('青鸟凭证核验')).toEqual(['青鸟凭证核验', '核验与青鸟凭证', '乙类事项', '甲类事项']);
  });

  test('one service each, also where name, item and unit meet in one query', async () => {
    expect(await names('甲类 青鸟')).toEqual(['甲类事项']);
    expect(await names('青鸟乙类')).toEqual(['乙类事项']);
  });

  test('a unit that is renamed is found by its new name, and no more by the old one', async () => {
    await manager.call('unit.save', {
      unit: { id: 'bird', name: '白鹭凭证中心', region: '440000', duties: [], secondSignature: false },
      version: 1,
    });
    expect(await names('白鹭凭证')).toEqual(['甲类事项']);
    expect(await names('青鸟凭证核验')).not.toContain('甲类事项');
  });

  test('a service that is renamed is found by its new name', async () => {
    const { service } = await manager.call<{ service: { revision: string } }>('service.get', { id: 'Q3' });
    await register('Q3', '丹顶鹤凭证', {}, service.revision);
    expect(await names('凭证丹顶鹤')).toEqual(['丹顶鹤凭证']);
  });

  test('pages go on from one tier into the next, without a gap and without a repetition', async () => {
    const register50 = Array.from({ length: 45 }, (_, n) => n);
    for (const n of register50)
      await register(
        `P${n}`,
        n % 2 ? `麒麟第${100 + n}批` : `第${100 + n}批`,
        n % 2
          ? {}
          : {
              items: [{ code: '1', name: '麒麟事项', statutory: [] }],
            },
      );
    const seen: string[] = [];
    let cursor: string | undefined;
    const sizes: number[] = [];
    do {
      const { services, nextCursor } = await page('麒麟', cursor);
      seen.push(...services.map(({ id }) => id));
      sizes.push(services.length);
      cursor = nextCursor;
    } while (cursor);
    expect(sizes).toEqual([20, 20, 5]);
    expect(new Set(seen).size).toBe(45);
    const inName = (id: string): boolean => Number(id.slice(1)) % 2 === 1;
    expect(seen.map(inName)).toEqual([...seen.map(inName)].sort((a, b) => Number(b) - Number(a)));
  });

  test('a cursor of another list begins at the beginning', async () => {
    expect((await page('丹顶鹤', '某某|S1')).services).toHaveLength(1);
  });
});
