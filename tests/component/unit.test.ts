import type { InvitableRole } from '../../typings/api';
import { called } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { colleague, member, unit } from './samples';

/** A unit and who works there: what is offered follows from what the cloud lets me call, not from my role. */

const UNIT = 'packages/staff/people/unit/index';
const script = (me: ReturnType<typeof member>): CloudScript => ({
  'staff/me.get': () => ok(me),
  'staff/unit.list': () => ok({ units: [unit('hrss', '省人社厅')], vacant: [] }),
  'staff/member.list': () => ok({ members: [colleague('m1', '李四')], invites: [HANDLER] }),
});

const role = (name: InvitableRole['role'], label: string, more = {}): InvitableRole => ({
  ...{ role: name, label, hasRegion: false, hasAgreement: false },
  ...more,
});
const HANDLER = role('handler', '经办人');

test('who may end a unit is offered it, and chooses whom to invite', async () => {
  const both = ok({ members: [colleague('m1', '李四')], invites: [HANDLER, role('lead', '单位负责人')] });
  const phone = newPhone({
    ...script(member([], { may: ['unit.dissolve'] })),
    'staff/member.list': () => both,
  });
  const page = await openPage(UNIT, { id: 'hrss' }, phone);
  expect(page.text()).toContain('李四');
  expect(page.text()).toContain('撤销单位');
  await page.press('邀请人员');
  expect(page.text()).toContain('角色');
});

test('who may not is offered neither, whatever the role is called', async () => {
  const page = await openPage(UNIT, { id: 'hrss' }, newPhone(script(member(['manager'], { may: [] }))));
  expect(page.text()).toContain('李四');
  expect(page.text()).not.toContain('撤销单位');
  await page.press('邀请人员');
  expect(page.text()).toContain('姓名');
  expect(page.text()).not.toContain('角色');
});

test('whoever is invited gets a code, which is shown once and can be copied', async () => {
  const invited = { ...colleague('m2', '王五'), state: 'invited' as const, invitedUntil: '2026-12-01' };
  const phone = newPhone({
    ...script(member([])),
  });
  const page = await openPage(UNIT, { id: 'hrss' }, phone);
  await page.press('邀请人员');
  await page.type('name', '王五');
  // The answer is lost on its way: sent again, it is the same request; the next invitation is another one.
  phone.script['staff/member.invite'] = () => failure('unavailable', '请稍后重试');
  await page.press('邀请');
  phone.script['staff/member.invite'] = () => ok({ member: invited, code: '7K3F-Q9VX-4MAA' });
  await page.press('邀请');
  const inputs = called(page, 'member.invite').map(({ input }) => input);
  expect(inputs[0]).toMatchObject({ role: 'handler', name: '王五', unitId: 'hrss' });
  expect(inputs[0]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
  expect(inputs[1]).toEqual(inputs[0]);
  for (const text of ['7K3F-Q9VX-4MAA', '请把邀请码发给王五', '12 月 1 日'])
    expect(page.text()).toContain(text);
  await page.press('邀请人员');
  expect(page.text()).not.toContain('7K3F-Q9VX-4MAA');
  await page.type('name', '赵六');
  await page.press('邀请');
  expect(called(page, 'member.invite').pop()?.input['requestId']).not.toBe(inputs[0]?.['requestId']);
});

test('without a unit: those who belong to none', async () => {
  const roles = [role('security', '安全管理员'), role('local', '各地主管部门', { hasRegion: true })];
  const phone = newPhone({
    ...script(member([])),
    'staff/member.list': () => ok({ members: [], invites: roles }),
  });
  const page = await openPage(UNIT, {}, phone);
  expect(called(page, 'member.list').map(({ input }) => input)).toEqual([{ besideUnits: true }]);
  await page.press('邀请人员');
  expect(page.text()).toContain('角色');
  expect(page.text()).not.toContain('地区');
});
