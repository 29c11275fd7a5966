import { catalogueKeepers, operators, platformStaff } from '../catalogue/roles';
import { CALENDAR_TAGS, calendarTags } from '../content/calendar';
import type { Actor, Procedure } from '../engine';
import { NEVER, type Instant } from '../time';
import { identifierKey } from '../typed/identifier';
import { foldDocumentNo, type Assigned } from './assigned';
import { DEFAULT_SOURCE } from './hotline';
import { isPersonOf, personsOf } from './persons';
import { isHandedOver } from './handed-over';
import type { ListedTicket } from './listed';
import { isOpen, openAssists, type Holder, type Ticket } from './ticket';
import { hasVisitDue } from './called';

/**
 * Whose rows: the one scope function. Every ticket carries the keys of those who may see it, of those who have to
 * act, and of those at whose desk it lies; every reader has exactly one key, so that each list is one index range.
 */

/** The key of a member of staff, or undefined for a role that sees no tickets. */
export const scopeKey = (actor: Actor): string | undefined => {
  switch (actor.role) {
    case 'handler':
      return actor.unitId && `unit:${actor.unitId}`;
    case 'lead':
      return actor.unitId && `lead:${actor.unitId}`;
    case 'local':
      return actor.region && `region:${actor.region}`;
    case 'partner':
      return `partner:${actor.id}`;
    case 'operator':
    case 'operator-lead':
    case 'manager':
    case 'security':
      return actor.role;
    default:
      return undefined;
  }
};

const ofUnit = (unitId: string): string[] => [`unit:${unitId}`, `lead:${unitId}`];

const ofHolder = ({ role, unitId, region, memberId }: Holder): string[] => {
  switch (role) {
    case 'operator':
      return [...operators];
    case 'unit':
      return unitId ? ofUnit(unitId) : [];
    case 'lead':
      return unitId ? [`lead:${unitId}`] : [];
    case 'local':
      return region ? [`region:${region}`] : [];
    case 'partner':
      return memberId ? [`partner:${memberId}`] : [];
    default:
      return [role];
  }
};

/** Who may see it. A confidential complaint is seen by leads and the manager only (A34). */
export const viewersOf = (ticket: ListedTicket): string[] => {
  if (ticket.marks.includes('confidential')) {
    return unique(['operator-lead', 'manager', ...(ticket.unitId ? [`lead:${ticket.unitId}`] : [])]);
  }
  return unique([
    'operator',
    'operator-lead',
    'manager',
    ...(ticket.unitId ? ofUnit(ticket.unitId) : []),
    ...(ticket.work?.unitIds ?? []).flatMap(ofUnit),
    ...ticket.details.assists.flatMap(assist => ofUnit(assist.unitId)),
    ...[...ticket.regionPath, ...(ticket.work?.regions ?? [])].map(code => `region:${code}`),
    ...(ticket.work?.security ? ['security'] : []),
    ...(ticket.work?.partnerId ? [`partner:${ticket.work.partnerId}`] : []),
  ]);
};

/** True when the actor may see the ticket: one of its persons, or staff whose key stands on it. */
export const maySee = (actor: Actor, ticket: ListedTicket): boolean => {
  if (actor.role === 'system') return true;
  if (actor.role === 'citizen') return isPersonOf(ticket, actor.id);
  const key = scopeKey(actor);
  return key !== undefined && viewersOf(ticket).includes(key);
};

const caretakersOf = ({ marks }: Ticket): string[] => [
  ...(marks.includes('confidential') ? catalogueKeepers : platformStaff),
];

/** One that stands still asks nobody for anything. */
const runningClocks = (ticket: Ticket) =>
  ticket.clocks.filter(clock => clock.state === 'running' && clock.pausedAt === undefined);

const staffMustAct = (ticket: Ticket, procedure: Procedure): boolean => {
  const state = procedure.states[ticket.state];
  if (!state || state.ended) return false;
  if (!state.awaitsCitizen) return true;
  return ticket.details.objection !== undefined && ticket.details.objection.decidedAt === undefined;
};

/** What a designation proposes for the catalogue of duties waits for its keepers, whatever becomes of the ticket (A50). */
const forKeepers = ({ details: { dutyProposal } }: Ticket): string[] =>
  dutyProposal && !dutyProposal.settled ? [...catalogueKeepers] : [];

/** What waits for a signature is the lead's to do, also where no clock runs any more (A35). */
const forSignature = ({ unitId, details, assigned }: Ticket): string[] => {
  // What a document assigns is the manager's to sign (A54).
  if (assigned) return details.pendingReply || details.pendingDecision ? ['manager'] : [];
  return unitId && details.pendingDecision ? [`lead:${unitId}`] : [];
};

/** Who has to act now, while a clock runs. */
export const todoOf = (ticket: Ticket, procedure: Procedure): string[] =>
  unique([...handlersOf(ticket, procedure), ...forSignature(ticket), ...forKeepers(ticket)]);

const handlersOf = (ticket: Ticket, procedure: Procedure): string[] => {
  if (!staffMustAct(ticket, procedure) || runningClocks(ticket).length === 0) return [];
  // Nobody is at the desk: operator and manager find somebody (A42).
  const caretakers = ticket.emptySince === undefined ? [] : caretakersOf(ticket);
  if (ticket.work)
    return unique([
      ...runningClocks(ticket).flatMap(({ responsible }) => ofHolder(responsible as Holder)),
      ...caretakers,
    ]);
  const extensionAsked = ticket.details.extension?.state === 'asked';
  return unique([
    ...caretakers,
    ...ofHolder(ticket.holder),
    ...openAssists(ticket).flatMap(assist => ofUnit(assist.unitId)),
    ...(extensionAsked ? ['manager'] : []),
  ]);
};

const seesPart = (key: string): boolean => key.includes(':') && !isProvince(key.replace(/^region:/, ''));

/**
 * Of a reader who sees a part of the province, what another unit is in charge of: two that share little would look through all
 * that each has. Whoever sees everything finds it among what that unit sees, and a unit its own among its own.
 */
export const narrowsByUnit = (key: string, unitId: string): boolean =>
  seesPart(key) && !ofUnit(unitId).includes(key);

/**
 * The same of a kind or a region, for those who do not see by region themselves: a unit has few of its tickets in a region
 * that has many, and the other way round. A local authority finds what lies in its region among all that lies there.
 */
export const narrowsByKindAndRegion = (key: string): boolean => seesPart(key) && !key.startsWith('region:');

/** At whose desk it lies, open. */
export const deskOf = (ticket: Ticket, procedure: Procedure): string[] =>
  procedure.states[ticket.state]?.ended ? [] : ofHolder(ticket.holder);

export { NEVER };

const SEEN_OF = 'seen-of|';
const SEEN_IN = 'seen-in|';
const SEEN_AS = 'seen-as|';

/**
 * The tags under which a ticket is found: one field, so that every list is one range of one index. All but `seen`, those
 * of persons, of kind and region, and `disclosed` are gone when it is over: no list of what is open reads what is not.
 */
export const tag = {
  /** The reader's key has to act, while a clock runs. */
  todo: (key: string): string => `todo|${key}`,
  /** It lies open at the reader's desk. */
  desk: (key: string): string => `desk|${key}`,
  /** The reader may see it, and it is not over. */
  open: (key: string): string => `open|${key}`,
  /** The reader may see it. */
  seen: (key: string): string => `seen|${key}`,
  /** The reader may see it, and this unit is in charge. */
  seenOf: (key: string, unitId: string): string => `${SEEN_OF}${key}|${unitId}`,
  /** The reader may see it, and it lies in this region or below it. */
  seenIn: (key: string, region: string): string => `${SEEN_IN}${key}|${region}`,
  /** The reader may see it, and it is of this kind. */
  seenAs: (key: string, kind: string): string => `${SEEN_AS}${key}|${kind}`,
  /** A member holds it. */
  mine: (memberId: string): string => `mine|${memberId}`,
  owner: (openid: string): string => `owner|${openid}`,
  /** A person's, and not over. */
  ownOpen: (openid: string): string => `own-open|${openid}`,
  /** An earlier date waits for the manager's confirmation. */
  pendingDate: 'pending-date',
  disclosed: 'disclosed',
  /** Handed over at the end of a shift (A51), by the reader's key. */
  handedOver: (key: string): string => `handover|${key}`,
  /** What a document assigns (A54). */
  assigned: 'assigned',
  /** Somebody is to be called about it (A49). */
  visitDue: 'visit-due',
  /** Answered on the spot while the owner of a phone was on the line, and not come back since (A48). */
  onTheSpot: (phoneHash: string): string => `on-the-spot|${phoneHash}`,
  /** A citizen's open ticket about a service. */
  about: (serviceId: string): string => `about|${serviceId}`,
  /** One that still waits for the answer of its unit (G-3.2.2c). */
  unanswered: (serviceId: string): string => `unanswered|${serviceId}`,
  /** A ticket of a procedure that staff started, still open. */
  running: (kind: string): string => `running|${kind}`,
  /** What every list can be narrowed to, whoever reads it. */
  ofKind: (kind: string): string => `kind|${kind}`,
  within: (region: string): string => `in|${region}`,
};

/** By the codes of GB/T 2260. Everything lies in the province: no list is narrowed to it. */
export const isProvince = (region: string): boolean => region.endsWith('0000');

/** What a stored ticket is found by; computed anew at each write, read by nobody else than queries. */
export type TicketKeys = {
  tags: string[];
  /** First red of the running clocks, then the number: the order of the queue and the key of its pages. */
  dueKey: string;
  yellowAt: Instant;
  newKey: string;
  endsAt: Instant;
  wakeAt: Instant;
  /** The number of another system, unique: one matter is handled once (A14). */
  externalKey: string;
};

/** A citizen's ticket that nobody has replied to or refused. */
const isUnanswered = ({ work, replies, state }: Ticket): boolean =>
  !work && replies.length === 0 && state !== 'refused';

/** Whose shift hands it over: whoever holds it; of what staff have started, all who run it. */
const shiftsOf = (ticket: Ticket, procedure: Procedure, ended: boolean): string[] => {
  if (!isHandedOver(ticket, ended, procedure.handsOver ?? false)) return [];
  return ticket.work
    ? viewersOf(ticket).filter(key => !key.startsWith('region:') && key !== 'manager')
    : ofHolder(ticket.holder);
};

const tagsOf = (ticket: Ticket, procedure: Procedure, now: Instant): string[] => {
  const { memberId } = ticket.holder;
  const ended = !isOpen(ticket, now) || (procedure.states[ticket.state]?.ended ?? false);
  const whileOpen = (tags: string[]): string[] => (ended ? [] : tags);
  const regions = ticket.regionPath.filter(code => !isProvince(code));
  const pending =
    ticket.promise?.pendingDate !== undefined ||
    ticket.clocks.some(clock => clock.state === 'running' && clock.pendingDate !== undefined);
  return [
    ...todoOf(ticket, procedure).map(tag.todo),
    ...whileOpen([
      ...deskOf(ticket, procedure).map(tag.desk),
      ...viewersOf(ticket).map(tag.open),
      ...personsOf(ticket).map(tag.ownOpen),
      ...(memberId ? [tag.mine(memberId)] : []),
      ...(ticket.serviceId && !ticket.work ? [tag.about(ticket.serviceId)] : []),
      ...(ticket.serviceId && isUnanswered(ticket) ? [tag.unanswered(ticket.serviceId)] : []),
      ...(ticket.work ? [tag.running(ticket.kind)] : []),
    ]),
    ...viewersOf(ticket).map(tag.seen),
    ...viewersOf(ticket).flatMap(key =>
      ticket.unitId && narrowsByUnit(key, ticket.unitId) ? [tag.seenOf(key, ticket.unitId)] : [],
    ),
    ...viewersOf(ticket)
      .filter(narrowsByKindAndRegion)
      .flatMap(key => [...regions.map(code => tag.seenIn(key, code)), tag.seenAs(key, ticket.kind)]),
    ...shiftsOf(ticket, procedure, ended).map(tag.handedOver),
    ...personsOf(ticket).map(tag.owner),
    ...(pending ? [tag.pendingDate] : []),
    ...(ticket.details.disclosed ? [tag.disclosed] : []),
    ...(ticket.assigned ? [tag.assigned] : []),
    ...(hasVisitDue(ticket) ? [tag.visitDue] : []),
    ...(ticket.details.firstContact && ticket.phoneHash ? [tag.onTheSpot(ticket.phoneHash)] : []),
    tag.ofKind(ticket.kind),
    ...regions.map(tag.within),
    ...(procedure.tags?.(ticket) ?? []),
    ...calendarTags(procedure.onCalendar?.(ticket)),
  ];
};

/** Tags by which a ticket is found that nobody has to do anything about. */
const resting = [tag.disclosed, tag.assigned];
const restingOf = [
  ...[
    tag.seen(''),
    SEEN_OF,
    SEEN_IN,
    SEEN_AS,
    tag.owner(''),
    tag.ofKind(''),
    tag.within(''),
    tag.onTheSpot(''),
  ],
  CALENDAR_TAGS,
];

/**
 * Whether nobody and no rule has anything left to do about a ticket: it is over, the timer need not look at it, and no list
 * of what is open, waits or is still counted with holds it. Such a one can lie in the archive.
 */
export const isAtRest = ({
  endsAt,
  wakeAt,
  dueKey,
  tags,
}: Pick<TicketKeys, 'endsAt' | 'wakeAt' | 'dueKey' | 'tags'>): boolean =>
  // One that will be over is looked at then (`wakeAt`).
  endsAt !== NEVER &&
  wakeAt === NEVER &&
  dueKey.startsWith(NEVER) &&
  tags.every(one => resting.includes(one) || restingOf.some(beginning => one.startsWith(beginning)));

/** `kept` = its key by the number of another system, which stays as it was given: two old ones may differ in a dash. */
export const keysOf = (
  ticket: Ticket,
  procedure: Procedure,
  wakeAt: Instant | undefined,
  now: Instant,
  kept?: string,
): TicketKeys => {
  const running = runningClocks(ticket);
  const first = (instants: Instant[]): Instant => instants.sort()[0] ?? NEVER;
  // One that will be over by itself is looked at then, so that it leaves the lists of what is open.
  const over = ticket.endsAt !== null && ticket.endsAt > now ? [ticket.endsAt] : [];
  return {
    tags: tagsOf(ticket, procedure, now),
    dueKey: `${first(running.map(clock => clock.redAt))}|${ticket.no}`,
    yellowAt: first(running.map(clock => clock.yellowAt)),
    newKey: `${ticket.createdAt}|${ticket.no}`,
    endsAt: ticket.endsAt ?? NEVER,
    wakeAt: first([wakeAt ?? NEVER, ...over]),
    externalKey: kept ?? ownExternalKey(ticket),
  };
};

/** The key of another system's number, or of a document's by its origin (A54), however it is written there; each hotline has its own. */
export const externalKey = (
  channel: string,
  externalNo: string,
  { assigned, source = DEFAULT_SOURCE }: { assigned?: Pick<Assigned, 'origin'>; source?: string } = {},
): string => {
  if (assigned) return `${channel}|${assigned.origin}|${foldDocumentNo(externalNo)}`;
  const from = source === DEFAULT_SOURCE ? channel : `${channel}@${source}`;
  return `${from}|${identifierKey(externalNo)}`;
};

/** What a ticket that is opened now is found by in another system's words; its own number where it has none. */
export const ownExternalKey = ({
  channel,
  externalNo,
  assigned,
  hotline,
  no,
}: Pick<Ticket, 'channel' | 'externalNo' | 'assigned' | 'hotline' | 'no'>): string =>
  externalNo
    ? externalKey(channel, externalNo, {
        ...(assigned ? { assigned } : {}),
        ...(hotline ? { source: hotline.source } : {}),
      })
    : no;

const unique = (values: string[]): string[] => [...new Set(values)];
