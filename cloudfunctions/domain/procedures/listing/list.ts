import type { Change, FieldSpec, Input } from '../../engine';
import { kinds } from '../../ticket/kinds';
import type { Ticket } from '../../ticket/ticket';
import { openProblem, type Values } from '../common/staff-ticket/service-form';
import { given } from '../common/staff-ticket/words';

/**
 * The list of services that is filed in advance (J-10b: 上架服务清单). The first stands in the form, each further one in
 * a line of its name and its address; region, units, contacts and limits are those of the form. Whoever decides can
 * leave single ones out; what is left out is filed anew.
 */

export type Row = { name: string; openType: 'h5' | 'miniprogram'; openTarget: string };

/** All are registered in one transaction. */
const MOST = 20;

export const othersField: FieldSpec = {
  name: 'others',
  label: '清单里的其他服务（每行一项：名称、空格、网址或 AppID；地区、单位、联系人、时限与上面相同）',
  type: 'longtext',
  max: 6000,
  keepPhones: true,
};

const rowOf = (line: string): Row => {
  const [, name = line, openTarget = ''] = /^(.*\S)[\s|｜]+(\S+)$/.exec(line) ?? [];
  return { name, openTarget, openType: /^https?:/.test(openTarget) ? 'h5' : 'miniprogram' };
};

/** The further rows; 无 = there are none any more. */
const othersOf = (values: Values): Row[] =>
  (given(values, 'others') ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && line !== '无')
    .map(rowOf);

const firstOf = (values: Values): Row => ({
  name: given(values, 'name') ?? '',
  openTarget: given(values, 'openTarget') ?? '',
  openType: given(values, 'openType') === 'h5' ? 'h5' : 'miniprogram',
});

const problemOf = ({ name, openType, openTarget }: Row, before: readonly string[]): string | undefined => {
  if ([...name].length < 2 || [...name].length > 60) return '服务名称要有 2 至 60 个字';
  if (openTarget === '') return '名称后面空一格，再写网址或 AppID';
  if (before.includes(name)) return `“${name}”重复了`;
  return openProblem(openType, openTarget);
};

/** What is wrong with the further rows. */
export const listErrors = (values: Values): Record<string, string> => {
  const rows = [firstOf(values), ...othersOf(values)];
  if (rows.length > MOST) return { others: `一次最多报备 ${MOST} 项，请分次报备` };
  const names = rows.map(({ name }) => name);
  const problems = rows
    .map((row, index) => (index === 0 ? undefined : problemOf(row, names.slice(0, index))))
    .flatMap((problem, index) => (problem ? [`第 ${index} 行：${problem}`] : []));
  return problems[0] ? { others: problems[0] } : {};
};

const leftOutOf = ({ work }: Ticket): string[] => {
  const names = work?.values['leftOut'];
  return Array.isArray(names) ? names : [];
};

/** The services that are to be listed, without those that were left out. */
export const rowsOf = (ticket: Ticket): Row[] => {
  const values = ticket.work?.values ?? {};
  const left = leftOutOf(ticket);
  return [firstOf(values), ...othersOf(values)].filter(({ name }) => !left.includes(name));
};

const inShort = (rows: readonly Row[]): string =>
  `“${rows[0]?.name ?? ''}”${rows.length > 1 ? `等 ${rows.length} 项` : ''}`;

export const titleOf = (values: Values): string => `上架${inShort([firstOf(values), ...othersOf(values)])}`;

/** `服务上架 SJ20261123-…（“社保卡申领”等 3 项）`, also before the register knows them. */
export const named = (ticket: Ticket): string =>
  `${kinds.listing.label} ${ticket.no}（${inShort(rowsOf(ticket))}）`;

/** Behind what is said of the others. */
export const leftOutWords = (ticket: Ticket): string => {
  const left = leftOutOf(ticket);
  return left.length > 0 ? `；${left.join('、')}这次不上架，请看理由` : '';
};

/** Which to leave out; asked only where there is more than one. */
export const leaveOutField = (label: string): FieldSpec => ({
  name: 'leaveOut',
  label,
  type: 'select',
  many: true,
  max: MOST,
  passing: true,
  optionsFor: ticket => {
    const rows = rowsOf(ticket);
    return rows.length > 1 ? rows.map(({ name }, index) => ({ value: String(index), label: name })) : [];
  },
});

const chosen = (input: Input): string[] => [...new Set((input['leaveOut'] as string[] | undefined) ?? [])];

/** Not all of them, and with the reason in the field that the act has for it. */
export const leaveOutErrors = (ticket: Ticket, input: Input, reason: string): Record<string, string> => {
  const rows = rowsOf(ticket);
  const picked = chosen(input);
  if (picked.length === 0) return {};
  if (rows.length < 2 || picked.some(value => !rows[Number(value)])) return { leaveOut: '请从清单里选择' };
  if (picked.length === rows.length) return { leaveOut: '全部不上架的，请退回或者不同意' };
  return given(input, reason) ? {} : { [reason]: '有服务这次不上架，请写明理由' };
};

export const leaveOut = (change: Change, input: Input): void => {
  const rows = rowsOf(change.ticket);
  const names = chosen(input).flatMap(value => rows[Number(value)]?.name ?? []);
  if (names.length === 0) return;
  change.note('leftOut', [...leftOutOf(change.ticket), ...names]);
  change.ticket.title = `上架${inShort(rowsOf(change.ticket))}`;
  change.say(`这次不上架：${names.join('、')}`);
};
