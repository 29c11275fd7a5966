import { serviceReporters } from '../../catalogue/roles';
import { opening, pick, type Procedure } from '../../engine';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { notAccessUnits } from '../common/staff-ticket/planned';
import {
  acknowledge,
  cancel,
  checkWindow,
  correctWords,
  giveNotice,
  noticeTells,
  publishBySilence,
  reschedule,
  windowForm,
} from './planning';
import { begin, extend, finish, overrun } from './running';
import { onCalendar, owners } from './window';
import { known } from './known';
import { limits, windows } from './limits';

/**
 * 升级维护和重大活动, G-3.2.3 and J-16b: the unit tells the operator three working days ahead (A5) and files with the
 * manager in the same moment; the operator acknowledges and the notice is public until the window is over (A6); the
 * service shows the maintenance while it runs; a window that runs over raises an alarm and moves the end that is shown,
 * and only a word with a verification ends it. Maintenance of the platform itself lies with the operator.
 */

const note = noteProgress({
  clause: 'G-3.2.3a',
  by: [...owners, operator, manager],
  from: ['notified', 'notifiedLate', 'announced', 'running', 'overran'],
});

export const maintenance: Procedure = {
  kind: 'maintenance',
  prefix: 'WH',
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
  limits: Object.values(limits),
  windows: Object.values(windows),
  opening: opening({
    label: '告知升级维护或重大活动',
    offeredAt: { service: '报备维护', calendar: '报备升级维护或重大活动' },
    clause: 'G-3.2.3a',
    by: serviceReporters,
    fields: {
      ...pick(known.fields, 'type', 'serviceId'),
      ...windowForm,
      ...pick(known.fields, 'impact', 'instead', 'pauses', 'risk', 'attachment'),
    },
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: (input, context) =>
      context.service?.withdrawn ? { serviceId: '这项服务已撤销，不需要维护' } : checkWindow(input, context),
    title: (input, context) =>
      `${context.service?.name ?? '办事平台'}${input.type === 'event' ? '重大活动' : '系统升级'}`,
    run: change => {
      const { work, serviceId } = change.ticket;
      if (work && serviceId === undefined) work.platform = true;
      giveNotice(change);
    },
    tells: noticeTells,
  }),
  facts: known,
  onCalendar,
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
