import { countStockOfTickets } from '../passes';
import type { Migration } from './migration';

/** What is open and with whom is kept with the writes (G-3.3.1c): what there is by now is counted here. */
export const stock: Migration = { number: 14, name: 'stock', passes: [countStockOfTickets] };
