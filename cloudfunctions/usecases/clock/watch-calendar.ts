import { calendarAlarm } from '../../domain/calendar';
import { wordsOn } from '../../domain/engine';
import { civilDateOf } from '../../domain/time';
import { spokenDay } from '../../domain/time/spoken';
import { countPendingDates, recalculateOpenTickets } from '../catalogue/recalculate-calendar';
import type { Runtime } from '../kernel/runtime';
import { createAddressBook, deliver } from './outbox/deliver-messages';
import type { Work } from './work';

/** What the timer does about the calendar (A32). */

/** Looks each day, and tells the manager once that the published calendar is about to end. */
export const alarmCalendar = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<Record<string, number>> => {
  const { calendar } = await snapshots.current();
  const today = civilDateOf(ports.now());
  const alarm = calendarAlarm(calendar, today);
  if (!alarm) {
    work.remember({ looked: today });
    return {};
  }
  const says = `放假安排快用完，已公布的到 ${spokenDay(alarm.publishedUntil)} 为止，请导入下一年度的；之后的时限均为暂定`;
  const message = {
    audience: { to: 'manager' } as const,
    template: 'calendar-alarm',
    ...wordsOn('工作日历', says),
    key: `calendar-alarm:${alarm.publishedUntil}`,
  };
  await deliver(ports, createAddressBook(ports), message, null, null);
  work.remember({ looked: today });
  return {};
};

/** Counts running clocks anew once for each version of the calendar, and asks the manager about earlier dates. */
export const followCalendar = async (runtime: Runtime, work: Work): Promise<{ recalculated: number }> => {
  const { ports, snapshots } = runtime;
  const { calendar } = await snapshots.current();
  const { recalculated, finished } = await recalculateOpenTickets(runtime, work);
  const pending = finished ? await countPendingDates(runtime) : 0;
  if (pending > 0) {
    const message = {
      audience: { to: 'manager' } as const,
      template: 'calendar-earlier',
      ...wordsOn('放假安排公布后重算', `有 ${pending} 件的时限会提前，请确认后生效`),
      key: `calendar-earlier:${calendar.version}`,
    };
    await deliver(ports, createAddressBook(ports), message, null, null);
  }
  return { recalculated };
};
