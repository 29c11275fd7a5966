import * as z from 'zod';
import type { FormField, ShownTicket } from '../../typings/contract';
import { fieldErrors, type Actor } from '../domain/procedure';
import { procedures } from '../domain/procedures';
import { categories } from '../domain/procedures/citizen-ticket/dispatching';
import { fail } from './failure';
import { registerInput, registerTicket } from './file-ticket';
import type { Runtime } from './runtime';

/** Procedures as data: what a member may open, with the form for it. Whatever is opened is a ticket. */

const fields: FormField[] = [
  {
    name: 'channel',
    label: '来源',
    type: 'select',
    required: true,
    options: [
      { value: 'phone', label: '电话' },
      { value: 'counter', label: '窗口' },
      { value: '12345', label: '12345 热线' },
    ],
  },
  { name: 'externalNo', label: '外部编号', type: 'text', required: false, max: 64 },
  { name: 'category', label: '问题类别', type: 'select', required: true, options: categories },
  { name: 'title', label: '标题', type: 'text', required: true, max: 100 },
  { name: 'text', label: '内容', type: 'longtext', required: true, max: 10_000 },
  { name: 'serviceId', label: '政务服务', type: 'service', required: false },
  { name: 'name', label: '姓名', type: 'text', required: false, max: 60 },
  { name: 'phone', label: '电话', type: 'text', required: false, max: 20 },
];

const mayOpen = (actor: Actor): boolean =>
  ['operator', 'operator-lead', 'handler', 'lead'].includes(actor.role);

/** `procedure.list`. */
export const listProcedures = (actor: Actor) =>
  mayOpen(actor) ? procedures.map(({ kind, label, clauses }) => ({ kind, label, clauses, fields })) : [];

export const openInput = z.object({
  kind: z.string({ error: '请选择流程' }).min(1).max(40),
  requestId: z.uuid({ error: '请求编号不对，请返回后重新提交' }),
  input: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }),
});

/** `procedure.open`: the generic form's flat input becomes a registration. */
export const openProcedure = async (
  runtime: Runtime,
  actor: Actor,
  { kind, requestId, input }: z.infer<typeof openInput>,
): Promise<ShownTicket> => {
  const { name, phone, ...rest } = input;
  const parsed = registerInput.safeParse({
    ...rest,
    kind,
    requestId,
    ...(name ? { applicant: { type: 'person', name } } : {}),
    ...(phone ? { contact: { phone } } : {}),
  });
  if (!parsed.success) return fail('invalid', '有内容需要补充或更正', fieldErrors(parsed.error));
  return registerTicket(runtime, actor, parsed.data);
};
