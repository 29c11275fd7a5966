import type { StaffView } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import { scopeKey, tag } from '../../../domain/ticket/scope';
import { countersOf, readCounters } from '../../kernel/reading/counters';
import type { Begun } from '../../kernel/reading/snapshot';
import { MANY, type Ports } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { isOverdue } from './queue-range';

const NONE: Record<StaffView, number> = { todo: 0, mine: 0, unit: 0, overdue: 0, all: 0 };

type Counted = Record<Exclude<StaffView, 'overdue'>, string>;

const namesOf = (actor: Actor): Counted | undefined => {
  const key = scopeKey(actor);
  if (!key) return undefined;
  return { todo: tag.todo(key), mine: tag.mine(actor.id), unit: tag.desk(key), all: tag.seen(key) };
};

/** The counters of a member's views, to be read with the first query of the call. */
export const viewCounters = (actor: Actor): string[] => Object.values(namesOf(actor) ?? {});

/** What time alone changes is counted; every list of it is one range of the index. */
const countOverdue = (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  actor: Actor,
): Promise<number> | number => {
  const key = scopeKey(actor);
  return key ? database.count('tickets', { 'keys.tags': tag.seen(key), ...isOverdue(now()) }, MANY) : 0;
};

/**
 * How many tickets each view holds for this member, up to 99: from the counters that every write keeps, which the call
 * may have read already (`begun`), so that nothing is counted here but what is overdue.
 */
export const countViews = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
  begun?: Pick<Begun, 'numbers'>,
): Promise<Record<StaffView, number>> => {
  const names = namesOf(actor);
  if (!names) return NONE;
  const read = begun && countersOf(begun.numbers, Object.values(names));
  const [counters, overdue] = await Promise.all([
    read ?? readCounters(ports.database, Object.values(names)),
    countOverdue(ports, actor),
  ]);
  const upToMany = (name: string): number => Math.min(counters.n(name), MANY);
  return {
    todo: upToMany(names.todo),
    mine: upToMany(names.mine),
    unit: upToMany(names.unit),
    overdue,
    all: upToMany(names.all),
  };
};
