import { regionPath, type Catalogue } from '../catalogue';
import { hasRole, platformStaff } from '../catalogue/roles';
import type { Actor } from '../engine';

/** Whose rows of a register: every row carries the keys of its readers, and every reader has one, so a list is one range. */

/** The key of a member, or undefined for a role that sees no rows. */
export const readerKey = ({ role, unitId, region }: Actor): string | undefined => {
  if (hasRole({ role }, platformStaff)) return 'all';
  if (role === 'local') return region && `region:${region}`;
  return unitId && `unit:${unitId}`;
};

/** The key under which rows are found that are about an account; it is no reader's. */
export const memberKey = (memberId: string): string => `member:${memberId}`;

/** Whether a key is a reader's: rows are also found by others. */
export const isReaderKey = (key: string): boolean => key === 'all' || /^(?:unit|region):/.test(key);

/** The keys of a row of the platform's own. */
export const platformKeys: readonly string[] = ['all'];

/** The keys of a row of one region's authority: it, those above it, and who runs the platform. */
export const regionKeys = (region: string, catalogue: Pick<Catalogue, 'region'>): string[] => [
  'all',
  ...regionPath(region, catalogue).map(code => `region:${code}`),
];

/** The keys of a row of this unit: the unit itself, the authorities of its region and above, who runs the platform. */
export const rowKeys = (unitId: string, catalogue: Pick<Catalogue, 'unit' | 'region'>): string[] => [
  'all',
  `unit:${unitId}`,
  ...regionPath(catalogue.unit(unitId)?.region, catalogue).map(code => `region:${code}`),
];

/** Whose rows are of no unit: the operator's, where a register has such. */
export const OPERATOR = 'operator';

/** Whose a row is: of a unit, of the operator where the unit is left blank, else of the platform. */
export const ownerOf = (
  { owner }: { owner?: string | undefined },
  values: Readonly<Record<string, unknown>>,
): string => {
  if (owner === undefined) return '';
  const given = values[owner];
  return typeof given === 'string' && given !== '' ? given : OPERATOR;
};
