import { mount, openPage } from './harness';
import { newPhone, ok } from './phone';
import { profile, ticket } from './samples';
import { called, script } from './service-desk';

/** What the phone refuses: nothing is lost or left undone in silence. */

const FULL = { setStorage: 'exceed max size' };
const FORM = 'packages/staff/procedures/open/index';

describe('a phone that is full', () => {
  it('says once that a draft is not kept, and again when it happens anew', async () => {
    const page = await openPage(FORM, { kind: 'fault' }, newPhone(script));
    page.phone.refuses = FULL;
    await page.type('impact', '不能');
    await page.type('impact', '不能提交');
    expect(page.phone.used('showModal')).toMatchObject([{ title: '草稿没有存下', showCancel: false }]);
    page.phone.refuses = {};
    await page.type('impact', '不能提交。');
    page.phone.refuses = FULL;
    await page.type('impact', '不能提交。请修复');
    expect(page.phone.used('showModal')).toHaveLength(2);
  });

  it('sends what was typed all the same', async () => {
    const page = await openPage(FORM, { kind: 'fault' }, newPhone(script));
    page.phone.refuses = FULL;
    await page.type('impact', '不能提交。');
    await page.press('提交');
    expect(called(page, 'procedure.open').map(call => call.input['input'])).toEqual([
      { impact: '不能提交。' },
    ]);
  });

  it('offers the regions of the cloud, and does not take earlier ones for them at the next start', async () => {
    const me = profile({ regions: [{ code: '4401', name: '广州市' }] });
    const phone = newPhone({ 'citizen/me.get': () => ok(me) });
    phone.storage.set('session:regions', [{ code: '4403', name: '深圳市' }]);
    phone.refuses = FULL;
    const picker = await mount('components/region-picker/index', {}, phone);
    expect(picker.instance.data['names']).toEqual(['全部地区', '广州市']);
    expect(phone.storage.has('session:regions')).toBe(false);
  });
});

describe('what WeChat refuses', () => {
  it('is said where a page does not open', async () => {
    const page = await openPage('packages/staff/procedures/start/index', {}, newPhone(script));
    page.phone.refuses = { navigateTo: 'timeout' };
    await page.tap('应用异常。应用异常的用途');
    expect(page.phone.used('showToast')).toMatchObject([{ title: '页面没有打开，请检查网络后重试' }]);
  });

  it('is not said where the person called it off', async () => {
    const rung = ticket({
      facts: [
        {
          name: 'calls',
          label: '电话',
          value: '',
          columns: [
            { name: 'who', label: '打给谁', type: 'text' },
            { name: 'phone', label: '电话', type: 'phone' },
          ],
          rows: [{ values: { who: '值班', phone: '12345' } }],
        },
      ],
    });
    const list = await mount('components/fact-list/index', { ticket: rung, fact: rung.facts?.[0] });
    list.phone.refuses = { makePhoneCall: 'cancel' };
    await list.tap('拨打 12345，值班');
    expect(list.phone.used('makePhoneCall')).toEqual([{ phoneNumber: '12345' }]);
    expect(list.phone.used('showToast')).toEqual([]);
    list.phone.refuses = { makePhoneCall: 'not supported' };
    await list.tap('拨打 12345，值班');
    expect(list.phone.used('showToast')).toMatchObject([{ title: '这台设备打不了电话，请拨 12345' }]);
  });
});
