import { limitOf, switchOf, windowOf } from '../../rulesets';
import { addServiceMinutes, DEFAULT_SERVICE_HOURS, serviceMinutesADay } from '../../deadline';
import { act, longtext, pick, toldAt, type Change, type Context, type Tell } from '../../engine';
import { spokenTime } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import type { Instant } from '../../time';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import { manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theFollowers, theLocal, theManager, theOperator, theUnit } from '../common/staff-ticket/words';
import { holderOf, impactOf, instead, showAs } from './showing';
import { known } from './known';
import { limits, switches, windows } from './limits';

/** Temporary offline at the end of the limit (G-3.2.4b, G-3.3.3b, A4). */

/** The instant at which an order to take the service offline executes itself, unless somebody decides before (A4). */
const offlineAt = (ticket: Ticket, context: Pick<Context, 'calendar' | 'catalogue' | 'ruleSet'>): Instant => {
  const proposedAt = known.of(ticket).proposedAt ?? ticket.createdAt;
  const unit = ticket.unitId ? context.catalogue.unit(ticket.unitId) : undefined;
  return addServiceMinutes(
    context.calendar,
    unit?.serviceHours ?? DEFAULT_SERVICE_HOURS,
    proposedAt,
    limitOf(context.ruleSet, limits.offline).n,
  );
};

/** `at`: when it had to happen, where a late sweep does it: the limits run from then. */
const takeOffline = (change: Change, at: Instant = change.now): void => {
  const { ticket } = change;
  change.meet(['execute'], { at });
  change.meet(['fix'], { at });
  known.note(change, { offlineAt: at });
  change.to('offline');
  change.start(limits.reopen, holderOf(ticket), { startedAt: at });
  // A repair that waits for its verification is the operator's to do, not the unit's.
  if (known.of(ticket).fixedAt) change.pause('fix');
  else change.hold(holderOf(ticket));
  showAs(change, 'offline', impactOf(ticket));
  change.count('taken-offline', ticket.unitId ?? undefined);
};

const offlineTells: readonly Tell[] = [
  tell(theUnit, () => '已暂时下线，修复并验证通过后重新开放'),
  tell(theManager, () => '已暂时下线'),
  tell(theLocal, () => '已暂时下线'),
  tell(theOperator, () => '已暂时下线，公告已发布'),
  tell(theFollowers, ticket => `暂停服务，${instead(ticket)}`),
];

const fixOverAt = (ticket: Ticket): Instant | undefined =>
  ticket.clocks.find(clock => clock.name === 'fix' && clock.state === 'running')?.redAt;

/** Nobody is asked to confirm what executes itself in the next moment: the sweep was late. */
const whileOpen =
  (audience: Tell['audience']): Tell['audience'] =>
  (ticket, context) =>
    offlineAt(ticket, context) > toldAt(context) ? audience(ticket, context) : undefined;

const decidedBy = (ticket: Ticket): Instant | undefined =>
  ticket.clocks.find(clock => clock.name === 'execute' && clock.state === 'running')?.dueAt;
const before = (ticket: Ticket): string => {
  const at = decidedBy(ticket);
  return at ? `在 ${spokenTime(at)} 前` : '';
};
const soon = (ticket: Ticket): string => {
  const at = decidedBy(ticket);
  return at ? `最迟 ${spokenTime(at)} ` : '将';
};

/** At the end of the limit the order to go offline stands ready for one confirmation (A4). */
export const proposeOffline = act({
  act: 'proposeOffline',
  label: '超过解决时限，提出暂时下线',
  clause: 'G-3.2.4b',
  by: [platform],
  from: ['fixing'],
  due: fixOverAt,
  to: 'overdue',
  run: change => {
    // From the end of the limit on, also when the sweep comes late: the end is the same.
    const proposedAt = fixOverAt(change.ticket) ?? change.now;
    known.note(change, { proposedAt });
    change.start(limits.offline, { role: 'operator' }, { startedAt: proposedAt });
  },
  tells: [
    tell(whileOpen(theOperator), ticket => `已超过解决时限，请${before(ticket)}确认暂时下线`),
    tell(whileOpen(theUnit), ticket => `已超过解决时限，${soon(ticket)}暂时下线，请配合`),
    tell(whileOpen(theManager), ticket => `已超过解决时限，${soon(ticket)}暂时下线`),
  ],
});

const silentOfflineAt = (ticket: Ticket, context: Omit<Context, 'actor'>): Instant | undefined => {
  const until = known.of(ticket).postponedTo;
  if (until) return until;
  return switchOf(context.ruleSet, switches.needsConfirmation) ? undefined : offlineAt(ticket, context);
};

/** Nobody was there to press the button: Friday nights have none (A4). */
export const offlineBySilence = act({
  act: 'offlineBySilence',
  label: '无人确认，自动暂时下线',
  clause: 'G-3.3.3b',
  by: [platform],
  from: ['overdue'],
  due: silentOfflineAt,
  run: change => takeOffline(change, silentOfflineAt(change.ticket, change.context)),
  tells: offlineTells,
});

/** The order that stands ready is confirmed. */
export const confirmOffline = act({
  act: 'takeOffline',
  label: '暂时下线',
  clause: 'G-3.3.3b',
  by: [operator],
  from: ['overdue'],
  unless: (_ticket, context) => withdrawnAlready(context),
  fields: { reason: longtext('下线理由', { required: true, max: 500 }) },
  run: change => takeOffline(change),
  tells: offlineTells,
});

/** The operator may also take it offline before the limit is over, when it harms. */
export const takeOfflineEarly = { ...confirmOffline, from: ['fixing', 'fixed'], place: 'beside' } as const;

const postponedTo = (ticket: Ticket): string => spokenTime(known.of(ticket).postponedTo ?? '');

export const postponeOffline = act({
  act: 'postponeOffline',
  label: '暂缓下线',
  place: 'beside',
  clause: 'G-3.2.4b',
  by: [operator, manager],
  from: ['overdue'],
  fields: {
    ...pick(known.fields, 'postponedTo'),
    reason: longtext('理由（报管理方）', { required: true, max: 500 }),
  },
  check: (ticket, input, context) => {
    const until = input.postponedTo;
    if (until <= context.now) return { postponedTo: '请填写以后的时间' };
    const latest = addServiceMinutes(
      context.calendar,
      DEFAULT_SERVICE_HOURS,
      known.of(ticket).proposedAt ?? ticket.createdAt,
      windowOf(context.ruleSet, windows.postponement) * serviceMinutesADay(DEFAULT_SERVICE_HOURS),
    );
    return until > latest ? { postponedTo: `最多暂缓到 ${spokenTime(latest)}` } : undefined;
  },
  run: change => change.meet(['execute']),
  // Once the time is over it goes offline by itself: whoever has a part in it is told the minute.
  tells: [
    tell(theManager, ticket => `暂缓下线，到 ${postponedTo(ticket)}，请查看理由`),
    tell(theOperator, ticket => `暂缓下线，到 ${postponedTo(ticket)}`),
    tell(theUnit, ticket => `暂缓下线，到 ${postponedTo(ticket)}，请在这之前修复`),
  ],
});
