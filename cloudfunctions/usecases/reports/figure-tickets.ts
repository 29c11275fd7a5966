import * as z from 'zod';
import type { Page, TicketSummary } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import { isOpenFigure, soughtFor, type Sought } from '../../domain/reports/counted';
import { maySee, scopeKey } from '../../domain/ticket/scope';
import { addDays, startOfDay } from '../../domain/time';
import { ownPeriod, periodInput, type Period } from '../compliance/period';
import type { JournalDocument, TicketDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { ticketPaging } from '../kernel/reading/paging';
import { showSummary } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { withPlace } from '../tickets/read-ticket';
import { findAll, readOpenAt } from './open-tickets';
import { unitsOf } from './read-counted';
import { readEntries } from './read-entries';

/**
 * `report.tickets`: the cases that were counted for a figure of a report, in the order in which they were (G-3.3.1c); of what was
 * open at the start or the end, those that were.
 */

const figureInput = z.object({
  ...periodInput,
  figure: z.string().max(60),
  of: z.enum(['numerator', 'denominator'], { error: '请选择分子或分母' }).default('numerator'),
  ...ticketPaging,
});

type Paging = { cursor?: string | undefined; limit: number };
type Found = { tickets: TicketDocument[]; nextCursor?: string };

/** The tickets counted from a moment on, each once a page. */
const readCounted = async (
  { database }: Pick<Ports, 'database'>,
  { names, isCounted }: Sought,
  { from, to }: Period,
  { cursor, limit }: Paging,
): Promise<Found> => {
  const numbersIn = (read: readonly JournalDocument[]) => new Set(read.filter(isCounted).map(({ no }) => no));
  const { entries, next } = await readEntries(
    database,
    names,
    { from: cursor ?? startOfDay(from), until: startOfDay(addDays(to, 1)) },
    read => numbersIn(read).size >= limit,
  );
  return {
    tickets: await findAll(database, [...numbersIn(entries)]),
    ...(next === undefined ? {} : { nextCursor: next }),
  };
};

export const figureTickets = useCase(
  figureInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, input): Promise<Page<'tickets', TicketSummary>> => {
    const snapshot = await snapshots.current();
    const period = ownPeriod(actor, input, snapshot.catalogue);
    const parties = unitsOf(period, snapshot.catalogue);
    const { figure, of, from, to } = input;
    const read = (): Promise<Found> => {
      const sought = soughtFor(figure, of, parties);
      if (!sought) return fail('not-found', '这个数字没有可看的件');
      if (!isOpenFigure(figure)) return readCounted(ports, sought, period, input);
      const at = startOfDay(figure === 'stock.start' ? from : addDays(to, 1));
      return readOpenAt(ports, { at, parties, reader: scopeKey(actor) ?? '' }, input);
    };
    const { tickets: found, ...next } = await read();
    const tickets = found
      .filter(({ ticket }) => maySee(actor, ticket))
      .map(document =>
        withPlace(showSummary(snapshot, document.ticket, actor, ports.now()), document, actor),
      );
    return { tickets, ...next };
  },
);
