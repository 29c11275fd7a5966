import type { Limit } from '../deadline';
import type { SwitchValue } from './switches';

/**
 * A province is a rule set: limits, names of roles, approve or file, what is switched on, each with its clause.
 * No code asks which province it is. A ticket keeps the rule set and version under which it was filed.
 */
export type RuleSet = {
  id: string;
  version: number;
  name: string;
  /** A consultation draft is labelled so wherever it shows (A18). */
  draft: boolean;
  source: string;
  /** What differs from the values with which the policies shipped, by policy (`limitOf`). */
  limits: Readonly<Record<string, Limit>>;
  /** Likewise of the switches (`switchOf`) and windows (`windowOf`), by their names. */
  switches: Readonly<Record<string, SwitchValue>>;
  windows: Readonly<Record<string, number>>;
  /** Kinds of change that the manager has added to those that are always major (A12): a kind, or one in own words. */
  majorChanges?: string[];
  roleNames: { manager: string; operator: string; unit: string; local: string };
};
