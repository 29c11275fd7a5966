import { openPage } from './harness';
import { newPhone, ok, type CloudScript } from './phone';
import { colleague, member, unit } from './samples';

/** A unit and who works there: what is offered follows from what the cloud lets me call, not from my role. */

const UNIT = 'packages/staff/people/unit/index';
const script = (me: ReturnType<typeof member>): CloudScript => ({
  'staff/me.get': () => ok(me),
  'staff/unit.list': () => ok({ units: [unit('hrss', '省人社厅')], vacant: [] }),
  'staff/member.list': () => ok({ members: [colleague('m1', '李四')] }),
});

test('who may end a unit is offered it, and chooses whom to invite', async () => {
  const page = await openPage(UNIT, { id: 'hrss' }, newPhone(script(member([], { may: ['unit.dissolve'] }))));
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
