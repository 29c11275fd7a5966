import { choices, datetime, facts, files, longtext, required, rows, selectFor, text } from '../../engine';
import { verification } from '../common/staff-ticket/forms';
import { plannedOn } from '../common/staff-ticket/planned';
import { serviceFields, unitOptions } from '../common/staff-ticket/service-form';

/** All are registered in one transaction. */
export const MOST_LISTED = 20;

/** What the applicant says of the services and can correct; one filing names one service or a list of them (J-10b). */
export const entered = {
  ...serviceFields,
  list: rows(
    '清单里的其他服务（地区、单位、联系人、时限与上面相同）',
    {
      name: text('服务名称', { required: true, max: 60 }),
      openTarget: text('网址、AppID 或 #小程序:// 链接', { required: true, max: 500, keepPhones: true }),
    },
    { max: MOST_LISTED - 1 },
  ),
  plannedOn: required(plannedOn('计划上架日期')),
  selfTest: files('全流程自测报告', { required: true }),
};

/** What a listing knows, in the order in which its page shows it. */
export const known = facts({
  // A unit's own; a local authority says for which of its region (A39).
  accessUnitId: selectFor('接入单位', unitOptions, {
    required: true,
    known: ({ work }) => work?.localRegion === undefined,
  }),
  ...entered,
  checkResult: longtext('核查情况（材料、自测报告）', { required: true, max: 2000 }),
  conditions: longtext('意见、条件或不同意的理由', { max: 2000 }),
  ...verification('验证情况（能打开、能办理）'),
  leftOut: choices('这次不上架的服务', undefined),
  filedAt: datetime('报备时间'),
  listedAt: datetime('上架时间'),
});
