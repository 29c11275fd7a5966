import * as z from 'zod';
import { LONG_TEXT } from '../../domain/engine';
import { citizenKindNames } from '../../domain/ticket/citizen-kinds';
import { DEFAULT_SOURCE, hotlineEvents } from '../../domain/ticket/hotline';
import { findIdentifiers } from '../../domain/privacy/identifiers';
import { normalisePhone } from '../../domain/privacy/phone';
import { isCivilDate, parseInstant } from '../../domain/time';
import { identifierKey, typedId } from '../../domain/typed/identifier';
import { holdsAtMost, tooLong, typedLine, typedText } from '../../domain/typed/text';

/** What a hotline may send, and what it is answered (contract §10): the description for other programs is made of these. */

const line = (label: string, max: number) =>
  typedLine(`${label}的格式不对`).min(1, `请填写${label}`).refine(holdsAtMost(max), tooLong(label, max));
const words = (label: string, max: number) =>
  typedText(`${label}的格式不对`).min(1, `请填写${label}`).refine(holdsAtMost(max), tooLong(label, max));

const externalNo = typedLine('工单号的格式不对')
  .min(1, '请填写工单号')
  .max(64)
  .refine(no => identifierKey(no) !== '', '请填写工单号')
  .refine(no => !findIdentifiers(no).some(({ kind }) => kind === 'id-card'), '工单号里不能有身份证号')
  .meta({ description: '热线的工单号；写法不同（短横、大小写）的算同一个' });

const source = z
  .string()
  .regex(/^[\w-]{1,32}$/, '来源是 1 到 32 个字母、数字、短横')
  .default(DEFAULT_SOURCE)
  .meta({ description: '哪一条热线；不同热线的同一个号是两件' });

/** `action` is not signed as the path: where it comes along, it must be the same. */
const common = { source, externalNo, action: z.string().max(64).optional() };

const instant = z
  .string({ error: '时间要写成 2026-09-24T10:00:00+08:00' })
  .refine(text => parseInstant(text) !== undefined, '时间要写成 2026-09-24T10:00:00+08:00')
  .meta({ description: 'ISO 8601，带时区' });
const dateOrInstant = z
  .string({ error: '要写成日期或时间' })
  .refine(text => isCivilDate(text) || parseInstant(text) !== undefined, '要写成日期或时间')
  .meta({ description: '日期（当天 24 点前）或带时区的时间' });

const MOST_FILES = 9;

const file = z.object({
  url: z.url({ protocol: /^https?$/, error: '附件地址不对' }).max(500),
  name: line('附件名称', 100).optional(),
});

export const orderInput = z.object({
  ...common,
  kind: z.enum(citizenKindNames, { error: '诉求类型只能是 consultation、complaint、suggestion' }),
  title: line('标题', 100),
  text: words('内容', LONG_TEXT),
  category: z.enum(['technical', 'business', 'system', 'unsure']).default('unsure'),
  unitHint: line('承办单位', 60).optional().meta({ description: '建议的承办单位：我方单位编号或名称' }),
  region: typedId().min(1).max(12).optional().meta({ description: '行政区划代码' }),
  contact: z
    .object({
      name: line('姓名', 60).optional(),
      phone: typedLine()
        .refine(text => normalisePhone(text) !== undefined, '电话号码不对')
        .optional(),
    })
    .optional(),
  confidential: z.boolean().default(false),
  receivedAt: instant,
  limits: z.object({ accept: dateOrInstant.optional(), reply: dateOrInstant.optional() }).optional(),
  attachments: z.array(file).max(MOST_FILES, `最多 ${MOST_FILES} 个附件`).optional(),
});

export const namedInput = z.object(common);
export const supplementInput = z.object({ ...common, text: words('补充内容', LONG_TEXT) });
export const superviseInput = z.object({
  ...common,
  text: words('督办意见', 1000),
  due: dateOrInstant.optional(),
});
export const decisionInput = z.object({
  ...common,
  about: z.enum(['return', 'extension'], { error: '只能是 return 或 extension' }),
  approved: z.boolean({ error: '请写明是否同意' }),
  reason: words('理由', 1000).optional(),
});
export const rehandleInput = z.object({ ...common, reason: words('重办原因', 1000) });
export const rateInput = z.object({
  ...common,
  level: z.int({ error: '评价是 1 到 5' }).min(1).max(5),
  text: words('原话', 1000).optional(),
  title: line('标题', 100).optional(),
  unitHint: line('承办单位', 60).optional(),
});
export const changesInput = z.object({
  source,
  externalNo: externalNo.optional(),
  action: common.action,
  after: z
    .union([z.int().min(0), z.string().min(1).max(200)], { error: '请写明从哪里开始' })
    .default(0)
    .meta({ description: '收到的最后一个 sequence；不写 externalNo 时也可以是时间，或上一页的 next' }),
});

export type OrderInput = z.output<typeof orderInput>;
export type RateInput = z.output<typeof rateInput>;
export type ChangesInput = z.output<typeof changesInput>;

const unit = z.object({ id: z.string(), name: z.string() });
const reply = z.object({ text: z.string(), resultType: z.string() });

/** What is sent out, and what `changes` gives. */
export const changeShape = z
  .object({
    externalNo: z.string(),
    source: z.string(),
    no: z.string(),
    sequence: z.int().min(1),
    at: z.string(),
    event: z.enum(hotlineEvents),
    state: z.string(),
    unit: unit.optional(),
    promise: z.string().optional(),
    reply: reply.optional(),
    reason: z.string().optional(),
    days: z.int().optional(),
  })
  .meta({ id: 'Change' });
export type HotlineChange = z.infer<typeof changeShape>;

export const orderOutput = z.object({ no: z.string() });
export const statusOutput = z.object({
  externalNo: z.string(),
  source: z.string(),
  no: z.string(),
  mergedInto: z.string().optional(),
  kind: z.string(),
  state: z.string(),
  stateLabel: z.string(),
  unit: unit.nullable(),
  promise: z.object({ date: z.string(), extendedTo: z.string().optional(), broken: z.boolean() }).nullable(),
  request: z.object({ about: z.string(), reason: z.string(), days: z.int().optional() }).optional(),
  replies: z.array(reply.extend({ at: z.string(), unitName: z.string() })),
});
export const actOutput = z.object({ no: z.string(), state: z.string() });
export const rateOutput = z.object({ no: z.string().nullable(), state: z.string().optional() });
export const changesOutput = z.object({ changes: z.array(changeShape), next: z.string().optional() });
