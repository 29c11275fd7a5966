import { isFailed, type Figures, type Line } from './measure';

/** The figures as they are read, each beside the bar of issue 13. */

const NAME = 44;
const columns = ['p50', 'p95', 'p99', 'floor', 'in a row', 'trips', 'docs', 'entries', 'db ms', 'n'];
export const HEAD = `${'call'.padEnd(NAME)}${columns.map(name => name.padStart(9)).join('')}`;

type Bar = {
  label: string;
  of: RegExp;
  /** Milliseconds, p50 … */
  limit?: number;
  /** … or so many times its bare round trips. */
  overFloor?: number;
  p95?: number;
  growth: number;
  inARow?: number;
  trips?: number;
  entries?: number;
};

const bars: readonly Bar[] = [
  { label: 'queue page, any view, role, depth', of: /^queue/, limit: 15, growth: 1.5, inARow: 3 },
  { label: 'first screen of staff', of: /^first screen/, limit: 30, growth: 1.5, inARow: 3, trips: 6 },
  { label: 'board', of: /^board/, limit: 40, growth: 1.5, inARow: 4 },
  { label: 'ticket page', of: /^ticket page/, growth: 1.5, inARow: 3 },
  { label: 'search', of: /^search/, limit: 25, p95: 50, growth: 3, entries: 2000 },
  { label: 'file', of: /^file/, overFloor: 1.5, growth: 1.3, inARow: 5 },
  { label: 'act', of: /^act/, overFloor: 1.5, growth: 1.3 },
  { label: 'bulk of 50', of: /^bulk/, limit: 2000, growth: 1.5 },
  { label: 'timer, nothing due', of: /^timer/, limit: 25, growth: 1.3, inARow: 7 },
];

/** Least figures of what belongs to no call. */
const leastRates: Record<string, number> = {
  'due steps a second': 100,
  'messages a second': 200,
};

const limitOf = ({ limit, overFloor }: Bar, { floor }: Figures): number =>
  limit ?? (overFloor === undefined ? Infinity : overFloor * floor);

const verdict = (figures: Figures): string => {
  const bar = bars.find(({ of }) => of.test(figures.name));
  if (!bar) return '';
  const limit = limitOf(bar, figures);
  return figures.p50 <= limit ? '  ok' : `  OVER ${limit.toFixed(0)}`;
};

export const row = (line: Line): string => {
  if (isFailed(line)) return `${line.name.padEnd(NAME)}  FAILED ${line.failed}`;
  const { name, p50, p95, p99, floor, inARow, trips, documents, entries, databaseMs, times } = line;
  const milliseconds = [p50, p95, p99, floor].map(ms => ms.toFixed(1).padStart(9)).join('');
  const counts = [inARow, trips, documents, entries].map(n => String(n).padStart(9)).join('');
  return `${name.padEnd(NAME)}${milliseconds}${counts}${databaseMs.toFixed(1).padStart(9)}${String(times).padStart(9)}${verdict(line)}`;
};

export type Result = { size: number; lines: readonly Line[]; rates: Readonly<Record<string, number>> };

const figuresOf = ({ lines }: Result): Figures[] => lines.filter(line => !isFailed(line)) as Figures[];

/**
 * Of a call at both sizes, how much longer it takes at the larger one, and how much more it reads. A list that shows more
 * tickets there than at the smaller size is another page, and is not compared.
 */
const growths = (small: Result, large: Result) =>
  figuresOf(large).flatMap(one => {
    const before = figuresOf(small).find(({ name }) => name === one.name);
    if (!before || before.listed !== one.listed) return [];
    const read = (figures: Figures): number => figures.documents + figures.entries;
    return [{ name: one.name, time: one.p50 / before.p50, read: read(one) / Math.max(1, read(before)) }];
  });

/** How much longer each call takes at the larger size, p50. */
export const growthOf = (small: Result, large: Result): string => {
  const lines = growths(small, large).map(({ name, time, read }) => {
    const bar = bars.find(({ of }) => of.test(name));
    const over = bar && time > bar.growth ? `  OVER ${bar.growth}` : bar ? '  ok' : '';
    return `${name.padEnd(NAME)}${time.toFixed(2).padStart(9)}${read.toFixed(2).padStart(9)}${over}`;
  });
  return `\nGROWTH ${large.size} over ${small.size}: time (p50), documents and entries read\n${lines.join('\n')}`;
};

/** The call that comes closest to the limit, or goes furthest beyond. */
const worst = <T>(list: readonly T[], of: (one: T) => number): T | undefined =>
  [...list].sort((a, b) => of(b) - of(a))[0];

const held = (is: boolean): string => (is ? 'held' : '**not held**');

/** The table of the issue: of each row the worst call. In the form in which it stands in docs/performance.md. */
export const barTable = (results: readonly Result[]): string => {
  const last = results.at(-1);
  const first = results[0];
  if (!last || !first) return '';
  const lines: string[] = [];
  const add = (cells: readonly string[]): void => void lines.push(`| ${cells.join(' | ')} |`);
  add(['bar', `worst call at ${last.size}`, 'figure', 'limit', '']);
  add(['---', '---', '---', '---', '---']);
  for (const bar of bars) {
    const own = figuresOf(last).filter(({ name }) => bar.of.test(name));
    if (own.length === 0) {
      add([bar.label, 'not measured', '', '', '**not held**']);
      continue;
    }
    const of = (
      what: string,
      figure: (one: Figures) => number,
      limit: (one: Figures) => number,
      digits = 0,
    ): void => {
      const one = worst(own, each => figure(each) / limit(each));
      if (!one || limit(one) === Infinity) return;
      const is = figure(one) <= limit(one);
      const shown = (n: number): string => n.toFixed(digits);
      add([`${bar.label}: ${what}`, one.name, shown(figure(one)), `≤ ${shown(limit(one))}`, held(is)]);
    };
    const most = (n: number | undefined) => (): number => n ?? Infinity;
    of(
      'p50, ms',
      one => one.p50,
      one => limitOf(bar, one),
      1,
    );
    of('p95, ms', one => one.p95, most(bar.p95), 1);
    of('trips one after another', one => one.inARow, most(bar.inARow));
    of('trips in all', one => one.trips, most(bar.trips));
    of('index entries', one => one.entries, most(bar.entries));
    for (const larger of results.slice(1)) {
      const one = worst(
        growths(first, larger).filter(({ name }) => bar.of.test(name)),
        ({ time }) => time,
      );
      if (!one) continue;
      const name = `${bar.label}: growth ${larger.size} over ${first.size}`;
      add([name, one.name, one.time.toFixed(2), `≤ ${bar.growth}`, held(one.time <= bar.growth)]);
    }
  }
  for (const [name, least] of Object.entries(leastRates)) {
    const n = last.rates[name];
    add([
      name,
      '',
      n === undefined ? 'not measured' : n.toFixed(0),
      `≥ ${least}`,
      held(n !== undefined && n >= least),
    ]);
  }
  const failed = results.flatMap(({ size, lines: all }) =>
    all.filter(isFailed).map(({ name }) => `${name} (${size})`),
  );
  return `${lines.join('\n')}${failed.length > 0 ? `\n\nFailed: ${failed.join('; ')}` : ''}`;
};
