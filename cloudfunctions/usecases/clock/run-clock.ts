import { calendarAlarm } from '../../domain/calendar';
import { spokenDay } from '../../domain/time/spoken';
import { addMinutes, civilDateOf, type Instant } from '../../domain/time';
import { alarmVacancies } from '../services/alarm-vacancies';
import { finishImports } from '../knowledge/apply-imports';
import { startMediaChecks } from '../tickets/check-media';
import { announceNotices } from '../notices/announce-notices';
import { createAddressBook, deliver, deliverOutbox } from './deliver-messages';
import type { HeartbeatDocument } from '../kernel/documents';
import { fileReleases } from './file-releases';
import { finishServiceImports } from '../services/move-services';
import { DuplicateKey, type Ports } from '../kernel/ports';
import { countPendingDates, recalculateOpenTickets } from '../catalogue/recalculate-calendar';
import { refitWeekly } from '../knowledge/refit-gate';
import { runProbes } from '../services/run-probes';
import type { Runtime } from '../kernel/runtime';
import { sendOuter } from './send-outer';
import { sweepDeadlines } from './sweep-deadlines';
import { tellEditors } from '../knowledge/tell-editors';

/** The only timer: runs each minute and does what is due. Any number of overlapping or missed runs has the effect of one. */

const LEASE_MINUTES = 15;
/** Below the timeout of the function, so that a run ends by itself and the next minute goes on. */
const BUDGET_MILLISECONDS = 240_000;
const WAITS = 40;
const WAIT_MILLISECONDS = 250;

/**
 * Takes the lease, or undefined when another run holds it. A lease that ends further ahead than any can was left by a
 * clock that has been set back; clocks of two instances that differ a little do not make one.
 */
const takeLease = async (ports: Ports): Promise<string | undefined> => {
  const holder = ports.secrets.randomId();
  try {
    return await ports.database.transaction(async transaction => {
      const now = ports.now();
      const lease = await transaction.get('leases', 'clock');
      const possible = addMinutes(now, 2 * LEASE_MINUTES);
      const held = lease !== undefined && lease.holder !== '' && lease.until > now && lease.until <= possible;
      if (held) return undefined;
      await transaction.put('leases', { _id: 'clock', holder, until: addMinutes(now, LEASE_MINUTES) });
      return holder;
    });
  } catch (error) {
    if (error instanceof DuplicateKey) return undefined;
    throw error;
  }
};

const releaseLease = (ports: Ports, holder: string): Promise<void> =>
  ports.database.transaction(async transaction => {
    const lease = await transaction.get('leases', 'clock');
    if (lease?.holder === holder) await transaction.put('leases', { ...lease, holder: '' });
  });

/** Tells the manager once that the published calendar is about to end (A32). */
const alarmCalendar = async ({ ports, snapshots }: Runtime): Promise<void> => {
  const { calendar } = await snapshots.current();
  const alarm = calendarAlarm(calendar, civilDateOf(ports.now()));
  if (!alarm) return;
  const text = `已公布的放假安排到 ${spokenDay(alarm.publishedUntil)} 为止，请导入下一年度的安排；之后的时限均为暂定`;
  const message = {
    audience: { to: 'manager' } as const,
    template: 'calendar-alarm',
    text,
    key: `calendar-alarm:${alarm.publishedUntil}`,
  };
  await deliver(ports, createAddressBook(ports), message, null, null);
};

/** Counts running clocks anew once for each version of the calendar, and asks the manager about earlier dates. */
const followCalendar = async (runtime: Runtime, last: HeartbeatDocument | undefined): Promise<number> => {
  const { ports, snapshots } = runtime;
  const { calendar } = await snapshots.current();
  if (last === undefined || last.calendarVersion === calendar.version) return 0;
  const changed = await recalculateOpenTickets(runtime);
  const pending = await countPendingDates(runtime);
  if (pending > 0) {
    const text = `放假安排公布后，有 ${pending} 件的时限会提前，请确认后生效`;
    const message = {
      audience: { to: 'manager' } as const,
      template: 'calendar-earlier',
      text,
      key: `calendar-earlier:${calendar.version}`,
    };
    await deliver(ports, createAddressBook(ports), message, null, null);
  }
  return changed;
};

export type ClockRun = { skipped: true } | { skipped: false; did: Record<string, number> };

const runOnce = async (runtime: Runtime): Promise<Record<string, number>> => {
  const { ports, snapshots } = runtime;
  const startedAt: Instant = ports.now();
  const end = ports.elapsed() + BUDGET_MILLISECONDS;
  const hasTime = (): boolean => ports.elapsed() < end;
  const last = await ports.database.get('heartbeats', 'clock');
  const recalculated = await followCalendar(runtime, last);
  await alarmCalendar(runtime);
  const { steps, failed: unsettled } = await sweepDeadlines(runtime, hasTime);
  const { opened, unopened } = await fileReleases(runtime);
  const { looked: probed, failed: unprobed } = await runProbes(runtime, hasTime);
  const failed = unsettled + unopened + unprobed;
  const delivered = (await deliverOutbox(runtime, hasTime)) + (await tellEditors(ports, hasTime));
  const announced = await announceNotices(ports, hasTime);
  const sent = await sendOuter(ports, hasTime);
  const checked = await startMediaChecks(ports, hasTime);
  const imported = (await finishImports(ports, hasTime)) + (await finishServiceImports(runtime, hasTime));
  await alarmVacancies(runtime);
  const refitted = await refitWeekly(runtime);
  const did = {
    recalculated,
    steps,
    opened,
    failed,
    probed,
    delivered,
    announced,
    sent,
    checked,
    imported,
    refitted,
  };
  const { calendar } = await snapshots.current();
  await ports.database.put('heartbeats', {
    _id: 'clock',
    startedAt,
    finishedAt: ports.now(),
    calendarVersion: calendar.version,
    did,
  });
  return did;
};

/** One run under the lease; waits a little for another run to end, so that "run it now" means done. */
export const runClock = async (runtime: Runtime): Promise<ClockRun> => {
  const { ports } = runtime;
  for (let waited = 0; waited <= WAITS; waited += 1) {
    const holder = await takeLease(ports);
    if (holder) {
      try {
        return { skipped: false, did: await runOnce(runtime) };
      } finally {
        await releaseLease(ports, holder);
      }
    }
    await ports.sleep(WAIT_MILLISECONDS);
  }
  return { skipped: true };
};

const SILENT_MINUTES = 10;

/** For the manager: the timer has not finished a run for ten minutes. */
export const isClockSilent = (heartbeat: HeartbeatDocument | undefined, now: Instant): boolean =>
  heartbeat === undefined || heartbeat.finishedAt < addMinutes(now, -SILENT_MINUTES);
