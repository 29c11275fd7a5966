import { createPorts, identity } from '../infra/platform';
import { mediaPush, recordMediaCheck } from '../usecases/tickets/check-media';
import type { Runtime } from '../usecases/kernel/runtime';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';

/** Message push of the platform: results of picture checks. A person who calls it is not listened to. */

const ports = createPorts();
const runtime: Runtime = { ports, snapshots: createSnapshots(ports) };

export const main = async (event: unknown): Promise<string> => {
  const push = mediaPush.safeParse(event);
  if (push.success && identity().pushed) await recordMediaCheck(runtime, push.data);
  // What the platform wants to read, whatever was pushed.
  return 'success';
};
