import { refreshNotices, refreshServices, refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What documents are found by, computed anew: data from before migrations were counted lack parts of it. */
export const foundBy: Migration = {
  number: 1,
  name: 'found-by',
  passes: [refreshServices, refreshNotices, refreshTickets],
};
