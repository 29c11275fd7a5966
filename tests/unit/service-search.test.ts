import { neededParts, searchParts, searchTiers, tierOf } from '../../cloudfunctions/domain/services/search';

/** How services are found by words (G-2.1b1): what matches, how well, and that the index never hides a match. */

const card = {
  name: '社会保障卡补办',
  aliases: ['社保卡丢了', '补社保卡'],
  items: [{ code: '1', name: '密码重置', statutory: [] }],
};
const unit = '广州市人力资源和社会保障局';
const tier = (query: string) => tierOf(query, card, unit);

test.each([
  ['社会保障卡补办', 'whole'],
  ['社保卡', 'whole'],
  ['社会 保障卡', 'whole'],
  ['社保卡补办', 'name'],
  ['补办社保卡', 'name'],
  ['社保卡 补办', 'name'],
  ['补办　社保卡', 'name'],
  ['卡', 'name'],
  ['办 卡', 'name'],
  ['补办', 'name'],
  ['查社保卡', undefined],
  ['换社保卡', undefined],
  ['密码重置', 'item'],
  ['社保卡密码重置', 'item'],
  ['重置 社保卡', 'item'],
  ['广州社保卡补办', 'unit'],
  ['人力资源 补办', 'unit'],
  ['社保卡年审', undefined],
  ['社保卡 火星', undefined],
  ['保丢', undefined],
  ['，。！', undefined],
  ['', undefined],
])('%s: %s', (query, expected) => expect(tier(query)).toBe(expected));

test('letters count as in any width and case, and what stands between them parts the terms', () => {
  const etc = { name: 'ETC服务与通行费票据', aliases: [], items: [] };
  for (const query of ['ＥＴＣ', 'etc', '票据（ETC）', 'Etc，票据'])
    expect([query, tierOf(query, etc, '')]).toEqual([query, expect.any(String)]);
});

test('what people put in front may be one character; no other piece may', () => {
  const query = { name: '社会保险查询', aliases: ['社保'], items: [] };
  expect(tierOf('查社保', query, '')).toBe('name');
  expect(tierOf('险社保', query, '')).toBeUndefined();
});

test('whatever matches in a tier has all the parts that the index is asked for', () => {
  const parts = new Set(searchParts(card, unit));
  for (const query of [
    '社保卡',
    '补办社保卡',
    '社保卡 补办',
    '卡',
    '办 卡',
    '社保卡密码重置',
    '广州社保卡补办',
    '补社保卡丢了',
  ]) {
    const at = tier(query);
    expect([query, at]).toEqual([query, expect.any(String)]);
    if (!at) continue;
    expect([query, neededParts(query, at).filter(part => !parts.has(part))]).toEqual([query, []]);
  }
  expect(searchTiers.map(one => neededParts('社保卡火星', one).every(part => parts.has(part)))).toEqual(
    searchTiers.map(() => false),
  );
});
