import { numberKey, reversed } from '../privacy/ticket-number';
import type { Actor } from '../engine';
import { viewersOf } from '../ticket/scope';
import type { SearchedTicket } from '../ticket/listed';
import type { JoinedTicket, Ticket } from '../ticket/ticket';
import { addDays, civilDateOf, epochOf, NEVER, startOfDay, type Instant } from '../time';
import { pairsOf, plainOf, tells, termOf } from './terms';

/**
 * What staff find a ticket by, as a slim document beside it (contract §5): words of its title always, those of its texts
 * while it is open and for a while after. It holds terms, never a text, and is written anew whenever they change, so that it
 * forgets what the ticket forgets.
 */
export type Searchable = {
  _id: string;
  /** Of every range of readers; the first `lasting` of them stay when the texts are no longer searched. */
  terms: string[];
  lasting: number;
  /** When it was filed, in short, with the end of its number: newest first, and the key of pages. */
  newKey: string;
  /** Keys of those who may see it (domain/ticket/scope.ts). */
  seen: string[];
  /** The number from its end on. */
  tail: string;
  /** When the terms of its texts go; NEVER = it is open, or they have gone. */
  textUntil: Instant;
  /** The entry of the journal with which it was written: an older one does not count. */
  seq: number;
};

/** So many days after its end the texts of a ticket are searched. */
const TEXT_DAYS = 90;
/** A ticket may hold a million characters; what is looked for stands at the beginning. */
const MOST_CHARACTERS = 5000;
const MOST_PAIRS = 600;

/**
 * Readers look among what concerns them only, so that a small unit finds its own in spite of a million others: the platform
 * among all, a unit among its own, local authorities among those of the region below the top (the whole city for a district:
 * `seen` tells the rest).
 */
export const rangeFor = (actor: Actor, regionPath: readonly string[]): string => {
  if (actor.unitId !== undefined) return `unit:${actor.unitId}`;
  return actor.role === 'local' ? rangeOfRegion(regionPath) : ALL;
};

const ALL = 'all';

/** From a region to the top; whoever answers for the top searches all. */
const rangeOfRegion = (path: readonly string[]): string => {
  const below = path.at(-2);
  return below === undefined ? ALL : `region:${below}`;
};

const rangesOf = (viewers: readonly string[], regionPath: readonly string[]): string[] => [
  ...new Set(
    viewers.map(key => {
      if (key.startsWith('region:')) return rangeOfRegion(regionPath);
      return /^(?:unit|lead):/.test(key) ? key.replace(/^lead:/, 'unit:') : ALL;
    }),
  ),
];

/** What citizens wrote of it, masked as it is stored; staff may read all of it (A43). */
export const textOfTicket = ({ text, timeline, joined = [] }: SearchedTicket): string => {
  const said = (part: Pick<JoinedTicket, 'timeline'>): string[] =>
    part.timeline.flatMap(({ by, said: of, text: words }) =>
      words !== undefined && (by.role === 'citizen' || of !== undefined) ? [words] : [],
    );
  const texts = [
    text,
    ...said({ timeline }),
    ...joined.flatMap(part => [part.title, part.text, ...said(part)]),
  ];
  return texts.join('\n').slice(0, MOST_CHARACTERS);
};

/** The parts whose persons it may be found by: nobody who wants to stay unknown, and nobody beside (A44). */
export const openParts = (ticket: SearchedTicket): Pick<JoinedTicket, 'no' | 'phoneHash' | 'sealed'>[] =>
  ticket.anonymous
    ? []
    : [
        {
          no: ticket.no,
          sealed: ticket.sealed,
          ...(ticket.phoneHash ? { phoneHash: ticket.phoneHash } : {}),
        },
        ...(ticket.joined ?? []).filter(({ anonymous }) => !anonymous),
      ];

/** By what a phone number, or a name with the last four digits, is found. */
export const phoneKey = (phoneHash: string): string => `phone:${phoneHash}`;
export const namedKey = (hash: string): string => `named:${hash}`;

const phoneKeysOf = (ticket: Ticket): string[] =>
  openParts(ticket).flatMap(({ phoneHash }) => (phoneHash === undefined ? [] : [phoneKey(phoneHash)]));

const TIME_LENGTH = 9;

/** An instant as the order and the pages of what is found have it. */
export const timeKey = (at: Instant): string => epochOf(at).toString(36).padStart(TIME_LENGTH, '0');

/** Of two that were filed at once, the end of the number tells which is first. */
export const newKeyOf = ({ createdAt, no }: Pick<Ticket, 'createdAt' | 'no'>): string =>
  `${timeKey(createdAt)}${reversed(no).slice(0, 3)}`;

const textUntilOf = ({ endsAt }: Pick<Ticket, 'endsAt'>): Instant =>
  endsAt === null ? NEVER : startOfDay(addDays(civilDateOf(endsAt), TEXT_DAYS));

/** `named`: keyed hashes of the names of its persons with the last digits of their numbers. */
export const searchableOf = (
  ticket: Ticket,
  { seq, now, named }: { seq: number; now: Instant; named: readonly string[] },
): Searchable => {
  const seen = viewersOf(ticket);
  const ranges = rangesOf(seen, ticket.regionPath);
  const until = textUntilOf(ticket);
  const isSearched = until > now;
  const title = pairsOf(plainOf(ticket.title));
  const lasting = [...title, ...new Set(phoneKeysOf(ticket)), ...named.map(namedKey)];
  const inText = isSearched ? pairsOf(plainOf(textOfTicket(ticket))) : [];
  const inTitle = new Set(title);
  const further = inText.filter(pair => tells(pair) && !inTitle.has(pair)).slice(0, MOST_PAIRS);
  const inRanges = (keys: readonly string[]): string[] => [
    ...new Set(ranges.flatMap(range => keys.map(key => termOf(range, key)))),
  ];
  const first = inRanges(lasting);
  return {
    _id: ticket.no,
    terms: [...new Set([...first, ...inRanges(further)])],
    lasting: first.length,
    newKey: newKeyOf(ticket),
    seen,
    tail: reversed(numberKey(ticket.no)),
    textUntil: isSearched ? until : NEVER,
    seq,
  };
};

/** The texts are not searched any more. */
export const withoutText = (searchable: Searchable): Searchable => ({
  ...searchable,
  terms: searchable.terms.slice(0, searchable.lasting),
  textUntil: NEVER,
});

const foundBy = (ticket: Ticket): string =>
  JSON.stringify([
    ticket.title,
    textOfTicket(ticket),
    viewersOf(ticket),
    ticket.endsAt,
    openParts(ticket).map(({ no, phoneHash, sealed }) => [no, phoneHash, sealed.length]),
  ]);

/** Whether a ticket is found otherwise after a change than before it. */
export const isFoundOtherwise = (before: Ticket | undefined, after: Ticket): boolean =>
  before === undefined || foundBy(before) !== foundBy(after);
