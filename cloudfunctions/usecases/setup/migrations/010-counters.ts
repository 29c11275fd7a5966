import { countTickets, refreshTickets } from '../passes';
import type { Migration } from './migration';

/** Lists and desks are read from counters that every write keeps: here they begin. */
export const counters: Migration = { number: 10, name: 'counters', passes: [refreshTickets, countTickets] };
