import type { RuleSet } from './rule-set';

/**
 * 粤省事: the limits of GDZW 0001.5-2019 chapter 5, and our own where the document gives no number ([D] in §1.4). They are
 * those with which policies, switches and windows shipped, so that none has to be named here.
 */
export const gdzw: RuleSet = {
  id: 'gdzw-0001.5-2019',
  version: 1,
  name: '粤省事移动政务服务平台 运营规范（GDZW 0001.5-2019）',
  draft: false,
  source: 'GDZW 0001.5-2019，2019-08-09 发布',
  limits: {},
  switches: {},
  windows: {},
  majorChanges: [],
  roleNames: { manager: '管理方', operator: '运营方', unit: '事权责任单位', local: '各地主管部门' },
};
