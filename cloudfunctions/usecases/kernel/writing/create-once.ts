import * as z from 'zod';
import type { Actor } from '../../../domain/engine';
import { fail } from '../failure';
import { DuplicateKey } from '../ports';
import type { Runtime } from '../runtime';
import { digestOf } from './journal';

/**
 * Whatever an administrative act creates is created once for its requestId (contract §2): whoever got no answer asks again and
 * is told of what was created then. The record of the act (A47) is what says so: its id follows from the request, so that a
 * second one is refused by the database itself, and it names what was created.
 */

/** Of a form that creates: made once and kept with it. Without one each call is a creation of its own. */
export const requestIdInput = z.guid({ error: '请求编号不对，请返回后重新提交' }).toLowerCase().optional();

/** What the record of an act is found by. */
export type Request = { id: string; digest: string };

/**
 * `make` creates, and says with `runtime.alsoRecord({ about: id })` what, before it is written; `made` shows it as it is by now.
 */
export const createOnce = async <Out>(
  runtime: Runtime,
  actor: Actor,
  type: string,
  { requestId, ...content }: { requestId?: string | undefined },
  make: () => Promise<Out>,
  made: (id: string) => Promise<Out>,
): Promise<Out> => {
  if (requestId === undefined) return make();
  const { ports } = runtime;
  // With the request in it, which is stored nowhere, nobody can find out by trying what was entered.
  const request = {
    id: ports.secrets.sha256(`${type}|${actor.id}|${requestId}`),
    digest: digestOf(ports, { requestId, content }),
  };
  const again = async (): Promise<{ out: Out } | undefined> => {
    const entry = await ports.database.get('journal', request.id);
    if (!entry) return undefined;
    if (entry.digest !== request.digest)
      return fail(
        'conflict',
        '刚才那次其实已经保存成功，之后改的没有保存，请到列表里打开它再改。确实要再建一个，再保存一次',
      );
    const { about } = entry.payload as { about?: unknown };
    return { out: await made(String(about)) };
  };
  const before = await again();
  if (before) return before.out;
  runtime.asRequest?.(request);
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    const meanwhile = await again();
    if (!meanwhile) throw error;
    return meanwhile.out;
  }
};
