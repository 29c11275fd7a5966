import { citizenActions } from '../api/citizen';
import { actionsOf, serve } from '../infra/function';
import { build } from '../infra/function/build';
import { createPorts, identity } from '../infra/platform';
import { noteBuild } from '../usecases/health/note-build';
import { keysReady } from '../usecases/keys/needed-keys';
import { fail } from '../usecases/kernel/failure';
import { citizenActor } from '../usecases/kernel/runtime';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';
import type { Caller } from '../usecases/kernel/use-case';

/** The function of citizens: whoever comes from the mini-program is one. */

const ports = createPorts();
const runtime = { ports, snapshots: createSnapshots(ports) };
const actions = actionsOf(runtime, citizenActions);

const ready = keysReady(ports);
const noted = noteBuild(ports, 'citizen', build);

const gate = async (): Promise<Caller> => {
  const openid = identity().openid ?? fail('unauthenticated', '请从微信小程序进入');
  await Promise.all([ready(), noted()]);
  return { openid, actor: citizenActor(openid) };
};

export const main = (event: unknown): Promise<unknown> => serve(ports, actions, gate, event);
