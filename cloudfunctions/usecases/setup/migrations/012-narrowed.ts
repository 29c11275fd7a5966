import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** Every list is narrowed to a kind or a region by the index, not by a look at each ticket. */
export const narrowed: Migration = { number: 12, name: 'narrowed', passes: [refreshTickets] };
