import { addMinutes, NEVER, type Instant } from '../../domain/time';
import type { HotlineOrderDocument } from '../kernel/documents';
import type { HotlineSent, Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import { changeId } from '../kernel/writing/write-hotline';
import type { Work } from '../clock/work';
import { showChange } from './show-order';

/**
 * The job that tells the hotline what has changed (contract §10): of each order one change after the other, under the same id
 * however often it is tried. It stops where the other side is not reached, so that one outage costs one try a run.
 */

/** Seconds until the next try after each that failed, then once a day. */
const WAITS = [5, 30, 120, 600, 3600, 6 * 3600];
const LONGEST = 24 * 3600;

/** A little later for each, so that not all come back in one moment. */
const SPREAD = 0.1;

const later = ({ now, secrets }: Pick<Ports, 'now' | 'secrets'>, seconds: number): Instant => {
  const whole = Math.min(LONGEST, Math.max(WAITS[0] ?? 5, seconds));
  return addMinutes(now(), (whole + secrets.random(Math.ceil(whole * SPREAD) + 1)) / 60);
};

/** What is left to do for the order after one try. */
const after = (ports: Ports, order: HotlineOrderDocument, sent: HotlineSent): HotlineOrderDocument => {
  switch (sent.state) {
    case 'taken': {
      const next = order.next + 1;
      return { ...order, next, tries: 0, nextAt: next > order.last ? NEVER : ports.now() };
    }
    case 'gone':
      return { ...order, stopped: true, nextAt: NEVER };
    case 'busy':
      return { ...order, tries: order.tries + 1, nextAt: later(ports, sent.seconds ?? 0) };
    default:
      return {
        ...order,
        tries: order.tries + 1,
        nextAt: later(ports, WAITS[order.tries] ?? LONGEST),
      };
  }
};

/** Sends the next change of an order; what became of it, or undefined when none waits. */
const sendNext = async (runtime: Runtime, id: string): Promise<HotlineSent | undefined> => {
  const { ports } = runtime;
  const order = await ports.database.get('hotlineorders', id);
  if (!order || order.stopped || order.next > order.last || order.nextAt > ports.now()) return undefined;
  const change = await ports.database.get('hotlinechanges', changeId(id, order.next));
  if (!change) throw new Error(`the change ${order.next} of an order is not stored`);
  const body = JSON.stringify(await showChange(runtime, change));
  const sent = await ports.sendHotline({ id: ports.secrets.sha256(`hotline-out|${change._id}`), body });
  if (sent.state === 'not-configured') return sent;
  if (sent.state !== 'taken')
    ports.log({
      event: 'hotline-not-sent',
      state: sent.state,
      no: order.no,
      ...('why' in sent ? { error: sent.why } : {}),
    });
  await ports.database.transaction(async transaction => {
    const present = await transaction.get('hotlineorders', id);
    // Another run has sent it meanwhile.
    if (present?.next !== order.next) return;
    await transaction.put('hotlineorders', after(ports, present, sent));
  });
  return sent;
};

/** The manager wants it tried again. */
const resume = ({ database, now }: Ports, id: string): Promise<void> =>
  database.transaction(async transaction => {
    const order = await transaction.get('hotlineorders', id);
    if (!order) return;
    const { stopped: _stopped, ...rest } = order;
    await transaction.put('hotlineorders', { ...rest, nextAt: order.next > order.last ? NEVER : now() });
  });

/** Nothing is configured: what waits is sent as soon as it is. */
const LOOK_AGAIN_MINUTES = 30;

export const sendChanges = async (runtime: Runtime, work: Work): Promise<{ sent: number }> => {
  const { ports } = runtime;
  let done = 0;
  let goesOn = true;
  const gone: { _id: string; no: string }[] = [];
  const sendAll = async ({ _id, no }: HotlineOrderDocument): Promise<void> => {
    while (goesOn && (await work.hasTime())) {
      const sent = await sendNext(runtime, _id);
      if (!sent) return;
      if (sent.state === 'gone') gone.push({ _id, no });
      if (sent.state === 'taken') done += 1;
      if (sent.state === 'busy') work.rest(later(ports, sent.seconds ?? 0));
      if (sent.state === 'not-configured') work.rest(addMinutes(ports.now(), LOOK_AGAIN_MINUTES));
      goesOn = sent.state === 'taken' || sent.state === 'gone' || sent.state === 'refused';
      if (sent.state !== 'taken') return;
    }
  };
  for (const id of work.again) await resume(ports, id);
  for await (const order of queueOf(ports.database, 'hotlineorders', 'nextAt', { until: ports.now() })) {
    if (!goesOn || !(await work.hasTime())) break;
    await work.attempt(order._id, () => sendAll(order), order.no);
  }
  for (const { _id, no } of gone) await work.setAside(_id, no);
  return { sent: done };
};
