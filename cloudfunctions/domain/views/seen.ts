import type { Actor } from '../engine';
import { headOf } from '../engine/clip';
import { partsOfPerson } from '../ticket/persons';
import type { JoinedTicket, Ticket, TimelineEntry } from '../ticket/ticket';

/**
 * A ticket into which others were merged, as its reader sees it (A43): staff see everything of all of them, each with its
 * time; every person sees the own words and files, what staff said since, and the replies, but nothing of the others.
 */
export const seenBy = (ticket: Ticket, actor: Actor): Ticket => {
  if (actor.role === 'citizen') return ofPerson(ticket, actor.id);
  return ticket.joined ? ofStaff(ticket, ticket.joined) : ticket;
};

const inOrder = <T extends { at: string }>(entries: T[]): T[] =>
  entries.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));

/** What was filed stands in the first line, and each line says of which ticket it is. */
const storyOf = (part: JoinedTicket): TimelineEntry[] =>
  part.timeline.map((entry, index) => ({
    ...entry,
    ...(index === 0 ? { text: `${part.title}\n${part.text}` } : {}),
    of: part.no,
  }));

const filesOf = ({ no, attachments }: JoinedTicket): Ticket['attachments'] =>
  attachments.map(file => ({ ...file, of: no }));

const MOST_IN_LINE = 200;

/** The line of a merge says what came in. */
const withWords = (timeline: readonly TimelineEntry[], joined: readonly JoinedTicket[]): TimelineEntry[] =>
  timeline.map(entry => {
    const text = entry.act === 'merge' ? joined.find(({ no }) => no === entry.of)?.text : undefined;
    if (text === undefined || entry.text !== undefined) return entry;
    return { ...entry, text: text.length > MOST_IN_LINE ? `${headOf(text, MOST_IN_LINE)}…` : text };
  });

const ofStaff = (ticket: Ticket, joined: readonly JoinedTicket[]): Ticket => ({
  ...ticket,
  attachments: [...ticket.attachments, ...joined.flatMap(filesOf)],
  replies: inOrder([...joined.flatMap(({ replies }) => replies), ...ticket.replies]),
  timeline: inOrder([...joined.flatMap(storyOf), ...withWords(ticket.timeline, joined)]),
});

const ofPerson = (ticket: Ticket, id: string): Ticket => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const isFiler = numbers.includes(ticket.no);
  const joined = (ticket.joined ?? []).filter(({ no }) => numbers.includes(no));
  const first = isFiler ? undefined : joined[0];
  const since = joined.map(({ joinedAt }) => joinedAt).sort()[0] ?? ticket.createdAt;
  const sees = ({ act, at, by, of, said }: TimelineEntry): boolean => {
    if (by.role === 'citizen') return by.id === id;
    if (said !== undefined) return numbers.includes(said);
    if (act === 'merge' && of !== undefined) return numbers.includes(of);
    return isFiler || at >= since;
  };
  const stories = joined.map(part =>
    storyOf(part).map((entry, index) => {
      const { text: _shownAbove, ...filed } = entry;
      return index === 0 && part === first ? filed : entry;
    }),
  );
  const { rating: _worst, ratings: _all, ...details } = ticket.details;
  const rating = ticket.details.ratings
    ? ticket.details.ratings.find(({ by }) => by === id || numbers.includes(by))
    : isFiler
      ? ticket.details.rating
      : undefined;
  return {
    ...ticket,
    ...(first ? filedAs(first) : {}),
    attachments: [
      ...ticket.attachments.filter(({ of }) => (of === undefined ? isFiler : numbers.includes(of))),
      ...joined.flatMap(filesOf),
    ],
    replies: inOrder([...joined.flatMap(({ replies }) => replies), ...ticket.replies]),
    timeline: inOrder([...stories.flat(), ...withWords(ticket.timeline.filter(sees), joined)]),
    links: ticket.links
      .filter(({ relation, no }) => relation === 'merged-into' || numbers.includes(no))
      .filter(({ relation }) => relation.startsWith('merged'))
      // The title of the other one may be another person's words.
      .map(link => (link.relation === 'merged-into' && first ? { ...link, title: first.title } : link)),
    joined,
    details: { ...details, ...(rating ? { rating } : {}) },
  };
};

/** To a person whose ticket was merged, the whole is what that person filed. */
const filedAs = (part: JoinedTicket): Partial<Ticket> => ({
  title: part.title,
  text: part.text,
  channel: part.channel,
  applicant: part.applicant,
  contact: part.contact,
  createdAt: part.createdAt,
  answers: undefined,
  externalNo: part.externalNo,
});
