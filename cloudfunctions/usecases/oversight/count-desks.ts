import type { DeskLights } from '../../../typings/contract';
import type { Actor } from '../../domain/engine';
import { scopeKey, tag } from '../../domain/ticket/scope';
import { dueToday, isOverdue } from '../tickets/lists/queue-range';
import type { Where } from '../kernel/ports';
import { showSummary, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';

/** Where the open tickets lie that a reader answers for (G-2.1c): at which desk how many are overdue, due, or in time. */

type Numbers = Pick<DeskLights, 'overdue' | 'today' | 'open'>;

/** Counted no further: a screen shows it as "999+". */
const MOST_COUNTED = 1000;

const countOpen = ({ ports }: Runtime, tags: Where): Promise<number> =>
  ports.database.count('tickets', tags, MOST_COUNTED);

const countDue = async (
  { ports }: Runtime,
  tags: Where,
  now: string,
): Promise<Pick<Numbers, 'overdue' | 'today'>> => {
  const [overdue, today] = await Promise.all([
    ports.database.count('tickets', { ...tags, ...isOverdue(now) }, MOST_COUNTED),
    ports.database.count('tickets', { ...tags, ...dueToday(now) }, MOST_COUNTED),
  ]);
  return { overdue, today };
};

/** How many working days the oldest is over. */
const longestOf = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  tags: Where,
  now: string,
): Promise<number> => {
  const [oldest] = await ports.database.find('tickets', {
    where: { ...tags, ...isOverdue(now) },
    order: ['keys.dueKey', 'asc'],
    limit: 1,
  });
  const left = oldest && showSummary(snapshot, oldest.ticket, actor, now).next?.daysLeft;
  return Math.max(0, -(left ?? 0));
};

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

/** The worst are shown; `now` counts them all. */
const MOST_DESKS = 200;

const worstFirst = (one: DeskLights, other: DeskLights): number =>
  other.overdue - one.overdue ||
  other.longest - one.longest ||
  other.today - one.today ||
  other.open - one.open;

/** All that the reader sees, and by desk, the worst first; desks without open tickets are left out. */
export const countDesks = async (
  runtime: Runtime,
  actor: Actor,
  unitIds: ReadonlySet<string> | undefined,
): Promise<{ now: Numbers; desks: DeskLights[] }> => {
  const snapshot = await runtime.snapshots.current();
  const now = runtime.ports.now();
  const seen = tag.open(scopeKey(actor) ?? '');
  const lightsOf = async (one: { desk: string; name: string }): Promise<DeskLights[]> => {
    const tags: Where = { 'keys.tags': { all: [tag.desk(one.desk), seen] } };
    const open = await countOpen(runtime, tags);
    if (open === 0) return [];
    const due = await countDue(runtime, tags, now);
    const longest = due.overdue > 0 ? await longestOf(runtime, snapshot, actor, tags, now) : 0;
    return [{ ...one, ...due, open, longest }];
  };
  const all: Where = { 'keys.tags': seen };
  const [open, due, desks] = await Promise.all([
    countOpen(runtime, all),
    countDue(runtime, all, now),
    Promise.all(desksOf(snapshot, unitIds).map(lightsOf)),
  ]);
  return { now: { ...due, open }, desks: desks.flat().sort(worstFirst).slice(0, MOST_DESKS) };
};
