import { ganfutong } from './ganfutong-draft-2025-06';
import { gdzw } from './gdzw-0001.5-2019';

export * from './changes';
export * from './overrides';
export * from './policy';
export * from './rule-set';
export * from './switches';
export * from './windows';

/**
 * The rule sets that ship with the product. A version that has shipped never changes. A later one takes the next
 * thousand as its number: databases count their own versions on from the one before.
 */
export const shippedRuleSets = [gdzw, ganfutong];
