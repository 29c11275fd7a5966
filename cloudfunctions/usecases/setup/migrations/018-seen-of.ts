import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What a reader may see of one unit's is found without a look at all that either has. */
export const seenOf: Migration = { number: 18, name: 'seen-of', passes: [refreshTickets] };
