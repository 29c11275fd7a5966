/**
 * Fits the gate of the demo to its judged questions, with the product's own code, and writes it beside them: numbers
 * only. To be run after entries, words or judged questions of the demo have changed.
 * Run: npx tsx tools/seed/fit-gate.ts
 */
import fs from 'node:fs';
import path from 'node:path';
import {
  buildIndex,
  calibrate,
  defaultGate,
  type Gate,
  type Judged,
  type KnowledgeEntry,
  type KnowledgeIndex,
  type WordLists,
} from '../../cloudfunctions/domain/knowledge';
import faqs from './data/faq.json';
import judged from './data/judged.json';
import services from './data/services.json';
import words from './data/words.json';

/** Of the plain answers so many are right: the demo shows how much is answered; the product asks for more. */
const PRECISION = 0.96;

export const judgedQuestions: readonly Judged[] = judged;

/** The demo's entries as the product indexes them. */
export const demoIndex = (): KnowledgeIndex => {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const entries: (KnowledgeEntry & { serviceId?: string; status: string })[] = faqs;
  return buildIndex(
    entries
      .filter(({ status }) => status === 'published')
      .map(entry => ({ ...entry, serviceName: names.get(entry.serviceId ?? '') })),
    { words: words as unknown as WordLists },
  );
};

export const fitDemoGate = (index: KnowledgeIndex, questions: readonly Judged[]): Gate =>
  calibrate(index, questions, { precision: PRECISION, base: defaultGate });

const round = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;

if (require.main === module) {
  const gate = fitDemoGate(demoIndex(), judgedQuestions);
  fs.writeFileSync(path.join(__dirname, 'data', 'gate.json'), `${JSON.stringify(gate, round)}\n`);
  console.error(
    `answers from ${gate.short.answerAt}, choices from ${gate.short.choicesAt}, near from ${gate.short.nearAt}`,
  );
}
