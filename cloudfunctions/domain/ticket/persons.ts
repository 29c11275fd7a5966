import type { Instant } from '../time';
import type { JoinedTicket, Ticket } from './ticket';

/** Whose a citizen's ticket is: of whoever filed it or claimed it, and of the persons of all merged into it (A43). */

type Part = Pick<JoinedTicket, 'no' | 'ownerId' | 'phoneHash'> & { withdrawnAt?: Instant };
type Parts = Pick<Ticket, 'no' | 'ownerId' | 'phoneHash' | 'joined' | 'details'>;

/** The ticket as it was filed, and each that was merged into it. */
export const partsOf = ({ no, ownerId, phoneHash, joined = [], details }: Parts): Part[] => [
  {
    no,
    ownerId,
    ...(phoneHash ? { phoneHash } : {}),
    ...(details.withdrawnAt ? { withdrawnAt: details.withdrawnAt } : {}),
  },
  ...joined,
];

/** The parts that are this person's. */
export const partsOfPerson = (ticket: Parts, id: string): Part[] =>
  partsOf(ticket).filter(part => part.ownerId !== null && part.ownerId === id);

export const isPersonOf = (ticket: Parts, id: string): boolean => partsOfPerson(ticket, id).length > 0;

const known = (parts: readonly Part[]): string[] => [
  ...new Set(parts.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId]))),
];

/** All known persons, each once. */
export const personsOf = (ticket: Parts): string[] => known(partsOf(ticket));

/** Those who still wait: they are told, and rate. */
export const waitingPersons = (ticket: Parts): string[] =>
  known(partsOf(ticket).filter(({ withdrawnAt }) => withdrawnAt === undefined));

/**
 * Whether somebody else still waits. What came by phone and is not claimed is this person's where the phone is the
 * same: for that it was merged.
 */
export const othersWait = (ticket: Parts, id: string): boolean => {
  const phones = new Set(partsOfPerson(ticket, id).map(({ phoneHash }) => phoneHash));
  return partsOf(ticket).some(
    ({ ownerId, phoneHash, withdrawnAt }) =>
      withdrawnAt === undefined &&
      ownerId !== id &&
      (ownerId !== null || phoneHash === undefined || !phones.has(phoneHash)),
  );
};

/** From one person: filed under one account, or from one phone, also what was merged into them before. */
export const samePerson = (one: Parts, other: Parts): boolean =>
  partsOf(one).some(part =>
    partsOf(other).some(
      ({ ownerId, phoneHash }) =>
        (ownerId !== null && ownerId === part.ownerId) ||
        (phoneHash !== undefined && phoneHash === part.phoneHash),
    ),
  );

/** The number under which a person's words and files lie; undefined = those of whoever filed the ticket. */
export const partOfActor = (ticket: Parts, id: string): string | undefined =>
  ticket.ownerId === id ? undefined : partsOfPerson(ticket, id)[0]?.no;

/** The ticket into which this one was merged. */
export const mergedInto = ({ state, links }: Pick<Ticket, 'state' | 'links'>): string | undefined =>
  state === 'merged' ? links.find(({ relation }) => relation === 'merged-into')?.no : undefined;
