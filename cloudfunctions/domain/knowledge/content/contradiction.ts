import { fold } from '../../typed/fold';
import { likeness, termsOf } from '../retrieval/likeness';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';

/** From here on two answers say the same thing. */
const SAME_ANSWER = 0.45;

const FIGURES = /\d+(?:\.\d+)?%?/g;
const figuresOf = (text: string): Set<string> => new Set(fold(text).match(FIGURES));
const REFUSING = /不(?:能|可以|得|予|支持|需要|用)|无需|无法|禁止|没有/;
/** What is asked inside an answer states nothing: a sentence with a question mark; 能不能、有没有、是否 with what follows. */
const AFTER_SENTENCE = /(?<=[。！；!;？?\n])/;
const ASKING = /[？?]$/;
const WHETHER = /(?:(\p{Script=Han}{1,2})[不没]\1|[是能可]否)[^，。！；,!;\n]*/gu;
const refuses = (text: string): boolean =>
  text
    .split(AFTER_SENTENCE)
    .some(sentence => !ASKING.test(sentence) && REFUSING.test(sentence.replace(WHETHER, '')));

/** Why two answers to one question cannot both stand, or undefined. */
export const contradiction = (one: string, other: string, index: KnowledgeIndex): string | undefined => {
  const [figures, others] = [figuresOf(one), figuresOf(other)];
  const differing = [...figures].filter(figure => !others.has(figure));
  const missing = [...others].filter(figure => !figures.has(figure));
  if (differing.length > 0 && missing.length > 0)
    return `数字不同：${differing.slice(0, 3).join('、')} 与 ${missing.slice(0, 3).join('、')}`;
  if (refuses(one) !== refuses(other)) return '一个说可以，另一个说不可以或者不需要';
  const alike = likeness(termsOf(index.normalise(one)), termsOf(index.normalise(other)));
  return alike < SAME_ANSWER ? '答复的内容差别较大' : undefined;
};
