import * as z from 'zod';
import { editors, hasRole, unitMembers } from '../../../domain/catalogue/roles';
import { answer } from '../../../domain/knowledge';
import { addDays, civilDateOf, isCivilDate, type CivilDate } from '../../../domain/time';
import { maySeeWork } from '../../../domain/knowledge/content/content';
import { precisionOf, weekOf, type Precision } from '../../../domain/knowledge/gate/sampling';
import type { Actor } from '../../../domain/engine';
import { maySee } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import { normaliseTicketNumber } from '../../../domain/privacy/ticket-number';
import type { AskDocument, JudgementDocument } from '../../kernel/documents';
import { fail, notFound } from '../../kernel/failure';
import { unitNameOf } from '../entries/faq-versions';
import { PAGE, type Database, type Reader } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { administrative } from '../../kernel/writing/administer';

/** What staff say about machine answers and solved tickets: the only thing that the machine learns from. */

/** A unit works on what is its own matter, the operator and the manager on everything. */
export const unitOfReader = (actor: Actor): string | undefined =>
  hasRole(actor, unitMembers) ? actor.unitId : undefined;

export const mayJudge = (actor: Actor, ask: AskDocument): boolean => {
  const unitId = unitOfReader(actor);
  return unitId === undefined || ask.unitId === unitId;
};

const faqId = z.string().min(1).max(64);

export const judgeInput = z.union(
  [
    z.object({
      askId: z.string().min(1).max(64),
      right: z.boolean({ error: '请选择对或不对' }),
      /** The entry that would have been right, when there is one. */
      faqId: faqId.nullish(),
    }),
    z.object({
      no: z.string().min(1).max(64),
      /** The entry that answers the ticket; none = only a person can. */
      faqId: faqId.nullable(),
    }),
  ],
  { error: '请选择对或不对，或者选择答复用到的条目' },
);

type AskJudgement = Extract<z.infer<typeof judgeInput>, { askId: string }>;
type TicketJudgement = Extract<z.infer<typeof judgeInput>, { no: string }>;

/** The right entry as the judgement says it. Refuses what contradicts itself. */
const goldOf = (ask: AskDocument, { right, faqId: named }: AskJudgement): string | null => {
  if (ask.band === 'handover') {
    // Right = nothing in the knowledge base answers it.
    if (right && named) fail('invalid', '有内容需要补充或更正', { faqId: '转人工是对的，就不用选条目' });
    if (!right && !named) fail('invalid', '有内容需要补充或更正', { faqId: '请选择本该答复的条目' });
    return named ?? null;
  }
  const shown = ask.answers.map(answer => answer.faqId);
  const gold = right ? (named ?? shown[0] ?? null) : (named ?? null);
  if (right && gold !== null && !shown.includes(gold))
    fail('invalid', '有内容需要补充或更正', { faqId: '请在已答复的条目里选' });
  if (!right && ask.band === 'answer' && gold === shown[0])
    fail('invalid', '有内容需要补充或更正', { faqId: '这正是已答复的条目' });
  return gold;
};

/** What was taken away from citizens is there only for those who may work on it. */
const refuseUnknownEntry = async ({ ports }: Runtime, actor: Actor, named: string | null): Promise<void> => {
  if (named === null) return;
  const faq = await ports.database.get('faqs', named);
  if (!faq || (faq.status !== 'published' && !maySeeWork(actor, faq.unitId)))
    fail('invalid', '有内容需要补充或更正', { faqId: '没有这个条目' });
};

const judgement = (
  _id: string,
  content: Pick<JudgementDocument, 'q' | 'gold' | 'unitId'>,
  actor: Actor,
  at: string,
): JudgementDocument => ({ _id, ...content, by: actor.id, at, key: `${at}|${_id}` });

const judgeAsk = async (runtime: Runtime, actor: Actor, input: AskJudgement): Promise<void> => {
  const { ports } = runtime;
  const now = ports.now();
  const read = await ports.database.get('asks', input.askId);
  if (!read || !mayJudge(actor, read)) return notFound('提问');
  const gold = goldOf(read, input);
  if (gold !== null && !read.answers.some(answer => answer.faqId === gold))
    await refuseUnknownEntry(runtime, actor, gold);
  const unitId = gold === null ? read.unitId : ((await ports.database.get('faqs', gold))?.unitId ?? null);
  await ports.database.transaction(async transaction => {
    const ask = await transaction.get('asks', input.askId);
    if (!ask) return notFound('提问');
    await transaction.put('asks', {
      ...ask,
      judged: { right: input.right, gold, by: actor.id, at: now },
      unresolved: false,
    });
    await transaction.put(
      'judgements',
      judgement(`ask:${ask._id}`, { q: ask.text, gold, unitId }, actor, now),
    );
  });
};

/** Long messages say in their beginning what they want. */
const QUERY_CHARACTERS = 600;

/** Whose replied ticket a judgement may be about; a confidential one is learned from by nobody (A34). */
const repliedTicket = async (
  reader: Reader,
  actor: Actor,
  no: string,
): Promise<{ ticket: Ticket; q: string }> => {
  const document = await reader.get('tickets', no);
  if (!document || !maySee(actor, document.ticket)) return notFound();
  const { ticket } = document;
  if (ticket.marks.includes('confidential')) fail('wrong-state', '保密件不用于知识库');
  if (ticket.replies.length === 0) fail('wrong-state', '答复之后才能说明用到了哪个条目');
  return { ticket, q: `${ticket.title} ${ticket.text}`.slice(0, QUERY_CHARACTERS) };
};

const numberOf = (no: string): string => normaliseTicketNumber(no) ?? no;

export const candidatesInput = z.object({ no: z.string().min(1).max(64) });

type Candidate = { faqId: string; question: string; answer: string; matched: string[] };

/** `knowledge.candidates`: the entries of which one may stand behind the reply to a ticket, and what was judged. */
export const candidatesFor = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { no }: z.infer<typeof candidatesInput>,
): Promise<{
  unitName: string;
  candidates: Candidate[];
  judged: { faqId: string | null; question?: string } | null;
}> => {
  const number = numberOf(no);
  const { ticket, q } = await repliedTicket(ports.database, actor, number);
  const snapshot = await snapshots.current();
  const { index, entry, gate } = await snapshot.knowledge();
  const { top } = answer(index, q, { region: ticket.region, today: civilDateOf(ports.now()), gate });
  const judged = await ports.database.get('judgements', `ticket:${number}`);
  const gold = judged?.gold ? await ports.database.get('faqs', judged.gold) : undefined;
  return {
    unitName: unitNameOf(snapshot, ticket.unitId ?? undefined),
    candidates: top.flatMap(({ id, matched }) => {
      const faq = entry(id);
      return faq ? [{ faqId: id, question: faq.question, answer: faq.answer ?? '', matched }] : [];
    }),
    judged: judged ? { faqId: judged.gold, ...(gold ? { question: gold.question } : {}) } : null,
  };
};

export const knowledgeCandidates = useCase(candidatesInput, editors, (runtime, { actor }, input) =>
  candidatesFor(runtime, actor, input),
);

const judgeTicket = async (runtime: Runtime, actor: Actor, input: TicketJudgement): Promise<void> => {
  const { ports } = runtime;
  const no = numberOf(input.no);
  const now = ports.now();
  await refuseUnknownEntry(runtime, actor, input.faqId);
  await ports.database.transaction(async transaction => {
    const { ticket, q } = await repliedTicket(transaction, actor, no);
    const content = { q, gold: input.faqId, unitId: ticket.unitId };
    await transaction.put('judgements', judgement(`ticket:${no}`, content, actor, now));
    const ask = ticket.askId ? await transaction.get('asks', ticket.askId) : undefined;
    if (ask?.unresolved) await transaction.put('asks', { ...ask, unresolved: false });
  });
};

/** `knowledge.judge`: one tap on a machine's answer, or on a ticket that was replied to. The last word counts. */
export const judgeKnowledge = (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof judgeInput>,
): Promise<void> => ('askId' in input ? judgeAsk(runtime, actor, input) : judgeTicket(runtime, actor, input));

export const knowledgeJudge = administrative(
  'knowledge.judge',
  input => ({ about: 'askId' in input ? input.askId : input.no }),
  useCase(judgeInput, editors, (runtime, { actor }, input) => judgeKnowledge(runtime, actor, input)),
);

/** So many plain answers of each week are judged. */
export const SAMPLE_SIZE = 30;

/** The sample of a week: the same whenever it is drawn, since the order is a hash of the ids. */
export const drawSample = (database: Database, week: CivilDate): Promise<AskDocument[]> => {
  const prefix = `${week}|answer|`;
  return database.find('asks', {
    where: { sampleKey: { gt: prefix, lt: `${prefix}~` } },
    order: ['sampleKey', 'asc'],
    limit: SAMPLE_SIZE,
  });
};

export const tallyOf = (sample: readonly AskDocument[]): { right: number; judged: number } => {
  const judged = sample.filter(ask => ask.judged !== null);
  return { judged: judged.length, right: judged.filter(ask => ask.judged?.right).length };
};

export const sampleInput = z.object({
  /** Any day of the week; without it the last whole week. */
  week: z.string().refine(isCivilDate, '日期应写作 2026-01-31').optional(),
});

/** `knowledge.sample`: machine answers of a week to judge; a unit sees those of its own entries. */
export const sampleAnswers = async (
  { ports }: Runtime,
  actor: Actor,
  input: z.infer<typeof sampleInput>,
): Promise<{
  week: CivilDate;
  size: number;
  precision: Precision | null;
  asks: {
    askId: string;
    at: string;
    text: string;
    faqId: string;
    question: string;
    answer: string;
    confidence: number;
    judged: { right: boolean; gold: string | null } | null;
  }[];
}> => {
  const week = weekOf(input.week ?? addDays(civilDateOf(ports.now()), -7));
  const sample = await drawSample(ports.database, week);
  const { right, judged } = tallyOf(sample);
  return {
    week,
    size: sample.length,
    precision: precisionOf(right, judged),
    asks: sample
      .filter(ask => mayJudge(actor, ask))
      .flatMap(ask =>
        ask.answers.slice(0, 1).map(given => ({
          askId: ask._id,
          at: ask.at,
          text: ask.text,
          faqId: given.faqId,
          question: given.question,
          answer: given.answer,
          confidence: given.confidence,
          judged: ask.judged && { right: ask.judged.right, gold: ask.judged.gold },
        })),
      ),
  };
};

export const knowledgeSample = useCase(sampleInput, editors, (runtime, { actor }, input) =>
  sampleAnswers(runtime, actor, input),
);

/** The newest so many judgements are learned from: what they were asked changes with the years. */
const MOST_JUDGED = 3000;

/** What staff judged, newest first. */
export const newestJudgements = async (database: Database): Promise<JudgementDocument[]> => {
  const all: JudgementDocument[] = [];
  for (;;) {
    const before = all.at(-1)?.key;
    const page = await database.find('judgements', {
      where: before ? { key: { lt: before } } : { key: { gt: '' } },
      order: ['key', 'desc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE || all.length >= MOST_JUDGED) return all;
  }
};
