import { leads, ticketReaders } from '../catalogue/roles';
import { date, files, longtext, member, select, text, unit } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
import type { SwitchDefinition } from '../rulesets';
import type { Role } from '../catalogue';
import type { CivilDate } from '../time';
import { spokenDay } from '../time/spoken';
import { register } from './register';

/** 保密协议和背景审查, J-21c, A37: who may come near the data, on which paper, and until when. */

const kinds = [
  { value: 'confidentiality', label: '保密协议' },
  { value: 'vetting', label: '安全背景审查' },
] as const;

const accountTypes = [
  { value: 'supplier', label: '供应商人员' },
  { value: 'partner', label: '第三方业态合作方人员' },
  { value: 'operator', label: '运营方人员' },
  { value: 'civil-servant', label: '机关工作人员' },
] as const;

const results = [
  { value: 'passed', label: '通过' },
  { value: 'failed', label: '没有通过' },
] as const;

const reminderWindow = expiryWindow('agreements', '保密协议和背景审查：到期前提醒', 'J-21c');

/** Whose accounts need both papers; an account that is named in one needs it to be valid by all means. */
export const coreAccess: SwitchDefinition<'named' | 'operators' | 'all'> = {
  id: 'coreAccess',
  label: '接触个人信息和导出的账号，须有有效的保密协议和背景审查',
  clause: 'A37',
  first: 'named',
  options: [
    { value: 'named', label: '登记了协议或审查的账号' },
    { value: 'operators', label: '登记了的账号和运营方的全部账号' },
    { value: 'all', label: '全部账号，包括机关工作人员' },
  ],
};

export const agreements = register({
  register: 'agreements',
  label: '保密协议和背景审查',
  purpose: '供应商、合作方和接触核心业务数据的人员签的协议、作的审查，到期前提醒',
  clauses: ['J-21c', 'A37'],
  personal: true,
  readers: ticketReaders,
  keepers: [...leads, 'local'],
  fields: {
    name: text('人员或者企业', { required: true, max: 60 }),
    kind: select('种类', kinds, { required: true }),
    accountType: select('账号类型', accountTypes, { required: true }),
    memberId: member('账号（系统里的人员）'),
    unitId: unit('所属单位（运营方不选）'),
    signedOn: date('签订或审查日期', { required: true }),
    validUntil: date('有效期至', { required: true }),
    result: select('审查结果', results, { required: true, onlyIf: { field: 'kind', is: ['vetting'] } }),
    paper: files('协议或审查材料', { max: 9 }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  // Who has to be seen to first stands first: those that have ended, then those that are about to.
  sortedBy: 'validUntil',
  owner: 'unitId',
  about: 'memberId',
  check: ({ signedOn, validUntil }) => endsAfter(signedOn, validUntil, 'validUntil'),
  windows: [reminderWindow],
  switches: [coreAccess],
  reminder: ({ validUntil }, ruleSet) =>
    beforeExpiry(validUntil, reminderWindow, ruleSet, ['协议或审查到期提醒', '请续签或收回账号']),
  // Whoever gives accounts (J-21c).
  alsoReminds: { to: 'manager' },
});

/** What a row says of an account. */
export type Paper = {
  kind: (typeof kinds)[number]['value'];
  signedOn: CivilDate;
  validUntil: CivilDate;
  result?: (typeof results)[number]['value'];
};

const isNeededBy = (role: Role, demanded: 'named' | 'operators' | 'all'): boolean =>
  demanded === 'all' || (demanded === 'operators' && (role === 'operator' || role === 'operator-lead'));

/** Why core data are closed to an account on this day; undefined = they are open. */
export const whyClosed = (
  papers: readonly Paper[],
  role: Role,
  demanded: 'named' | 'operators' | 'all',
  today: CivilDate,
): string | undefined => {
  for (const { value, label } of kinds) {
    const [newest, ...older] = papers
      .filter(({ kind, signedOn }) => kind === value && signedOn <= today)
      .sort((one, other) => (one.signedOn < other.signedOn ? 1 : -1));
    if (!newest) {
      if (isNeededBy(role, demanded)) return `您的账号没有登记${label}`;
      continue;
    }
    // Of vettings the last one counts, whatever an earlier one found.
    if (newest.result === 'failed') return `您的账号${label}没有通过`;
    const until =
      [newest, ...older]
        .map(({ validUntil }) => validUntil)
        .sort()
        .at(-1) ?? '';
    if (until < today) return `您的账号${label}已在 ${spokenDay(until)} 到期`;
  }
  return undefined;
};
