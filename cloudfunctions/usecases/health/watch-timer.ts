import { wordsOn } from '../../domain/engine';
import { instantOf } from '../../domain/time';
import { spokenTime } from '../../domain/time/spoken';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import { logFailure } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { LAST_RUN, minuteNumber, SAID_EVERY_MINUTES } from './last-run';

/**
 * The timer sends all messages, so it cannot say that it stands still: any call of staff notices, and tells the manager and
 * whoever watches from outside. All that is needed for it was read with the version of what changes rarely.
 */

/** When it was noticed first, and when it was told. */
const MISSED = 'timer-missed';
const TOLD = 'timer-told';
export const timerNumbers: readonly string[] = [LAST_RUN, MISSED, TOLD];

/** As long as the desk of the manager waits, after the last time that it was said. */
const SILENT_MINUTES = 10 + SAID_EVERY_MINUTES;
/** After an outage of everything the first run comes with the next minute, and there is nothing to tell. */
const MINUTES_FOR_NEXT_RUN = 2;

const tell = async (ports: Ports, lastRun: number): Promise<void> => {
  const since = instantOf(lastRun * 60_000);
  const says = `计时任务停了，上次运行是 ${spokenTime(since)}，提醒、升级和消息都会延误，请联系运维`;
  const message = {
    audience: { to: 'manager' } as const,
    template: 'timer-silent',
    ...wordsOn('运行状况', says),
    key: `timer-silent:${lastRun}`,
  };
  await Promise.all([
    deliver(ports, createAddressBook(ports), message, null, null),
    ports.callOutside('alarm', { msgtype: 'text', text: { content: `办结：${message.text}` } }),
  ]);
};

/** Looks at what a call has read of the timer. Never throws: what the call is about goes on. */
export const watchTimer = async (ports: Ports, numbers: ReadonlyMap<string, number>): Promise<void> => {
  const [lastRun = 0, missed = 0, told = 0] = timerNumbers.map(id => numbers.get(id));
  const now = minuteNumber(ports.now());
  if (lastRun === 0 || now - lastRun < SILENT_MINUTES || told > lastRun) return;
  try {
    if (missed <= lastRun) await ports.database.put('counters', { _id: MISSED, n: now });
    else if (now - missed >= MINUTES_FOR_NEXT_RUN) {
      await tell(ports, lastRun);
      await ports.database.put('counters', { _id: TOLD, n: now });
    }
  } catch (error) {
    logFailure(ports, { event: 'timer-silence-not-told' }, error);
  }
};
