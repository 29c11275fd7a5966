import type { ErrorCode, Reply } from '../../typings/contract';
import type { CitizenApi, StaffApi } from '../../typings/api';

/** Why a call gave nothing: an error of the contract, or one that only the phone can see. */
export type Failure = {
  code: ErrorCode | 'offline' | 'timeout';
  /** Chinese, says what to do next. */
  message: string;
  fields?: Record<string, string>;
  /** Can be quoted to the help desk; absent where the call never arrived. */
  errorNo?: string;
};

/** What every call resolves to; the client never rejects. */
export type Answer<T> = { ok: true; data: T } | { ok: false; error: Failure };

/** How long to wait, in milliseconds. A read is tried again, so each try may be shorter. */
export const READ_TIMEOUT = 15_000;
export const WRITE_TIMEOUT = 30_000;
const RETRY_PAUSES = [400, 1_200];

/** Calls an action of the function `citizen`. */
export function citizen<A extends keyof CitizenApi>(
  action: A,
  input: CitizenApi[A]['in'],
): Promise<Answer<CitizenApi[A]['out']>> {
  return call('citizen', action, input);
}

/** Calls an action of the function `staff`. */
export function staff<A extends keyof StaffApi>(
  action: A,
  input: StaffApi[A]['in'],
): Promise<Answer<StaffApi[A]['out']>> {
  return call('staff', action, input);
}

/** Only reads are repeated by themselves: whether a write arrived is unknown until somebody looks. */
const isRead = (action: string) =>
  /\.(list|get|queue|export|numbers|proposals|sample|unjudged|candidates|words)$/.test(action);

async function call<T>(name: string, action: string, input: object): Promise<Answer<T>> {
  const pauses = isRead(action) ? RETRY_PAUSES : [];
  for (let tries = 0; ; tries++) {
    const answer = await callOnce<T>(name, action, input);
    const pause = pauses[tries];
    if (answer.ok || pause === undefined || answer.error.code !== 'unavailable') return answer;
    await sleep(pause);
  }
}

async function callOnce<T>(name: string, action: string, input: object): Promise<Answer<T>> {
  const limit = isRead(action) ? READ_TIMEOUT : WRITE_TIMEOUT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), limit);
  });
  try {
    const arrived = await Promise.race([wx.cloud.callFunction({ name, data: { action, ...input } }), late]);
    if (arrived === 'late') return failed('timeout', isRead(action) ? SLOW_READ : SLOW_WRITE);
    return readReply<T>(arrived.result);
  } catch {
    const kept = isRead(action) ? '' : KEPT;
    return (await isOffline())
      ? failed('offline', `手机没有连上网络。${kept}连上网络后请重试。`)
      : failed('unavailable', `服务暂时连接不上。${kept}请稍后重试。`);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}

/** The platform hands over whatever the function returned: anything that is no reply is a fault of the service. */
function readReply<T>(result: unknown): Answer<T> {
  const reply = (typeof result === 'string' ? parse(result) : result) as Reply<T> | null | undefined;
  if (reply && reply.ok === true) return { ok: true, data: reply.data };
  if (reply && reply.ok === false && reply.error) return { ok: false, error: reply.error };
  return failed('internal', BROKEN);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isOffline(): Promise<boolean> {
  return new Promise(resolve => {
    wx.getNetworkType({
      success: found => resolve(found.networkType === 'none'),
      fail: () => resolve(false),
    });
  });
}

const failed = (code: Failure['code'], message: string): { ok: false; error: Failure } => ({
  ok: false,
  error: { code, message },
});

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

const KEPT = '填写的内容都留着，';
const SLOW_READ = '网络较慢，没有等到结果。请稍后重试。';
const SLOW_WRITE = '网络较慢，还不知道是否提交成功。请再点一次，不会重复提交。';
const BROKEN = '服务返回的内容有误，请稍后重试；仍不行请联系客服。';
