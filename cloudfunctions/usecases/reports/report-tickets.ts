import type { ShownReport, TicketSummary } from '../../../typings/contract';
import type { Actor } from '../../domain/engine';
import type { Cell, Sheet } from '../../domain/reports/paper';
import { moreRow, ticketRow, ticketSheetOf, type WhyListed } from '../../domain/reports/ticket-sheet';
import { citizenKindNames } from '../../domain/ticket/citizen-kinds';
import { tag } from '../../domain/ticket/scope';
import { addDays } from '../../domain/time';
import { PAGE } from '../kernel/ports';
import { showSummary, type Runtime } from '../kernel/runtime';
import { narrowed, queueInput, rangeOf, readRange, type Range } from '../tickets/lists/queue-range';

/**
 * The tickets behind the figures of a report (G-3.3.1c), as its reader may see them: those of its period, and those from before
 * that are still open. They are read as they are written, a page at a time, and no more of them than one call can hold.
 */

/** A hundred pages of the index, and a file that a phone can open. */
export const MOST_ROWS = 10_000;

const pagesOf = async function* (
  { ports, snapshots }: Runtime,
  actor: Actor,
  range: Range,
): AsyncGenerator<TicketSummary[]> {
  const snapshot = await snapshots.current();
  for (let cursor: string | undefined; ;) {
    const { page, next } = await readRange(ports.database, range, { cursor, limit: PAGE - 1 });
    yield page.map(({ ticket }) => showSummary(snapshot, ticket, actor, ports.now()));
    if (next.nextCursor === undefined) return;
    cursor = next.nextCursor;
  }
};

const isOfCitizens = ({ kind }: TicketSummary): boolean => (citizenKindNames as string[]).includes(kind);

const rowsOf = async function* (
  runtime: Runtime,
  actor: Actor,
  { from, to, unitId, region }: ShownReport,
  seen: Range,
  open: Range,
): AsyncGenerator<readonly Cell[]> {
  const now = runtime.ports.now();
  const whose = { view: 'all', ...(unitId ? { unitId } : {}), ...(region ? { region } : {}) } as const;
  const rangeFor = (view: Range, days: { from?: string; to: string }): Range =>
    narrowed(view, queueInput.parse({ ...whose, ...days }), now);
  const parts: [WhyListed, Range][] = [
    ['period', rangeFor(seen, { from, to })],
    ['before', rangeFor(open, { to: addDays(from, -1) })],
  ];
  let left = MOST_ROWS;
  for (const [why, range] of parts)
    for await (const page of pagesOf(runtime, actor, range))
      for (const ticket of page) {
        // A number of what is confidential would tell of it (A34); of what is open only what citizens filed is counted.
        if (ticket.flags.includes('confidential') || (why === 'before' && !isOfCitizens(ticket))) continue;
        if ((left -= 1) < 0) return yield moreRow(MOST_ROWS);
        yield ticketRow(why, ticket);
      }
};

/** The sheet of tickets; of a role that reads no tickets it is empty. */
export const ticketSheet = async (runtime: Runtime, actor: Actor, report: ShownReport): Promise<Sheet> => {
  const now = runtime.ports.now();
  const seen = rangeOf('all', actor, now);
  if (!seen) return ticketSheetOf([]);
  const key = String(seen.where['keys.tags']).replace(/^seen\|/, '');
  const open: Range = { ...seen, where: { 'keys.tags': tag.open(key) } };
  return ticketSheetOf(rowsOf(runtime, actor, report, seen, open));
};
