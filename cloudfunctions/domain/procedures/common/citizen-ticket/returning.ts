import { addWorkdays, countWorkdays } from '../../../calendar';
import { act, longtext, text, unit, type Change } from '../../../engine';
import { isLedByHotline } from '../../../ticket/hotline';
import { openAssists, runningClock, type Ticket } from '../../../ticket/ticket';
import { civilDateOf } from '../../../time';
import { spokenDate } from '../../../time/spoken';
import { givenTo, responsibleUnit, somebodyThere, toBusiness } from './dispatching';
import {
  giveToUnit,
  leaveNothingBehind,
  matterOf,
  openReturn,
  operatorHolder,
  serviceOf,
  settlePromise,
  waitForDispatch,
} from './passing-on';
import { windowOf } from '../../../rulesets';
import { answerBeside } from '../supervision/supervised';
import { askHotline, WAITS_FOR_HOTLINE } from './hotline/requests';
import { limits, windows } from './limits';
import { catalogueKeeper, managerInCharge, operatorInCharge, unitInCharge } from './parties';
import {
  tell,
  tellInDigest,
  tellWhen,
  theHolder,
  theLead,
  theManager,
  theOperator,
  theOperatorLead,
  unitName,
  until,
} from './words';

/**
 * A return, and what becomes of it (A27, A50): it is decided within a working day; what does not hold costs the unit the
 * time that it took; who is named for good also stands in the catalogue of duties afterwards.
 */

/** The clocks of the unit end with its return, and are noted: they go on when it does not hold. */
const endClocks = (change: Change, reason: string): string[] => {
  const { ticket } = change;
  answerBeside(change, `已退回：${reason}`);
  for (const assist of openAssists(ticket)) change.cancel(['reply'], assist.unitId);
  const own = (['accept', 'reply', 'supervise'] as const).flatMap(
    name => runningClock(ticket, name)?.id ?? [],
  );
  change.cancel(['accept', 'reply', 'supervise']);
  return own;
};

export const returnTicket = act({
  act: 'return',
  handsOn: true,
  label: '退回',
  labelFor: ticket => (isLedByHotline(ticket) ? '申请退回（报 12345 决定）' : undefined),
  place: 'beside',
  clause: 'A27',
  by: [unitInCharge],
  from: ['dispatched'],
  unless: (ticket, context) => {
    if (ticket.details.hotlineRequest) return WAITS_FOR_HOTLINE;
    if (ticket.details.designated) return '管理方已指定承办单位，不能再退回';
    const received = ticket.details.receivedOn ?? civilDateOf(ticket.createdAt);
    const returnWorkdays = windowOf(context.ruleSet, windows.return);
    return countWorkdays(context.calendar, received, civilDateOf(context.now)) > returnWorkdays
      ? `收到后 ${returnWorkdays} 个工作日内可以退回，现在已过时限（${spokenDate(addWorkdays(context.calendar, received, returnWorkdays))}）`
      : undefined;
  },
  fields: {
    reason: longtext('退回理由', { required: true, max: 1000, keepPhones: true }),
    suggestedUnitId: unit('建议承办单位'),
  },
  internal: true,
  run: (change, input) => {
    const { ticket } = change;
    const { suggestedUnitId } = input;
    const suggested = change.context.catalogue.unit(suggestedUnitId ?? '')?.name;
    const line = ticket.timeline.at(-1);
    if (line && suggested !== undefined) line.text = `${input.reason}\n建议承办单位：${suggested}`;
    // Where the hotline leads it decides, and nobody here dispatches anew (A14).
    if (askHotline(change, { about: 'return', reason: input.reason })) return;
    ticket.details.returns.push({
      at: change.now,
      unitId: ticket.holder.unitId ?? '',
      reason: input.reason,
      ...(suggestedUnitId ? { suggestedUnitId } : {}),
      clocks: endClocks(change, input.reason),
      matter: matterOf(ticket),
    });
    leaveNothingBehind(ticket);
    change.count('returned', ticket.holder.unitId);
    // The second return goes to the manager, who designates the unit for good.
    const second = ticket.details.returns.length >= 2;
    const holder: Ticket['holder'] = second ? { role: 'manager' } : operatorHolder(ticket);
    waitForDispatch(change, holder, change.now, limits.returned);
  },
  tells: [
    tellWhen(isLedByHotline, theLead, () => '申请退回，已报 12345 决定'),
    tellWhen(
      ticket => !isLedByHotline(ticket),
      theHolder,
      ticket =>
        `被退回，请在 ${until(ticket, 'dispatch')} 前${ticket.holder.role === 'manager' ? '指定承办单位' : '改派，或者不同意退回'}`,
    ),
  ],
});

/** Sent back: the unit goes on with what is left of its time (A50). */
export const rejectReturn = act({
  act: 'rejectReturn',
  handsOn: true,
  label: '不同意退回',
  clause: 'A50',
  by: [operatorInCharge],
  from: ['submitted'],
  unless: (ticket, context) => {
    const open = openReturn(ticket);
    if (!open) return '没有待决定的退回';
    return context.catalogue.unit(open.unitId) ? undefined : '退回的单位已不在名录中，请改派';
  },
  fields: { reason: longtext('不同意的理由', { required: true, max: 1000, keepPhones: true }) },
  internal: true,
  run: (change, input) => {
    const open = openReturn(change.ticket);
    if (!open) return;
    giveToUnit(change, open.unitId, serviceOf(change.ticket, change.context));
    if (open.decided) open.decided.reason = input.reason;
  },
  tells: [tell(theHolder, ticket => `退回未获同意，原时限继续计算，请在 ${until(ticket, 'reply')} 前答复`)],
});

/**
 * The unit is named for good: nobody returns it any more, and the catalogue of duties is to say so too (A27, A50). One
 * that has it already keeps its clocks.
 */
export const giveForGood = (change: Change, unitId: string, reason: string): void => {
  const { ticket, context } = change;
  toBusiness(change);
  settlePromise(change);
  ticket.details.designated = true;
  ticket.details.dutyProposal = {
    at: change.now,
    by: context.actor.id,
    unitId,
    reason,
    returnedBy: [...new Set(ticket.details.returns.map(one => one.unitId))],
  };
  if (ticket.holder.unitId !== unitId) giveToUnit(change, unitId, serviceOf(ticket, context));
};

export const keeperWords = (ticket: Ticket, context: Change['context']): string =>
  `已指定由${unitName(ticket, context)}办理，请看是否写入单位职责`;

/** Who keeps the catalogue of duties hears of what is proposed for it. */
export const tellKeepers = [tell(theOperatorLead, keeperWords), tell(theManager, keeperWords)];

export const designate = act({
  act: 'designate',
  handsOn: true,
  label: '指定承办单位',
  clause: 'A27',
  by: [managerInCharge],
  from: ['submitted'],
  fields: {
    unitId: responsibleUnit,
    reason: text('指定理由', { required: true }),
  },
  internal: true,
  run: (change, input) => giveForGood(change, input.unitId, input.reason),
  check: somebodyThere,
  tells: [
    tell(theHolder, () => '管理方指定您单位办理，不能再退回'),
    tellInDigest(
      theOperator,
      (ticket, context) => `管理方已指定承办单位，由${unitName(ticket, context)}办理`,
    ),
    givenTo,
    ...tellKeepers,
  ],
});

/** In every state: the catalogue is put right whatever becomes of the ticket. */
const anyState = [
  'submitted',
  'answered',
  'dispatched',
  'accepted',
  'replied',
  'refused',
  'rectifying',
  'closed',
  'withdrawn',
  'merged',
] as const;

const withoutProposal = ({ details }: Ticket): string | undefined =>
  details.dutyProposal && !details.dutyProposal.settled ? undefined : '没有待处理的职责变更建议';

/** As the register of units holds them. */
const MOST_DUTIES = 60;

/** What the designation says is written into the duties of the unit, from where the router learns it (A50). */
export const adoptDuty = act({
  act: 'adoptDuty',
  label: '写入单位职责',
  place: 'beside',
  clause: 'A50',
  by: [catalogueKeeper],
  from: [...anyState],
  unless: withoutProposal,
  fields: { duty: text('职责（群众怎样说这类事）', { required: true, max: 60 }) },
  check: (ticket, input, context) => {
    const { dutyProposal } = ticket.details;
    if (!dutyProposal) return undefined;
    const duties = context.catalogue.unit(dutyProposal.unitId)?.duties;
    if (!duties) return { duty: '这个单位已不在名录中，请选择不写入' };
    if (duties.includes(input.duty)) return { duty: '这个单位的职责里已经有了' };
    return duties.length >= MOST_DUTIES ? { duty: '这个单位的职责条目已满，请先整理' } : undefined;
  },
  says: 'duty',
  internal: true,
  run: (change, input) => {
    const proposal = change.ticket.details.dutyProposal;
    if (!proposal) return;
    change.addDuty(proposal.unitId, input.duty);
    proposal.settled = { at: change.now, by: change.context.actor.id, duty: input.duty };
  },
});

export const declineDuty = act({
  act: 'declineDuty',
  label: '不写入单位职责',
  place: 'beside',
  clause: 'A50',
  by: [catalogueKeeper],
  from: [...anyState],
  unless: withoutProposal,
  fields: { reason: text('原因', { required: true, max: 200 }) },
  internal: true,
  run: (change, input) => {
    const proposal = change.ticket.details.dutyProposal;
    if (proposal) proposal.settled = { at: change.now, by: change.context.actor.id, reason: input.reason };
  },
});
