import type { Figures } from './measure';

/** The figures as they are read, each beside the bar of issue 13. */

const columns = ['p50', 'p95', 'p99', 'floor', 'trips', 'docs', 'entries', 'db ms'];
export const HEAD = `${'call'.padEnd(38)}${columns.map(name => name.padStart(9)).join('')}`;

const bars: readonly { of: RegExp; limit?: number; overFloor?: number; growth: number }[] = [
  { of: /^queue/, limit: 15, growth: 1.5 },
  { of: /^me\.get/, limit: 30, growth: 1.5 },
  { of: /^board/, limit: 40, growth: 1.5 },
  { of: /^search/, limit: 25, growth: 3 },
  { of: /^file/, overFloor: 1.5, growth: 1.3 },
  { of: /^act/, overFloor: 1.5, growth: 1.3 },
  { of: /^timer/, limit: 25, growth: 1.3 },
  { of: /^bulk/, limit: 2000, growth: 1.5 },
];

const barOf = (name: string) => bars.find(({ of }) => of.test(name));

const verdict = ({ name, p50, floor }: Figures): string => {
  const bar = barOf(name);
  if (!bar) return '';
  const limit = bar.limit ?? (bar.overFloor ?? 1) * floor;
  return p50 <= limit ? '  ok' : `  OVER ${limit.toFixed(0)}`;
};

export const row = (figures: Figures): string => {
  const { name, p50, p95, p99, floor, trips, documents, entries, databaseMs } = figures;
  const times = [p50, p95, p99, floor].map(ms => ms.toFixed(1).padStart(9)).join('');
  const counts = [trips, documents, entries].map(n => String(n).padStart(9)).join('');
  return `${name.padEnd(38)}${times}${counts}${databaseMs.toFixed(1).padStart(9)}${verdict(figures)}`;
};

/** How much longer each call takes at the larger size, p50. */
export const growthOf = (
  small: { size: number; figures: readonly Figures[] },
  large: { size: number; figures: readonly Figures[] },
): string => {
  const lines = large.figures.flatMap(({ name, p50, documents }) => {
    const before = small.figures.find(one => one.name === name);
    if (!before) return [];
    const growth = p50 / before.p50;
    const bar = barOf(name);
    const over = bar && growth > bar.growth ? `  OVER ${bar.growth}` : bar ? '  ok' : '';
    return [
      `${name.padEnd(38)}${growth.toFixed(2).padStart(9)}${(documents / Math.max(1, before.documents)).toFixed(1).padStart(9)}${over}`,
    ];
  });
  return `\nGROWTH ${large.size} over ${small.size}: time, documents\n${lines.join('\n')}`;
};
