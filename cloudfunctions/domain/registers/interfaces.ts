import { ticketReaders, unitMembers } from '../catalogue/roles';
import { date, longtext, number, select, text, unit } from '../engine';
import { beforeExpiry, expiryWindow } from './expiry';
import { register } from './register';

/** 接口, G-2.2b: what the services of a unit are connected by, how well it has to run, who answers for it. */

const kinds = [
  { value: 'business', label: '业务系统接口' },
  { value: 'data', label: '数据共享接口' },
  { value: 'payment', label: '支付接口' },
  { value: 'identity', label: '身份认证接口' },
  { value: 'other', label: '其他' },
] as const;

const states = [
  { value: 'in-use', label: '在用' },
  { value: 'testing', label: '联调' },
  { value: 'stopped', label: '停用' },
] as const;

const reminderWindow = expiryWindow('interfaces', '接口：证书或授权到期前提醒', 'G-2.2b');

export const interfaces = register({
  register: 'interfaces',
  label: '接口',
  purpose: '业务系统和接口的清单：地址、约定的可用率、负责人，证书或授权到期前提醒',
  clauses: ['G-2.2b'],
  readers: ticketReaders,
  keepers: [...unitMembers, 'operator-lead', 'manager', 'local'],
  fields: {
    name: text('接口名称', { required: true, max: 60 }),
    kind: select('类别', kinds, { required: true }),
    unitId: unit('提供单位', { required: true }),
    address: text('地址', { max: 300 }),
    usedBy: text('哪些服务在用', { max: 200 }),
    availability: number('约定的可用率（%）', { min: 1, max: 100 }),
    ownerName: text('负责人', { required: true, max: 30 }),
    ownerPhone: text('负责人电话', { required: true, max: 30, keepPhones: true }),
    supplier: text('承建单位', { max: 60 }),
    validUntil: date('证书或授权到期日'),
    state: select('状态', states, { required: true }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  windows: [reminderWindow],
  reminder: ({ state, validUntil }, ruleSet) =>
    state === 'stopped'
      ? undefined
      : beforeExpiry(validUntil, reminderWindow, ruleSet, ['接口证书到期提醒', '请更换证书或续期授权']),
  // Whoever runs the platform has to change it on the other end.
  alsoReminds: { to: 'operator-lead' },
});
