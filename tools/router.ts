/** The owner's command line of the router (contract §8). */
import * as z from 'zod';
import {
  classify,
  isRouterWeights,
  measureRouter,
  type Message,
  type RouterWeights,
  train,
  type TrainingRow,
} from '../cloudfunctions/domain/routing';
import { refitRouter } from '../cloudfunctions/domain/routing/refit-router';
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
  router train    --data FILE [--data FILE ...] [--labels FILE] --out FILE
  router classify --weights FILE --in FILE
  router evaluate --weights FILE --in FILE
  router refit    --data FILE [--data FILE ...] [--weights FILE] --out FILE
A line: {"title"?, "detail"?, "words"?, "label"}; classify needs no label.
refit writes only what is not worse than --weights on rows held out: macro-F1 by a point, a label by five`;

const text = z
  .string()
  .nullish()
  .transform(value => value ?? '');
const messageFields = { title: text, detail: text, words: text };
const messageSchema = z.object(messageFields);
const labelledSchema = z.object({ ...messageFields, label: z.string().min(1) });
const treeSchema = z.array(z.array(z.string()).min(1));
const weightsSchema = z.custom<RouterWeights>(isRouterWeights);

/** Segmented messages begin with their title; about so many words belong to it. */
const TITLE_WORDS = 9;

/** A row as the router reads it: segmented words are put together again. */
const messageOf = ({ title, detail, words }: z.infer<typeof messageSchema>): Message => {
  if (title || detail || !words) return { title, text: detail };
  const list = words.trim().split(/\s+/);
  return { title: list.slice(0, TITLE_WORDS).join(''), text: list.slice(TITLE_WORDS).join('') };
};

/** The names below each label of a tree: rows of [label, second level, third level …]. */
const namesOf = (file: string, labels: ReadonlySet<string>): { label: string; name: string }[] =>
  readJson(file, treeSchema).flatMap(([label, ...names]) =>
    labels.has(label!) ? [{ label: label!, name: names.join(' ') }] : [],
  );

const labelledRows = (files: readonly string[] | undefined, bad: BadRows): TrainingRow[] => {
  if (!files?.length) throw new UsageError('--data is missing');
  const rows = files
    .flatMap(file => readRows(file, labelledSchema, bad))
    .map(({ value }) => ({ ...messageOf(value), label: value.label }));
  if (rows.length === 0) throw new UsageError('no row to train on');
  return rows;
};

const trainCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, {
    data: { type: 'string', multiple: true },
    labels: { type: 'string' },
    out: { type: 'string' },
  });
  const out = required(given.out, 'out');
  const rows = labelledRows(given.data, bad);
  const labels = new Set(rows.map(row => row.label));
  const weights = train(rows, { names: given.labels ? namesOf(given.labels, labels) : [] });
  const json = JSON.stringify(weights);
  writeText(out, `${json}\n`);
  const dispatchAt = weights.dispatchAt === undefined ? null : figure(weights.dispatchAt);
  printLine({
    out,
    rows: rows.length,
    labels: weights.labels,
    grams: Object.keys(weights.grams).length,
    bytes: Buffer.byteLength(json),
    dispatchAt,
  });
};

const refitCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, {
    data: { type: 'string', multiple: true },
    weights: { type: 'string' },
    out: { type: 'string' },
  });
  const out = required(given.out, 'out');
  const present = given.weights ? readJson(given.weights, weightsSchema) : undefined;
  const refit = refitRouter(labelledRows(given.data, bad), { present });
  if (refit.accepted) {
    const { weights, ...measured } = refit;
    writeText(out, `${JSON.stringify(weights)}\n`);
    printLine({ ...measured, out, dispatchAt: weights.dispatchAt ?? null });
  } else printLine(refit);
};

const classifyCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, { weights: { type: 'string' }, in: { type: 'string' } });
  const input = required(given.in, 'in');
  const weights = readJson(required(given.weights, 'weights'), weightsSchema);
  for (const { value } of readRows(input, messageSchema, bad)) {
    const { label, confidence, top } = classify(weights, messageOf(value));
    printLine({
      label,
      confidence: figure(confidence),
      top: top.map(each => ({ label: each.label, confidence: figure(each.confidence) })),
    });
  }
};

const evaluateCommand = (args: string[], bad: BadRows): void => {
  const given = optionsOf(args, { weights: { type: 'string' }, in: { type: 'string' } });
  const input = required(given.in, 'in');
  const weights = readJson(required(given.weights, 'weights'), weightsSchema);
  const rows = readRows(input, labelledSchema, bad).map(({ value }) => ({
    ...messageOf(value),
    label: value.label,
  }));
  printLine(measureRouter(weights, rows));
};

runCommand(
  { train: trainCommand, classify: classifyCommand, evaluate: evaluateCommand, refit: refitCommand },
  USAGE,
);
