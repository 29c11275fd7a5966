import { isComplaint } from '../../../ticket/citizen-kinds';
import { dueDate, type Calendar } from '../../../calendar';
import { namedTerm, startClock, type Limit } from '../../../deadline';
import { originLabel, type Assigned } from '../../../ticket/assigned';
import { civilDateOf, type CivilDate, type Instant } from '../../../time';
import { statutoryOf, type Service } from '../../../catalogue';
import { limitOf, switchOf, type Policy, type RuleSet } from '../../../rulesets';
import { limits, switches } from './limits';
import type { CitizenPromise, Ticket } from '../../../ticket/ticket';

/** The policy that says until when the citizen has an answer (§1.4); `unsure` counts as business. */
export const replyPolicy = (matter: Pick<Ticket, 'kind' | 'category'>): Policy => {
  if (isComplaint(matter))
    return matter.category === 'technical' ? limits.complaintTechnical : limits.complaintReply;
  return matter.category === 'technical' ? limits.consultTechnical : limits.consultBusiness;
};

/** The reply limit of a matter: a statutory limit of the item or the service replaces that of the rule set (A3). */
export const replyLimit = (
  matter: Pick<Ticket, 'kind' | 'category' | 'itemCode'>,
  service: Service | undefined,
  ruleSet: RuleSet,
): { limit: Limit; clause: string } => {
  const policy = replyPolicy(matter);
  const statutory =
    matter.category === 'technical' ? undefined : statutoryOf(service, matter.itemCode, 'reply');
  if (statutory) return { limit: { n: statutory.n, unit: statutory.unit }, clause: statutory.basis };
  return { limit: limitOf(ruleSet, policy), clause: policy.clause };
};

/**
 * The promise to the citizen (contract §6), always counted from the day of filing: answered by the operator or
 * dispatched in the same moment = the limit; otherwise the limit of the dispatch, one working day, goes before it.
 */
export const promiseFor = (
  ticket: Pick<Ticket, 'kind' | 'category' | 'itemCode' | 'createdAt' | 'assigned' | 'hotline'>,
  way: { dispatchedAtOnce: boolean; confirmed: boolean },
  service: Service | undefined,
  context: { calendar: Calendar; ruleSet: RuleSet },
): CitizenPromise => {
  const { limit } = replyLimit(ticket, service, context.ruleSet);
  const named = namedReply(ticket);
  if (named) return namedPromise(ticket.createdAt, named, limit, context.calendar);
  const accept = limitOf(context.ruleSet, limits.complaintAccept);
  const waitsForAcceptance =
    isComplaint(ticket) &&
    ticket.category !== 'technical' &&
    switchOf(context.ruleSet, switches.replyCountsFrom) === 'acceptance';
  const dispatch = limitOf(context.ruleSet, limits.dispatch);
  const before =
    (way.dispatchedAtOnce || ticket.category === 'technical' ? 0 : dispatch.n) +
    (waitsForAcceptance ? accept.n : 0);
  const basis = { startedAt: ticket.createdAt, before, limit };
  return { ...walk(basis, context.calendar), confirmed: way.confirmed, broken: false, basis };
};

type NamedDay = { date: CivilDate; why: string };

/** The day that its document names takes the place of every limit (A54); the explanation says so. */
const namedDay = ({ origin, dueOn }: Assigned): NamedDay => ({
  date: dueOn,
  why: `${originLabel(origin)}交办文件要求的日期`,
});

const byHotline = (date: CivilDate | undefined): NamedDay | undefined =>
  date === undefined ? undefined : { date, why: '12345 热线要求的日期' };

/** The day by which an answer is wanted, where it is named and not counted: by its document, or by its hotline (A14). */
export const namedReply = ({
  assigned,
  hotline,
}: Pick<Ticket, 'assigned' | 'hotline'>): NamedDay | undefined =>
  assigned ? namedDay(assigned) : byHotline(hotline?.limits?.reply);

/** Likewise for the decision whether it is accepted. */
export const namedAcceptance = ({ hotline }: Pick<Ticket, 'hotline'>): NamedDay | undefined =>
  byHotline(hotline?.limits?.accept);

const namedPromise = (
  startedAt: Instant,
  named: NamedDay,
  limit: Limit,
  calendar: Calendar,
): CitizenPromise => ({
  ...namedTerm(civilDateOf(startedAt), named, calendar),
  confirmed: true,
  broken: false,
  basis: { startedAt, before: 0, limit },
});

/**
 * A provisional promise after a year was published (A32): a later date moves by itself, an earlier one waits for the
 * manager. A promise that is not provisional never moves.
 */
export const recalculatePromise = (promise: CitizenPromise, calendar: Calendar): CitizenPromise => {
  if (!promise.provisional) return promise;
  const counted = walk(promise.basis, calendar);
  if (counted.date >= promise.date) return { ...settled(promise), ...counted };
  return { ...promise, pendingDate: counted.date };
};

/** Without an earlier date that waited for confirmation. */
const settled = ({ pendingDate: _settled, ...promise }: CitizenPromise): CitizenPromise => promise;

/** The manager confirms the earlier date. */
export const confirmEarlierPromise = (promise: CitizenPromise, calendar: Calendar): CitizenPromise => {
  if (promise.pendingDate === undefined) return promise;
  return { ...settled(promise), ...walk(promise.basis, calendar) };
};

/** Working days first, then the limit in its own unit; the explanation holds every day of both. */
const walk = (
  { startedAt, before, limit }: CitizenPromise['basis'],
  calendar: Calendar,
): Pick<CitizenPromise, 'date' | 'provisional' | 'explanation'> => {
  const start = civilDateOf(startedAt);
  if (limit.unit === 'working-day') return dueDate(calendar, start, before + limit.n);
  const first =
    before > 0 ? dueDate(calendar, start, before) : { date: start, provisional: false, explanation: [] };
  const clock = startClock(
    { id: 'promise', name: 'reply', label: '答复', clause: '', responsible: { role: 'unit' }, limit },
    `${first.date}${startedAt.slice(10)}`,
    { calendar },
  );
  return {
    date: clock.date ?? first.date,
    provisional: first.provisional || clock.provisional,
    explanation: [...first.explanation, ...clock.explanation],
  };
};
