import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * The rules give the same answers whatever the zone of the host, also bundled as a cloud function is. The program
 * crosses every day on which New York changes its clocks, midnights of all three zones, and the lunar tables.
 */
const PROGRAM = `
import { buildCalendar, dueDate, latestDate } from './cloudfunctions/domain/calendar';
import { daysLeft, lightOf, settleReminders, startClock } from './cloudfunctions/domain/deadline';
import { addDays, addMinutes, instantAt } from './cloudfunctions/domain/time';
const calendar = buildCalendar();
const answers: unknown[] = [calendar.version, new Date(2026, 6, 1).getTimezoneOffset()];
for (let date = '2024-01-01'; date < '2029-01-01'; date = addDays(date, 1)) {
  answers.push(calendar.day(date), dueDate(calendar, date, 5).date, latestDate(calendar, date, 3).date);
}
for (const on of ['2026-03-06', '2026-03-07', '2026-10-30', '2026-10-31', '2026-12-31', '2027-02-05']) {
  for (const time of ['00:00', '07:59', '08:00', '12:00', '23:59']) {
    for (const unit of ['working-day', 'calendar-day', 'month', 'service-minute', 'minute'] as const) {
      const spec = { id: unit, name: 'reply', label: '', clause: '', responsible: { role: 'unit' } } as const;
      const clock = startClock({ ...spec, limit: { n: 3, unit } }, instantAt(on, time), { calendar });
      const now = addMinutes(clock.redAt, -500);
      answers.push(clock, lightOf(clock, now), daysLeft(clock, now, calendar));
      answers.push(settleReminders(clock, addMinutes(clock.redAt, 9000), { calendar }));
    }
  }
}
console.log(JSON.stringify(answers));
`;

const folder = mkdtempSync(join(tmpdir(), 'banjie-zones-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the same answers under TZ=UTC, America/New_York and Asia/Shanghai', () => {
  const outfile = join(folder, 'program.js');
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: join(__dirname, '../..'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    outfile,
    logLevel: 'error',
  });
  const answers = ['UTC', 'America/New_York', 'Asia/Shanghai'].map(zone => {
    const output = execFileSync(process.execPath, [outfile], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const [version, offset, ...rest] = JSON.parse(output) as unknown[];
    return { version, offset, rest: JSON.stringify(rest) };
  });
  expect(answers.map(({ offset }) => offset)).toEqual([0, 240, -480]);
  expect(answers[0]!.rest.length).toBeGreaterThan(100_000);
  expect(answers[1]!.rest).toBe(answers[0]!.rest);
  expect(answers[2]!.rest).toBe(answers[0]!.rest);
  expect(new Set(answers.map(({ version }) => version)).size).toBe(1);
});
