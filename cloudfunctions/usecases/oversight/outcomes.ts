import { regionPath } from '../../domain/catalogue';
import {
  isWithin,
  rateOf,
  spansOf,
  sumBy,
  type OutcomeNumbers,
  type Spans,
} from '../../domain/outcomes/figures';
import { cellsOf, isConfidential, tallyId, type Cell, type OutcomeTally } from '../../domain/outcomes/tally';
import { monthOf } from '../../domain/outcomes/rows';
import { STOCK, stockOf, type StockSums } from '../../domain/outcomes/stock';
import { oddSigns, type OddCode } from '../../domain/outcomes/odd';
import { policies, usersOf } from '../../domain/procedures';
import { titleOf } from '../../domain/rulesets';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import type { CivilDate } from '../../domain/time';
import { PAGE, type Database, type Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { waitingChange } from './count-outcomes';

/**
 * The one way in which anybody reads what became of limits: compliance, reports, assessments, the public board. It reads the
 * tallies of the months and days of the period and no ticket: a year of a unit is some forty small documents.
 */
export type OutcomeQuery = {
  /** Both inclusive: the days on which limits were due. */
  from: CivilDate;
  to: CivilDate;
  unitId?: string | undefined;
  /** With what lies below it. */
  region?: string | undefined;
  by?: 'unit' | 'region' | 'month' | undefined;
  /** Whether the reader may see confidential ones; otherwise they are not counted (A34). */
  confidential?: boolean;
};

export type OutcomeFigure = OutcomeNumbers & {
  policy: string;
  clause: string;
  label: string;
  /** An internal target: no promise to anybody (A7). */
  internal?: true;
  /** The unit, region or month; of whoever is no unit `@operator` and the like. */
  key?: string;
  /** Null below twenty. */
  rate: number | null;
  definition: string;
};

export const outcomeDefinition =
  '到期：期限（以办理时确定的到期日为准）落在所选日期内，已办结的，和超期仍未办的；' +
  '按时：到期日当天及以前办结的；超期：到期日以后办结的；按时率＝按时÷到期，到期不足20件的只列件数。' +
  '期限按办结时承担的单位计，退回前未超期的不计；并单时还没有答复的各计一次，一件里重新起算的也各计一次，看件时每件只列一行；在办（未到期）的不计入到期';

/** Behind all documents of a period. */
const BEHIND = '~';

const readPeriod = async (
  { database }: { database: Pick<Database, 'find'> },
  period: string,
): Promise<OutcomeTally[]> => {
  const found: OutcomeTally[] = [];
  for (let after = `${period}|`; ;) {
    const page = await database.find('outcomes', {
      where: { _id: { gt: after, lt: `${period}|${BEHIND}` } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    found.push(...page);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return found;
    after = last._id;
  }
};

const readParty = async (
  { database }: { database: Pick<Database, 'find'> },
  periods: readonly string[],
  party: string,
): Promise<OutcomeTally[]> => {
  const ids = periods.flatMap(period => [tallyId(period, party), tallyId(period, party, true)]);
  const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, at) =>
    database.find('outcomes', { where: { _id: { in: ids.slice(at * PAGE, (at + 1) * PAGE) } }, limit: PAGE }),
  );
  return (await Promise.all(pages)).flat();
};

const periodsOf = ({ months, partly, days }: Spans): string[] => [...months, ...partly, ...days];

/** What is stored of periods, and what has not been delivered yet. */
const readTallies = async (
  ports: Pick<Ports, 'database'>,
  periods: readonly string[],
  party?: string,
): Promise<OutcomeTally[]> => {
  const [stored, waiting] = await Promise.all([
    party === undefined
      ? Promise.all(periods.map(period => readPeriod(ports, period))).then(pages => pages.flat())
      : readParty(ports, periods, party),
    waitingChange(ports),
  ]);
  const isAsked = (id: string): boolean => {
    const [period = '', whose] = id.split('|');
    return periods.includes(period) && (party === undefined || whose === party);
  };
  const sum: Counts = Object.fromEntries(stored.map(({ _id, counts }) => [_id, { ...counts }]));
  for (const [id, more] of Object.entries(waiting)) if (isAsked(id)) addCounts(sum, { [id]: more });
  return Object.entries(sum).map(([_id, counts]) => ({ _id, counts }));
};

const keyBy = (by: NonNullable<OutcomeQuery['by']>, { party, region, period, due }: Cell): string =>
  by === 'unit' ? party : by === 'region' ? region : monthOf(due ?? period);

/** What the tallies hold of a period, as its reader may see it. */
const readCells = async (
  ports: Pick<Ports, 'database' | 'now'>,
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  { from, to, unitId, region, confidential = false }: Omit<OutcomeQuery, 'by'>,
): Promise<Cell[]> => {
  const spans = spansOf(from, to);
  const now = ports.now();
  const wanted = isWithin(spans);
  const isIn = (code: string): boolean =>
    region === undefined || regionPath(code, catalogue).includes(region);
  return (await readTallies(ports, periodsOf(spans), unitId))
    .filter(({ _id }) => confidential || !isConfidential(_id))
    .flatMap(tally => cellsOf(tally, now))
    .filter(cell => wanted(cell) && isIn(cell.region));
};

/** With whom how much lay at the start and the end of a period, and what came and left between; nothing of confidential ones. */
export const readStock = async (
  ports: Pick<Ports, 'database'>,
  { first, last }: { first: CivilDate; last: CivilDate },
): Promise<Map<string, StockSums>> => {
  const months = [...new Set([monthOf(first), monthOf(last)])];
  const tallies = await readTallies(ports, [STOCK, ...months]);
  return stockOf(
    tallies.filter(({ _id }) => !isConfidential(_id)),
    { first, last },
  );
};

/** What is odd (A52), by party in the order of their codes and by sign. */
export const readOdd = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Pick<Snapshot, 'catalogue'>,
  query: Omit<OutcomeQuery, 'by'>,
): Promise<{ unitId: string; code: OddCode; n: number }[]> => {
  const sums = new Map<string, number>();
  for (const { state, policy: code, party, n } of await readCells(ports, snapshot, query))
    if (state === 'odd') sums.set(`${party}|${code}`, (sums.get(`${party}|${code}`) ?? 0) + n);
  const order = Object.keys(oddSigns);
  return [...sums]
    .map(([key, n]) => {
      const [unitId = '', code] = key.split('|');
      return { unitId, code: code as OddCode, n };
    })
    .filter(({ n, code }) => n > 0 && order.includes(code))
    .sort((one, other) =>
      one.unitId === other.unitId
        ? order.indexOf(one.code) - order.indexOf(other.code)
        : one.unitId < other.unitId
          ? -1
          : 1,
    );
};

/** What became of limits, a row for each policy and key, in the order of the procedures; rows of nothing are left out. */
export const readOutcomes = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Pick<Snapshot, 'catalogue'>,
  { by, ...query }: OutcomeQuery,
): Promise<OutcomeFigure[]> => {
  const cells = await readCells(ports, snapshot, query);
  const sums = sumBy(cells, cell => (by ? `${cell.policy}|${keyBy(by, cell)}` : cell.policy));
  const order = policies.map(({ id }) => id);
  return [...sums]
    .map(([id, numbers]): OutcomeFigure => {
      const [policy = '', key] = id.split('|');
      const known = policies.find(one => one.id === policy);
      return {
        policy,
        clause: known?.clause ?? '',
        label: known ? titleOf(known, usersOf(known)) : policy,
        ...(known?.internal ? { internal: true } : {}),
        ...(by ? { key: key ?? '' } : {}),
        ...numbers,
        rate: rateOf(numbers),
        definition: outcomeDefinition,
      };
    })
    .sort(
      (one, other) =>
        order.indexOf(one.policy) - order.indexOf(other.policy) ||
        ((one.key ?? '') < (other.key ?? '') ? -1 : 1),
    );
};
