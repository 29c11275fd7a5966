import { ganfutong } from './ganfutong-draft-2025-06';
import { gdzw } from './gdzw-0001.5-2019';

export * from './policy';
export * from './rule-set';

/** The rule sets that ship with the product; the database holds them and their later versions. */
export const shippedRuleSets = [gdzw, ganfutong];
