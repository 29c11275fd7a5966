import { catalogueKeepers, ticketReaders, unitMembers } from '../catalogue/roles';
import { date, longtext, number, select, text, unit } from '../engine';
import { beforeExpiry, expiryWindow } from './expiry';
import { register } from './register';

/** 信息化项目资产, J-6: what was bought or built for the mobile services, whose it is, and until when it is maintained. */

const kinds = [
  { value: 'application', label: '应用系统' },
  { value: 'software', label: '基础软件' },
  { value: 'hardware', label: '硬件设备' },
  { value: 'cloud', label: '云资源' },
  { value: 'data', label: '数据资源' },
  { value: 'other', label: '其他' },
] as const;

const states = [
  { value: 'in-use', label: '在用' },
  { value: 'idle', label: '闲置' },
  { value: 'scrapping', label: '待报废' },
  { value: 'scrapped', label: '已报废' },
] as const;

/** A renewal has to be budgeted and bought. */
const reminderWindow = expiryWindow('assets', '信息化项目资产：维保到期前提醒', 'J-6');

export const assets = register({
  register: 'assets',
  label: '信息化项目资产',
  purpose: '项目建设形成的系统、软件、设备和数据，维保到期前提醒',
  clauses: ['J-6'],
  readers: ticketReaders,
  keepers: [...unitMembers, ...catalogueKeepers, 'local'],
  fields: {
    name: text('资产名称', { required: true, max: 60 }),
    kind: select('类别', kinds, { required: true }),
    unitId: unit('所属单位', { required: true }),
    project: text('所属项目', { required: true, max: 80 }),
    amount: number('金额（元）', { max: 10_000_000_000 }),
    acquiredOn: date('取得日期', { required: true }),
    supplier: text('供应商', { max: 60 }),
    maintainedUntil: date('维保到期日'),
    state: select('状态', states, { required: true }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  check: ({ acquiredOn, maintainedUntil }) =>
    maintainedUntil !== undefined && maintainedUntil < acquiredOn
      ? { maintainedUntil: '维保到期日不能早于取得日期' }
      : undefined,
  windows: [reminderWindow],
  reminder: ({ state, maintainedUntil }, ruleSet) =>
    state === 'scrapped'
      ? undefined
      : beforeExpiry(maintainedUntil, reminderWindow, ruleSet, ['维保到期提醒', '请安排续保或处置']),
});
