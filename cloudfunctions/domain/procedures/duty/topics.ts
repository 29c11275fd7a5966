import type { ChecklistItem, Topic } from '../../engine/recurrence';

/** What is done again and again besides inspections; where the documents say only “定期” the period is that of A10. */

const items = (...names: string[]): ChecklistItem[] => names.map(item => ({ item }));

export const topics: readonly Topic[] = [
  {
    value: 'log-check',
    label: '系统日志检查',
    clause: 'G-3.3.2.2a',
    every: 'month',
    role: 'operator',
    checklist: items('系统错误日志', '异常登录和访问', '接口调用异常', '日志是否完整保存'),
  },
  {
    value: 'security-check',
    label: '安全自检',
    clause: 'G-3.3.2.2b',
    every: 'month',
    role: 'operator',
    checklist: items('账号和权限', '弱口令', '漏洞和补丁', '敏感数据访问', '备份能否恢复'),
  },
  {
    value: 'middleware',
    label: '中间件维护',
    clause: 'G-3.3.2.3a',
    every: 'month',
    role: 'operator',
    checklist: items('中间件优化', '中间件日志分析', '中间件故障排除'),
  },
  {
    value: 'database',
    label: '数据库维护',
    clause: 'G-3.3.2.3b',
    every: 'month',
    role: 'operator',
    checklist: [
      { item: '数据库空间使用率', threshold: '≤80%' },
      { item: '数据库负载', threshold: '≤70%' },
      { item: '慢 SQL 和大 SQL 优化' },
    ],
  },
  {
    value: 'training',
    label: '安全教育培训',
    clause: 'J-20b',
    every: 'quarter',
    role: 'unit',
    checklist: items('培训已举办', '应到人员已参加', '考核或者签到材料已存'),
  },
  {
    value: 'risk-assessment',
    label: '安全风险评估',
    clause: 'J-20b',
    every: 'quarter',
    role: 'unit',
    checklist: items('风险清单已更新', '上次风险已处理', '新风险有处理措施'),
  },
  {
    value: 'security-patrol',
    label: '安全巡检',
    clause: 'J-20b',
    every: 'quarter',
    role: 'unit',
    checklist: items('账号和权限', '系统漏洞和补丁', '个人信息的保存和使用', '上次发现的问题已改'),
  },
  {
    value: 'drill',
    label: '应急演练',
    clause: 'J-23',
    every: 'year',
    role: 'unit',
    checklist: items('演练已开展并登记', '有关人员已参加', '发现的问题已发出整改'),
  },
  {
    value: 'plan-review',
    label: '应急预案评审',
    clause: 'J-23',
    every: 'year',
    role: 'operator',
    checklist: items('预案与现状一致', '联系人有效', '演练发现的问题已改'),
  },
  {
    value: 'bulletin',
    label: '运行情况通报',
    clause: 'G-3.1',
    every: 'month',
    role: 'manager',
    checklist: items('通报已编制', '通报已签发到各单位和运营方', '上期批示已落实'),
  },
  {
    value: 'content-topics',
    label: '内容选题',
    clause: 'G-4.2.2',
    every: 'month',
    role: 'operator',
    checklist: items('选题已定', '责任人和时间已定', '上期选题已发布'),
  },
  {
    value: 'other',
    label: '其他例行工作',
    clause: 'J-20b',
    every: 'month',
    role: 'operator',
    checklist: [],
  },
];
