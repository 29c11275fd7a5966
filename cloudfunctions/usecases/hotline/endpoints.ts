import * as z from 'zod';
import { fieldErrors } from '../../domain/engine';
import { dayOfLimit } from '../../domain/ticket/hotline';
import { isCivilDate, parseInstant } from '../../domain/time';
import { readable } from '../../domain/typed/text';
import { fail, Failure } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { actOnOrder } from './act-on-order';
import { rateOrder } from './rate-order';
import {
  actOutput,
  changesInput,
  changesOutput,
  decisionInput,
  namedInput,
  orderInput,
  orderOutput,
  rateInput,
  rateOutput,
  rehandleInput,
  statusOutput,
  superviseInput,
  supplementInput,
} from './shapes';
import { orderChanges, orderStatus } from './show-order';
import { takeOrder } from './take-order';

/** What a hotline can send, by path (contract §10): each is checked against what it takes, and said in the description of the interface. */

export type Endpoint = {
  summary: string;
  takes: z.ZodType;
  gives: z.ZodType;
  /** `callId`: of the request, so that nothing is done twice. */
  run(runtime: Runtime, callId: string, body: unknown): Promise<unknown>;
};

const endpoint = <Schema extends z.ZodType, Out extends z.ZodType>(
  summary: string,
  takes: Schema,
  gives: Out,
  does: (runtime: Runtime, callId: string, input: z.output<Schema>) => Promise<z.output<Out>>,
): Endpoint => ({
  summary,
  takes,
  gives,
  run: async (runtime, callId, body) => {
    const read = readable(body) ?? fail('invalid', '内容嵌套得太深，请核对', {});
    const parsed = takes.safeParse(read.value);
    if (!parsed.success) throw new Failure('invalid', '有内容需要补充或更正', fieldErrors(parsed.error));
    return does(runtime, callId, parsed.data);
  },
});

const dueOn = (due: string | undefined): { dueOn?: string } =>
  due === undefined ? {} : { dueOn: dayOfLimit(isCivilDate(due) ? due : (parseInstant(due) ?? due)) };

export const endpoints: Record<string, Endpoint> = {
  '/orders': endpoint('转来一件；同一个工单号再来，答同一个编号', orderInput, orderOutput, takeOrder),
  '/orders/status': endpoint('查询办理情况', namedInput, statusOutput, (runtime, _id, named) =>
    orderStatus(runtime, named),
  ),
  '/orders/supplement': endpoint(
    '转来群众补充',
    supplementInput,
    actOutput,
    (runtime, id, { text, ...named }) => actOnOrder(runtime, id, named, 'supplement', { text }),
  ),
  '/orders/urge': endpoint('催办', namedInput, actOutput, (runtime, id, named) =>
    actOnOrder(runtime, id, named, 'urge', {}),
  ),
  '/orders/supervise': endpoint('督办', superviseInput, actOutput, (runtime, id, { text, due, ...named }) =>
    actOnOrder(runtime, id, named, 'supervise', { text, ...dueOn(due) }),
  ),
  '/orders/decision': endpoint(
    '对退回、延期申请的决定',
    decisionInput,
    actOutput,
    (runtime, id, { about, approved, reason, ...named }) =>
      actOnOrder(runtime, id, named, 'decideRequest', { about, approved, ...(reason ? { reason } : {}) }),
  ),
  '/orders/rehandle': endpoint(
    '退回重新办理',
    rehandleInput,
    actOutput,
    (runtime, id, { reason, ...named }) => actOnOrder(runtime, id, named, 'rehandle', { reason }),
  ),
  '/orders/withdraw': endpoint('撤单', namedInput, actOutput, (runtime, id, named) =>
    actOnOrder(runtime, id, named, 'withdraw', {}),
  ),
  '/orders/rate': endpoint(
    '转来评价；在别处办理的件被评为差评的，发起整改',
    rateInput,
    rateOutput,
    rateOrder,
  ),
  '/orders/changes': endpoint('补取漏收的办理进展', changesInput, changesOutput, (runtime, _id, input) =>
    orderChanges(runtime, input),
  ),
};
