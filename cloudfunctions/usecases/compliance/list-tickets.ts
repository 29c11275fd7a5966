import * as z from 'zod';
import type { Page, TicketSummary } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { spansOf } from '../../domain/outcomes/figures';
import { listName, outcomeList } from '../../domain/outcomes/lists';
import { rowsOf, type OutcomeRow } from '../../domain/outcomes/rows';
import { policies } from '../../domain/procedures';
import { maySee } from '../../domain/ticket/scope';
import type { Instant } from '../../domain/time';
import { findWhereTheyLie } from '../kernel/archive';
import type { TicketDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';
import { ticketPaging } from '../kernel/reading/paging';
import { procedureFor, showSummary } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { withPlace } from '../tickets/read-ticket';
import { ownPeriod, periodInput, type Period } from './period';

/** From a figure to the tickets behind it: by the lists that each ticket's document names, a month after the other. */

const outcomes = ['inTime', 'late', 'running', 'runningLate'] as const;

const listInput = z.object({
  ...periodInput,
  policy: z.string().refine(id => policies.some(one => one.id === id), '没有这项时限'),
  outcome: z.enum(outcomes, { error: '请选择按时、超期或在办' }),
  ...ticketPaging,
});

/** So many tickets are looked at for one page; where they are not among it, the page is short and the cursor goes on. */
const MOST_PAGES = 5;

/** Tickets of a list in a period, month by month. `isWanted` decides on each; the cursor is the month and the key in it. */
export const walkLists = async (
  { database }: { database: Pick<Database, 'find'> },
  what: string,
  { from, to, unitId, region }: Period,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  isWanted: (document: TicketDocument) => boolean,
): Promise<{ found: TicketDocument[]; nextCursor?: string }> => {
  const { months, partly } = spansOf(from, to);
  const all = [...months, ...partly].sort();
  const scope = unitId !== undefined ? { party: unitId } : region !== undefined ? { region } : 'all';
  let [month = '', after = ''] = cursor?.split('~') ?? [all[0] ?? '', ''];
  const found: TicketDocument[] = [];
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    if (!all.includes(month)) return { found };
    // Where few of a list are wanted, as of one day of a month, as many are looked at together as a query gives.
    const size = pages === 0 ? limit : PAGE - 1;
    const page = await findWhereTheyLie(database, {
      where: {
        limits: listName(what, month, scope),
        ...(after ? { 'keys.newKey': { gt: after } } : {}),
      },
      order: ['keys.newKey', 'asc'],
      limit: size + 1,
    });
    for (const [at, document] of page.slice(0, size).entries()) {
      after = document.keys.newKey;
      if (!isWanted(document)) continue;
      found.push(document);
      const isLast = at === page.length - 1 && month === all.at(-1);
      if (found.length === limit) return { found, ...(isLast ? {} : { nextCursor: `${month}~${after}` }) };
    }
    if (page.length <= size) {
      [month, after] = [all[all.indexOf(month) + 1] ?? '', ''];
      if (month === '') return { found };
    }
  }
  return { found, nextCursor: `${month}~${after}` };
};

/** What is seen of a ticket is what its reader may see, in the region and of the days that were asked for. */
export const isAsked =
  (actor: Actor, { region }: Pick<Period, 'region'>) =>
  ({ ticket }: TicketDocument): boolean =>
    maySee(actor, ticket) && (region === undefined || ticket.regionPath.includes(region));

const isOutcome = (
  row: OutcomeRow,
  { policy, outcome }: Pick<z.infer<typeof listInput>, 'policy' | 'outcome'>,
  { from, to, unitId }: Period,
  now: Instant,
): boolean => {
  const state = row.state !== 'running' ? row.state : (row.redAt ?? '') <= now ? 'runningLate' : 'running';
  return (
    row.policy === policy &&
    state === outcome &&
    row.due >= from &&
    row.due <= to &&
    (unitId === undefined || row.party === unitId)
  );
};

/** `compliance.tickets`: those behind one figure, as a queue. */
export const complianceTickets = useCase(
  listInput,
  ticketReaders,
  async (runtime, { actor }, input): Promise<Page<'tickets', TicketSummary>> => {
    const { ports, snapshots } = runtime;
    const snapshot = await snapshots.current();
    const period = ownPeriod(actor, input, snapshot.catalogue);
    const now = ports.now();
    const state = input.outcome === 'runningLate' ? 'running' : input.outcome;
    const asked = isAsked(actor, period);
    const { found, ...next } = await walkLists(
      ports,
      outcomeList(input.policy, state),
      period,
      input,
      document =>
        asked(document) &&
        rowsOf(document.ticket, procedureFor(document.ticket).limits).some(row =>
          isOutcome(row, input, period, now),
        ),
    );
    const tickets = found.map(document =>
      withPlace(showSummary(snapshot, document.ticket, actor, now), document, actor),
    );
    return { tickets, ...next };
  },
);
