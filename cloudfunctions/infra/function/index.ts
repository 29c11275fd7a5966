import * as z from 'zod';
import type { Reply } from '../../../typings/contract';
import { fieldErrors } from '../../domain/engine';
import { Failure, logFailure } from '../../usecases/kernel/failure';
import type { Ports } from '../../usecases/kernel/ports';

/** The edge of a function: finds the action, parses its input with zod, and turns every end into the contract's reply. */

/** What is wrong with a field that has no words of its own: nobody is answered in English. */
z.config({
  customError: issue => {
    if (issue.code === 'too_big') return `太长或太大，最多 ${issue.maximum.toString()}`;
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

/** An action whose input is parsed before it runs. */
export const action = <Who, Schema extends z.ZodType>(
  input: Schema,
  run: (who: Who, input: z.infer<Schema>) => Promise<unknown>,
  allows?: (who: Who) => boolean,
): Action<Who> => ({
  ...(allows ? { allows } : {}),
  run: async (who, raw) => {
    const parsed = input.safeParse(raw);
    if (!parsed.success) throw new Failure('invalid', '有内容需要补充或更正', fieldErrors(parsed.error));
    return run(who, parsed.data);
  },
});

const eventSchema = z.looseObject({ action: z.string().max(64) });

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
  gate: () => Promise<Who>,
  event: unknown,
): Promise<Reply<unknown>> => {
  const parsed = eventSchema.safeParse(event);
  const name = parsed.success ? parsed.data.action : '';
  try {
    const who = await gate();
    const found = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!found) throw new Failure('invalid', '没有这个功能，请更新后再试', { action: '没有这个功能' });
    if (found.allows && !found.allows(who)) throw new Failure('forbidden', '您的角色不能使用这个功能');
    const { action: _name, userInfo: _platform, ...input } = parsed.data as Record<string, unknown>;
    return { ok: true, data: (await found.run(who, input)) ?? null };
  } catch (error) {
    return refusal(ports, name, error);
  }
};
