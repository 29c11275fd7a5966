import { condensed } from '../typed/words';
import type { CivilDate } from '../time';

/**
 * What was looked at, taken out and given on, held against the register of data use (J-21a): each needs an entry of its
 * party that says so, with its ground, for whom, and for that day.
 */

/** What an entry of the register says; it always has a ground. */
export type DataUse = {
  id: string;
  name: string;
  /** Whose data it is. */
  ownerId: string;
  way: string;
  grade: string;
  recipient?: string | undefined;
  from: CivilDate;
  until?: CivilDate | undefined;
};

/** `access`: personal data were looked at; `export`: a list about persons left as a file; `shared`: it went to others. */
export type UseSort = 'access' | 'export' | 'shared';
export type Access = { sort: UseSort; party: string; day: CivilDate; recipient?: string };

/** Entries that an access could fall under; what is about nobody is not asked for. */
const isPersonal = ({ grade }: Pick<DataUse, 'grade'>): boolean =>
  grade === 'personal' || grade === 'sensitive';

const givesOn = ({ way }: Pick<DataUse, 'way'>): boolean => way === 'shared' || way === 'provided';

const isSame = (one = '', other = ''): boolean => condensed(one) === condensed(other);

export const isInForce = ({ from, until }: Pick<DataUse, 'from' | 'until'>, day: CivilDate): boolean =>
  from <= day && (until === undefined || day <= until);

/** Whether an entry covers an access: of the same party, of that kind, in force on the day, and for this recipient. */
export const covers = (entry: DataUse, { sort, party, day, recipient }: Access): boolean =>
  isPersonal(entry) &&
  entry.ownerId === party &&
  isInForce(entry, day) &&
  (sort === 'shared' ? givesOn(entry) && isSame(entry.recipient, recipient) : entry.way === 'used');

/** Entries of which something should be seen: collecting leaves no line in the journal. */
export const leavesTraces = (entry: Pick<DataUse, 'grade' | 'way'>): boolean =>
  isPersonal(entry) && entry.way !== 'collected';
