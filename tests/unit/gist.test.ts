import { buildIndex } from '../../cloudfunctions/domain/knowledge';
import { closerLook, LOOK_FEATURES } from '../../cloudfunctions/domain/knowledge/retrieval/closer-look';
import { queryOf } from '../../cloudfunctions/domain/knowledge/retrieval/features';
import { gistOf } from '../../cloudfunctions/domain/knowledge/retrieval/gist';

/** What two questions are about, apart from how they are asked: what tells a paraphrase from a look-alike. */

test.each([
  ['请问社保卡怎样补办', '社保卡如何补办呢'],
  ['谁知道公积金什么时候到账', '公积金几时到账啊 谢谢'],
  ['办护照多少钱', '想问一下办护照的费用'],
  ['这里能不能落户', '这里可以落户吗'],
  ['驾驶证第二次补领', '驾驶证第2次补领'],
  ['十二个月的社保', '12个月的社保'],
])('%s = %s', (one, other) => {
  const [a, b] = [gistOf(one), gistOf(other)];
  expect(b.matter).toEqual(a.matter);
  expect(b).toEqual(a);
});

test('words of asking say what is asked for', () => {
  const kinds = (text: string): string[] => [...gistOf(text).kinds];
  expect(kinds('证件在哪里办')).toEqual(['where']);
  expect(kinds('证件多久办好')).toEqual(['long']);
  expect(kinds('证件为什么办不下来')).toEqual(['why']);
  expect(kinds('去不去窗口')).toEqual(['whether']);
  expect(kinds('证件补办')).toEqual([]);
});

test('to ask whether is not to deny, nor is every word that holds a sign of denial', () => {
  const denies = (text: string): boolean => gistOf(text).denies;
  expect(['交不交社保', '办好了没', '能不能退', '不动产', '特别补贴'].map(denies)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['不交社保', '没办好', '能不能不交', '无法登录'].map(denies)).toEqual([true, true, true, true]);
});

test('numbers count in digits and in signs; what counts nothing holds none', () => {
  const numbers = (text: string): string[] => [...gistOf(text).numbers];
  expect(numbers('科目二和科目3')).toEqual(['2', '3']);
  expect(numbers('第二十一条 两次')).toEqual(['21', '2']);
  expect(numbers('十月 二十 十五')).toEqual(['10', '20', '15']);
  expect(numbers('办理一下 一般一次一些')).toEqual(['1']);
  expect(numbers(`${'9'.repeat(400)}`)).toEqual(['9'.repeat(400)]);
});

const index = buildIndex([
  { id: 'one', question: '科目一怎么预约', similar: [] },
  { id: 'pay', question: '停产后能领失业金吗', similar: [] },
]);
const look = (q: string, textNo: number): Record<string, number> => {
  const values = closerLook(index, queryOf(index, index.normalise(q)), { textNo });
  return Object.fromEntries(LOOK_FEATURES.map((name, at) => [name, values[at]!]));
};

test('the closer look sees another number, a denial, another kind of question', () => {
  const same = { numbersExchanged: 0, denialOfOne: 0, kindsApart: 0, kindsSame: 1, sameMatter: 1 };
  expect(look('请问科目一如何预约', 0)).toMatchObject(same);
  expect(look('科目二怎么预约', 0)).toMatchObject({ ...same, numbersExchanged: 1, sameMatter: 0 });
  expect(look('科目一预约多少钱', 0)).toMatchObject({ ...same, kindsApart: 1, kindsSame: 0 });
  expect(look('停产后不能领失业金吗', 1)).toMatchObject({ denialOfOne: 1 });
});

test('what of the matter either lacks is counted, courtesy is not', () => {
  const more = look('麻烦问一下停产后能领多少失业金和补贴', 1);
  expect(more).toMatchObject({ matterOfTMissing: 0, sameMatter: 0 });
  expect(more['matterOfQMissing']).toBeGreaterThan(1);
  expect(more['rarestMatterOfQMissing']).toBe(1);
  expect(look('停产', 1)['matterOfTMissing']).toBe(5);
});
