import { misfits, violations } from '../support/appearance';
import { useRealSystem } from '../support/real-system';

/** The pages of services for everyone: nothing that a screen reader or weak eyes cannot use, nothing cut in large letters. */
const system = useRealSystem({ now: '2026-10-12T10:00' });

type Place = [name: string, as: string, page: string];
const places: Place[] = [
  ['what can be started', 'demo-hrss-lead', '/packages/staff/start/index'],
  ['the form of a listing', 'demo-hrss-lead', '/packages/staff/open/index?kind=listing'],
  ['the form of a major fault', 'demo-operator', '/packages/staff/open/index?kind=major-fault'],
  ['a major fault', 'demo-operator', '/packages/staff/ticket/index?no=MAJOR'],
  ['the register', 'demo-operator', '/packages/staff/services/index'],
  ['a service', 'demo-manager', '/packages/staff/service/index?id=S001'],
  ['an entry that is edited', 'demo-manager', '/packages/staff/service-edit/index?id=S001'],
  ['the calendar', 'demo-hrss-handler', '/packages/staff/maintenance/index'],
  ['notices of staff', 'demo-operator', '/packages/staff/notices/index'],
  ['a notice that is written', 'demo-operator', '/packages/staff/notice/index'],
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

test.each(places)('%s', async (_name, as, page) => {
  const hand = await system.open(as, page.replace('MAJOR', major));
  await hand.settled();
  expect(await violations(hand.page)).toEqual([]);
  expect(await misfits(hand.page)).toEqual([]);
  await hand.close();
  const large = await system.open(as, page.replace('MAJOR', major), { care: true });
  await large.settled();
  expect(await misfits(large.page)).toEqual([]);
});
