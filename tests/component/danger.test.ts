import { called, script } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { profile, ticket } from './samples';

/** A danger in what is typed into a form: whom to call stands before the form, and nothing is held up by it. */

const urgent = { text: '人到屋外再打电话', phone: '119', label: '消防救援', more: [] };
const wait = () => new Promise(resolve => setTimeout(resolve, 100));
/** What is typed is looked at a moment later. */
const until = async (page: Awaited<ReturnType<typeof openPage>>, is: (text: string) => boolean) => {
  for (let n = 0; n < 50 && !is(page.text()); n += 1) {
    await wait();
    await page.settle();
  }
};
const isShown = (text: string): boolean => text.includes('拨打');
const isGone = (text: string): boolean => !isShown(text);
const guessing: CloudScript = {
  'citizen/category.guess': ({ text }) => ok(text.includes('煤气') ? { urgent } : {}),
};

describe('filing a danger', () => {
  const FILE = 'packages/citizen/file/index';
  const filing: CloudScript = {
    ...guessing,
    'citizen/me.get': () => ok(profile()),
    'citizen/ticket.file': () => ok({ ticket: ticket({ no: 'TS9' }), urgent }),
  };

  it('shows the number before the form while it is written, and takes it away with the words', async () => {
    const phone = newPhone(filing);
    const page = await openPage(FILE, {}, phone);
    await page.type('text', '楼下煤气漏了');
    await until(page, isShown);
    expect(page.text()).toMatch(/拨打 119.*什么事/s);
    await page.tap('拨打 119');
    expect(phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '119' }]);
    await page.type('text', '社保卡丢了怎么补');
    await until(page, isGone);
    expect(page.text()).not.toContain('拨打');
  });

  it('files it all the same, and hands the number on to the page of the ticket', async () => {
    const phone = newPhone(filing);
    const page = await openPage(FILE, {}, phone);
    await page.type('text', '楼下煤气漏了');
    await until(page, isShown);
    expect(page.text()).toContain('拨打 119');
    await page.tap('同意个人信息处理规则');
    await page.press('提交');
    expect(called(page, 'ticket.file')).toHaveLength(1);
    const { take } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    expect(take('urgent')).toEqual(urgent);
  });
});

describe('taking down a danger', () => {
  const REGISTER = 'packages/staff/tickets/record/index';
  const calls: CloudScript = {
    ...script,
    ...guessing,
    'staff/faq.list': () => ok({ faqs: [] }),
    'staff/ticket.register': () => ok({ ticket: ticket({ no: 'ZX9' }), urgent }),
  };

  it('shows whom to call before the form and beside the receipt', async () => {
    const page = await openPage(REGISTER, {}, newPhone(calls));
    await page.type('phone', '13800138000');
    await page.type('text', '他说家里煤气漏了');
    await until(page, isShown);
    expect(page.text()).toMatch(/拨打 119.*说了什么/s);
    await page.press('登记');
    expect(page.text()).toContain('ZX9');
    expect(page.text()).toContain('拨打 119');
    await page.press('再登记一件');
    expect(page.text()).not.toContain('拨打');
  });

  it('holds nothing up when no answer comes', async () => {
    const phone = newPhone({
      ...calls,
      'citizen/category.guess': () => failure('unavailable', '服务忙'),
      'staff/ticket.register': () => ok({ ticket: ticket({ no: 'ZX9' }) }),
    });
    const page = await openPage(REGISTER, {}, phone);
    await page.type('phone', '13800138000');
    await page.type('text', '他说家里煤气漏了');
    // Whatever was asked of it has not been answered.
    for (let n = 0; n < 6; n += 1) await wait();
    await page.press('登记');
    expect(page.text()).toContain('ZX9');
    expect(page.text()).not.toContain('服务忙');
  });
});
