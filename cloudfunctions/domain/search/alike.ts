import { maySee } from '../ticket/scope';
import { samePerson } from '../ticket/persons';
import type { Actor } from '../engine';
import type { Ticket } from '../ticket/ticket';
import { epochOf, type Instant } from '../time';
import { pairsOf, plainOf, tells } from './terms';

/** Tickets that are like another one: how they are looked for, and how alike they are. */

/** So many runs of a title are looked up, spread over it. */
const MOST_PAIRS = 8;

/** The runs by which what is alike is looked for: of the title, where it says nothing of the text. */
export const pairsOfMatter = ({ title, text }: Pick<Ticket, 'title' | 'text'>): string[] => {
  const telling = (words: string): string[] => pairsOf(plainOf(words)).filter(tells);
  const inTitle = telling(title);
  const pairs = inTitle.length > 1 ? inTitle : [...inTitle, ...telling(text.slice(0, 60))];
  const step = Math.max(1, pairs.length / MOST_PAIRS);
  return [
    ...new Set(Array.from({ length: MOST_PAIRS }, (_, at) => pairs[Math.floor(at * step)] ?? '')),
  ].filter(Boolean);
};

/** What was found under one run: the numbers, newest first; a run under which more lies tells less. */
export type Probe = { numbers: readonly string[]; isFull: boolean };

/** The numbers that stand under most runs, the rare ones counting twice; at most so many. */
export const oftenFound = (probes: readonly Probe[], without: string, most: number): string[] => {
  const weights = new Map<string, number>();
  for (const { numbers, isFull } of probes)
    for (const no of numbers) weights.set(no, (weights.get(no) ?? 0) + (isFull ? 1 : 2));
  weights.delete(without);
  return [...weights]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([no]) => no);
};

/** The runs of two characters of a text, each once: what is compared with many has them made once. */
export const runsIn = (text: string): ReadonlySet<string> => new Set(pairsOf(plainOf(text)));

/** Dice's coefficient of two sets of runs, 0..1. */
export const likenessOfRuns = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let both = 0;
  for (const run of a) if (b.has(run)) both += 1;
  return a.size + b.size > 0 ? (2 * both) / (a.size + b.size) : 0;
};

/** Dice's coefficient of their runs of two characters, 0..1. */
export const likenessOf = (one: string, other: string): number => likenessOfRuns(runsIn(one), runsIn(other));

/** Of a text its beginning says what it is about. */
const READ = 300;

/** Titles say most; the beginning of the texts tells titles like “咨询” apart. */
export const matterLikeness = (
  one: Pick<Ticket, 'title' | 'text'>,
  other: Pick<Ticket, 'title' | 'text'>,
): number =>
  Math.max(
    likenessOf(one.title, other.title),
    likenessOf(`${one.title}${one.text.slice(0, READ)}`, `${other.title}${other.text.slice(0, READ)}`),
  );

const DAY = 86_400_000;
const daysBetween = (one: Instant, other: Instant): number => Math.abs(epochOf(one) - epochOf(other)) / DAY;

/** Whose two tickets are is told of neither where one is anonymous (A44). */
const isOfSamePerson = (one: Ticket, other: Ticket): boolean =>
  !one.anonymous && !other.anonymous && samePerson(one, other);

const SOON = 3;
const NEAR = 30;
const SAME_WORDS = 0.85;
const LIKE = 0.5;
/** What somebody asks again in other words: a little in common is enough. */
const HARDLY = 0.25;

/** Whether one person asks the same again, in whatever words. */
export const sameMatterAgain = (ticket: Ticket, other: Ticket): boolean =>
  isOfSamePerson(ticket, other) && isSameMatter(ticket, other);

const isSameMatter = (ticket: Ticket, other: Ticket): boolean => {
  const alike = matterLikeness(ticket, other);
  const sameService = ticket.serviceId !== undefined && ticket.serviceId === other.serviceId;
  return alike >= LIKE || (sameService && alike >= HARDLY);
};

export type Likely = { ticket: Ticket; reason: string; score: number };

/** Why a ticket may be the same matter as another one; undefined = nothing says so (A29, G-5.2 merging). */
export const likelySame = (ticket: Ticket, other: Ticket): Omit<Likely, 'ticket'> | undefined => {
  const days = daysBetween(ticket.createdAt, other.createdAt);
  if (days > NEAR) return undefined;
  const alike = matterLikeness(ticket, other);
  const sameService = ticket.serviceId !== undefined && ticket.serviceId === other.serviceId;
  const when = days <= SOON ? `、${SOON} 天内` : '';
  const recent = 1 - days / NEAR;
  if (isOfSamePerson(ticket, other)) {
    if (isSameMatter(ticket, other)) return { reason: `同一人、同一事项${when}`, score: 4 + alike + recent };
    if (sameService) return { reason: `同一人、同一服务${when}`, score: 2 + alike + recent };
    return days <= SOON ? { reason: `同一人${when}`, score: 1 + alike + recent } : undefined;
  }
  if (likenessOf(ticket.title, other.title) >= SAME_WORDS && alike >= LIKE)
    return { reason: `标题几乎相同${when}`, score: 3 + alike + recent };
  if (sameService && alike >= LIKE) return { reason: `同一服务、说法相近${when}`, score: 1 + alike + recent };
  return undefined;
};

const MOST_LIKELY = 5;

/** Likely the same matter, best first: never itself, what was merged, or what is linked already; only what its reader may see. */
export const likelyAmong = (ticket: Ticket, others: readonly Ticket[], actor: Actor): Likely[] => {
  const known = new Set([ticket.no, ...ticket.links.map(({ no }) => no)]);
  return others
    .filter(other => !known.has(other.no) && !other.work && other.state !== 'merged' && maySee(actor, other))
    .flatMap(other => {
      const found = likelySame(ticket, other);
      return found ? [{ ticket: other, ...found }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST_LIKELY);
};
