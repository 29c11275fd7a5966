import { called } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { profile } from './samples';

/** 我的 → 我是工作人员: somebody who was invited becomes a member of staff. */

test('a person joins with the code of an invitation; what is wrong is said beside the code, which stays', async () => {
  const joined = { id: 'm', name: '王五', role: 'handler', roleLabel: '经办人', state: 'active' as const };
  const phone = newPhone({
    'citizen/me.get': () => ok(profile()),
    'citizen/inbox.list': () => ok({ messages: [], unread: 0 }),
    'citizen/member.join': () =>
      failure('invalid', '有内容需要补充或更正', { fields: { code: '没有这个邀请码' } }),
  });
  const page = await openPage('pages/mine/index', {}, phone);
  await page.tap('我是工作人员');
  await page.press('加入');
  expect(page.text()).toContain('请填写邀请码');
  await page.type('code', '7K3F-Q9VX-4MAA');
  await page.press('加入');
  expect(page.text()).toContain('没有这个邀请码');
  phone.script['citizen/member.join'] = () => ok({ member: joined });
  await page.press('加入');
  expect(called(page, 'member.join').map(({ input }) => input['code'])).toEqual([
    '7K3F-Q9VX-4MAA',
    '7K3F-Q9VX-4MAA',
  ]);
  expect(page.text()).toContain('王五，您已加入');
});
