import type { Migration } from '../passes';
import { foundBy } from './001-found-by';
import { rowsInTickets } from './002-rows-in-tickets';
import { ruleSetsAsOverrides } from './003-rule-sets-as-overrides';

export type { Migration } from '../passes';

/** In the order in which they are done. */
export const migrations: readonly Migration[] = [foundBy, rowsInTickets, ruleSetsAsOverrides];

/** The version of the schema that this code writes. */
export const newestSchema = migrations.length;
