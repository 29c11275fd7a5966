import * as z from 'zod';
import type { Board } from '../../../../typings/api';
import { regionPath, type Catalogue } from '../../../domain/catalogue';
import { hasRole, leads, ticketReaders } from '../../../domain/catalogue/roles';
import { CONFIDENTIAL, type Actor } from '../../../domain/engine';
import { addDays, civilDateOf } from '../../../domain/time';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { countDesks } from './count-desks';
import { definitions, firstContactIn, opinionsIn } from './count-opinions';
import { readDaysOfBoard, type DayCounts } from './read-days';

export const boardInput = z.object({ weeks: z.number().int().min(1).max(26).default(8) });

type Tally = { filed: number; inTime: number; late: number };
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

type Sum = Record<string, number>;

const summed = (days: readonly DayCounts[]): Sum => {
  const sum: Sum = {};
  for (const { counts } of days)
    for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
  return sum;
};

/** What belongs to each party, so that nobody's numbers are looked for among everybody's. */
const byParty = (sum: Sum): Map<string, Sum> => {
  const parties = new Map<string, Sum>();
  for (const [key, n] of Object.entries(sum)) {
    const who = key.split('|')[2] ?? '';
    const own = parties.get(who) ?? {};
    own[key] = n;
    parties.set(who, own);
  }
  return parties;
};

/** `board.get`: what lies where now, and numbers by week from the counters; whose follows from unit and region. */
export const getBoard = async (
  runtime: Runtime,
  actor: Actor,
  { weeks }: z.infer<typeof boardInput>,
): Promise<Board> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { catalogue } = snapshot;
  const today = civilDateOf(ports.now());
  const first = addDays(today, -7 * weeks + 1);
  const parties = partiesOf(actor, catalogue);
  const seesConfidential = hasRole(actor, leads);
  const [days, desks] = await Promise.all([
    readDaysOfBoard(ports, first, today),
    countDesks(runtime, snapshot, actor, parties),
  ]);
  const perWeek = Array.from({ length: weeks }, (_, index) => {
    const from = addDays(first, 7 * index);
    const to = addDays(from, 6);
    const own = summed(days.filter(({ day }) => day >= from && day <= to));
    return { from, ...tally(own, parties, seesConfidential) };
  });
  const sum = summed(days);
  const ofParty = byParty(sum);
  const own = catalogue.units().filter(unit => !parties || parties.has(unit.id));
  const units = own
    .map(({ id, name }) => {
      const { inTime, late } = tally(ofParty.get(id) ?? {}, new Set([id]), seesConfidential);
      return { unitId: id, name, inTime, late };
    })
    .filter(unit => unit.inTime + unit.late > 0);
  const withOpinions = own
    .map(({ id, name }) => ({ unitId: id, name, ...opinionsIn([ofParty.get(id) ?? {}], new Set([id])) }))
    .filter(({ solved, satisfied }) => solved.asked + satisfied.asked > 0);
  const listed = [...units].sort((one, other) => other.late - one.late).slice(0, MOST_UNITS);
  return {
    weeks: perWeek,
    assigned: tallyAssigned(sum, parties, seesConfidential),
    firstContact: firstContactIn(sum, parties),
    units: units.filter(unit => listed.includes(unit)),
    opinions: { ...opinionsIn([sum], parties), definitions, units: withOpinions.slice(0, MOST_UNITS) },
    ...desks,
  };
};

export const boardGet = useCase(boardInput, ticketReaders, (runtime, { actor }, input) =>
  getBoard(runtime, actor, input),
);
