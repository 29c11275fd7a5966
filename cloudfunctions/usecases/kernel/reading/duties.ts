import type { Calendar } from '../../../domain/calendar';
import { dutiesIn, earliestStart, type Duty, type DutyRow } from '../../../domain/registers/rosters/duties';
import { ALL_PATTERNS, patternsOf, rosters } from '../../../domain/registers/rosters';
import type { Instant } from '../../../domain/time';
import type { RegisterRowDocument } from '../documents';
import { PAGE, type Database } from '../ports';

/** Who is on duty (A51, G-3.2.1): the spells by date around a time, and the patterns, however long ago they began. */

const rowsBetween = async (
  database: Pick<Database, 'find'>,
  key: string,
  from: string,
  to: string,
): Promise<RegisterRowDocument[]> => {
  const found: RegisterRowDocument[] = [];
  for (let after = from; ;) {
    const page = await database.find('registers', {
      where: { scope: `${rosters.register}|${key}`, key: { gt: after, lt: to } },
      order: ['key', 'asc'],
      limit: PAGE,
    });
    found.push(...page);
    if (page.length < PAGE) return found;
    after = page.at(-1)?.key ?? after;
  }
};

const rowsOf = async (
  database: Pick<Database, 'find'>,
  [dated, patterns]: readonly [dated: string, patterns: string],
  from: Instant,
  to: Instant,
): Promise<RegisterRowDocument[]> => {
  const [near, again] = await Promise.all([
    rowsBetween(database, dated, earliestStart(from), to),
    rowsBetween(database, patterns, '', to),
  ]);
  return [...near.filter(({ values }) => values['repeat'] === undefined), ...again];
};

const asRows = (found: readonly RegisterRowDocument[]): DutyRow[] =>
  found.map(({ values }) => values as unknown as DutyRow);

/** Who of a party is on duty in a time, in the order in which they begin. */
export const dutiesOf = async (
  database: Pick<Database, 'find'>,
  calendar: Calendar,
  party: string,
  from: Instant,
  to: Instant,
): Promise<Duty[]> =>
  dutiesIn(
    asRows(await rowsOf(database, [`unit:${party}`, patternsOf(party)], from, to)),
    calendar,
    from,
    to,
  );

/** The same of all parties, read together; by party. */
export const dutiesOfAll = async (
  database: Pick<Database, 'find'>,
  calendar: Calendar,
  from: Instant,
  to: Instant,
): Promise<(party: string) => Duty[]> => {
  const byParty = new Map<string, RegisterRowDocument[]>();
  for (const row of await rowsOf(database, ['all', ALL_PATTERNS], from, to))
    byParty.set(row.ownerId, [...(byParty.get(row.ownerId) ?? []), row]);
  return party => dutiesIn(asRows(byParty.get(party) ?? []), calendar, from, to);
};
