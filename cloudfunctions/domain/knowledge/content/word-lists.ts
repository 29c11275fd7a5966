import * as z from 'zod';
import { normaliser } from '../retrieval/text';
import { tooLong, typedLine } from '../../typed/text';
import { publicText } from '../../privacy/personal';

/** What staff may write into the lists of synonyms and boilerplate. */

const LONGEST_WORD = 30;
const MOST_SYNONYMS = 500;
const MOST_BOILERPLATE = 200;

const word = publicText(typedLine())
  .min(2, '每个词最少 2 个字：单个字会改动太多问题')
  .max(LONGEST_WORD, tooLong('每个词', LONGEST_WORD));

/** The form in which words are looked for in texts. */
const plain = normaliser({ synonyms: [], boilerplate: [] });

/** Refuses what would not do what its writer expects: pairs that contradict each other, chains and circles. */
export const wordListsSchema = z
  .object({
    synonyms: z.array(z.tuple([word, word])).max(MOST_SYNONYMS, `同义词最多 ${MOST_SYNONYMS} 对`),
    boilerplate: z.array(word).max(MOST_BOILERPLATE, `套话最多 ${MOST_BOILERPLATE} 条`),
  })
  .check(context => {
    const refuse = (path: (string | number)[], message: string): void => {
      context.issues.push({ code: 'custom', input: context.value, path, message });
    };
    const { synonyms, boilerplate } = context.value;
    const written = new Map<string, string>();
    synonyms.forEach(([from, to], at) => {
      const name = plain(from);
      if (!name || !plain(to)) return refuse(['synonyms', at], '要有文字或数字');
      if (name === plain(to)) return refuse(['synonyms', at], '两个词是一样的');
      if (written.has(name)) return refuse(['synonyms', at], `“${from}”已经写过一次`);
      written.set(name, plain(to));
    });
    // Each word is rewritten once: what is itself rewritten would never be met.
    synonyms.forEach(([, to], at) => {
      if (written.has(plain(to))) refuse(['synonyms', at], `“${to}”自己也被改写，请直接写最后的说法`);
    });
    boilerplate.forEach((text, at) => {
      if (!plain(text)) refuse(['boilerplate', at], '要有文字或数字');
    });
  });
