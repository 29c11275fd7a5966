import type { ShownRegion } from '../../../typings/api';

/** Regions in a list. */
export type RegionLine = { code: string; name: string; words: string };

/** Those in whose name or code something occurs, in the order of their codes. */
export const regionLines = (regions: readonly ShownRegion[], query: string): RegionLine[] => {
  const words = query.trim();
  return regions
    .filter(({ code, name }) => name.includes(words) || code.startsWith(words))
    .sort((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code, name, parent }) => {
      const above = regions.find(one => one.code === parent)?.name;
      return { code, name, words: [code, above ? `属 ${above}` : ''].filter(Boolean).join(' · ') };
    });
};
