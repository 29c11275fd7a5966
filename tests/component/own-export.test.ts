import { openPage } from './harness';
import { newPhone, ok } from './phone';
import { profile } from './samples';

const me = { 'citizen/me.get': () => ok(profile()) };

describe('我的信息', () => {
  it('who has more than one file holds exports the next one by the same button', async () => {
    const phone = newPhone({
      ...me,
      'citizen/me.export': ({ cursor }) =>
        ok({
          ...{ url: 'https://files/1', name: 'a.json', expiresAt: '2026-11-27T11:00:00.000+08:00' },
          ...(cursor ? {} : { nextCursor: '2026-01-01|x' }),
        }),
    });
    const page = await openPage('packages/citizen/privacy/index', {}, phone);
    await page.press('导出我的信息');
    expect(page.text()).toContain('更早的请再导出下一份');
    await page.press('导出下一份（更早的工单）');
    expect(
      page.phone.calls.filter(({ action }) => action === 'me.export').map(({ input }) => input['cursor']),
    ).toEqual([undefined, '2026-01-01|x']);
    expect(page.text()).toContain('导出我的信息');
  });
});
