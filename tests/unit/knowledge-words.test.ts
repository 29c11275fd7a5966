import { answer, buildIndex, DEFAULT_WORDS } from '../../cloudfunctions/domain/knowledge';
import { wordListsSchema } from '../../cloudfunctions/domain/knowledge/content/word-lists';

/** Synonyms and boilerplate that staff keep: they hold for entries and questions alike (A24, G-5.2b). */

const entries = [
  { id: 'F1', question: '老年优待证怎么办理', similar: [], answer: '到社区办理。' },
  { id: 'F2', question: '护照怎么预约', similar: [], answer: '在网上预约。' },
  { id: 'F3', question: '公积金怎么提取', similar: [], answer: '在网上提取。' },
];

test('a word that no entry holds is found through its synonym', () => {
  const asked = '敬老卡怎么办理';
  const without = answer(buildIndex(entries), asked).top[0]!;
  const words = { synonyms: [['敬老卡', '老年优待证']] as [string, string][], boilerplate: [] };
  const first = answer(buildIndex(entries, { words }), asked).top[0]!;
  expect(first.id).toBe('F1');
  expect(first.confidence).toBeGreaterThan(without.confidence);
});

test('an entry that is written with the other word is found as well', () => {
  const words = { synonyms: [['老年优待证', '敬老卡']] as [string, string][], boilerplate: [] };
  const index = buildIndex(entries, { words });
  expect(answer(index, '敬老卡怎么办理').top[0]).toMatchObject({ id: 'F1', confidence: 0.99 });
});

test('boilerplate counts for nothing', () => {
  const words = { synonyms: [], boilerplate: ['我是一名退休老人'] };
  const index = buildIndex(entries, { words });
  expect(index.normalise('我是一名退休老人,护照怎么预约')).toBe('护照怎么预约');
});

describe('what cannot work is refused with its place', () => {
  const wrong = (synonyms: unknown, boilerplate: unknown = []): string[] => {
    const parsed = wordListsSchema.safeParse({ synonyms, boilerplate });
    return parsed.success ? [] : parsed.error.issues.map(issue => issue.path.join('.'));
  };

  test.each([
    ['one character', [['卡', '证件']], 'synonyms.0.0'],
    ['the same word', [['社保卡', '社保卡!']], 'synonyms.0'],
    ['signs only', [['!!', '社保卡']], 'synonyms.0'],
    [
      'one word in two ways',
      [
        ['驾照', '驾驶证'],
        ['驾照', '行驶证'],
      ],
      'synonyms.1',
    ],
    [
      'a chain',
      [
        ['驾照', '驾驶证'],
        ['驾驶证', '机动车驾驶证'],
      ],
      'synonyms.0',
    ],
    [
      'a circle',
      [
        ['驾照', '驾驶证'],
        ['驾驶证', '驾照'],
      ],
      'synonyms.0',
    ],
    ['not a pair', [['驾照']], 'synonyms.0'],
  ])('%s', (_what, synonyms, place) => {
    expect(wrong(synonyms).some(path => path.startsWith(place))).toBe(true);
  });

  test('boilerplate of signs only', () => {
    expect(wrong([], ['……'])).toEqual(['boilerplate.0']);
  });

  test('too many', () => {
    expect(wrong(Array.from({ length: 501 }, (_, no) => [`词语${no}`, '社保卡']))).toEqual(['synonyms']);
  });

  test('the shipped lists are allowed', () => {
    expect(wrong(DEFAULT_WORDS.synonyms, DEFAULT_WORDS.boilerplate)).toEqual([]);
  });
});
