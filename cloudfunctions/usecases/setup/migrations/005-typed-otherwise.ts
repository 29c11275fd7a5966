import { foldExternal } from '../fold-external';
import { refreshServices, refreshTickets } from '../passes';
import type { Migration } from './migration';

/** Titles, services and numbers of other systems are found however they are typed. */
export const typedOtherwise: Migration = {
  number: 5,
  name: 'typed-otherwise',
  passes: [refreshServices, refreshTickets, foldExternal],
};
