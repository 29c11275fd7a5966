import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { catalogue } from './domain';

/**
 * Who may do what in which state, written down by hand from contract §4–5 and requirements §1.3. Nothing in here is
 * taken from the procedures: the walk compares the two.
 */

type PartyName =
  | 'owner'
  | 'operator'
  | 'any operator'
  | 'unit'
  | 'lead'
  | 'assisting unit'
  | 'manager'
  | 'manager holding'
  | 'keeper'
  | 'light keeper'
  | 'operator, unsigned'
  | 'manager, unsigned';

/** The only lead of the unit put before a lead what waits for a signature: nobody there can sign it (A42). */
const unsigned = ({ holder, details }: Ticket): boolean =>
  holder.unitId !== undefined &&
  (details.pendingReply ?? details.pendingDecision)?.by === `${holder.unitId}-lead`;

/** A unit that was asked to assist and whose clock still runs (A28). */
const assists = (actor: Actor, ticket: Ticket): boolean =>
  ticket.details.assists.some(
    one =>
      one.unitId === actor.unitId &&
      !one.answeredAt &&
      ticket.clocks.some(clock => clock.id === one.clockId && clock.state === 'running'),
  );

/** Whose limit it is on which a light went on (where that unit sees the ticket no more, who holds it), or who holds it (A24, A27). */
const keepsLight = (actor: Actor, ticket: Ticket): boolean => {
  const sees = [ticket.unitId, ...ticket.details.assists.map(({ unitId }) => unitId)];
  const confidential = ticket.against !== undefined;
  const stands = ({ unitId, role }: { role: string; unitId?: string }): boolean => {
    if (unitId) return actor.unitId === unitId && (!confidential || actor.role === 'lead');
    if (role === 'manager') return actor.role === 'manager';
    return actor.role === 'operator-lead' || (actor.role === 'operator' && !confidential);
  };
  const keepers = ticket.lights.flatMap(
    ({ clockId }) => ticket.clocks.find(({ id }) => id === clockId)?.responsible ?? [],
  );
  return [ticket.holder, ...keepers]
    .filter(({ unitId }) => unitId === undefined || (confidential ? [ticket.unitId] : sees).includes(unitId))
    .some(stands);
};

export const belongs: Record<PartyName, (actor: Actor, ticket: Ticket) => boolean> = {
  owner: (actor, ticket) => actor.role === 'citizen' && actor.id === ticket.ownerId,
  operator: ({ role }, { holder }) =>
    holder.role === 'operator'
      ? role === 'operator' || role === 'operator-lead'
      : holder.role === 'operator-lead' && role === 'operator-lead',
  // A34: what is confidential is the lead's alone.
  'any operator': ({ role }, { against }) =>
    role === 'operator-lead' || (role === 'operator' && against === undefined),
  unit: ({ role, unitId }, { holder }) =>
    unitId !== undefined &&
    unitId === holder.unitId &&
    (role === 'lead' || (role === 'handler' && holder.role === 'unit')),
  lead: ({ role, unitId }, { holder }) =>
    holder.unitId === undefined
      ? role === 'operator-lead' && holder.role !== 'manager'
      : role === 'lead' && unitId === holder.unitId,
  'assisting unit': assists,
  manager: ({ role }) => role === 'manager',
  'light keeper': keepsLight,
  keeper: ({ role }) => role === 'operator-lead' || role === 'manager',
  'manager holding': ({ role }, { holder }) => role === 'manager' && holder.role === 'manager',
  'operator, unsigned': ({ role }, ticket) => role.startsWith('operator') && unsigned(ticket),
  'manager, unsigned': ({ role }, ticket) => role === 'manager' && unsigned(ticket),
};

type Expected = {
  by: readonly PartyName[];
  in: readonly string[];
  /** Only tickets of this kind have the act. */
  kind?: Ticket['kind'];
};

const beforeReply = ['submitted', 'answered', 'dispatched', 'accepted'];
const open = [...beforeReply, 'rectifying'];
const anywhere = [...open, 'replied', 'refused', 'closed', 'withdrawn', 'merged'];
const atUnit = ['dispatched', 'accepted'];

export const expectedActs: Record<string, Expected[]> = {
  // The citizen (contract §4).
  amend: [{ by: ['owner'], in: ['submitted', 'answered', 'dispatched'] }],
  supplement: [{ by: ['owner'], in: beforeReply }],
  confirmSolved: [{ by: ['owner'], in: ['answered'] }],
  needHuman: [{ by: ['owner'], in: ['answered'] }],
  urge: [{ by: ['owner'], in: open }],
  withdraw: [{ by: ['owner'], in: beforeReply }],
  object: [{ by: ['owner'], in: ['refused'], kind: 'complaint' }],
  rate: [{ by: ['owner'], in: ['replied'] }],
  reopen: [{ by: ['owner'], in: ['closed'] }],
  // The operator (contract §5).
  triage: [{ by: ['operator'], in: ['submitted', 'answered', 'dispatched'] }],
  dispatch: [
    { by: ['operator'], in: ['submitted', 'answered', 'dispatched'] },
    { by: ['unit'], in: ['dispatched'] },
    { by: ['operator, unsigned'], in: [...atUnit, 'rectifying'] },
  ],
  rejectReturn: [{ by: ['operator'], in: ['submitted'] }],
  merge: [{ by: ['any operator'], in: beforeReply }],
  link: [{ by: ['any operator'], in: [...open, 'replied'] }],
  markUrgent: [{ by: ['any operator'], in: open }],
  // Whoever answers: the unit, or the operator for technical ones.
  claim: [{ by: ['operator', 'unit'], in: open }],
  reply: [{ by: ['operator', 'unit'], in: atUnit }],
  askCitizen: [{ by: ['operator', 'unit'], in: beforeReply }],
  logCall: [{ by: ['operator', 'unit'], in: [...atUnit, 'rectifying'] }],
  closeUnreachable: [{ by: ['operator', 'unit'], in: atUnit }],
  correctReply: [{ by: ['operator', 'unit'], in: ['replied', 'closed'] }],
  rectify: [{ by: ['operator', 'unit'], in: ['rectifying'] }],
  acknowledgeLight: [{ by: ['light keeper'], in: anywhere }],
  explainLight: [{ by: ['light keeper'], in: anywhere }],
  note: [
    {
      by: ['any operator', 'unit', 'assisting unit', 'manager'],
      in: [...open, 'replied', 'refused', 'closed'],
    },
  ],
  claimCode: [{ by: ['any operator', 'unit'], in: [...open, 'replied', 'refused', 'closed', 'merged'] }],
  reveal: [{ by: ['operator', 'unit', 'manager holding'], in: [...open, 'replied', 'refused', 'closed'] }],
  // The unit (contract §5).
  accept: [{ by: ['unit'], in: ['dispatched'], kind: 'complaint' }],
  refuse: [{ by: ['unit'], in: ['dispatched'], kind: 'complaint' }],
  submitReply: [{ by: ['unit'], in: atUnit }],
  // Also of what is signed when the reply has long been given: a correction, the result of a rectification (A35).
  approveReply: [{ by: ['lead', 'manager, unsigned'], in: [...atUnit, 'replied', 'closed', 'rectifying'] }],
  returnReply: [{ by: ['lead', 'manager, unsigned'], in: [...atUnit, 'replied', 'closed', 'rectifying'] }],
  return: [{ by: ['unit'], in: ['dispatched'] }],
  assist: [{ by: ['unit'], in: atUnit }],
  answerAssist: [{ by: ['assisting unit'], in: atUnit }],
  requestExtension: [{ by: ['unit'], in: atUnit }],
  // Leads and the manager (contract §5).
  assign: [{ by: ['unit', 'lead', 'manager'], in: open }],
  supervise: [{ by: ['lead', 'manager'], in: open }],
  // 催办 by the operator (A54).
  press: [{ by: ['any operator'], in: open }],
  answerSupervision: [{ by: ['lead'], in: open }],
  decideExtension: [{ by: ['lead', 'manager'], in: atUnit }],
  designate: [
    { by: ['manager holding'], in: ['submitted'] },
    { by: ['manager, unsigned'], in: [...atUnit, 'rectifying'] },
  ],
  // Who keeps the catalogue of duties (A50).
  adoptDuty: [{ by: ['keeper'], in: anywhere }],
  declineDuty: [{ by: ['keeper'], in: anywhere }],
  decideObjection: [{ by: ['manager'], in: ['refused'], kind: 'complaint' }],
  disclose: [{ by: ['manager'], in: ['replied', 'closed'] }],
  undisclose: [{ by: ['manager'], in: ['replied', 'closed', 'rectifying'] }],
  // Automatic steps: nobody's.
  resumePlanned: [],
  joinGroup: [],
  sendOn: [],
  closeWithoutRating: [],
  // The hotline's (contract §10).
  linkOrder: [],
  attach: [],
  decideRequest: [],
  rehandle: [],
};

/** How a unit stands to the one that holds the ticket: every relation must occur in the walk. */
export const relationOf = (actor: Actor, ticket: Ticket): string => {
  const holder = ticket.holder.unitId;
  if (!actor.unitId || !holder) return 'none';
  if (actor.unitId === holder) return 'own';
  if (assists(actor, ticket)) return 'assisting';
  const above = (lower: string, upper: string): boolean => {
    const parent = catalogue.unit(lower)?.parentId;
    return parent !== undefined && (parent === upper || above(parent, upper));
  };
  if (above(holder, actor.unitId)) return 'higher';
  return above(actor.unitId, holder) ? 'lower' : 'foreign';
};
