import { buildSearchable, refreshTickets } from '../passes';
import type { Migration } from './migration';

/**
 * What tickets are searched by gets a document of its own, of old tickets too; what they were found by until now leaves them.
 */
export const searchable: Migration = {
  number: 11,
  name: 'searchable',
  passes: [buildSearchable, refreshTickets],
};
