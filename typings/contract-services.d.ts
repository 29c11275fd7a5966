import type { CivilDate, Instant } from './contract-basics';

/** Notices, windows of maintenance, and the register of services (contract.md). */

export type ShownNotice = {
  id: string;
  kind: 'maintenance' | 'fault' | 'offline' | 'general';
  title: string;
  text: string;
  serviceId?: string;
  serviceName?: string;
  region?: string;
  publishedAt: Instant;
  startsAt?: Instant;
  endsAt?: Instant;
  /** What to do instead. */
  instead?: string;
  /** Of a single notice: it is over. */
  ended?: true;
  /** Of a single notice: its service has been withdrawn for good, nobody can wait for its return. */
  serviceWithdrawn?: true;
};

/** A notice as staff work on it. */
export type StaffNotice = Omit<ShownNotice, 'publishedAt' | 'ended' | 'serviceWithdrawn'> & {
  state: 'draft' | 'scheduled' | 'public' | 'ended';
  /** Public from then on; a draft has none. */
  publishedAt?: Instant;
  /** When whoever drafted it wants it to be public. */
  publishAt?: Instant;
  /** The ticket whose procedure issued it. */
  no?: string;
  /** What keeps it from being published, by field. */
  problems: Record<string, string>;
  /** What the reader may do with it now. */
  acts: ('save' | 'publish' | 'withdraw' | 'review')[];
  /** Who reviewed what it says, or until when it has to be that was published before (A53). */
  review?: { state: 'done'; by: string; at: Instant } | { state: 'due' | 'late'; until: Instant };
  /** The newest of what was done with it. */
  steps: { at: Instant; by: string; what: string }[];
  /** Counted with each step. */
  version: number;
};

/** Windows of maintenance and major events, and what kind of days they lie in. */
export type MaintenanceCalendar = {
  /** How many more there are within these days. */
  more?: number;
  windows: {
    no: string;
    serviceId?: string;
    serviceName?: string;
    title: string;
    startsAt: Instant;
    endsAt: Instant;
    state: string;
    stateLabel: string;
    warnings: string[];
  }[];
  days: { date: CivilDate; kind: 'work' | 'off' | 'make-up'; name?: string }[];
};

/** What is planned to be said to citizens, of all parties, by day (G-4.1). */
export type PlannedContent = {
  /** Of the ticket, or of a notice that staff wrote by itself. */
  id: string;
  no?: string;
  kind: string;
  kindLabel: string;
  title: string;
  from: CivilDate;
  until: CivilDate;
  party: { id: string; name: string };
  channels: string[];
  stateLabel: string;
  /** Nothing of it is ahead any more. */
  over?: boolean;
  /** What else of its days says the same or goes out through the same channel. */
  clashes: string[];
};

export type ContentCalendar = {
  /** In the order of their days. */
  items: PlannedContent[];
  /** More than can be listed: then each day says how many, up to 100 = "99+", and is asked for by itself. */
  counts?: { date: CivilDate; n: number }[];
  /** More of this day. */
  nextCursor?: string;
  /** To whom it can be narrowed. */
  parties: { id: string; name: string }[];
  days: MaintenanceCalendar['days'];
};

export type ShownService = {
  id: string;
  name: string;
  /** What the operator calls it on the first page (`featured`, J-9b). */
  label?: string;
  unitId: string;
  unitName: string;
  state: 'online' | 'fault' | 'maintenance' | 'offline';
  notice?: string;
  /** Withdrawn for good: it does not come back. */
  withdrawn?: boolean;
  open?: { type: 'miniprogram' | 'h5'; target: string };
};

type StatutoryLimit = {
  n: number;
  unit: 'working-day' | 'calendar-day' | 'month';
  stage: 'accept' | 'reply';
  basis: string;
};

/** How a service was on one day, as its watched addresses showed it. */
export type AvailabilityOfDay = {
  day: CivilDate;
  up: number;
  down: number;
  /** Failures within announced maintenance; they do not count. */
  planned: number;
  downMinutes: number;
  percent: number;
  medianMilliseconds?: number;
};

/** An entry of the register of services, for staff; what is optional is for whoever answers for it. */
export type ServiceEntry = ShownService & {
  aliases: string[];
  region: { code: string; name: string };
  competent: { region: string; regionName: string; unitId: string; unitName: string }[];
  statutory: StatutoryLimit[];
  /** `unitId`: who answers for it, where that is not whoever answers for the service (G-5.2c). */
  items: { code: string; name: string; unitId?: string; unitName?: string; statutory: StatutoryLimit[] }[];
  /** The tickets that say why it is not online. */
  conditions: {
    no: string;
    state: 'fault' | 'maintenance' | 'offline';
    reason: string;
    instead?: string;
    since: Instant;
  }[];
  windows: { no: string; startsAt: Instant; endsAt: Instant }[];
  withdrawn: boolean;
  contacts?: { duty: 'owner' | 'technical' | 'content' | 'duty'; name: string; phone: string }[];
  interfaces?: {
    name: string;
    url: string;
    probe?: {
      everyMinutes: number;
      expectStatus: number;
      expectText?: string;
      timeoutSeconds: number;
      failures: number;
    };
  }[];
  /** Nobody answers for it, or a contact has no name. */
  vacant?: boolean;
  /** Newest first. */
  availability?: AvailabilityOfDay[];
  /** What the reader may edit. */
  keeping: 'all' | 'contacts' | 'nothing';
  /** Handed back when saving, so that nobody's edit is overwritten. */
  revision: string;
};

/** A line of a service's history: by a ticket, or an edit of the register. */
export type ServiceStep = {
  at: Instant;
  no?: string;
  from: ShownService['state'];
  to: ShownService['state'];
  reason: string;
  by?: string;
};
