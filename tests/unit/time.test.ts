import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, instantOf, isCivilDate, parseInstant } from '../../cloudfunctions/domain/time';
import { dayOf } from '../../cloudfunctions/domain/tables/days';
import { epochOf } from '../../local/cloud/clock';

/** Days and instants that come from outside: what does not exist is refused, and never rolls over. */

describe('an instant that does not exist is none', () => {
  test.each([
    '2026-02-30T10:00:00+08:00',
    '2026-02-29T10:00:00+08:00',
    '2026-02-29T10:00:00Z',
    '2100-02-29T10:00+08:00',
    '2026-11-31T10:00:00.000+08:00',
    '2026-04-31T10:00:00+0800',
    '2026-13-01T10:00:00+08:00',
    '2026-00-10T10:00:00+08:00',
    '2026-01-00T10:00:00+08:00',
    '2026-01-32T10:00:00+08:00',
    '2026-11-20T24:00:00+08:00',
    '2026-11-20T24:00+08:00',
    '2026-11-20T25:00:00+08:00',
    '2026-11-20T10:60:00+08:00',
    '2026-11-20T10:00:60+08:00',
    '2026-11-20T10:00:00+24:00',
    '2026-11-20T10:00:00+08:60',
    '2026-11-20T10:00:00',
    '2026-11-20 10:00:00+08:00',
    '2026-11-20',
    '',
  ])('%s', text => {
    expect(parseInstant(text)).toBeUndefined();
    expect(epochOf(text)).toBeUndefined();
  });

  test('what exists is read as it was meant', () => {
    expect(parseInstant('2028-02-29T23:59:59.999+08:00')).toBe('2028-02-29T23:59:59.999+08:00');
    expect(parseInstant('2026-11-30T20:00Z')).toBe('2026-12-01T04:00:00.000+08:00');
    expect(parseInstant('2026-11-20T10:00:00+0800')).toBe('2026-11-20T10:00:00.000+08:00');
  });

  test('each instant that is read has the day and the minute that were written', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map(n => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2100 }), two(13), two(32), two(25), two(61), (...parts) => {
        const [year, month, day, hour, minute] = parts;
        const written = `${year}-${month}-${day}T${hour}:${minute}`;
        const read = parseInstant(`${written}+08:00`);
        return read === undefined || read.startsWith(written);
      }),
      { numRuns: 3000 },
    );
  });
});

test.each(['2026-02-30', '2026-02-29', '2100-02-29', '2026-13-01', '2026-11-31', '2026-1-1', '0000-01-01'])(
  'the day %s does not exist',
  text => {
    expect(isCivilDate(text)).toBe(false);
    // A cell that is no day stays as it is, and the row is named as bad.
    expect(dayOf(text.replaceAll('-', '/'))).not.toMatch(/^\d{4}-03-0/);
  },
);

test('a day of the calendar exists, and the next one follows it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36_500 }), days => {
      const date = addDays('2000-01-01', days);
      return isCivilDate(date) && parseInstant(instantOf(Date.parse(`${date}T00:00:00Z`))) !== undefined;
    }),
  );
});

describe('nothing else of the product reads dates', () => {
  const root = join(__dirname, '../..');
  /** What makes a date of a number or of its parts, or of a text that is no user's. */
  const known: Record<string, string> = {
    'cloudfunctions/domain/time/index.ts': 'the one place',
    'cloudfunctions/infra/hotline/send.ts': 'when a server wants to be asked again, as HTTP says it',
    'tools/hotline/main.ts': 'the clock of the system that it talks to',
    'tools/recount/count.ts': 'counts by other means than the product, days too',
    'tools/recount/index.ts': 'likewise',
    'tools/recount/odd.ts': 'likewise',
    'cloudfunctions/infra/platform/tencent-signature.ts': 'a number of seconds, for the signature',
    'cloudfunctions/infra/platform/probe.ts': 'the end of a certificate, as node writes it',
    'cloudfunctions/infra/paper/write-pdf.ts': 'the moment of a paper, as the library wants it',
    'miniprogram/model/report/reports.ts': 'weeks and months that the page counts itself',
    'miniprogram/packages/staff/supervision/clauses/index.ts': 'the last day of a month',
    'miniprogram/lib/dates.ts': 'parts of dates that the functions answered',
    'miniprogram/model/notice/notices.ts': 'dates that the functions answered',
    'miniprogram/model/notice/sheet.ts': 'months that the page counts itself',
    'tools/local-system.ts': 'the present',
  };
  const sources = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(ts|wxs)$/.test(path))
      .map(path => join(folder, path))
      .filter(path => !/node_modules|miniprogram_npm|\/dist\//.test(path));

  test('no `new Date`, `Date.parse`, `z.coerce.date` or dayjs but where it is said why', () => {
    const found = ['cloudfunctions', 'miniprogram', 'tools']
      .flatMap(sources)
      .filter(path =>
        /new Date\((?!\))|Date\.parse|coerce\.date|z\.iso|[^/]dayjs/.test(
          readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
        ),
      );
    expect(found.filter(path => !(path in known))).toEqual([]);
  });

  test('milliseconds are taken of instants only that have been read', () => {
    const takers = ['cloudfunctions', 'tools']
      .flatMap(sources)
      .filter(path => /\bepochOf\(/.test(readFileSync(join(root, path), 'utf8')));
    expect(takers.sort()).toEqual([
      'cloudfunctions/domain/calendar/calendar.ts',
      'cloudfunctions/domain/deadline/service-hours.ts',
      'cloudfunctions/domain/procedures/maintenance/planning.ts',
      'cloudfunctions/domain/registers/rosters/duties.ts',
      'cloudfunctions/domain/search/alike.ts',
      'cloudfunctions/domain/search/searchable.ts',
      'cloudfunctions/domain/services/probe.ts',
      'cloudfunctions/domain/ticket/signing.ts',
      'cloudfunctions/domain/time/index.ts',
      'cloudfunctions/infra/hotline/serve.ts',
      'cloudfunctions/usecases/health/last-run.ts',
    ]);
  });
});

test('the zone of the host is that of the project, so that these tests are asked in three of them', () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(process.env['TZ']);
  expect(['America/New_York', 'Asia/Shanghai', 'UTC']).toContain(process.env['TZ']);
});
