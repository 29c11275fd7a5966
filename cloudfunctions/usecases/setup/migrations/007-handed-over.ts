import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** Old tickets are found by whoever hands over a shift (A51), too. */
export const handedOver: Migration = { number: 7, name: 'handed-over', passes: [refreshTickets] };
