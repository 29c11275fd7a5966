import { addMinutes, epochOf, type Instant } from '../time';
import type { Role } from '../catalogue';
import type { Ticket } from './ticket';

/** 签收 (A51): who has opened a ticket that waits for a party, and who is told that nobody has. */

type Reader = { id: string; name: string; role: Role; unitId?: string };
type Told = { to: 'lead'; unitId: string } | { to: 'operator-lead' } | { to: 'duty'; unitId?: string };

/** When somebody has to be told that nobody has opened it; undefined = somebody has, or nobody has to. */
export const signingDue = ({ signing, endsAt, clocks }: Ticket): Instant | undefined =>
  signing && !signing.signed && endsAt === null && clocks.some(({ state }) => state === 'running')
    ? signing.nextAt
    : undefined;

/** Whether it waits for this actor's party. */
export const waitsForSignatureOf = (
  { role, unitId }: Pick<Reader, 'role' | 'unitId'>,
  { signing }: Ticket,
): boolean => {
  if (!signing || signing.signed) return false;
  return signing.unitId ? signing.unitId === unitId : role === 'operator' || role === 'operator-lead';
};

/** The ticket as it is signed for. */
export const signedBy = (ticket: Ticket, { id, name, role, unitId }: Reader, at: Instant): Ticket => {
  if (!ticket.signing) return ticket;
  const { nextAt: _nextAt, ...signing } = ticket.signing;
  return {
    ...ticket,
    signing: { ...signing, signed: { at, by: id, name } },
    timeline: [
      ...ticket.timeline,
      {
        at,
        act: 'sign',
        label: '签收',
        internal: true,
        by: { id, role, name, ...(unitId ? { unitId } : {}) },
      },
    ],
  };
};

/** The next of the calls that follow one another from `due` on. */
const nextCall = (due: Instant, everyMinutes: number, now: Instant): Instant => {
  const calls = Math.floor((epochOf(now) - epochOf(due)) / (everyMinutes * 60_000)) + 1;
  return addMinutes(due, calls * everyMinutes);
};

/** What is said when its time has come: once to the lead; of what is urgent to the roster again and again. */
export const remindOfSigning = (
  ticket: Ticket,
  now: Instant,
): { ticket: Ticket; audiences: Told[] } | undefined => {
  const due = signingDue(ticket);
  const { signing } = ticket;
  if (!signing || due === undefined || due > now) return undefined;
  const { unitId, everyMinutes, leadTold } = signing;
  const lead: Told = unitId ? { to: 'lead', unitId } : { to: 'operator-lead' };
  const duty: Told = { to: 'duty', ...(unitId ? { unitId } : {}) };
  const { nextAt: _nextAt, ...rest } = signing;
  return {
    ticket: {
      ...ticket,
      signing: {
        ...rest,
        // As of the time at which it was due: a late run ends where punctual ones would.
        leadTold: leadTold ?? due,
        ...(everyMinutes ? { nextAt: nextCall(due, everyMinutes, now) } : {}),
      },
    },
    audiences: [...(leadTold ? [] : [lead]), ...(everyMinutes ? [duty] : [])],
  };
};
