import type { Ticket } from '../../ticket/ticket';
import { authorOf } from '../common/staff-ticket/author';
import type { Side } from '../common/staff-ticket/side';
import { known } from './known';
import { typesFor, type DocumentType } from './types';

/** Who has which of the documents that it must have (G-3.2.1, J-7, J-12b, J-18a, J-20a, J-21a, J-22, J-23). */

const sideKey = ({ role, unitId, region }: Side): string => unitId ?? region ?? role;

/** Under what the documents of a side are found, in force, expired or on their way. */
export const documentsTag = (side: Side): string => `documents|${sideKey(side)}`;

/** Also what has ended: what was replaced or withdrawn is found no more, what expired shows as such. */
export const holdsFor = (ticket: Ticket): string[] =>
  ticket.state === 'withdrawn' || known.of(ticket).replacedBy !== undefined
    ? []
    : [documentsTag(authorOf(ticket))];

export type Held = { type: DocumentType; state: 'in-force' | 'coming' | 'expired' | 'missing'; no?: string };

export const heldLabels: Record<Held['state'], string> = {
  'in-force': '现行有效',
  coming: '正在制定',
  expired: '已失效',
  missing: '没有',
};

const stateOf = ({ state }: Ticket): Held['state'] =>
  state === 'lapsed' ? 'expired' : state === 'in-force' || state === 'published' ? 'in-force' : 'coming';

const rank = { 'in-force': 0, coming: 1, expired: 2, missing: 3 } as const;

/** What a side must have, and how each stands; of several the best counts. */
export const heldBy = (role: Side['role'], documents: readonly Ticket[]): Held[] =>
  typesFor(role).map(type => {
    const own = documents
      .filter(ticket => known.of(ticket).docType === type.value)
      .map(ticket => ({ type, state: stateOf(ticket), no: ticket.no }))
      .sort((one, other) => rank[one.state] - rank[other.state]);
    return own[0] ?? { type, state: 'missing' };
  });
