import { PROBED } from '../common/checking/readings';
import type { ChecklistItem, Topic } from '../../engine/recurrence';

/** What is inspected, with the checklists of the documents (G-3.3.2.1 a–c) and the periods of A10. */

const items = (...names: string[]): ChecklistItem[] => names.map(item => ({ item }));

/** G-3.3.2.1a: eight things of the mini-program. */
const miniProgram = items(
  '小程序升级',
  '小程序兼容性',
  '小程序办事功能',
  '小程序查询功能',
  '小程序咨询功能',
  '小程序公告',
  '小程序用户中心',
  '小程序其他功能',
);

/** G-3.3.2.1b: two of the console. */
const backStage = items('后台登录测试', '后台信息发布测试');

/** G-3.3.2.1c: servers, and what the probes see, by value against threshold; those are ours, a plan may name others. */
const servers: ChecklistItem[] = [
  { item: '服务器磁盘使用率', threshold: '≤80%' },
  { item: '服务器 CPU 使用率', threshold: '≤70%' },
  { item: '服务器内存使用率', threshold: '≤80%' },
  { item: '数据库状态' },
  { item: PROBED, threshold: '≥99%' },
];

export const topics: readonly Topic[] = [
  {
    value: 'weekly',
    label: '每周巡检',
    clause: 'G-3.3.2.1',
    every: 'week',
    role: 'operator',
    checklist: [...miniProgram, ...backStage, ...servers],
  },
  {
    value: 'patrol',
    label: '接入方日常巡检',
    clause: 'J-17',
    every: 'week',
    role: 'unit',
    checklist: items(
      '服务能否打开',
      '能否提交办理',
      '办理结果是否正确',
      '异常和投诉是否及时处理',
      '值班联系人是否有效',
    ),
  },
  {
    value: 'self-check',
    label: '服务自查自检',
    clause: 'J-14b',
    every: 'month',
    role: 'unit',
    checklist: items(
      '办事指南是否准确',
      '服务名称和入口是否正确',
      '答复是否及时、说清楚',
      '运营报告指出的问题是否改好',
    ),
  },
  {
    value: 'regional',
    label: '本地区服务巡检',
    clause: 'J-16a',
    every: 'month',
    role: 'local',
    checklist: items('本地区服务能否打开', '办事指南是否准确', '上次发现的问题是否改好'),
  },
  {
    value: 'guidance',
    label: '检查接入方建设和运行',
    clause: 'G-2.1b2',
    every: 'quarter',
    role: 'manager',
    checklist: items('服务质量', '投诉和咨询办理', '异常处理', '负责人和技术联系人在岗', '上次整改落实'),
  },
  {
    value: 'other',
    label: '其他检查',
    clause: 'J-16a',
    every: 'month',
    role: 'operator',
    checklist: [],
  },
];
