import { gdzw } from './gdzw-0001.5-2019';
import type { RuleSet } from './rule-set';

/** 赣服通: the draft of 2025-06-18. It gives no numbers, so the limits of GDZW apply (A21); it files instead of approving (A9), and the hotline leads (A14, J-18b). */
export const ganfutong: RuleSet = {
  ...gdzw,
  id: 'ganfutong-draft-2025-06',
  version: 1,
  name: '江西省“赣服通”移动政务服务平台运行管理暂行办法（征求意见稿）',
  draft: true,
  source: '江西省政务服务管理办公室，2025-06-18 公开征求意见',
  switches: { changeMode: 'file', hotline: 'master' },
  roleNames: { manager: '省级主管部门', operator: '平台运营机构', unit: '责任部门', local: '各地主管部门' },
};
