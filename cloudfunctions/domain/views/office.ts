import type { Headline, ShownClock } from '../../../typings/contract';
import { officeEnds, type Clock } from '../deadline';
import type { Context } from '../engine';
import type { CivilDate, Instant } from '../time';

/**
 * The softer line within the last day of a limit (A2): the day ends at midnight, the office closes before. It follows the
 * service hours of whoever has to keep the limit (A31), and nothing is late by it.
 */

/** When the office of a unit closes on a day, of the operator without one; undefined on a day off. */
export const officeOn = (
  date: CivilDate,
  unitId: string | null | undefined,
  { calendar, catalogue }: Pick<Context, 'calendar' | 'catalogue'>,
): Instant | undefined =>
  officeEnds(calendar, unitId ? catalogue.unit(unitId)?.serviceHours : undefined, date);

/** Of a date that is still to be kept; what is counted back has to be there in office hours anyway (A5). */
export const officeLine = (
  { state, date, before, responsible }: Clock,
  context: Context,
): Pick<ShownClock, 'officeUntil'> => {
  if (state !== 'running' || date === undefined || before !== undefined) return {};
  const officeUntil = officeOn(date, responsible.unitId, context);
  return officeUntil ? { officeUntil } : {};
};

export const officeForStaff = (
  { officeUntil, daysLeft }: ShownClock,
  now: Instant,
): Pick<Headline, 'office'> => {
  if (officeUntil === undefined || daysLeft < 0) return {};
  const time = officeUntil.slice(11, 16);
  return {
    office: now > officeUntil ? `${time} 已下班，今天 24:00 前仍算按时` : `最好在当天 ${time} 下班前办完`,
  };
};

/** Nobody is told to wait for what has passed. */
export const officeForCitizen = (officeUntil: Instant | undefined, now: Instant): Pick<Headline, 'office'> =>
  officeUntil === undefined || now > officeUntil
    ? {}
    : { office: `一般在当天 ${officeUntil.slice(11, 16)} 下班前` };
