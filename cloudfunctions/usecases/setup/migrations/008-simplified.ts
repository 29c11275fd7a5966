import { refreshServices, refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What is written in traditional characters is found by simplified ones, and the other way round. */
export const inSimplified: Migration = {
  number: 8,
  name: 'simplified',
  passes: [refreshServices, refreshTickets],
};
