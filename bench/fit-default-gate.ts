/**
 * Fits the gate of the product to the texts for development and writes it into the domain: numbers only, no text.
 * Run: npx tsx bench/fit-default-gate.ts [--data DIR]
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  buildIndex,
  calibrate,
  type Gate,
  type Judged,
  type KnowledgeEntry,
  untrainedGate,
} from '../cloudfunctions/domain/knowledge';
import { readRows, textsFolder } from './texts';

const PRECISION = 0.98;
const OUT = path.join(__dirname, '..', 'cloudfunctions', 'domain', 'knowledge', 'gate', 'default-gate.json');

const folder = textsFolder(parseArgs({ options: { data: { type: 'string' } } }).values.data);
const fit = (name: string): Gate => {
  const index = buildIndex(readRows<KnowledgeEntry>(folder, `faq_${name}_dev_kb.jsonl`));
  const judged = readRows<Judged>(folder, `faq_${name}_dev_q.jsonl`);
  return calibrate(index, judged, { precision: PRECISION, base: untrainedGate });
};
const gate: Gate = { ...fit('lcqmc'), long: fit('gov').long };
const round = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;
fs.writeFileSync(OUT, `${JSON.stringify(gate, round)}\n`);
console.error(`written: ${OUT}, answers at ${gate.short.answerAt} (short) and ${gate.long.answerAt} (long)`);
