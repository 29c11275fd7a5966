import type { Member, Service } from '../../domain/catalogue';
import type { Actor, Context, Procedure } from '../../domain/engine';
import { labelOf, procedureOf } from '../../domain/procedures';
import { fitTicket } from '../../domain/views/bounds';
import { showTicket, summarise } from '../../domain/views/ticket';
import type { ListedTicket } from '../../domain/ticket/listed';
import type { Ticket } from '../../domain/ticket/ticket';
import type { Instant } from '../../domain/time';
import type { ShownTicket, TicketSummary } from '../../../typings/contract';
import { spellingsOf } from '../../domain/typed/identifier';
import { readById } from './reading/by-id';
import type { Collections } from './documents';
import type { Ports, Reader } from './ports';
import type { Snapshot, Snapshots } from './reading/snapshot';

/** What every use case works with: the ports and the snapshot of what changes rarely. */
export type Runtime = {
  ports: Ports;
  snapshots: Pick<Snapshots, 'current'>;
  /** Of an administrative act: what its record holds besides what was entered, e.g. hashes of files (A47). */
  alsoRecord?: (detail: Record<string, unknown>) => void;
  /** Of one that creates something: by what its record is found when it is asked for again (`createOnce`). */
  asRequest?: (request: { id: string; digest: string }) => void;
};

export const citizenActor = (openid: string): Actor => ({ id: openid, role: 'citizen', name: '群众' });

export const memberActor = (member: Member): Actor => ({
  id: member.id,
  role: member.role,
  name: member.name,
  ...(member.unitId ? { unitId: member.unitId } : {}),
  ...(member.region ? { region: member.region } : {}),
});

/** What a member's side is called: the unit, or the operator in the words of the rule set in force. */
export const sideName = (actor: Actor, { catalogue, activeRuleSet }: Snapshot): string =>
  actor.unitId === undefined
    ? activeRuleSet.roleNames.operator
    : (catalogue.unit(actor.unitId)?.name ?? activeRuleSet.roleNames.unit);

/** The context of one ticket: its own rule set, and what the act refers to. */
export const contextFor = (
  snapshot: Snapshot,
  actor: Actor,
  now: Instant,
  ticket: Pick<Ticket, 'ruleSet'> | undefined,
  extra: { service?: Service; member?: Member; related?: Ticket } = {},
): Context => ({
  now,
  calendar: snapshot.calendar,
  ruleSet: ticket ? snapshot.ruleSet(ticket.ruleSet.id, ticket.ruleSet.version) : snapshot.activeRuleSet,
  catalogue: snapshot.catalogue,
  labelOf,
  platformWindows: snapshot.settings.platformWindows ?? [],
  actor,
  ...extra,
});

/**
 * The context of a stored ticket with its service. A procedure that staff started can change the service, so it reads
 * it with the reader of the change; for others the snapshot will do.
 */
export const contextOfTicket = async (
  reader: Reader,
  snapshot: Snapshot,
  actor: Actor,
  now: Instant,
  ticket: Ticket,
  extra: Partial<Context> = {},
): Promise<Context> => ({
  ...contextFor(snapshot, actor, now, ticket, {
    service: ticket.serviceId
      ? ticket.work
        ? await storedService(reader, ticket.serviceId)
        : await snapshot.service(ticket.serviceId)
      : undefined,
  }),
  ...extra,
});

/** A service as it is stored now, without what it is found by. */
export const storedService = async (reader: Reader, id: string): Promise<Service | undefined> =>
  withoutKeys(await reader.get('services', id));

/** The service that an id means, however it was typed. */
export const meantService = async (reader: Reader, id: string): Promise<Service | undefined> =>
  withoutKeys(await readById(reader, 'services', id));

const IDS_AT_ONCE = 20;

/** The services that ids mean, in their order, a few looks for many of them. */
export const meantServices = async (
  database: Pick<Ports['database'], 'find'>,
  ids: readonly string[],
): Promise<(Service | undefined)[]> => {
  const found = new Map<string, Service | undefined>();
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const spelled = ids.slice(from, from + IDS_AT_ONCE).flatMap(spellingsOf);
    const page = await database.find('services', { where: { _id: { in: [...new Set(spelled)] } } });
    for (const one of page) found.set(one._id, withoutKeys(one));
  }
  return ids.map(id =>
    spellingsOf(id)
      .map(one => found.get(one))
      .find(Boolean),
  );
};

const withoutKeys = (found: Collections['services'] | undefined): Service | undefined => {
  if (!found) return undefined;
  const { _id, nameKey: _nameKey, searchParts: _searchParts, vacant: _vacant, ...service } = found;
  return { ...service, id: _id };
};

const ruleSetName = (snapshot: Snapshot, ticket: Ticket): { name: string; draft: boolean } => {
  const { name, draft } = snapshot.ruleSet(ticket.ruleSet.id, ticket.ruleSet.version);
  return { name, draft };
};

/** The ticket with all that its reader may see of it, however much that is. */
export const showWhole = (snapshot: Snapshot, ticket: Ticket, context: Context): ShownTicket =>
  showTicket(ticket, procedureFor(ticket), ruleSetName(snapshot, ticket), context);

/** The ticket as it comes in one answer. */
export const show = (snapshot: Snapshot, ticket: Ticket, context: Context): ShownTicket =>
  fitTicket(showWhole(snapshot, ticket, context));

export const showSummary = (
  snapshot: Snapshot,
  ticket: ListedTicket,
  actor: Actor,
  now: Instant,
): TicketSummary => summarise(ticket, procedureFor(ticket), contextFor(snapshot, actor, now, ticket));

export const procedureFor = (ticket: Pick<Ticket, 'kind'>): Procedure => procedureOf(ticket.kind);

/** Whether somebody still has to answer it, or to put the answer right (差评整改): not once it is the citizen's turn to judge. */
export const waits = (ticket: Pick<Ticket, 'kind' | 'state'>): boolean => {
  const { ended, settled, awaitsCitizen } = procedureFor(ticket).states[ticket.state] ?? {};
  return !ended && !(settled && awaitsCitizen);
};
