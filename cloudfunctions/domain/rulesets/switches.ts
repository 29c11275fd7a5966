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
