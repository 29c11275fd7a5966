import type { Clock } from '../deadline';
import type { CitizenPromise, Ticket, TicketReply, TimelineEntry } from './ticket';

/**
 * What lists read of a ticket, and what searches look into besides. Most of a stored ticket are the days that explain its
 * dates, and what was said of it: a list of twenty would carry them for nothing. Nobody can store a listed ticket: it is less
 * than one.
 */

const TICKET = [
  ...(['no', 'kind', 'version', 'schema', 'ruleSet', 'state', 'category', 'title'] as const),
  ...(['serviceId', 'serviceName', 'region', 'regionPath', 'unitId', 'holder', 'channel'] as const),
  ...(['assigned', 'externalNo', 'ownerId', 'applicant', 'contact'] as const),
  ...(['anonymous', 'marks', 'joined', 'links', 'details', 'work'] as const),
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
const LINE = ['act'] satisfies (keyof TimelineEntry)[];

export type ListedClock = Pick<Clock, (typeof CLOCK)[number]>;
export type ListedPromise = Pick<CitizenPromise, (typeof PROMISE)[number]>;
export type ListedTicket = Pick<Ticket, (typeof TICKET)[number]> & {
  clocks: ListedClock[];
  /** The database leaves out what has none of the fields. */
  promise?: ListedPromise | null;
  replies: Pick<TicketReply, (typeof REPLY)[number]>[];
  timeline: Pick<TimelineEntry, (typeof LINE)[number]>[];
};

/** Words and persons: by these a search tells where it has found a ticket. */
const LOOKED_INTO = ['text', 'timeline', 'phoneHash', 'sealed'] satisfies (keyof Ticket)[];

export type SearchedTicket = ListedTicket & Pick<Ticket, (typeof LOOKED_INTO)[number]>;

/** What a row has of a ticket: the paths that are read of it. `T`: what that leaves. */
export type RowFields<T> = { readonly paths: readonly string[]; readonly leaves?: T };

const LISTED = [
  ...TICKET,
  ...CLOCK.map(field => `clocks.${field}`),
  ...PROMISE.map(field => `promise.${field}`),
  ...REPLY.map(field => `replies.${field}`),
];

export const listed: RowFields<ListedTicket> = {
  paths: [...LISTED, ...LINE.map(field => `timeline.${field}`)],
};
export const searched: RowFields<SearchedTicket> = { paths: [...LISTED, ...LOOKED_INTO] };

/** A few fields alone. */
export const only = <F extends keyof Ticket>(...paths: readonly F[]): RowFields<Pick<Ticket, F>> => ({
  paths,
});
