import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { endpoints } from '../../cloudfunctions/usecases/hotline/endpoints';
import { changeShape } from '../../cloudfunctions/usecases/hotline/shapes';

/** `npm run openapi`: writes `docs/hotline.openapi.json` of the very schemas against which the function checks (contract §10). */

export const openapiFile = join(__dirname, '../../docs/hotline.openapi.json');

/** OpenAPI 3.1 takes JSON Schema of 2020-12 as it is. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return rest;
};

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });

const errorShape = z.object({
  ok: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    errorNo: z.string(),
  }),
});

/** What every request may be answered with besides. */
export const refusals: Record<string, string> = {
  '400': '内容不对：fields 写明哪一项',
  '401': '签名不对，或者时间相差超过 5 分钟；没有写入任何东西',
  '404': '没有这个工单号的件，或者没有这个接口',
  '409': '现在不能这样办，或者 webhook-id 用过而内容不同',
  '413': '内容超过 64 KB',
  '429': '太频繁，请稍后再发',
  '500': '系统出错，请原样重发（同一个 webhook-id）',
  '503': '暂时不能办理，请原样重发（同一个 webhook-id）',
};

const parameters = [
  ['webhook-id', '请求的编号；重发时不变'],
  ['webhook-timestamp', '1970 年以来的秒数'],
  [
    'webhook-signature',
    'v1,<对 "id.timestamp.body" 的 HMAC-SHA256，base64>；换密钥期间可以有几个，用空格隔开',
  ],
].map(([name, description]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
}));

const headers = parameters.map(({ name }) => ({ $ref: `#/components/parameters/${name}` }));

const named = <T>(entries: [name: string, value: T][]): Record<string, T> => Object.fromEntries(entries);

const refusalResponses = named(
  Object.keys(refusals).map(status => [status, { $ref: `#/components/responses/${status}` }]),
);

const ok = (gives: z.ZodType): object => ({
  type: 'object',
  required: ['ok', 'data'],
  properties: { ok: { const: true }, data: schemaOf(gives, 'output') },
});

const operationId = (path: string): string => path.slice(1).replaceAll('/', '-');

/** The description of the interface, in both directions. */
export const describeHotline = (): object => ({
  openapi: '3.1.0',
  info: {
    title: '办结：与 12345 热线对接',
    version: '1',
    description: '两个方向都按 Standard Webhooks 1.0 签名；同一个 webhook-id 的同一内容得到同一个答复。',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: 'https://{domain}/hotline', variables: { domain: { default: 'example.gov.cn' } } }],
  paths: Object.fromEntries(
    Object.entries(endpoints).map(([path, { summary, takes, gives }]) => [
      path,
      {
        post: {
          operationId: operationId(path),
          summary,
          parameters: headers,
          requestBody: { required: true, ...json(schemaOf(takes, 'input')) },
          responses: { '200': { description: '已办', ...json(ok(gives)) }, ...refusalResponses },
        },
      },
    ]),
  ),
  webhooks: {
    change: {
      post: {
        operationId: 'change',
        summary: '办理进展：每件按 sequence 顺序，一次一条；没有收下的，用同一个 webhook-id 重发',
        parameters: headers,
        requestBody: { required: true, ...json({ $ref: '#/components/schemas/Change' }) },
        responses: {
          '2XX': { description: '收下了' },
          '410': { description: '不再需要这一件的进展' },
          '429': { description: '太频繁：按 retry-after 等待' },
        },
      },
    },
  },
  components: {
    parameters: named(parameters.map(one => [one.name ?? '', one])),
    responses: named(
      Object.entries(refusals).map(([status, description]) => [
        status,
        { description, ...json({ $ref: '#/components/schemas/Refusal' }) },
      ]),
    ),
    schemas: { Change: schemaOf(changeShape, 'output'), Refusal: schemaOf(errorShape, 'output') },
  },
});

export const openapiText = (): string => `${JSON.stringify(describeHotline(), null, 2)}\n`;

if (require.main === module) writeFileSync(openapiFile, openapiText());
