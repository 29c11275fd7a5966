import type { CivilDate } from '../time';
import type { JoinedTicket, Ticket } from './ticket';
import type { Visit, VisitSource } from './visit';

/**
 * 回访, A49: who is called after a ticket has ended, and why. Decided when it ends, by the rules under which it was filed, so
 * that a timer that is late or runs twice changes nothing, and what had ended before is left alone.
 */

export type Called = Pick<
  JoinedTicket,
  'no' | 'ownerId' | 'phoneHash' | 'channel' | 'contact' | 'anonymous' | 'withdrawnAt'
>;

type Filed = Pick<
  Ticket,
  'no' | 'ownerId' | 'phoneHash' | 'channel' | 'contact' | 'anonymous' | 'joined' | 'details'
>;

const partsOf = ({ joined = [], details, ...first }: Filed): Called[] => [
  { ...first, ...(details.withdrawnAt ? { withdrawnAt: details.withdrawnAt } : {}) },
  ...joined,
];

const sameOne = (one: Called, other: Called): boolean =>
  (one.ownerId !== null && one.ownerId === other.ownerId) ||
  (one.phoneHash !== undefined && one.phoneHash === other.phoneHash);

/** Its persons, each with all that is theirs: one account or one phone is one person, however often they came (A43). */
export const peopleOf = (ticket: Filed): Called[][] =>
  partsOf(ticket).reduce<Called[][]>((people, part) => {
    const own = people.filter(parts => parts.some(one => sameOne(one, part)));
    return [...people.filter(parts => !own.includes(parts)), [...own.flat(), part]];
  }, []);

/** Whoever has not withdrawn and left a number; of what is anonymous nobody is called (A44). */
export const canBeCalled = ({ anonymous }: Pick<Ticket, 'anonymous'>, parts: readonly Called[]): boolean =>
  !anonymous &&
  parts.some(part => part.contact.phone !== undefined && !part.anonymous && part.withdrawnAt === undefined);

/** What has been decided about a person. */
export const visitOf = ({ details }: Pick<Ticket, 'details'>, parts: readonly Called[]): Visit | undefined =>
  details.visits?.find(({ of }) => parts.some(({ no }) => no === of));

const OUT_OF = 10_000;

/** Spreads texts evenly over 0 … 9999 (FNV-1a with the last step of MurmurHash3): the same text, the same number. */
export const spread = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % OUT_OF;
};

/**
 * The draw of one person of one ticket (J-24): the seed is rule set and day, so that anybody can draw again and nobody can
 * draw until it suits. `percent` are called. Answers how it was drawn, or undefined for who is not.
 */
export const draw = (
  { id, version }: Ticket['ruleSet'],
  day: CivilDate,
  no: string,
  percent: number,
): string | undefined => {
  const seed = `${id}@${version}|${day}`;
  const number = spread(`${seed}|${no}`);
  const below = (percent * OUT_OF) / 100;
  return number < below
    ? `种子 ${seed}，件号 ${no}，抽取数 ${number}，小于 ${below}（${percent}%）即抽中`
    : undefined;
};

/** Why a person is called after this end; undefined = only where the draw says so. */
export const sourceOf = (
  { state, details }: Pick<Ticket, 'state' | 'details'>,
  parts: readonly Called[],
): VisitSource | undefined => {
  if (state === 'refused') return 'refused';
  if (details.closedAs === 'unreachable' || details.closedAs === 'rectified') return details.closedAs;
  return parts.some(({ channel }) => channel === 'phone' || channel === 'counter') ? 'phone' : undefined;
};

/** Whether the platform has something to do about its visits. */
export const hasVisitDue = ({ details }: Pick<Ticket, 'details'>): boolean =>
  details.visits?.some(({ stage }) => stage === 'wanted' || stage === 'again') ?? false;
