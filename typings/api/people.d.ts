import type { CivilDate, Instant, Page } from '../contract-basics';
import type { InboxMessage, OwnAddress } from '../contract-people';
import type { Nothing, Paged } from './common';

/** Members of staff, and everybody's own messages (contract §4, §5). */

/** Who receives somebody's messages too, from a day (or at once) to a day. */
export type StandIn = { memberId: string; from?: CivilDate; until: CivilDate };

/** Whom one can ask to stand in, who has been asked, and for whom one stands in. */
export type StandIns = {
  colleagues: { id: string; name: string; roleLabel: string }[];
  own?: StandIn & { name: string };
  forOthers: (StandIn & { name: string })[];
};

/** A stand-in of now: who it is for the one who is away (`isOwn`), for whom it is for the one who stands in. */
export type StandInNow = { memberId: string; name: string; until: CivilDate; isOwn: boolean };

/** A member as leads see it; never with the OPENID. */
export type ShownMember = {
  id: string;
  name: string;
  role: string;
  roleLabel: string;
  unitId?: string;
  region?: string;
  /** `invited`: the code has not been used yet. */
  state: 'invited' | 'active' | 'revoked';
  invitedUntil?: CivilDate;
  /** Who receives this member's messages too, until that day. */
  standIn?: StandIn;
  /** J-21c: the last day of the signed agreement. */
  agreementUntil?: CivilDate;
};

/** A role that the reader may give to somebody who is invited. */
export type InvitableRole = {
  role: Invitation['role'];
  label: string;
  hasRegion: boolean;
  hasAgreement: boolean;
};

export type Invitation = OwnAddress & {
  /** Where it is known; without it the answer has a code with which the person joins. */
  openid?: string;
  name: string;
  role: 'handler' | 'lead' | 'operator' | 'operator-lead' | 'manager' | 'local' | 'partner' | 'security';
  unitId?: string;
  region?: string;
  agreementUntil?: CivilDate;
  /** Asked again with the same one, nobody is invited twice, and the code is told again as long as it was not used. */
  requestId?: string;
};

/** Of both functions: one's own messages. */
export type InboxApi = {
  'inbox.list': {
    in: Paged & { reports?: boolean; unread?: boolean };
    out: Page<'messages', InboxMessage> & { unread: number };
  };
  /** `about` = only what is about this; empty = about nothing. */
  'inbox.read': { in: { upTo: Instant; about?: string }; out: null };
};

/** Actions of the function `staff` for people. */
export type PeopleApi = InboxApi & {
  'member.list': {
    /** `query`: a part of the name; then of those who work here now alone, and no further pages. */
    in: Paged & { unitId?: string; besideUnits?: true; query?: string };
    out: Page<'members', ShownMember> & { invites: InvitableRole[] };
  };
  /** The code is told this once, or again to the same request. */
  'member.invite': { in: Invitation; out: { member: ShownMember; code?: string } };
  'member.revoke': { in: { memberId: string }; out: { member: ShownMember } };
  /** `end` takes it back. */
  'member.standIn': {
    in: { memberId?: string; from?: CivilDate; until?: CivilDate; end?: true };
    out: { member: ShownMember };
  };
  'member.standIns': { in: Nothing; out: StandIns };
  /** What is left out is taken away. */
  'member.address': { in: OwnAddress; out: { address: OwnAddress } };
};
