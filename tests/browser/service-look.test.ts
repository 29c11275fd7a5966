import { misfits, violations } from '../support/appearance';
import { useRealSystem } from '../support/real-system';

/**
 * The pages of services for everyone: nothing that a screen reader or weak eyes cannot use, nothing cut in large letters.
 * Each is looked at when it shows what the cloud answered: a page of an error would have nothing to be cut.
 */
const system = useRealSystem({ now: '2026-10-12T10:00' });

type Place = [name: string, as: string, page: string, content: string | RegExp];
const places: Place[] = [
  ['what can be started', 'demo-hrss-lead', '/packages/staff/procedures/start/index', '服务调整或撤销'],
  [
    'the form of a listing',
    'demo-hrss-lead',
    '/packages/staff/procedures/open/index?kind=listing',
    '服务名称（群众看到的）',
  ],
  [
    'the form of a major fault',
    'demo-operator',
    '/packages/staff/procedures/open/index?kind=major-fault',
    '不能提交办理',
  ],
  ['a major fault', 'demo-operator', '/packages/staff/tickets/ticket/index?no=MAJOR', /^电话通知，还有/],
  ['the register', 'demo-operator', '/packages/staff/services/list/index', '不动产信息查询'],
  ['a service', 'demo-manager', '/packages/staff/services/service/index?id=S001', /不能提交办理，正在抢修/],
  ['an entry that is edited', 'demo-manager', '/packages/staff/services/edit/index?id=S001', '联系人 1'],
  ['the calendar', 'demo-hrss-handler', '/packages/staff/services/maintenance/index', /本月，\d 次维护/],
  ['the calendar of content', 'demo-hrss-handler', '/packages/staff/notices/calendar/index', /本月，\d+ 项/],
  ['notices of staff', 'demo-operator', '/packages/staff/notices/list/index', '医保电子凭证系统升级'],
  ['a notice that is written', 'demo-operator', '/packages/staff/notices/edit/index', '存草稿'],
];
let major = '';

beforeAll(async () => {
  major = (await system.staff('demo-operator').open('major-fault', { serviceId: 'S001', symptom: 'submit' }))
    .no;
  const window = { impact: '期间不能提交申请。', instead: '请改在第二天办理。', type: 'upgrade' };
  for (const serviceId of ['S002', 'S003']) {
    await system.staff('demo-hrss-handler').open('maintenance', {
      ...window,
      serviceId,
      startsAt: '2026-10-20T22:00:00+08:00',
      endsAt: '2026-10-21T02:00:00+08:00',
    });
  }
});

test.each(places)('%s', async (_name, as, page, content) => {
  const hand = await system.open(as, page.replace('MAJOR', major));
  await hand.sees(content);
  await hand.settled();
  expect(await violations(hand.page)).toEqual([]);
  expect(await misfits(hand.page)).toEqual([]);
  await hand.close();
  const large = await system.open(as, page.replace('MAJOR', major), { care: true });
  await large.sees(content);
  await large.settled();
  expect(await misfits(large.page)).toEqual([]);
});
