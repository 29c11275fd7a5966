import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addWorkdays,
  buildCalendar,
  dueDate,
  latestDate,
  type CountedDate,
} from '../../cloudfunctions/domain/calendar';
import { addDays } from '../../cloudfunctions/domain/time';
import { programOf } from '../support/program';
import { work, year2027 } from './calendar-fixtures';

/** The owner's command line (contract §8); the first one as the owner runs it. */
const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'banjie-calendar-'));
afterAll(() => rmSync(folder, { recursive: true }));

const calendar = buildCalendar();

type Outcome = { code: number | null; stdout: string; stderr: string };

const runProgram = (command: string, args: string[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text));
    child.on('error', reject);
    child.on('close', code => resolve({ ...outcome, code }));
  });

const run = async (...args: string[]): Promise<Outcome> =>
  runProgram(process.execPath, [await programOf('tools/calendar.ts'), ...args]);

const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as unknown);

test('npm run -s calendar answers one JSON line and nothing else', async () => {
  const { code, stdout } = await runProgram('npm', [
    ...['run', '-s', 'calendar', '--', 'due', '--from', '2026-09-30', '--days', '20'],
  ]);
  expect(code).toBe(0);
  expect(stdout).toBe(JSON.stringify(dueDate(calendar, '2026-09-30', 20)) + '\n');
  const answer = JSON.parse(stdout) as CountedDate;
  expect(Object.keys(answer)).toEqual(['date', 'provisional', 'explanation']);
  expect(answer).toMatchObject({ date: '2026-11-03', provisional: false });
});

test('latest counts backwards, an unpublished year is provisional', async () => {
  const [latest, due, none] = await Promise.all([
    run('latest', '--from', '2026-10-09', '--days', '3'),
    run('due', '--from=2026-12-04', '--days=20'),
    run('due', '--from', '2026-10-03', '--days', '0'),
  ]);
  expect(JSON.parse(latest.stdout)).toEqual(latestDate(calendar, '2026-10-09', 3));
  expect(JSON.parse(latest.stdout)).toMatchObject({ date: '2026-09-29' });
  expect(JSON.parse(due.stdout)).toMatchObject({ date: '2027-01-04', provisional: true });
  expect(JSON.parse(none.stdout)).toEqual({ date: '2026-10-03', provisional: false, explanation: [] });
  expect([latest, due, none].map(({ code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, '']));
});

test('a batch answers in order; a bad row answers with its error, the others are done, exit 1', async () => {
  const batch = fileOf(
    'rows.jsonl',
    [
      '\uFEFF{"op":"due","fromDate":"2026-02-13","days":1}',
      '{"op":"latest","fromDate":"2026-10-12","days":3}\r',
      'no json',
      '',
      '{"op":"before","fromDate":"2026-10-12","days":3}',
      '{"op":"due","fromDate":"2026-02-30","days":3}',
      '{"op":"due","fromDate":"2026-02-13","days":-1}',
      '{"op":"due","fromDate":"2026-02-13","days":"3"}',
      '{"op":"due","fromDate":"2026-02-13","days":1000000}',
      'null',
      '{"op":"due","fromDate":"2026-12-04","days":20}',
    ].join('\n'),
  );
  const { code, stdout, stderr } = await run('--batch', batch);
  expect(code).toBe(1);
  const error = { error: expect.any(String) as string };
  expect(linesOf(stdout)).toEqual([
    dueDate(calendar, '2026-02-13', 1),
    latestDate(calendar, '2026-10-12', 3),
    ...Array(7).fill(error),
    dueDate(calendar, '2026-12-04', 20),
  ]);
  expect(stderr.match(/^line \d+/gm)).toEqual([3, 5, 6, 7, 8, 9, 10].map(number => `line ${number}`));
});

test('a batch without bad rows, and an empty one, end with 0', async () => {
  const [good, empty] = await Promise.all([
    run('--batch', fileOf('good.jsonl', '{"op":"due","fromDate":"2026-09-24","days":5}\n')),
    run('--batch', fileOf('empty.jsonl', '')),
  ]);
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf(good.stdout)).toEqual([dueDate(calendar, '2026-09-24', 5)]);
  expect(empty).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a hundred thousand rows are answered in order', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ({
    op: 'due',
    fromDate: addDays('2010-01-01', index % 5000),
    days: index % 30,
  }));
  const { code, stdout } = await run(
    '--batch',
    fileOf('big.jsonl', rows.map(row => JSON.stringify(row)).join('\n')),
  );
  expect(code).toBe(0);
  const answers = stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(rows.length);
  for (let index = 0; index < rows.length; index += 997) {
    const { fromDate, days } = rows[index]!;
    expect(answers[index]).toContain(`{"date":"${addWorkdays(calendar, fromDate, days)}"`);
  }
});

test('imported years join the calendar', async () => {
  const years = [year2027([work('2027-01-02', '元旦')])];
  const path = fileOf('years.json', JSON.stringify(years));
  const { code, stdout } = await run('due', '--from', '2026-12-31', '--days', '1', '--calendar', path);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ date: '2027-01-02', provisional: false });
});

test('wrong use says so on stderr and ends with 2', async () => {
  const rows = fileOf('row.jsonl', '{"op":"due","fromDate":"2026-09-24","days":5}\n');
  const wrong = [
    [],
    ['due'],
    ['due', '--from', '2026-02-30', '--days', '1'],
    ['due', '--from', '2026-02-03', '--days', '1.5'],
    ['due', '--from', '2026-02-03', '--days', '-1'],
    ['after', '--from', '2026-02-03', '--days', '1'],
    ['due', 'latest', '--from', '2026-02-03', '--days', '1'],
    ['due', '--from', '2026-02-03', '--days', '1', '--batch', rows],
    ['due', '--from', '2026-02-03', '--days', '1', '--weeks', '1'],
    ['due', '--from', '2100-12-31', '--days', '1'],
    ['--batch', join(folder, 'missing.jsonl')],
    ['--batch', rows, '--calendar', fileOf('broken.json', '{')],
    ['--batch', rows, '--calendar', fileOf('year.json', '[{"year":2027}]')],
  ];
  const outcomes = await Promise.all(wrong.map(args => run(...args)));
  expect(outcomes.map(({ code, stdout }, index) => [wrong[index], code, stdout])).toEqual(
    wrong.map(args => [args, 2, '']),
  );
  for (const { stderr } of outcomes) expect(stderr).toMatch(/^calendar: /);
});
