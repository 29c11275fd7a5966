import { ticketNumber } from '../../../cloudfunctions/domain/privacy/ticket-number';
import type { CivilDate } from '../../../cloudfunctions/domain/time';

/** All that eight characters of 29 can say, and a step that has no divisor with it: n steps never meet. */
const ALL = 29n ** 8n;
const STEP = 318_734_571_083n;

/** The number of the n-th ticket of the load: looks drawn, and no two of a million are the same. */
export const numberOf = (prefix: string, day: CivilDate, n: number): string => {
  let rest = (BigInt(n + 1) * STEP) % ALL;
  return ticketNumber(prefix, day, max => {
    const digit = Number(rest % BigInt(max));
    rest /= BigInt(max);
    return digit;
  });
};
