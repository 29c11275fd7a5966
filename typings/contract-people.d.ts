import type { Instant } from './contract-basics';

/** The people on both sides, what they are told, and what lies on their desks (contract.md §4, §5). */

export type InboxMessage = {
  id: string;
  at: Instant;
  template: string;
  text: string;
  /** Number of the ticket or notice. */
  about?: string;
  read: boolean;
};

export type CitizenProfile = {
  policyVersion: string;
  consents: { policyVersion: string; at: Instant }[];
  preferences: { subscribe: boolean; largeText: boolean };
  region?: string;
  /** Regions to choose from, with their full names. */
  regions: { code: string; name: string }[];
  /** Services that the person follows, by their ids; the newest last. */
  subscribed: string[];
  /** Present when the person is also staff: the tab bar shows 工作台. */
  staff?: { roles: string[] };
};

export type StaffView = 'todo' | 'mine' | 'unit' | 'overdue' | 'all';

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
  menu: { key: string; label: string }[];
  counts: Record<StaffView, number>;
  /** Where oneself is written to outside of WeChat (G-3.2.3a). */
  address: OwnAddress;
};

export type OwnAddress = { email?: string; phone?: string };
