import { script } from './handler-desk';
import { openPage } from './harness';
import { newPhone, ok } from './phone';
import { ticket } from './samples';

/** Staff have to see under which rules a ticket is handled, and when these are only a draft (A18). */

test('a ticket under the draft says 征求意见稿, one under the standard does not (A18)', async () => {
  const read = async (draft: boolean): Promise<string> => {
    const ruleSet = { id: 'rules', name: '运行管理暂行办法', version: 1, draft };
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: ticket({ ruleSet }) }) });
    return (await openPage('packages/staff/tickets/ticket/index', { no: 'TS1' }, phone)).text();
  };
  expect(await read(true)).toContain('运行管理暂行办法（征求意见稿）');
  const standard = await read(false);
  expect(standard).toContain('运行管理暂行办法');
  expect(standard).not.toContain('征求意见稿');
});
