import { FUNCTION_TOKENS } from './features';
import { tokensOf } from './text';
import { ASKING_WORDS, DENIAL, DENYING_NOTHING, KINDS_OF_ASKING, NO_NUMBERS } from './words';

/** What a question is about, apart from how it is asked: 请问社保卡怎样补办 and 社保卡如何补办呢 have one gist. */
export type Gist = {
  /** What is left without words of asking, of courtesy, of denial and of grammar. */
  matter: ReadonlySet<number>;
  kinds: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  denies: boolean;
};

/** What is measured of two gists; the rarity of a term is 0..1. */
export const GIST_FEATURES = [
  'numbersExchanged', // 科目一 for 科目二: as many as both have and the other one lacks
  'denialOfOne',
  'kindsShared',
  'kindsApart',
  'kindsSame',
  'rarestMatterOfTMissing',
  'rarestMatterOfQMissing',
  'matterOfTMissing', // how many terms
  'matterOfQMissing',
  'sameMatter',
] as const;

/** Most missing terms that are counted: long messages lack hardly any and are lacked by much. */
const MOST_MISSING = 30;

/** Asks whether and denies nothing: 能不能, 上班了没. */
const WHETHER = /(\p{Script=Han})[不没]\1|没有?$/gu;
const ASKING = new RegExp([...ASKING_WORDS].sort((a, b) => b.length - a.length).join('|'), 'g');
const NUMBER = /[一二三四五六七八九十两]+/g;
const DIGITS = '零一二三四五六七八九';

/** What is written in signs in digits: 第五部 and 第 5 部 are one. */
const inDigits = (written: string): string => {
  const valueOf = (signs: string): number =>
    [...signs].reduce((sum, sign) => 10 * sum + (sign === '两' ? 2 : DIGITS.indexOf(sign)), 0);
  const [tens, ones] = written.includes('十') ? written.split('十') : ['零', written];
  return String(10 * (tens ? valueOf(tens) : 1) + valueOf(ones ?? ''));
};

export const gistOf = (text: string): Gist => {
  const kinds = new Set<string>();
  const take = (kind: string | undefined): string => {
    if (kind) kinds.add(kind);
    return ' ';
  };
  const asked = text
    .replace(ASKING, word => take(KINDS_OF_ASKING.get(word)))
    .replace(WHETHER, (_, verb?: string) => `${take('whether')}${verb ?? ''}`);
  const matter = asked.replace(NO_NUMBERS, ' ').replace(NUMBER, inDigits);
  return {
    matter: new Set(tokensOf(matter.replace(DENIAL, ' ')).filter(token => !FUNCTION_TOKENS.has(token))),
    kinds,
    numbers: new Set(matter.match(/\d+/g)),
    denies: text.replace(WHETHER, ' ').replace(DENYING_NOTHING, ' ').search(DENIAL) >= 0,
  };
};

const without = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): T[] =>
  [...one].filter(each => !other.has(each));

/** The values of GIST_FEATURES for a query (Q) and a question (T). */
export const gistFeatures = (q: Gist, t: Gist, rarity: (term: number) => number): number[] => {
  const [onlyInT, onlyInQ] = [without(t.matter, q.matter), without(q.matter, t.matter)];
  const exchanged = Math.min(without(q.numbers, t.numbers).length, without(t.numbers, q.numbers).length);
  const kinds = new Set([...q.kinds, ...t.kinds]).size;
  const shared = q.kinds.size + t.kinds.size - kinds;
  return [
    exchanged,
    q.denies !== t.denies ? 1 : 0,
    kinds > 0 ? shared / kinds : 1,
    q.kinds.size > 0 && t.kinds.size > 0 && shared === 0 ? 1 : 0,
    shared === kinds ? 1 : 0,
    Math.max(0, ...onlyInT.map(rarity)),
    Math.max(0, ...onlyInQ.map(rarity)),
    Math.min(MOST_MISSING, onlyInT.length),
    Math.min(MOST_MISSING, onlyInQ.length),
    q.matter.size > 0 && onlyInT.length + onlyInQ.length === 0 ? 1 : 0,
  ];
};
