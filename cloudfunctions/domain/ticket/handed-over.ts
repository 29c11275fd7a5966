import { spokenDate, spokenTime } from '../time/spoken';
import type { Ticket } from './ticket';

/** 交接班 (A51): what whoever goes off duty hands over, and why. */

const plannedOn = ({ work, replies }: Ticket): string | undefined => {
  const last = work ? undefined : replies.at(-1);
  return last?.plannedOn && !last.resumedAt ? last.plannedOn : undefined;
};

/** Why it does not go its way by itself; of what staff have started its procedure says whether it is handed over. */
export const whyHandedOver = (ticket: Ticket): string | undefined => {
  const { marks, details, work } = ticket;
  const planned = plannedOn(ticket);
  if (planned) return `计划 ${spokenDate(planned)} 办成，到时再次答复`;
  if (work) return '正在办理';
  if (marks.includes('urgent')) return '紧急件';
  if (details.callAgainAt !== undefined) return `约好 ${spokenTime(details.callAgainAt)} 再联系`;
  return marks.includes('awaiting-citizen') ? '已请群众补充，等回复' : undefined;
};

/** Whether a shift hands it over; what is planned also after the ticket has ended, as it comes back. */
export const isHandedOver = (ticket: Ticket, ended: boolean, running: boolean): boolean => {
  if (plannedOn(ticket) !== undefined) return true;
  if (ended) return false;
  return ticket.work ? running : whyHandedOver(ticket) !== undefined;
};
