import type { CivilDate } from '../time';

/** One entry of the knowledge base, as far as finding it needs to know. */
export type KnowledgeEntry = {
  id: string;
  question: string;
  /** Other ways to ask the same thing; each counts like the question. */
  similar: string[];
  answer?: string;
  serviceName?: string;
  /** Administrative code of six digits; none = holds everywhere. */
  region?: string;
  /** First and last day on which the answer holds, both included. */
  validFrom?: CivilDate;
  validUntil?: CivilDate;
  /** `false` = not yet confirmed by the unit: never shown. */
  verified?: boolean;
};

/** Who asks, and when: decides which entries may be shown at all. */
export type Circumstances = { region?: string; today?: CivilDate };

/** The significant digits of an administrative code: 440000 → 44, 440100 → 4401, 440106 → 440106. */
const stem = (region: string): string => region.replace(/(00){1,2}$/, '');

/** True when what holds in `outer` holds in `inner` too: the same region, or one below it. */
export const regionCovers = (outer: string, inner: string): boolean => inner.startsWith(stem(outer));

/** How close an entry's region is to the reader: 0 = everywhere, 2 = province, 4 = city, 6 = county. */
export const regionDepth = (region: string | undefined): number => (region ? stem(region).length : 0);

/**
 * True when the entry may be shown: verified, valid on the day, and not of another region.
 * Without a region of the reader every region may be shown (but see `answer`: not as a plain answer).
 */
export const mayShow = (entry: KnowledgeEntry, { region, today }: Circumstances): boolean => {
  if (entry.verified === false) return false;
  if (entry.region && region && !regionCovers(entry.region, region)) return false;
  if (today && entry.validFrom && entry.validFrom > today) return false;
  if (today && entry.validUntil && entry.validUntil < today) return false;
  return true;
};
