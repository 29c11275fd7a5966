import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** The call lists of major faults and the lists of listings become rows (ticket schema 2 and 3). */
export const rowsInTickets: Migration = { number: 2, name: 'rows-in-tickets', passes: [refreshTickets] };
