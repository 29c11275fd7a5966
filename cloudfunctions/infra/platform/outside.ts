import type { Ports } from '../../usecases/kernel/ports';

/**
 * Whoever watches from outside: `BANJIE_HEARTBEAT_URL` is called by the timer while it lives (a monitor that misses it
 * raises an alarm), `BANJIE_ALARM_URL` when staff find that it does not (the robot of a group of WeCom or DingTalk takes it as
 * it is). The owner names the addresses; without one nothing is sent.
 */

/** A watcher that does not answer keeps nothing else waiting for long. */
const PATIENCE = 3_000;

const VARIABLES = { heartbeat: 'BANJIE_HEARTBEAT_URL', alarm: 'BANJIE_ALARM_URL' } as const;

export const createOutside =
  (env: NodeJS.ProcessEnv, log: Ports['log'], patience = PATIENCE): Ports['callOutside'] =>
  async (what, body) => {
    const url = env[VARIABLES[what]];
    if (!url) return;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
        redirect: 'manual',
      });
      // Nobody reads what it says; unread it would hold the connection.
      await response.body?.cancel();
      if (!response.ok) log({ event: `${what}-not-taken`, status: response.status });
    } catch (error) {
      log({ event: `${what}-not-sent`, error: (error as Partial<Error>).name ?? 'unknown' });
    }
  };
