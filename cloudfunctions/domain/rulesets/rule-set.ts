import type { Limit } from '../deadline';

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
  switches: {
    /** Extension of a reply limit (A26). */
    extension: boolean;
    /** Dispatch by the router alone above this confidence; null = never (contract §7). */
    routerDispatchAbove: number | null;
    /** Changes of a service need approval or are filed (A9). */
    changeMode: 'approve' | 'file';
    /** Taking a service offline at the end of the fault limit needs a person's confirmation (A4). */
    offlineNeedsConfirmation: boolean;
    /** The 20 working days count from receipt or from acceptance (A30). */
    replyCountsFrom: 'receipt' | 'acceptance';
    /** Direction of the 12345 linkage (A14). */
    hotline: 'linked' | 'master';
  };
  windows: {
    /** Calendar days in which a reply can be rated; afterwards the ticket closes (A20). */
    rateDays: number;
    /** Calendar days in which a refusal can be objected to (A16). */
    objectDays: number;
    /** Working days in which a unit may return a ticket (A27). */
    returnWorkdays: number;
    /** Minutes in which a citizen may amend what was filed. */
    amendMinutes: number;
    /** Logged calls on different days before the announcement (A25). */
    unreachableCalls: number;
    /** Working days between announcement and closing as unreachable (A25). */
    unreachableWorkdays: number;
    /** Longest extension in working days (A26). */
    extensionWorkdays: number;
    /** Personal data that one member may look at in a day (A22). */
    revealsPerDay: number;
    /** Tickets that one person may file in a day. */
    filingsPerDay: number;
  };
  /** Kinds of change that the manager has added to those that are always major (A12): a kind, or one in own words. */
  majorChanges?: string[];
  roleNames: { manager: string; operator: string; unit: string; local: string };
};
