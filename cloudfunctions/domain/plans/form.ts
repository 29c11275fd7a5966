import { catalogueKeepers } from '../catalogue/roles';
import { date, region, rows, select, text, unit } from '../engine';
import { civilDateOf } from '../time';

/** The form of a plan; whose it is goes without saying for a unit. */

const others = [...catalogueKeepers, 'local'] as const;

export const planFields = {
  title: text('计划名称', { required: true, min: 2, max: 60 }),
  period: select(
    '多久一次',
    [
      { value: 'weekly', label: '每周' },
      { value: 'monthly', label: '每月' },
      { value: 'quarterly', label: '每季度' },
      { value: 'yearly', label: '每年' },
    ],
    { required: true },
  ),
  role: select(
    '由谁做',
    [
      { value: 'operator', label: '运营方' },
      { value: 'unit', label: '单位' },
      { value: 'local', label: '各地主管部门' },
      { value: 'manager', label: '管理方' },
    ],
    { required: true, askedOf: others },
  ),
  unitId: unit('哪个单位', { required: true, askedOf: others, onlyIf: { field: 'role', is: ['unit'] } }),
  region: region('哪个地区', { required: true, askedOf: others, onlyIf: { field: 'role', is: ['local'] } }),
  from: date('从哪天开始', { required: true, value: (_ticket, { now }) => civilDateOf(now) }),
  until: date('到哪天为止（不填一直做）'),
  checklist: rows(
    '检查清单',
    {
      item: text('检查项', { required: true, max: 80 }),
      threshold: text('阈值（如 ≤80%，没有就不填）', { max: 20 }),
    },
    { max: 60 },
  ),
};
