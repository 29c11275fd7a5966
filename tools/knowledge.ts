/** The owner's command line of the knowledge base (contract §8). */
import * as z from 'zod';
import {
  answer,
  type AnswerOptions,
  buildIndex,
  calibrate,
  defaultGate,
  type Gate,
  isGate,
  type Judged,
  type KnowledgeEntry,
  type KnowledgeIndex,
  measure,
} from '../cloudfunctions/domain/knowledge';
import {
  type BadRows,
  figure,
  optionsOf,
  printLine,
  readJson,
  readRows,
  required,
  runCommand,
  UsageError,
  writeText,
} from './shared-jsonl';

const USAGE = `usage:
  knowledge answer    --kb FILE --queries FILE [--gate FILE]
  knowledge calibrate --kb FILE --judged FILE --out FILE [--precision 0.98]
  knowledge evaluate  --kb FILE --judged FILE [--gate FILE]
A KB line: {"id", "question", "similar": [], "answer"?}; a query line: {"q"}; a judged line: {"q", "gold"} (null = hand over)`;

const id = z.union([z.string().min(1), z.number().transform(String)]);
const optionalText = z
  .string()
  .nullish()
  .transform(text => text ?? undefined);

const entrySchema: z.ZodType<KnowledgeEntry> = z.object({
  id,
  question: z.string(),
  similar: z
    .array(z.string())
    .nullish()
    .transform(list => list ?? []),
  answer: optionalText,
  serviceName: optionalText,
  region: optionalText,
  validFrom: optionalText,
  validUntil: optionalText,
  verified: z.boolean().optional(),
});
const querySchema = z.object({ q: z.string() });
const judgedSchema: z.ZodType<Judged> = z.object({ q: z.string(), gold: id.nullable() });
const gateSchema = z.custom<Gate>(isGate);

/** From so many entries on, a KB without a single answer is a list of questions to measure with. */
const LIST_OF_QUESTIONS = 50;

type Base = { index: KnowledgeIndex; options: AnswerOptions };

const openBase = (file: string, gate: Gate, bad: BadRows): Base => {
  const entries = readRows(file, entrySchema, bad).map(row => row.value);
  const withoutAnswers = entries.length >= LIST_OF_QUESTIONS && entries.every(entry => !entry.answer?.trim());
  if (withoutAnswers) console.error(`${file}: no entry has an answer; bands are given as if each had one`);
  return { index: buildIndex(entries), options: { gate, withoutAnswers } };
};

const gateFrom = (file: string | undefined): Gate => (file ? readJson(file, gateSchema) : defaultGate);

/** Judged rows whose entry exists; the others are reported. */
const readJudged = (file: string, index: KnowledgeIndex, bad: BadRows): Judged[] => {
  const known = new Set(index.entries.map(entry => entry.id));
  return readRows(file, judgedSchema, bad).flatMap(({ line, value }) => {
    if (value.gold === null || known.has(value.gold)) return [value];
    bad.report(file, line, 'gold: no such entry in the knowledge base');
    return [];
  });
};

const answerCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, {
    kb: { type: 'string' },
    queries: { type: 'string' },
    gate: { type: 'string' },
  });
  const queries = required(given.queries, 'queries');
  const { index, options } = openBase(required(given.kb, 'kb'), gateFrom(given.gate), bad);
  for (const { value } of readRows(queries, querySchema, bad)) {
    const { band, top } = answer(index, value.q, options);
    printLine({
      q: value.q,
      band,
      top: top.map(each => ({ id: each.id, confidence: figure(each.confidence) })),
    });
  }
};

const calibrateCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, {
    kb: { type: 'string' },
    judged: { type: 'string' },
    out: { type: 'string' },
    precision: { type: 'string' },
  });
  const precision = Number(given.precision ?? 0.98);
  if (!(precision > 0 && precision < 1)) throw new UsageError('--precision lies between 0 and 1');
  const out = required(given.out, 'out');
  const judgedFile = required(given.judged, 'judged');
  const { index, options } = openBase(required(given.kb, 'kb'), defaultGate, bad);
  const judged = readJudged(judgedFile, index, bad);
  const gate = calibrate(index, judged, { precision, base: defaultGate });
  writeText(out, `${JSON.stringify(gate)}\n`);
  // On the very rows it was fitted to: a sanity check, not a measurement.
  printLine({
    out,
    precision,
    judged: judged.length,
    onFittedRows: measure(index, judged, { ...options, gate }),
  });
};

const evaluateCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, {
    kb: { type: 'string' },
    judged: { type: 'string' },
    gate: { type: 'string' },
  });
  const judgedFile = required(given.judged, 'judged');
  const { index, options } = openBase(required(given.kb, 'kb'), gateFrom(given.gate), bad);
  printLine(measure(index, readJudged(judgedFile, index, bad), options));
};

runCommand({ answer: answerCommand, calibrate: calibrateCommand, evaluate: evaluateCommand }, USAGE);
