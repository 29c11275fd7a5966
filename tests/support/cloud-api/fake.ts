import { createHash, createHmac } from 'node:crypto';
import type { Account, Outside } from '../../../tools/tencent-cloud';
import { functionReads, functionWrites, invoke } from './functions';
import { shapes, wechatShapes } from './shapes';
import { emptyState, Refused, type State } from './state';
import { tableReads, tableWrites } from './tables';

/**
 * The interface of the cloud as far as a deployment uses it: stateful, and stricter than the real one wherever that is not
 * known. It checks each signature by its own reckoning, takes no field that it does not know, no more than 20 requests a
 * second of a host, no change to a function that is being changed; what it answers may lag behind what was written.
 * Nothing of it runs outside of the process, and its clock is moved by whoever waits.
 */

export const ENVIRONMENT = 'env-fake';
export const account: Account = { secretId: 'id', secretKey: 'key', region: 'ap-shanghai' };

/** The run of the program ends here, as if it had been killed. */
export class Killed extends Error {}

const TOKEN = 'token/+=';
const RATE = 20;
const REQUEST_TAKES = 10;

type Handler = (state: State, input: never, now: number) => object | void;
const writes: Record<string, Handler> = { ...functionWrites, ...tableWrites, Invoke: invoke };
const reads: Record<string, Handler> = { ...functionReads, ...tableReads };

type Request = { headers: Record<string, string>; body: string };

export class FakeCloud {
  state = emptyState();
  /** Names of all requests, in order; `written` those that changed something. */
  requests: string[] = [];
  written: string[] = [];
  /** Lines that the search of logs finds. */
  logs: string[] = [];
  /** What is read is as old as that (milliseconds). */
  lag = 0;
  /** WeChat lets the owner of the app configure functions, or says that the interface is not open to it. */
  wechatOpen = true;
  /** Refuses one action with a code. */
  refuses: { action: string; code: string } | undefined;
  /** The n-th request takes effect, and is the last thing that the program does. */
  killAt: number | undefined;

  private clock = 1_790_000_000_000;
  private readonly history: { at: number; state: State }[] = [{ at: 0, state: emptyState() }];
  private readonly lately: Record<string, number[]> = {};

  readonly outside: Outside = {
    now: () => this.clock,
    sleep: async milliseconds => {
      this.clock += milliseconds;
    },
    send: async (url, request) => {
      this.clock += REQUEST_TAKES;
      const { host, pathname, searchParams } = new URL(url);
      const answer =
        host === 'api.weixin.qq.com'
          ? this.wechat(pathname, searchParams.get('access_token'), request)
          : this.api(host, request);
      if (this.killAt === this.requests.length) throw new Killed();
      return { json: async () => answer };
    },
  };

  /** What the cloud holds, without what differs from run to run. */
  summary(): unknown {
    const { data, functions, exports: _exports, ...rest } = structuredClone(this.state);
    const still = Object.fromEntries(
      Object.entries(functions).map(([name, { busy: _busy, variables, ...one }]) => [
        name,
        { ...one, variables: variables.sort((a, b) => (a.Key < b.Key ? -1 : 1)) },
      ]),
    );
    return { ...rest, functions: still, data: { ...data, usedTokens: [] } };
  }

  /** Somebody changes something by other ways. */
  change(how: (state: State) => void): void {
    how(this.state);
    this.remember();
  }

  private remember(): void {
    this.history.push({ at: this.clock, state: structuredClone(this.state) });
  }

  private api(host: string, request: Request): object {
    const action = request.headers['x-tc-action'] ?? '';
    this.requests.push(action);
    try {
      return { Response: { ...this.answer(host, action, request), RequestId: `r-${this.requests.length}` } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { Response: { Error: { Code: error.code, Message: error.message }, RequestId: 'r' } };
    }
  }

  private answer(host: string, action: string, request: Request): object {
    const service = host.split('.')[0] ?? '';
    this.checkSignature(service, host, request);
    this.checkRate(service);
    const known = shapes[service as keyof typeof shapes] as (typeof shapes)['scf'] | undefined;
    const shape = known?.[action as keyof (typeof shapes)['scf']];
    if (!shape) throw new Refused('InvalidAction', `${service} has no ${action}`);
    if (this.refuses?.action === action) throw new Refused(this.refuses.code);
    const parsed = shape.safeParse(JSON.parse(request.body));
    if (!parsed.success) {
      const unknown = parsed.error.issues.some(({ code }) => code === 'unrecognized_keys');
      throw new Refused(unknown ? 'UnknownParameter' : 'InvalidParameter', parsed.error.message);
    }
    if (
      Object.entries(parsed.data).some(
        ([key, value]) => /^(EnvId|Namespace)$/.test(key) && value !== ENVIRONMENT,
      )
    )
      throw new Refused('ResourceNotFound', 'no such environment');
    if (action === 'SearchClsLog')
      return {
        LogResults: { Context: '', ListOver: true, Results: this.logs.map(Content => ({ Content })) },
      };
    const read = reads[action];
    if (read) return this.read(read, parsed.data as never);
    this.written.push(action);
    const result = writes[action]?.(this.state, parsed.data as never, this.clock) ?? {};
    this.remember();
    return result;
  }

  private read(handler: Handler, input: never): object {
    const at = this.clock - this.lag;
    let last = this.history.length - 1;
    while (last > 0 && (this.history[last]?.at ?? 0) > at) last -= 1;
    return structuredClone(handler(this.history[last]?.state ?? this.state, input, at)) ?? {};
  }

  private checkRate(service: string): void {
    const times = (this.lately[service] ??= []);
    while (times[0] !== undefined && times[0] <= this.clock - 1000) times.shift();
    if (times.length >= RATE) throw new Refused('RequestLimitExceeded');
    times.push(this.clock);
  }

  /** By the provider's description of TC3-HMAC-SHA256, independently of what is tested. */
  private checkSignature(service: string, host: string, { headers, body }: Request): void {
    const seconds = Number(headers['x-tc-timestamp']);
    if (!(Math.abs(this.clock / 1000 - seconds) < 300)) throw new Refused('AuthFailure.SignatureExpire');
    const version = { scf: '2018-04-16', tcb: '2018-06-08' }[service];
    if (headers['x-tc-version'] !== version) throw new Refused('NoSuchVersion');
    if (!headers['x-tc-region']) throw new Refused('MissingParameter', 'region');
    const day = new Date(this.clock).toISOString().slice(0, 10);
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const canonical = `POST\n/\n\ncontent-type:${headers['content-type']}\nhost:${host}\n\ncontent-type;host\n${hash(body)}`;
    const secretDate = createHmac('sha256', 'TC3' + account.secretKey)
      .update(day)
      .digest();
    const secretService = createHmac('sha256', new Uint8Array(secretDate)).update(service).digest();
    const signing = createHmac('sha256', new Uint8Array(secretService)).update('tc3_request').digest();
    const expected = createHmac('sha256', new Uint8Array(signing))
      .update(`TC3-HMAC-SHA256\n${seconds}\n${day}/${service}/tc3_request\n${hash(canonical)}`)
      .digest('hex');
    const wanted = `TC3-HMAC-SHA256 Credential=${account.secretId}/${day}/${service}/tc3_request, SignedHeaders=content-type;host, Signature=${expected}`;
    if (headers['authorization'] !== wanted) throw new Refused('AuthFailure.SignatureFailure');
  }

  private wechat(path: string, token: string | null, { body }: Request): object {
    this.requests.push(path);
    const shape = wechatShapes[path as keyof typeof wechatShapes];
    const input = shape?.safeParse(JSON.parse(body)).data as Record<string, unknown> | undefined;
    if (!input) return { errcode: 47001, errmsg: 'data format error' };
    if (path === '/cgi-bin/stable_token') return { access_token: TOKEN, expires_in: 7200 };
    if (token !== TOKEN) return { errcode: 40014, errmsg: 'invalid access_token' };
    if (!this.wechatOpen) return { errcode: 48001, errmsg: 'api unauthorized' };
    const name = String(input['function_name']);
    const good = { errcode: 0, errmsg: 'ok' };
    if (path === '/tcb/getfuncconfig')
      return {
        ...good,
        config: JSON.stringify({ permissions: { openapi: this.state.openapi[name] ?? [] } }),
      };
    if (path === '/tcb/getcallbackconfig')
      return { ...good, function_config: { enable: true, callbacks: this.state.callbacks } };
    this.written.push(path);
    if (path === '/tcb/uploadfuncconfig') {
      const { permissions } = JSON.parse(String(input['config'])) as { permissions: { openapi: string[] } };
      this.state.openapi[name] = permissions.openapi;
      if (permissions.openapi.length === 0) delete this.state.openapi[name];
    } else {
      const { callbacks } = input['function_config'] as Pick<State, 'callbacks'>;
      this.state.callbacks = callbacks;
    }
    this.remember();
    return good;
  }
}
