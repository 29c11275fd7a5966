import { classify, measureRouter, train, type TrainingRow } from '../cloudfunctions/domain/routing';
import { foldOf, FOLDS, percentile, spread } from './figures';

/**
 * The router on judged messages: trained on four folds of `own` (and on all of `more`, which must not hold the same
 * messages), measured on the fifth; by the full text and by the title alone.
 */
export const benchRouting = (own: readonly TrainingRow[], more: readonly TrainingRow[]): void => {
  const rows = own.map(row => ({ ...row, fold: foldOf(`${row.title} ${row.text}`) }));
  console.log(`\nROUTING: ${rows.length} messages by folds, ${more.length} more to train on`);
  const full: ReturnType<typeof measureRouter>[] = [];
  const titles: ReturnType<typeof measureRouter>[] = [];
  const times: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = train([...more, ...rows.filter(row => row.fold !== fold)]);
    const held = rows.filter(row => row.fold === fold);
    full.push(measureRouter(weights, held));
    titles.push(
      measureRouter(
        weights,
        held.map(({ title, label }) => ({ title, text: '', label })),
      ),
    );
    for (const row of held) {
      const start = performance.now();
      classify(weights, row);
      times.push(performance.now() - start);
    }
    if (fold === 0) console.log(`  weights ${Math.round(JSON.stringify(weights).length / 1000)} KB`);
  }
  const show = (name: string, measured: typeof full): void =>
    console.log(
      `${name.padEnd(12)} macro-F1 ${spread(measured.map(m => m.macroF1))}  accuracy ${spread(measured.map(m => m.accuracy))}` +
        `  top-3 ${spread(measured.map(m => m.top3))}  dispatched ${spread(measured.map(m => m.dispatched))}` +
        ` at ${spread(measured.map(m => m.dispatchAccuracy ?? 1))}`,
    );
  show('full text', full);
  show('title only', titles);
  console.log(
    `classify p50/p99 ms ${percentile(times, 0.5).toFixed(3)}/${percentile(times, 0.99).toFixed(3)}`,
  );
};
