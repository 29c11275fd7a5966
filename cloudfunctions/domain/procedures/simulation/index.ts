import type { Procedure } from '../../engine';
import type { ChecklistItem, Topic } from '../../engine/recurrence';
import { checking } from '../common/checking';

/** 模拟办事, J-24: somebody goes through a service as a citizen does, step by step; what does not work is a rectification. */

const steps = (...names: string[]): ChecklistItem[] => names.map(item => ({ item }));

const topics: readonly Topic[] = [
  {
    value: 'service',
    label: '模拟办理一项服务',
    clause: 'J-24',
    every: 'month',
    role: 'manager',
    checklist: steps(
      '找到入口',
      '看懂办事指南',
      '登录和填表',
      '上传材料',
      '提交成功',
      '查到办理进度',
      '收到结果',
    ),
  },
  {
    value: 'consultation',
    label: '模拟咨询、投诉',
    clause: 'J-24',
    every: 'month',
    role: 'manager',
    checklist: steps(
      '找到提问入口',
      '机器答复对不对',
      '转人工',
      '在承诺期限内答复',
      '答复说清楚了',
      '评价入口',
    ),
  },
];

export const simulation: Procedure = checking({
  kind: 'simulation',
  prefix: 'MN',
  label: '模拟办事',
  group: '监督协调',
  purpose: '像群众一样走一遍，哪一步不通发整改',
  order: 88,
  clause: 'J-24',
  source: 'simulation',
  clauses: ['J-24'],
  topics,
  by: ['manager', 'local', 'operator-lead'],
});
