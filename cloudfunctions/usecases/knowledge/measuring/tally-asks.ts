import type { AskDocument, TallyDocument } from '../../kernel/documents';
import { PAGE, type Database, type Reader, type Transaction } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import type { Work } from '../../clock/work';
import { addMinutes, type CivilDate } from '../../../domain/time';

/**
 * How many questions a week had, kept in one document a week: the numbers of the knowledge base read nothing that grows
 * with the questions. The timer adds what has come, in the order of time; a judgement on a question that is in the sum
 * already changes the sum in its own transaction.
 */

/** What a week is counted by: the bands in which it was answered, and what people said of it. */
export type AskCount = AskDocument['band'] | 'solved' | 'unsolved';
type Counts = Partial<Record<AskCount, number>>;

/** What waits meanwhile is read with the sums (`readTallies`). */
const EVERY_MINUTES = 5;

/** Up to which key questions are in the sums. */
const MARK = 'asks';
const idOf = (week: CivilDate): string => `asks:${week}`;

const plus = (one: Counts, other: Counts): Counts => {
  const sum: Counts = { ...one };
  for (const [name, n] of Object.entries(other) as [AskCount, number][]) sum[name] = (sum[name] ?? 0) + n;
  return sum;
};

const judgementOf = (solved: boolean | null, n: 1 | -1): Counts =>
  solved === null ? {} : { [solved ? 'solved' : 'unsolved']: n };

const countsOf = ({ band, solved }: AskDocument): Counts => plus({ [band]: 1 }, judgementOf(solved, 1));

const byWeek = (asks: readonly AskDocument[]): Map<CivilDate, Counts> => {
  const weeks = new Map<CivilDate, Counts>();
  for (const ask of asks) weeks.set(ask.week, plus(weeks.get(ask.week) ?? {}, countsOf(ask)));
  return weeks;
};

const upTo = async (reader: Reader): Promise<string> => (await reader.get('tallies', MARK))?.upTo ?? '';

const addTo = async (transaction: Transaction, week: CivilDate, counts: Counts): Promise<void> => {
  const _id = idOf(week);
  const tally: TallyDocument = (await transaction.get('tallies', _id)) ?? { _id, counts: {} };
  await transaction.put('tallies', { ...tally, counts: plus(tally.counts as Counts, counts) });
};

const asksAfter = (database: Database, key: string, before: string): Promise<AskDocument[]> =>
  database.find('asks', { where: { key: { gt: key, lt: before } }, order: ['key', 'asc'], limit: PAGE });

/** Adds a page of questions, all or nothing; another run that was faster leaves nothing to add. */
const addPage = ({ database }: { database: Database }, mark: string, asks: AskDocument[]): Promise<void> =>
  database.transaction(async transaction => {
    if ((await upTo(transaction)) !== mark) return;
    for (const [week, counts] of byWeek(asks)) await addTo(transaction, week, counts);
    await transaction.put('tallies', { _id: MARK, counts: {}, upTo: asks.at(-1)?.key ?? mark });
  });

/** The newest are left for the next run: with two clocks that differ a little, one may still come before them. */
export const tallyAsks = async ({ ports }: Runtime, work: Work): Promise<{ counted: number }> => {
  const before = addMinutes(ports.now(), -1);
  let counted = 0;
  while (await work.hasTime()) {
    const mark = await upTo(ports.database);
    const asks = await asksAfter(ports.database, mark, before);
    if (asks.length === 0) {
      work.rest(addMinutes(ports.now(), EVERY_MINUTES));
      break;
    }
    await addPage(ports, mark, asks);
    counted += asks.length;
  }
  return { counted };
};

/** What a person says of a question, or says otherwise: changes the sum where the question is in it. */
export const countJudgement = async (
  transaction: Transaction,
  ask: AskDocument,
  solved: boolean,
): Promise<void> => {
  if (ask.solved === solved || ask.key > (await upTo(transaction))) return;
  await addTo(transaction, ask.week, plus(judgementOf(ask.solved, -1), judgementOf(solved, 1)));
};

/** The sums by week, with the questions that are not in them yet. */
export const readTallies = async (
  database: Database,
  weeks: readonly CivilDate[],
): Promise<(week: CivilDate) => Counts> => {
  const [kept, waiting] = await Promise.all([
    Promise.all(weeks.map(week => database.get('tallies', idOf(week)))),
    upTo(database).then(mark => asksAfter(database, mark, '~')),
  ]);
  const fresh = byWeek(waiting);
  const sums = new Map(
    weeks.map((week, index) => [week, plus((kept[index]?.counts ?? {}) as Counts, fresh.get(week) ?? {})]),
  );
  return week => sums.get(week) ?? {};
};
