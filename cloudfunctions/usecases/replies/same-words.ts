import type { Actor, Context } from '../../domain/engine';
import { wordsList } from '../../domain/outcomes/lists';
import { only } from '../../domain/ticket/listed';
import type { Ticket } from '../../domain/ticket/ticket';
import { condensed } from '../../domain/typed/words';
import type { Ports } from '../kernel/ports';

/**
 * Whether the words of a reply have been given to others by the same desk (A52). Two others make it a sign, so that few
 * tickets are looked at, however often the words were used: the first mostly tell, more only where they are one matter.
 */
const FIRST_READ = 4;
const MOST_READ = 20;
const OTHERS = 2;

const ANSWERED = only('no', 'ownerId', 'phoneHash', 'links');
type Answered = Pick<Ticket, 'no' | 'ownerId' | 'phoneHash' | 'links'>;

/** Whoever waits for it; somebody without an account is known by the phone. */
const personOf = ({ no, ownerId, phoneHash }: Answered): string => ownerId ?? phoneHash ?? no;

/**
 * What is linked with the ticket, directly or by others: one reply may go to all of it (A29). The cases of a burst are linked with
 * its warning, not with each other (J-17).
 */
const linkedWith = (ticket: Answered, others: readonly Answered[]): Set<string> => {
  const all = [ticket, ...others];
  const group = new Set<string>();
  const join = ({ no, links }: Answered): void => {
    group.add(no);
    for (const link of links) if (link.relation === 'same-matter') group.add(link.no);
  };
  join(ticket);
  const isLinked = ({ no, links }: Answered): boolean =>
    links.some(one => group.has(one.no)) ||
    all.some(one => group.has(one.no) && one.links.some(to => to.no === no));
  for (let before = 0; before < group.size;) {
    before = group.size;
    for (const one of others) if (isLinked(one)) join(one);
  }
  return group;
};

/** Whether two other persons are among them who are no part of the same matter. */
const areOthers = (ticket: Answered, others: readonly Answered[]): boolean => {
  const group = linkedWith(ticket, others);
  const persons = new Set(others.filter(({ no }) => !group.has(no)).map(personOf));
  persons.delete(personOf(ticket));
  return persons.size >= OTHERS;
};

/** By what the words are found from now on, and whether two other persons have had them, who are no part of the same matter. */
export const readSameWords = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  { unitId }: Pick<Actor, 'unitId'>,
  ticket: Ticket,
  text: string,
  written: readonly Ticket[] = [],
): Promise<NonNullable<Context['sameWords']>> => {
  const words = secrets.sha256(condensed(text)).slice(0, 24);
  const read = async (limit: number): Promise<Answered[]> =>
    (
      await database.rows(
        'tickets',
        {
          where: { limits: wordsList(unitId ?? '@operator', words) },
          order: ['keys.newKey', 'asc'],
          limit,
        },
        ANSWERED,
      )
    ).map(row => row.ticket);
  // What was answered in the same call is not to be found yet.
  const now = written.filter(({ replies }) => replies.some(({ signs }) => signs?.words === words));
  const among = (found: readonly Answered[]): boolean =>
    areOthers(
      ticket,
      [...found, ...now].filter(({ no }) => no !== ticket.no),
    );
  const first = await read(FIRST_READ);
  if (among(first) || first.length < FIRST_READ) return { words, others: among(first) };
  return { words, others: among(await read(MOST_READ)) };
};
