import type { Actor } from '../engine';
import type { ReportType } from './periods';

/** Whose list a report stands in: every reader has one key, so that each list is one range of one index. */

type Of = { type: ReportType; unitId: string | null; region: string | null };

/** The key of a reader, or undefined for a role that reads no reports. */
export const readerOf = ({ role, unitId, region }: Actor): string | undefined => {
  if (unitId !== undefined) return `unit:${unitId}`;
  if (role === 'local') return region && `region:${region}`;
  if (role === 'operator' || role === 'operator-lead') return 'operator';
  return role === 'manager' ? 'manager' : undefined;
};

const isOwn = (reader: string, { unitId, region }: Of): boolean =>
  reader === `unit:${unitId ?? ''}` || reader === `region:${region ?? ''}`;

const partOf = ({ unitId, region }: Of): string =>
  unitId !== null ? `unit:${unitId}` : region !== null ? `region:${region}` : '';

/** The list of a reader, perhaps of one type only. Those of the platform choose the unit or region whose edition they want. */
export const listOf = (reader: string, part: string, type?: ReportType): string =>
  [reader, part, type ?? ''].join('|');

/** The lists of some readers in which a report stands. */
export const listsOf = (readers: readonly string[], report: Of): string[] =>
  readers.flatMap(reader => {
    const part = isOwn(reader, report) ? '' : partOf(report);
    return [listOf(reader, part), listOf(reader, part, report.type)];
  });

/** Who completes and signs it reads the draft. */
export const draftReaders = ({ type }: Pick<Of, 'type'>): string[] => [
  type === 'bulletin' ? 'manager' : 'operator',
];

/** Once it is sent: the operator and the manager read all, a unit and a region their own. */
export const sentReaders = (report: Of): string[] => [
  'operator',
  'manager',
  ...(partOf(report) === '' ? [] : [partOf(report)]),
];
