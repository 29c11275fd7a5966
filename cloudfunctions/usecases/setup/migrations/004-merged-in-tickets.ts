import { joinMerged } from '../join-merged';
import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What merged tickets hold goes along (A43); what anonymous ones are found by tells nobody who filed them (A44). */
export const mergedInTickets: Migration = {
  number: 4,
  name: 'merged-in-tickets',
  passes: [joinMerged, refreshTickets],
};
