import * as z from 'zod';
import { editors, leads } from '../../../domain/catalogue/roles';
import { MOST_SIMILAR, signatureOf, sideOf } from '../../../domain/knowledge/content/content';
import { mergedQuestions, samePairs, type SamePair } from '../../../domain/knowledge/content/same-questions';
import type { KnowledgeIndex } from '../../../domain/knowledge';
import type { Actor } from '../../../domain/engine';
import { headOf } from '../../../domain/engine/clip';
import { civilDateOf, type CivilDate } from '../../../domain/time';
import type { FaqDocument, FaqVersionDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { DuplicateKey, type Transaction } from '../../kernel/ports';
import type { Snapshot } from '../../kernel/reading/snapshot';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { administrative } from '../../kernel/writing/administer';
import { putFaq } from './faq-packs';
import {
  moved,
  newVersion,
  readVersion,
  showVersion,
  unitNameOf,
  versionId,
  type ShownVersion,
} from './faq-versions';
import { faqVersionInput, putLive, sideFor } from './review-faq';
import { addVersion } from './save-faq';

/** Entries that ask nearly the same: found among the published ones, and made one. */

const SHOWN = 20;
/** So much of an answer tells two of them apart; the entry itself is one tap away. */
const ANSWER_CHARACTERS = 300;

/** Of all entries, once for each version of the knowledge base and day. */
const found = new WeakMap<KnowledgeIndex, { today: CivilDate; pairs: SamePair[] }>();
const pairsOf = (index: KnowledgeIndex, today: CivilDate): SamePair[] => {
  const known = found.get(index);
  if (known?.today === today) return known.pairs;
  const pairs = samePairs(index, today);
  found.set(index, { today, pairs });
  return pairs;
};

export const duplicatesInput = z.object({
  /** How many of the list were seen. */
  cursor: z
    .string()
    .regex(/^\d{1,4}$/, '请从头查看')
    .optional(),
});

const shown = (snapshot: Snapshot, faq: FaqDocument) => ({
  id: faq.id,
  version: faq.version,
  question: faq.question,
  answer: headOf(faq.answer ?? '', ANSWER_CHARACTERS),
  similar: faq.similar.length,
  unitName: unitNameOf(snapshot, faq.unitId),
  updatedOn: faq.updatedOn,
});

/** `knowledge.duplicates`: pairs of published entries that ask nearly the same; `mayMerge` = the reader answers for both. */
export const listDuplicates = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { cursor }: z.infer<typeof duplicatesInput>,
) => {
  const snapshot = await snapshots.current();
  const { index, entry } = await snapshot.knowledge();
  const isFor = ({ unitId }: FaqDocument): boolean => !!sideOf(actor, unitId);
  const pairs = pairsOf(index, civilDateOf(ports.now())).flatMap(pair => {
    const [one, other] = [entry(pair.one), entry(pair.other)];
    if (!one || !other) return [];
    const concerns = actor.unitId === undefined || [one, other].some(faq => faq.unitId === actor.unitId);
    return concerns ? [{ ...pair, one, other }] : [];
  });
  const from = Number(cursor ?? 0);
  const to = from + SHOWN;
  return {
    pairs: pairs.slice(from, to).map(({ one, other, asked, meets, differs }) => ({
      one: shown(snapshot, one),
      other: shown(snapshot, other),
      asked,
      meets,
      ...(differs ? { differs } : {}),
      mayMerge: isFor(one) && isFor(other),
    })),
    count: pairs.length,
    ...(pairs.length > to ? { nextCursor: String(to) } : {}),
  };
};

export const knowledgeDuplicates = useCase(duplicatesInput, editors, (runtime, { actor }, input) =>
  listDuplicates(runtime, actor, input),
);

export const mergeFaqInput = faqVersionInput
  .extend({
    /** The entry that is withdrawn; what it was asked leads to the first one from then on. */
    other: faqVersionInput,
  })
  .refine(({ id, other }) => id !== other.id, { error: '请选择另一个条目', path: ['other'] });

/** The published version, as the reader has seen it. */
const liveVersion = async (
  transaction: Transaction,
  actor: Actor,
  input: z.infer<typeof faqVersionInput>,
): Promise<{ live: FaqDocument; version: FaqVersionDocument }> => {
  const version = await readVersion(transaction, actor, input);
  sideFor(actor, version);
  const live = await transaction.get('faqs', input.id);
  if (live?.status !== 'published' || live.version !== input.version)
    return fail('conflict', '有人刚改过这两个条目，请刷新后再试');
  if (await transaction.get('faqversions', versionId(input.id, input.version + 1)))
    return fail('wrong-state', `“${live.question}”有还没发布的新版本，处理完再合并`);
  return { live, version };
};

/**
 * `faq.merge`: the other's ways to ask become similar questions of the first, as a new version that is live at once; the
 * other is withdrawn and points to it. Answers stay as their units approved them.
 */
export const mergeFaqs = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { other, ...keep }: z.infer<typeof mergeFaqInput>,
): Promise<ShownVersion> => {
  const snapshot = await snapshots.current();
  const { index } = await snapshot.knowledge();
  const now = ports.now();
  try {
    const merged = await ports.database.transaction(async transaction => {
      const first = await liveVersion(transaction, actor, keep);
      const second = await liveVersion(transaction, actor, other);
      if (first.live.region !== second.live.region)
        return fail('wrong-state', '两个条目不在同一个地区，不能合并');
      const { content, approvals } = first.version;
      const similar = mergedQuestions(index, content, second.version.content, MOST_SIMILAR);
      const next: FaqVersionDocument = {
        ...newVersion(keep.id, keep.version + 1, { ...content, similar }, actor, now),
        stage: 'live',
        approvals,
        published: signatureOf(actor, now),
        merges: other.id,
      };
      await addVersion(transaction, first.version, next);
      await putFaq(transaction, { ...second.live, status: 'withdrawn', mergedInto: keep.id });
      await transaction.put('faqversions', moved(second.version, { stage: 'past' }, now));
      return putLive(transaction, next, now);
    });
    return showVersion(snapshot, actor, merged, true);
  } catch (error) {
    if (error instanceof DuplicateKey) return fail('conflict', '有人刚保存了新的版本，请刷新后再试');
    throw error;
  }
};

export const faqMerge = administrative(
  'faq.merge',
  ({ id, other }) => ({ about: id, what: `并入 ${other.id}` }),
  useCase(mergeFaqInput, leads, async (runtime, { actor }, input) => ({
    faq: await mergeFaqs(runtime, actor, input),
  })),
);
