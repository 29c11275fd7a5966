import * as z from 'zod';
import type { AskToJudge } from '../../../../typings/api';
import { editors } from '../../../domain/catalogue/roles';
import { answer } from '../../../domain/knowledge';
import type { Actor } from '../../../domain/engine';
import { civilDateOf } from '../../../domain/time';
import type { AskDocument } from '../../kernel/documents';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { mayJudge } from './judge-knowledge';

/** Real questions, one after the other, for staff to say which entry answers them: what a new installation learns from. */

export const unjudgedInput = z.object({
  /** The `next` of the answer before. */
  before: z.string().max(128).optional(),
});

/** So many questions are looked at in a call, and at most so many given. */
const LOOKED_AT = 100;
const GIVEN = 20;
const CANDIDATES = 3;

/** What is published now, whatever was shown then: the judgement is about the knowledge base and not about the day. */
const candidatesOf = async (
  { ports, snapshots }: Runtime,
  { text, region }: AskDocument,
): Promise<AskToJudge['candidates']> => {
  const { index, entry, gate } = await (await snapshots.current()).knowledge();
  const { top } = answer(index, text, {
    region: region ?? undefined,
    today: civilDateOf(ports.now()),
    gate,
    limit: CANDIDATES,
  });
  return top.flatMap(({ id }) => {
    const faq = entry(id);
    return faq ? [{ faqId: id, question: faq.question, answer: faq.answer ?? '' }] : [];
  });
};

/** `knowledge.unjudged`: the newest questions that nobody has judged, each with the entries that may answer it. */
export const questionsToJudge = async (
  runtime: Runtime,
  actor: Actor,
  { before }: z.infer<typeof unjudgedInput>,
): Promise<{ asks: AskToJudge[]; next?: string }> => {
  const page = await runtime.ports.database.find('asks', {
    where: { key: before ? { lt: before } : { gt: '' } },
    order: ['key', 'desc'],
    limit: LOOKED_AT,
  });
  const open = page.filter(ask => ask.judged === null && mayJudge(actor, ask));
  const given = open.slice(0, GIVEN);
  const asks: AskToJudge[] = [];
  for (const ask of given)
    asks.push({
      askId: ask._id,
      at: ask.at,
      text: ask.text,
      band: ask.band,
      shown: ask.answers.map(({ faqId }) => faqId),
      candidates: await candidatesOf(runtime, ask),
    });
  const last = open.length > GIVEN ? given.at(-1) : page.length === LOOKED_AT ? page.at(-1) : undefined;
  return { asks, ...(last ? { next: last.key } : {}) };
};

export const knowledgeUnjudged = useCase(unjudgedInput, editors, (runtime, { actor }, input) =>
  questionsToJudge(runtime, actor, input),
);
