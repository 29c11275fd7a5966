import { platformStaff, ticketReaders } from '../catalogue/roles';
import { date, longtext, number, select, text, unit } from '../engine';
import { beforeExpiry, expiryWindow } from './expiry';
import { register } from './register';

/** 运行资源, G-2.3b: hardware and software on which the platform runs, how much of it is used, until when it is paid. */

const kinds = [
  { value: 'server', label: '服务器' },
  { value: 'storage', label: '存储' },
  { value: 'network', label: '网络和带宽' },
  { value: 'database', label: '数据库' },
  { value: 'middleware', label: '中间件' },
  { value: 'cloud', label: '云服务' },
  { value: 'security', label: '安全设备和服务' },
  { value: 'other', label: '其他' },
] as const;

const states = [
  { value: 'in-use', label: '在用' },
  { value: 'spare', label: '备用' },
  { value: 'stopped', label: '停用' },
] as const;

const reminderWindow = expiryWindow('resources', '运行资源：到期前提醒', 'G-2.3b');

export const resources = register({
  register: 'resources',
  label: '运行资源',
  purpose: '平台运行用的软硬件：容量、已用多少、谁负责，到期前提醒',
  clauses: ['G-2.3b'],
  readers: ticketReaders,
  keepers: [...platformStaff, 'lead', 'local'],
  fields: {
    name: text('资源名称', { required: true, max: 60 }),
    kind: select('类别', kinds, { required: true }),
    unitId: unit('使用单位（运营方不选）'),
    capacity: text('容量或规格', { required: true, max: 100 }),
    used: number('已用（%）', { max: 100 }),
    place: text('在哪里', { max: 100 }),
    ownerName: text('负责人', { required: true, max: 30 }),
    supplier: text('供应商', { max: 60 }),
    paidUntil: date('到期日'),
    state: select('状态', states, { required: true }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  windows: [reminderWindow],
  reminder: ({ state, paidUntil }, ruleSet) =>
    state === 'stopped'
      ? undefined
      : beforeExpiry(paidUntil, reminderWindow, ruleSet, ['资源到期提醒', '请续期或退订']),
});
