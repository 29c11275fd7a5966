import type { Actor } from '../../domain/engine';
import { agreements, coreAccess, whyClosed, type Paper } from '../../domain/registers/agreements';
import { memberKey } from '../../domain/registers/scope';
import { switchOf } from '../../domain/rulesets';
import { civilDateOf } from '../../domain/time';
import { fail } from '../kernel/failure';
import { PAGE } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';

/**
 * Core data, i.e. what is masked and what leaves as a file, stay closed to an account without the agreement and the vetting
 * that its type needs, on the day on which they end (J-21c, A37).
 */
export const refuseUncleared = async (
  { ports, snapshots }: Runtime,
  { id, role }: Pick<Actor, 'id' | 'role'>,
): Promise<void> => {
  const found = await ports.database.find('registers', {
    where: { scope: `${agreements.register}|${memberKey(id)}` },
    order: ['key', 'desc'],
    limit: PAGE,
  });
  const { activeRuleSet } = await snapshots.current();
  const papers = found.map(({ values }) => values as unknown as Paper);
  const why = whyClosed(papers, role, switchOf(activeRuleSet, coreAccess), civilDateOf(ports.now()));
  if (why !== undefined) fail('forbidden', `${why}，个人信息和导出暂不对您开放，请联系管理方`);
};
