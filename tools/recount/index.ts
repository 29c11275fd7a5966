import { parseArgs } from 'node:util';
import type { ReportDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { FigureValue } from '../../typings/contract';
import { Driver } from '../../local/cloud/store/driver';
import { recount, type Days, type Raw, type RawTicket, type Whose } from './count';
import { compareOdd, type OddDocument } from './odd';

/**
 * `npm run -s recount -- --data DIR`: counts every report that lies in a folder of the local cloud again, from its tickets, and
 * prints a JSON line for each figure that differs, and for each ticket that stands in other lists of what is odd (A52), then one of
 * all. Nobody may have the folder open. Exit 1 = some differ,
 * 2 = wrong use.
 */

const read = <T>(driver: Driver, name: string): T[] =>
  driver
    .all<{ body: string }>('SELECT d.body FROM doc d JOIN collection c ON c.id = d.c WHERE c.name = ?', name)
    .map(({ body }) => JSON.parse(body) as T);

export type Stored = Raw & { reports: readonly ReportDocument[]; odd: readonly OddDocument[] };

/** What lies in a folder. */
export const storedIn = (dataDir: string): Stored => {
  const driver = Driver.open(dataDir);
  try {
    const documents = ['tickets', 'archived'].flatMap(name =>
      read<{ ticket: RawTicket } & OddDocument>(driver, name),
    );
    return {
      reports: read<ReportDocument>(driver, 'reports'),
      tickets: documents.map(({ ticket }) => ticket),
      odd: documents,
      availability: read(driver, 'availability'),
      services: read(driver, 'services'),
      units: read(driver, 'units'),
      regions: read(driver, 'regions'),
    };
  } finally {
    driver.close();
  }
};

const moved = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The months before and a year before, and the weeks: 52 of them, as a week has its number from its Thursday. */
const compared = ({ first, last }: Days): { before: Days; yearBefore: Days | undefined } => {
  if (!first.endsWith('-01') || moved(last, 1).slice(8) !== '01' || last.slice(0, 7) !== first.slice(0, 7))
    return { before: { first: moved(first, -7), last: moved(last, -7) }, yearBefore: undefined };
  const end = moved(first, -1);
  const year = `${Number(first.slice(0, 4)) - 1}${first.slice(4)}`;
  const next = moved(`${year.slice(0, 8)}28`, 4).slice(0, 8);
  return {
    before: { first: `${end.slice(0, 8)}01`, last: end },
    yearBefore: { first: year, last: moved(`${next}01`, -1) },
  };
};

export type Difference = { report: string; key: string; of: string; says: string; counted: string };

const inWords = ({ numerator, denominator }: Pick<FigureValue, 'numerator' | 'denominator'>): string =>
  denominator === null ? String(numerator) : `${numerator}/${denominator}`;

/** What is different in one report, and how many of its numbers were counted again. */
export const compare = (
  stored: Stored,
  { _id: report, type, first, last, unitId, region, figures, parties }: ReportDocument,
): { differences: Difference[]; counted: number; left: string[] } => {
  const differences: Difference[] = [];
  const left = new Set<string>();
  let counted = 0;
  const look = (
    of: string,
    days: Days | undefined,
    whose: Whose,
    said: readonly (Pick<FigureValue, 'numerator' | 'denominator'> & { key: string })[],
  ): void => {
    if (!days) return;
    const again = recount(stored, days, whose);
    for (const figure of said) {
      const { key } = figure;
      const count = again.get(key) ?? (key.startsWith('policy:') ? ([0, 0] as const) : undefined);
      if (!count) {
        left.add(key);
        continue;
      }
      counted += 1;
      const [numerator, denominator] = count;
      const [says, counts] = [inWords(figure), inWords({ numerator, denominator })];
      if (says !== counts) differences.push({ report, key, of, says, counted: counts });
    }
  };
  const days = { first, last };
  // A bulletin says the same to everybody.
  const whose: Whose =
    type === 'bulletin' ? {} : { unitId: unitId ?? undefined, region: region ?? undefined };
  const { before, yearBefore } = compared(days);
  look('now', days, whose, figures);
  look(
    'before',
    before,
    whose,
    figures.map(({ key, before: value }) => ({ key, ...value })),
  );
  look(
    'yearBefore',
    yearBefore,
    whose,
    figures.map(({ key, yearBefore: value }) => ({ key, ...value })),
  );
  for (const party of parties) look(party.unitId, days, { unitId: party.unitId }, party.figures);
  return { differences, counted, left: [...left] };
};

const main = (): number => {
  let data: string | undefined;
  try {
    data = parseArgs({ strict: true, options: { data: { type: 'string' } } }).values.data;
  } catch {
    data = undefined;
  }
  if (!data) {
    console.error(
      'Use: npm run -s recount -- --data DIR  (a folder of the local cloud that nobody has open)',
    );
    return 2;
  }
  const stored = storedIn(data);
  const left = new Set<string>();
  let counted = 0;
  let different = 0;
  for (const report of stored.reports) {
    if (report.digest === '') continue;
    const found = compare(stored, report);
    counted += found.counted;
    different += found.differences.length;
    for (const key of found.left) left.add(key);
    for (const difference of found.differences) console.log(JSON.stringify(difference));
  }
  const odd = compareOdd(stored.odd);
  for (const difference of odd.differences) console.log(JSON.stringify(difference));
  different += odd.differences.length;
  const { reports, tickets } = stored;
  console.log(
    JSON.stringify({
      reports: reports.length,
      tickets: tickets.length,
      counted,
      odd: odd.signs,
      different,
      notCounted: [...left],
    }),
  );
  return different > 0 ? 1 : 0;
};

if (require.main === module) process.exit(main());
