import { leads, ticketReaders } from '../catalogue/roles';
import { date, files, longtext, member, select, text, unit } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
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

export const agreements = register({
  register: 'agreements',
  label: '保密协议和背景审查',
  purpose: '供应商、合作方和接触核心业务数据的人员签的协议、作的审查，到期前提醒',
  clauses: ['J-21c', 'A37'],
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
  owner: 'unitId',
  check: ({ signedOn, validUntil }) => endsAfter(signedOn, validUntil, 'validUntil'),
  windows: [reminderWindow],
  reminder: ({ validUntil }, ruleSet) =>
    beforeExpiry(validUntil, reminderWindow, ruleSet, ['协议或审查到期提醒', '请续签或收回账号']),
  // Whoever gives accounts (J-21c).
  alsoReminds: { to: 'manager' },
});
