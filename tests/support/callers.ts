import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { countOutcomes } from '../../cloudfunctions/usecases/oversight/count-outcomes';
import { citizenActor } from '../../cloudfunctions/usecases/kernel/runtime';
import { mayCall, type Caller } from '../../cloudfunctions/usecases/kernel/use-case';
import type { CitizenApi, StaffApi } from '../../typings/api';
import type { FileTicketInput, ShownTicket } from '../../typings/contract';
import type { Memory } from './memory';
import { plainWork } from './work';

/** People who call the actions of the functions over the ports in memory; a refusal is thrown as it is. */

let requests = 0;
const requestId = (): string => `00000000-0000-4000-8000-${String((requests += 1)).padStart(12, '0')}`;

const callerOf = (actor: Actor): Caller => ({
  openid: actor.role === 'citizen' ? actor.id : `openid-${actor.id}`,
  actor,
});

/** A member of staff. */
export const staffOf = (world: Memory, actor: Actor) => {
  const call = async <A extends keyof StaffApi>(
    action: A,
    input: StaffApi[A]['in'],
  ): Promise<StaffApi[A]['out']> => {
    const useCase = staffActions[action];
    if (!mayCall(useCase, callerOf(actor))) throw new Error(`${actor.role} may not call ${action}`);
    return (await useCase.run(world, callerOf(actor), input as never)) as StaffApi[A]['out'];
  };
  const get = async (no: string): Promise<ShownTicket> => (await call('ticket.get', { no })).ticket;
  const act = async (no: string, name: string, input = {}): Promise<ShownTicket> => {
    const version = world.get('tickets', no)?.ticket.version ?? 0;
    return (await call('ticket.act', { no, act: name, version, input })).ticket;
  };
  return { call, get, act };
};

/** A citizen. */
export const citizenOf = (world: Memory, openid: string) => {
  const caller = callerOf(citizenActor(openid));
  const call = async <A extends keyof CitizenApi>(
    action: A,
    input: CitizenApi[A]['in'],
  ): Promise<CitizenApi[A]['out']> =>
    (await citizenActions[action].run(world, caller, input as never)) as CitizenApi[A]['out'];
  const get = async (no: string): Promise<ShownTicket> => (await call('ticket.get', { no })).ticket;
  const act = async (no: string, name: string, input = {}): Promise<ShownTicket> => {
    const version = world.get('tickets', no)?.ticket.version ?? 0;
    return (await call('ticket.act', { no, act: name, version, input })).ticket;
  };
  const file = async (more: Partial<FileTicketInput> = {}): Promise<ShownTicket> =>
    (
      await call('ticket.file', {
        requestId: requestId(),
        kind: 'complaint',
        category: 'unsure',
        title: '楼道的灯坏了',
        text: '楼道的灯坏了一个月。',
        contact: { phone: '13800138000' },
        consent: { policyVersion: '2026-11' },
        ...more,
      })
    ).ticket;
  return { call, get, act, file };
};

/** What came by phone or over the counter. */
export const registered = async (
  world: Memory,
  actor: Actor,
  more: Partial<StaffApi['ticket.register']['in']> = {},
): Promise<ShownTicket> =>
  (
    await staffOf(world, actor).call('ticket.register', {
      requestId: requestId(),
      kind: 'complaint',
      category: 'unsure',
      title: '来电反映楼道的灯',
      text: '来电人说楼道的灯还没有修。',
      contact: { phone: '13800138000' },
      channel: 'phone',
      ...more,
    })
  ).ticket;

/** Delivers what waits, and counts what became of limits by it. */
export const deliverAll = async (world: Memory): Promise<void> => {
  await deliverOutbox(world, plainWork());
  await countOutcomes(world.ports, async () => true);
};

/** Delivers what waits; what somebody has been told, oldest first. */
export const toldTo = async (world: Memory, openid: string): Promise<string[]> => {
  await deliverOutbox(world, plainWork());
  return world
    .all('messages')
    .filter(({ to, channel }) => to === openid && channel === 'inbox')
    .sort((one, other) => (one.atKey < other.atKey ? -1 : 1))
    .map(({ text }) => text);
};
