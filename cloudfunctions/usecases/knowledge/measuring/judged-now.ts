import type { Judged, KnowledgeIndex } from '../../../domain/knowledge';
import type { JudgementDocument } from '../../kernel/documents';
import type { Database } from '../../kernel/ports';

/** So many entries that are no longer published are looked up, and each of them through so many merges. */
const MOST_LOOKED_UP = 100;
const MOST_MERGES = 5;

/** The entry that answers now what this one answered; itself where it was not merged. */
const followed = async (database: Database, id: string): Promise<string> => {
  let now = id;
  for (let step = 0; step < MOST_MERGES; step += 1) {
    const next = (await database.get('faqs', now))?.mergedInto;
    if (next === undefined) break;
    now = next;
  }
  return now;
};

/** What staff judged, as the knowledge base stands now: of a merged entry the one that took it in is right. */
export const judgedNow = async (
  database: Database,
  judgements: readonly Pick<JudgementDocument, 'q' | 'gold'>[],
  index: Pick<KnowledgeIndex, 'entries'>,
): Promise<Judged[]> => {
  const published = new Set(index.entries.map(({ id }) => id));
  const gone = [...new Set(judgements.flatMap(({ gold }) => (gold !== null && !published.has(gold) ? [gold] : [])))];
  const ids = gone.slice(0, MOST_LOOKED_UP);
  const now = new Map(
    await Promise.all(ids.map(async id => [id, await followed(database, id)] as const)),
  );
  return judgements.map(({ q, gold }) => ({ q, gold: gold === null ? null : (now.get(gold) ?? gold) }));
};
