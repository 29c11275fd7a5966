import * as z from 'zod';
import type { Page, TicketSummary } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import { soughtFor, type Sought } from '../../domain/reports/counted';
import { maySee } from '../../domain/ticket/scope';
import { addDays, startOfDay } from '../../domain/time';
import { ownPeriod, periodInput, type Period } from '../compliance/period';
import { findByNumbers } from '../kernel/archive';
import type { JournalDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { PAGE, type Database, type Ports } from '../kernel/ports';
import { ticketPaging } from '../kernel/reading/paging';
import { showSummary } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { withPlace } from '../tickets/read-ticket';
import { unitsOf } from './read-counted';

/** `report.tickets`: the cases that were counted for a figure of a report, in the order in which they were (G-3.3.1c). */

const figureInput = z.object({
  ...periodInput,
  figure: z.string().max(60),
  of: z.enum(['numerator', 'denominator'], { error: '请选择分子或分母' }).default('numerator'),
  ...ticketPaging,
});

/** So many pages of entries are looked at for one of tickets. */
const MOST_PAGES = 5;

/** The last ones may go on in the next page: what came in one moment is read together. */
const withoutTies = (
  page: readonly JournalDocument[],
): { whole: readonly JournalDocument[]; next?: string } => {
  const last = page.at(-1);
  if (!last || page.length < PAGE) return { whole: page };
  const whole = page.filter(({ at }) => at < last.at);
  return whole.length > 0 ? { whole, next: last.at } : { whole: page, next: `${last.at}~` };
};

/** The numbers of the tickets counted from a moment on, each once a page. */
const readCounted = async (
  { database }: Pick<Ports, 'database'>,
  { names, isCounted }: Sought,
  { from, to }: Period,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ numbers: string[]; nextCursor?: string }> => {
  const numbers = new Set<string>();
  let begin: string | undefined = cursor ?? startOfDay(from);
  for (let pages = 0; pages < MOST_PAGES && begin !== undefined && numbers.size < limit; pages += 1) {
    const page: JournalDocument[] = await database.find('journal', {
      where: { counted: { in: names }, at: { gte: begin, lt: startOfDay(addDays(to, 1)) } },
      order: ['at', 'asc'],
      limit: PAGE,
    });
    const { whole, next } = withoutTies(page);
    for (const { no, counts } of whole) if (isCounted(counts)) numbers.add(no);
    begin = next;
  }
  return { numbers: [...numbers], ...(begin === undefined ? {} : { nextCursor: begin }) };
};

/** A query takes a page of numbers. */
const findAll = async (database: Pick<Database, 'find'>, numbers: readonly string[]) => {
  const pages = Array.from({ length: Math.ceil(numbers.length / PAGE) }, (_, page) =>
    findByNumbers(database.find, numbers.slice(page * PAGE, (page + 1) * PAGE)),
  );
  return (await Promise.all(pages)).flat();
};

export const figureTickets = useCase(
  figureInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, input): Promise<Page<'tickets', TicketSummary>> => {
    const snapshot = await snapshots.current();
    const period = ownPeriod(actor, input, snapshot.catalogue);
    const sought = soughtFor(input.figure, input.of, unitsOf(period, snapshot.catalogue));
    if (!sought) return fail('not-found', '这个数字没有可看的件');
    const { numbers, ...next } = await readCounted(ports, sought, period, input);
    const tickets = (await findAll(ports.database, numbers))
      .filter(({ ticket }) => maySee(actor, ticket))
      .map(document =>
        withPlace(showSummary(snapshot, document.ticket, actor, ports.now()), document, actor),
      );
    return { tickets, ...next };
  },
);
