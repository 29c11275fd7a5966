import { platformStaff, catalogueKeepers } from '../catalogue/roles';
import { date, longtext, select, text } from '../engine';
import { beforeExpiry, endsAfter, expiryWindow } from './expiry';
import { register } from './register';

/** 专业化运营团队, J-9a: who the team of operators is, for which of the ten duties (J-9b), named by whom and until when. */

/** The ten duties of J-9b, in the order of the text. */
const duties = [
  { value: 'listing', label: '服务上下架管理' },
  { value: 'experience', label: '体验优化' },
  { value: 'pages', label: '页面配置' },
  { value: 'expansion', label: '服务拓展' },
  { value: 'governance', label: '服务治理' },
  { value: 'content', label: '内容发布' },
  { value: 'promotion', label: '宣传推广' },
  { value: 'complaints', label: '用户投诉处理' },
  { value: 'statistics', label: '数据统计分析' },
  { value: 'partners', label: '第三方业态合作' },
] as const;

const positions = [
  { value: 'lead', label: '负责人' },
  { value: 'member', label: '成员' },
  { value: 'backup', label: '备岗' },
] as const;

const reminderWindow = expiryWindow('operator-team', '运营团队：任期届满前提醒', 'J-9a');

export const operatorTeam = register({
  register: 'operator-team',
  label: '运营团队',
  purpose: '主管部门明确的专业化运营团队：谁负责哪项职责，依据什么，到哪天为止',
  clauses: ['J-9a', 'J-9b'],
  personal: true,
  readers: platformStaff,
  keepers: catalogueKeepers,
  fields: {
    name: text('姓名', { required: true, max: 20 }),
    duty: select('职责', duties, { required: true }),
    position: select('岗位', positions, { required: true }),
    company: text('所在机构', { required: true, max: 60 }),
    basis: text('明确的文件或文号', { required: true, max: 120 }),
    from: date('从哪天起', { required: true }),
    until: date('到哪天为止', { required: true }),
    note: longtext('备注', { max: 1000 }),
  },
  title: 'name',
  check: ({ from, until }) => endsAfter(from, until, 'until'),
  windows: [reminderWindow],
  reminder: ({ until }, ruleSet) =>
    beforeExpiry(until, reminderWindow, ruleSet, ['任期届满提醒', '请续任或另行明确人员']),
  // Who names the team (J-9a).
  alsoReminds: { to: 'manager' },
});
