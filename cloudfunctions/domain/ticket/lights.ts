import { recordPassed, type Clock, type ReminderContext } from '../deadline';
import type { Instant } from '../time';
import type { LightRecord } from './ticket';

/** The lights of a ticket in the order in which they came, with those that a clock has put on record since (A24). */
export const withLightsOf = (lights: readonly LightRecord[], before: Clock, after: Clock): LightRecord[] => {
  const added = after.reminded.flatMap(({ level, at }, index): LightRecord[] =>
    (level === 'yellow' || level === 'red') && !before.reminded.includes(after.reminded[index]!)
      ? [{ clockId: after.id, level, at }]
      : [],
  );
  if (added.length === 0) return [...lights];
  // A late sweep finds them in another order than a punctual one.
  return [...lights, ...added].sort((one, other) =>
    one.at === other.at ? (one.clockId < other.clockId ? -1 : 1) : one.at < other.at ? -1 : 1,
  );
};

/** A clock that is about to stop or move, and the lights, with the levels that passed before. */
export const settlePassed = (
  lights: readonly LightRecord[],
  clock: Clock,
  until: Instant,
  context: ReminderContext,
): { clock: Clock; lights: LightRecord[] } => {
  const settled = recordPassed(clock, until, context);
  return { clock: settled, lights: withLightsOf(lights, clock, settled) };
};
