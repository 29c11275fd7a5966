import { ticketReaders, unitMembers } from '../catalogue/roles';
import { date, longtext, number, select, text, unit } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
import { register } from './register';

/** 数据采集、使用和共享, J-21a: which data who collects, uses or gives to whom, what for, on which ground. */

const ways = [
  { value: 'collected', label: '采集' },
  { value: 'used', label: '使用' },
  { value: 'shared', label: '共享给其他单位' },
  { value: 'provided', label: '提供给企业' },
] as const;

const grades = [
  { value: 'public', label: '公开数据' },
  { value: 'general', label: '一般数据' },
  { value: 'personal', label: '个人信息' },
  { value: 'sensitive', label: '敏感个人信息' },
  { value: 'important', label: '重要数据' },
] as const;

const reminderWindow = expiryWindow('data-use', '数据采集使用共享：到期前提醒', 'J-21a');

export const dataUse = register({
  register: 'data-use',
  label: '数据采集使用共享',
  purpose: '采集、使用、共享了哪些数据，为什么，依据什么，到哪天为止',
  clauses: ['J-21a'],
  readers: ticketReaders,
  keepers: [...unitMembers, 'operator-lead', 'manager', 'local'],
  fields: {
    name: text('数据名称', { required: true, max: 60 }),
    way: select('方式', ways, { required: true }),
    grade: select('数据类别', grades, { required: true }),
    unitId: unit('数据归哪个单位（运营方不选）'),
    recipient: text('对方单位或企业', {
      required: true,
      max: 80,
      onlyIf: { field: 'way', is: ['shared', 'provided'] },
    }),
    purpose: longtext('用途', { required: true, max: 500 }),
    basis: text('依据（法规、协议或授权）', { required: true, max: 200 }),
    amount: number('大约多少条', { max: 10_000_000_000 }),
    from: date('从哪天起', { required: true }),
    until: date('到哪天为止'),
    protection: text('怎样保护（脱敏、加密等）', { max: 200 }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  check: ({ from, until }) => endsAfter(from, until, 'until'),
  windows: [reminderWindow],
  reminder: ({ until }, ruleSet) =>
    beforeExpiry(until, reminderWindow, ruleSet, ['数据使用到期提醒', '请停用或办理续期']),
});
