import type { HotlineCallDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey, type Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import { addMinutes } from '../../domain/time';
import type { Work } from '../clock/work';

/** A request of the hotline is answered once: the same id with the same body gets the same answer, with another one a refusal (contract §10). */

export type Answer = { status: number; body: unknown };

/** Ids are kept for at least a day. */
const KEPT_MINUTES = 48 * 60;
/** Longer than the function may run: what is still being worked on then was left by a crash. */
const BROKEN_OFF_MINUTES = 2;

/** What may go better the next time is not kept. */
const mayPass = ({ status }: Answer): boolean => status === 429 || status >= 500;

/** The answer that was given before, or the place that is taken for this one. */
const begin = async (
  { database, secrets, now }: Ports,
  _id: string,
  digest: string,
): Promise<Answer | undefined> => {
  const blank = (): HotlineCallDocument => ({
    _id,
    digest,
    at: now(),
    expiresAt: addMinutes(now(), KEPT_MINUTES),
  });
  try {
    await database.insert('hotlinecalls', blank());
    return undefined;
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
  }
  return database.transaction(async transaction => {
    const known = await transaction.get('hotlinecalls', _id);
    if (known && known.digest !== digest) return fail('conflict', '这个 webhook-id 用过了，内容不同');
    if (known?.answer && known.status !== undefined)
      return { status: known.status, body: secrets.unseal(known.answer) };
    if (known && known.at > addMinutes(now(), -BROKEN_OFF_MINUTES))
      return fail('unavailable', '同一个请求正在办理，请稍后再发');
    await transaction.put('hotlinecalls', blank());
    return undefined;
  });
};

/** `id` and `body` as they came; `work` answers what is not known yet. */
export const answerOnce = async (
  ports: Ports,
  { id, path, body }: { id: string; path: string; body: string },
  work: (callId: string) => Promise<Answer>,
): Promise<Answer> => {
  const { database, secrets } = ports;
  const _id = secrets.sha256(`hotline|${id}`);
  const digest = secrets.sha256(`${path}\n${body}`);
  const before = await begin(ports, _id, digest);
  if (before) return before;
  const answer = await work(_id);
  if (mayPass(answer)) await database.remove('hotlinecalls', _id);
  else
    await database.put('hotlinecalls', {
      _id,
      digest,
      at: ports.now(),
      expiresAt: addMinutes(ports.now(), KEPT_MINUTES),
      status: answer.status,
      answer: secrets.seal(answer.body),
    });
  return answer;
};

/** The job of the timer: ids are forgotten when nothing with them is listened to any more. */
export const forgetCalls = async ({ ports }: Runtime, work: Work): Promise<{ forgotten: number }> => {
  let forgotten = 0;
  for await (const { _id } of queueOf(ports.database, 'hotlinecalls', 'expiresAt', { until: ports.now() })) {
    if (!(await work.hasTime())) break;
    await ports.database.remove('hotlinecalls', _id);
    forgotten += 1;
  }
  return { forgotten };
};
