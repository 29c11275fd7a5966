import { facts, text, type Audience, type Change, type Party } from '../../../engine';
import type { Holder, Ticket } from '../../../ticket/ticket';
import { isOfSide, sideFor, sides, theSide, type Side } from './side';
import { reporterOf } from './words';

/** Who has written or asked for something, as a side: whoever stands there goes on with it, also when a person has left. */

const written = facts({
  authorRole: text('起草角色'),
  authorUnit: text('起草单位'),
  authorRegion: text('起草地区'),
});

export const authorOf = (ticket: Pick<Ticket, 'work'>): Side => {
  const { authorRole = 'operator', authorUnit, authorRegion } = written.of(ticket);
  return {
    role: authorRole as Holder['role'],
    ...(authorUnit ? { unitId: authorUnit } : {}),
    ...(authorRegion ? { region: authorRegion } : {}),
  };
};

/** Notes the side of whoever opens it. */
export const noteAuthor = (change: Change): Side => {
  const { role, unitId, region } = reporterOf(change.context);
  written.note(change, { authorRole: role, authorUnit: unitId, authorRegion: region });
  return authorOf(change.ticket);
};

export const author: Party = {
  label: '起草方',
  roles: sides,
  has: (actor, ticket, { catalogue }) => isOfSide(actor, sideFor(authorOf(ticket), catalogue)),
};

/** Gives it back to that side; of a unit without anybody to the one that stands in (A42). */
export const giveToAuthor = (change: Change): void =>
  change.hold(sideFor(authorOf(change.ticket), change.context.catalogue));

export const theAuthor = (ticket: Ticket): Audience => theSide(authorOf(ticket));
