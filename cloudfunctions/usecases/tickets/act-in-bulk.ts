import * as z from 'zod';
import { caseworkers } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { actInput, actOnSome, actOnTicket, asksOutside } from './act-on-ticket';
import { procedures } from '../../domain/procedures';
import { fail, Failure, orFailure } from '../kernel/failure';
import { Busy } from '../kernel/ports';
import type { ReadNeeded } from '../kernel/reading/needed-context';
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

type Item = z.infer<typeof bulkInput>['items'][number];

const resultOf = ({ no }: Item, failure: Failure | undefined): BulkResult => {
  if (!failure) return { no, ok: true };
  const { code, message, fields } = failure;
  return { no, ok: false, error: { code, message, ...(fields ? { fields } : {}) } };
};

/** So many tickets in one transaction: a transaction takes 100 steps, and most acts take three. */
const AT_ONCE = 10;

/**
 * `ticket.bulk`: the same act on several tickets, a result for each; one refusal does not stop the others (A29). Ten at
 * a time are written together, the tens side by side; where that does not work out, each is taken by itself.
 */
export const actInBulk = async (
  runtime: Runtime,
  actor: Actor,
  { items, act, input }: z.infer<typeof bulkInput>,
): Promise<{ results: BulkResult[] }> => {
  if (procedures.some(({ acts }) => acts.some(one => one.act === act && one.alone)))
    return fail('invalid', '这件事只能逐件办理', { act: '只能逐件办理' });
  const alone = async (item: Item): Promise<BulkResult> => {
    try {
      const done = await orFailure(() => actOnTicket(runtime, actor, { ...item, act, input }));
      return resultOf(item, done instanceof Failure ? done : undefined);
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      return resultOf(item, new Failure('unavailable', '系统繁忙，请稍后再试'));
    }
  };
  const oneByOne = async (some: readonly Item[]): Promise<BulkResult[]> => {
    const results: BulkResult[] = [];
    for (const item of some) results.push(await alone(item));
    return results;
  };
  // Files are looked into before any transaction, once for the first ticket.
  if (asksOutside(actor, input)) return { results: await oneByOne(items) };
  const read: ReadNeeded = new Map();
  const together = async (some: readonly Item[]): Promise<BulkResult[]> => {
    const refusals = await actOnSome(
      runtime,
      actor,
      some.map(item => ({ ...item, act, input })),
      read,
    ).catch((error: unknown) => {
      runtime.ports.log({ event: 'bulk-one-by-one', error: error instanceof Error ? error.name : 'unknown' });
      return undefined;
    });
    return refusals ? some.map((item, index) => resultOf(item, refusals[index])) : oneByOne(some);
  };
  const tens = Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, n) =>
    items.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  return { results: (await Promise.all(tens.map(together))).flat() };
};

export const ticketBulk = useCase(bulkInput, caseworkers, (runtime, { actor }, input) =>
  actInBulk(runtime, actor, input),
);
