import { likenessOfRuns, runsIn } from '../../search/alike';
import { plainOf, tells } from '../../search/terms';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes } from '../../time';

/**
 * 未诉先办 (J-17): many people say the same within a short time, about one service or in like words, in one city or anywhere.
 * Pure, from what was filed lately; what a warning holds already is counted for no other one.
 */

export type Filed = Pick<
  Ticket,
  'no' | 'title' | 'text' | 'serviceId' | 'regionPath' | 'ownerId' | 'phoneHash' | 'createdAt'
>;

type Said = Pick<Filed, 'title' | 'text'>;

/** What was warned of before; one that is open takes what comes after it, also when it lists no more. */
export type Warned = {
  no: string;
  isOpen: boolean;
  isFull: boolean;
  /** One of its cases, by which what is said in like words is known when all of them have left the window. */
  like?: Said | undefined;
  serviceId?: string | undefined;
  region?: string | undefined;
  cases: readonly string[];
};

export type Burst = {
  by: 'service' | 'words';
  serviceId?: string;
  /** The city; missing = all over the province. */
  region?: string;
  /** What all of them say, where no service tells. */
  words?: string;
  since: string;
  cases: readonly string[];
};

export type BurstRules = {
  minutes: number;
  /** So many persons in one city, so many in all. */
  inCity: number;
  anywhere: number;
  /** Whether it is known what is wrong with a service: then nobody need be warned. */
  isKnown: (serviceId: string) => boolean;
};

/** What a ticket is about stands at its beginning. */
const READ = 120;
const SAME_TITLE = 0.6;
const SAME_WORDS = 0.5;
/** A title like “投诉” says nothing. */
const LEAST_PAIRS = 3;

type Runs = { title: ReadonlySet<string>; all: ReadonlySet<string>; isTelling: boolean };

/** Each is compared with hundreds. */
const made = new WeakMap<Said, Runs>();

const runsOf = (said: Said): Runs => {
  const known = made.get(said);
  if (known) return known;
  const title = runsIn(said.title);
  const runs: Runs = {
    title,
    all: runsIn(`${said.title}${said.text.slice(0, READ)}`),
    isTelling: [...title].filter(tells).length >= LEAST_PAIRS,
  };
  made.set(said, runs);
  return runs;
};

const sayTheSame = (one: Said, other: Said): boolean => {
  const [a, b] = [runsOf(one), runsOf(other)];
  return (
    (a.isTelling && likenessOfRuns(a.title, b.title) >= SAME_TITLE) ||
    likenessOfRuns(a.all, b.all) >= SAME_WORDS
  );
};

/** The region below the top; what names none counts in all alone. */
const cityOf = ({ regionPath }: Pick<Filed, 'regionPath'>): string | undefined => regionPath.at(-2);

/** One person who asks twenty times is no burst. */
const personsIn = (tickets: readonly Filed[]): number =>
  new Set(tickets.map(({ ownerId, phoneHash, no }) => ownerId ?? phoneHash ?? no)).size;

const LONGEST_WORDS = 12;
const LEAST_WORDS = 2;

/** The longest run of characters that all titles share: what many say is nobody's own words. */
const sharedWords = (tickets: readonly Filed[]): string | undefined => {
  const titles = tickets.map(({ title }) => plainOf(title));
  const first = [...(titles[0] ?? '')];
  for (let length = Math.min(LONGEST_WORDS, first.length); length >= LEAST_WORDS; length -= 1)
    for (let at = 0; at + length <= first.length; at += 1) {
      const run = first.slice(at, at + length).join('');
      if (tells(run) && titles.every(title => title.includes(run))) return run;
    }
  return undefined;
};

/** In one city where the others are few; else all over the province. */
const placeOf = (
  ticket: Filed,
  alike: readonly Filed[],
  { inCity, anywhere }: BurstRules,
): Pick<Burst, 'region'> & { tickets: readonly Filed[] } => {
  if (personsIn(alike) >= anywhere) return { tickets: alike };
  const city = cityOf(ticket);
  const tickets = city === undefined ? [] : alike.filter(one => cityOf(one) === city);
  return city !== undefined && personsIn(tickets) >= inCity ? { region: city, tickets } : { tickets: [] };
};

const burstAround = (ticket: Filed, recent: readonly Filed[], rules: BurstRules): Burst | undefined => {
  const { serviceId } = ticket;
  const tries = [
    ...(serviceId === undefined
      ? []
      : [{ by: 'service' as const, alike: recent.filter(one => one.serviceId === serviceId) }]),
    { by: 'words' as const, alike: recent.filter(one => sayTheSame(ticket, one)) },
  ];
  for (const { by, alike } of tries) {
    const { tickets, ...place } = placeOf(ticket, alike, rules);
    const [first] = tickets;
    if (!first) continue;
    const words = by === 'words' ? sharedWords(tickets) : undefined;
    const isOfOne = serviceId !== undefined && tickets.every(one => one.serviceId === serviceId);
    return {
      by,
      ...(isOfOne ? { serviceId } : {}),
      ...place,
      ...(words === undefined ? {} : { words }),
      since: first.createdAt,
      cases: tickets.map(({ no }) => no),
    };
  }
  return undefined;
};

/** Whether what an open warning is about has come once more. */
const goesOn = (ticket: Filed, warned: Warned, recent: readonly Filed[]): boolean => {
  if (!warned.isOpen || (warned.region !== undefined && cityOf(ticket) !== warned.region)) return false;
  if (warned.serviceId !== undefined) return warned.serviceId === ticket.serviceId;
  if (warned.like && sayTheSame(ticket, warned.like)) return true;
  return recent.some(one => warned.cases.includes(one.no) && sayTheSame(ticket, one));
};

/**
 * Bursts that have come with each of the fresh tickets, as if each had been looked at when it came, and what open warnings
 * have grown by. `recent`: all that was filed from the window before the first of the fresh ones on, oldest first.
 */
export const findBursts = (
  recent: readonly Filed[],
  fresh: ReadonlySet<string>,
  warnings: readonly Warned[],
  rules: BurstRules,
): { bursts: Burst[]; growths: Map<string, string[]> } => {
  const covered = new Set(warnings.flatMap(({ cases }) => cases));
  const bursts: Burst[] = [];
  const growths = new Map<string, string[]>();
  for (const ticket of recent) {
    const { no, serviceId, createdAt } = ticket;
    if (!fresh.has(no) || covered.has(no) || (serviceId !== undefined && rules.isKnown(serviceId))) continue;
    const before = recent.filter(
      one => one.createdAt <= createdAt && one.createdAt >= addMinutes(createdAt, -rules.minutes),
    );
    const known = warnings.find(one => goesOn(ticket, one, before));
    const now = bursts.find(one => goesOn(ticket, { ...one, no: '', isOpen: true, isFull: false }, before));
    if (known?.isFull) continue;
    if (known) growths.set(known.no, [...(growths.get(known.no) ?? []), no]);
    else if (now) now.cases = [...now.cases, no];
    else {
      const burst = burstAround(
        ticket,
        before.filter(one => !covered.has(one.no)),
        rules,
      );
      if (!burst) continue;
      bursts.push(burst);
      for (const one of burst.cases) covered.add(one);
    }
    covered.add(no);
  }
  return { bursts, growths };
};
