import * as z from 'zod';
import { signedHeaders, type Credentials } from '../cloudfunctions/infra/platform/tencent-signature';

/** Tencent Cloud's API as the owner's tools call it: signed, not faster than it takes, patient while a function changes. */
export type Account = Credentials & {
  /** Another address of the API, e.g. of a proxy. */
  endpoint?: string;
};

/** What a test puts in the place of network and time. */
export type Outside = {
  send(
    url: string,
    request: { method: 'POST'; headers: Record<string, string>; body: string },
  ): Promise<{ json(): Promise<unknown> }>;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
};

export const realOutside: Outside = {
  send: (url, request) => fetch(url, request),
  now: () => Date.now(),
  sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
};

/** The API refuses; `code` is its own. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly action: string,
  ) {
    super(`${action}: ${code}: ${message}`);
  }
}

const versions = { scf: '2018-04-16', tcb: '2018-06-08' };
export type Service = keyof typeof versions;

const replyShape = z.object({
  Response: z.looseObject({ Error: z.object({ Code: z.string(), Message: z.string() }).optional() }),
});

/** 20 calls a second are allowed. */
const PAUSE = 70;
/** Too fast, or a function that is still being changed: the same request is taken a little later. */
const later = /^(RequestLimitExceeded|FailedOperation\.FunctionStatusError)/;
const WAIT = 1000;
const MOST_WAITS = 90;

export type Api = {
  /** What the API answers; throws an `ApiError` with its code. */
  call(service: Service, action: string, input: object): Promise<unknown>;
};

export const createApi = ({ endpoint, ...account }: Account, outside: Outside = realOutside): Api => {
  const once = async (service: Service, action: string, body: string) => {
    const url = new URL(endpoint ?? `https://${service}.tencentcloudapi.com`);
    const request = { service, host: url.host, action, version: versions[service], body };
    const headers = signedHeaders(account, request, Math.floor(outside.now() / 1000));
    const answer = await outside.send(url.href, { method: 'POST', headers, body });
    return replyShape.parse(await answer.json()).Response;
  };
  return {
    async call(service, action, input) {
      const body = JSON.stringify(input);
      for (let waits = 0; ; waits += 1) {
        await outside.sleep(PAUSE);
        const { Error: refused, ...answer } = await once(service, action, body);
        if (!refused) return answer;
        if (!later.test(refused.Code) || waits === MOST_WAITS)
          throw new ApiError(refused.Code, refused.Message, action);
        await outside.sleep(WAIT);
      }
    },
  };
};

const resultShape = z.object({
  Result: z.object({ InvokeResult: z.number(), RetMsg: z.string(), ErrMsg: z.string().optional() }),
});

/** Runs a cloud function of an environment as its owner, without an OPENID; what it returns. Throws with the reason. */
export const invokeFunction = async (
  api: Api,
  environment: string,
  name: string,
  event: object = {},
): Promise<unknown> => {
  const answer = await api.call('scf', 'Invoke', {
    FunctionName: name,
    Namespace: environment,
    ClientContext: JSON.stringify(event),
  });
  const { Result: result } = resultShape.parse(answer);
  if (result.InvokeResult !== 0)
    throw new Error(`${name} failed: ${result.ErrMsg || result.RetMsg || 'no result'}`);
  return JSON.parse(result.RetMsg) as unknown;
};

const setupReply = z.object({
  ok: z.boolean(),
  error: z.object({ message: z.string(), errorNo: z.string() }).optional(),
  data: z
    .object({
      filled: z.boolean(),
      done: z.boolean(),
      version: z.number(),
      newest: z.number(),
      changed: z.number(),
      failed: z.array(z.string()),
      /** With which the first manager joins; told as long as there is none. */
      managerCode: z.string().optional(),
    })
    .optional(),
});
export type SetupProgress = NonNullable<z.infer<typeof setupReply>['data']>;

/** Calls `setup` with its one-time token until the data are in the form of its code; what could not be brought over. */
export const runSetup = async (
  api: Api,
  environment: string,
  token: string,
  tell: (progress: SetupProgress) => void,
): Promise<string[]> => {
  const failed: string[] = [];
  for (let done = false; !done;) {
    const reply = setupReply.parse(await invokeFunction(api, environment, 'setup', { token }));
    if (!reply.data)
      throw new Error(`${reply.error?.message ?? 'setup failed'} (${reply.error?.errorNo ?? ''})`);
    tell(reply.data);
    failed.push(...reply.data.failed);
    done = reply.data.done;
  }
  return failed;
};
