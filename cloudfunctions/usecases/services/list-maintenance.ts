import * as z from 'zod';
import type { MaintenanceCalendar } from '../../../typings/contract';
import { kindOfDay, type Calendar } from '../../domain/calendar';
import { ticketReaders } from '../../domain/catalogue/roles';
import { maintenance } from '../../domain/procedures/maintenance';
import { plannedWindow } from '../../domain/procedures/maintenance/window';
import { windowWarnings, type PlannedWindow } from '../../domain/services/maintenance-window';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { addDays, civilDateOf, daysBetween, isCivilDate, type CivilDate } from '../../domain/time';
import { PAGE, type Ports } from '../kernel/ports';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';

/** `maintenance.calendar`: windows of maintenance and major events to come, with what speaks against them (A5). */

const LONGEST_DAYS = 92;
const day = z.string({ error: '请填写日期' }).refine(isCivilDate, '须是日期，如 2026-10-30');
export const maintenanceCalendarInput = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => to >= from, { error: '结束日期不能早于开始日期', path: ['to'] })
  .refine(({ from, to }) => daysBetween(from, to) < LONGEST_DAYS, {
    error: `一次最多看 ${LONGEST_DAYS} 天`,
    path: ['to'],
  })
  .refine(({ from, to }) => from >= '2001-01-01' && to < '2100-01-01', {
    error: '这些日期没有日历',
    path: ['from'],
  });

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

const daysOf = (calendar: Calendar, from: CivilDate, to: CivilDate): MaintenanceCalendar['days'] => {
  const days: MaintenanceCalendar['days'] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const known = calendar.day(date);
    const name = known.name ? { name: known.name } : {};
    const makeUp = known.kind === 'work' && kindOfDay(known) !== undefined;
    days.push({ date, kind: makeUp ? 'make-up' : known.kind, ...name });
  }
  return days;
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
    days: daysOf(calendar, from, to),
  };
};

export const maintenanceCalendar = useCase(
  maintenanceCalendarInput,
  ticketReaders,
  (runtime, _caller, input) => listMaintenance(runtime, input),
);
