import { platformStaff } from '../catalogue/roles';
import { longtext, select, text } from '../engine';
import type { Remedy } from '../ticket/reply-result';
import { register } from './register';

/** What a refusal is made of: two lists that are kept, and not made up each time. */

const states = [
  { value: 'in-use', label: '使用' },
  { value: 'retired', label: '停用' },
] as const;

/** 不予受理的理由, A35: what may be given as the reason of a refusal. */
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
const shippedGrounds = [
  '不属于本单位的法定职责',
  '已经或者依法应当通过诉讼、仲裁、行政复议等途径解决',
  '同一事项已受理或者已答复，没有新的事实和理由',
  '内容不清楚，联系后仍无法核实',
  '涉及国家秘密、商业秘密或者他人隐私',
] as const;

/** The reasons that can be chosen now. */
export const groundsInUse = (rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  rows.length === 0
    ? shippedGrounds
    : rows.filter(({ state }) => state === 'in-use').map(({ name }) => String(name));

/**
 * 不予受理后的去向, A16: where whoever is refused can turn to instead is chosen from one list that the operator keeps, with the
 * telephone and the place; what a unit writes itself is only added to it.
 */
export const remedyRegister = register({
  register: 'remedies',
  label: '不予受理后的去向',
  purpose: '不予受理时告诉群众可以向哪里反映：途径、电话、到哪里办；一条也没有登记时用系统自带的',
  clauses: ['A16', 'G-5.3c'],
  readers: platformStaff,
  keepers: platformStaff,
  fields: {
    name: text('途径', { required: true, max: 30 }),
    phone: text('电话', { max: 30, keepPhones: true }),
    where: text('到哪里、怎么办', { max: 200, keepPhones: true }),
    state: select('状态', states, { required: true }),
    note: longtext('什么情况下用', { max: 500 }),
  },
  title: 'name',
});

/** With which the product ships: ways that the law or the state keeps open everywhere, with their national numbers. */
const shippedRemedies: readonly Remedy[] = [
  { name: '信访', where: '当地信访部门，也可以登录国家信访局网站提出' },
  { name: '行政复议', phone: '12348', where: '县级以上人民政府的行政复议机构' },
  { name: '诉讼', phone: '12368', where: '有管辖权的人民法院' },
  { name: '劳动仲裁', phone: '12333', where: '用人单位所在地或者劳动合同履行地的劳动人事争议仲裁委员会' },
  { name: '商事仲裁', where: '合同里约定的仲裁委员会' },
  { name: '纪检监察', phone: '12388', where: '纪检监察机关，反映公职人员违纪违法' },
  { name: '消费维权', phone: '12315', where: '商家所在地的市场监督管理部门，也可以在全国 12315 平台提出' },
  { name: '法律援助', phone: '12348', where: '当地法律援助中心' },
  { name: '公安报警', phone: '110', where: '就近的派出所' },
];

const said = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The ways that can be chosen now: a refusal names one in any case, so that an empty list is none. */
export const remediesInUse = (rows: readonly Readonly<Record<string, unknown>>[]): readonly Remedy[] => {
  const kept = rows
    .filter(({ state }) => state === 'in-use')
    .map((row): Remedy => {
      const [phone, where] = [said(row['phone']), said(row['where'])];
      return { name: String(row['name']), ...(phone ? { phone } : {}), ...(where ? { where } : {}) };
    });
  return kept.length > 0 ? kept : shippedRemedies;
};

/** `行政复议：县级以上人民政府的行政复议机构，电话 12348`. */
export const remedyInWords = ({ name, phone, where }: Remedy): string => {
  const how = [where, phone ? `电话 ${phone}` : ''].filter(Boolean).join('，');
  return how ? `${name}：${how}` : name;
};
