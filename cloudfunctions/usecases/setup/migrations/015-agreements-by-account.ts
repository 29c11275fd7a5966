import { refreshRegisters } from '../passes';
import type { Migration } from './migration';

/** Agreements and vettings are found by the account that they are about, and stand in the order of their ends (A37). */
export const agreementsByAccount: Migration = {
  number: 15,
  name: 'agreements-by-account',
  passes: [refreshRegisters],
};
