import { serve } from '../infra/function';
import { build } from '../infra/function/build';
import { createPorts, identity } from '../infra/platform';
import { noteBuild } from '../usecases/health/note-build';
import { keysReady } from '../usecases/keys/needed-keys';
import { fail } from '../usecases/kernel/failure';
import { runClock } from '../usecases/clock/run-clock';
import type { Runtime } from '../usecases/kernel/runtime';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';

/** The only timer: each minute it does what is due. Only the trigger starts it: neither a person nor another function. */

const ports = createPorts();
const runtime: Runtime = { ports, snapshots: createSnapshots(ports) };

const ready = keysReady(ports);
const noted = noteBuild(ports, 'clock', build);

const gate = async (): Promise<void> => {
  if (!identity().triggered) fail('forbidden', '这个功能只由定时任务运行');
  await Promise.all([ready(), noted()]);
};

export const main = (): Promise<unknown> =>
  serve(ports, { run: { run: () => runClock(runtime) } }, gate, { action: 'run' });
