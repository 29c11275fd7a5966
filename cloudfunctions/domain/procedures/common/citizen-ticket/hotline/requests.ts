import type { Change } from '../../../../engine';
import { isLedByHotline, type HotlineRequest } from '../../../../ticket/hotline';
import type { Ticket } from '../../../../ticket/ticket';

/** Where the hotline leads (A14, J-18b), a unit asks it for a return, a refusal or more time, with its reason, and goes on meanwhile. */

export const WAITS_FOR_HOTLINE = '已报 12345，等 12345 决定；决定以前原时限照常计算';

/** Whether what is decided against the citizen is put before the hotline first. */
export const asksFirst = (ticket: Ticket): boolean =>
  isLedByHotline(ticket) && ticket.details.hotlineRequest?.granted !== true;

/** Puts a request before the hotline; false where we decide ourselves, or it has been granted. */
export const askHotline = (
  change: Change,
  { about, reason, act, input, days }: Pick<HotlineRequest, 'about' | 'reason' | 'act' | 'input' | 'days'>,
): boolean => {
  const { ticket, context } = change;
  if (!asksFirst(ticket)) return false;
  ticket.details.hotlineRequest = {
    about,
    reason,
    ...(act ? { act } : {}),
    ...(input ? { input } : {}),
    ...(days ? { days } : {}),
    by: context.actor.id,
    at: change.now,
  };
  change.count(`hotline-asked.${about}`, ticket.holder.unitId);
  return true;
};
