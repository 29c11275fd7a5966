import { jargonIn } from '../../../notices/notice';
import type { Change, Context, FieldSpec, Input } from '../../../engine';
import type { Service } from '../../../catalogue';
import { addDays, civilDateOf } from '../../../time';
import { fact, given, notTheirs } from './words';

/** What listing, change and delisting of services share: the planned day, whose service it is, words for citizens. */

export const plannedOn = (label: string, required: boolean): FieldSpec => ({
  name: 'plannedOn',
  label,
  type: 'date',
  required,
});

/** First in a form that begins with what was entered before. */
export const completedField: FieldSpec = {
  name: 'completed',
  label: '补充了什么（下面是现在的内容，要改的直接改）',
  type: 'longtext',
  required: true,
  max: 2000,
  passing: true,
};

const FURTHEST_DAYS = 365;

/** Filed in advance (J-10b, J-11a): the planned day lies ahead. */
export const plannedErrors = (input: Input, { now }: Context): Record<string, string> => {
  const day = given(input, 'plannedOn');
  if (day === undefined) return {};
  const today = civilDateOf(now);
  if (day <= today) return { plannedOn: '要提前办理，计划日期须在今天以后' };
  return day > addDays(today, FURTHEST_DAYS) ? { plannedOn: '计划日期最多提前一年' } : {};
};

/** The operator's clock for what has been ordered: its limit, or the planned day when that lies later. */
export const startByPlannedDay = (change: Change, label: string, clause: string): void => {
  const clock = change.start('change.execute', { role: 'operator' }, { label, clause });
  const planned = fact(change.ticket, 'plannedOn');
  if (planned && clock.date && planned > clock.date) change.move(clock, planned, '按计划日期');
};

/** The register is changed for the access unit, by it or by the local authority of its region (A39). */
export const notAccessUnits = (service: Service | undefined, context: Context): string | undefined => {
  const { unitId } = context.actor;
  if (service && unitId && service.unitId !== unitId) return '只能为本单位接入的服务发起';
  return notTheirs(service, context);
};

/** Fields that citizens will read hold no words that they do not use. */
export const jargonErrors = (input: Input, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap(name => {
      const found = jargonIn(given(input, name) ?? '');
      return found ? [[name, `“${found}”群众看不懂，请换成群众看得到的情况`]] : [];
    }),
  );
