import { upTo99 } from '../../domain/views/counts';
import { unitDesk } from '../../domain/catalogue/staffing';
import { settleEmptyDesk, systemActor, wordsOn, type Actor } from '../../domain/engine';
import { scopeKey, tag, viewersOf } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { moveFromDissolved } from '../catalogue/dissolve-unit';
import { moveBelongings } from '../catalogue/move-belongings';
import { commit } from '../kernel/writing/commit';
import { MANY, PAGE } from '../kernel/ports';
import { contextFor, contextOfTicket, type Runtime } from '../kernel/runtime';
import type { TicketDocument } from '../kernel/documents';
import type { Snapshot } from '../kernel/reading/snapshot';
import { createAddressBook, deliver } from './outbox/deliver-messages';
import type { Work } from './work';

/** Nobody waits at an empty desk (A42): what lies where nobody is comes before operator and manager, until somebody is. */

/** A desk as tickets name it, and what it is called. */
type Desk = { key: string; name: string };

/** Desks at which nobody is, or nobody who signs; also of units that have ended, whoever is still there. */
const emptyDesks = ({ catalogue, activeRuleSet }: Snapshot): Desk[] => {
  const hasLead = (desk: string, lead: string) => catalogue.staffAt(desk).some(({ role }) => role === lead);
  const { operator, local } = activeRuleSet.roleNames;
  return [
    ...catalogue
      .units()
      .filter(({ id, ended }) => ended !== undefined || !hasLead(unitDesk(id), 'lead'))
      .map(({ id, name }) => ({ key: `lead:${id}`, name })),
    ...catalogue
      .regions()
      .filter(({ code }) => catalogue.staffAt(`region:${code}`).length === 0)
      .map(({ code, name }) => ({ key: `region:${code}`, name: `${name}${local}` })),
    ...(hasLead('operator', 'operator-lead') ? [] : [{ key: 'operator-lead', name: operator }]),
  ];
};

/** The open tickets at a desk, oldest first. */
async function* openAt({ ports }: Runtime, key: string): AsyncGenerator<TicketDocument> {
  for (let after = ''; ;) {
    const page = await ports.database.find('tickets', {
      where: {
        'keys.tags': tag.desk(key),
        'keys.newKey': { gt: after },
      },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.keys.newKey ?? after;
  }
}

/** Marks a ticket at an empty desk, or takes the mark away; answers one that lies there from now on. */
const settleOne = ({ ports }: Runtime, snapshot: Snapshot, no: string): Promise<Ticket | undefined> =>
  ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', no);
    if (!before) return undefined;
    const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), before.ticket);
    const outcome = settleEmptyDesk(before.ticket, context);
    if (!outcome) return undefined;
    await commit(ports, transaction, {
      before,
      outcome,
      context,
      entry: { type: 'empty-desk', payload: null },
    });
    return outcome.ticket.emptySince === undefined ? undefined : outcome.ticket;
  });

/** What decides at which desks nobody is. */
export const deskState = (
  { settings: { catalogueVersion, membersVersion = 0 } }: Pick<Snapshot, 'settings'>,
  now: Instant,
): string => `${catalogueVersion}.${membersVersion}.${civilDateOf(now)}`;

/** Looks at all desks whenever members or units have changed, and each day, as agreements end. */
export const watchDesks = async (runtime: Runtime, work: Work): Promise<Record<string, number>> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const state = deskState(snapshot, ports.now());
  const { seen, noted = '' } = work.marks();
  if (seen === state) return {};
  const empty = emptyDesks(snapshot);
  const again = noted.split(',').filter(key => key && !empty.some(one => one.key === key));
  const addressBook = createAddressBook(ports);
  let marked = 0;
  for (const { key, name } of [...empty, ...again.map(one => ({ key: one, name: '' }))]) {
    const fresh: Ticket[] = [];
    const unitId = key.startsWith('lead:') ? key.slice('lead:'.length) : undefined;
    const ended = unitId ? snapshot.catalogue.unit(unitId)?.ended : undefined;
    if (unitId && ended) {
      const { successorId } = ended;
      if (!(await moveBelongings(runtime, unitId, successorId, work.hasTime))) return { marked };
      const { moved, finished } = await moveFromDissolved(runtime, unitId, work.hasTime);
      marked += moved;
      if (!finished) return { marked };
    }
    for await (const { _id: no, ticket } of openAt(runtime, key)) {
      if (!(await work.hasTime())) return { marked };
      // Most lie there as they did on the day before: that is seen without a transaction for each.
      const context = contextFor(snapshot, systemActor, ports.now(), ticket);
      if (!settleEmptyDesk(ticket, context)) continue;
      await work.attempt(no, async () => {
        const settled = await settleOne(runtime, snapshot, no);
        if (settled) fresh.push(settled);
      });
    }
    marked += fresh.length;
    for (const to of ['operator', 'manager'] as const) {
      // Each is told how many of those it may see (A34).
      const n = fresh.filter(ticket => viewersOf(ticket).includes(to)).length;
      if (n === 0) continue;
      const words = wordsOn(name, `无人办理或无人审核，有 ${n} 件在办，请指定其他单位，或者邀请人员`);
      const once = `empty-desk:${key}:${state}`;
      const message = { audience: { to }, template: 'empty-desk', ...words, key: once };
      await deliver(ports, addressBook, message, null, null);
    }
  }
  work.remember({ seen: state, noted: empty.map(({ key }) => key).join(',') });
  return { marked };
};

/** So many empty units are counted for one look at the desk: an installation that begins has hundreds. */
const MOST_COUNTED = 20;

/** What stands on the desk of operator and manager until somebody is there again: of what each may see. */
export const emptyDeskAlarms = async (runtime: Runtime, actor: Actor): Promise<string[]> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  const empty = catalogue
    .units()
    .filter(({ id, ended }) => !ended && catalogue.staffAt(unitDesk(id)).length === 0);
  const counted = await Promise.all(
    empty.slice(0, MOST_COUNTED).map(async ({ id, name }) => ({
      name,
      open: await ports.database.count(
        'tickets',
        { 'keys.tags': { all: [tag.desk(`lead:${id}`), tag.open(scopeKey(actor) ?? '')] } },
        MANY,
      ),
    })),
  );
  const more = empty.length - MOST_COUNTED;
  return [
    ...counted
      .filter(({ open }) => open > 0)
      .map(({ name, open }) => `“${name}”无人办理，有 ${upTo99(open)} 件在办，请指定其他单位，或者邀请人员`),
    ...(more > 0 ? [`另有 ${more} 个单位没有人员，请在“单位和人员”里查看`] : []),
  ];
};
