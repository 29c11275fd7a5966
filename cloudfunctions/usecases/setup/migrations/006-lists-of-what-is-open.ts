import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What is open has tags of its own, and a ticket that is over has them no longer: no list reads what is over. */
export const listsOfWhatIsOpen: Migration = {
  number: 6,
  name: 'lists-of-what-is-open',
  passes: [refreshTickets],
};
