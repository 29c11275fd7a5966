import type * as z from 'zod';
import type { MaintenanceCalendar } from '../../../typings/contract';
import { shownDays } from '../../domain/calendar';
import { ticketReaders } from '../../domain/catalogue/roles';
import { maintenance } from '../../domain/procedures/maintenance';
import { plannedWindow } from '../../domain/procedures/maintenance/window';
import { windowWarnings, type PlannedWindow } from '../../domain/services/maintenance-window';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf } from '../../domain/time';
import { PAGE, type Ports } from '../kernel/ports';
import { daysAsked } from '../kernel/reading/days';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';

/** `maintenance.calendar`: windows of maintenance and major events to come, with what speaks against them (A5). */

export const maintenanceCalendarInput = daysAsked(92);

/** All that are coming or running; what is over no longer stands in anybody's way. */
const openWindows = async ({ database }: Ports): Promise<Ticket[]> => {
  const tickets: Ticket[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await database.find('tickets', {
      where: {
        'keys.tags': tag.running(maintenance.kind),
        ...(before === undefined ? {} : { 'keys.newKey': { lt: before } }),
      },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    });
    tickets.push(...page.map(({ ticket }) => ticket));
    if (page.length < PAGE) return tickets;
    before = page.at(-1)?.keys.newKey;
  }
};

/** The first ones; who wants the others asks for fewer days. */
const MOST_WINDOWS = 200;

export const listMaintenance = async (
  { ports, snapshots }: Runtime,
  { from, to }: z.infer<typeof maintenanceCalendarInput>,
): Promise<MaintenanceCalendar> => {
  const { calendar } = await snapshots.current();
  const tickets = await openWindows(ports);
  const planned = tickets.map(plannedWindow);
  const shown = tickets
    .map((ticket, index) => ({ ticket, window: planned[index] as PlannedWindow }))
    .filter(({ window }) => civilDateOf(window.startsAt) <= to && civilDateOf(window.endsAt) >= from)
    .sort((a, b) => (a.window.startsAt < b.window.startsAt ? -1 : 1));
  return {
    ...(shown.length > MOST_WINDOWS ? { more: shown.length - MOST_WINDOWS } : {}),
    windows: shown.slice(0, MOST_WINDOWS).map(({ ticket, window: { unitId: _unitId, ...window } }) => ({
      ...window,
      title: ticket.title,
      state: ticket.state,
      stateLabel: procedureFor(ticket).states[ticket.state]?.label ?? ticket.state,
      warnings: windowWarnings({ ...window, unitId: ticket.unitId }, planned, calendar),
    })),
    days: shownDays(calendar, from, to),
  };
};

export const maintenanceCalendar = useCase(
  maintenanceCalendarInput,
  ticketReaders,
  (runtime, _caller, input) => listMaintenance(runtime, input),
);
