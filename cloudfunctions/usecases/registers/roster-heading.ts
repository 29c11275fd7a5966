import { hasRole, platformStaff } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { OPERATOR, type Register } from '../../domain/registers';
import { daysWithoutAnybody, onDutyAt } from '../../domain/registers/rosters/duties';
import { rosters, rosterWindows } from '../../domain/registers/rosters';
import { windowOf } from '../../domain/rulesets';
import { addDays, civilDateOf, startOfDay } from '../../domain/time';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import { dutiesOf } from '../kernel/reading/duties';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Ports } from '../kernel/ports';

/** Above a roster: who of the own party is on duty now, and on which of the days to come nobody is (G-3.2.1). */

const DAYS = 5;

const partyOf = (actor: Actor): string | undefined =>
  actor.unitId ?? (hasRole(actor, platformStaff) ? OPERATOR : undefined);

export const rosterHeading = async (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  { activeRuleSet, calendar, directory }: Snapshot,
  actor: Actor,
  { register }: Pick<Register, 'register'>,
): Promise<string[]> => {
  const party = partyOf(actor);
  if (register !== rosters.register || party === undefined) return [];
  const today = civilDateOf(now());
  const days = windowOf(activeRuleSet, rosterWindows.days);
  const duties = await dutiesOf(
    database,
    calendar,
    party,
    startOfDay(today),
    startOfDay(addDays(today, days)),
  );
  const onDuty = onDutyAt(duties, now()).map(({ memberId, phone, endsAt }) =>
    [directory.member(memberId)?.name, phone, `到 ${spokenTime(endsAt)}`].filter(Boolean).join(' '),
  );
  const empty = daysWithoutAnybody(duties, today, days);
  const named = empty.slice(0, DAYS).map(spokenDate).join('、');
  return [
    onDuty.length > 0 ? `现在值班：${onDuty.join('；')}` : '现在没有人值班',
    ...(empty.length > 0
      ? [`接下来 ${days} 天里没有人值班的：${named}${empty.length > DAYS ? ` 等 ${empty.length} 天` : ''}`]
      : []),
  ];
};
