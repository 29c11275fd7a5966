import {
  answer,
  buildIndex,
  calibrateEach,
  defaultGate,
  type Judged,
  type KnowledgeEntry,
  untrainedGate,
} from '../cloudfunctions/domain/knowledge';
import {
  byFold,
  coverageAt,
  foldOf,
  FOLDS,
  type Judgement,
  percentile,
  recallAt,
  separation,
  spread,
} from './figures';
import { libraries } from './libraries';

const PRECISIONS = [0.95, 0.98];

type Gated = Judgement & { answered: boolean[] };

/** Retrieval and gate on one knowledge base: fitted on four folds, measured on the fifth, beside two libraries. */
export const benchRetrieval = async (
  name: string,
  entries: readonly KnowledgeEntry[],
  judged: readonly Judged[],
): Promise<void> => {
  const rows = judged.map(each => ({ ...each, fold: foldOf(each.gold ?? each.q) }));
  console.log(
    `\n${name}: ${entries.length} entries, ${rows.length} queries, ${rows.filter(r => r.gold === null).length} unanswerable`,
  );
  console.log(
    'engine                   R@1          R@3          AUROC        cov95        cov98        p50/p99 ms',
  );
  for (const library of await libraries(entries)) {
    const times: number[] = [];
    const outcome: Judgement[] = [];
    for (const { q, gold, fold } of rows) {
      const start = performance.now();
      const found = await library.find(q);
      times.push(performance.now() - start);
      outcome.push({
        confidence: found[0]?.score ?? 0,
        place: found.findIndex(each => each.id === gold),
        answerable: gold !== null,
        fold,
      });
    }
    print(library.name, outcome, times);
  }
  const index = buildIndex(entries);
  const ask = (engine: string, gatesOf: (fold: number) => ReturnType<typeof calibrateEach>): Gated[] => {
    const times: number[] = [];
    const outcome: Gated[] = [];
    for (let fold = 0; fold < FOLDS; fold += 1) {
      const gates = gatesOf(fold);
      for (const { q, gold } of rows.filter(row => row.fold === fold)) {
        const start = performance.now();
        const said = gates.map(gate => answer(index, q, { gate, limit: 12, withoutAnswers: true }));
        times.push((performance.now() - start) / gates.length);
        const { top } = said[0]!;
        outcome.push({
          confidence: top[0]?.confidence ?? 0,
          place: top.findIndex(each => each.id === gold),
          answerable: gold !== null,
          fold,
          answered: said.map(({ band }) => band === 'answer'),
        });
      }
    }
    print(engine, outcome, times);
    return outcome;
  };
  ask('banjie, untrained', () => [untrainedGate]);
  const short = name.startsWith('SHORT');
  // The part for the other length class comes from the other set: it has seen none of these texts.
  const base = short
    ? { ...defaultGate, short: untrainedGate.short }
    : { ...defaultGate, long: untrainedGate.long };
  const fitted = ask('banjie, fitted', fold =>
    calibrateEach(
      index,
      rows.filter(row => row.fold !== fold),
      { precisions: PRECISIONS, base },
    ),
  );
  PRECISIONS.forEach((precision, at) => printGate(precision, at, fitted));
};

const print = (engine: string, outcome: readonly Judgement[], times: readonly number[]): void => {
  const folds = byFold(outcome);
  const cells = [
    spread(folds.map(rows => recallAt(rows, 1))),
    spread(folds.map(rows => recallAt(rows, 3))),
    spread(folds.map(separation)),
    spread(folds.map(rows => coverageAt(rows, 0.95))),
    spread(folds.map(rows => coverageAt(rows, 0.98))),
  ];
  const speed = `${percentile(times, 0.5).toFixed(2)}/${percentile(times, 0.99).toFixed(1)}`;
  console.log(`${engine.padEnd(24)} ${cells.map(cell => cell.padEnd(12)).join(' ')} ${speed}`);
};

/** What really came out at the threshold chosen on the other folds. */
const printGate = (precision: number, at: number, outcome: readonly Gated[]): void => {
  const folds = byFold(outcome);
  const answered = (rows: readonly Gated[]): Gated[] => rows.filter(row => row.answered[at]);
  const share = (part: number, whole: number): number => part / Math.max(1, whole);
  const precisionOf = folds.map(rows =>
    share(answered(rows).filter(row => row.place === 0).length, answered(rows).length),
  );
  const coverage = folds.map(rows => share(answered(rows).length, rows.length));
  const falsely = folds.map(rows => {
    const unanswerable = rows.filter(row => !row.answerable);
    return share(answered(unanswerable).length, unanswerable.length);
  });
  console.log(
    `  gate fitted at ${precision}: precision ${spread(precisionOf)}, answered ${spread(coverage)}, false answers ${spread(falsely)}`,
  );
};
