import { foundBy } from './001-found-by';
import { rowsInTickets } from './002-rows-in-tickets';
import { ruleSetsAsOverrides } from './003-rule-sets-as-overrides';
import { mergedInTickets } from './004-merged-in-tickets';
import { sealed } from './005-sealed';
import { foundOtherwise } from './006-found-otherwise';
import { handedOver } from './007-handed-over';
import { inSimplified } from './008-simplified';
import { versions } from './009-versions';
import { counters } from './010-counters';
import { searchable } from './011-searchable';
import { narrowed } from './012-narrowed';
import { outcomes } from './013-outcomes';
import { stock } from './014-stock';
import { agreementsByAccount } from './015-agreements-by-account';
import { onCalendar } from './016-on-calendar';
import { namedEntries } from './017-named-entries';
import { seenOf } from './018-seen-of';
import { seenIn } from './019-seen-in';
import type { Migration } from './migration';

/**
 * What brings stored data to the form that this code writes, in the order in which it is done (docs/deploy.md says how
 * to add one). A migration that has landed is never changed or taken out; numbers go up by one.
 */
export const migrations: readonly Migration[] = [
  foundBy,
  rowsInTickets,
  ruleSetsAsOverrides,
  mergedInTickets,
  sealed,
  foundOtherwise,
  handedOver,
  inSimplified,
  versions,
  counters,
  searchable,
  narrowed,
  outcomes,
  stock,
  agreementsByAccount,
  onCalendar,
  namedEntries,
  seenOf,
  seenIn,
];

/** The version of the schema that this code writes. */
export const newestSchema = migrations.at(-1)?.number ?? 0;
