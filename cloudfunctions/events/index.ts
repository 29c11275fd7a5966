import { build } from '../infra/function/build';
import { createPorts, identity } from '../infra/platform';
import { noteBuild } from '../usecases/health/note-build';
import { mediaPush, recordMediaCheck } from '../usecases/tickets/check-media';
import type { Runtime } from '../usecases/kernel/runtime';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';

/** Message push of the platform: results of picture checks. A person who calls it is not listened to. */

const ports = createPorts();
const noted = noteBuild(ports, 'events', build);
const runtime: Runtime = { ports, snapshots: createSnapshots(ports) };

export const main = async (event: unknown): Promise<string> => {
  const push = mediaPush.safeParse(event);
  if (push.success && identity().pushed) await Promise.all([noted(), recordMediaCheck(runtime, push.data)]);
  // What the platform wants to read, whatever was pushed.
  return 'success';
};
