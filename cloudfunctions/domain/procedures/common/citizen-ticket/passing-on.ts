import { isComplaint } from '../../../ticket/citizen-kinds';
import { awaitSigning } from '../signing';
import { limits, switches } from './limits';
import { statutoryOf, type Service } from '../../../catalogue';
import { deskFor } from '../../../catalogue/staffing';
import { systemActor, type Change, type Context } from '../../../engine';
import { namedAcceptance, namedReply, replyLimit, replyPolicy } from './promise';
import { switchOf, type Policy } from '../../../rulesets';
import type { CitizenDetails, Ticket } from '../../../ticket/ticket';
import { startOfDay, type Instant } from '../../../time';
import { followHolder, supervised } from '../supervision/supervised';
import { promised, theHolder } from './words';

/** How a ticket passes from one holder to the next, with the clocks that start and end there (G-5.2c, G-5.3b, A27). */

/** Confidential complaints about those who handle lie with leads only (A34). */
const unitHolder = (ticket: Ticket, unitId: string): Ticket['holder'] =>
  ticket.marks.includes('confidential') ? { role: 'lead', unitId } : { role: 'unit', unitId };

export const operatorHolder = (ticket: Ticket): Ticket['holder'] =>
  ticket.marks.includes('confidential') ? { role: 'operator-lead' } : { role: 'operator' };

/** Gives the ticket to the operator to answer: the limit runs from the receipt by the platform (G-5.2a, G-5.3a). */
export const giveToOperator = (change: Change): void => {
  const { ticket } = change;
  change.to('dispatched');
  change.hold(operatorHolder(ticket));
  if (!change.running('reply')) {
    const startedAt = ticket.createdAt;
    change.start(replyPolicy(ticket), { role: ticket.holder.role }, { startedAt, ...untilNamed(ticket) });
  }
  awaitSigning(change);
};

/** Waits for whoever finds the unit; `dispatch` is an internal target of one working day (A7), so is a return (A50). */
export const waitForDispatch = (
  change: Change,
  holder: Ticket['holder'],
  startedAt = change.now,
  limit: Policy = limits.dispatch,
): void => {
  change.to('submitted');
  change.hold(holder);
  if (!change.running('dispatch')) change.start(limit, { role: holder.role }, { startedAt });
  awaitSigning(change);
};

/** A return on which nobody has decided yet (A50). */
export const openReturn = ({ state, details }: Ticket): CitizenDetails['returns'][number] | undefined => {
  const last = details.returns.at(-1);
  return state === 'submitted' && last && !last.decided ? last : undefined;
};

/** Whether the unit that holds it had returned it in vain. */
export const wasSentBack = ({ unitId, details }: Ticket): boolean => {
  const last = details.returns.at(-1);
  return last?.unitId === unitId && last?.decided?.upheld === false;
};

/** Whoever finds another unit upholds a return; whoever finds the same one does not. */
export const decideReturn = (change: Change, upheld: boolean): void => {
  const open = openReturn(change.ticket);
  if (!open) return;
  open.decided = { at: change.now, by: change.context.actor.id, upheld };
  change.count(upheld ? 'return-upheld' : 'return-rejected', open.unitId);
};

/**
 * Gives the ticket to a unit: accepting (7 WD) and replying (20 WD) run side by side from its receipt; a
 * consultation has 5 WD (G-5.2d, G-5.3c, G-5.3d). A unit date behind the promise breaks it and raises a supervision (A27).
 * The unit that has returned it gets no fresh limits, whoever gives it back (A50).
 */
export const giveToUnit = (change: Change, meantFor: string, service: Service | undefined): void => {
  const { ticket, context } = change;
  const unitId = takerOf(ticket, meantFor, context);
  const returned = openReturn(ticket);
  const before = lastUnitOf(ticket);
  change.cancel(['accept', 'reply']);
  if (unitId !== meantFor) explainDetour(change, meantFor, unitId);
  if (unitId === undefined) {
    leaveNothingBehind(ticket);
    waitForDispatch(change, operatorHolder(ticket));
    return;
  }
  decideReturn(change, returned?.unitId !== unitId);
  change.meet(['dispatch']);
  leaveNothingBehind(ticket);
  change.to('dispatched');
  change.hold(unitHolder(ticket, unitId));
  // A supervision follows the ticket to whoever can answer it.
  const responsible = { role: ticket.holder.role, unitId };
  ticket.clocks = ticket.clocks.map(clock =>
    clock.name === 'supervise' && clock.state === 'running' ? { ...clock, responsible } : clock,
  );
  followHolder(change);
  awaitSigning(change);
  if (returned?.unitId === unitId) return goOn(change, returned, service);
  ticket.details.receivedOn = change.today;
  startLimits(change, service);
  // Taken up again where it had been it has not come once more.
  if (before !== unitId) change.count('dispatched', unitId);
};

/** The unit that had it last, whoever decided about it meanwhile. */
const lastUnitOf = ({ custody }: Ticket): string | undefined =>
  [...custody].reverse().find(({ holder }) => holder.unitId !== undefined)?.holder.unitId;

/** Back at the unit that returned it, the old clocks go on; counted from the old receipt where the matter is another now. */
const goOn = (
  change: Change,
  returned: CitizenDetails['returns'][number],
  service: Service | undefined,
): void => {
  const { receivedOn } = change.ticket.details;
  // A return of before this was kept has noted neither.
  if (returned.clocks && returned.matter === matterOf(change.ticket)) {
    // The operator was supervised meanwhile: that one has come along.
    const supervised = change.running('supervise') !== undefined;
    change.revive(returned.clocks.filter(id => !supervised || !id.startsWith('supervise')));
  } else startLimits(change, service, receivedOn ? startOfDay(receivedOn) : returned.at);
};

/** On what the limits of a unit depend besides the rules in force. */
export const matterOf = ({ kind, category, serviceId, itemCode }: Ticket): string =>
  [kind, category, serviceId ?? '', ...(itemCode ? [itemCode] : [])].join('/');

const startLimits = (change: Change, service: Service | undefined, startedAt = change.now): void => {
  const { ticket, context } = change;
  const { role, unitId } = ticket.holder;
  if (isComplaint(ticket)) {
    const statutory = statutoryOf(service, ticket.itemCode, 'accept');
    const named = namedAcceptance(ticket);
    change.start(
      limits.complaintAccept,
      { role, unitId },
      {
        startedAt,
        ...(statutory ? { limit: { n: statutory.n, unit: statutory.unit }, clause: statutory.basis } : {}),
        ...(named ? { until: named } : {}),
      },
    );
  }
  if (!isComplaint(ticket) || switchOf(context.ruleSet, switches.replyCountsFrom) === 'receipt')
    startReply(change, service, startedAt);
};

/** The unit that takes what is meant for a unit (A42); undefined = nobody is there, nor above it. */
export const takerOf = (
  { marks }: Pick<Ticket, 'marks'>,
  unitId: string,
  { catalogue }: Pick<Context, 'catalogue'>,
): string | undefined => deskFor(unitId, marks.includes('confidential'), catalogue);

const nameOf = (unitId: string, { catalogue }: Pick<Context, 'catalogue'>): string =>
  catalogue.unit(unitId)?.name ?? '承办单位';

/** Why it did not go where it was meant to go, for staff and citizen alike; the promise runs (A42). */
const explainDetour = (change: Change, from: string, to: string | undefined): void => {
  const { ticket, context } = change;
  const { ended } = context.catalogue.unit(from) ?? {};
  const why = `${nameOf(from, context)}${ended ? '已撤销' : '目前无人办理'}`;
  const where = to ? nameOf(to, context) : context.ruleSet.roleNames.operator;
  ticket.details.detour = { at: change.now, from, to: to ?? null };
  change.say(`${why}，转由${where}${to ? '办理' : '另行安排'}`, undefined, false, systemActor);
  // Who has had an answer waits for nothing.
  if (ticket.replies.length > 0 && !change.running('rectify')) return;
  change.tell(
    { to: 'citizen' },
    `已转办，由${where}${to ? '办理' : '另行安排单位'}：${why}，${promised(ticket) || '答复您的期限不变'}`,
    'detour',
  );
};

/** Whether the ticket has just gone another way than meant: then its citizen has been told so already. */
export const hasDetoured = ({ details }: Ticket, { now }: Pick<Context, 'now'>): boolean =>
  details.detour?.at === now;

/** Another unit, or the operator, goes on where it stands: same clocks, same dates. */
export const takeOver = (change: Change, from: string, to: string | undefined): void => {
  const { ticket } = change;
  const holder = to === undefined ? operatorHolder(ticket) : unitHolder(ticket, to);
  const responsible = { role: holder.role, ...(to === undefined ? {} : { unitId: to }) };
  explainDetour(change, from, to);
  leaveNothingBehind(ticket);
  change.hold(holder);
  ticket.clocks = ticket.clocks.map(clock =>
    clock.state === 'running' && clock.responsible.unitId === from ? { ...clock, responsible } : clock,
  );
  awaitSigning(change);
};

/** What comes back to a unit where nobody is goes on as it would when it is dispatched (A42). */
export const leaveEmptyDesk = (change: Change): void => {
  const { ticket, context } = change;
  const { unitId } = ticket.holder;
  if (!unitId) return;
  const to = takerOf(ticket, unitId, context);
  if (to !== unitId) takeOver(change, unitId, to);
};

/** What the unit before had begun and not ended: the next one decides anew. */
export const leaveNothingBehind = ({ details }: Ticket): void => {
  delete details.pendingReply;
  delete details.pendingDecision;
  if (details.extension?.state === 'asked') delete details.extension;
};

/** What a document or a hotline names a day for is due on that day, whoever holds it (A54, A14). */
const untilNamed = (ticket: Ticket) => {
  const until = namedReply(ticket);
  return until ? { until } : {};
};

/** Starts the reply clock of the unit that holds the ticket. */
export const startReply = (
  change: Change,
  service: Service | undefined,
  startedAt: Instant = change.now,
): void => {
  const { ticket, context } = change;
  const { limit, clause } = replyLimit(ticket, service, context.ruleSet);
  const { role, unitId } = ticket.holder;
  const options = { limit, clause, startedAt, ...untilNamed(ticket) };
  change.start(replyPolicy(ticket), { role, unitId }, options);
  checkPromise(change);
};

/** A unit's date behind the promise breaks it and raises a supervision (A27). */
export const checkPromise = (change: Change): void => {
  const { ticket } = change;
  const date = change.running('reply', ticket.holder.unitId)?.date;
  if (!ticket.unitId || !ticket.promise || !date || date <= ticket.promise.date) return;
  ticket.promise.broken = true;
  if (change.running('supervise')) return;
  supervised(change, {
    level: 'supervise',
    text: '单位时限晚于对群众的承诺，请优先办理，并说明何时答复群众',
    byRule: true,
  });
  change.say('自动督办：单位时限晚于对群众的承诺', undefined, true, systemActor);
  change.tell({ to: 'manager' }, '单位时限晚于对群众的承诺，已督办', 'promise-broken');
  change.tell(theHolder(ticket), '已晚于对群众的承诺，请优先办理并答复督办', 'promise-broken');
};

export const settlePromise = (change: Change): void => {
  const { ticket } = change;
  if (ticket.promise && !ticket.promise.confirmed) ticket.promise.confirmed = true;
  ticket.details.triaged = true;
};

/** The service that the ticket is about, when the context holds it. */
export const serviceOf = (ticket: Ticket, context: Pick<Context, 'service'>): Service | undefined =>
  context.service?.id === ticket.serviceId ? context.service : undefined;
