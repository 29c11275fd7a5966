import type { Instant } from './contract-basics';
import type { ListedRegister } from './contract-registers';
import type { Category, TicketKind } from './contract-tickets';

/** The people on both sides, what they are told, and what lies on their desks (contract.md §4, §5). */

export type InboxMessage = {
  id: string;
  at: Instant;
  template: string;
  text: string;
  /** Number of the ticket or notice. */
  about?: string;
  /** What it is about, and what is said of it. */
  title?: string;
  says?: string;
  read: boolean;
};

/** A kind of ticket that can be filed, with its limits as the rules in force give them. */
export type FilingKind = {
  kind: TicketKind;
  label: string;
  /** What the citizen does: 我要投诉. */
  action: string;
  /** Its place among the big buttons of the first page, from 1; without one it is not there. */
  home?: number;
  /** The limit that comes first. */
  brief: string;
  /** Until when one hears, by category, with a service chosen and without. */
  limits: Record<Category, { service: string; none: string }>;
  /** Asks whom it is about. */
  asksAgainst?: boolean;
  /** The rules that give these limits are a draft, a 征求意见稿 (A18). */
  draft?: true;
};

export type MenuEntry = {
  key: string;
  label: string;
  /** Stands with those of the same group, under its name. */
  group?: string;
  /** Opens the form of this procedure. */
  opens?: string;
  /** Must be found at once when it is needed. */
  alarm?: boolean;
};

export type CitizenProfile = {
  policyVersion: string;
  consents: { policyVersion: string; at: Instant }[];
  /** `muted`: of what the person wants no message besides the inbox. */
  preferences: {
    subscribe: boolean;
    largeText: boolean;
    muted: CitizenProfile['templates'][number]['for'];
  };
  region?: string;
  /** Regions to choose from, with their full names. */
  regions: { code: string; name: string }[];
  /** Services that the person follows, by their ids; the newest last. */
  subscribed: string[];
  /** What can be filed, in order; the form begins with the first. */
  kinds: FilingKind[];
  /** Templates of subscribe messages, and what one hears by each. */
  templates: { id: string; for: ('reply' | 'question' | 'end' | 'notice')[] }[];
  /** Where this person uploads to: `<uploadFolder>/<random>/<name>`. */
  uploadFolder: string;
  /** What an erasure takes away, and what stays and why: said before it is done. */
  erasure: { gone: readonly string[]; stays: readonly string[] };
  /** Present when the person is also staff: the tab bar shows 工作台. */
  staff?: { roles: string[]; desk: StaffDesk };
};

export type StaffView = 'todo' | 'mine' | 'unit' | 'overdue' | 'all';

/**
 * What the desk of a role holds. `answersFor` = whose limits it has an eye on besides its own tickets (G-2.1c), or nobody's; `none` = what is said where
 * a queue is empty.
 */
export type StaffDesk = {
  queues: { value: StaffView; label: string; none: string }[];
  open: string;
  answersFor: string;
};

/** What lies open at a desk now; `desk` is what `ticket.queue` takes. */
export type DeskLights = {
  desk: string;
  name: string;
  overdue: number;
  /** Due before midnight. */
  today: number;
  open: number;
  /** Working days by which the oldest is over. */
  longest: number;
};

export type StaffProfile = {
  memberId: string;
  name: string;
  roles: string[];
  roleLabel: string;
  unit?: { id: string; name: string };
  region?: { code: string; name: string };
  menu: MenuEntry[];
  /** Kinds of tickets, in order, to narrow a list to. */
  kinds: { kind: string; label: string }[];
  /** Ways in which tickets came, to narrow a list to. */
  channelFilters: { channel: 'assigned'; label: string }[];
  /** Where what this member registers can come from; what a document assigns has an origin (A54). */
  channels: { value: string; label: string; origins?: { value: string; label: string }[] }[];
  /** Lists of record that this member reads. */
  registers: ListedRegister[];
  counts: Record<StaffView, number>;
  /** Where oneself is written to outside of WeChat (G-3.2.3a). */
  address: OwnAddress;
  /** Of the manager, until the first ticket was answered: what has to be set up, in order. */
  steps?: FirstStep[];
};

/** `key` = the entry of the menu where it is done. */
export type FirstStep = { key?: string; label: string; hint: string; done: boolean };

export type OwnAddress = { email?: string; phone?: string };
