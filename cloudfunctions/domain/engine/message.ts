import type { CivilDate } from '../time';

/** Who is told. Resolved to people when the message is delivered. */
export type Audience =
  | { to: 'citizen' }
  | { to: 'operator' }
  | { to: 'operator-lead' }
  | { to: 'manager' }
  | { to: 'unit'; unitId: string }
  | { to: 'lead'; unitId: string }
  | { to: 'member'; memberId: string }
  /** Local authorities of a region and above, without that of one region. */
  | { to: 'local'; region: string; without?: string }
  /** The local authority of this very region. */
  | { to: 'authority'; region: string }
  /** Citizens who follow a service, or who have an open ticket about it. */
  | { to: 'followers'; serviceId: string };

/** Ways out of the mini-program that a duty asks for besides the inbox (G-3.2.3a). */
export type OuterChannel = 'email' | 'sms';

/** What is to be sent to whom. `key` makes it unique per ticket: a repeat is the same message. */
export type Message = {
  audience: Audience;
  template: string;
  text: string;
  key: string;
  channels?: readonly OuterChannel[];
  /** A digest: not for whom had one on that day or since (A24). */
  notSince?: CivilDate;
};

/** What a change adds to which counter. */
export type Counts = Record<string, number>;
