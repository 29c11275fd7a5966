import { addMinutes, NEVER, startOfDay, addDays, civilDateOf, type CivilDate, type Instant } from '../time';
import type { TicketKeys } from './scope';

/**
 * In which counters a ticket stands. A counter is called by a tag of the tickets that it counts; those of desks also say
 * when what lies there falls due, so that what is overdue is known at any time without a look at the tickets. Whoever does
 * not see all of a desk has a counter of that desk for the own eyes: `desk|lead:hrss@operator`.
 */

/** What a counter holds, or what is added to it: `n`, and by minute of the first red `due.2026-11-27T15:04`. */
export type Numbers = Record<string, number>;
/** By the id of the counter. */
export type Counts = Record<string, Numbers>;

/** Written with every ticket of the province: each has so many documents, one of them by the number of the ticket. */
const EVERYWHERE = new Set(['operator', 'operator-lead', 'manager']);
export const SHARDS = 4;

const COUNTED = new Set(['todo', 'desk', 'open', 'seen', 'mine']);

const partsOf = (tag: string): [list: string, key: string] => {
  const at = tag.indexOf('|');
  return [tag.slice(0, at), tag.slice(at + 1)];
};

const isSharded = (name: string): boolean => EVERYWHERE.has(partsOf(name)[1].split('@')[0] ?? '');

/** The documents of which a counter is the sum. */
export const documentsOf = (name: string): string[] =>
  isSharded(name) ? Array.from({ length: SHARDS }, (_, shard) => `${name}#${shard}`) : [name];

/** The counter to which a document belongs. */
export const counterOf = (id: string): string => id.replace(/#\d+$/, '');

/** The document of a counter in which a ticket is counted. */
const documentFor = (name: string, no: string): string => {
  if (!isSharded(name)) return name;
  const sum = [...no].reduce((total, character) => total + character.charCodeAt(0), 0);
  return `${name}#${sum % SHARDS}`;
};

/** A desk as the board names it: what the lead of a unit, of the operator or the manager sees of it. */
const isDesk = (key: string): boolean =>
  key.startsWith('lead:') || key === 'operator-lead' || key === 'manager';

/** The counter of a desk for whoever sees all of it, or for a reader who may not. */
export const deskCounter = (desk: string, seer?: string): string =>
  seer === undefined ? `desk|${desk}` : `desk|${desk}@${seer}`;

/** Who reads a desk without seeing all that lies there: the operator, a handler of that unit, a local authority. */
const seesPart = (desk: string, seer: string): boolean =>
  seer === 'operator' ||
  (desk.startsWith('lead:') && (seer.startsWith('region:') || seer === desk.replace(/^lead:/, 'unit:')));

/** The tags that each ticket of a counter has, or undefined for what is no counter of tickets. */
export const tagsOfCounter = (name: string): string[] | undefined => {
  const [list, key] = partsOf(name);
  if (!COUNTED.has(list)) return undefined;
  const [desk = '', seer] = key.split('@');
  return seer === undefined ? [name] : [`desk|${desk}`, `open|${seer}`];
};

/** Whether a counter says when what it counts falls due. */
export const hasDue = (name: string): boolean => {
  const [list, key] = partsOf(name);
  return list === 'desk' && isDesk(key.split('@')[0] ?? '');
};

/** The minute in which an instant is over, `2026-11-27T15:04`: what falls due is known to the minute. */
export const minuteOf = (instant: Instant): string =>
  (instant.slice(16, 23) === ':00.000' ? instant : addMinutes(instant, 1)).slice(0, 16);

/** The instant with which a minute of `due` begins. */
export const instantOfMinute = (minute: string): Instant => `${minute}:00.000+08:00`;

/** All counters of a ticket, by their documents. */
export const countsOf = (no: string, { tags, dueKey }: Pick<TicketKeys, 'tags' | 'dueKey'>): Counts => {
  const [redAt = NEVER] = dueKey.split('|');
  const atDesk: Numbers = { n: 1, ...(redAt === NEVER ? {} : { [`due.${minuteOf(redAt)}`]: 1 }) };
  const counts: Counts = {};
  const seers = tags.filter(tag => tag.startsWith('open|')).map(tag => partsOf(tag)[1]);
  for (const tag of tags) {
    const [list, key] = partsOf(tag);
    if (!COUNTED.has(list)) continue;
    counts[documentFor(tag, no)] = hasDue(tag) ? atDesk : { n: 1 };
    if (hasDue(tag))
      for (const seer of seers.filter(one => seesPart(key, one)))
        counts[documentFor(deskCounter(key, seer), no)] = atDesk;
  }
  return counts;
};

/** Adds counts to others, in place; what comes to nothing is left out. `by` = how often, -1 takes them away. */
export const addCounts = (sum: Counts, more: Counts, by = 1): void => {
  for (const [id, numbers] of Object.entries(more)) {
    const own = (sum[id] ??= {});
    for (const [field, n] of Object.entries(numbers)) {
      const total = (own[field] ?? 0) + by * n;
      if (total === 0) delete own[field];
      else own[field] = total;
    }
    if (Object.keys(own).length === 0) delete sum[id];
  }
};

/** A counter as it is stored. */
export type StoredCounter = { _id: string; n: number; due?: Record<string, number> };

export const asCounter = (_id: string, numbers: Numbers): StoredCounter => {
  const due = Object.entries(numbers).filter(([field]) => field.startsWith('due.'));
  return {
    _id,
    n: numbers['n'] ?? 0,
    ...(due.length > 0 ? { due: Object.fromEntries(due.map(([field, n]) => [field.slice(4), n])) } : {}),
  };
};

/** What is to be added to nothing for this counter. */
export const numbersOf = ({ n, due = {} }: StoredCounter): Numbers => ({
  n,
  ...Object.fromEntries(Object.entries(due).map(([minute, more]) => [`due.${minute}`, more])),
});

/** One counter of its documents. A wrong one may be below zero until it is counted again: nobody sees that. */
export const totalOf = (name: string, documents: readonly StoredCounter[]): StoredCounter => {
  const due: Record<string, number> = {};
  let n = 0;
  for (const one of documents) {
    n += one.n;
    for (const [minute, more] of Object.entries(one.due ?? {})) due[minute] = (due[minute] ?? 0) + more;
  }
  return { _id: name, n: Math.max(0, n), due };
};

/** What lies at a desk now, by when it falls due: the same as the lists say, to the minute. */
export const dueAt = (
  { due = {} }: StoredCounter,
  now: Instant,
): { overdue: number; today: number; oldest?: CivilDate } => {
  const minute = now.slice(0, 16);
  const midnight = startOfDay(addDays(civilDateOf(now), 1)).slice(0, 16);
  let overdue = 0;
  let today = 0;
  let oldest: string | undefined;
  for (const [at, n] of Object.entries(due)) {
    if (n <= 0 || at > midnight) continue;
    if (at > minute) today += n;
    else {
      overdue += n;
      if (oldest === undefined || at < oldest) oldest = at;
    }
  }
  // What ends with a day is red from the next midnight on.
  const day = oldest && civilDateOf(addMinutes(instantOfMinute(oldest), -1));
  return { overdue, today, ...(day ? { oldest: day } : {}) };
};
