import { clip, headOf } from '../../cloudfunctions/domain/engine/clip';

/** What is cut ends with a whole character, whatever its script (issue 14: names in other scripts). */

const TEXTS: [script: string, text: string][] = [
  ['emoji', '😀'.repeat(200)],
  ['emoji of several', '👩‍👩‍👧‍👦'.repeat(60)],
  ['skin tones', '👍🏽'.repeat(120)],
  ['combining marks', 'e\u0301'.repeat(200)],
  ['Tibetan', 'བཀྲ་ཤིས་བདེ་ལེགས་'.repeat(30)],
  ['Uyghur', 'ئۇيغۇرچە '.repeat(60)],
];

const charactersOf = (text: string): string[] =>
  [...new Intl.Segmenter('zh').segment(text)].map(({ segment }) => segment);

test.each(TEXTS)(
  '%s: the head of a text is a head of its characters, and as long as fits',
  (_script, text) => {
    const characters = charactersOf(text);
    for (const most of [20, 29, 30, 31, 200]) {
      const head = headOf(text, most);
      const count = charactersOf(head).length;
      expect(characters.slice(0, count).join('')).toBe(head);
      expect(head.length).toBeLessThanOrEqual(most);
      expect(head.length + (characters[count]?.length ?? 0)).toBeGreaterThan(most);
      expect(clip(text, most).length).toBeLessThanOrEqual(most);
    }
  },
);

test('a text that fits stays as it is; one character of more marks than fit is cut all the same', () => {
  expect(headOf(' 两\n行 ', 30)).toBe(' 两\n行 ');
  expect(headOf(`e${'\u0301'.repeat(99)}`, 30)).toHaveLength(30);
});
