import { platformStaff } from '../catalogue/roles';
import { longtext, select, text } from '../engine';
import { register } from './register';

/** 不予受理的理由, A35: what may be given as the reason of a refusal is kept in one list, not made up each time. */

const states = [
  { value: 'in-use', label: '使用' },
  { value: 'retired', label: '停用' },
] as const;

export const refusalGrounds = register({
  register: 'refusal-grounds',
  label: '不予受理的理由',
  purpose: '单位作出不予受理时可以选的理由；一条也没有登记时用系统自带的',
  clauses: ['A35', 'G-5.3c'],
  readers: platformStaff,
  keepers: platformStaff,
  fields: {
    name: text('理由', { required: true, max: 60 }),
    state: select('状态', states, { required: true }),
    note: longtext('什么情况下用', { max: 500 }),
  },
  title: 'name',
});

/** With which the product ships. */
const shipped = [
  '不属于本单位的法定职责',
  '已经或者依法应当通过诉讼、仲裁、行政复议等途径解决',
  '同一事项已受理或者已答复，没有新的事实和理由',
  '内容不清楚，联系后仍无法核实',
  '涉及国家秘密、商业秘密或者他人隐私',
] as const;

/** The reasons that can be chosen now. */
export const groundsInUse = (rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  rows.length === 0
    ? shipped
    : rows.filter(({ state }) => state === 'in-use').map(({ name }) => String(name));
