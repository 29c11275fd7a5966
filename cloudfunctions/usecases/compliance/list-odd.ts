import * as z from 'zod';
import type { OddRow } from '../../../typings/api';
import type { Page, TicketSummary } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import { oddList } from '../../domain/outcomes/lists';
import { oddOf, oddSigns, type OddCode } from '../../domain/outcomes/odd';
import { ticketPaging } from '../kernel/reading/paging';
import { showSummary } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { readOdd } from '../oversight/outcomes';
import { withPlace } from '../tickets/read-ticket';
import { partyName } from './get-compliance';
import { isAsked, walkLists } from './list-tickets';
import { ownPeriod, periodInput } from './period';

const codes = Object.keys(oddSigns) as [OddCode, ...OddCode[]];

const oddInput = z.object({
  ...periodInput,
  /** The tickets behind one of the counts. */
  code: z.enum(codes, { error: '没有这一类' }).optional(),
  ...ticketPaging,
});

/**
 * `odd.list`: what is odd (A52), in the order of the codes of the units, as counts; with `code` the tickets behind one. No
 * score, no order by how many.
 */
export const oddListing = useCase(
  oddInput,
  ticketReaders,
  async (
    { ports, snapshots },
    { actor },
    { code, ...input },
  ): Promise<{ rows: OddRow[] } & Page<'tickets', TicketSummary>> => {
    const snapshot = await snapshots.current();
    const { catalogue, activeRuleSet } = snapshot;
    const period = ownPeriod(actor, input, catalogue);
    const counted = await readOdd(ports, snapshot, period);
    const rows = counted.map((row): OddRow => ({
      ...row,
      label: oddSigns[row.code],
      unitName: partyName(row.unitId, activeRuleSet, catalogue),
    }));
    if (code === undefined) return { rows, tickets: [] };
    const asked = isAsked(actor, period);
    const { from, to, unitId } = period;
    const { found, ...next } = await walkLists(
      ports,
      oddList(code),
      period,
      input,
      document =>
        asked(document) &&
        oddOf(document.ticket).some(
          sign =>
            sign.code === code &&
            sign.on >= from &&
            sign.on <= to &&
            (unitId === undefined || sign.party === unitId),
        ),
    );
    const now = ports.now();
    const tickets = found.map(document =>
      withPlace(showSummary(snapshot, document.ticket, actor, now), document, actor),
    );
    return { rows, tickets, ...next };
  },
);
