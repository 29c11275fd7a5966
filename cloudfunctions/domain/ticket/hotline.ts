import { addDays, civilDateOf, isCivilDate, type CivilDate, type Instant } from '../time';

/** An order of the service hotline 12345 behind a ticket (G-5.1b, J-18b): who leads it (A14), and what it is told. */

/** The hotline that is meant where none is named. */
export const DEFAULT_SOURCE = '12345';

export type HotlineOrder = {
  /** Which hotline: the same number of two of them is two orders. */
  source: string;
  /** When the hotline took it. */
  receivedAt: Instant;
  /** Under the rules of the filing the hotline dispatches and decides; we execute and report (A14). */
  leads: boolean;
  /** The days by which the hotline wants it: they take the place of our limits. */
  limits?: { accept?: CivilDate; reply?: CivilDate };
};

/** What a unit has asked the hotline for, as long as the hotline leads: it decides. */
export type HotlineRequest = {
  about: 'return' | 'extension';
  /** The act that is carried out when it is granted; a return that is granted takes the order away from us. */
  act?: string;
  input?: Record<string, unknown>;
  reason: string;
  days?: number;
  by: string;
  at: Instant;
  granted?: true;
};

/** One order behind a ticket: its own, or of one that was merged into it (A43). */
export type OrderPart = { no: string; hotline: HotlineOrder; externalNo: string };

/** As much of a ticket, or of one that was merged into it, as tells its order; a ticket names these types itself. */
type Part = { no: string; hotline?: HotlineOrder; externalNo?: string };

/** All orders that a change of this ticket is told to. */
export const ordersOf = (ticket: Part & { joined?: readonly Part[] }): OrderPart[] =>
  [ticket, ...(ticket.joined ?? [])].flatMap(({ no, hotline, externalNo }) =>
    hotline && externalNo ? [{ no, hotline, externalNo }] : [],
  );

/** Whether returns, refusals and extensions are the hotline's to decide. */
export const isLedByHotline = ({ hotline }: Pick<Part, 'hotline'>): boolean => hotline?.leads ?? false;

/** Until when an office works: what is due earlier on a day has to be ready on the day before. */
const OFFICE_ENDS = 'T17:30';

/** The last whole day before a day or instant that the hotline names. */
export const dayOfLimit = (limit: CivilDate | Instant): CivilDate => {
  if (isCivilDate(limit)) return limit;
  const date = civilDateOf(limit);
  return limit.slice(10) >= OFFICE_ENDS ? date : addDays(date, -1);
};

/** What the hotline is told of a change. */
export const hotlineEvents = [
  'accepted',
  'return-requested',
  'extension-requested',
  'progress',
  'replied',
  'refused',
  'merged',
  'closed',
] as const;
export type HotlineEvent = (typeof hotlineEvents)[number];

/** As much of a ticket as its hotline has to know. */
type Told = {
  state: string;
  unitId: string | null;
  promise: { date: CivilDate; extendedTo?: CivilDate } | null;
  replies: readonly { at: Instant; corrected?: { at: Instant } }[];
  details: { hotlineRequest?: HotlineRequest };
};

const requestOf = ({ details }: Told): HotlineRequest | undefined => details.hotlineRequest;

const ENDS: Partial<Record<string, HotlineEvent>> = {
  accepted: 'accepted',
  replied: 'replied',
  refused: 'refused',
  merged: 'merged',
  closed: 'closed',
  withdrawn: 'closed',
};

const standing = ({ state, unitId, promise, replies }: Told): string =>
  JSON.stringify([state, unitId, promise?.date, promise?.extendedTo, replies.length]);

/** What a change means to the hotline; undefined = nothing that it has to know. A new ticket is its answer. */
export const hotlineEventOf = (before: Told | undefined, after: Told): HotlineEvent | undefined => {
  if (!before) return undefined;
  const asked = requestOf(after);
  if (asked && asked.at !== requestOf(before)?.at) return `${asked.about}-requested`;
  const isAnswered =
    after.replies.length > before.replies.length ||
    after.replies.at(-1)?.corrected?.at !== before.replies.at(-1)?.corrected?.at;
  if (isAnswered) return 'replied';
  if (after.state !== before.state) return ENDS[after.state] ?? 'progress';
  return standing(after) === standing(before) ? undefined : 'progress';
};

/** Acts by which a unit says why: what was asked for, or refused. */
const REASONED: Partial<Record<HotlineEvent, readonly string[]>> = {
  'return-requested': ['return', 'refuse'],
  'extension-requested': ['requestExtension'],
  refused: ['refuse'],
};

/** Why, of what was asked for or refused at a moment, as the story of the ticket tells it. */
export const reasonOf = (
  timeline: readonly { at: Instant; act: string; text?: string }[],
  event: HotlineEvent,
  at: Instant,
): string | undefined => {
  const line = timeline.find(one => one.at === at && REASONED[event]?.includes(one.act));
  const isRefusal = line?.act === 'refuse' && event !== 'refused';
  return line?.text && (isRefusal ? `不予受理：${line.text}` : line.text);
};
