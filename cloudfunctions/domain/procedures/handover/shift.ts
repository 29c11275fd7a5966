import type { Member } from '../../catalogue';
import { needs, type Actor, type Change, type Context } from '../../engine';
import { LONGEST_DUTY_DAYS, type Duty } from '../../registers/rosters/duties';
import { OPERATOR } from '../../registers/scope';
import { whyHandedOver } from '../../ticket/handed-over';
import { scopeKey, tag } from '../../ticket/scope';
import type { Ticket } from '../../ticket/ticket';
import { spokenDate, spokenTime } from '../../time/spoken';
import { addMinutes, type Instant } from '../../time';
import { known } from './known';

/** What lies open at the end of a shift, and who comes next by the roster (A51). */

/** More than this nobody reads at the end of a shift; how many there are besides is said. */
const MOST_ITEMS = 50;

const partyOf = ({ unitId }: Pick<Actor, 'unitId'>): string => unitId ?? OPERATOR;

/** Who is on duty next: the first whose spell is not over, and who is not the one who goes. */
export const nextOnDuty = (
  duties: readonly Pick<Duty, 'memberId' | 'startsAt' | 'endsAt'>[],
  giverId: string,
  now: Instant,
): string | undefined =>
  [...duties]
    .filter(({ endsAt, memberId }) => endsAt > now && memberId !== giverId)
    .sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1))[0]?.memberId;

export const needed = needs(async (lookup, { actor, now }) => {
  const key = scopeKey(actor);
  const open = key === undefined ? [] : await lookup.tickets(tag.handedOver(key), { most: MOST_ITEMS + 1 });
  const duties = await lookup.duties(partyOf(actor), addMinutes(now, LONGEST_DUTY_DAYS * 24 * 60));
  const next = nextOnDuty(duties, actor.id, now);
  return { open, next: next === undefined ? undefined : await lookup.member(next) };
});

/** The member whom a form names. */
export const namedMember = (id: string, { member, members = [] }: Context): Member | undefined =>
  [member, ...members].find(one => one?.id === id);

/** Of one party: of one unit, or of the operator. */
export const isColleague = (member: Pick<Member, 'unitId' | 'role'>, { unitId, role }: Actor): boolean =>
  unitId === undefined
    ? member.unitId === undefined && member.role.startsWith('operator') && role.startsWith('operator')
    : member.unitId === unitId;

const firstDue = ({ clocks }: Ticket): string | undefined => {
  const [first] = clocks
    .filter(({ state, pausedAt }) => state === 'running' && pausedAt === undefined)
    .sort((one, other) => (one.redAt < other.redAt ? -1 : 1));
  if (!first) return undefined;
  return first.date ? spokenDate(first.date) : first.dueAt ? spokenTime(first.dueAt) : undefined;
};

type Item = NonNullable<ReturnType<typeof known.of>['items']>[number];

/** A row leads to its ticket; it holds no citizen's words, which may be erased there. */
const itemOf = (ticket: Ticket, why: string, { labelOf }: Context): Item => {
  const until = firstDue(ticket);
  return {
    what: [labelOf(ticket.kind), ticket.serviceName].filter(Boolean).join(' · '),
    why,
    until: until === undefined ? undefined : `最迟 ${until}`,
    ticketNo: ticket.no,
  };
};

/** Puts down what is open now: the platform does, so that nothing is left out. */
export const fillIn = (change: Change): void => {
  const { context, ticket } = change;
  const open = (needed.of(context)?.open ?? []).filter(({ no }) => no !== ticket.no);
  const isSecret = ({ marks }: Ticket): boolean => marks.includes('confidential');
  const shown = open.filter(one => !isSecret(one)).slice(0, MOST_ITEMS);
  const secret = open.filter(isSecret).length;
  const more = open.length - secret - shown.length;
  const besides = [
    more > 0 ? '还有更多，请在工作台按条件查看' : '',
    secret > 0 ? `保密件 ${secret} 件，请当面交接` : '',
  ].filter(Boolean);
  known.note(change, {
    items: shown.map(one => itemOf(one, whyHandedOver(one) ?? '', context)),
    besides: besides.length > 0 ? besides.join('；') : undefined,
  });
};
