import { nameCounted } from '../name-counted';
import type { Migration } from './migration';

/** A figure of a report leads to its tickets by the names in the journal (G-3.3.1c): entries from before get theirs. */
export const namedEntries: Migration = { number: 17, name: 'named-entries', passes: [nameCounted] };
