import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock';
import type { Messages } from './messages';
import { encodeFailure, encodeReply } from './protobuf';

type Parameters = Record<string, unknown>;

/**
 * How an interface misbehaves from now on (until replaced or `times` are used up):
 * `outage` no answer, `errcode` that error always (or only for `to`), `risky`/`review` words or file parts that are
 * found, `numbers` telephone numbers by code.
 */
export const scriptShape = z.strictObject({
  outage: z.boolean().optional(),
  errcode: z.int().optional(),
  errmsg: z.string().optional(),
  to: z.array(z.string()).optional(),
  risky: z.array(z.string().min(1)).optional(),
  review: z.array(z.string().min(1)).optional(),
  numbers: z.record(z.string(), z.string()).optional(),
  times: z.int().positive().optional(),
});
export type Script = z.infer<typeof scriptShape>;

const NO_PERMISSION = -604101;
const NOT_FOUND = -604100;
const OUTAGE = -604102;

/** Longest values of template fields; longer ones are refused as an invalid argument. */
const FIELD_LENGTHS: Record<string, number> = {
  thing: 20,
  phrase: 5,
  name: 10,
  character_string: 32,
  letter: 32,
  symbol: 5,
  number: 32,
  car_number: 8,
};

/** The interfaces of the WeChat server that functions may call, with replies as documented and faults by script. */
export class OpenApi {
  private readonly scripts = new Map<string, Script>();
  private readonly usedCodes = new Set<string>();
  private readonly apis: Record<string, (parameters: Parameters, script: Script) => Parameters>;

  constructor(
    private readonly clock: Clock,
    private readonly messages: Messages,
    /** Delivers the result of an asynchronous check, as the message push of the platform does. */
    private readonly push: (event: Parameters) => void,
  ) {
    this.apis = {
      'security.msgSecCheck': (parameters, script) => this.checkText(parameters, script),
      'security.mediaCheckAsync': (parameters, script) => this.checkMedia(parameters, script),
      'subscribeMessage.send': parameters => this.send(parameters),
      'phonenumber.getPhoneNumber': (parameters, script) => this.phoneNumber(parameters, script),
    };
  }

  names(): string[] {
    return Object.keys(this.apis);
  }

  /** Sets or (with undefined) removes the script of an interface. */
  script(name: string, script: Script | undefined): void {
    if (script) this.scripts.set(name, { ...script });
    else this.scripts.delete(name);
  }

  /** Answers a call as a protobuf message. `allowed`: the interfaces that the function's config.json names. */
  answer(name: string, parameters: Parameters, allowed: string[]): Uint8Array {
    const api = Object.prototype.hasOwnProperty.call(this.apis, name) ? this.apis[name] : undefined;
    if (!api) return encodeFailure(NOT_FOUND);
    if (!allowed.includes(name)) return encodeFailure(NO_PERMISSION);
    const script = this.take(name, parameters);
    if (script.outage) return encodeFailure(OUTAGE);
    if (script.errcode)
      return encodeReply({ errcode: script.errcode, errmsg: script.errmsg ?? 'scripted failure' });
    return encodeReply(api(parameters, script));
  }

  private take(name: string, parameters: Parameters): Script {
    const script = this.scripts.get(name);
    if (!script || (script.to && !script.to.includes(String(parameters.touser ?? parameters.openid))))
      return {};
    if (script.times !== undefined && --script.times <= 0) this.scripts.delete(name);
    return script;
  }

  private checkText({ content, openid, version, scene }: Parameters, script: Script): Parameters {
    if (typeof content !== 'string' || !content || typeof openid !== 'string' || !openid)
      return invalid('content and openid');
    if (version !== 2 || ![1, 2, 3, 4].includes(scene as number)) return invalid('version or scene');
    if ([...content].length > 2500) return { errcode: 45002, errmsg: 'content size out of limit' };
    const verdict = judge(content, script);
    return {
      errcode: 0,
      errmsg: 'ok',
      detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }],
      trace_id: randomUUID(),
      result: verdict,
    };
  }

  private checkMedia(
    { media_url: url, media_type: type, openid, version }: Parameters,
    script: Script,
  ): Parameters {
    if (typeof url !== 'string' || !url || typeof openid !== 'string' || !openid)
      return invalid('media_url and openid');
    if (version !== 2 || (type !== 1 && type !== 2)) return invalid('version or media_type');
    const trace = randomUUID();
    const verdict = judge(url, script);
    this.push({
      ToUserName: 'local',
      FromUserName: openid,
      CreateTime: Math.floor(this.clock.now() / 1000),
      MsgType: 'event',
      Event: 'wxa_media_check',
      appid: 'local',
      trace_id: trace,
      version: 2,
      errcode: 0,
      errmsg: 'ok',
      detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }],
      result: verdict,
    });
    return { errcode: 0, errmsg: 'ok', trace_id: trace };
  }

  private send({ touser, template_id: template, page, data }: Parameters): Parameters {
    if (typeof touser !== 'string' || !touser) return { errcode: 40003, errmsg: 'touser is invalid' };
    if (typeof template !== 'string' || !template)
      return { errcode: 40037, errmsg: 'template_id is invalid' };
    const fields = Object.entries((data ?? {}) as Record<string, { value?: unknown }>);
    for (const [name, field] of fields) {
      const longest = FIELD_LENGTHS[name.replace(/\d+$/, '')];
      const value = field?.value;
      if (
        value === undefined ||
        value === null ||
        value === '' ||
        (longest && [...String(value)].length > longest)
      )
        return { errcode: 47003, errmsg: `argument invalid! data.${name}.value invalid` };
    }
    const query = new URLSearchParams(String(page ?? '').split('?')[1] ?? '');
    this.messages.capture({
      channel: 'subscribe',
      to: touser,
      template,
      text: fields.map(([, field]) => String(field.value)).join('；'),
      about: query.get('no') ?? query.get('id') ?? '',
      at: this.clock.instant(),
    });
    return { errcode: 0, errmsg: 'ok' };
  }

  /** A code is good once. A code that holds a mobile number gives this number, others a made-up one. */
  private phoneNumber({ code }: Parameters, script: Script): Parameters {
    if (typeof code !== 'string' || !code || this.usedCodes.has(code))
      return { errcode: 40029, errmsg: 'invalid code' };
    this.usedCodes.add(code);
    const digits = BigInt('0x' + createHash('sha256').update(code).digest('hex').slice(0, 12)) % 100_000_000n;
    const number =
      script.numbers?.[code] ?? /1\d{10}/.exec(code)?.[0] ?? '138' + String(digits).padStart(8, '0');
    return {
      errcode: 0,
      errmsg: 'ok',
      phone_info: { phone_number: number, pure_phone_number: number, country_code: '86' },
    };
  }
}

const invalid = (what: string): Parameters => ({ errcode: 40129, errmsg: `invalid argument: ${what}` });

const judge = (content: string, script: Script): { suggest: string; label: number } => {
  if (script.risky?.some(word => content.includes(word))) return { suggest: 'risky', label: 20001 };
  if (script.review?.some(word => content.includes(word))) return { suggest: 'review', label: 20002 };
  return { suggest: 'pass', label: 100 };
};
