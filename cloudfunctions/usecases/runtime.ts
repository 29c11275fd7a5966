import type { Member, Service } from '../domain/catalogue';
import type { Actor, Context, Procedure } from '../domain/procedure';
import { procedureOf } from '../domain/procedures';
import { showTicket, summarise } from '../domain/ticket/show';
import type { Ticket } from '../domain/ticket/ticket';
import type { Instant } from '../domain/time';
import type { ShownTicket, TicketSummary } from '../../typings/contract';
import type { Ports } from './ports';
import type { Snapshot, Snapshots } from './snapshot';

/** What every use case works with: the ports and the snapshot of what changes rarely. */
export type Runtime = { ports: Ports; snapshots: Snapshots };

export const citizenActor = (openid: string): Actor => ({ id: openid, role: 'citizen', name: '群众' });

export const memberActor = (member: Member): Actor => ({
  id: member.id,
  role: member.role,
  name: member.name,
  ...(member.unitId ? { unitId: member.unitId } : {}),
  ...(member.region ? { region: member.region } : {}),
});

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
  actor,
  ...extra,
});

/** The context of a stored ticket with its service. */
export const contextOfTicket = async (
  snapshot: Snapshot,
  actor: Actor,
  now: Instant,
  ticket: Ticket,
): Promise<Context> =>
  contextFor(snapshot, actor, now, ticket, {
    service: ticket.serviceId ? await snapshot.service(ticket.serviceId) : undefined,
  });

const ruleSetName = (snapshot: Snapshot, ticket: Ticket): { name: string; draft: boolean } => {
  const { name, draft } = snapshot.ruleSet(ticket.ruleSet.id, ticket.ruleSet.version);
  return { name, draft };
};

export const show = (snapshot: Snapshot, ticket: Ticket, context: Context): ShownTicket =>
  showTicket(ticket, procedureFor(ticket), ruleSetName(snapshot, ticket), context);

export const showSummary = (snapshot: Snapshot, ticket: Ticket, actor: Actor, now: Instant): TicketSummary =>
  summarise(ticket, procedureFor(ticket), contextFor(snapshot, actor, now, ticket));

export const procedureFor = (ticket: Pick<Ticket, 'kind'>): Procedure => procedureOf(ticket.kind);
