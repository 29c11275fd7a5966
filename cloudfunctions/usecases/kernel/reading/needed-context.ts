import { isActiveOn } from '../../../domain/catalogue/staffing';
import type { Actor, Context, Lookup, Procedure, Subject } from '../../../domain/engine';
import { onDutyAt } from '../../../domain/registers/rosters/duties';
import type { Ticket } from '../../../domain/ticket/ticket';
import { addMinutes, civilDateOf } from '../../../domain/time';
import type { TicketDocument } from '../documents';
import { PAGE, type Ports } from '../ports';
import { dutiesOf } from './duties';
import type { Snapshot } from './snapshot';

/** What the rules of a procedure need to know besides its ticket: its own queries, answered from the database. */

/** Behind all keys that begin with an instant. */
const LAST = '~';

const lookupIn = (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  { calendar, directory, service, services }: Snapshot,
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
    rows: async register => {
      const found = await database.find('registers', {
        where: { scope: `${register}|all` },
        order: ['key', 'asc'],
        limit: PAGE,
      });
      return found.map(({ values }) => values);
    },
    duties: (party, until) => dutiesOf(database, calendar, party, now(), until),
    onDuty: async party =>
      onDutyAt(await dutiesOf(database, calendar, party, now(), addMinutes(now(), 1)), now()),
    service: id => service(id),
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
  given: Pick<Subject, 'input' | 'act'> = {},
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
      ...given,
    }),
  });
  const key = `${kind}|${serviceId ?? ''}`;
  const needed = read.get(key) ?? look();
  read.set(key, needed);
  return needed;
};
