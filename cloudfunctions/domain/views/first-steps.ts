import type { FirstStep } from '../../../typings/contract';

/**
 * From an empty installation to the first ticket answered: what the manager sets up, in order, each with the entry of the menu
 * where it is done. It is gone with the first answer.
 */

export type SetUp = {
  calendarPublished: boolean;
  regions: number;
  units: number;
  operators: number;
  /** Units at which somebody works. */
  staffed: number;
  services: number;
  entries: number;
  filed: boolean;
  answered: boolean;
};

export const firstSteps = (is: SetUp): FirstStep[] =>
  is.answered
    ? []
    : [
        {
          key: 'calendar',
          label: '核对今年的放假安排',
          hint: '所有时限按它数工作日',
          done: is.calendarPublished,
        },
        { key: 'regions', label: '建地区', hint: '单位和服务按地区归口', done: is.regions > 0 },
        { key: 'units', label: '建承办单位', hint: '写明职责、服务时间', done: is.units > 0 },
        {
          key: 'units',
          label: '邀请运营方人员',
          hint: '给邀请码，由本人在小程序里填写',
          done: is.operators > 0,
        },
        { key: 'units', label: '邀请单位的负责人和经办人', hint: '在单位里邀请', done: is.staffed > 0 },
        { key: 'services', label: '登记服务', hint: '逐项登记，或者导入表格', done: is.services > 0 },
        {
          key: 'knowledge',
          label: '发布知识条目',
          hint: '常见问题马上能答；没有也能收件',
          done: is.entries > 0,
        },
        { label: '收到第一件', hint: '可以用群众身份试着提交一件', done: is.filed },
        { label: '第一件得到答复', hint: '运营方分办，单位答复', done: is.answered },
      ];
