import * as z from 'zod';
import { tooLong } from '../../domain/typed/text';
import type { Reply } from '../../../typings/contract';
import type { Runtime } from '../../usecases/kernel/runtime';
import { runtimeOfCall } from '../../usecases/kernel/runtime-of-call';
import { mayCall, type Caller, type UseCase } from '../../usecases/kernel/use-case';
import { Failure, logFailure } from '../../usecases/kernel/failure';
import type { Ports } from '../../usecases/kernel/ports';

/** The edge of a function: finds the action, asks who may, and turns every end into the contract's reply. */

/** What is wrong with a field that has no words of its own: nobody is answered in English. */
z.config({
  customError: issue => {
    if (issue.code === 'too_big')
      return typeof issue.input === 'string'
        ? tooLong('', Number(issue.maximum)).error(issue)
        : `太多或太大，最多 ${issue.maximum.toString()}`;
    if (issue.code === 'too_small')
      return issue.minimum === 1 ? '请填写' : `太短或太小，最少 ${issue.minimum.toString()}`;
    return issue.input === undefined ? '请填写' : '格式不对，请核对';
  },
});

/** One action: who may call it, what comes in, what it does. `Who` is what the function's gate found out. */
export type Action<Who> = {
  run(who: Who, input: unknown): Promise<unknown>;
  /** Forbids before the input is looked at. */
  allows?(who: Who): boolean;
};

/** The actions of a table of cloudfunctions/api, each use case run with what the function has. */
export const actionsOf = (
  runtime: Runtime,
  table: Record<string, Pick<UseCase<never, unknown>, 'may' | 'run'>>,
): Record<string, Action<Caller>> =>
  Object.fromEntries(
    Object.entries(table).map(([name, one]) => [
      name,
      {
        allows: caller => mayCall(one, caller),
        // What came in is what its use case finds out.
        run: (caller, input) =>
          one.run(runtimeOfCall(runtime, caller.begun?.snapshot), caller, input as never),
      },
    ]),
  );

const eventSchema = z.looseObject({ action: z.string().max(64) });

/** More levels than any form has; what works on values by itself would not come to their end. */
const MOST_LEVELS = 32;

/** Whether a value has more levels than that. Level by level, so that no depth is too much for it. */
const isTooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let n = 0; n <= MOST_LEVELS; n += 1) {
    level = level.flatMap(one => (one !== null && typeof one === 'object' ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
};

/** What objects are turned into texts and numbers by: an event that brings them breaks whatever compares it. */
const NO_FIELDS = new Set(['__proto__', 'toString', 'valueOf']);

/** Where an event has a name that no field can have; it must not be too deep. */
const wrongName = (value: unknown, path: string[] = []): string | undefined => {
  if (value === null || typeof value !== 'object') return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, name];
    const found = NO_FIELDS.has(name) ? at.join('.') : wrongName(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Refuses what is no form before anything reads it. */
export const checkShape = (input: unknown): void => {
  if (isTooDeep(input)) throw new Failure('invalid', '提交的内容层次太多，请更新小程序后再试');
  const wrong = wrongName(input);
  if (wrong !== undefined) throw new Failure('invalid', '有内容需要补充或更正', { [wrong]: '没有这一项' });
};

const refusal = (ports: Ports, name: string, error: unknown): Reply<never> => {
  const { failure, errorNo } = logFailure(ports, { event: 'refused', action: name }, error);
  return {
    ok: false,
    error: {
      code: failure.code,
      message: failure.message,
      ...(failure.fields ? { fields: failure.fields } : {}),
      errorNo,
    },
  };
};

/** Runs one call: gate (who calls), action, reply. Never throws. */
export const serve = async <Who>(
  ports: Ports,
  actions: Record<string, Action<Who>>,
  gate: (action: string) => Promise<Who>,
  event: unknown,
): Promise<Reply<unknown>> => {
  const parsed = eventSchema.safeParse(event);
  const name = parsed.success ? parsed.data.action : '';
  try {
    const who = await gate(name);
    const found = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!found) throw new Failure('invalid', '没有这个功能，请更新后再试', { action: '没有这个功能' });
    if (found.allows && !found.allows(who)) throw new Failure('forbidden', '您的角色不能使用这个功能');
    checkShape(parsed.data);
    const { action: _name, userInfo: _platform, ...input } = parsed.data as Record<string, unknown>;
    return { ok: true, data: (await found.run(who, input)) ?? null };
  } catch (error) {
    return refusal(ports, name, error);
  }
};
