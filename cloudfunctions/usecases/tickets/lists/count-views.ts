import type { StaffView } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import { MANY } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { rangeOf } from './queue-range';

const counted: StaffView[] = ['todo', 'mine', 'unit', 'overdue', 'all'];

/** How many tickets each view holds for this member, up to 99. */
export const countViews = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
): Promise<Record<StaffView, number>> => {
  const now = ports.now();
  const counts = await Promise.all(
    counted.map(async view => {
      const range = rangeOf(view, actor, now);
      return [view, range ? await ports.database.count('tickets', range.where, MANY) : 0] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<StaffView, number>;
};
