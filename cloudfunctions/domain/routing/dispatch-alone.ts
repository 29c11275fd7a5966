import { classify, type Message, type RouterWeights } from './linear-model';
import type { Suggestion } from './suggest-units';

/** What speaks for dispatching a message without a person. */
export type Routed = { unitId: string; confidence: number };

/**
 * The unit to which a message goes without a person (contract §7), or undefined = the operator decides. Only where the
 * rule set switches it on (`above`), the trained router was measured to be right at its threshold on 97 of 100, it is
 * as sure as both ask for, and catalogue and jurisdiction put the same unit first.
 */
export const dispatchAlone = (
  message: Message,
  weights: RouterWeights | undefined,
  above: number | null,
  suggestions: readonly Suggestion[],
): Routed | undefined => {
  if (above === null || weights?.dispatchAt === undefined) return undefined;
  const { label, confidence } = classify(weights, message);
  if (confidence < Math.max(above, weights.dispatchAt) || suggestions[0]?.unitId !== label) return undefined;
  return { unitId: label, confidence };
};
