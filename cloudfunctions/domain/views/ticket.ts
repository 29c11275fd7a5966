import { showAttachment } from './attachment';
import type {
  ShownClock,
  ShownReply,
  ShownTicket,
  TicketFlag,
  TicketSummary,
} from '../../../typings/contract';
import { hasRole, platformStaff } from '../catalogue/roles';
import { countingInWords, daysLeft, lightOf, workdaysLeft, type Clock } from '../deadline';
import { showNoticeAt } from '../notices/notice';
import { ratingLevels } from '../ticket/rating';
import { isPromiseOverdue, promiseLight, settledAt } from '../ticket/lights';
import { fullWords, isFull } from '../ticket/room';
import { offeredActs, offeredDefinitions, whyNotYet, type Context, type Procedure } from '../engine';
import { civilDateOf } from '../time';
import { factsOf } from './facts';
import { seenBy } from './seen';
import { basisInWords, headlineOf, isSettled } from './headline';
import { isCitizen, isColleague, partyName, showEntry, whoIs } from './timeline';
import { officeLine } from './office';
import { emptyDesk } from '../ticket/empty-desk';
import { originLabel } from '../ticket/assigned';
import { replyResults } from '../ticket/reply-result';
import { spokenDay } from '../time/spoken';
import type { ListedPromise, ListedTicket } from '../ticket/listed';
import type { Ticket, TicketReply } from '../ticket/ticket';

/**
 * Which fields: the one place that turns a stored ticket into what its reader may see. Personal data stays masked
 * for everybody (A22); internal lines and internal targets never reach a citizen (A7).
 */

const remedies =
  '您可以在期限内向管理方提出一次异议；也可以依法申请行政复议、提起行政诉讼或者通过信访渠道反映。';

/** Clocks of the staff among themselves are not the citizen's business. */
const seesClock = (clock: Pick<Clock, 'internal' | 'name'>, context: Context): boolean =>
  !isCitizen(context) || (!clock.internal && !['supervise', 'contact', 'dispatch'].includes(clock.name));

/** The reader's own party has to keep it. */
const isOwnClock = ({ responsible }: Clock, { actor }: Context): boolean => {
  if (responsible.unitId) return responsible.unitId === actor.unitId;
  if (responsible.region && responsible.region !== actor.region) return false;
  return responsible.role.replace(/-lead$/, '') === actor.role.replace(/-lead$/, '');
};

const showClock = (clock: Clock, context: Context): ShownClock => ({
  name: clock.name,
  label: clock.label,
  clause: clock.clause,
  responsible: partyName(clock.responsible, context),
  startedOn: clock.startedOn,
  ...(clock.date ? { date: clock.date } : {}),
  ...(clock.dueAt ? { dueAt: clock.dueAt } : {}),
  ...officeLine(clock, context),
  provisional: clock.provisional,
  explanation: clock.explanation,
  counting: countingInWords(clock.explanation),
  state: clock.state,
  light: lightOf(clock, context.now),
  daysLeft: daysLeft(clock, context.now, context.calendar),
  internal: clock.internal,
  basis: basisInWords(clock.clause),
  ...(isOwnClock(clock, context) ? { own: true } : {}),
  ...(clock.pausedAt ? { paused: true } : {}),
});

/** The day on which the citizen had or should have an answer, against the promised day. */
const promiseDaysLeft = (ticket: ListedTicket, promise: ListedPromise, context: Context): number =>
  workdaysLeft(
    context.calendar,
    civilDateOf(settledAt(ticket) ?? context.now),
    promise.extendedTo ?? promise.date,
  );

const flagsOf = (ticket: ListedTicket, context: Context): TicketFlag[] => [
  ...ticket.marks,
  ...(ticket.clocks.some(clock => clock.name === 'supervise' && clock.state === 'running') &&
  !isCitizen(context)
    ? (['supervised'] as const)
    : []),
  // Looked at now, not stored: whoever leaves is missed at once (A42).
  ...(!isCitizen(context) && emptyDesk(ticket, context.catalogue) ? (['vacant'] as const) : []),
  ...(ticket.assigned && !isCitizen(context) ? (['assigned'] as const) : []),
  ...(isPromiseOverdue(ticket, context) ? (['overdue-promise'] as const) : []),
];

const lightOfTicket = (ticket: ListedTicket, context: Context): ShownTicket['light'] => {
  if (isCitizen(context)) return promiseLight(ticket, context);
  const lights = ticket.clocks
    .filter(clock => clock.state === 'running')
    .map(clock => lightOf(clock, context.now));
  if (lights.includes('red')) return 'red';
  return lights.includes('yellow') ? 'yellow' : 'green';
};

const nextClock = (ticket: ListedTicket, context: Context): TicketSummary['next'] => {
  const first = ticket.clocks
    .filter(clock => clock.state === 'running' && !clock.pausedAt && seesClock(clock, context))
    .sort((one, other) => (one.redAt < other.redAt ? -1 : 1))[0];
  if (!first) return undefined;
  return {
    name: first.name,
    label: first.label,
    ...(first.date ? { date: first.date } : {}),
    ...(first.dueAt ? { dueAt: first.dueAt } : {}),
    daysLeft: daysLeft(first, context.now, context.calendar),
  };
};

const summarisePromise = (
  ticket: ListedTicket,
  promise: ListedPromise,
  context: Context,
): NonNullable<TicketSummary['promise']> => {
  const { date, confirmed, provisional, broken, extendedTo } = promise;
  const left = promiseDaysLeft(ticket, promise, context);
  return { date, confirmed, provisional, daysLeft: left, broken, ...(extendedTo ? { extendedTo } : {}) };
};

const showPromise = (ticket: Ticket, context: Context): ShownTicket['promise'] =>
  ticket.promise && {
    ...summarisePromise(ticket, ticket.promise, context),
    explanation: ticket.promise.explanation,
  };

const holderOf = (ticket: ListedTicket, context: Context): TicketSummary['holder'] => {
  const { role, unitId, region, memberName } = ticket.holder;
  const colleagues = isColleague(
    { id: '', role: role === 'unit' ? 'handler' : role, name: '', ...(unitId ? { unitId } : {}) },
    context,
  );
  return {
    role,
    ...(unitId ? { unitId } : {}),
    ...(region ? { region } : {}),
    ...(memberName && colleagues ? { memberName } : {}),
  };
};

/** Who filed it; of an anonymous one nobody but that person sees it (A44). */
const whoOf = (
  { applicant, contact }: Pick<Ticket, 'applicant' | 'contact'>,
  anonymous: boolean,
  context: Context,
): Pick<TicketSummary, 'applicant' | 'contact'> =>
  anonymous && !isCitizen(context)
    ? { applicant: { type: applicant.type, name: '匿名' }, contact: {} }
    : { applicant, contact };

const showMerged = (ticket: Ticket, context: Context): ShownTicket['merged'] =>
  ticket.joined?.map(part => ({
    no: part.no,
    title: part.title,
    channel: part.channel,
    ...whoOf(part, part.anonymous || ticket.anonymous, context),
    createdAt: part.createdAt,
    ...(part.externalNo ? { externalNo: part.externalNo } : {}),
  }));

/** What a ticket wants from its citizen, who sees those of one's own first. */
export const wantedOf = (
  ticket: Ticket,
  procedure: Procedure,
  context: Context,
): Pick<TicketSummary, 'wants'> => {
  const wants = offeredDefinitions(procedure, ticket, context)
    .map(one => one.wants?.(ticket))
    .find(Boolean);
  return wants ? { wants } : {};
};

const SIGNATURES = { waiting: '待审核', returned: '退回修改' } as const;

/** What is put before a lead is no citizen's business (A35). */
const showSignature = (
  ticket: ListedTicket,
  procedure: Procedure,
  context: Context,
): Pick<TicketSummary, 'signature'> => {
  const ended = procedure.states[ticket.state]?.ended ?? false;
  const state = isCitizen(context) || ended ? undefined : procedure.signature?.(ticket);
  return state ? { signature: { state, label: SIGNATURES[state] } } : {};
};

/** The ticket as a list shows it: without text, timeline and explanations. A citizen's is given as that person sees it. */
export const summarise = (ticket: ListedTicket, procedure: Procedure, context: Context): TicketSummary => {
  const promise = ticket.promise ? summarisePromise(ticket, ticket.promise, context) : null;
  const next = nextClock(ticket, context);
  return {
    no: ticket.no,
    kind: ticket.kind,
    kindLabel: procedure.label,
    category: ticket.category,
    state: ticket.state,
    stateLabel: procedure.states[ticket.state]?.label ?? ticket.state,
    ...(procedure.states[ticket.state]?.ended ? { ended: true } : {}),
    ...(isSettled(ticket, procedure) ? { settled: true } : {}),
    flags: flagsOf(ticket, context),
    title: ticket.title,
    ...(ticket.serviceId ? { service: { id: ticket.serviceId, name: ticket.serviceName ?? '' } } : {}),
    ...(ticket.region ? { region: ticket.region } : {}),
    unit: ticket.unitId
      ? { id: ticket.unitId, name: partyName({ role: 'unit', unitId: ticket.unitId }, context) }
      : null,
    holder: holderOf(ticket, context),
    holderName: partyName(ticket.holder, context),
    channel: ticket.channel,
    ...whoOf(ticket, ticket.anonymous, context),
    promise,
    ...(next ? { next } : {}),
    light: lightOfTicket(ticket, context),
    urges: ticket.details.urges.length,
    ...showSignature(ticket, procedure, context),
    createdAt: ticket.createdAt,
    version: ticket.version,
  };
};

/** With its level in words. */
const showRating = ({ details: { rating } }: Ticket): ShownTicket['rating'] =>
  rating && {
    ...rating,
    label: ratingLevels.find(({ value }) => value === String(rating.level))?.label ?? String(rating.level),
  };

/** Whether the party that has to act has opened it, a name for colleagues (A51). */
const showSigning = (
  { unitId, since, dueAt, signed }: NonNullable<Ticket['signing']>,
  context: Context,
): NonNullable<ShownTicket['signing']> => {
  const role = unitId ? 'handler' : 'operator';
  const by = { id: '', role, name: signed?.name ?? '', ...(unitId ? { unitId } : {}) } as const;
  const who = whoIs(by, context);
  return { since, dueAt, ...(signed ? { signedAt: signed.at, who } : {}) };
};

const showRefusal = (ticket: Ticket): ShownTicket['refusal'] => {
  const { refusal } = ticket.details;
  return (
    refusal && {
      reason: [refusal.ground, refusal.reason].filter(Boolean).join('：'),
      basis: refusal.basis,
      redirect: refusal.redirect,
      ...(refusal.turnTo ? { turnTo: refusal.turnTo } : {}),
      remedies,
      objectUntil: refusal.objectUntil,
    }
  );
};

/** Replies of before it was asked for say nothing about it. */
const showResult = ({ result, plannedOn, resumedAt }: TicketReply): Partial<ShownReply> => {
  const found = replyResults.find(({ value }) => value === result);
  if (!found) return {};
  const when = plannedOn ? `，${spokenDay(plannedOn)} ${resumedAt ? '已' : ''}再次办理并答复` : '';
  return { resultType: found.value, result: `${found.told}${when}`, ...(plannedOn ? { plannedOn } : {}) };
};

const showAssigned = ({ assigned, externalNo = '' }: Ticket): Pick<ShownTicket, 'assigned'> =>
  assigned
    ? {
        assigned: {
          origin: originLabel(assigned.origin),
          documentNo: externalNo,
          dueOn: assigned.dueOn,
        },
      }
    : {};

/** The whole ticket as its reader may see it now. */
export const showTicket = (
  stored: Ticket,
  procedure: Procedure,
  ruleSetName: { name: string; draft: boolean },
  context: Context,
): ShownTicket => {
  const citizen = isCitizen(context);
  const ticket = seenBy(stored, context.actor);
  const refusal = showRefusal(ticket);
  const notYet = whyNotYet(procedure, stored, context);
  const openTickets = procedure.openTickets?.(context);
  // Sent back, what is likely stands in the form of the dispatch alone, led by what the unit says.
  const isReturned = ticket.details.returns.some(({ decided }) => !decided);
  const suggests = hasRole(context.actor, platformStaff) && ticket.state === 'submitted' && !isReturned;
  const summary = summarise(ticket, procedure, context);
  const promise = showPromise(ticket, context);
  const clocks = ticket.clocks
    .filter(clock => seesClock(clock, context))
    .map(clock => showClock(clock, context));
  const holds = {
    light: summary.light,
    daysLeft: promise?.daysLeft ?? 0,
    holderName: summary.holderName,
  };
  const acts = offeredActs(procedure, stored, context);
  const merged = showMerged(ticket, context);
  const rating = showRating(ticket);
  return {
    ...summary,
    text: ticket.text,
    ...(ticket.itemCode ? { item: { code: ticket.itemCode, name: ticket.itemName ?? '' } } : {}),
    attachments: ticket.attachments.map(file => showAttachment(file, context)),
    promise,
    clocks,
    headline: headlineOf(stored, procedure, clocks, holds, context),
    acts,
    ...(notYet ? { notYet } : {}),
    ...(acts.length > 0 && isFull(stored) ? { full: fullWords(stored.no, citizen) } : {}),
    replies: ticket.replies.map(reply => ({
      at: reply.at,
      unitName: partyName(
        reply.unitId ? { role: 'unit', unitId: reply.unitId } : { role: 'operator' },
        context,
      ),
      text: reply.text,
      attachments: reply.attachments.map(file => showAttachment(file, context)),
      ...showResult(reply),
      ...(reply.lateReason ? { lateReason: reply.lateReason } : {}),
      ...(reply.corrected ? { corrected: reply.corrected } : {}),
    })),
    ...(ticket.answers ? { answers: ticket.answers } : {}),
    timeline: ticket.timeline
      .filter(entry => !citizen || !entry.internal)
      .map(entry => showEntry(entry, procedure, context)),
    ...(citizen || !ticket.signing ? {} : { signing: showSigning(ticket.signing, context) }),
    ...(rating ? { rating } : {}),
    links: ticket.links,
    ...(merged?.length ? { merged } : {}),
    ...(suggests && ticket.suggestions ? { suggestions: ticket.suggestions } : {}),
    ...(ticket.externalNo ? { externalNo: ticket.externalNo } : {}),
    ...(citizen ? {} : showAssigned(ticket)),
    ...(refusal ? { refusal } : {}),
    ...(ticket.work ? { facts: factsOf(ticket, procedure, acts, context) } : {}),
    ...(ticket.notice ? { notice: showNoticeAt(ticket.notice, context.now) } : {}),
    ...(openTickets ? { openTickets } : {}),
    ruleSet: { id: ticket.ruleSet.id, version: ticket.ruleSet.version, ...ruleSetName },
  };
};
