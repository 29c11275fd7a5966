import { classify, measureRouter, train, type TrainingRow } from '../cloudfunctions/domain/routing';
import { foldOf, FOLDS, percentile, spread } from './figures';

type Measured = ReturnType<typeof measureRouter>;
type Folded = TrainingRow & { fold: number };

const folded = (rows: readonly TrainingRow[]): Folded[] =>
  rows.map(row => ({ ...row, fold: foldOf(`${row.title} ${row.text}`) }));

const titlesOf = (rows: readonly TrainingRow[]): TrainingRow[] =>
  rows.map(({ title, label }) => ({ title, text: '', label }));

/**
 * The router on judged messages of two sets that share none: trained on four folds of both, measured on the fifth of
 * each, by the full text and by the title alone.
 */
export const benchRouting = (raw: readonly TrainingRow[], segmented: readonly TrainingRow[]): void => {
  const sets = [
    { name: 'larger set', rows: folded(segmented) },
    { name: 'raw messages', rows: folded(raw) },
  ].filter(({ rows }) => rows.length > 0);
  console.log(`\nROUTING: ${sets.map(({ name, rows }) => `${rows.length} rows of the ${name}`).join(', ')}`);
  const measured = new Map<string, Measured[]>();
  const note = (name: string, value: Measured): void => {
    measured.set(name, [...(measured.get(name) ?? []), value]);
  };
  const times: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = train(sets.flatMap(({ rows }) => rows.filter(row => row.fold !== fold)));
    if (fold === 0) console.log(`  weights ${Math.round(JSON.stringify(weights).length / 1000)} KB`);
    for (const { name, rows } of sets) {
      const held = rows.filter(row => row.fold === fold);
      note(`${name}, full`, measureRouter(weights, held));
      note(`${name}, title`, measureRouter(weights, titlesOf(held)));
      for (const row of held) times.push(timeOf(() => classify(weights, row)));
    }
  }
  for (const [name, values] of measured) show(name, values);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  console.log(`classify p50/p99 ms ${p50.toFixed(3)}/${p99.toFixed(3)}`);
};

/** The shorter of two runs: whatever else the machine does disturbs one of them at most. */
const timeOf = (work: () => unknown): number => {
  const once = (): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  return Math.min(once(), once());
};

const show = (name: string, values: readonly Measured[]): void => {
  const of = (pick: (value: Measured) => number): string => spread(values.map(pick));
  console.log(
    `${name.padEnd(20)} macro-F1 ${of(m => m.macroF1)}  accuracy ${of(m => m.accuracy)}  top-3 ${of(m => m.top3)}` +
      `  dispatched ${of(m => m.dispatched)} at ${of(m => m.dispatchAccuracy ?? 1)}`,
  );
};
