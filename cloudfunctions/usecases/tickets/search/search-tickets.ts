import type * as z from 'zod';
import { regionPath } from '../../../domain/catalogue';
import type { Actor } from '../../../domain/engine';
import { dailyWindows } from '../../../domain/rulesets';
import { foundIn } from '../../../domain/search/found';
import {
  canBeCut,
  pairsOfPieces,
  pairsToFind,
  readQuery,
  tooShort,
  type Named,
  type ReadQuery,
} from '../../../domain/search/read-query';
import { namedKey, newKeyOf, openParts, phoneKey, rangeFor } from '../../../domain/search/searchable';
import { termOf } from '../../../domain/search/terms';
import { maySee, scopeKey } from '../../../domain/ticket/scope';
import type { SearchedTicket } from '../../../domain/ticket/listed';
import { Failure } from '../../kernel/failure';
import { countPerDay } from '../../kernel/meters';
import type { Where } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { namedHash, namedHashesOf } from '../../kernel/writing/write-searchable';
import type { queueInput } from '../lists/queue-range';
import { findNumbers } from './find-numbers';
import { findTerms, type Found, type Hit } from './find-terms';

/**
 * What staff look for in their queues (contract §5): numbers, phone numbers, and words of title and text, among all that the
 * member may see, unless it is asked within a view. The index only tells what to look at: where a hit stands and whether the
 * member may see it, its ticket says.
 */

type SearchInput = z.infer<typeof queueInput> & { query: string };
export type Searched = { hits: Hit[]; nextCursor?: string; more?: true; hint?: string };

const CUT = '符合的件太多，只查了较新的一部分；再加一个词，可以查得更准';
const none: Found = { hits: [], isCut: false, met: false };
/** Behind every key: nothing of the list has been shown yet. */
const FROM_THE_FIRST = '~';
/** Before the key of a page of what was found in pieces. */
const IN_PIECES = '/';

type Look = {
  /** The reader's own. */
  range: string;
  seen: string;
  where: Where;
  input: SearchInput;
  actor: Actor;
};

/** `inPieces`: so its further pages are found too. */
type Listed = Found & { inPieces?: true };

const look = (
  { ports }: Runtime,
  { range, seen, where, input, actor }: Look,
  keys: readonly string[],
  verify: (ticket: SearchedTicket) => Hit['found'] | undefined,
): Promise<Found> =>
  keys.length === 0
    ? Promise.resolve(none)
    : findTerms(ports.database, {
        terms: keys.map(key => termOf(range, key)),
        seen,
        to: input.cursor?.replace(IN_PIECES, ''),
        where,
        limit: input.limit,
        verify: ticket => (maySee(actor, ticket) ? verify(ticket) : undefined),
      });

/** As they were typed; where that is nowhere, also in pieces. */
const findWords = async (runtime: Runtime, wanted: Look, words: readonly string[]): Promise<Listed> => {
  const { cursor } = wanted.input;
  const [whole, inPieces] = [pairsToFind(words), pairsOfPieces(words)];
  if (!cursor?.startsWith(IN_PIECES)) {
    const found = await look(runtime, wanted, whole, ticket => foundIn(ticket, words, false));
    if (found.hits.length > 0 || found.isCut || cursor || !canBeCut(words)) return found;
    // What has met nowhere meets nowhere together with more.
    if (!found.met && whole.every(pair => inPieces.includes(pair))) return found;
  }
  const pieces = await look(runtime, wanted, inPieces, ticket => foundIn(ticket, words, true));
  return { ...pieces, inPieces: true };
};

const LIMIT_WORDS = { what: '按电话查找', instead: '请用工单编号或标题查找，或者与管理方联系' };

/** Searches by phone numbers are counted; their pages count once. */
const countPhone = async (runtime: Runtime, { actor, input }: Look): Promise<void> => {
  if (!input.cursor) await countPerDay(runtime, actor.id, dailyWindows.phoneSearches, LIMIT_WORDS);
};

/** Counted while it is looked for: of what is refused nothing is shown. */
const counted = async (runtime: Runtime, wanted: Look, search: Promise<Found>): Promise<Found> => {
  const [, found] = await Promise.all([countPhone(runtime, wanted), search]);
  return found;
};

const findPhone = (runtime: Runtime, wanted: Look): Promise<Found> => {
  const hash = runtime.ports.secrets.phoneHash(wanted.input.query);
  const search = look(runtime, wanted, [phoneKey(hash)], ticket =>
    openParts(ticket).some(({ phoneHash }) => phoneHash === hash) ? 'phone' : undefined,
  );
  return counted(runtime, wanted, search);
};

/** One page: two people of one name whose numbers end alike are rare. */
const findNamed = async (runtime: Runtime, wanted: Look, named: Named): Promise<Found> => {
  if (wanted.input.cursor) return none;
  const hash = namedHash(runtime.ports, named);
  const search = look(runtime, wanted, [namedKey(hash)], ticket =>
    namedHashesOf(runtime.ports, ticket).includes(hash) ? 'phone' : undefined,
  );
  const found = await counted(runtime, wanted, search);
  return { ...found, isCut: found.isCut || found.next !== undefined };
};

/** 社保卡 2026 may be words: where the day's searches by phone are used up, it is looked for as such. */
const unlessUsedUp = async (search: Promise<Found>): Promise<Found | Failure> => {
  try {
    return await search;
  } catch (error) {
    if (error instanceof Failure && error.code === 'rate-limited') return error;
    throw error;
  }
};

/** What was found by numbers and names stands first, and the page of the rest behind it. */
const inOnePage = (first: readonly Hit[], rest: Listed, limit: number): Searched => {
  const known = new Set(first.map(({ document }) => document._id));
  const others = rest.hits.filter(({ document }) => !known.has(document._id));
  const shown = others.slice(0, Math.max(0, limit - first.length));
  const last = shown.at(-1);
  const behind = last ? newKeyOf(last.document.ticket) : FROM_THE_FIRST;
  const next = shown.length < others.length ? behind : rest.next;
  return {
    hits: [...first, ...shown],
    ...(next === undefined ? {} : { nextCursor: `${rest.inPieces ? IN_PIECES : ''}${next}` }),
    ...(rest.isCut ? { more: true, hint: CUT } : {}),
  };
};

/** By a phone number or a name, and by words; `refused`: the day's searches by phone are used up. */
type Rest = { first: readonly Hit[]; rest: Listed; refused?: Failure };

const findRest = async (runtime: Runtime, wanted: Look, read: ReadQuery): Promise<Rest> => {
  if (read.isPhone) {
    const found = await unlessUsedUp(findPhone(runtime, wanted));
    return found instanceof Failure ? { first: [], rest: none, refused: found } : { first: [], rest: found };
  }
  const [named, words] = await Promise.all([
    read.named ? unlessUsedUp(findNamed(runtime, wanted, read.named)) : none,
    findWords(runtime, wanted, read.words),
  ]);
  if (named instanceof Failure) return { first: [], rest: words, refused: named };
  return { first: named.hits, rest: { ...words, isCut: words.isCut || named.isCut } };
};

const findAll = async (runtime: Runtime, wanted: Look, read: ReadQuery): Promise<Searched> => {
  const { input, actor, seen, where } = wanted;
  const byNumbers = input.cursor
    ? Promise.resolve({ hits: [], sure: false })
    : findNumbers(runtime.ports.database, input.query, read, actor, seen, where);
  // Whoever types a whole number mostly means that one; all else is looked for at the same time.
  if (read.no !== undefined && (await byNumbers).sure) return { hits: (await byNumbers).hits };
  const [numbers, { first, rest, refused }] = await Promise.all([byNumbers, findRest(runtime, wanted, read)]);
  if (numbers.sure) return { hits: numbers.hits };
  if (refused && (read.isPhone || numbers.hits.length + rest.hits.length === 0)) throw refused;
  return inOnePage([...numbers.hits, ...first], rest, input.limit);
};

/** `ticket.queue` with `query`. `where` = what the tickets have to be besides; empty = all that the member may see. */
export const searchTickets = async (
  runtime: Runtime,
  actor: Actor,
  where: Where,
  input: SearchInput,
): Promise<Searched> => {
  const seen = scopeKey(actor);
  if (seen === undefined) return { hits: [] };
  const read = readQuery(input.query);
  const hint = tooShort(read);
  if (hint !== undefined) return { hits: [], hint };
  const { catalogue } = await runtime.snapshots.current();
  const range = rangeFor(actor, regionPath(actor.region, catalogue));
  return findAll(runtime, { range, seen, where, input, actor }, read);
};
