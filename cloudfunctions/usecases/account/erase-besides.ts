import { only } from '../../domain/ticket/listed';
import { isOpen, type Ticket } from '../../domain/ticket/ticket';
import { mergedInto } from '../../domain/ticket/persons';
import type { Instant } from '../../domain/time';
import { PAGE, type HasTime, type Ports } from '../kernel/ports';
import { ownRows } from '../tickets/lists/list-own-tickets';
import { wayOf } from '../tickets/read-ticket';
import { eraseKept } from './erase-files';
import { eraseMessages } from './erase-messages';

/** What else there is of a person who wants to be erased, and which of the person's tickets are over. */

const FIELDS = [
  ...(['no', 'kind', 'state', 'endsAt', 'assigned', 'ruleSet', 'links'] as const),
  ...(['attachments', 'joined'] as const),
];
export type OwnTicket = Pick<Ticket, (typeof FIELDS)[number]>;

/** Closed, also where it was merged: its words are needed as long as they are worked on. */
export const isOver = async (
  { database }: Pick<Ports, 'database'>,
  ticket: Pick<Ticket, 'no' | 'state' | 'endsAt' | 'links'>,
  now: Instant,
): Promise<boolean> => {
  if (isOpen(ticket, now)) return false;
  const next = mergedInto(ticket);
  if (next === undefined) return true;
  for await (const one of wayOf(database, next)) if (isOpen(one.ticket, now)) return false;
  return true;
};

export const filesIn = ({ attachments, joined = [] }: Pick<OwnTicket, 'attachments' | 'joined'>): string[] =>
  [...attachments, ...joined.flatMap(part => part.attachments)].map(({ fileID }) => fileID);

/** The tickets of a person: which are closed, the numbers of the others, and which files lie with each. */
export const ownClosed = async (
  ports: Pick<Ports, 'database'>,
  ownerId: string,
  now: Instant,
): Promise<{ closed: OwnTicket[]; open: string[]; files: Map<string, string[]> }> => {
  const closed: OwnTicket[] = [];
  const open: string[] = [];
  const files = new Map<string, string[]>();
  for await (const { ticket } of ownRows(ports, ownerId, only(...FIELDS))) {
    const own = filesIn(ticket);
    if (own.length > 0) files.set(ticket.no, own);
    if (await isOver(ports, ticket, now)) closed.push({ ...ticket, attachments: [], joined: [] });
    else open.push(ticket.no);
  }
  return { closed, open, files };
};

/** `until`: of that time on it is another matter, of a person who has come back. */
type Besides = { kept: ReadonlySet<string>; needed: ReadonlySet<string>; until: Instant };

const eraseAsks = async (
  { database }: Pick<Ports, 'database'>,
  ownerId: string,
  until: Instant,
  hasTime: HasTime,
): Promise<boolean> => {
  for (;;) {
    const where = { ownerId, at: { lte: until } };
    const page = await database.find('asks', { where, order: ['at', 'desc'], limit: PAGE });
    for (const { _id } of page) {
      if (!(await hasTime())) return false;
      await database.remove('judgements', `ask:${_id}`);
      await database.remove('asks', _id);
    }
    if (page.length < PAGE) return true;
  }
};

/** Questions, uploads and messages, apart from those that belong to tickets which stay; false = there was no time for all. */
export const eraseBesides = async (
  ports: Ports,
  ownerId: string,
  { kept, needed, until }: Besides,
  hasTime: HasTime,
): Promise<boolean> =>
  (await eraseAsks(ports, ownerId, until, hasTime)) &&
  (await eraseKept(ports, ownerId, { needed, until }, hasTime)) &&
  (await eraseMessages(ports, ownerId, { kept, until }, hasTime));
