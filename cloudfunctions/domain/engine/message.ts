import type { CivilDate } from '../time';

/** Who is told. Resolved to people when the message is delivered. */
export type Audience =
  | { to: 'citizen' }
  /** Who called and left a number, by short message alone: the number is read from the ticket when it is sent (A48). */
  | { to: 'caller' }
  | { to: 'operator' }
  | { to: 'operator-lead' }
  | { to: 'manager' }
  /** The security officer; the manager where there is none. */
  | { to: 'security' }
  | { to: 'unit'; unitId: string }
  | { to: 'lead'; unitId: string }
  | { to: 'member'; memberId: string }
  /** Who is on duty by the roster of a unit, or of the operator (A51); its lead where nobody is. */
  | { to: 'duty'; unitId?: string }
  /** Local authorities of a region and above, without that of one region. */
  | { to: 'local'; region: string; without?: string }
  /** The local authority of this very region. */
  | { to: 'authority'; region: string }
  /** Citizens who follow a service, or who have an open ticket about it. */
  | { to: 'followers'; serviceId: string };

/** Ways out of the mini-program that a duty asks for besides the inbox (G-3.2.3a). */
export type OuterChannel = 'email' | 'sms';

/** What a citizen can allow to be told outside of the mini-program: what one waits for, never a receipt (A45). */
export const awaitedKinds = ['reply', 'question', 'end', 'notice'] as const;
export type Awaited = (typeof awaitedKinds)[number];

/** What is to be sent to whom. `key` makes it unique per ticket: a repeat is the same message. */
export type Message = {
  audience: Audience;
  /** Its kind. */
  template: string;
  /** As it is read: what happened, what it is about, the rest. */
  text: string;
  /** What happened and the rest, without the title. */
  says?: string;
  /** What it is about. */
  title?: string;
  key: string;
  channels?: readonly OuterChannel[];
  /** Of which kind the consent must be; missing = it reaches the inbox alone. */
  awaited?: Awaited;
  /** Nobody has to do anything about it: it stands in the list of reports and in the digest of the next morning (A45). */
  digest?: true;
  /** A digest: not for whom had one on that day or since (A24). */
  notSince?: CivilDate;
};

/** What a change adds to which counter. */
export type Counts = Record<string, number>;

/** The words of a message: as it is read, what happened and the rest, and what it is about (A45). */
export type Words = Required<Pick<Message, 'text' | 'says' | 'title'>>;

/** Where the first clause of a sentence ends. */
const CLAUSE_END = /[，；：。（]/;

/**
 * `已受理：投诉“夜间施工”，最迟 10 月 30 日 周五 答复您`: what happened comes first, as one may see no more of it, then what
 * it is about.
 */
export const namingTitle = (says: string, title: string): string => {
  const end = says.search(CLAUSE_END);
  if (end < 0) return `${says}：${title}`;
  const rest = says.slice(end);
  return `${says.slice(0, end)}：${title}${rest.startsWith('：') ? `，${rest.slice(1)}` : rest}`;
};

/** What a message says of a thing that is called so, a ticket or anything else; `says` begins as `Change.tell` wants it. */
export const wordsOn = (title: string, says: string): Words => ({
  text: namingTitle(says, title),
  says,
  title,
});
