import { addDays } from './index';
import type { CivilDate } from './index';

/**
 * Whether a typed day is an error of typing: nobody plans more than a year ahead, and the calendar is not known further.
 * That is no rule of a document, so no rule set changes it.
 */
export const isTooFar = (day: CivilDate, today: CivilDate): boolean => day > addDays(today, 366);

export const TOO_FAR = '日期太远，请核对';
