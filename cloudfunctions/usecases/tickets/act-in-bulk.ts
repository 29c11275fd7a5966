import * as z from 'zod';
import { caseworkers } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { actInput, actOnTicket } from './act-on-ticket';
import { Failure } from '../kernel/failure';
import { Busy } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';

export const bulkInput = z.object({
  items: z
    .array(actInput.pick({ no: true, version: true }))
    .min(1, '请选择工单')
    .max(50, '一次最多 50 件'),
  act: actInput.shape.act,
  input: actInput.shape.input,
});

type BulkResult =
  | { no: string; ok: true }
  | { no: string; ok: false; error: { code: string; message: string; fields?: Record<string, string> } };

/** `ticket.bulk`: the same act on several tickets, a result for each; one refusal does not stop the others (A29). */
export const actInBulk = async (
  runtime: Runtime,
  actor: Actor,
  { items, act, input }: z.infer<typeof bulkInput>,
): Promise<{ results: BulkResult[] }> => {
  const results: BulkResult[] = [];
  for (const { no, version } of items) {
    try {
      await actOnTicket(runtime, actor, { no, version, act, input });
      results.push({ no, ok: true });
    } catch (error) {
      const failure = error instanceof Busy ? new Failure('unavailable', '系统繁忙，请稍后再试') : error;
      if (!(failure instanceof Failure)) throw error;
      const { code, message, fields } = failure;
      results.push({ no, ok: false, error: { code, message, ...(fields ? { fields } : {}) } });
    }
  }
  return { results };
};

export const ticketBulk = useCase(bulkInput, caseworkers, (runtime, { actor }, input) =>
  actInBulk(runtime, actor, input),
);
