import { called, counts, script } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { member, profile, summary } from './samples';

/** The tickets on the workbench: what it lists, and how it is worked. */

const WORKBENCH = 'pages/workbench/index';

describe('the workbench', () => {
  it('says what is overdue, due soon and in hand, and lists tickets with their lights', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(script));
    expect(page.text()).toContain('省人社厅 经办人');
    expect(page.text()).toMatch(/1 待办超期 1 今明到期 31 本单位在办/);
    expect(page.text()).toContain('■ 超 1 个工作日 · 答复');
    expect(page.text()).toContain('▲ 今天到期 · 受理');
    await page.tap('我经手 1');
    expect(called(page, 'ticket.queue').map(call => call.input['view'])).toEqual(['todo', 'mine']);
  });

  it('opens a ticket on its own on a phone, beside the list in a wide window', async () => {
    const narrow = await openPage(WORKBENCH, {}, newPhone(script));
    await narrow.tap('社保卡补办三次被拒');
    expect(narrow.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=TS1' }]);
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const wide = await openPage(WORKBENCH, {}, phone);
    expect(wide.inner('staff-ticket').map(each => each.data['no'])).toEqual(['ZX1']);
    expect(phone.used('navigateTo')).toEqual([]);
  });

  it('is worked by keyboard: j and k move, a digit starts an act, Enter opens', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS1');
    phone.press('k');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    phone.press('2');
    await page.settle();
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: true, act: { act: 'refuse' } });
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    await page.tap('关闭');
    phone.press('Enter');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=ZX1' }]);
  });

  it('walks on by keyboard past the end of what was fetched, and n takes down a call', async () => {
    const tickets = Array.from({ length: 40 }, (_, n) =>
      summary({ no: `TS${n + 1}`, title: `第 ${n + 1} 件` }),
    );
    const menu = [{ key: 'register', label: '登记来电' }];
    const phone = newPhone({
      ...script,
      'staff/me.get': () => ok(member(['operator'], { roleLabel: '坐席', menu, counts })),
      'staff/ticket.queue': ({ cursor }: { cursor?: string }) =>
        ok(
          cursor
            ? { tickets: [summary({ no: 'TS41', title: '第 41 件' })], counts }
            : { tickets, counts, nextCursor: 'TS40' },
        ),
    });
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    for (let n = 0; n < 40; n += 1) {
      phone.press('j');
      await page.settle();
    }
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS41');
    phone.press('n');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/tickets/record/index' }]);
  });

  it('takes letters for text while a field has the focus', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    await page.focus('query', true);
    phone.press('j');
    phone.press('1');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    expect(page.inner('act-form')[0]?.data['show']).toBe(false);
    await page.focus('query', false);
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS1');
  });

  it('Enter in the search looks for what was typed and opens nothing', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    await page.focus('query', true);
    // On a PC the field is left by the same Enter that the page hears of.
    await page.confirm('query', () => phone.press('Enter'));
    expect(phone.used('navigateTo')).toEqual([]);
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS1');
    phone.press('Enter');
    expect(phone.used('navigateTo')).toHaveLength(1);
  });

  it('folds what is wrong around the work into one line that says how much and what first', async () => {
    const alarms = ['计时任务超过 10 分钟没有完成', '有 38 项服务没有登记负责人', '省人社厅没有登记负责人'];
    const phone = newPhone({
      ...script,
      'staff/me.get': () => ok(member(['manager'], { name: '王五', roleLabel: '管理方', counts, alarms })),
    });
    const page = await openPage(WORKBENCH, {}, phone);
    expect(page.text()).toContain(`■ 3 项提醒：${alarms[0]}`);
    expect(page.text()).not.toContain('38 项服务');
    await page.tap(`展开 3 项提醒：${alarms[0]}`);
    for (const alarm of alarms) expect(page.text()).toContain(alarm);
    await page.tap('收起 3 项提醒');
    expect(page.text()).not.toContain('38 项服务');
    const calm = await openPage(WORKBENCH, {}, newPhone(script));
    expect(calm.text()).not.toContain('项提醒');
  });

  it('shows nothing of the tickets any more when the role was revoked meanwhile', async () => {
    const phone = newPhone(script);
    phone.storage.set('session:staff', true);
    const page = await openPage(WORKBENCH, {}, phone);
    phone.script['staff/ticket.queue'] = () => failure('forbidden', '您的工作人员身份已收回。');
    phone.script['citizen/me.get'] = () => ok(profile());
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).toContain('您的工作人员身份已收回。');
    expect(page.text()).not.toContain('失业金一直审核中');
    expect(phone.storage.get('session:staff')).toBe(false);
  });

  it('keeps the list when the network goes', async () => {
    const phone = newPhone(script);
    const page = await openPage(WORKBENCH, {}, phone);
    phone.setOnline(false);
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).toContain('失业金一直审核中');
    expect(page.text()).toContain('没有连上网络');
  });
});

it('says above the list of a kind for which periods nothing has to be done', async () => {
  const why = '2026 年 2 月 16 日 周一至 2 月 22 日 周日';
  const exempt = [{ period: why, why: '本周无工作日' }];
  const phone = newPhone({ ...script, 'staff/ticket.queue': () => ok({ tickets: [], counts, exempt }) });
  const page = await openPage(WORKBENCH, {}, phone);
  expect(page.text()).toContain(`${why}：本周无工作日，免办`);
});
