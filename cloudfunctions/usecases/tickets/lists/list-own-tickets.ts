import * as z from 'zod';
import type { TicketSummary } from '../../../../typings/contract';
import { everyone } from '../../../domain/catalogue/roles';
import { isFoundByOwner } from '../../../domain/search/own';
import { wordsOf } from '../../../domain/search/terms';
import type { RowFields } from '../../../domain/ticket/listed';
import { tag } from '../../../domain/ticket/scope';
import { typedLine } from '../../../domain/typed/text';
import { seenBy } from '../../../domain/views/seen';
import { wantedOf } from '../../../domain/views/ticket';
import type { TicketDocument, TicketRow } from '../../kernel/documents';
import { cutPage, ticketPaging } from '../../kernel/reading/paging';
import { findInUse, findWhereTheyLie, rowsWhereTheyLie } from '../../kernel/archive';
import { PAGE, type Ports, type Query, type Where } from '../../kernel/ports';
import { citizenActor, contextFor, procedureFor, showSummary, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';

export const ownListInput = z.object({
  state: z.enum(['open', 'closed']).optional(),
  query: typedLine().max(60).optional(),
  ...ticketPaging,
});

/** So many pages are looked through for words at once; the cursor goes on behind them. */
const MOST_PAGES = 2;

/** Of a person's tickets those that hold the words, a few pages at a time: nobody has an index of so few. */
const findOwn = async (
  find: (after: string | undefined) => Promise<TicketDocument[]>,
  matches: (document: TicketDocument) => boolean,
  limit: number,
): Promise<{ page: TicketDocument[]; next: { nextCursor?: string } }> => {
  const page: TicketDocument[] = [];
  let last: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const documents = await find(last);
    for (const document of documents) {
      if (page.length === limit) return { page, next: { nextCursor: last ?? '' } };
      last = document.keys.newKey;
      if (matches(document)) page.push(document);
    }
    if (documents.length < PAGE) return { page, next: {} };
  }
  return { page, next: last === undefined ? {} : { nextCursor: last } };
};

/** `ticket.list`: the citizen's own tickets, newest first; with a query those that hold its words. */
export const listOwnTickets = async (
  { ports, snapshots }: Runtime,
  openid: string,
  input: z.infer<typeof ownListInput>,
): Promise<{ tickets: TicketSummary[]; nextCursor?: string }> => {
  const now = ports.now();
  const actor = citizenActor(openid);
  const where: Where = {
    'keys.tags': input.state === 'open' ? tag.ownOpen(openid) : tag.owner(openid),
    // To the minute: one that is over by itself has its tag until the timer comes by.
    ...(input.state === 'open'
      ? { 'keys.endsAt': { gt: now } }
      : input.state === 'closed'
        ? { 'keys.endsAt': { lte: now } }
        : {}),
  };
  const find = input.state === 'open' ? findInUse : findWhereTheyLie;
  const read = (after: string | undefined, limit: number): Promise<TicketDocument[]> =>
    find(ports.database, {
      where: after ? { ...where, 'keys.newKey': { lt: after } } : where,
      order: ['keys.newKey', 'desc'],
      limit,
    });
  const words = wordsOf(input.query ?? '');
  const [snapshot, { page, next }] = await Promise.all([
    snapshots.current(),
    words.length > 0
      ? findOwn(
          after => read(after ?? input.cursor, PAGE),
          ({ ticket }) => isFoundByOwner(seenBy(ticket, actor), words),
          input.limit,
        )
      : read(input.cursor, input.limit + 1).then(documents =>
          cutPage(documents, input.limit, ({ keys }) => keys.newKey),
        ),
  ]);
  return {
    tickets: page.map(({ ticket }) => ({
      ...showSummary(snapshot, seenBy(ticket, actor), actor, now),
      ...wantedOf(ticket, procedureFor(ticket), contextFor(snapshot, actor, now, ticket)),
    })),
    ...next,
  };
};

export const ticketList = useCase(ownListInput, everyone, (runtime, { openid }, input) =>
  listOwnTickets(runtime, openid, input),
);

/** All tickets of one person, wherever they lie, the newest first; or so many at the most, behind one of them by its `newKey`. */
export const ownTickets = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  { after, most = Infinity }: { after?: string | undefined; most?: number } = {},
): Promise<TicketDocument[]> => {
  const all: TicketDocument[] = [];
  for (;;) {
    const last = all.at(-1)?.keys.newKey ?? after;
    const where: Where = {
      'keys.tags': tag.owner(openid),
      ...(last ? { 'keys.newKey': { lt: last } } : {}),
    };
    const limit = Math.min(PAGE, most - all.length);
    const query: Query = { where, order: ['keys.newKey', 'desc'], limit };
    const documents = await findWhereTheyLie(database, query);
    all.push(...documents);
    if (documents.length < limit || all.length >= most) return all;
  }
};

/** Some fields of each ticket of one person, wherever it lies, the newest first: of very many no more than these are held. */
export async function* ownRows<T>(
  { database }: Pick<Ports, 'database'>,
  openid: string,
  fields: RowFields<T>,
): AsyncGenerator<TicketRow<T>> {
  for (let last: string | undefined; ;) {
    const where: Where = { 'keys.tags': tag.owner(openid), ...(last ? { 'keys.newKey': { lt: last } } : {}) };
    const query: Query = { where, order: ['keys.newKey', 'desc'], limit: PAGE };
    const rows: TicketRow<T>[] = await rowsWhereTheyLie(database, query, fields);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.keys.newKey;
  }
}
