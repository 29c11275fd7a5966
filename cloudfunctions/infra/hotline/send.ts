import type { HotlineSent, Ports } from '../../usecases/kernel/ports';
import { keysIn, signedHeaders } from './signature';

/**
 * Changes to the hotline at `BANJIE_HOTLINE_URL`, signed with `BANJIE_HOTLINE_OUT_KEY`; without either nothing is sent. Any
 * 2xx is taken; a redirect is no address that anybody has named.
 */

const PATIENCE = 10_000;

const secondsIn = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.round((at - now) / 1000));
};

const outcomeOf = (response: Response, now: number): HotlineSent => {
  const { status } = response;
  if (status >= 200 && status < 300) return { state: 'taken' };
  if (status === 410) return { state: 'gone' };
  const seconds = secondsIn(response.headers.get('retry-after'), now);
  if (status === 429) return { state: 'busy', ...(seconds === undefined ? {} : { seconds }) };
  return { state: status >= 500 ? 'unreachable' : 'refused', why: String(status) };
};

export const createHotline = (env: NodeJS.ProcessEnv, patience = PATIENCE): Ports['sendHotline'] => {
  const url = env['BANJIE_HOTLINE_URL'];
  const keys = keysIn(env['BANJIE_HOTLINE_OUT_KEY']);
  return async ({ id, body }) => {
    if (!url || !URL.canParse(url) || keys.length === 0) return { state: 'not-configured' };
    const now = Date.now();
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      ...signedHeaders(keys, { id, seconds: Math.floor(now / 1000), body }),
    };
    try {
      const signal = AbortSignal.timeout(patience);
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const outcome = outcomeOf(response, now);
      // Nobody reads what it says; unread it would hold the connection.
      await response.body?.cancel();
      return outcome;
    } catch (error) {
      return { state: 'unreachable', why: error instanceof Error ? error.name : 'unknown' };
    }
  };
};
