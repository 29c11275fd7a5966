import { regionDepth } from '../entry';
import type { FaqContent } from './content';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { answer } from '../answer';
import { likeness, SAME_QUESTION, termsOf } from '../retrieval/likeness';
import { contradiction } from './contradiction';

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

const LOOKED_AT = 12;

/** A city's own answer beside the province's is how it should be; only entries for the same place meet. */
export const samePlace = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (regionDepth(a) <= 2 && regionDepth(b) <= 2);

export const sameTime = (a: Partial<FaqContent>, b: Partial<FaqContent>): boolean =>
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
