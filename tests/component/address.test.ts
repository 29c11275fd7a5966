import type { OwnAddress } from '../../typings/contract';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member } from './samples';

/** One's own e-mail address and mobile number, for messages outside of WeChat (G-3.2.3a). */
const ADDRESS = 'packages/staff/desk/address/index';
const EMAIL = 'name@example.com';
const PHONE = '10000000001';
const desk = (address: OwnAddress): CloudScript => ({
  'staff/me.get': () => ok(member(['operator'], { address })),
  'staff/member.address': input => ok({ address: input }),
});
const sent = (phone: ReturnType<typeof newPhone>) =>
  phone.calls.filter(call => call.action === 'member.address').map(call => call.input);
const valueOf = (page: Awaited<ReturnType<typeof openPage>>, name: string) =>
  page.inner('ui-field').find(field => field.data['name'] === name)?.data['value'];

it('shows what is kept now, and keeps both when one is changed', async () => {
  const phone = newPhone(desk({ email: EMAIL, phone: PHONE }));
  const page = await openPage(ADDRESS, {}, phone);
  expect([valueOf(page, 'email'), valueOf(page, 'phone')]).toEqual([EMAIL, PHONE]);
  await page.press('保存');
  expect(page.text()).toContain('没有要保存的改动');
  await page.type('phone', ' 10000-0000 02 ');
  expect(page.text()).toContain(`现在登记的是 ${PHONE}。`);
  await page.press('保存');
  expect(sent(phone)).toEqual([{ email: EMAIL, phone: '10000000002' }]);
  expect(page.text()).toContain('● 已保存');
  expect(valueOf(page, 'phone')).toBe('10000000002');
});

it('takes away what was emptied', async () => {
  const phone = newPhone(desk({ email: EMAIL, phone: PHONE }));
  const page = await openPage(ADDRESS, {}, phone);
  await page.type('email', '');
  await page.press('保存');
  expect(sent(phone)).toEqual([{ phone: PHONE }]);
  expect(page.text()).toContain('还没有登记');
});

it('says at the field what is wrong, and keeps what was typed until it is right', async () => {
  const phone = newPhone({
    ...desk({}),
    'staff/member.address': () =>
      failure('invalid', '有内容需要补充或更正', { fields: { email: '邮箱的格式不对' } }),
  });
  const page = await openPage(ADDRESS, {}, phone);
  await page.type('email', 'name');
  await page.press('保存');
  expect(page.inner('ui-field').map(field => field.data['error'])).toEqual(['邮箱的格式不对', '']);
  await page.type('email', 'name@');
  expect(page.text()).not.toContain('邮箱的格式不对');
  page.close();
  const again = await openPage(ADDRESS, {}, phone);
  expect(again.text()).toContain('接着上次没有保存的改动');
  expect(valueOf(again, 'email')).toBe('name@');
  await again.tap('放弃这些改动');
  expect(valueOf(again, 'email')).toBe('');
  expect((await openPage(ADDRESS, {}, phone)).text()).not.toContain('接着上次');
});

it('keeps what was typed without network, and what was typed on while it was being sent', async () => {
  const phone = newPhone(desk({}));
  const page = await openPage(ADDRESS, {}, phone);
  await page.type('email', EMAIL);
  phone.setOnline(false);
  await page.press('保存');
  expect(page.text()).toContain('没有连上网络');
  phone.setOnline(true);
  let arrive = (): void => undefined;
  const arrived = new Promise<void>(resolve => (arrive = resolve));
  phone.script['staff/member.address'] = async input => {
    await arrived;
    return ok({ address: input });
  };
  await page.press('保存');
  await page.press('保存');
  await page.type('phone', PHONE);
  arrive();
  await page.settle();
  expect(sent(phone)).toEqual([{ email: EMAIL }, { email: EMAIL }]);
  expect([valueOf(page, 'email'), valueOf(page, 'phone')]).toEqual([EMAIL, PHONE]);
  page.close();
  expect(valueOf(await openPage(ADDRESS, {}, phone), 'phone')).toBe(PHONE);
});

it('shows nothing to whom the desk is closed, and comes again when asked', async () => {
  const phone = newPhone({ 'staff/me.get': () => failure('forbidden', '您不是工作人员，或者权限已被收回') });
  const page = await openPage(ADDRESS, {}, phone);
  expect(page.text()).toContain('您不是工作人员，或者权限已被收回');
  expect(page.inner('ui-field')).toEqual([]);
  Object.assign(phone.script, desk({ email: EMAIL }));
  await page.press('重新查看');
  expect(valueOf(page, 'email')).toBe(EMAIL);
});

it('is found from the messages of staff, not of citizens', async () => {
  const script: CloudScript = { 'citizen/inbox.list': () => ok({ messages: [], unread: 0 }) };
  const page = await openPage('packages/citizen/inbox/index', { staff: '1' }, newPhone(script));
  await page.tap('我的联系方式 重要消息同时发到邮箱和手机');
  expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/desk/address/index' }]);
  const citizen = await openPage('packages/citizen/inbox/index', {}, newPhone(script));
  expect(citizen.text()).not.toContain('我的联系方式');
});
