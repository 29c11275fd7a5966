import * as z from 'zod';
import type { Board } from '../../../typings/api';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import { hasRole, leads, ticketReaders } from '../../domain/catalogue/roles';
import { CONFIDENTIAL, type Actor } from '../../domain/engine';
import { addDays, civilDateOf } from '../../domain/time';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { countDesks } from './count-desks';
import { definitions, opinionsIn } from './count-opinions';

export const boardInput = z.object({ weeks: z.number().int().min(1).max(26).default(8) });

type Tally = { filed: number; inTime: number; late: number };
const NONE: Tally = { filed: 0, inTime: 0, late: 0 };
/**
 * Keys of a counter: `measure|kind|party`, of confidential tickets with one part more. Of some units what was dispatched
 * to them, of all what was filed.
 */
const tally = (
  counts: Record<string, number>,
  parties: ReadonlySet<string> | undefined,
  seesConfidential: boolean,
): Tally => {
  const sum: Tally = { filed: 0, inTime: 0, late: 0 };
  for (const [key, n] of Object.entries(counts)) {
    const [measure, , who = '', apart] = key.split('|');
    if ((parties && !parties.has(who)) || (apart === CONFIDENTIAL && !seesConfidential)) continue;
    if (measure === (parties ? 'dispatched' : 'filed')) sum.filed += n;
    if (measure === 'clock.reply.met') sum.inTime += n;
    if (measure === 'clock.reply.late') sum.late += n;
  }
  return sum;
};

/** What documents assign, apart from the rest (A54). */
const tallyAssigned = (
  counts: Record<string, number>,
  parties: ReadonlySet<string> | undefined,
  seesConfidential: boolean,
): Tally => {
  const of = (wanted: string): number =>
    Object.entries(counts)
      .map(([key, n]) => ({ parts: key.split('|'), n }))
      .filter(
        ({ parts: [measure, , who = '', apart] }) =>
          measure === wanted &&
          (!parties || parties.has(who)) &&
          (apart !== CONFIDENTIAL || seesConfidential),
      )
      .reduce((sum, { n }) => sum + n, 0);
  return { filed: of('assigned.filed'), inTime: of('assigned.met'), late: of('assigned.late') };
};

const add = (one: Tally, other: Tally): Tally => ({
  filed: one.filed + other.filed,
  inTime: one.inTime + other.inTime,
  late: one.late + other.late,
});

/** A unit sees its own numbers, a local authority those of the units of its region and below, others all. */
const partiesOf = (actor: Actor, catalogue: Catalogue): ReadonlySet<string> | undefined => {
  if (actor.unitId) return new Set([actor.unitId]);
  const { region } = actor;
  if (actor.role !== 'local' || !region) return undefined;
  const local = catalogue.units().filter(unit => regionPath(unit.region, catalogue).includes(region));
  return new Set(local.map(unit => unit.id));
};

/** Those with the most late ones are listed. */
const MOST_UNITS = 200;

/** `board.get`: what lies where now, and numbers by week from the counters; whose follows from unit and region. */
export const getBoard = async (
  runtime: Runtime,
  actor: Actor,
  { weeks }: z.infer<typeof boardInput>,
): Promise<Board> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  const today = civilDateOf(ports.now());
  const first = addDays(today, -7 * weeks + 1);
  const parties = partiesOf(actor, catalogue);
  const seesConfidential = hasRole(actor, leads);
  const days = await readAll(ports.database, 'counters', '_id', {}, first);
  const shown = days.filter(day => 'day' in day).filter(day => day.day <= today);
  const perWeek = Array.from({ length: weeks }, (_, index) => {
    const from = addDays(first, 7 * index);
    const to = addDays(from, 6);
    const own = shown
      .filter(({ day }) => day >= from && day <= to)
      .map(({ counts }) => tally(counts, parties, seesConfidential));
    return { from, ...own.reduce(add, NONE) };
  });
  const units = catalogue
    .units()
    .filter(unit => !parties || parties.has(unit.id))
    .map(unit => {
      const sum = shown
        .map(({ counts }) => tally(counts, new Set([unit.id]), seesConfidential))
        .reduce(add, NONE);
      return { unitId: unit.id, name: unit.name, inTime: sum.inTime, late: sum.late };
    })
    .filter(unit => unit.inTime + unit.late > 0);
  const counts = shown.map(day => day.counts);
  const withOpinions = catalogue
    .units()
    .filter(unit => !parties || parties.has(unit.id))
    .map(({ id, name }) => ({ unitId: id, name, ...opinionsIn(counts, new Set([id])) }))
    .filter(({ solved, satisfied }) => solved.asked + satisfied.asked > 0);
  const listed = [...units].sort((one, other) => other.late - one.late).slice(0, MOST_UNITS);
  return {
    weeks: perWeek,
    assigned: shown.map(({ counts }) => tallyAssigned(counts, parties, seesConfidential)).reduce(add, NONE),
    units: units.filter(unit => listed.includes(unit)),
    opinions: { ...opinionsIn(counts, parties), definitions, units: withOpinions.slice(0, MOST_UNITS) },
    ...(await countDesks(runtime, actor, parties)),
  };
};

export const boardGet = useCase(boardInput, ticketReaders, (runtime, { actor }, input) =>
  getBoard(runtime, actor, input),
);
