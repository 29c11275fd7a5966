import type { DeskLights } from '../../../../typings/contract';
import type { Calendar } from '../../../domain/calendar';
import { workdaysLeft } from '../../../domain/deadline';
import type { Actor } from '../../../domain/engine';
import { deskCounter, dueAt, type StoredCounter } from '../../../domain/ticket/counted';
import { scopeKey, tag } from '../../../domain/ticket/scope';
import { civilDateOf, type Instant } from '../../../domain/time';
import { dueToday, isOverdue } from '../../tickets/lists/queue-range';
import { readCounters } from '../../kernel/reading/counters';
import type { Runtime } from '../../kernel/runtime';
import type { Snapshot } from '../../kernel/reading/snapshot';

/** Where the open tickets lie that a reader answers for (G-2.1c): at which desk how many are overdue, due, or in time. */

type Numbers = Pick<DeskLights, 'overdue' | 'today' | 'open'>;

/** Counted no further: a screen shows it as "999+". */
const MOST_COUNTED = 1000;

/** Desks of the units in question, or of all with operator and manager; the keys hold what the lead of each sees. */
const desksOf = (snapshot: Snapshot, unitIds: ReadonlySet<string> | undefined) => {
  const { operator, manager } = snapshot.activeRuleSet.roleNames;
  const units = snapshot.catalogue.units().filter(({ id }) => !unitIds || unitIds.has(id));
  return [
    ...units.map(({ id, name }) => ({ desk: `lead:${id}`, name })),
    ...(unitIds
      ? []
      : [
          { desk: 'operator-lead', name: operator },
          { desk: 'manager', name: manager },
        ]),
  ];
};

/** Whoever sees everything reads the desk's own counter, and so does the lead whose desk it is; others that of their eyes. */
const counterFor = (desk: string, reader: string): string =>
  reader === 'manager' || reader === 'operator-lead' || reader === desk
    ? deskCounter(desk)
    : deskCounter(desk, reader);

const upToMost = (n: number): number => Math.min(n, MOST_COUNTED);

const lightsOf = (
  counter: StoredCounter,
  calendar: Calendar,
  now: Instant,
): Omit<DeskLights, 'desk' | 'name'> => {
  const { overdue, today, oldest } = dueAt(counter, now);
  return {
    overdue: upToMost(overdue),
    today: upToMost(today),
    open: upToMost(counter.n),
    // What is over by hours is over by a day.
    longest: oldest === undefined ? 0 : Math.max(1, -workdaysLeft(calendar, civilDateOf(now), oldest)),
  };
};

/** The worst are shown; `now` counts them all. */
const MOST_DESKS = 200;

const worstFirst = (one: DeskLights, other: DeskLights): number =>
  other.overdue - one.overdue ||
  other.longest - one.longest ||
  other.today - one.today ||
  other.open - one.open;

/** All that the reader sees, and by desk, the worst first; desks without open tickets are left out. */
export const countDesks = async (
  { ports: { database, now: clock } }: Pick<Runtime, 'ports'>,
  snapshot: Snapshot,
  actor: Actor,
  unitIds: ReadonlySet<string> | undefined,
): Promise<{ now: Numbers; desks: DeskLights[] }> => {
  const now = clock();
  const reader = scopeKey(actor) ?? '';
  const seen = tag.open(reader);
  const desks = desksOf(snapshot, unitIds);
  const due = (range: typeof isOverdue): Promise<number> =>
    database.count('tickets', { 'keys.tags': seen, ...range(now) }, MOST_COUNTED);
  const [counters, overdue, today] = await Promise.all([
    readCounters(database, [seen, ...desks.map(({ desk }) => counterFor(desk, reader))]),
    due(isOverdue),
    due(dueToday),
  ]);
  const lights = desks
    .map(one => ({ ...one, ...lightsOf(counters.of(counterFor(one.desk, reader)), snapshot.calendar, now) }))
    .filter(({ open }) => open > 0);
  return {
    now: { overdue, today, open: upToMost(counters.n(seen)) },
    desks: lights.sort(worstFirst).slice(0, MOST_DESKS),
  };
};
