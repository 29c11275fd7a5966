import * as z from 'zod';
import type { Ports, Sent } from '../../usecases/kernel/ports';
import { signedHeaders } from './tencent-signature';

/**
 * Short messages by SendSms of Tencent Cloud (API 2021-01-11, signature TC3-HMAC-SHA256), with the signature and the
 * templates that are registered there. `SMS_SECRET_ID`, `SMS_SECRET_KEY`, `SMS_APP_ID`, `SMS_SIGN` and `SMS_TEMPLATES`
 * (`{"default": "2400001"}`, by template of the message) say how; without them nothing is sent.
 */

const HOST = 'https://sms.tencentcloudapi.com';
const PATIENCE = 10_000;

const settingsSchema = z.object({
  SMS_SECRET_ID: z.string().min(1),
  SMS_SECRET_KEY: z.string().min(1),
  SMS_APP_ID: z.string().min(1),
  SMS_SIGN: z.string().min(1),
  SMS_TEMPLATES: z
    .string()
    .transform(text => JSON.parse(text) as unknown)
    .pipe(z.record(z.string(), z.string())),
  SMS_REGION: z.string().default('ap-guangzhou'),
  SMS_ENDPOINT: z.url().default(HOST),
});
type Settings = z.infer<typeof settingsSchema>;

const replySchema = z.object({
  Response: z.object({
    SendStatusSet: z.array(z.object({ Code: z.string() })).optional(),
    Error: z.object({ Code: z.string() }).optional(),
  }),
});

/** It broke off inside of the provider, also by a timeout: the message may have gone out. */
const mayBeSent = /^InternalError/;

/** Limits of the provider pass; a wrong number or template does not. */
const mayPass =
  /^(LimitExceeded|RequestLimitExceeded|ResourceUnavailable|AuthFailure|UnauthorizedOperation|FailedOperation\.InsufficientBalance)/;

const outcomeOf = (raw: unknown): Sent => {
  const reply = replySchema.safeParse(raw);
  if (!reply.success) return { state: 'unknown', why: 'reply' };
  const { SendStatusSet, Error: error } = reply.data.Response;
  const why = error?.Code ?? SendStatusSet?.[0]?.Code ?? 'reply';
  if (why === 'Ok') return { state: 'sent' };
  if (mayBeSent.test(why)) return { state: 'unknown', why };
  return { state: mayPass.test(why) ? 'unreachable' : 'refused', why };
};

/** Before the connection stood nothing can have been sent. */
const unconnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

const causeOf = (error: unknown): string => {
  const found = z.object({ cause: z.object({ code: z.string() }) }).safeParse(error);
  return found.success ? found.data.cause.code : 'unknown';
};

/** `+86…` for a number of mainland China; others as they are. */
const international = (phone: string): string => {
  const digits = phone.replace(/[^\d+]/g, '');
  return digits.startsWith('+') ? digits : `+86${digits}`;
};

export const createSms = (env: NodeJS.ProcessEnv, patience = PATIENCE): Ports['sendSms'] => {
  const read = (): Settings | undefined => {
    try {
      return settingsSchema.safeParse(env).data;
    } catch {
      return undefined;
    }
  };
  return async ({ id, to, template, words }) => {
    const settings = read();
    const templateId = settings?.SMS_TEMPLATES[template] ?? settings?.SMS_TEMPLATES['default'];
    if (!settings || !templateId) return { state: 'not-configured' };
    const url = new URL(settings.SMS_ENDPOINT);
    const body = JSON.stringify({
      PhoneNumberSet: [international(to)],
      SmsSdkAppId: settings.SMS_APP_ID,
      SignName: settings.SMS_SIGN,
      TemplateId: templateId,
      TemplateParamSet: words,
      SessionContext: id,
    });
    const credentials = {
      secretId: settings.SMS_SECRET_ID,
      secretKey: settings.SMS_SECRET_KEY,
      region: settings.SMS_REGION,
    };
    const request = { service: 'sms', host: url.host, action: 'SendSms', version: '2021-01-11', body };
    const headers = signedHeaders(credentials, request, Math.floor(Date.now() / 1000));
    try {
      const signal = AbortSignal.timeout(patience);
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      return outcomeOf(await response.json());
    } catch (error) {
      const why = causeOf(error);
      return { state: unconnected.includes(why) ? 'unreachable' : 'unknown', why };
    }
  };
};
