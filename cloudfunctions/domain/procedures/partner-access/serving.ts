import { act, longtext, pick, type Change, type Context, type FieldErrors } from '../../engine';
import { windowOf } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../time';
import { spokenDay } from '../../time/spoken';
import { manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { partnerSide, known, partner, thePartner } from './known';
import { windows } from './limits';

/** From the agreement on: connected by the operator, with what happens on record, until the agreement ends (J-15a, J-15b). */

const FARTHEST_DAYS = 10 * 366;

export const agreementErrors = (
  { agreementUntil, agreedOn }: { agreementUntil: CivilDate; agreedOn?: CivilDate },
  { now }: Context,
): FieldErrors => {
  const today = civilDateOf(now);
  return {
    ...(agreementUntil <= today ? { agreementUntil: '须在今天以后' } : {}),
    ...(agreementUntil > addDays(today, FARTHEST_DAYS) ? { agreementUntil: '日期太远，请核对' } : {}),
    ...(agreedOn !== undefined && agreedOn > today ? { agreedOn: '不能在今天以后' } : {}),
  };
};

/** The account of the partner lasts as long as its agreement (J-21c). */
export const noteAgreement = (change: Change, day: CivilDate): void => {
  const { partnerId } = change.ticket.work ?? {};
  if (partnerId) change.account = { memberId: partnerId, until: day };
};

const isOver = (ticket: Ticket, now: string): boolean =>
  (known.of(ticket).agreementUntil ?? civilDateOf(now)) < civilDateOf(now);

const OVER = '合作协议已经到期，请先续签';

const connect = act({
  act: 'connect',
  label: '已接入并测试通过',
  clause: 'J-15b',
  by: [operator],
  from: ['connecting'],
  to: 'serving',
  meets: ['connect'],
  unless: (ticket, { now }) => (isOver(ticket, now) ? OVER : undefined),
  awaited: true,
  fields: pick(known.fields, 'connected'),
  says: 'connected',
  run: change => {
    known.note(change, { connectedAt: change.now });
    change.hold(partnerSide(change.ticket));
    change.end();
    change.count('connected');
  },
  tells: [tell(thePartner, () => '已接入平台，可以提供服务'), tell(theManager, () => '合作方已接入')],
});

const renew = act({
  act: 'renew',
  label: '续签协议',
  place: 'beside',
  clause: 'J-15a',
  by: [manager],
  from: ['connecting', 'serving'],
  fields: pick(known.fields, 'agreementUntil', 'agreementNo', 'agreement'),
  check: (_ticket, input, context) => agreementErrors(input, context),
  run: (change, { agreementUntil }) => noteAgreement(change, agreementUntil),
  tells: [
    tell(thePartner, ticket => `协议已续签，到 ${spokenDay(known.of(ticket).agreementUntil ?? '')} 为止`),
    tell(theOperator, () => '合作协议已续签'),
  ],
});

/** So many are kept on one agreement, the newest. */
const MOST_INCIDENTS = 100;

const incident = act({
  act: 'reportIncident',
  label: '报告问题',
  place: 'next',
  clause: 'J-15b',
  by: [partner, operator, manager],
  from: ['serving'],
  unless: (ticket, { now }) => (isOver(ticket, now) ? OVER : undefined),
  fields: {
    what: longtext('什么问题、影响哪些服务、怎样处理', { required: true, max: 1000, keepPhones: true }),
  },
  says: 'what',
  run: (change, { what }) => {
    const { actor, now } = change.context;
    const before = known.of(change.ticket).incidents ?? [];
    known.note(change, { incidents: [...before, { at: now, by: actor.name, what }].slice(-MOST_INCIDENTS) });
    change.count('incident');
  },
  tells: [
    tell(theOperator, () => '合作方的服务发生问题'),
    tell(theManager, () => '合作方的服务发生问题'),
    tell(
      (ticket, { actor }) => (actor.role === 'partner' ? undefined : thePartner(ticket)),
      () => '您的服务有问题，请处理',
    ),
  ],
});

const contacts = act({
  act: 'changeContact',
  label: '更改联系人',
  place: 'beside',
  clause: 'J-15b',
  by: [partner, operator],
  from: ['applied', 'connecting', 'serving'],
  unless: (ticket, { now }) => (isOver(ticket, now) ? OVER : undefined),
  fields: pick(known.fields, 'contactName', 'contactPhone'),
  says: null,
  run: () => undefined,
  tells: [tell(theOperator, () => '合作方更改了联系人')],
});

/** Before it ends both sides are reminded once. */
const remind = act({
  act: 'remindRenewal',
  label: '协议快到期',
  clause: 'J-15a',
  by: [platform],
  from: ['serving'],
  due: (ticket, { ruleSet }) => {
    const { agreementUntil } = known.of(ticket);
    const reminded = ticket.timeline.filter(one => ['remindRenewal', 'renew'].includes(one.act)).at(-1);
    if (agreementUntil === undefined || reminded?.act === 'remindRenewal') return undefined;
    return startOfDay(addDays(agreementUntil, -windowOf(ruleSet, windows.renewal)));
  },
  tells: [
    tell(thePartner, ticket => `合作协议快到期，到 ${spokenDay(known.of(ticket).agreementUntil ?? '')} 为止`),
    tell(theManager, () => '合作协议快到期，请续签或终止'),
  ],
});

/** With the agreement ends what the partner may do; its account is closed by the same day (J-21c). */
const lapse = act({
  act: 'lapse',
  label: '协议到期，合作终止',
  clause: 'J-15a',
  by: [platform],
  from: ['connecting', 'serving'],
  to: 'ended',
  cancels: ['connect'],
  due: ticket => {
    const { agreementUntil } = known.of(ticket);
    return agreementUntil === undefined ? undefined : startOfDay(addDays(agreementUntil, 1));
  },
  run: change => {
    known.note(change, { endedBy: '协议到期' });
    change.end();
  },
  tells: [tell(theManager, () => '合作协议已到期'), tell(theOperator, () => '合作协议已到期，请停用接入')],
});

/** An exit that was ordered ends it, whatever the agreement says (J-15c). */
export const endByExit = (change: Change, { no, title }: Pick<Ticket, 'no' | 'title'>): void => {
  change.ticket.links.push({ no, title, relation: 'about' });
  known.note(change, { endedBy: '强制退出' });
  change.say(`强制退出：${no}`, undefined, true);
  change.cancel(['connect']);
  change.to('ended');
  change.end();
};

export const serving = [connect, renew, incident, contacts, remind, lapse];
