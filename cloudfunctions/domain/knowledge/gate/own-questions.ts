import { buildIndex, type KnowledgeIndex } from '../retrieval/knowledge-index';
import { spread } from '../retrieval/spread';
import type { Judged } from './right-entry';

/** Entries with fewer similar questions keep all of them: what is left must still say what the entry is about. */
const FEWEST_SIMILAR = 8;
/** One of so many is left out, and at most so many in all. */
const ONE_OF = 4;
const MOST_OWN = 900;

/**
 * Ways to ask that staff wrote, and the knowledge base as if they had not. Asked of it they look like wordings that
 * nobody has foreseen, which judged questions often do not: staff add what was asked to the entries.
 */
export const ownQuestions = (index: KnowledgeIndex): { index: KnowledgeIndex; questions: Judged[] } => {
  const rich = index.entries.filter(({ similar }) => similar.length >= FEWEST_SIMILAR);
  const all = rich.reduce((sum, { similar }) => sum + similar.length, 0);
  const parts = Math.max(ONE_OF, Math.ceil(all / MOST_OWN));
  const isLeftOut = (text: string): boolean => spread(text, parts) === 0;
  const chosen = new Set(rich);
  const questions = rich.flatMap(({ id, similar }) => similar.filter(isLeftOut).map(q => ({ q, gold: id })));
  if (questions.length === 0) return { index, questions };
  const entries = index.entries.map(entry =>
    chosen.has(entry) ? { ...entry, similar: entry.similar.filter(text => !isLeftOut(text)) } : entry,
  );
  return { index: buildIndex(entries, { normalise: index.normalise }), questions };
};
