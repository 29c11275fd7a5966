import type * as z from 'zod';
import type { QueuePage } from '../../../../typings/api';
import type { FoundBy, TicketSummary } from '../../../../typings/contract';
import { caseworkers } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import { findProcedure } from '../../../domain/procedures';
import type { TicketRow } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import type { Ports, Where } from '../../kernel/ports';
import type { Begun } from '../../kernel/reading/snapshot';
import { showSummary, type Runtime } from '../../kernel/runtime';
import { useCase, type UseCase } from '../../kernel/use-case';
import { withPlace } from '../read-ticket';
import { searchTickets, type Searched } from '../search/search-tickets';
import { countViews, viewCounters } from './count-views';
import { narrowed, queueInput, rangeOf, readRange, type Range } from './queue-range';

/** Queues of staff: every one passes the scope (whose rows) and the showing (which fields); pages by key. */

/** So many periods stand above the list; the newest first. */
const EXEMPT_SHOWN = 3;

/** Of a kind that recurs: for which periods nothing was opened, and why; nobody looks for a ticket that need not be. */
const exemptOf = async (
  { database }: Pick<Ports, 'database'>,
  kind: string | undefined,
): Promise<Pick<QueuePage, 'exempt'>> => {
  const { recurs, planned } = (kind !== undefined && findProcedure(kind)) || {};
  if (kind === undefined || !(recurs ?? planned)) return {};
  const found = await database.find('exemptions', {
    where: { kind },
    order: ['first', 'desc'],
    limit: EXEMPT_SHOWN,
  });
  return { exempt: found.map(({ period, why }) => ({ period, why })) };
};

type Listed = Omit<Searched, 'hits'> & { hits: { document: TicketRow; found?: FoundBy }[] };

const inOrder = async (
  { database }: Pick<Ports, 'database'>,
  range: Range,
  input: z.infer<typeof queueInput>,
): Promise<Listed> => {
  const { page, next } = await readRange(database, range, input);
  return { hits: page.map(document => ({ document })), ...next };
};

/** What is asked besides the words: within the view where that is wanted, otherwise of all that the member may see. */
const besides = (view: Range, actor: Actor, input: z.infer<typeof queueInput>, now: string): Where => {
  const all = rangeOf('all', actor, now) ?? view;
  const { where } = narrowed(input.within ? view : all, input, now);
  const { 'keys.tags': tags, ...rest } = where;
  return tags === all.where['keys.tags'] ? rest : where;
};

/** `ticket.queue` of the contract: what changes rarely, then page and counts at once. */
export const listQueue = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof queueInput>,
  begun?: Begun,
): Promise<QueuePage> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const view = rangeOf(input.view, actor, now) ?? fail('forbidden', '您的角色没有工单列表');
  const { query } = input;
  const [counts, { hits, ...rest }, exempt] = await Promise.all([
    countViews(runtime, actor, begun),
    query
      ? searchTickets(runtime, actor, besides(view, actor, input, now), { ...input, query })
      : inOrder(ports, narrowed(view, input, now), input),
    input.cursor ? {} : exemptOf(ports, input.kind),
  ]);
  const tickets = hits.map(({ document, found }): TicketSummary => ({
    ...withPlace(showSummary(snapshot, document.ticket, actor, now), document, actor),
    ...(found ? { found } : {}),
  }));
  return { tickets, ...rest, counts, ...exempt };
};

export const ticketQueue: UseCase<z.input<typeof queueInput>, QueuePage> = {
  ...useCase(queueInput, caseworkers, (runtime, { actor, begun }, input) =>
    listQueue(runtime, actor, input, begun),
  ),
  counters: viewCounters,
};
