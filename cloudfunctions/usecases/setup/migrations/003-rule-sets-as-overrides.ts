import { partRuleSets } from '../passes';
import type { Migration } from './migration';

/** Versions of rule sets that were stored as wholes become overrides of the shipped version on which they rest. */
export const ruleSetsAsOverrides: Migration = {
  number: 3,
  name: 'rule-sets-as-overrides',
  passes: [partRuleSets],
};
