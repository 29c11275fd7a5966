import type { Change, Party } from '../../engine';
import type { Scheduled } from '../../content/calendar';
import type { NoticeParts } from '../../notices/notice';
import type { PlannedWindow } from '../../services/maintenance-window';
import { withCondition, withoutCondition, withWindow } from '../../services/state';
import { spokenTime } from '../../time/spoken';
import type { ListedTicket } from '../../ticket/listed';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes, civilDateOf, type CivilDate, type Instant } from '../../time';
import { concernedUnit, localAuthority, operator } from '../common/staff-ticket/parties';
import { applicantOf } from '../common/staff-ticket/words';
import { known } from './known';

/** One window of maintenance: who answers for it, how the service and the public notice show it. */

const isPlatform = (ticket: Pick<Ticket, 'work'>): boolean => ticket.work?.platform === true;

const forService = (party: Party): Party => ({
  ...party,
  has: (actor, ticket, context) => !isPlatform(ticket) && party.has(actor, ticket, context),
});

/** Who answers for the window: the unit, or its local authority (A39); for the platform the operator. */
export const owners: readonly Party[] = [
  forService(concernedUnit),
  forService(localAuthority),
  { ...operator, has: (_actor, ticket) => isPlatform(ticket) },
];

export const ownerOf = (ticket: Pick<Ticket, 'work' | 'unitId'>): Ticket['holder'] =>
  isPlatform(ticket) ? { role: 'operator' } : applicantOf(ticket);

type Values = ReturnType<typeof known.of>;

const isEvent = ({ type }: Values): boolean => type === 'event';

/** An event alone does not stop a service; an upgrade does. */
export const stops = (ticket: Ticket): boolean =>
  !isEvent(known.of(ticket)) || known.of(ticket).pauses === true;

export const startOf = (ticket: Pick<Ticket, 'work' | 'createdAt'>): Instant =>
  known.of(ticket).startsAt ?? ticket.createdAt;

/** The end that was given last: by the plan, or later with a reason. */
export const givenEnd = (ticket: Pick<Ticket, 'work' | 'createdAt'>): Instant =>
  known.of(ticket).endsAt ?? ticket.createdAt;

/** The end that citizens see. */
export const shownEnd = (ticket: Pick<Ticket, 'work' | 'createdAt'>): Instant =>
  known.of(ticket).shownEndsAt ?? givenEnd(ticket);

export const serviceNameOf = (ticket: Pick<Ticket, 'serviceName'>): string =>
  ticket.serviceName ?? '办事平台';

/** `10 月 12 日 周一 22:00 至 10 月 13 日 周二 02:00`. */
export const spanOf = (ticket: Ticket): string =>
  `${spokenTime(startOf(ticket))} 至 ${spokenTime(shownEnd(ticket))}`;

/** As messages to staff call it. */
export const named = (ticket: Ticket): string => (isEvent(known.of(ticket)) ? '重大活动' : '系统升级');

/** As messages to citizens call it. */
export const plainly = (ticket: Ticket): string =>
  isEvent(known.of(ticket)) ? '重大活动期间服务安排' : '维护';

/** What the template makes the notice of. */
export const partsOf = (ticket: Ticket, values: Values, longer = false): NoticeParts => {
  const what = isEvent(values) ? '重大活动期间服务安排' : '升级维护';
  return {
    what: longer ? `${what}延长` : what,
    doing: isEvent(values) ? '因重大活动调整服务' : '升级维护',
    serviceName: serviceNameOf(ticket),
    startsAt: startOf(ticket),
    endsAt: shownEnd(ticket),
    impact: values.impact ?? '',
    instead: values.instead ?? '',
  };
};

/** Issues the notice by the template, or replaces it by one with the present times. */
export const publish = (change: Change, publishedAt: Instant, longer = false): void =>
  change.publish('maintenance', partsOf(change.ticket, known.of(change.ticket), longer), {
    publishedAt: change.ticket.notice?.publishedAt ?? publishedAt,
  });

/** The window as the calendar of maintenance shows it. */
export const plannedWindow = (ticket: Ticket): PlannedWindow => {
  const { no, serviceId, serviceName, unitId } = ticket;
  return {
    no,
    startsAt: startOf(ticket),
    endsAt: shownEnd(ticket),
    unitId,
    ...(serviceId ? { serviceId } : {}),
    ...(serviceName ? { serviceName } : {}),
  };
};

/** Its notice goes out: the days of the window stand in the calendar of content. */
export const onCalendar = (ticket: ListedTicket): Scheduled | undefined => {
  if (ticket.state === 'cancelled') return undefined;
  const by = ownerOf(ticket);
  const [from, until] = [civilDateOf(startOf(ticket)), lastDayOf(shownEnd(ticket))];
  return { from, until: until < from ? from : until, topic: serviceNameOf(ticket), channels: [], by };
};

/** What ends at midnight does not touch the day that begins then. */
const lastDayOf = (end: Instant): CivilDate => civilDateOf(addMinutes(end, -1));

/** Puts the window on the service, or on the platform; while it runs citizens see the maintenance. */
export const putWindow = (change: Change, running: boolean): void => {
  const { ticket } = change;
  const window = { startsAt: startOf(ticket), endsAt: shownEnd(ticket) };
  const reason = known.of(ticket).impact ?? '';
  const instead = known.of(ticket).instead;
  const shows = running && stops(ticket);
  if (isPlatform(ticket)) {
    change.platformWindow = { ...window, ...(shows ? { reason, ...(instead ? { instead } : {}) } : {}) };
    return;
  }
  change.changeService(service => withWindow(service, ticket.no, window));
  if (!shows) return;
  const condition = { no: ticket.no, state: 'maintenance' as const, reason, since: startOf(ticket) };
  change.changeService(service => withCondition(service, { ...condition, ...(instead ? { instead } : {}) }));
};

/** Takes the window and what citizens see of it away. */
export const takeWindow = (change: Change): void => {
  const { ticket } = change;
  if (isPlatform(ticket)) change.platformWindow = null;
  else change.changeService(service => withoutCondition(withWindow(service, ticket.no), ticket.no));
  change.withdrawNotice();
};
