import { regionDepth } from '../entry';
import type { FaqContent } from './content';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { answer } from '../answer';
import { likeness, SAME_QUESTION, termsOf } from '../retrieval/likeness';
import { fold } from '../../typed/fold';

/** What is shown before an entry is published: others that ask the same, and whether they answer differently. */
export type ContentWarning = {
  kind: 'duplicate' | 'conflict';
  faqId: string;
  question: string;
  answer: string;
  unitName?: string;
  /** Which of the new ways to ask meets which of the other's. */
  asked: string;
  meets: string;
  reason: string;
};

/** From here on two answers say the same thing. */
const SAME_ANSWER = 0.45;
const LOOKED_AT = 12;

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
const contradiction = (one: string, other: string, index: KnowledgeIndex): string | undefined => {
  const [figures, others] = [figuresOf(one), figuresOf(other)];
  const differing = [...figures].filter(figure => !others.has(figure));
  const missing = [...others].filter(figure => !figures.has(figure));
  if (differing.length > 0 && missing.length > 0)
    return `数字不同：${differing.slice(0, 3).join('、')} 与 ${missing.slice(0, 3).join('、')}`;
  if (refuses(one) !== refuses(other)) return '一个说可以，另一个说不可以或者不需要';
  const alike = likeness(termsOf(index.normalise(one)), termsOf(index.normalise(other)));
  return alike < SAME_ANSWER ? '答复的内容差别较大' : undefined;
};

/** A city's own answer beside the province's is how it should be; only entries for the same place meet. */
const samePlace = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (regionDepth(a) <= 2 && regionDepth(b) <= 2);

const sameTime = (a: Partial<FaqContent>, b: Partial<FaqContent>): boolean =>
  (!a.validUntil || !b.validFrom || a.validUntil >= b.validFrom) &&
  (!b.validUntil || !a.validFrom || b.validUntil >= a.validFrom);

/**
 * Entries of the index that ask the same as `content` (without the entry `id` itself), conflicts first. Expired
 * entries and those of other places are none. Deterministic.
 */
export const compareWithOthers = (
  index: KnowledgeIndex,
  content: FaqContent,
  { id, today }: { id?: string; today: string },
): ContentWarning[] => {
  const byId = new Map(index.entries.map((entry, entryNo) => [entry.id, { entry, entryNo }]));
  const found = new Map<string, ContentWarning & { alike: number }>();
  for (const asked of [content.question, ...content.similar]) {
    const terms = termsOf(index.normalise(asked));
    for (const { id: otherId } of answer(index, asked, { region: content.region, today, limit: LOOKED_AT })
      .top) {
      const other = byId.get(otherId);
      if (!other || otherId === id) continue;
      const { entry } = other;
      if (!samePlace(entry.region, content.region) || !sameTime(entry, content)) continue;
      for (const meets of [entry.question, ...entry.similar]) {
        const alike = likeness(terms, termsOf(index.normalise(meets)));
        if (alike < SAME_QUESTION || alike <= (found.get(otherId)?.alike ?? 0)) continue;
        const why = contradiction(content.answer, entry.answer ?? '', index);
        found.set(otherId, {
          kind: why ? 'conflict' : 'duplicate',
          faqId: otherId,
          question: entry.question,
          answer: entry.answer ?? '',
          asked,
          meets,
          reason: why ?? '问法几乎相同，答复也相近，建议合并为相似问法',
          alike,
        });
      }
    }
  }
  return [...found.values()]
    .sort((a, b) => a.kind.localeCompare(b.kind) || b.alike - a.alike || (a.faqId < b.faqId ? -1 : 1))
    .map(({ alike: _alike, ...warning }) => warning);
};
