import type { Limit } from '../../cloudfunctions/domain/deadline';
import type { ShownClock, ShownTicket } from '../../typings/contract';
import { running, type Person, type System } from './system';

/**
 * A short story for each limit of requirements §1.4: somebody files, opens or acts on Monday 2026-11-02 at 9:30, and
 * the ticket shows until when. No holiday lies in that month, so every date can be counted on the fingers.
 */

export const MONDAY = '2026-11-02';
export const START = `${MONDAY}T09:30`;

/** `2026-11-04 G-5.2a`: until when, under which clause, and whether it is an internal target (A7). */
export const shown = (clock: ShownClock | undefined): string =>
  clock
    ? `${clock.dueAt?.slice(0, 16) ?? clock.date ?? ''} ${clock.clause}${clock.internal ? ' internal' : ''}`
    : 'no clock';

export type Story = {
  /** What the ticket shows under the limits as they are shipped, counted by hand from the document. */
  shipped: string;
  /** Another limit, and what the ticket shows then. */
  limit: Limit;
  changed: string;
  /** Only where the rule set approves changes of services (A9). */
  approvesOnly?: boolean;
  tell(): Promise<string>;
};

export const workdays = (n: number): Limit => ({ n, unit: 'working-day' });
export const serviceMinutes = (n: number): Limit => ({ n, unit: 'service-minute' });
export const minutes = (n: number): Limit => ({ n, unit: 'minute' });

/** Opens what staff start, on that Monday. */
export const openOn =
  (system: System) =>
  (who: Person, kind: string, input: object): Promise<ShownTicket> => {
    system.at(START);
    return who.open(kind, input);
  };

/** The clock of a name that runs on a ticket, as somebody sees it. */
export const clockOf = async (who: Person, no: string, name: ShownClock['name']): Promise<string> =>
  shown(running(await who.get(no), name));
