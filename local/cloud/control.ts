import * as z from 'zod';
import type { Clock } from './clock';
import type { Host, Invocation } from './functions/host';
import type { Outcome } from './functions/instance';
import type { Message, Messages } from './services/messages';
import { scriptShape, type OpenApi, type Script } from './services/openapi';
import type { Warning, Warnings } from './warnings';

type Ended = { ok: true; result: unknown } | { ok: false; errCode: number; errMsg: string };
const ended = (outcome: Outcome): Ended =>
  'result' in outcome
    ? { ok: true, result: JSON.parse(outcome.result) }
    : { ok: false, errCode: outcome.errCode, errMsg: outcome.errMsg };

/** The owner's hand on the local cloud: the same operations by HTTP (`/control/…`) and in a program. */
export type Control = {
  /** The present instant with `+08:00`. */
  now(): string;
  /** Sets the clock of the whole cloud; answers the instant. Throws RangeError on anything but an instant. */
  setNow(instant: string): string;
  /** Runs a timer function now and waits for its end. */
  runTimer(name: string): Promise<Ended>;
  /** Calls a function as its owner does by the API of the platform: without an OPENID and without a source. */
  callAsOwner(name: string, event: Record<string, unknown>): Promise<Ended>;
  messages(to?: string): Message[];
  warnings(): Warning[];
  invocations(last?: number): Invocation[];
  /** How an open interface misbehaves from now on; undefined = as documented again. */
  openapi(name: string, script?: Script): void;
};

export const makeControl = (
  clock: Clock,
  host: Host,
  messages: Messages,
  warnings: Warnings,
  openapi: OpenApi,
): Control => ({
  now: () => clock.instant(),
  setNow: instant => {
    clock.set(instant);
    return clock.instant();
  },
  runTimer: async name => ended(await host.runTimer(name)),
  callAsOwner: async (name, event) => ended(await host.call(name, event, { source: '' })),
  messages: to => messages.list(to),
  warnings: () => warnings.list(),
  invocations: last => host.invocations(last),
  openapi: (name, script) => {
    if (!openapi.names().includes(name)) throw new RangeError(`Unknown interface: ${name.slice(0, 60)}`);
    openapi.script(name, script);
  },
});

export type Answer = { status: number; body: unknown; allow?: string };

const openapiShape = z.strictObject({ name: z.string(), script: scriptShape.nullable() });

/** Answers `/control/<what>` except uploads. `body`: the JSON of a POST, undefined when it is no object. */
export const answerControl = async (
  control: Control,
  method: string,
  what: string,
  query: URLSearchParams,
  body: Record<string, unknown> | undefined,
): Promise<Answer> => {
  const [name = '', argument, ...more] = what.split('/');
  const allowed = METHODS[name];
  if (!allowed || more.length || (argument !== undefined) !== (name === 'run-timer'))
    return failure(404, 'There is nothing here');
  if (!allowed.includes(method))
    return { ...failure(405, `Use ${allowed.join(' or ')}`), allow: allowed.join(', ') };
  if (method === 'POST' && !body) return failure(400, 'The body must be a JSON object');
  try {
    switch (name) {
      case 'clock':
        return ok({ now: method === 'POST' ? control.setNow(String(body!.now)) : control.now() });
      case 'run-timer':
        return await runTimer(control, argument!);
      case 'messages':
        return ok({ messages: control.messages(query.get('to') ?? undefined) });
      case 'warnings':
        return ok({ warnings: control.warnings() });
      case 'invocations':
        return ok({ invocations: control.invocations(countOf(query.get('last'))) });
      default: {
        const { name: api, script } = openapiShape.parse(body);
        control.openapi(api, script ?? undefined);
        return ok({ ok: true });
      }
    }
  } catch (error) {
    if (error instanceof z.ZodError) return failure(400, z.prettifyError(error));
    if (error instanceof RangeError) return failure(400, error.message);
    throw error;
  }
};

const METHODS: Record<string, string[]> = {
  clock: ['GET', 'POST'],
  'run-timer': ['POST'],
  messages: ['GET'],
  warnings: ['GET'],
  invocations: ['GET'],
  openapi: ['POST'],
};

const runTimer = async (control: Control, name: string): Promise<Answer> => {
  const outcome = await control.runTimer(name);
  if (outcome.ok) return ok(outcome);
  return { status: outcome.errCode === -501000 ? 404 : 500, body: outcome };
};

const countOf = (text: string | null): number | undefined => {
  if (text === null) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new RangeError('last must be a whole number');
  return Number(text);
};

const ok = (body: unknown): Answer => ({ status: 200, body });
const failure = (status: number, message: string): Answer => ({ status, body: { error: message } });
