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
