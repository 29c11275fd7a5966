import type { ShownService } from '../../typings/contract';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { notice as publicNotice, profile } from './samples';

/** What is public: services with their states, those who follow them, notices and messages. */

const me: CloudScript = { 'citizen/me.get': () => ok(profile()) };
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

describe('services and notices', () => {
  it('say each state in words and offer to tell when it is over', async () => {
    const phone = newPhone({
      ...me,
      'citizen/service.list': () =>
        ok({
          services: [
            {
              id: 's1',
              name: '医保凭证',
              unitId: 'hsa',
              unitName: '医保局',
              state: 'fault',
              notice: '抢修中',
            },
            { id: 's2', name: '补卡', unitId: 'hrss', unitName: '人社厅', state: 'online' },
          ],
        }),
      'citizen/notice.subscribe': () => ok(null),
    });
    const page = await openPage('packages/citizen/services/index', {}, phone);
    expect(page.text()).toContain('■ 有故障');
    // Nothing beside them says what the two choices narrow to: they do.
    expect(page.text()).toContain('全部地区');
    expect(page.text()).toContain('● 正常');
    await page.tap('恢复后通知我');
    expect(called(page, 'notice.subscribe')[0]?.input).toEqual({ serviceId: 's1' });
  });

  it('G-3.3.3b: a service that is withdrawn for good says so, and promises nobody that it comes back', async () => {
    const phone = newPhone({
      'citizen/me.get': () => ok(profile({ subscribed: ['s2'] })),
      'citizen/notice.list': () => ok({ notices: [] }),
      'citizen/service.list': () =>
        ok({
          services: ['s1', 's2'].map(id => ({
            id,
            name: '旧卡年审',
            unitId: 'hrss',
            unitName: '人社厅',
            state: 'offline',
            withdrawn: true,
            notice: '本服务已撤销。可到窗口办理。',
          })),
        }),
    });
    const page = await openPage('packages/citizen/services/index', {}, phone);
    expect(page.text()).toContain('■ 已撤销');
    expect(page.text()).toContain('可到窗口办理');
    expect(page.text()).not.toMatch(/恢复后|通知我|不再通知|停用/);
  });

  describe('who follows a service', () => {
    const faulty: ShownService = {
      id: 's1',
      name: '查询',
      unitId: 'hrss',
      unitName: '人社厅',
      state: 'fault',
    };
    /** A cloud that knows it, whichever phone asks. */
    const cloud = (following: string[]): CloudScript => ({
      'citizen/me.get': () => ok(profile({ subscribed: [...following] })),
      'citizen/service.list': () => ok({ services: [faulty, { ...faulty, id: 's2', name: '补卡' }] }),
      'citizen/notice.list': () => ok({ notices: [] }),
      'citizen/notice.get': ({ id }) =>
        ok({ notice: publicNotice({ id, title: '查询故障', serviceId: 's1', serviceName: '查询' }) }),
      'citizen/notice.subscribe': ({ serviceId }) => {
        following.push(serviceId);
        return ok(null);
      },
      'citizen/notice.unsubscribe': ({ serviceId }) => {
        following.splice(following.indexOf(serviceId), 1);
        return ok(null);
      },
    });
    const SERVICES = 'packages/citizen/services/index';

    it('sees it on a new phone, in the list and on the notice', async () => {
      const list = await openPage(SERVICES, {}, newPhone(cloud(['s1'])));
      expect(list.text()).toMatch(/查询 .* 恢复后会通知您 不再通知 补卡 .* 恢复后通知我$/);
      const notice = await openPage('packages/citizen/notice/index', { id: 'n' }, newPhone(cloud(['s1'])));
      expect(notice.text()).toContain('不再通知');
      await notice.tap('不再通知');
      expect(notice.text()).toContain('有变化通知我');
    });

    it('reads what to do instead on a notice that warns of nothing, too', async () => {
      const phone = newPhone({
        ...cloud([]),
        'citizen/notice.get': ({ id }) =>
          ok({
            notice: publicNotice({
              id,
              serviceId: 's1',
              kind: 'general',
              title: '查询调整',
              instead: '按原来的方法办理。',
            }),
          }),
      });
      const notice = await openPage('packages/citizen/notice/index', { id: 'n' }, phone);
      expect(notice.text()).toContain('可以这样办：按原来的方法办理。');
    });

    it('is not offered to wait for a service that has been withdrawn for good', async () => {
      const phone = newPhone({
        ...cloud(['s1']),
        'citizen/notice.get': ({ id }) =>
          ok({ notice: publicNotice({ id, title: '查询停用', serviceId: 's1', serviceWithdrawn: true }) }),
      });
      const notice = await openPage('packages/citizen/notice/index', { id: 'n' }, phone);
      expect(notice.text()).toContain('查询停用');
      expect(notice.text()).not.toMatch(/通知我|不再通知|会通知您/);
    });

    it('reads on a notice that it is over, and is not asked to wait for it', async () => {
      const phone = newPhone({
        ...cloud([]),
        'citizen/notice.get': ({ id }) =>
          ok({ notice: publicNotice({ id, title: '查询出现异常', serviceId: 's1', ended: true }) }),
      });
      const notice = await openPage('packages/citizen/notice/index', { id: 'n' }, phone);
      expect(notice.text()).toContain('这份公告已结束，下面是当时的内容。');
      expect(notice.text()).not.toContain('通知我');
    });

    it('changes it on one page and finds it changed on the other when coming back', async () => {
      const following = ['s1'];
      const page = await openPage(SERVICES, {}, newPhone(cloud(following)));
      await page.tap('恢复后通知我');
      expect(page.text()).not.toContain('恢复后通知我');
      following.splice(0);
      (page.instance['onShow'] as () => void).call(page.instance);
      await page.settle();
      expect(page.text()).not.toContain('不再通知');
    });

    it('is offered it again where the cloud refused, and where nobody knows', async () => {
      const phone = newPhone({
        ...cloud([]),
        'citizen/notice.subscribe': () => failure('internal', '没有保存成功。'),
      });
      const page = await openPage(SERVICES, {}, phone);
      await page.tap('恢复后通知我');
      expect(page.text()).not.toContain('不再通知');
      const unknown = newPhone({ ...cloud(['s1']), 'citizen/me.get': () => failure('internal', '出错了。') });
      expect((await openPage(SERVICES, {}, unknown)).text()).toContain('恢复后通知我');
    });
  });

  it('show what was made public of other cases', async () => {
    const outcome = {
      no: 'TS5',
      kindLabel: '投诉',
      title: '补卡太慢',
      unitName: '人社厅',
      createdOn: '2026-09-01',
      repliedOn: '2026-09-10',
      reply: '已改为当场领卡。',
    };
    const phone = newPhone({ 'citizen/disclosed.list': () => ok({ cases: [outcome] }) });
    const page = await openPage('packages/citizen/disclosed/index', {}, phone);
    expect(page.text()).toContain('已改为当场领卡。');
    expect(page.text()).toMatch(/9 月 10 日 周四 答复/);
  });

  it('lead from a message to its ticket or notice, once on a double tap', async () => {
    const message = (id: string, about: string) => ({
      id,
      at: '2026-10-09T10:00:00.000+08:00',
      template: 't',
      text: `关于 ${id}`,
      about,
      read: false,
    });
    const phone = newPhone({
      'citizen/inbox.list': () =>
        ok({ messages: [message('m1', 'TS20260924-7K3F9Q'), message('m2', 'notice-9')], unread: 2 }),
      'citizen/inbox.read': () => ok(null),
    });
    const page = await openPage('packages/citizen/inbox/index', { staff: '1' }, phone);
    expect(page.text()).not.toContain('TS20260924');
    await page.tap('关于 m1');
    await page.tap('关于 m1');
    await page.tap('关于 m2');
    // What staff have looked at is kept ticket by ticket.
    expect(called(page, 'inbox.read').map(call => call.input)).toEqual([
      { upTo: '2026-10-09T10:00:00.000+08:00', about: 'TS20260924-7K3F9Q' },
      { upTo: '2026-10-09T10:00:00.000+08:00', about: 'notice-9' },
    ]);
    expect(phone.used('navigateTo')).toEqual([
      { url: '/packages/staff/tickets/ticket/index?no=TS20260924-7K3F9Q' },
      { url: '/packages/citizen/notice/index?id=notice-9' },
    ]);
  });
});
