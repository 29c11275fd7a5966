import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Nothing that is asked for grows with what is stored: every list says how long it may be, every count how far it counts, and
 * what is read whole stands here with the reason why it stays small.
 */

const root = join(__dirname, '../../cloudfunctions/usecases');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ name: basename(path, '.ts'), text: readFileSync(join(root, path), 'utf8') }));

/** The arguments of each call of a name, as they are written. */
const callsOf = (text: string, call: RegExp): string[] =>
  [...text.matchAll(call)].map(({ 0: found, index }) => {
    let depth = 1;
    let end = index + found.length;
    for (; depth > 0 && end < text.length; end += 1)
      depth += '([{'.includes(text[end]!) ? 1 : ')]}'.includes(text[end]!) ? -1 : 0;
    return text.slice(index + found.length, end - 1).replaceAll(/\s+/g, ' ');
  });

const DATABASE_CALL = (method: string): RegExp =>
  new RegExp(`\\.${method}\\(\\s*(?='\\w+',|collection,)`, 'g');

/** By ids or unique keys: as many come as were asked for. */
const isByKeys = (query: string): boolean => /\b(_id|'keys\.externalKey'): \{ in:|\basked\(\w+\)/.test(query);

test('every list says how many it takes at most', () => {
  const without = sources.flatMap(({ name, text }) =>
    callsOf(text, DATABASE_CALL('(?:find|rows)'))
      // Handed on as it was asked for.
      .filter(query => !/\blimit\b/.test(query) && !/, \w+$/.test(query.trim()) && !isByKeys(query))
      .map(query => [name, query]),
  );
  expect(without).toEqual([]);
});

test('no count reads more than 10,000 entries, none that is shown to anybody more than 1,000', () => {
  const bounds: Record<string, number> = {
    MANY: 100,
    ENOUGH_JUDGED: 50,
    MOST_COUNTED: 1000,
    // The nightly recount.
    COUNTED_TO: 10_000,
    // Of a window of the rule set, or of what is set aside.
    most: 1000,
    'dailyWindows.filings.max': 1000,
    '1': 1,
  };
  const counts = sources.flatMap(({ name, text }) =>
    callsOf(text, DATABASE_CALL('count')).map(query => ({
      name,
      most: query.trim().replace(/,$/, '').split(', ').at(-1)?.trim() ?? '',
    })),
  );
  expect(counts.length).toBeGreaterThan(8);
  for (const { name, most } of counts)
    expect([name, most, bounds[most]]).toEqual([name, most, expect.any(Number)]);
  for (const { name, text } of sources.filter(({ name }) =>
    ['ports', 'count-desks', 'recount'].includes(name),
  ))
    for (const [, constant = '', value = ''] of text.matchAll(
      /const (MOST_COUNTED|COUNTED_TO|MANY) = ([\d_]+);/g,
    ))
      expect([name, Number(value.replaceAll('_', ''))]).toEqual([name, bounds[constant]]);
});

test('what is read whole stays small, for a reason', () => {
  const small: Record<string, string> = {
    units: 'a province has hundreds',
    regions: 'a province has some thousands at most',
    rulesets: 'a version for each decision of the manager',
    calendars: 'one a year',
    members: 'as many as a province has staff; afterwards only those who have changed',
    services: 'the register, ten thousand at most; kept by version',
    heartbeats: 'one document: the timer',
    asides: 'what has failed and not been settled',
    functions: 'one a cloud function: seven',
  };
  const whole = sources.flatMap(({ text }) =>
    [...text.matchAll(/readAll\(\s*[\w.]+,\s*'(\w+)'/g)].map(([, collection = '']) => collection),
  );
  expect([...new Set(whole)].filter(collection => small[collection] === undefined)).toEqual([]);
  // Of tickets, journals, messages and questions never.
  expect(Object.keys(small)).not.toEqual(expect.arrayContaining(['tickets']));
});
