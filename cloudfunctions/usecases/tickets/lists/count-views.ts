import type { StaffView } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import { scopeKey, tag } from '../../../domain/ticket/scope';
import { readCounters } from '../../kernel/reading/counters';
import { MANY } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { isOverdue } from './queue-range';

const NONE: Record<StaffView, number> = { todo: 0, mine: 0, unit: 0, overdue: 0, all: 0 };

/**
 * How many tickets each view holds for this member, up to 99: from the counters that every write keeps, so that nothing is
 * counted here but what is overdue, which time alone changes.
 */
export const countViews = async (
  { ports: { database, now } }: Pick<Runtime, 'ports'>,
  actor: Actor,
): Promise<Record<StaffView, number>> => {
  const key = scopeKey(actor);
  if (!key) return NONE;
  const names = {
    todo: tag.todo(key),
    mine: tag.mine(actor.id),
    unit: tag.desk(key),
    all: tag.seen(key),
  };
  const [counters, overdue] = await Promise.all([
    readCounters(database, Object.values(names)),
    database.count('tickets', { 'keys.tags': tag.seen(key), ...isOverdue(now()) }, MANY),
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
