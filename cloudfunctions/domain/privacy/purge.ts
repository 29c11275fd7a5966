import type { JoinedTicket, Ticket } from '../ticket/ticket';

/** What is left of a ticket in which something classified was found (J-21d, A23): who had it when, and nothing of what it said. */

export const PURGED = '（含不应在这里处理的内容，已清除）';

/** Where people write; everything else is an id, a moment or one of some values. */
const WRITTEN = new Set([
  'title',
  'text',
  'reason',
  'answer',
  'basis',
  'redirect',
  'lateReason',
  'words',
  'ground',
  'cause',
  'correction',
  'matter',
  'duty',
]);

const purge = (value: unknown, key: string, all: boolean): unknown => {
  if (typeof value === 'string') return (all || WRITTEN.has(key)) && value !== '' ? PURGED : value;
  if (Array.isArray(value)) return value.map(one => purge(one, key, all));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // What was written into forms goes as a whole: it is not known here which of it are words.
    Object.entries(value).map(([name, one]) => [name, purge(one, name, all || name === 'input')]),
  );
};

const withoutPerson = <T extends Ticket | JoinedTicket>(part: T): T => ({
  ...part,
  applicant: { type: part.applicant.type },
  contact: {},
  sealed: [],
  attachments: [],
});

/** The ticket without a word of it, and without files. */
export const purgedTicket = (ticket: Ticket): Ticket => {
  const { work, joined, notice, ...rest } = ticket;
  const { replies } = rest;
  return withoutPerson({
    ...(purge(
      { ...rest, replies: replies.map(reply => ({ ...reply, attachments: [] })) },
      '',
      false,
    ) as Ticket),
    clocks: ticket.clocks,
    ...(work ? { work: { ...work, values: {} } } : {}),
    ...(joined ? { joined: joined.map(part => withoutPerson(purge(part, '', false) as JoinedTicket)) } : {}),
    ...(notice ? { notice } : {}),
  });
};
