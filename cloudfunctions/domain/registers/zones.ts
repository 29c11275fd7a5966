import { catalogueKeepers, ticketReaders, unitMembers } from '../catalogue/roles';
import { date, longtext, select, text, unit } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
import { register } from './register';

/** 专区, J-8, J-7: the zones and apps that units and regions run on the platform, who maintains and promotes each. */

const kinds = [
  { value: 'department', label: '部门专区' },
  { value: 'region', label: '地区专区' },
  { value: 'topic', label: '主题专区' },
  { value: 'app', label: '独立应用、小程序' },
] as const;

const states = [
  { value: 'building', label: '建设中' },
  { value: 'in-use', label: '运行中' },
  { value: 'closing', label: '待下线' },
  { value: 'closed', label: '已下线' },
] as const;

const reminderWindow = expiryWindow('zones', '专区和应用：运维到期前提醒', 'J-8');

export const zones = register({
  register: 'zones',
  label: '专区和应用',
  purpose: '各单位、各地在平台上的专区和应用：由谁开发运维，怎样推广，到哪天为止',
  clauses: ['J-8', 'J-7'],
  readers: ticketReaders,
  keepers: [...unitMembers, ...catalogueKeepers, 'local'],
  fields: {
    name: text('专区或应用名称', { required: true, max: 60 }),
    kind: select('类别', kinds, { required: true }),
    unitId: unit('归哪个单位', { required: true }),
    items: longtext('接入的事项', { max: 2000 }),
    maintainer: text('开发和运维单位', { required: true, max: 80 }),
    openedOn: date('上线日期'),
    maintainedUntil: date('运维到期日'),
    promotion: longtext('宣传推广安排', { max: 1000 }),
    state: select('状态', states, { required: true }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  owner: 'unitId',
  check: ({ openedOn, maintainedUntil }) => endsAfter(openedOn, maintainedUntil, 'maintainedUntil'),
  windows: [reminderWindow],
  reminder: ({ state, maintainedUntil }, ruleSet) =>
    state === 'closed'
      ? undefined
      : beforeExpiry(maintainedUntil, reminderWindow, ruleSet, ['专区运维到期提醒', '请安排续保或下线']),
});
