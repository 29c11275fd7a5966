import { buildSync } from 'esbuild';
import { join } from 'node:path';

/** The phone's `Date` is bundled as the browser gets it. */
function phoneDate(): DateConstructor {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, '../../local/preview/runtime/clock.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
  });
  const module = { exports: {} as { previewDate: DateConstructor } };
  new Function('module', outputFiles[0]!.text)(module);
  return module.exports.previewDate;
}

const PhoneDate = phoneDate();
const EVENING = '2026-09-24T23:30:00+08:00';

test('the phone’s local time is Guangdong’s wherever the browser runs', () => {
  const date = new PhoneDate(EVENING);
  expect([date.getFullYear(), date.getMonth(), date.getDate(), date.getDay(), date.getHours()]).toEqual([
    2026, 8, 24, 4, 23,
  ]);
  expect(date.getTimezoneOffset()).toBe(-480);
  expect(date.toISOString()).toBe('2026-09-24T15:30:00.000Z');
  expect(String(date)).toBe('Thu 24 Sep 2026 23:30:00 GMT+0800 (中国标准时间)');
  expect(date.toLocaleDateString()).toBe('2026/9/24');
});

test('parts, texts without a zone and setters count in the same zone', () => {
  const instant = Date.parse(EVENING);
  expect(new PhoneDate(2026, 8, 24, 23, 30).getTime()).toBe(instant);
  expect(new PhoneDate('2026-09-24T23:30:00').getTime()).toBe(instant);
  expect(new PhoneDate('2026/09/24 23:30').getTime()).toBe(instant);
  expect(PhoneDate.parse(EVENING)).toBe(instant);
  expect(new PhoneDate('2026-09-24').toISOString()).toBe('2026-09-24T00:00:00.000Z');
  const date = new PhoneDate(instant);
  date.setDate(1);
  date.setHours(0, 0, 0, 0);
  expect(date.toISOString()).toBe('2026-08-31T16:00:00.000Z');
});

test('copies, invalid dates and the call without new work as in JavaScript', () => {
  const date = new PhoneDate(EVENING);
  expect(new PhoneDate(date).getTime()).toBe(date.getTime());
  expect(Number.isNaN(new PhoneDate('not a date').getTime())).toBe(true);
  expect(String(new PhoneDate(NaN))).toBe('Invalid Date');
  expect(typeof (PhoneDate as unknown as () => string)()).toBe('string');
});
