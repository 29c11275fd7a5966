import type { CivilDate, Instant } from '../time';

/** What came of it, said with a reply (A49): each as staff choose it, and as the citizen reads it. */
export const replyResults = [
  { value: 'solved', label: '已解决', told: '问题已经解决' },
  { value: 'partly', label: '部分解决', told: '问题解决了一部分' },
  { value: 'planned', label: '已列入计划，到时再答复', told: '已经列入计划' },
  { value: 'explained', label: '解释说明', told: '已作出解释说明' },
  { value: 'unfounded', label: '经核实与反映的情况不一致', told: '经核实，情况与反映的不一致' },
] as const;

export type ReplyResult = (typeof replyResults)[number]['value'];

/** Where nothing is said about it, something was explained. */
export const FIRST_RESULT: ReplyResult = 'explained';

/** Where whoever is refused can turn to instead (A16), as the citizen reads it. */
export type Remedy = { name: string; phone?: string; where?: string };

/** `ground` and `turnTo` are of the lists that are kept of them (A35, A16); `redirect` has all of it in words. */
export type Refusal = {
  ground?: string;
  reason: string;
  basis: string;
  redirect: string;
  turnTo?: Remedy[];
  at: Instant;
  objectUntil: CivilDate;
};

/** What can be wrong with a reply before it leaves (contract §5, `reply.check`). */
export type ReplyWarningCode = 'hollow' | 'unanswered' | 'personal' | 'plain';

/**
 * How a reply left (A52): what it was warned of, by what replies of the same words are found, and whether two other persons
 * had them already.
 */
export type ReplySigns = { warned?: ReplyWarningCode[]; words?: string; sameWords?: true };
