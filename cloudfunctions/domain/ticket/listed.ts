import type { Clock } from '../deadline';
import type { CitizenPromise, Ticket, TicketReply } from './ticket';

/**
 * What lists and searches read of a ticket. Most of a stored ticket are the days that explain its dates: a list of twenty
 * would carry them for nothing. Nobody can store a listed ticket: it is less than one.
 */

const TICKET = [
  ...(['no', 'kind', 'version', 'schema', 'ruleSet', 'state', 'category', 'title', 'text'] as const),
  ...(['serviceId', 'serviceName', 'region', 'regionPath', 'unitId', 'holder', 'channel'] as const),
  ...(['assigned', 'externalNo', 'ownerId', 'phoneHash', 'applicant', 'contact', 'sealed'] as const),
  ...(['anonymous', 'marks', 'timeline', 'joined', 'links', 'details', 'work'] as const),
  ...(['createdAt', 'endsAt'] as const),
] satisfies (keyof Ticket)[];
const CLOCK = [
  ...(['name', 'label', 'state', 'internal', 'responsible', 'date', 'dueAt'] as const),
  ...(['redAt', 'yellowAt', 'stoppedAt', 'pausedAt'] as const),
] satisfies (keyof Clock)[];
const PROMISE = [
  'date',
  'confirmed',
  'provisional',
  'broken',
  'extendedTo',
] satisfies (keyof CitizenPromise)[];
const REPLY = ['at'] satisfies (keyof TicketReply)[];

export type ListedClock = Pick<Clock, (typeof CLOCK)[number]>;
export type ListedPromise = Pick<CitizenPromise, (typeof PROMISE)[number]>;
export type ListedTicket = Pick<Ticket, (typeof TICKET)[number]> & {
  clocks: ListedClock[];
  /** The database leaves out what has none of the fields. */
  promise?: ListedPromise | null;
  replies: Pick<TicketReply, (typeof REPLY)[number]>[];
};

/** By their paths within the ticket. */
export const listedFields: readonly string[] = [
  ...TICKET,
  ...CLOCK.map(field => `clocks.${field}`),
  ...PROMISE.map(field => `promise.${field}`),
  ...REPLY.map(field => `replies.${field}`),
];
