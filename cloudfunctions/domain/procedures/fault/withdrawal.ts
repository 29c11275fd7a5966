import { act, longtext } from '../../engine';
import { concernedUnit, operator, platform } from '../common/staff-ticket/parties';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import { tell, theManager, theUnit } from '../common/staff-ticket/words';

/** The service has been withdrawn for good meanwhile: its fault ends with it, whether or not somebody says so (J-11a). */
export const settleWithdrawn = act({
  act: 'settleWithdrawn',
  label: '服务已撤销，结束异常处理',
  clause: 'J-11a',
  by: [concernedUnit, operator, platform],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  to: 'withdrawn',
  unless: (_ticket, context) => (withdrawnAlready(context) ? undefined : '这项服务没有撤销'),
  due: (ticket, { service }) =>
    service?.withdrawn ? (service.conditions?.[0]?.since ?? ticket.updatedAt) : undefined,
  cancels: ['fix', 'review', 'execute'],
  fields: { text: longtext('说明', { max: 1000 }) },
  run: change => {
    change.withdrawNotice();
    change.unmark('urgent');
    change.end();
  },
  tells: [
    tell(theUnit, () => '服务已撤销，异常处理结束'),
    tell(theManager, () => '服务已撤销，异常处理结束'),
  ],
});
