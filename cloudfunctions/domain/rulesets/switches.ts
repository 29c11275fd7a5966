export type SwitchValue = string | number | boolean | null;

/**
 * What a rule set decides one way or another: one of some values, or (`none`) nothing at all or a number from `min` to
 * `max`. Each belongs to the procedures that ask it. `first` is the value with which it shipped; it never changes.
 */
export type SwitchDefinition<T extends SwitchValue = SwitchValue> = {
  /** Its name in rule sets. */
  id: string;
  label: string;
  clause: string;
  first: T;
} & ({ options: readonly { value: T; label: string }[] } | { none: string; min: number; max: number });

export const yesOrNo = (yes: string, no: string): { value: boolean; label: string }[] => [
  { value: true, label: yes },
  { value: false, label: no },
];

/** What holds whatever the procedure. */
export const platformSwitches = {
  /** Keys are the owner's to draw: a rule set says what they must do, and the pages 运行状况 and 核对办理记录 whether they do. */
  cipher: {
    id: 'cipher',
    label: '个人信息加密算法',
    clause: 'J-21b',
    first: 'any',
    options: [
      { value: 'any', label: 'AES-256-GCM 或者国密 SM4' },
      { value: 'sm4-cbc-hmac-sm3', label: '国密 SM4（HMAC-SM3 校验）' },
      { value: 'aes-256-gcm', label: 'AES-256-GCM' },
    ],
  } as SwitchDefinition<'any' | 'sm4-cbc-hmac-sm3' | 'aes-256-gcm'>,
  noticeReview: {
    id: 'noticeReview',
    label: '公告由另一人审核',
    clause: 'A53',
    first: 'after',
    options: [
      { value: 'after', label: '可以先发布，在规定时间内审核' },
      { value: 'before', label: '审核后才能发布，故障、停用公告可以先发布' },
    ],
  } as SwitchDefinition<'after' | 'before'>,
} as const;

/** A switch under a rule set: what the rule set says, else the value with which it shipped. */
export const switchOf = <T extends SwitchValue>(
  ruleSet: { switches: Readonly<Record<string, SwitchValue>> },
  { id, first }: SwitchDefinition<T>,
): T => {
  const value = ruleSet.switches[id];
  // What a rule set says was read by this very definition when it was saved.
  return value === undefined ? first : (value as T);
};

/** `须经审核`, `不自动分办`, `0.9`. */
export const switchInWords = (definition: SwitchDefinition, value: SwitchValue): string => {
  if ('options' in definition)
    return definition.options.find(option => option.value === value)?.label ?? String(value);
  return value === null ? definition.none : String(value);
};
