import type { FetchedFile, Ports } from '../../usecases/kernel/ports';

/**
 * Files of orders, from the hosts in `BANJIE_HOTLINE_FILES` (with their port, divided by blanks) and from nowhere else; what
 * redirects is not followed, and what is too large is not read to its end.
 */

const PATIENCE = 20_000;
const LARGEST = 20 * 1024 * 1024;

const refused = (why: string): FetchedFile => ({ state: 'refused', why });

const bytesOf = async (response: Response): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array;
    size += bytes.length;
    if (size > LARGEST) return undefined;
    parts.push(bytes);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const createFileFetcher = (env: NodeJS.ProcessEnv, patience = PATIENCE): Ports['fetchHotlineFile'] => {
  const hosts = (env['BANJIE_HOTLINE_FILES'] ?? '').split(/\s+/).filter(Boolean);
  return async url => {
    if (!URL.canParse(url)) return refused('地址不对');
    const { protocol, host, username, password } = new URL(url);
    if (!/^https?:$/.test(protocol) || username || password || !hosts.includes(host))
      return refused('不是允许的地址');
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience) });
      const { status } = response;
      if (status < 200 || status > 299) {
        await response.body?.cancel();
        return status >= 500 || status === 429
          ? { state: 'unreachable', why: '对方暂时取不到' }
          : refused('对方没有给出文件');
      }
      const bytes = await bytesOf(response);
      return bytes ? { state: 'got', bytes } : refused('文件太大');
    } catch {
      return { state: 'unreachable', why: '连不上' }; // whatever it is, it is tried again
    }
  };
};
