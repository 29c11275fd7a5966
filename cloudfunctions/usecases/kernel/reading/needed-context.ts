import { isActiveOn } from '../../../domain/catalogue/staffing';
import type { Actor, Context, Input, Lookup, Procedure } from '../../../domain/engine';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import type { TicketDocument } from '../documents';
import { PAGE, type Ports } from '../ports';
import type { Snapshot } from './snapshot';

/** What the rules of a procedure need to know besides its ticket: its own queries, answered from the database. */

/** Behind all keys that begin with an instant. */
const LAST = '~';

const lookupIn = (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  { directory, services }: Snapshot,
): Lookup => {
  const newest = async (tag: string, from: string, to: string, most: number): Promise<Ticket[]> => {
    const found: Ticket[] = [];
    let before = to;
    while (found.length < most) {
      const page: TicketDocument[] = await database.find('tickets', {
        where: {
          'keys.tags': tag,
          'keys.newKey': from === '' ? { lt: before } : { gte: from, lt: before },
        },
        order: ['keys.newKey', 'desc'],
        limit: Math.min(PAGE, most - found.length),
      });
      found.push(...page.map(({ ticket }) => ticket));
      before = page.at(-1)?.keys.newKey ?? '';
      if (page.length < PAGE) break;
    }
    return found;
  };
  return {
    tickets: (tag, { most }) => newest(tag, '', LAST, most),
    between: (tag, from, to, { most }) => newest(tag, from, to, most),
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
    watched: async () => {
      const watched = (await services()).filter(
        ({ interfaces = [], withdrawn }) => !withdrawn && interfaces.some(({ probe }) => probe),
      );
      return { services: watched.length, faulty: watched.filter(({ state }) => state === 'fault').length };
    },
    member: id => {
      const found = directory.member(id);
      return Promise.resolve(found && isActiveOn(found, civilDateOf(now())) ? found : undefined);
    },
  };
};

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
  input?: Input,
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
      ...(input ? { input } : {}),
    }),
  });
  const key = `${kind}|${serviceId ?? ''}`;
  const needed = read.get(key) ?? look();
  read.set(key, needed);
  return needed;
};
