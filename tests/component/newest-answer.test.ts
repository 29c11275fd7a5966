import type { Reply } from '../../typings/contract';
import { mount, openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { notice, profile, ticket } from './samples';

/** Answers come in any order: the page shows what was asked for last (`unit/newest-answer` holds it for every page). */

/** An answer that comes when the test says so. */
const later = <T>(): { come: (reply: Reply<T>) => void; reply: Promise<Reply<T>> } => {
  let come = (_reply: Reply<T>): void => undefined;
  const reply = new Promise<Reply<T>>(resolve => (come = resolve));
  return { come, reply };
};

type Loads = { load(): Promise<void> };

it('an older answer does not bring back what was closed since', async () => {
  const slow = later<never>();
  const phone = newPhone({ 'staff/member.standIns': () => slow.reply });
  const page = await openPage('packages/staff/people/stand-in/index', {}, phone);
  phone.script['staff/member.standIns'] = () => failure('forbidden', '您已不是工作人员');
  await (page.instance as unknown as Loads).load();
  expect(page.text()).toContain('您已不是工作人员');
  const person = { memberId: 'm2', name: '李四', from: '2026-09-24', until: '2026-09-30' };
  slow.come(ok({ colleagues: [], forOthers: [], own: person }) as Reply<never>);
  await page.settle();
  expect(page.text()).toContain('您已不是工作人员');
  expect(page.text()).not.toContain('李四');
});

it('an older refusal does not close what may be read again', async () => {
  const slow = later<never>();
  const phone = newPhone({ 'citizen/notice.get': () => slow.reply });
  const page = await openPage('packages/citizen/notice/index', { id: 'n1' }, phone);
  phone.script['citizen/notice.get'] = () => ok({ notice: notice({ title: '系统升级' }) });
  await (page.instance as unknown as Loads).load();
  slow.come(failure('not-found', '没有这条公告'));
  await page.settle();
  expect(page.text()).toContain('系统升级');
});

it('what an act brought is newer than what was asked before it', async () => {
  const slow = later<never>();
  const phone = newPhone({ 'citizen/ticket.get': () => ok({ ticket: ticket({ stateLabel: '待答复' }) }) });
  const page = await openPage('packages/citizen/ticket/index', { no: 'TS1' }, phone);
  phone.script['citizen/ticket.get'] = () => slow.reply;
  void (page.instance as unknown as Loads).load();
  const withdrawn = ticket({ stateLabel: '已撤回', acts: [] });
  (page.instance as unknown as { done(event: object): void }).done({
    detail: { ticket: withdrawn, outcome: '已撤回' },
  });
  slow.come(ok({ ticket: ticket({ stateLabel: '待答复' }) }) as Reply<never>);
  await page.settle();
  expect(page.instance.data['ticket']).toMatchObject({ stateLabel: '已撤回' });
});

it('an act that is done after one has walked on does not show its ticket in the place of the next', async () => {
  const phone = newPhone({ 'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no }) }) });
  const desk = await mount('components/staff-ticket/index', { no: 'TS1' }, phone);
  const heard = desk.events('changed');
  desk.instance.setData({ no: 'TS2' });
  await desk.settle();
  const { done } = desk.instance as unknown as { done(event: object): void };
  const detail = { ticket: ticket({ no: 'TS1', stateLabel: '待答复' }), outcome: '“分办”已办好' };
  done.call(desk.instance, { detail });
  expect(desk.instance.data['ticket']).toMatchObject({ no: 'TS2' });
  expect(desk.instance.data['outcome']).toBe('');
  // The list hears of it all the same.
  expect(heard).toHaveLength(1);
});

it('a service that is followed while the list is on its way stays followed in it', async () => {
  const subscribed: string[] = [];
  const listed = {
    services: [{ id: 's1', name: '提取', unitId: 'u', unitName: '住建厅', state: 'fault' as const }],
  };
  const phone = newPhone({
    'citizen/me.get': () => ok(profile({ subscribed: [...subscribed] })),
    'citizen/notice.subscribe': () => ok(null),
    'citizen/service.list': () => ok(listed),
  });
  const page = await openPage('packages/citizen/services/index', {}, phone);
  // Of a second list the troubled ones are known, and who follows them, before the rest comes.
  const slow = later<typeof listed>();
  phone.script['citizen/service.list'] = ({ troubled }) => (troubled ? ok(listed) : slow.reply);
  const loading = (page.instance as unknown as Loads).load();
  await page.settle();
  subscribed.push('s1');
  await page.tap('恢复后通知我');
  slow.come(ok(listed));
  await loading;
  expect(page.text()).toContain('恢复后会通知您');
});
