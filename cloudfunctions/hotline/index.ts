import { build } from '../infra/function/build';
import { serveHotline } from '../infra/hotline/serve';
import { createPorts, identity } from '../infra/platform';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';
import { noteBuild } from '../usecases/health/note-build';
import { keysReady } from '../usecases/keys/needed-keys';

/**
 * The service hotline 12345 over HTTP access (contract §10). Everybody reaches it: the signature is the only lock, and nobody
 * who comes from the mini-program has one.
 */

const ports = createPorts();
const runtime = { ports, snapshots: createSnapshots(ports) };
const keys = keysReady(ports);
const noted = noteBuild(ports, 'hotline', build);
const ready = async (): Promise<void> => {
  await Promise.all([keys(), noted()]);
};

export const main = async (event: unknown): Promise<unknown> => {
  const key = identity().openid === undefined ? process.env['BANJIE_HOTLINE_KEY'] : undefined;
  return serveHotline({ runtime, key, ready }, event);
};
