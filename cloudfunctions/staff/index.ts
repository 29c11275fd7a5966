import { staffActions } from '../api/staff';
import { actionsOf, serve } from '../infra/function';
import { build } from '../infra/function/build';
import { createPorts, identity } from '../infra/platform';
import { noteBuild } from '../usecases/health/note-build';
import { keysReady } from '../usecases/keys/needed-keys';
import { fail } from '../usecases/kernel/failure';
import { createSnapshots } from '../usecases/kernel/reading/snapshot';
import type { Caller, UseCase } from '../usecases/kernel/use-case';
import { identifyMember } from '../usecases/people/identify';

/** The function of staff: only the member that is bound to the OPENID gets in. */

const ports = createPorts();
const runtime = { ports, snapshots: createSnapshots(ports) };
const actions = actionsOf(runtime, staffActions);

const ready = keysReady(ports);
const noted = noteBuild(ports, 'staff', build);

const gate = async (action: string): Promise<Caller> => {
  const openid = identity().openid ?? fail('unauthenticated', '请从微信小程序进入');
  await Promise.all([ready(), noted()]);
  const useCase: Pick<UseCase<never, unknown>, 'counters'> | undefined = Object.hasOwn(staffActions, action)
    ? staffActions[action as keyof typeof staffActions]
    : undefined;
  return identifyMember(runtime, openid, useCase?.counters);
};

export const main = (event: unknown): Promise<unknown> => serve(ports, actions, gate, event);
