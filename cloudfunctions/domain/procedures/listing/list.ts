import { choices, type Change, type Context, type FieldErrors, type Tell, type ValuesOf } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { openProblem } from '../../services/open-address';
import { nameProblem } from '../common/staff-ticket/service-form';
import { known, MOST_LISTED, type entered } from './known';

/**
 * The list of services that is filed in advance (J-10b: 上架服务清单). The first stands in the form, each further one in
 * a row of its name and its address; region, units, contacts and limits are those of the form. Whoever decides can
 * leave single ones out; what is left out is filed anew.
 */

type Entered = ValuesOf<typeof entered>;

/** What each service of the list has of its own. */
type Listed = { name: string; openType: 'h5' | 'miniprogram'; openTarget: string };

/** The address of a further one says how it is opened. */
const furtherOf = ({ list = [] }: Entered): Listed[] =>
  list.map(({ name, openTarget }) => ({
    name,
    openTarget,
    openType: /^https?:/.test(openTarget) ? 'h5' : 'miniprogram',
  }));

const allOf = (values: Entered): Listed[] => [
  {
    name: values.name ?? '',
    openTarget: values.openTarget ?? '',
    openType: values.openType ?? 'miniprogram',
  },
  ...furtherOf(values),
];

/** What is wrong with the further ones, each at its place. */
export const listErrors = (values: Entered): FieldErrors => {
  const names = allOf(values).map(({ name }) => name);
  const errors: FieldErrors = {};
  for (const [index, { name, openType, openTarget }] of furtherOf(values).entries()) {
    const before = names.slice(0, index + 1);
    const ofName = before.includes(name) ? `“${name}”重复了` : nameProblem(name);
    const ofTarget = openProblem(openType, openTarget);
    if (ofName) errors[`list.${index}.name`] = ofName;
    if (ofTarget) errors[`list.${index}.openTarget`] = ofTarget;
  }
  return errors;
};

const leftOutOf = (ticket: Ticket): readonly string[] => known.of(ticket).leftOut ?? [];

/** The services that are to be listed, without those that were left out. */
export const toList = (ticket: Ticket): Listed[] =>
  allOf(known.of(ticket)).filter(({ name }) => !leftOutOf(ticket).includes(name));

const inShort = (services: readonly Listed[]): string =>
  `“${services[0]?.name ?? ''}”${services.length > 1 ? `等 ${services.length} 项` : ''}`;

export const titleOf = (values: Entered): string => `上架${inShort(allOf(values))}`;

/** What happened, and what was left out behind it. */
export const withRest =
  (say: (context: Context) => string): Tell['text'] =>
  (ticket, context) => {
    const left = leftOutOf(ticket);
    return `${say(context)}${left.length > 0 ? `；${left.join('、')}这次不上架，请看理由` : ''}`;
  };

/** Which to leave out, each by its place; asked only where there is more than one. */
export const leaveOutField = (label: string) =>
  choices(
    label,
    ticket => {
      const services = toList(ticket);
      return services.length > 1
        ? services.map(({ name }, index) => ({ value: String(index), label: name }))
        : [];
    },
    { max: MOST_LISTED },
  );

/** Some of those that are there, but not all of them. */
export const leaveOutErrors = (ticket: Ticket, picked: readonly string[] = []): FieldErrors => {
  const services = toList(ticket);
  if (picked.length === 0) return {};
  if (services.length < 2 || picked.some(value => !services[Number(value)]))
    return { leaveOut: '请从清单里选择' };
  return new Set(picked).size === services.length ? { leaveOut: '全部不上架的，请退回或者不同意' } : {};
};

export const leaveOut = (change: Change, picked: readonly string[] = []): void => {
  const services = toList(change.ticket);
  const names = [...new Set(picked)].flatMap(value => services[Number(value)]?.name ?? []);
  if (names.length === 0) return;
  known.note(change, { leftOut: [...leftOutOf(change.ticket), ...names] });
  change.ticket.title = `上架${inShort(toList(change.ticket))}`;
  change.say(`这次不上架：${names.join('、')}`);
};
