import {
  buildIndex,
  type Judged,
  type KnowledgeEntry,
  measure,
  untrainedGate,
} from '../cloudfunctions/domain/knowledge';
import { foldOf } from './figures';

const HAN = /\p{Script=Han}/u;

/** A query with so many characters wrong: another query's character stands at a place chosen by its own text. */
const mistyped = (judged: readonly Judged[], wrong: number): Judged[] => {
  const all = Array.from(judged.map(each => each.q).join('')).filter(character => HAN.test(character));
  return judged.map(({ q, gold }, no) => {
    const characters = Array.from(q);
    for (let count = 0; count < wrong; count += 1) {
      const at = (7 * foldOf(q) + 13 * count + no) % characters.length;
      if (HAN.test(characters[at]!)) characters[at] = all[(31 * no + 17 * count) % all.length]!;
    }
    return { q: characters.join(''), gold };
  });
};

/** Syllables as they are typed when the choice of the character is skipped: shejian, banli. */
const SYLLABLE = '(?:[bpmfdtnlgkhjqxzcsrwy]|[zcs]h)?(?:[iu]?[aeo](?:ng?|i|o|u|r)?|[iuv]n?g?|ui|iu)';
const PINYIN = new RegExp(`(?<![a-z])(?:${SYLLABLE}){2,6}(?![a-z])`, 'i');

/** What wrong characters cost, and how many queries hold pinyin at all. Untrained, so that nothing was fitted to them. */
export const benchTyping = (
  entries: readonly KnowledgeEntry[],
  judged: readonly Judged[],
  messages: readonly string[],
): void => {
  const index = buildIndex(entries);
  console.log(`\nTYPING: ${judged.length} queries`);
  for (const wrong of [0, 1, 2]) {
    const { r1, r3 } = measure(index, mistyped(judged, wrong), { gate: untrainedGate });
    console.log(`${wrong} characters wrong: R@1 ${r1.toFixed(3)}, R@3 ${r3.toFixed(3)}`);
  }
  const share = (texts: readonly string[]): string =>
    `${texts.filter(text => PINYIN.test(text)).length} of ${texts.length}`;
  console.log(
    `could be pinyin: ${share(judged.map(each => each.q))} short queries, ${share(messages)} citizens' messages`,
  );
};
