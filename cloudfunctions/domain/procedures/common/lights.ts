import type { Responsible } from '../../deadline';
import { act, longtext, type Actor, type Party, type Procedure } from '../../engine';
import { maySee, viewersOf } from '../../ticket/scope';
import type { LightRecord, Ticket } from '../../ticket/ticket';
import { isOfSide, sides, type Side } from './staff-ticket/side';
import { tellInDigest, theManager } from './words';

/** Yellow and red lights, whatever the procedure: whoever has to keep the limit knows of it, and says why and what is done (A24). */

/** Who answers for the limits of a party: the party itself, or who holds the ticket where that sees it no more (A27). */
export const answererOf = (ticket: Ticket, responsible: Responsible): Responsible => {
  const { unitId } = responsible;
  return unitId === undefined || viewersOf(ticket).includes(`lead:${unitId}`) ? responsible : ticket.holder;
};

const isPartner = (actor: Actor, { memberId }: Responsible, { work }: Ticket): boolean =>
  actor.role === 'partner' && actor.id === (memberId ?? work?.partnerId);

const standsFor = (actor: Actor, ticket: Ticket, side: Responsible): boolean =>
  side.role === 'partner' ? isPartner(actor, side, ticket) : isOfSide(actor, side as Side);

const answersFor = (actor: Actor, ticket: Ticket, { clockId }: LightRecord): boolean => {
  const clock = ticket.clocks.find(({ id }) => id === clockId);
  return clock !== undefined && standsFor(actor, ticket, answererOf(ticket, clock.responsible));
};

/** The party whose limit it is, and who holds the ticket; what is confidential is answered for by its lead (A34). */
const lightKeeper: Party = {
  label: '承担时限的一方',
  roles: [...sides, 'partner'],
  has: (actor, ticket) =>
    maySee(actor, ticket) &&
    (standsFor(actor, ticket, ticket.holder) ||
      ticket.lights.some(light => answersFor(actor, ticket, light))),
};

const withChanged = (
  ticket: Ticket,
  actor: Actor,
  changed: (light: LightRecord) => Partial<LightRecord>,
): LightRecord[] =>
  ticket.lights.map(light => (answersFor(actor, ticket, light) ? { ...light, ...changed(light) } : light));

const isUnanswered = ({ acknowledged, explained }: LightRecord): boolean => !acknowledged && !explained;

const acknowledge = (states: readonly string[]) =>
  act({
    act: 'acknowledgeLight',
    label: '知悉亮灯',
    control: 'tap',
    place: 'beside',
    clause: 'A24',
    by: [lightKeeper],
    from: states,
    unless: (ticket, { actor }) =>
      ticket.lights.some(light => isUnanswered(light) && answersFor(actor, ticket, light))
        ? undefined
        : '没有还没知悉的黄灯或红灯',
    internal: true,
    run: change => {
      const { actor } = change.context;
      change.ticket.lights = withChanged(change.ticket, actor, light =>
        isUnanswered(light) ? { acknowledged: { at: change.now, by: actor.id } } : {},
      );
    },
  });

const explain = (states: readonly string[]) =>
  act({
    act: 'explainLight',
    label: '说明超期原因',
    place: 'beside',
    clause: 'A24',
    by: [lightKeeper],
    from: states,
    unless: (ticket, { actor }) =>
      ticket.lights.some(light => !light.explained && answersFor(actor, ticket, light))
        ? undefined
        : '没有需要说明的黄灯或红灯',
    fields: {
      cause: longtext('原因', { required: true, max: 1000, keepPhones: true }),
      correction: longtext('整改措施', { required: true, max: 1000, keepPhones: true }),
    },
    says: 'cause',
    internal: true,
    run: (change, { cause, correction }) => {
      const { actor } = change.context;
      const explained = { at: change.now, by: actor.id, cause, correction };
      change.ticket.lights = withChanged(change.ticket, actor, light =>
        light.explained ? {} : { explained },
      );
    },
    tells: [tellInDigest(theManager, () => '承办方已说明超期原因和整改措施')],
  });

/** The procedure with these acts, wherever a ticket has come to. */
export const withLights = (procedure: Procedure): Procedure => {
  const states = Object.keys(procedure.states);
  return { ...procedure, acts: [...procedure.acts, acknowledge(states), explain(states)] };
};
