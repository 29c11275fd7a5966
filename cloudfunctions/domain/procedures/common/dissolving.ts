import { deskFor } from '../../catalogue/staffing';
import { Change, finish, type Context, type Outcome } from '../../engine';
import { openAssists, type Ticket } from '../../ticket/ticket';
import { giveToUnit, serviceOf, takeOver, takerOf } from './citizen-ticket/passing-on';
import { beforeReply, theHolder } from './citizen-ticket/words';
import { replaceUnit } from './staff-ticket/designating';

/** A unit ends: each open ticket goes to its successor or the unit above it, else back to the operator (A42). */

const moveCitizenTicket = (change: Change, unitId: string): void => {
  const { ticket, context } = change;
  if ((beforeReply as readonly string[]).includes(ticket.state))
    giveToUnit(change, unitId, serviceOf(ticket, context));
  else takeOver(change, unitId, takerOf(ticket, unitId, context));
  change.tell(theHolder(ticket), '原承办单位已撤销，请接着办理');
};

/** Who had been asked to assist answers no more; its successor does, or nobody has to (A28). */
const moveAssists = (change: Change, unitId: string): void => {
  const { ticket, context } = change;
  const to = deskFor(unitId, false, context.catalogue);
  for (const assist of openAssists(ticket).filter(one => one.unitId === unitId)) {
    if (to === undefined || to === ticket.holder.unitId) {
      change.cancel(['reply'], unitId);
      change.say('协办单位已撤销，不再等待协办意见', undefined, true);
      change.tell(theHolder(ticket), '协办单位已撤销，请自行办理');
      continue;
    }
    assist.unitId = to;
    ticket.clocks = ticket.clocks.map(clock =>
      clock.id === assist.clockId ? { ...clock, responsible: { ...clock.responsible, unitId: to } } : clock,
    );
    change.tell({ to: 'unit', unitId: to }, '原协办单位已撤销，请接着协办');
  }
};

/** What becomes of a ticket when a unit is dissolved; undefined = it has no part in it. Pure. */
export const leaveDissolved = (ticket: Ticket, unitId: string, context: Context): Outcome | undefined => {
  const change = new Change(ticket, context, { act: 'unit-dissolved', label: '单位已撤销' });
  if (ticket.work) {
    const to = deskFor(unitId, false, context.catalogue);
    if (to === undefined || ticket.endsAt !== null) return undefined;
    change.say(`${context.catalogue.unit(unitId)?.name ?? '单位'}已撤销，改由承接单位办理`, undefined, true);
    replaceUnit(change, unitId, to);
    change.tell({ to: 'unit', unitId: to }, '原办理单位已撤销，请接着办理');
  } else {
    const assists = openAssists(ticket).some(one => one.unitId === unitId);
    if (ticket.holder.unitId !== unitId && !assists) return undefined;
    if (assists) moveAssists(change, unitId);
    if (ticket.holder.unitId === unitId) moveCitizenTicket(change, unitId);
  }
  return finish(change);
};
