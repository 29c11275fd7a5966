import type { ActDefinition, Procedure } from '../../engine';
import { manager, operator } from '../common/staff-ticket/parties';
import { notAccessUnits } from '../common/staff-ticket/planned';
import { serviceOrPlatform } from '../common/staff-ticket/service-choice';
import {
  acknowledge,
  cancel,
  checkWindow,
  correctWords,
  giveNotice,
  noticeTells,
  publishBySilence,
  reschedule,
  windowFields,
  wordFields,
} from './planning';
import { begin, extend, finish, overrun } from './running';
import { owners } from './window';

/**
 * 升级维护和重大活动, G-3.2.3 and J-16b: the unit tells the operator three working days ahead (A5) and files with the
 * manager in the same moment; the operator acknowledges and the notice is public until the window is over (A6); the
 * service shows the maintenance while it runs; a window that runs over raises an alarm and moves the end that is shown,
 * and only a word with a verification ends it. Maintenance of the platform itself lies with the operator.
 */

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  place: 'beside',
  clause: 'G-3.2.3a',
  by: [...owners, operator, manager],
  from: ['notified', 'notifiedLate', 'announced', 'running', 'overran'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

const types = [
  { value: 'upgrade', label: '系统升级' },
  { value: 'event', label: '重大活动' },
];

export const maintenance: Procedure = {
  kind: 'maintenance',
  label: '升级维护和重大活动',
  group: '服务管理',
  purpose: '升级维护或者重大活动：提前告知运营方，公告自动发布、到时自动收起',
  order: 60,
  clauses: ['G-3.2.3a', 'G-3.2.3b', 'J-16b'],
  states: {
    notified: { label: '已告知，待确认' },
    notifiedLate: { label: '紧急告知，待确认' },
    announced: { label: '公告已发布，待开始' },
    running: { label: '进行中' },
    overran: { label: '超时未结束' },
    ended: { label: '已结束', ended: true },
    cancelled: { label: '已取消', ended: true },
  },
  opening: {
    label: '告知升级维护或重大活动',
    offeredAt: { service: '报备维护', calendar: '报备升级维护或重大活动' },
    clause: 'G-3.2.3a',
    by: ['handler', 'lead', 'local', 'operator', 'operator-lead'],
    fields: [
      { name: 'type', label: '事项', type: 'select', required: true, options: types },
      ...serviceOrPlatform('哪项服务', { platform: '平台本身维护时不选' }, ['operator', 'operator-lead']),
      ...windowFields,
      ...wordFields(true),
      {
        name: 'pauses',
        label: '重大活动期间暂停办理',
        type: 'bool',
        onlyIf: { field: 'type', is: ['event'] },
      },
      { name: 'risk', label: '风险和保障措施', type: 'longtext', max: 2000 },
      { name: 'attachment', label: '方案', type: 'files' },
    ],
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: (input, context) =>
      context.service?.withdrawn ? { serviceId: '这项服务已撤销，不需要维护' } : checkWindow(input, context),
    title: (input, context) =>
      `${context.service?.name ?? '办事平台'}${input['type'] === 'event' ? '重大活动' : '系统升级'}`,
    run: change => {
      const { work, serviceId } = change.ticket;
      if (work && serviceId === undefined) work.platform = true;
      giveNotice(change);
    },
    tells: noticeTells,
  },
  facts: [
    { name: 'noticeDay', label: '计为哪天告知', type: 'date' },
    { name: 'latestNoticeDay', label: '最迟告知日', type: 'date' },
    { name: 'inTime', label: '按提前期告知', type: 'bool' },
    { name: 'shownEndsAt', label: '现公布的结束时间', type: 'datetime' },
    { name: 'overranAt', label: '从何时起超时', type: 'datetime' },
    { name: 'endedAt', label: '确认结束', type: 'datetime' },
  ],
  acts: [
    acknowledge,
    reschedule,
    correctWords,
    finish,
    extend,
    cancel,
    note,
    // What is due first comes first: a window that was never acknowledged is public before it begins.
    publishBySilence,
    begin,
    overrun,
  ],
};
