import { sealChains, sealTickets } from '../passes';
import type { Migration } from './migration';

/** The first keyed entry of every ticket, with the digest of the ticket as it is found (A47). */
export const sealed: Migration = { number: 5, name: 'sealed', passes: [sealTickets, sealChains] };
