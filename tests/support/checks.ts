import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { staffOf } from './callers';
import type { Memory } from './memory';
import { plainWork } from './work';

/** What the stories of checks, samples and rectifications share. */

export const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;

export const open = (world: Memory, actor: Actor, kind: string, input: Record<string, unknown>) =>
  openProcedure(world, actor, { kind, requestId: randomUUID(), input });
export const act = (world: Memory, actor: Actor, no: string, name: string, input: object = {}) =>
  staffOf(world, actor).act(no, name, input);
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
export const told = async (world: Memory, actor: Actor, no: string): Promise<string[]> => {
  await deliverOutbox(world, plainWork());
  return world
    .all('messages')
    .filter(({ to, about, channel }) => to === `openid-${actor.id}` && about === no && channel === 'inbox')
    .map(({ text }) => text);
};
export const rectifications = (world: Memory): Ticket[] =>
  world
    .all('tickets')
    .map(({ ticket }) => ticket)
    .filter(({ kind }) => kind === 'rectification');

/** A row for every item of the list of a check, passed unless said otherwise. */
export const itemsOf = (world: Memory, no: string, more: Record<string, object> = {}) =>
  (stored(world, no).work?.values['checklist'] as { item: string; threshold?: string }[]).map(one => ({
    item: one.item,
    result: 'pass',
    ...(one.threshold ? { value: one.threshold.startsWith('≥') ? '100%' : '50%' } : {}),
    ...more[one.item],
  }));

export const check = async (world: Memory, actor: Actor, more: Record<string, unknown> = {}) =>
  open(world, actor, 'inspection', { topic: 'weekly', ...more });
