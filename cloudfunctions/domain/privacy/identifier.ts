/**
 * What names a person in a text (J-21b, A23). `passport`: also permits to travel; `permit`: identity cards of Hong Kong
 * and Macao, permanent residence, cards of officers; `account`: WeChat, QQ, social security, housing fund, school.
 */
export type IdentifierKind =
  'id-card' | 'phone' | 'bank-card' | 'passport' | 'permit' | 'account' | 'email' | 'plate';

/** `value` is half-width, without blanks and dashes; `start` and `end` (exclusive) are positions in the text. */
export type Identifier = { kind: IdentifierKind; value: string; start: number; end: number };

/** A possible identifier; of two that overlap, the lower rank wins, then the earlier one. */
export type Candidate = Identifier & { rank: number };
