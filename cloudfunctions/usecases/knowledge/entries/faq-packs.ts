import { spread } from '../../../domain/knowledge/retrieval/spread';
import type { FaqDocument, FaqPackDocument } from '../../kernel/documents';
import type { Database, Transaction } from '../../kernel/ports';

/**
 * All published entries in a few documents, written with each publication: a cold instance reads them in eight queries
 * at once instead of a hundred pages one after the other (figures in docs/knowledge.md). At 10,000 entries a pack
 * holds some 250 KB.
 */
const PACKS = 64;
const PER_QUERY = 8;

const packName = (no: number): string => `p${String(no).padStart(2, '0')}`;
const packIdOf = (faqId: string): string => packName(spread(faqId, PACKS));

const packed = (_id: string, entries: readonly FaqDocument[]): FaqPackDocument => ({
  _id,
  // A text is read several times faster than the same documents are.
  text: JSON.stringify(entries),
});
const unpacked = (pack: FaqPackDocument | undefined): FaqDocument[] =>
  pack ? (JSON.parse(pack.text) as FaqDocument[]) : [];

/** Writes an entry that is published or withdrawn, and its pack with it. */
export const putFaq = async (transaction: Transaction, faq: FaqDocument): Promise<void> => {
  const packId = packIdOf(faq.id);
  const others = unpacked(await transaction.get('faqpacks', packId)).filter(one => one.id !== faq.id);
  await transaction.put('faqs', faq);
  await transaction.put('faqpacks', packed(packId, faq.status === 'published' ? [...others, faq] : others));
};

/** The packs of entries that are all there is: for filling an empty environment. */
export const packsOf = (faqs: readonly FaqDocument[]): FaqPackDocument[] => {
  const packs = new Map<string, FaqDocument[]>();
  for (const faq of faqs) packs.set(packIdOf(faq.id), [...(packs.get(packIdOf(faq.id)) ?? []), faq]);
  return [...packs].map(([_id, entries]) => packed(_id, entries));
};

/** All published entries in the order of their ids. */
export const readPublished = async (database: Database): Promise<FaqDocument[]> => {
  const starts = Array.from({ length: PACKS / PER_QUERY }, (_, at) => at * PER_QUERY);
  const packs = await Promise.all(
    starts.map(from =>
      database.find('faqpacks', {
        where: { _id: { gte: packName(from), lte: packName(from + PER_QUERY - 1) } },
        order: ['_id', 'asc'],
        limit: PER_QUERY,
      }),
    ),
  );
  return packs
    .flat()
    .flatMap(unpacked)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};
