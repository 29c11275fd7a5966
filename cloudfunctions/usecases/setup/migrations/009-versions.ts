import { settingsWithVersion } from '../passes';
import type { Migration } from './migration';

/** Calls look at one document that says whether what is kept in memory still holds. */
export const versions: Migration = { number: 9, name: 'versions', passes: [settingsWithVersion] };
