import type { Actor } from '../../cloudfunctions/domain/engine';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { openForTickets } from '../../cloudfunctions/usecases/clock/follow-up';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { registered, staffOf } from './callers';
import { contextOf, handlerOf, open, operator, take } from './domain';
import { memory, type Memory } from './memory';
import { plainWork } from './work';

/** Tickets that have ended, and who is called about them (A49). */

export const at = (moment: string): string => `${moment}:00.000+08:00`;

export const PHONE = '13800138000';
export const yes = { reached: 'yes', solved: 'yes', level: 5, text: '已经办好了。' };
export const no = { reached: 'yes', solved: 'no', level: 1, text: '还是没有办好。' };

export type World = {
  world: Memory;
  ticket(no: string): Ticket;
  visits(): Ticket[];
  /** The timer at a moment. */
  run(moment?: string): Promise<void>;
  staff(actor: Actor): ReturnType<typeof staffOf>;
  /** Registered by phone and given to the bureau. */
  phoned(more?: Parameters<typeof registered>[2]): Promise<string>;
  /** Answered by the bureau, and closed as nobody has rated. */
  answered(no: string): Promise<void>;
  counted(measure: string): number;
};

/** The small province with timer and staff, under a rule set. */
export const visitWorld = (ruleSet?: RuleSet, start = at('2026-11-23T10:00')): World => {
  const world = memory(start);
  if (ruleSet) {
    const settings = world.get('settings', 'current')!;
    world.put('settings', { ...settings, ruleSet: { id: ruleSet.id, version: ruleSet.version } });
  }
  const run = async (moment?: string): Promise<void> => {
    if (moment) world.at(at(moment));
    await sweepDeadlines(world, plainWork());
    await openForTickets(world, plainWork());
  };
  const handler = staffOf(world, handlerOf('hrss'));
  return {
    world,
    ticket: number => world.get('tickets', number)!.ticket,
    visits: () =>
      world
        .all('tickets')
        .map(({ ticket }) => ticket)
        .filter(({ kind }) => kind === 'visit'),
    run,
    staff: actor => staffOf(world, actor),
    phoned: async more => {
      const { no: number } = await registered(world, operator, more);
      await staffOf(world, operator).act(number, 'dispatch', { unitId: 'hrss' });
      return number;
    },
    answered: async number => {
      await handler.act(number, 'reply', { text: '已经核实并补办。' });
      const day = Date.parse(world.ports.now()) + 8 * 24 * 3_600_000;
      await run(new Date(day + 8 * 3_600_000).toISOString().slice(0, 16));
    },
    counted: measure =>
      world
        .all('journal')
        .flatMap(({ counts }) => Object.entries(counts))
        .filter(([key]) => key.split('|')[1] === measure)
        .reduce((sum, [, n]) => sum + n, 0),
  };
};

/** Somebody has to be called about it. */
export const refusedTicket = (): Ticket => {
  const given = take(open({ no: 'TS-refused' }), 'dispatch', { unitId: 'hrss' }, contextOf(operator));
  const words = { reason: '不在职责内', basis: '条例', redirect: '信访' };
  return take(given.ticket, 'refuse', words, contextOf(handlerOf('hrss'))).ticket;
};
