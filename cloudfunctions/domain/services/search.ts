import type { Service } from '../catalogue';
import { isCovered, VERBS } from '../typed/pieces';
import { comparable } from '../typed/words';

/**
 * How services are found by words: a query matches when every term of it is found, in any order. Terms written together
 * (补办社保卡) are cut into pieces where the texts of the service allow it.
 */

/** Where the terms of a query were found, best first. */
export const searchTiers = ['whole', 'name', 'item', 'unit'] as const;
export type SearchTier = (typeof searchTiers)[number];

/** Full-width as half-width, lower case, letters and digits only: what is between them parts the terms. */
const termsOf = (text: string): string[] =>
  comparable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const plain = (text: string): string => termsOf(text).join('');

const unique = (values: string[]): string[] => [...new Set(values)];

const runs = (text: string, length: number): string[] => {
  const characters = [...text];
  return characters.slice(length - 1).map((_, at) => characters.slice(at, at + length).join(''));
};

const partsOf = (texts: readonly string[], lengths: readonly number[]): string[] =>
  unique(texts.flatMap(text => lengths.flatMap(length => runs(text, length))));

type Found = Pick<Service, 'name' | 'aliases' | 'items'>;

/** The texts of a service in which a query may be found, by tier; each tier holds those before it. */
const textsOf = ({ name, aliases, items = [] }: Found, unitName: string) => {
  const names = [name, ...aliases].map(plain);
  const withItems = unique([...names, ...items.map(item => plain(item.name))]);
  return { whole: names, name: names, item: withItems, unit: [...withItems, plain(unitName)] };
};

/** Parts of the wider tiers are kept apart, so that a name is found without reading what has only a unit in common. */
const PREFIX: Record<SearchTier, string> = { whole: '', name: '', item: 'i:', unit: 'u:' };

/** What the index holds of a service: runs of one, two and three characters of its names, of one and two of the rest. */
export const searchParts = (service: Found, unitName: string): string[] => {
  const { name, item, unit } = textsOf(service, unitName);
  const wider = (tier: 'item' | 'unit', texts: string[]): string[] =>
    partsOf(texts, [1, 2]).map(part => PREFIX[tier] + part);
  return [
    ...partsOf(name, [1, 2, 3]),
    ...(unique(item).length > unique(name).length ? wider('item', item) : []),
    ...wider('unit', unit),
  ];
};

/** What every service has in which this term is found, however it is cut. */
const neededBy = (term: string): string[] => {
  const characters = [...term];
  const pairs = runs(term, 2);
  if (pairs.length < 2) return [term];
  const verbFirst = VERBS.has(characters[0] ?? '');
  return unique([...pairs.slice(-1), ...(verbFirst ? [] : pairs.slice(0, 1)), ...characters]);
};

/**
 * The parts that a service found in this tier has; none when there is nothing to look for, or nothing of this tier's own:
 * two characters cannot be cut. A service may have them without matching: `tierOf` decides.
 */
export const neededParts = (query: string, tier: SearchTier): string[] => {
  const terms = termsOf(query);
  const whole = terms.join('');
  if (tier === 'whole') return unique(runs(whole, 3));
  return unique(terms.flatMap(neededBy)).map(part => PREFIX[tier] + part);
};

/** Where a query is found in a service, best tier first; undefined when a term is nowhere. */
export const tierOf = (query: string, service: Found, unitName: string): SearchTier | undefined => {
  const terms = termsOf(query);
  const whole = terms.join('');
  const texts = textsOf(service, unitName);
  if (whole === '') return undefined;
  return searchTiers.find(tier =>
    tier === 'whole'
      ? [...whole].length > 2 && texts.whole.some(text => text.includes(whole))
      : terms.every(term => isCovered(term, texts[tier])),
  );
};
