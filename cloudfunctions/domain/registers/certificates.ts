import { leads, ticketReaders } from '../catalogue/roles';
import { date, files, longtext, number, select, text, unit } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
import { register } from './register';

/** 定级备案、等保测评、密评、渗透测试, J-22: what each system was tested for, what was found, until when it counts. */

const kinds = [
  { value: 'grading', label: '定级备案' },
  { value: 'protection', label: '等保测评' },
  { value: 'cryptography', label: '密码应用安全性评估' },
  { value: 'penetration', label: '渗透测试' },
  { value: 'other', label: '其他' },
] as const;

const results = [
  { value: 'rectifying', label: '整改中' },
  { value: 'passed', label: '通过' },
  { value: 'failed', label: '不通过' },
] as const;

const reminderWindow = expiryWindow('certificates', '测评和备案：到期前提醒', 'J-22');

export const certificates = register({
  register: 'certificates',
  label: '测评和备案',
  purpose: '系统的定级备案、等保测评、密评、渗透测试；发现的问题逐个整改，到期前提醒',
  clauses: ['J-22', 'J-20a'],
  readers: ticketReaders,
  keepers: [...leads, 'local'],
  fields: {
    name: text('系统名称', { required: true, max: 60 }),
    kind: select('种类', kinds, { required: true }),
    level: text('级别', { max: 20 }),
    unitId: unit('所属单位（运营方不选）'),
    number: text('证书或备案号', { max: 60 }),
    by: text('测评机构', { max: 60 }),
    issuedOn: date('取得日期', { required: true }),
    validUntil: date('有效期至'),
    findings: longtext('发现的问题', { max: 2000 }),
    open: number('还没有改好的问题（个）', { max: 1000 }),
    result: select('结论', results),
    paper: files('证书、报告', { max: 9 }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  check: ({ issuedOn, validUntil, result, open = 0 }) =>
    endsAfter(issuedOn, validUntil, 'validUntil') ??
    (result === 'passed' && open > 0 ? { open: '还有没有改好的问题，结论不能是通过' } : undefined),
  rectified: { matter: '安全', field: 'result', isPassed: ({ result }) => result === 'passed' },
  windows: [reminderWindow],
  reminder: ({ validUntil }, ruleSet) =>
    beforeExpiry(validUntil, reminderWindow, ruleSet, ['测评或备案到期提醒', '请安排重新测评']),
  alsoReminds: { to: 'security' },
});
