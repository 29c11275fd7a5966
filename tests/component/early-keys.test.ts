import type { OfferedAct } from '../../typings/contract';
import { called, script } from './handler-desk';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript, type Phone } from './phone';
import { summary, ticket } from './samples';

/**
 * Keys that are pressed faster than the screen follows: they are kept in their order, or refused so that one sees it; nothing is
 * ever sent that has not been on the screen.
 */

const WORKBENCH = 'pages/workbench/index';
const dispatch: OfferedAct = {
  act: 'dispatch',
  label: '分办',
  place: 'main',
  fields: [
    {
      name: 'unitId',
      label: '分给',
      type: 'select',
      required: true,
      options: [
        { value: 'hrss', label: '人社厅' },
        { value: 'psb', label: '公安厅' },
      ],
    },
  ],
};
const claim: OfferedAct = { act: 'claim', label: '我来办', place: 'main', control: 'tap', fields: [] };
const SEEN_FIRST = '刚显示出来，请看过再按一次';

/** A desk with some tickets, each of which comes when the test lets it. */
const desk = (acts: OfferedAct[], more: CloudScript = {}) => {
  let left = ['TS1', 'TS2'];
  let waiting: (() => void)[] = [];
  let isHeld = false;
  const phone: Phone = Object.assign(
    newPhone({
      ...script,
      'staff/ticket.queue': () =>
        ok({
          tickets: left.map(no => summary({ no, title: `件 ${no}` })),
          counts: { todo: left.length, mine: 0, unit: 0, overdue: 0, all: 0 },
        }),
      'staff/ticket.get': async ({ no }) => {
        if (isHeld) await new Promise<void>(resolve => (waiting = [...waiting, resolve]));
        return ok({ ticket: ticket({ no: String(no), acts }) });
      },
      'staff/ticket.act': ({ no }) => {
        left = left.filter(each => each !== no);
        return ok({ ticket: ticket({ no: String(no), acts: [] }) });
      },
      'staff/draft.get': () => ok(null),
      ...more,
    }),
    { windowWidth: 1280 },
  );
  const hold = (): void => {
    isHeld = true;
  };
  const release = (): void => {
    isHeld = false;
    waiting.forEach(go => go());
    waiting = [];
  };
  return { phone, hold, release };
};
const press = (phone: Phone, ...keys: string[]): void => keys.forEach(key => phone.press(key));
const sent = (page: Mounted) => called(page, 'ticket.act').map(({ input }) => input);
const said = (phone: Phone): unknown[] =>
  phone.used('showToast').map(asked => (asked as { title: string }).title);
const form = (page: Mounted) => page.inner('act-form')[0]?.data ?? {};

test('on a ticket that is there, three keys without a pause dispatch it', async () => {
  const { phone } = desk([dispatch]);
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', '2', 'Enter');
  await page.settle();
  expect(sent(page)).toMatchObject([{ no: 'TS1', act: 'dispatch', input: { unitId: 'psb' } }]);
  expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS2');
});

test('pressed before it is there, digits open and choose once it is; Enter is refused so that one sees it', async () => {
  const { phone, hold, release } = desk([dispatch]);
  hold();
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', '2', 'Enter');
  await page.settle();
  expect(form(page)['show']).not.toBe(true);
  release();
  await page.settle();
  expect(form(page)).toMatchObject({ show: true, act: { act: 'dispatch' }, values: { unitId: 'psb' } });
  expect([sent(page), said(phone), phone.used('navigateTo')]).toEqual([[], [SEEN_FIRST], []]);
  press(phone, 'Enter');
  await page.settle();
  expect(sent(page)).toMatchObject([{ no: 'TS1', input: { unitId: 'psb' } }]);
});

test('what is pressed while an act is sent is for the next ticket, and sends nothing there', async () => {
  const { phone } = desk([dispatch]);
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', '1', 'Enter', '1', '2', 'Enter', 'Enter');
  await page.settle();
  expect(sent(page)).toMatchObject([{ no: 'TS1', input: { unitId: 'hrss' } }]);
  expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS2');
  expect(form(page)).toMatchObject({ show: true, values: { unitId: 'psb' } });
  expect([said(phone).pop(), phone.used('navigateTo')]).toEqual([SEEN_FIRST, []]);
});

test('when the act was refused, what was meant for the next ticket is forgotten', async () => {
  const { phone } = desk([dispatch], {
    'staff/ticket.act': () => failure('unavailable', '服务暂时连接不上，请稍后重试'),
  });
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', '1', 'Enter', '1', '2', 'Enter');
  await page.settle();
  expect(sent(page)).toHaveLength(1);
  expect(form(page)).toMatchObject({ show: true, values: { unitId: 'hrss' } });
  expect(page.text()).toContain('服务暂时连接不上');
});

test('an act without a form is not taken by a key that came before the ticket', async () => {
  const { phone, hold, release } = desk([claim]);
  hold();
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1');
  release();
  await page.settle();
  expect([sent(page), said(phone)]).toEqual([[], [SEEN_FIRST]]);
  press(phone, '1');
  await page.settle();
  expect(sent(page)).toMatchObject([{ no: 'TS1', act: 'claim' }]);
});

test('whoever turns to another ticket or closes has taken back what was pressed', async () => {
  const { phone, hold, release } = desk([dispatch]);
  hold();
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', 'j');
  release();
  await page.settle();
  expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS2');
  expect(form(page)['show']).not.toBe(true);
});

test('a ticket that cannot be opened takes no keys', async () => {
  const { phone } = desk([dispatch], { 'staff/ticket.get': () => failure('internal', '系统出了点问题') });
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, 'j', '1', '1', 'Enter');
  await page.settle();
  expect([sent(page), phone.used('navigateTo')]).toEqual([[], []]);
  expect(page.text()).toContain('系统出了点问题');
});

test('a suggestion is put into the reply when it comes, and the reply is seen before it leaves', async () => {
  const reply: OfferedAct = {
    act: 'reply',
    label: '答复',
    place: 'main',
    control: 'compose',
    fields: [{ name: 'text', label: '答复内容', type: 'longtext', required: true, max: 5000 }],
  };
  const phrases = [{ id: 'p1', title: '新卡已制好', text: '新卡已制好，请带身份证来取。' }];
  const { phone } = desk([reply], {
    'staff/reply.suggest': () => ok({ entries: [], similar: [], phrases }),
    'staff/reply.check': () => ok({ warnings: [] }),
  });
  const page = await openPage(WORKBENCH, {}, phone);
  press(phone, '1', '1', 'Enter');
  await page.settle();
  expect(form(page)).toMatchObject({ show: true, values: { text: '新卡已制好，请带身份证来取。' } });
  expect([sent(page), said(phone)]).toEqual([[], [SEEN_FIRST]]);
  press(phone, 'Enter');
  await page.settle();
  expect(sent(page)).toMatchObject([{ act: 'reply', input: { text: '新卡已制好，请带身份证来取。' } }]);
});
