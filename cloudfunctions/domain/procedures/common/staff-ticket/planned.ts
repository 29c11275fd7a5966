import { jargonIn } from '../../../notices/notice';
import { date, longtext, type Change, type Context, type FieldErrors } from '../../../engine';
import type { Policy } from '../../../rulesets';
import type { Service } from '../../../catalogue';
import { civilDateOf, type CivilDate } from '../../../time';
import { isTooFar, TOO_FAR } from '../../../time/plausible';
import { notTheirs } from './words';

/** What listing, change and delisting of services share: the planned day, whose service it is, words for citizens. */

export const plannedOn = (label: string) => date(label);

/** First in a form that begins with what was entered before. */
export const completed = longtext('补充了什么（下面是现在的内容，要改的直接改）', {
  required: true,
  max: 2000,
});

/** Filed in advance (J-10b, J-11a): the planned day lies ahead. */
export const plannedErrors = (day: CivilDate | undefined, { now }: Context): FieldErrors => {
  if (day === undefined) return {};
  const today = civilDateOf(now);
  if (day <= today) return { plannedOn: '要提前办理，计划日期须在今天以后' };
  return isTooFar(day, today) ? { plannedOn: TOO_FAR } : {};
};

/** The operator's clock for what has been ordered: its limit, or the planned day when that lies later. */
export const startByPlannedDay = (change: Change, limit: Policy, planned: CivilDate | undefined): void => {
  const clock = change.start(limit, { role: 'operator' });
  if (planned && clock.date && planned > clock.date) change.move(clock, planned, '按计划日期');
};

/** The register is changed for the access unit, by it or by the local authority of its region (A39). */
export const notAccessUnits = (service: Service | undefined, context: Context): string | undefined => {
  const { unitId } = context.actor;
  if (service && unitId && service.unitId !== unitId) return '只能为本单位接入的服务发起';
  return notTheirs(service, context);
};

/** Texts that citizens will read, by their fields, hold no words that they do not use. */
export const jargonErrors = (texts: Readonly<Record<string, string | undefined>>): FieldErrors =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const found = jargonIn(text ?? '');
      return found ? [[name, `“${found}”群众看不懂，请换成群众看得到的情况`]] : [];
    }),
  );
