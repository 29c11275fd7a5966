import type { AskToJudge } from '../../../typings/api';

type Judgement = { askId: string; right: boolean; faqId?: string };

/**
 * What a choice says about what the machine did: a person was right to be asked when no entry answers; an answer was
 * right when the chosen entry was the one given, or was among the choices.
 */
export function judgementOf(
  { askId, band, shown }: Pick<AskToJudge, 'askId' | 'band' | 'shown'>,
  faqId: string | null,
): Judgement {
  if (faqId === null) return { askId, right: band === 'handover' };
  const offered = band === 'answer' ? shown.slice(0, 1) : shown;
  return { askId, right: band !== 'handover' && offered.indexOf(faqId) >= 0, faqId };
}
