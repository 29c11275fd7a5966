/** Thresholds of checklists (G-3.3.2.1c): a direction, a number, and what it is measured in. */

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const THRESHOLD = new RegExp(`^(<=|≤|不超过|>=|≥|不低于)\\s*${NUMBER}\\s*([^\\d\\s]{0,6})$`);
const VALUE = new RegExp(`^${NUMBER}\\s*([^\\d\\s]{0,6})$`);

export type Threshold = { atMost: boolean; n: number; measure: string };

/** `≤80%`, `不低于 99.9`: a direction, a number and perhaps what it is measured in; undefined = it is none. */
export const readThreshold = (text: string): Threshold | undefined => {
  const [, direction = '', n, measure = ''] = THRESHOLD.exec(text.trim()) ?? [];
  return n === undefined
    ? undefined
    : { atMost: ['<=', '≤', '不超过'].includes(direction), n: Number(n), measure };
};

/** A measured value; what it is measured in may be left out, but must not be another one. */
export const readValue = (text: string, { measure }: Pick<Threshold, 'measure'>): number | undefined => {
  const [, n, given = ''] = VALUE.exec(text.trim()) ?? [];
  return n === undefined || (given !== '' && given !== measure) ? undefined : Number(n);
};

export const THRESHOLD_WORDS = '阈值要写成“≤80%”或“≥99.9”这样';
