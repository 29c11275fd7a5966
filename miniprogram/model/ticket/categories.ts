import type { Category } from '../../../typings/contract';

/** The category in plain words; the operator corrects it, so 不确定 costs the citizen nothing. */
export const CATEGORIES = [
  { value: 'unsure', label: '不确定', hint: '由工作人员帮您判断' },
  { value: 'business', label: '办事的规定、材料或进度', hint: '由主管单位答复' },
  { value: 'technical', label: '小程序打不开、登不上、用不了', hint: '由平台运营方处理' },
  { value: 'system', label: '某个服务里面出错、查不到', hint: '由提供服务的单位处理' },
] as const;

/** The category as staff call it. */
export const CATEGORY_NAMES: Record<Category, string> = {
  unsure: '待分类',
  business: '业务',
  technical: '技术',
  system: '系统',
};
