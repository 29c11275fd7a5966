import * as z from 'zod';
import { editors } from '../../../domain/catalogue/roles';
import { answer, measure, type Judged, type KnowledgeIndex } from '../../../domain/knowledge';
import {
  proposeEntries,
  type OpenQuestion,
  type Proposal,
} from '../../../domain/knowledge/content/proposals';
import type { Measured } from '../../../domain/knowledge/gate/measure';
import { lastWeeks, precisionOf, type Precision } from '../../../domain/knowledge/gate/sampling';
import type { Actor } from '../../../domain/engine';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../../domain/time';
import type { AskDocument, FaqDocument, GateDocument } from '../../kernel/documents';
import { judgedNow } from './judged-now';
import { drawSample, tallyOf, unitOfReader } from './judge-knowledge';
import { readTallies, type AskCount } from './tally-asks';
import { PAGE, type Database } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';

/** How the machine does, by week, and what it could not answer: the work list of the editors. */

const weeks = z.number().int().min(1).max(26).default(8);

/** The newest so many open questions are looked at. */
const MOST_QUESTIONS = 2000;

const openQuestions = async (database: Database, actor: Actor, since: string): Promise<AskDocument[]> => {
  const unitId = unitOfReader(actor);
  const asks: AskDocument[] = [];
  for (;;) {
    const before = asks.at(-1)?.key;
    const page = await database.find('asks', {
      where: {
        unresolved: true,
        ...(unitId ? { unitId } : {}),
        key: { gte: since, ...(before ? { lt: before } : {}) },
      },
      order: ['key', 'desc'],
      limit: PAGE,
    });
    asks.push(...page);
    if (page.length < PAGE || asks.length >= MOST_QUESTIONS) return asks;
  }
};

const asQuestion = ({ _id, text, ownerId, at }: AskDocument): OpenQuestion => ({
  id: _id,
  text,
  who: ownerId,
  at,
});

export const proposalsInput = z.object({ weeks });

const MOST_PROPOSALS = 50;

type ShownProposal = Proposal & { nearest: { faqId: string; question: string; confidence: number }[] };

/** The published entries answer it by now: with an entry that did not fail to help, or was corrected since. */
const isAnsweredNow = (
  proposal: Proposal,
  asks: ReadonlyMap<string, AskDocument>,
  faq: FaqDocument,
): boolean => {
  const wasShown = proposal.askIds.some(id => asks.get(id)?.answers.some(({ faqId }) => faqId === faq.id));
  return !wasShown || faq.updatedOn > civilDateOf(proposal.lastAt);
};

/**
 * `knowledge.proposals`: what citizens asked and nobody's entry solved, grouped, most people first. What the published
 * entries answer by now is left out. `nearest` are entries to which the question may belong as a similar one.
 */
export const proposeFromAsks = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  input: z.infer<typeof proposalsInput>,
): Promise<{ proposals: ShownProposal[]; questions: number; truncated: boolean }> => {
  const snapshot = await snapshots.current();
  const today = civilDateOf(ports.now());
  const asks = await openQuestions(ports.database, actor, startOfDay(addDays(today, -7 * input.weeks)));
  const byId = new Map(asks.map(ask => [ask._id, ask]));
  const { index, entry, gate } = await snapshot.knowledge();
  const proposals: ShownProposal[] = [];
  for (const proposal of proposeEntries(asks.map(asQuestion))) {
    const { band, top } = answer(index, proposal.question, { today, gate });
    const first = band === 'answer' && top[0] ? entry(top[0].id) : undefined;
    if (first && isAnsweredNow(proposal, byId, first)) continue;
    const nearest = top.map(({ id, confidence }) => ({
      faqId: id,
      question: entry(id)?.question ?? '',
      confidence,
    }));
    proposals.push({ ...proposal, nearest });
    if (proposals.length === MOST_PROPOSALS) break;
  }
  return { proposals, questions: asks.length, truncated: asks.length >= MOST_QUESTIONS };
};

export const knowledgeProposals = useCase(proposalsInput, editors, (runtime, { actor }, input) =>
  proposeFromAsks(runtime, actor, input),
);

export const numbersInput = z.object({ weeks });

type Week = {
  from: CivilDate;
  answered: number;
  choices: number;
  handedOver: number;
  solved: number;
  unsolved: number;
  sample: Precision | null;
};

const countWeek = async (
  database: Database,
  from: CivilDate,
  { answer = 0, choices = 0, handover = 0, solved = 0, unsolved = 0 }: Partial<Record<AskCount, number>>,
): Promise<Week & { right: number }> => {
  const { right, judged } = tallyOf(await drawSample(database, from));
  const sample = precisionOf(right, judged);
  return { from, answered: answer, choices, handedOver: handover, solved, unsolved, sample, right };
};

const showGate = ({ version, at, judged, dataHash, before, after, refused }: GateDocument) => ({
  version,
  at,
  judged,
  dataHash,
  before,
  after,
  refused,
});
type ShownGate = ReturnType<typeof showGate>;

const TOP_QUESTIONS = 10;

/** Fewer judged questions say nothing about a gate. */
const FEWEST_MEASURED = 20;

/** What staff judged last: on it the gate in use shows what its promise is worth on this very knowledge base. */
const lastJudged = async (database: Database, index: KnowledgeIndex): Promise<Judged[]> => {
  const page = await database.find('judgements', {
    where: { key: { gt: '' } },
    order: ['key', 'desc'],
    limit: PAGE,
  });
  return judgedNow(database, page, index);
};

/** `knowledge.numbers`: by week what the machine did and how right it was, and what it could not answer most often. */
export const countKnowledge = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  input: z.infer<typeof numbersInput>,
): Promise<{
  weeks: Week[];
  precision: Precision | null;
  unanswered: Pick<Proposal, 'question' | 'count' | 'people' | 'lastAt'>[];
  entries: number;
  gate: { version: number; precision: number | null; here: Measured | null; kept: ShownGate[] };
}> => {
  const snapshot = await snapshots.current();
  const { database } = ports;
  const today = civilDateOf(ports.now());
  const weeksShown = lastWeeks(today, input.weeks);
  const countsOf = await readTallies(database, weeksShown);
  const counted: Awaited<ReturnType<typeof countWeek>>[] = [];
  for (const from of weeksShown) counted.push(await countWeek(database, from, countsOf(from)));
  const since = startOfDay(counted[0]?.from ?? today);
  const questions = (await openQuestions(database, actor, since)).map(asQuestion);
  const { index, entries, gate } = await snapshot.knowledge();
  const kept = await database.find('gates', {
    where: { version: { gt: 0 } },
    order: ['version', 'desc'],
    limit: 10,
  });
  const judged = await lastJudged(database, index);
  const sum = (pick: (week: Week & { right: number }) => number): number =>
    counted.reduce((all, week) => all + pick(week), 0);
  return {
    weeks: counted.map(({ right: _right, ...week }) => week),
    precision: precisionOf(
      sum(week => week.right),
      sum(week => week.sample?.judged ?? 0),
    ),
    unanswered: proposeEntries(questions, 1)
      .slice(0, TOP_QUESTIONS)
      .map(({ question, count, people, lastAt }) => ({ question, count, people, lastAt })),
    entries: entries.length,
    gate: {
      version: snapshot.settings.gateVersion ?? 0,
      precision: gate.precision ?? null,
      here: judged.length < FEWEST_MEASURED ? null : measure(index, judged, { gate }),
      kept: kept.map(showGate),
    },
  };
};

export const knowledgeNumbers = useCase(numbersInput, editors, (runtime, { actor }, input) =>
  countKnowledge(runtime, actor, input),
);
