import type { Change } from '../../engine';
import { withCondition, withoutCondition } from '../../services/state';
import { runningClock, type Ticket } from '../../ticket/ticket';
import { spokenDate } from '../../time/spoken';
import { known } from './known';

/** What a fault shows to citizens: the state of the service or of the platform (A36), and the notice. */

const isPlatform = (ticket: Ticket): boolean => ticket.work?.platform === true;

export const holderOf = (ticket: Ticket): Ticket['holder'] =>
  isPlatform(ticket) || !ticket.unitId ? { role: 'operator' } : { role: 'unit', unitId: ticket.unitId };

export const instead = (ticket: Ticket): string =>
  known.of(ticket).instead ?? '急需办理的，请到线下窗口或者拨打 12345。';

/** What citizens see: the state of the service, or of the platform, and the notice that says what to do instead. */
export const showAs = (change: Change, state: 'fault' | 'offline', reason: string): void => {
  const { ticket } = change;
  if (isPlatform(ticket)) {
    change.platformFault = { no: ticket.no, reason, instead: instead(ticket), since: ticket.createdAt };
  } else {
    const condition = { no: ticket.no, state, reason, instead: instead(ticket), since: change.now };
    change.changeService(service => withCondition(service, condition));
  }
  // Out of order since the report, closed since it went offline: that is another notice, of that moment.
  const offlineAt = state === 'offline' ? known.of(ticket).offlineAt : undefined;
  change.publish(
    state,
    {
      what: state === 'fault' ? '出现异常' : '暂停服务',
      serviceName: ticket.serviceName ?? '办事平台',
      startsAt: offlineAt ?? ticket.notice?.startsAt ?? change.now,
      impact: reason,
      instead: instead(ticket),
    },
    offlineAt ? { publishedAt: offlineAt } : {},
  );
};

export const showAsOver = (change: Change): void => {
  const { ticket } = change;
  if (isPlatform(ticket)) change.platformFault = null;
  else change.changeService(service => withoutCondition(service, ticket.no));
  change.withdrawNotice();
};

/** The day until which it has to be fixed. */
export const fixBy = (ticket: Ticket): string =>
  spokenDate(runningClock(ticket, 'fix')?.date ?? ticket.createdAt.slice(0, 10));

export const impactOf = (ticket: Ticket): string => known.of(ticket).impact ?? '暂时不能正常使用。';
