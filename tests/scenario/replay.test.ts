import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import scenarios from '../../tools/seed/data/tickets.json';

/** The replay of real messages, on rows of our own: every row is filed, dispatched and answered at its time. */

const root = resolve(__dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'banjie-replay-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replay = (lines: string[]) => {
  const file = join(folder, 'rows.jsonl');
  writeFileSync(file, lines.join('\n'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'tools/replay.ts'), '--data', file],
    { encoding: 'utf8' },
  );
  const years = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, number | string>);
  return { status, stderr, years };
};

/** Days between filing and answer: in the evening, over 春节 2018, over a year's end, and far too late. */
const waits = [1, 3, 9, 27, 45, 2, 14, 61];
const rows = scenarios
  .filter(scenario => scenario.reply)
  .slice(0, 24)
  .map((scenario, index) => {
    const filed = new Date(Date.UTC(2018, index % 12, 1 + index, 1, index));
    const replied = new Date(filed.getTime() + (waits[index % waits.length] ?? 1) * 86_400_000);
    const written = (date: Date): string =>
      date.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');
    return {
      id: index,
      title: scenario.title,
      detail: scenario.text,
      time: written(filed),
      reply: scenario.reply,
      reply_time: written(replied),
    };
  });

/**
 * The row on which two ways of counting part (docs/replay.md), in a week and words of our own: filed on a Saturday, answered
 * on the next one. Its five working days had ended on the Friday; that no working day lies between excuses nobody.
 */
const saturdays = {
  ...rows[0],
  id: 'saturdays',
  time: '2016/6/18 9:12:00',
  reply_time: '2016/6/25 10:30:00',
};

test('24 messages over two years: all are filed and answered, late ones count as late (G-5.3d)', () => {
  const { status, stderr, years } = replay([saturdays, ...rows].map(row => JSON.stringify(row)));
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('row') as string });
  expect(years[0]).toMatchObject({ year: '2016', filed: 1, within5: 0, within20: 1, late: 0, failed: 0 });
  const all = years.at(-1);
  expect(all).toMatchObject({ year: 'all', filed: 25, failed: 0 });
  expect(Number(all?.['suggested'])).toBeGreaterThan(18);
  // 27 calendar days are 19 or 20 working days; 45 and 61 are always more than 20 from the unit's receipt.
  expect(Number(all?.['late'])).toBeGreaterThanOrEqual(6);
  expect(Number(all?.['within20'])).toBeGreaterThanOrEqual(15);
  expect(Number(all?.['within5'])).toBeGreaterThanOrEqual(9);
  expect(Number(all?.['within20']) + Number(all?.['late'])).toBe(25);
}, 120_000);

test('a row that is no message fails the run and the others are done', () => {
  const { status, years } = replay([JSON.stringify(rows[0]), '{"id": 1}', 'nonsense']);
  expect(status).toBe(1);
  expect(years.at(-1)).toMatchObject({ filed: 1, failed: 0 });
}, 120_000);
