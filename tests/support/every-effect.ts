import { act, opening } from '../../cloudfunctions/domain/engine';
import { alsoRegister } from './extra-procedure';

/** A procedure with a step that is due at once and has every effect that the engine knows. */

const everything = act({
  act: 'everything',
  label: '一次做完',
  clause: 'test',
  by: [{ label: '平台', roles: ['system'], has: () => true }],
  from: ['open'],
  to: 'done',
  due: ticket => ticket.createdAt,
  run: change => {
    change.changeService(one => ({ ...one, state: 'fault', reason: '打不开' }));
    const { service: first } = change;
    if (first) change.registerServices(first, [{ ...first, id: 'second', name: '社保卡挂失' }]);
    change.publish('fault', {
      what: '打不开',
      serviceName: '社保卡申领',
      startsAt: change.now,
      impact: '不能申领',
      instead: '请到窗口办理',
    });
    change.addDuty('hrss', '社保卡补换');
    change.changeLimits({ 'consult.technical': { n: 1, unit: 'working-day' } }, '管理丙');
    change.account = { memberId: 'partner', until: null };
    change.platformFault = { no: change.ticket.no, reason: '全部', instead: '', since: change.now };
    change.platformWindow = { startsAt: change.now, endsAt: change.now };
    change.open({
      kind: 'supervision-order',
      relation: 'supervision',
      input: { ticketNo: change.ticket.no, level: 'urge', text: '请说明' },
    });
    change.count('everything');
    change.tell({ to: 'manager' }, '都做了');
    change.related?.say('另一件也改了');
    change.related?.tell({ to: 'operator' }, '另一件');
    change.related?.count('related');
    change.end();
  },
});

export const everyEffect = alsoRegister({
  kind: 'every-effect',
  prefix: 'SY',
  label: '试验',
  group: '试验',
  purpose: '试验',
  order: 1000,
  clauses: ['test'],
  limits: [],
  states: { open: { label: '在办' }, done: { label: '办完', ended: true } },
  acts: [everything],
  opening: opening({
    label: '发起',
    clause: 'test',
    by: ['system'],
    fields: {},
    title: () => '试验',
    run: change => change.to('open'),
  }),
});
