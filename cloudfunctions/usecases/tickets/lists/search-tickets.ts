import { dailyWindows } from '../../../domain/rulesets';
import type { Actor } from '../../../domain/engine';
import { normalisePhone } from '../../../domain/privacy/phone';
import { normaliseTicketNumber } from '../../../domain/privacy/ticket-number';
import { originNames } from '../../../domain/ticket/assigned';
import { externalKey, maySee, tag, titleParts } from '../../../domain/ticket/scope';
import { identifierKey } from '../../../domain/typed/identifier';
import { findByExternalKeys, findInUse, findWhereTheyLie } from '../../kernel/archive';
import type { TicketDocument } from '../../kernel/documents';
import { countPerDay } from '../../kernel/meters';
import type { Ports, Where } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { handledIn } from '../read-ticket';
import { narrowed, readRange, type queueInput, type Range } from './queue-range';
import type * as z from 'zod';

/** What staff look for by words in their queues: a number, a phone number, or words of the title. */

type Search = { no: string } | { tag: string } | { where: Where };

/** A number, a phone number (by its keyed hash), or words of the title. */
const searchOf = (ports: Pick<Ports, 'secrets'>, query: string): Search => {
  const no = normaliseTicketNumber(query);
  if (no) return { no };
  if (normalisePhone(query)) return { tag: tag.phone(ports.secrets.phoneHash(query)) };
  return { where: { 'keys.titleParts': { all: titleParts(query) } } };
};

/** What another system calls it (A14). */
const byExternalNo = (ports: Pick<Ports, 'database'>, query: string): Promise<TicketDocument[]> =>
  findByExternalKeys(ports.database, externalKeys(query));
const CHANNELS = ['12345', 'phone', 'counter'] as const;
const externalKeys = (query: string): string[] => [
  ...CHANNELS.map(channel => externalKey(channel, query)),
  ...originNames.map(origin => externalKey('assigned', query, { origin })),
];

/** Found tickets that the reader may see, each with the one in which it is handled since it was merged (A43). */
const asHandled = async (
  ports: Pick<Ports, 'database'>,
  found: TicketDocument[],
  actor: Actor,
): Promise<TicketDocument[]> => {
  const seen = new Map<string, TicketDocument>();
  for (const document of found)
    for (const one of [document, await handledIn(ports.database, document)])
      if (maySee(actor, one.ticket)) seen.set(one._id, one);
  return [...seen.values()];
};

type SearchInput = z.infer<typeof queueInput> & { query: string };

/** `ticket.queue` with `query`. */
export const searchTickets = async (
  runtime: Runtime,
  actor: Actor,
  view: Range,
  input: SearchInput,
): Promise<{ page: TicketDocument[]; next: { nextCursor?: string } }> => {
  const { ports } = runtime;
  const search = searchOf(ports, input.query);
  if ('tag' in search && !input.cursor)
    await countPerDay(runtime, actor.id, dailyWindows.phoneSearches, {
      what: '按电话查找',
      instead: '请用工单编号或标题查找，或者与管理方联系',
    });
  if ('no' in search) {
    const found = await ports.database.get('tickets', search.no);
    return { page: await asHandled(ports, found ? [found] : [], actor), next: {} };
  }
  const outside =
    identifierKey(input.query) !== '' && !input.cursor ? await byExternalNo(ports, input.query) : [];
  const fromOutside = await asHandled(ports, outside, actor);
  if (fromOutside.length > 0) return { page: fromOutside, next: {} };
  const range = narrowed(view, input, ports.now(), 'tag' in search ? [search.tag] : []);
  const where = 'where' in search ? { ...range.where, ...search.where } : range.where;
  // A person who calls is found with everything, however long ago it was; nothing in the archive is due.
  const find = 'tag' in search && range.key === 'newKey' ? findWhereTheyLie : findInUse;
  return readRange(ports.database, { ...range, where }, input, find);
};
