import { wordsOn, type Message } from '../../../domain/engine';
import { headOf } from '../../../domain/engine/clip';
import type { Instant } from '../../../domain/time';
import { createAddressBook, deliver } from '../../clock/outbox/deliver-messages';
import type { FaqVersionDocument } from '../../kernel/documents';
import { forEach } from '../../kernel/each';
import type { Ports } from '../../kernel/ports';
import { queueOf } from '../../kernel/reading/queue';
import type { Work } from '../../clock/work';

/**
 * Who is told of an entry's way: the reviewers when it is submitted, its author when it is returned or published. A
 * message is written with the step itself and delivered by the timer, so that neither happens without the other.
 */

type Audience = Message['audience'];
export type Told = 'submitted' | 'rejected' | 'live';

const LONGEST_QUESTION = 30;

const titleOf = ({ content: { question } }: FaqVersionDocument): string =>
  `“${question.length > LONGEST_QUESTION ? `${headOf(question, LONGEST_QUESTION)}…` : question}”`;

const reviewers = ({ unitId }: FaqVersionDocument): Audience[] => [
  unitId ? { to: 'lead', unitId } : { to: 'operator-lead' },
  { to: 'manager' },
];

const author = ({ saved }: FaqVersionDocument): Audience => ({ to: 'member', memberId: saved.id });

const saysOf = ({ version, rejected }: FaqVersionDocument, step: Told): string => {
  if (step === 'submitted') return `知识条目待审核，第 ${version} 版已提交，请审核`;
  if (step === 'rejected') return `知识条目被退回，第 ${version} 版，理由：${rejected?.reason ?? ''}`;
  return `知识条目已发布，第 ${version} 版，群众现在就能看到`;
};

/** The version with the message of this step on its way. Nobody is told of what they did themselves. */
export const telling = (
  document: FaqVersionDocument,
  step: Told,
  actor: { id: string },
  now: Instant,
): FaqVersionDocument => {
  if (step !== 'submitted' && document.saved.id === actor.id) return document;
  const audiences = step === 'submitted' ? reviewers(document) : [author(document)];
  const words = wordsOn(titleOf(document), saysOf(document, step));
  const key = `faq:${document._id}:${step}:${now}`;
  const added = audiences.map(audience => ({ audience, template: `faq-${step}`, ...words, key }));
  return { ...document, outbox: 'waiting', messages: [...(document.messages ?? []), ...added] };
};

/** Delivers what waits on versions of entries, oldest first. A message that was delivered twice arrives once. */
export const tellEditors = async (ports: Ports, work: Work): Promise<{ delivered: number }> => {
  const addressBook = createAddressBook(ports);
  let delivered = 0;
  const tell = async ({ _id, faqId, messages = [] }: FaqVersionDocument): Promise<void> => {
    await forEach(messages, async message => {
      await deliver(ports, addressBook, message, null, faqId);
      delivered += 1;
    });
    await settle(ports, _id, messages.length);
  };
  const where = { outbox: 'waiting' };
  for await (const version of queueOf(ports.database, 'faqversions', 'key', { where })) {
    if (!(await work.hasTime())) break;
    await work.attempt(version._id, () => tell(version), version.faqId);
  }
  return { delivered };
};

/** Takes the delivered ones away; a step that came meanwhile has put its own behind them. */
const settle = (ports: Ports, id: string, done: number): Promise<void> =>
  ports.database.transaction(async transaction => {
    const present = await transaction.get('faqversions', id);
    if (!present) return;
    const { outbox: _outbox, messages: told = [], ...rest } = present;
    const left = told.slice(done);
    await transaction.put(
      'faqversions',
      left.length > 0 ? { ...rest, outbox: 'waiting', messages: left } : rest,
    );
  });
