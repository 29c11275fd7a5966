/** Under which a version of a rule set is stored: those of one rule set sort by their number. */
export const ruleSetKey = ({ id, version }: { id: string; version: number }): string =>
  `${id}#${String(version).padStart(6, '0')}`;
