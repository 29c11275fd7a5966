import { isActiveOn } from '../../../domain/catalogue/staffing';
import type { Actor, Context, Lookup, Procedure } from '../../../domain/engine';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import type { TicketDocument } from '../documents';
import { PAGE, type Ports } from '../ports';
import type { Snapshot } from './snapshot';

/** What the rules of a procedure need to know besides its ticket: its own queries, answered from the database. */

const lookupIn = ({ database, now }: Pick<Ports, 'database' | 'now'>): Lookup => ({
  tickets: async (tag, { most }) => {
    const found: Ticket[] = [];
    let before = '~';
    while (found.length < most) {
      const page: TicketDocument[] = await database.find('tickets', {
        where: {
          'keys.tags': tag,
          'keys.newKey': { lt: before },
        },
        order: ['keys.newKey', 'desc'],
        limit: Math.min(PAGE, most - found.length),
      });
      found.push(...page.map(({ ticket }) => ticket));
      before = page.at(-1)?.keys.newKey ?? '';
      if (page.length < PAGE) break;
    }
    return found;
  },
  rows: async (register, of) => {
    const found = await database.find('registers', {
      where: of
        ? { scope: `${register}|unit:${of.party}`, key: { gt: of.from } }
        : { scope: `${register}|all` },
      order: ['key', 'asc'],
      limit: PAGE,
    });
    return found.map(({ values }) => values);
  },
  members: async role => {
    const found = await database.find('members', { where: { role }, limit: PAGE });
    return found
      .filter(member => isActiveOn(member, civilDateOf(now())))
      .map(({ _id, ...member }) => ({ ...member, id: _id }));
  },
  member: async id => {
    const found = await database.get('members', id);
    if (!found || !isActiveOn(found, civilDateOf(now()))) return undefined;
    const { _id, ...member } = found;
    return { ...member, id: _id };
  },
});

/** Read before the change begins; nothing where the procedure needs nothing. */
export const neededFor = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  { needs }: Procedure,
  serviceId: string | undefined,
  actor: Actor,
): Promise<Pick<Context, 'needed'>> => {
  if (!needs) return {};
  const { catalogue, activeRuleSet: ruleSet } = snapshot;
  return {
    needed: await needs.read(lookupIn(ports), { serviceId, catalogue, ruleSet, actor, now: ports.now() }),
  };
};
