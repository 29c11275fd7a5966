import * as z from 'zod';
import { mayShow } from '../../../domain/knowledge/entry';
import { LONG_TEXT, type Context } from '../../../domain/engine';
import type { Opening } from '../../../domain/procedures';
import { isMobile, normalisePhone } from '../../../domain/privacy/phone';
import { tag } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import { typedId } from '../../../domain/typed/identifier';
import { holdsAtMost, tooLong, typedText } from '../../../domain/typed/text';
import { maskKeepingPhones, type Found } from '../../kernel/citizen-text';
import { fail } from '../../kernel/failure';
import type { Ports } from '../../kernel/ports';
import type { Snapshot } from '../../kernel/reading/snapshot';

/** What is answered while the caller is on the line (A48): registered and replied to in one go. */

export const replyInput = z.object({
  text: typedText('答复的格式不对')
    .min(1, '请填写答复')
    .refine(holdsAtMost(LONG_TEXT), tooLong('答复', LONG_TEXT)),
  /** The entry of the knowledge base from which it was answered. */
  faqId: typedId().min(1).max(64).optional(),
  /** The caller wants the answer and the number of the ticket by short message. */
  sms: z.boolean().optional(),
});

type Reply = z.infer<typeof replyInput>;

type Asked = {
  reply?: Reply | undefined;
  region?: string | undefined;
  contact?: { phone?: string | undefined } | undefined;
};

/** A number on which short messages arrive. */
const takesMessages = (phone: string | undefined): boolean =>
  phone !== undefined && isMobile(normalisePhone(phone)?.replace(/^\+86/, '') ?? '');

/** As it is kept: masked; an entry that is named must be published, in force today and not of another region. */
export const readOnTheSpot = async (
  snapshot: Snapshot,
  { reply, region, contact }: Asked,
  { now }: Pick<Context, 'now'>,
  found: Found,
): Promise<Pick<Opening, 'onTheSpot'>> => {
  if (!reply) return {};
  const text = maskKeepingPhones(reply.text, found);
  if (reply.sms && !takesMessages(contact?.phone))
    return fail('invalid', '有内容需要补充或更正', { 'contact.phone': '发短信要填手机号码，请核对' });
  const sms = reply.sms ? { sms: true as const } : {};
  if (reply.faqId === undefined) return { onTheSpot: { text, ...sms } };
  const entry = (await snapshot.knowledge()).entry(reply.faqId);
  if (!entry?.answer || !mayShow(entry, { region, today: civilDateOf(now) }))
    return fail('invalid', '有内容需要补充或更正', { reply: '这条知识现在不能用来答复，请另选一条' });
  return { onTheSpot: { text, entry: { id: entry.id, question: entry.question }, ...sms } };
};

/** So many of one phone, the newest: what was answered before them has stayed answered. */
const MOST_OF_PHONE = 10;

/**
 * What was answered on the spot for the owner of a phone, to be asked whether it comes back (A48): whoever registers it, as
 * that is about the person, and nothing of it is shown. One look.
 */
export const findAnswered = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  phone: string | undefined,
): Promise<Ticket[]> => {
  if (phone === undefined) return [];
  const documents = await database.find('tickets', {
    where: { 'keys.tags': tag.onTheSpot(secrets.phoneHash(phone)) },
    order: ['keys.newKey', 'desc'],
    limit: MOST_OF_PHONE,
  });
  return documents.map(({ ticket }) => ticket);
};
