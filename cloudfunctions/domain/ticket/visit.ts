import type { Instant } from '../time';

/** What a ticket knows of those who are called about it after its end (A49). */

/** Why somebody is called. */
export const visitSources = [
  { value: 'phone', label: '电话、窗口来件' },
  { value: 'refused', label: '不予受理' },
  { value: 'unreachable', label: '按联系不上办结' },
  { value: 'rectified', label: '差评已整改' },
  { value: 'sample', label: '随机抽取' },
  { value: 'asked', label: '运营方指定' },
] as const;

export type VisitSource = (typeof visitSources)[number]['value'];

export type Visit = {
  /** Whose: the number under which the person's words lie (A43). */
  of: string;
  source: VisitSource;
  /** Since when the person is to be called. */
  at: Instant;
  /** Of a sample: how it was drawn, for whoever draws it again. */
  drawn?: string;
  /** `waiting`: for what comes of the first call; `again`: it has come, and the person is called once more. */
  stage: 'wanted' | 'opened' | 'waiting' | 'again' | 'done';
  /** The number of the visit, once it is opened. */
  no?: string;
};
