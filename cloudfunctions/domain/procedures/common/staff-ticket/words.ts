import { regionPath, unitsOfService, type Service } from '../../../catalogue';
import type { Clock } from '../../../deadline';
import type { Audience, Context, Tell } from '../../../engine';
import { PLATFORM } from '../../../services/state';
import type { Holder, Ticket } from '../../../ticket/ticket';
import { addMinutes, type Instant } from '../../../time';
import { tell } from '../words';

export { tell, theManager, theOperatorLead } from '../words';

/** Audiences and small rules that procedures of staff share. */

export const theUnit = (ticket: Ticket): Audience | undefined =>
  ticket.unitId ? { to: 'unit', unitId: ticket.unitId } : undefined;
export const theLead = (ticket: Ticket): Audience | undefined =>
  ticket.unitId ? { to: 'lead', unitId: ticket.unitId } : undefined;
export const theOperator = (): Audience => ({ to: 'operator' });
export const theLocal = (ticket: Ticket): Audience | undefined =>
  ticket.region ? { to: 'local', region: ticket.region } : undefined;

/** Whoever opened it has to do next what an applicant does: the local authority, or else the access unit (A39). */
export const applicantOf = ({ unitId, work }: Pick<Ticket, 'unitId' | 'work'>): Holder => {
  if (work?.localRegion) return { role: 'local', region: work.localRegion };
  return unitId ? { role: 'unit', unitId } : { role: 'operator' };
};

/** When what nobody need do ends by itself: within its limit, so that nobody is late. */
export const lastMinute = (clock: Clock | undefined): Instant | undefined =>
  clock && addMinutes(clock.redAt, -1);

/** Who reported is who had to report in time. */
export const reporterOf = ({ actor }: Pick<Context, 'actor'>): Holder => {
  if (actor.unitId) return { role: 'unit', unitId: actor.unitId };
  if (actor.role === 'local' && actor.region) return { role: 'local', region: actor.region };
  return actor.role === 'manager' ? { role: 'manager' } : { role: 'operator' };
};

const theAuthority = ({ work }: Ticket): Audience | undefined =>
  work?.localRegion ? { to: 'authority', region: work.localRegion } : undefined;
/** Local authorities besides the one that is told as the applicant. */
export const theOtherLocals = (ticket: Ticket): Audience | undefined => {
  const { region, work } = ticket;
  if (!region) return undefined;
  return { to: 'local', region, ...(work?.localRegion ? { without: work.localRegion } : {}) };
};
/** Citizens who follow the service, or have an open ticket about it; of the platform itself those who wait for it. */
export const theFollowers = ({ serviceId, work }: Ticket): Audience | undefined => {
  const followed = serviceId ?? (work?.platform ? PLATFORM : undefined);
  return followed === undefined ? undefined : { to: 'followers', serviceId: followed };
};

/**
 * To whoever applied, the local authority or the unit; where the authority did, the others hear `beside`: what it is
 * asked to do is not theirs (A39).
 */
export const tellApplicant = (
  text: Tell['text'],
  beside: Tell['text'] = text,
  others: readonly Tell['audience'][] = [theUnit],
): Tell[] => [
  tell(theAuthority, text),
  ...others.map(audience =>
    tell(audience, (ticket, context) => (ticket.work?.localRegion ? beside : text)(ticket, context)),
  ),
];

/** Why somebody may not act for a service: units for their own, local authorities in their region (A39). */
export const notTheirs = (service: Service | undefined, context: Context): string | undefined => {
  const { actor, catalogue } = context;
  if (!service) return undefined;
  if (actor.unitId)
    return unitsOfService(service).includes(actor.unitId) ? undefined : '只能为本单位的服务发起';
  if (actor.role === 'local')
    return regionPath(service.region, catalogue).includes(actor.region ?? '')
      ? undefined
      : '只能为本地区的服务发起';
  return undefined;
};
