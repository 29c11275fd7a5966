import { script } from './handler-desk';
import { openPage } from './harness';
import { newPhone, ok } from './phone';
import { profile, ticket } from './samples';

/** Staff and citizens have to see when the rules by which a limit is counted are only a draft (A18). */

const DRAFT = '征求意见稿';

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

test('a citizen reads on the ticket, on the first page, in the form and beside an answer that a limit follows a draft (A18)', async () => {
  const texts = async (draft: boolean): Promise<string[]> => {
    const ruleSet = { id: 'rules', name: '运行管理暂行办法', version: 1, draft };
    const me = profile();
    const kinds = me.kinds.map(kind => ({ ...kind, ...(draft ? { draft: true as const } : {}) }));
    const phone = newPhone({
      'citizen/me.get': () => ok({ ...me, kinds }),
      'citizen/ticket.get': () => ok({ ticket: ticket({ ruleSet }) }),
      'citizen/ask': () => ok({ askId: 'a1', band: 'handover' as const, answers: [], near: [] }),
      'citizen/service.list': () => ok({ services: [] }),
      'citizen/notice.list': () => ok({ notices: [] }),
      'citizen/ticket.list': () => ok({ tickets: [] }),
    });
    const read = await openPage('packages/citizen/ticket/index', { no: 'TS1' }, phone);
    const home = await openPage('pages/home/index', {}, phone);
    const form = await openPage('packages/citizen/file/index', {}, phone);
    const ask = await openPage('pages/ask/index', {}, phone);
    await ask.type('text', '社保卡多久能办好');
    await ask.press('发送');
    return [read, home, form, ask].map(page => page.text());
  };
  for (const text of await texts(true)) expect(text).toContain(DRAFT);
  for (const text of await texts(false)) expect(text).not.toContain(DRAFT);
});

test('a ticket that is answered states no limit, and no draft (A18)', async () => {
  const ruleSet = { id: 'rules', name: '运行管理暂行办法', version: 1, draft: true };
  const phone = newPhone({ 'citizen/ticket.get': () => ok({ ticket: ticket({ ruleSet, settled: true }) }) });
  expect((await openPage('packages/citizen/ticket/index', { no: 'TS1' }, phone)).text()).not.toContain(DRAFT);
});
