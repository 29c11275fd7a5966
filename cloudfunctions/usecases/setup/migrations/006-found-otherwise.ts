import { foldExternal } from '../fold-external';
import { refreshServices, refreshTickets } from '../passes';
import type { Migration } from './migration';

/**
 * Titles, services and numbers of other systems are found however they are typed; what is open has tags of its own, and a
 * ticket that is over has them no longer, so that no list reads what is over.
 */
export const foundOtherwise: Migration = {
  number: 6,
  name: 'found-otherwise',
  passes: [refreshServices, refreshTickets, foldExternal],
};
