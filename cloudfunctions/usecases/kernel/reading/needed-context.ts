import { isActiveOn } from '../../../domain/catalogue/staffing';
import type { Actor, Context, Lookup, Procedure } from '../../../domain/engine';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import type { TicketDocument } from '../documents';
import { PAGE, type Ports } from '../ports';
import type { Snapshot } from './snapshot';

/** What the rules of a procedure need to know besides its ticket: its own queries, answered from the database. */

const lookupIn = ({ database, now }: Pick<Ports, 'database' | 'now'>, { directory }: Snapshot): Lookup => ({
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
  members: role =>
    Promise.resolve(
      directory.members.filter(one => one.role === role && isActiveOn(one, civilDateOf(now()))),
    ),
  member: id => {
    const found = directory.member(id);
    return Promise.resolve(found && isActiveOn(found, civilDateOf(now())) ? found : undefined);
  },
});

type Needed = Pick<Context, 'needed'>;

/** What has been read of it for other tickets of the same call: it follows from the procedure and the service alone. */
export type ReadNeeded = Map<string, Promise<Needed>>;

/** Read before the change begins; nothing where the procedure needs nothing. */
export const neededFor = (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  { kind, needs }: Procedure,
  serviceId: string | undefined,
  actor: Actor,
  read: ReadNeeded = new Map<string, Promise<Needed>>(),
): Promise<Needed> => {
  if (!needs) return Promise.resolve({});
  const { catalogue, activeRuleSet: ruleSet } = snapshot;
  const look = async (): Promise<Needed> => ({
    needed: await needs.read(lookupIn(ports, snapshot), {
      serviceId,
      catalogue,
      ruleSet,
      actor,
      now: ports.now(),
    }),
  });
  const key = `${kind}|${serviceId ?? ''}`;
  const needed = read.get(key) ?? look();
  read.set(key, needed);
  return needed;
};
