import type { CivilDate } from '../contract-basics';
import type { ServiceEntry } from '../contract-services';
import type { Nothing } from './common';

/** Regions, units, the calendar and rule sets: what changes rarely (contract §5). */

export type ShownRegion = { code: string; name: string; parent?: string };

export type ShownUnit = {
  id: string;
  name: string;
  region: string;
  /** The unit above. */
  parentId?: string;
  /** In the words of citizens: the router works from them. */
  duties: string[];
  phone?: string;
  /** Replies need a lead's approval (A35). */
  secondSignature: boolean;
  serviceHours?: { periods: [from: string, to: string][] };
  contacts?: ServiceEntry['contacts'];
};

type NamedDay = { date: CivilDate; kind: 'work' | 'off'; name: string };

export type ShownCalendar = {
  version: string;
  publishedYears: number[];
  publishedUntil: CivilDate;
  /** The published calendar ends soon, or has ended (A32). */
  alarm: { publishedUntil: CivilDate; daysLeft: number } | null;
  year: number;
  published: boolean;
  /** The days of the year that are not simply Monday to Friday. */
  days: (NamedDay & { published: boolean })[];
  /** Tickets with an earlier date that waits for the manager. */
  pendingEarlier: number;
};

type Limit = { n: number; unit: 'working-day' | 'calendar-day' | 'month' | 'service-minute' | 'minute' };

export type RuleSetSwitches = {
  extension: boolean;
  routerDispatchAbove: number | null;
  changeMode: 'approve' | 'file';
  offlineNeedsConfirmation: boolean;
  replyCountsFrom: 'receipt' | 'acceptance';
  hotline: 'linked' | 'master';
};

export type ShownRuleSet = {
  id: string;
  version: number;
  name: string;
  draft: boolean;
  source: string;
  limits: Record<string, { limit: Limit; label: string; clause: string; internal?: boolean }>;
  switches: RuleSetSwitches;
  windows: Record<string, number>;
  majorChanges?: string[];
  roleNames: Record<string, string>;
};

/** Actions of the function `staff` for what changes rarely. */
export type CatalogueApi = {
  'region.list': { in: Nothing; out: { regions: ShownRegion[] } };
  'region.save': { in: { region: ShownRegion }; out: { region: ShownRegion } };
  'unit.list': { in: Nothing; out: { units: ShownUnit[] } };
  'unit.save': { in: { unit: ShownUnit }; out: { unit: ShownUnit } };
  'calendar.get': { in: { year?: number }; out: ShownCalendar };
  'calendar.import': {
    in: {
      year: number;
      source: string;
      days: NamedDay[];
      /** Needed where the year is published already (A41). */
      reason?: string;
      /** Days published before that hold no longer. */
      removed?: CivilDate[];
      dryRun?: boolean;
    };
    /** `moves`: of a dry run, the running dates that would move. */
    out: ShownCalendar & { moves?: { later: number; earlier: number } };
  };
  'calendar.confirm': { in: Nothing; out: { confirmed: number } };
  'ruleset.list': {
    in: Nothing;
    out: {
      ruleSets: (Pick<ShownRuleSet, 'id' | 'version' | 'name' | 'draft' | 'source'> & { active: boolean })[];
    };
  };
  'ruleset.get': { in: { id: string; version: number }; out: { ruleSet: ShownRuleSet } };
  'ruleset.save': {
    in: {
      id: string;
      limits?: Record<string, { limit: Limit }>;
      switches?: Partial<RuleSetSwitches>;
      windows?: Record<string, number>;
      majorChanges?: string[];
    };
    out: { ruleSet: ShownRuleSet };
  };
  'ruleset.activate': { in: { id: string; version: number }; out: { ruleSet: ShownRuleSet } };
};
