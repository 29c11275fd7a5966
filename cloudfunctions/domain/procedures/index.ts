import type { Procedure } from '../engine';
import type { Ticket } from '../ticket/ticket';
import { change } from './change';
import { complaint } from './complaint';
import { consultation } from './consultation';
import { emergencyDelisting } from './emergency-delisting';
import { fault } from './fault';
import { listing } from './listing';
import { maintenance } from './maintenance';
import { majorFault } from './major-fault';
import { release } from './release';
import { releaseFiling } from './release-filing';
import { suggestion } from './suggestion';

export { openTicket, type Opening } from './common/citizen-ticket/open-ticket';

/** What citizens file. */
export const citizenProcedures: readonly Procedure[] = [consultation, complaint, suggestion];

/** What staff start. */
export const staffProcedures: readonly Procedure[] = [
  listing,
  change,
  fault,
  emergencyDelisting,
  maintenance,
  majorFault,
  release,
  releaseFiling,
];

/** Every procedure of the product; adding one is one file and one line here. */
export const procedures: readonly Procedure[] = [...citizenProcedures, ...staffProcedures];

/** In the order of lists: what cannot wait before what can. */
export const inOrder: readonly Procedure[] = [...procedures].sort((one, other) => one.order - other.order);

export const procedureOf = (kind: Ticket['kind']): Procedure => {
  const found = procedures.find(procedure => procedure.kind === kind);
  if (!found) throw new Error(`no procedure of kind ${kind}`);
  return found;
};
