/**
 * Fits what dangers sound like (`cloudfunctions/domain/urgent/learned.json`) to wordings of people, and to the everyday
 * questions of the demo as what is harmless. To be run after one of them has changed.
 * Run: npx tsx tools/seed/fit-danger.ts
 */
import fs from 'node:fs';
import path from 'node:path';
import { gramsOf, type Learned } from '../../cloudfunctions/domain/urgent/learned';
import { plainOf } from '../../cloudfunctions/domain/urgent/plain';
import wordings from './data/dangers.json';
import faqs from './data/faq.json';
import judged from './data/judged.json';

/** An everyday question counts for less than one that shares the words of a danger. */
const EVERYDAY_WEIGHT = 0.15;
/** What is added to each count, so that a gram that was seen once proves little. */
const PRIOR = 0.3;
const LOWEST = -2;
const HIGHEST = 2.5;
/** Weights nearer to nothing than this are not kept. */
const KEPT = 0.4;

/** A gram that one wording alone has is left out. */
const SEEN = 1;

type Weighed = { texts: readonly string[]; weight: number };

const countsOf = (all: readonly Weighed[]): { of: Map<string, number>; whole: number } => {
  const of = new Map<string, number>();
  let whole = 0;
  for (const { texts, weight } of all)
    for (const text of texts) {
      whole += weight;
      for (const gram of gramsOf(plainOf(text))) of.set(gram, (of.get(gram) ?? 0) + weight);
    }
  return { of, whole };
};

/** The log odds of each gram in the one against the other. */
const weightsOf = (one: readonly Weighed[], other: readonly Weighed[]): Record<string, number> => {
  const [a, b] = [countsOf(one), countsOf(other)];
  const chance = ({ of, whole }: typeof a, gram: string): number =>
    Math.log(((of.get(gram) ?? 0) + PRIOR) / (whole + 2 * PRIOR));
  const grams = [...new Set([...a.of.keys(), ...b.of.keys()])].sort();
  return Object.fromEntries(
    grams
      .filter(gram => (a.of.get(gram) ?? 0) + (b.of.get(gram) ?? 0) > SEEN)
      .map((gram): [string, number] => [gram, chance(a, gram) - chance(b, gram)])
      .map(([gram, odds]): [string, number] => [gram, Math.max(LOWEST, Math.min(HIGHEST, odds))])
      .filter(([, odds]) => Math.abs(odds) >= KEPT)
      .map(([gram, odds]): [string, number] => [gram, Number(odds.toFixed(1))]),
  );
};

const once = (texts: readonly string[]): Weighed[] => [{ texts, weight: 1 }];

export const fitDanger = ({ despair, dangers, harmless }: typeof wordings): Learned => {
  const everyday = [
    ...judged.map(({ q }) => q),
    ...faqs.flatMap(({ question, similar }) => [question, ...similar]),
  ];
  return {
    danger: weightsOf(once([...despair, ...dangers]), [
      ...once(harmless),
      { texts: everyday, weight: EVERYDAY_WEIGHT },
    ]),
    despair: weightsOf(once(despair), once(dangers)),
  };
};

if (require.main === module) {
  const file = path.join(__dirname, '../../cloudfunctions/domain/urgent/learned.json');
  fs.writeFileSync(file, `${JSON.stringify(fitDanger(wordings), null, 2)}\n`);
}
