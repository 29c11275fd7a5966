import type { CivilDate, Instant, Page } from '../contract-basics';
import type { ServiceEntry } from '../contract-services';
import type { Nothing, Paged } from './common';

/** Regions, units, the calendar and rule sets: what changes rarely (contract §5). */

/** What a save says of what it saves over: the version that was read, or that there is nothing. */
type Saving = { version?: number; new?: boolean };

export type ShownRegion = { code: string; name: string; parent?: string; version?: number };

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
  /** Counted with each save. */
  version?: number;
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

/** One of the options of a switch; of one that is a number, null = not at all. */
export type SwitchValue = string | number | boolean | null;

/** A limit of a procedure under a rule set, and what else may be said of it. */
export type ShownLimit = {
  limit: Limit;
  label: string;
  clause: string;
  /** An internal target: never shown as statutory (A7). */
  internal?: boolean;
  clock: string;
  /** What the shipped version says on which this one rests. */
  shipped: Limit;
  /** What it is called by itself, e.g. `咨询、建议：答复（办事业务）`. */
  title: string;
  /** In which units it can be given, from `min` to the `max` of each. */
  units: { unit: Limit['unit']; label: string; min: number; max: number }[];
};

/** What a window is called, and what may be said of it. */
export type ShownWindow = {
  label: string;
  clause?: string;
  unit: string;
  min: number;
  max: number;
  shipped: number;
};

/** One of `options`, or a number from `min` to `max`, where null is called `none`. */
export type ShownSwitch = {
  label: string;
  clause: string;
  shipped: SwitchValue;
  options?: { value: SwitchValue; label: string }[];
  none?: string;
  min?: number;
  max?: number;
};

/** One thing that two versions say differently, in words. */
export type RuleDifference = { label: string; clause?: string; before: string; after: string };

export type ListedRuleSet = {
  id: string;
  version: number;
  name: string;
  draft: boolean;
  source: string;
  /** New tickets are filed under it. */
  active: boolean;
  /** The day from whose beginning on it will be. */
  from?: string | undefined;
  /** The newest version of its rule set: the next one is saved on it. */
  latest: boolean;
  /** Who saved it; missing in versions that came with the product, and in old ones. */
  saved?: { by: string; at: Instant };
};

export type ShownRuleSet = ListedRuleSet & {
  /** The version that came with the product and holds where this one says nothing. */
  basedOn: number;
  /** The active version, whose place this one would take. */
  inForce: { id: string; version: number };
  limits: Record<string, ShownLimit>;
  switches: Record<string, SwitchValue>;
  windows: Record<string, number>;
  majorChanges: string[];
  roleNames: Record<string, string>;
  /** How windows and switches are called, and what they can be. */
  about: { windows: Record<string, ShownWindow>; switches: Record<string, ShownSwitch> };
  /** What would change for new tickets if it took the place of the active version. */
  differences: RuleDifference[];
};

/** Actions of the function `staff` for what changes rarely. */
export type CatalogueApi = {
  'region.list': { in: Nothing; out: { regions: ShownRegion[] } };
  'region.save': { in: Saving & { region: ShownRegion }; out: { region: ShownRegion } };
  /** `vacant`: those of the page that have nobody (A42). */
  'unit.list': { in: Paged & { query?: string }; out: Page<'units', ShownUnit> & { vacant: string[] } };
  'unit.save': { in: Saving & { unit: ShownUnit }; out: { unit: ShownUnit } };
  /** A unit ends (A42): its services and what is open go to the successor, the unit above it or the operator. */
  'unit.dissolve': {
    in: { unitId: string; version?: number; successorId?: string; reason: string };
    out: { unit: ShownUnit; moved: number };
  };
  'calendar.get': { in: { year?: number }; out: ShownCalendar };
  'calendar.import': {
    in: {
      year: number;
      source: string;
      days?: NamedDay[];
      /** The notice as it was published, or lines of single days, instead of `days` and `removed`. */
      text?: string;
      /** Needed where the year is published already (A41). */
      reason?: string;
      /** Days published before that hold no longer. */
      removed?: CivilDate[];
      dryRun?: boolean;
      /** Of the calendar that was read. */
      version?: string;
    };
    /** `moves`: of a dry run, the running dates that would move. */
    out: ShownCalendar & { moves?: { later: number; earlier: number } };
  };
  'calendar.confirm': { in: Nothing; out: { confirmed: number } };
  'ruleset.list': { in: Paged; out: Page<'ruleSets', ListedRuleSet> };
  'ruleset.get': { in: { id: string; version: number }; out: { ruleSet: ShownRuleSet } };
  'ruleset.save': {
    in: {
      id: string;
      /** The newest version that was seen: of two who save at once the later is told. */
      version?: number;
      limits?: Record<string, Limit | { limit: Limit }>;
      switches?: Record<string, SwitchValue>;
      windows?: Record<string, number>;
      /** Replaces the list. */
      majorChanges?: string[];
      roleNames?: Record<string, string>;
    };
    out: { ruleSet: ShownRuleSet };
  };
  'ruleset.activate': {
    in: {
      id: string;
      version: number;
      /** The active version that was seen: of two who activate at once the later is told. */
      inForce?: { id: string; version: number };
      /** The day from whose beginning on it holds; missing = from now on. */
      from?: string;
    };
    out: { ruleSet: ShownRuleSet };
  };
};
