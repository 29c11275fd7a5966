import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What a unit may see of one kind or in one region is found without a look at all that it has. */
export const seenIn: Migration = { number: 19, name: 'seen-in', passes: [refreshTickets] };
