import * as z from 'zod';
import { mayShow } from '../../../domain/knowledge/entry';
import { holdsAtMost, LONG_TEXT, systemActor, type Context } from '../../../domain/engine';
import type { Opening } from '../../../domain/procedures';
import { phoneKey, rangeFor } from '../../../domain/search/searchable';
import { termOf } from '../../../domain/search/terms';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import { typedId } from '../../../domain/typed/identifier';
import { typedText } from '../../../domain/typed/text';
import { maskKeepingPhones, type Found } from '../../kernel/citizen-text';
import { fail } from '../../kernel/failure';
import type { Ports } from '../../kernel/ports';
import type { Snapshot } from '../../kernel/reading/snapshot';

/** What is answered while the caller is on the line (A48): registered and replied to in one go. */

export const replyInput = z.object({
  text: typedText('答复的格式不对')
    .min(1, '请填写答复')
    .refine(holdsAtMost(LONG_TEXT), `答复最多 ${LONG_TEXT} 个字`),
  /** The entry of the knowledge base from which it was answered. */
  faqId: typedId().min(1).max(64).optional(),
});

type Reply = z.infer<typeof replyInput>;

/** As it is kept: masked; an entry that is named must be published, in force today and not of another region. */
export const readOnTheSpot = async (
  snapshot: Snapshot,
  { reply, region }: { reply?: Reply | undefined; region?: string | undefined },
  { now }: Pick<Context, 'now'>,
  found: Found,
): Promise<Pick<Opening, 'onTheSpot'>> => {
  if (!reply) return {};
  const text = maskKeepingPhones(reply.text, found);
  if (reply.faqId === undefined) return { onTheSpot: { text } };
  const entry = (await snapshot.knowledge()).entry(reply.faqId);
  if (!entry?.answer || !mayShow(entry, { region, today: civilDateOf(now) }))
    return fail('invalid', '有内容需要补充或更正', { reply: '这条知识现在不能用来答复，请另选一条' });
  return { onTheSpot: { text, entry: { id: entry.id, question: entry.question } } };
};

/** So many of one phone, the newest: what was answered before them has stayed answered. */
const MOST_OF_PHONE = 10;

/**
 * The last tickets from a phone, to be asked whether one of them was answered on the spot and now comes back (A48): whoever
 * registers it, as that is about the person, and nothing of them is shown. Two looks.
 */
export const findOfPhone = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  phone: string | undefined,
): Promise<Ticket[]> => {
  if (phone === undefined) return [];
  const found = await database.keys('searchable', {
    where: { terms: termOf(rangeFor(systemActor, []), phoneKey(secrets.phoneHash(phone))) },
    order: ['newKey', 'desc'],
    limit: MOST_OF_PHONE,
  });
  if (found.length === 0) return [];
  const numbers = found.map(({ _id }) => _id);
  const documents = await database.find('tickets', {
    where: { _id: { in: numbers } },
    limit: MOST_OF_PHONE,
  });
  return documents.map(({ ticket }) => ticket);
};
