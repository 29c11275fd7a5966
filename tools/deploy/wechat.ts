import * as z from 'zod';
import type { Outside } from '../tencent-cloud';
import type { Push, WeChatState } from './state';

/**
 * What WeChat alone grants: the interfaces that a function may call, and the events that are pushed to it. Its interface
 * is written for those who run mini-programs of others; whether it takes the app's own token only an account can tell, so
 * whatever it refuses becomes a step by hand.
 */

const HOST = 'https://api.weixin.qq.com';
/** Kinds of configuration: what a function may call. */
const PERMISSIONS = 1;

/** The answer is a refusal; `code` is WeChat's. */
export class WeChatRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(`微信答复 ${code}：${message}`);
  }
}

export type App = { id: string; secret: string };

export type WeChat = {
  read(functions: readonly string[]): Promise<WeChatState>;
  permit(name: string, openapi: readonly string[]): Promise<void>;
  push(pushes: readonly Push[]): Promise<void>;
};

const replyShape = z.looseObject({ errcode: z.number().default(0), errmsg: z.string().default('') });
const tokenShape = z.object({ access_token: z.string() });
const configShape = z.object({ config: z.string().default('{}') });
const permissionsShape = z.object({
  permissions: z.object({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
});
const callbackShape = z.object({
  msgType: z.string(),
  event: z.string(),
  env: z.string(),
  functionName: z.string(),
  enable: z.boolean(),
});
const callbacksShape = z.object({
  function_config: z.object({ callbacks: z.array(callbackShape).default([]) }).default({ callbacks: [] }),
});

export const createWeChat = (app: App, environment: string, outside: Outside): WeChat => {
  let token: Promise<string> | undefined;
  const post = async (path: string, input: object): Promise<unknown> => {
    const request = {
      method: 'POST' as const,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    };
    const answer = await (await outside.send(`${HOST}${path}`, request)).json();
    const { errcode, errmsg } = replyShape.parse(answer);
    if (errcode !== 0) throw new WeChatRefusal(errcode, errmsg);
    return answer;
  };
  const ask = async (name: string, input: object): Promise<unknown> => {
    token ??= post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: app.id,
      secret: app.secret,
    }).then(answer => tokenShape.parse(answer).access_token);
    return post(`/tcb/${name}?access_token=${encodeURIComponent(await token)}`, input);
  };
  const callbacks = async () =>
    callbacksShape.parse(await ask('getcallbackconfig', {})).function_config.callbacks;
  return {
    async read(functions) {
      const openapi: Record<string, string[]> = {};
      for (const name of functions) {
        const input = { type: PERMISSIONS, env: environment, function_name: name };
        const { config } = configShape.parse(await ask('getfuncconfig', input));
        openapi[name] = permissionsShape.parse(JSON.parse(config)).permissions.openapi;
      }
      const pushed = (await callbacks())
        .filter(({ env, enable }) => env === environment && enable)
        .map(({ event, functionName }) => ({ event, to: functionName }));
      return { openapi, pushed };
    },
    async permit(name, openapi) {
      await ask('uploadfuncconfig', {
        type: PERMISSIONS,
        env: environment,
        function_name: name,
        config: JSON.stringify({ permissions: { openapi } }),
      });
    },
    async push(pushes) {
      // What is pushed elsewhere stays: the list is written as a whole.
      const others = (await callbacks()).filter(
        one => !pushes.some(({ event }) => one.msgType === 'event' && one.event === event),
      );
      const ours = pushes.map(({ event, to }) => ({
        msgType: 'event',
        event,
        env: environment,
        functionName: to,
        enable: true,
      }));
      await ask('setcallbackconfig', { function_config: { enable: true, callbacks: [...others, ...ours] } });
    },
  };
};
