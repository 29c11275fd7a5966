import { called, counts, late, script } from './handler-desk';
import type { PromisePreview } from '../../typings/contract';
import { openPage, type Mounted } from './harness';
import { version } from './knowledge-desk';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member, ticket } from './samples';

/** Registering a call. */

describe('registering a call', () => {
  const REGISTER = 'packages/staff/tickets/record/index';
  const calls: CloudScript = {
    ...script,
    'staff/faq.list': () =>
      ok({ faqs: [version({ id: 'f1', question: '社保卡怎么补办？', answer: '到任一网点。' })] }),
    'staff/ticket.register': () => ok({ ticket: ticket({ no: 'ZX20260924-GGGGGG' }) }),
  };
  const wait = () => new Promise(resolve => setTimeout(resolve, 600));

  it('needs the number and the words alone, shows earlier tickets and known answers beside the form', async () => {
    const page = await openPage(REGISTER, {}, newPhone(calls));
    await page.type('phone', '13800138000');
    await wait();
    await page.type('text', '社保卡丢了怎么补。');
    await wait();
    await page.settle();
    expect(called(page, 'ticket.queue')[0]?.input).toMatchObject({ view: 'all', query: '13800138000' });
    expect(page.text()).toContain('这个号码以前的件');
    await page.tap('社保卡怎么补办？');
    expect(page.text()).toContain('到任一网点。');
    await page.press('登记');
    expect(called(page, 'ticket.register')[0]?.input).toMatchObject({
      channel: 'phone',
      kind: 'consultation',
      category: 'unsure',
      title: '社保卡丢了怎么补',
      contact: { phone: '13800138000' },
      consent: { policyVersion: '2026-01' },
    });
    expect(page.text()).toContain('ZX20260924-GGGGGG');
    expect(page.text()).toMatch(/最迟 .*10 月 30 日 周五 答复/);
  });

  it('answers on the spot from an entry: one tap, sent with the ticket, and to be handed to the caller (A48)', async () => {
    const page = await openPage(REGISTER, {}, newPhone(calls));
    await page.type('phone', '13800138000');
    await page.type('text', '社保卡丢了怎么补。');
    await wait();
    await page.settle();
    await page.tap('当场这样答复');
    expect(page.text()).toContain('已选为当场的答复');
    await page.press('登记并答复');
    expect(called(page, 'ticket.register')[0]?.input).toMatchObject({
      reply: { text: '到任一网点。', faqId: 'f1' },
    });
    expect(page.text()).toMatch(/已当场答复：到任一网点。[^]*用时 0:0\d[^]*复制工单号和答复/);
  });

  it('fills service and category in from the words, until somebody chooses', async () => {
    const guess = { category: 'business' as const, service: { id: 'card', name: '社保卡申领' } };
    const page = await openPage(
      REGISTER,
      {},
      newPhone({ ...calls, 'citizen/category.guess': () => ok(guess) }),
    );
    await page.type('text', '社保卡丢了怎么补。');
    await wait();
    await page.settle();
    expect(page.text()).toContain('按内容推测，不对请改');
    await page.type('phone', '13800138000');
    await page.press('登记');
    expect(called(page, 'ticket.register')[0]?.input).toMatchObject({
      category: 'business',
      serviceId: 'card',
    });
  });

  describe('an item of the service (G-5.2c)', () => {
    const birth = { category: 'business' as const, service: { id: 'S017', name: '新生儿出生登记' } };
    const items = [
      { code: '01', name: '上户口' },
      { code: '02', name: '新生儿医保参保' },
    ];
    const preview = (input: object): PromisePreview => ({
      date: '10 月 9 日 周五',
      limit: '5 个工作日内答复',
      holderName: 'itemCode' in input ? '省医保局' : '省公安厅',
      confirmed: true,
      explanation: [],
      counting: '',
      provisional: false,
      items,
    });
    const withItems: CloudScript = {
      ...calls,
      'citizen/category.guess': () => ok(birth),
      'citizen/promise.preview': input => ok(preview(input)),
    };
    const take = async (page: Mounted): Promise<void> => {
      await page.type('phone', '13800138000');
      await page.type('text', '孩子的医保怎么上。');
      await wait();
      await page.settle();
    };
    const registered = (page: Mounted) => called(page, 'ticket.register')[0]?.input;

    it('is asked for where the service has several, by tap; it says to whom it goes', async () => {
      const page = await openPage(REGISTER, {}, newPhone(withItems));
      await take(page);
      expect(page.text()).toContain('直接转给省公安厅');
      await page.tap('新生儿医保参保');
      await page.settle();
      await page.type('phone', '13800138001');
      expect(page.text()).toContain('直接转给省医保局');
      await page.press('登记');
      expect(registered(page)).toMatchObject({ serviceId: 'S017', itemCode: '02' });
    });

    it('is chosen by i, one after the other, and goes with the service', async () => {
      const phone = newPhone(withItems);
      phone.windowWidth = 1280;
      const page = await openPage(REGISTER, {}, phone);
      await take(page);
      const chosen = () => (page.instance.data['call'] as { itemCode: string }).itemCode;
      const seen = [];
      for (const key of ['i', 'i', 'i', 'i']) {
        phone.press(key);
        await page.settle();
        seen.push(chosen());
      }
      expect(seen).toEqual(['01', '02', '', '01']);
      await page.fire('lookup', 'serviceId', 'change', { name: 'serviceId', value: 'S1', label: '别的' });
      await page.press('登记');
      expect(registered(page)).toMatchObject({ serviceId: 'S1' });
      expect(registered(page)).not.toHaveProperty('itemCode');
    });

    it('is not asked for where the only one is the service itself, nor where nothing is known of it', async () => {
      const one = [{ code: '01', name: birth.service.name }];
      const phone = newPhone({
        ...withItems,
        'citizen/promise.preview': input => ok({ ...preview(input), items: one }),
      });
      const page = await openPage(REGISTER, {}, phone);
      await take(page);
      expect(page.text()).not.toContain('哪个事项');
      phone.script['citizen/promise.preview'] = () => failure('internal', '出错了。');
      await page.type('text', '孩子的医保怎么上，急。');
      await wait();
      await page.settle();
      await page.press('登记');
      expect(registered(page)).toMatchObject({ serviceId: 'S017' });
    });
  });

  it('registers what a document assigns: origin, number and its day, where a member may register nothing else (A54)', async () => {
    const assigned = {
      value: 'assigned',
      label: '交办',
      origins: [
        { value: 'instruction', label: '领导批示' },
        { value: 'inspection', label: '督查' },
      ],
    };
    const phone = newPhone({
      ...calls,
      'staff/me.get': () => ok(member(['manager'], { channels: [assigned] })),
    });
    const page = await openPage(REGISTER, {}, phone);
    await page.settle();
    await page.type('text', '请研究回复。');
    await page.press('登记');
    expect(page.text()).toContain('请填文号');
    expect(page.text()).toContain('请选择交办来源');
    expect(called(page, 'ticket.register')).toHaveLength(0);
    await page.tap('督查');
    await page.type('externalNo', '粤府督〔2026〕12号');
    await page.fire('ui-date', 'dueOn', 'change', { name: 'dueOn', value: '2026-12-05' });
    await page.press('登记');
    expect(called(page, 'ticket.register')[0]?.input).toMatchObject({
      channel: 'assigned',
      externalNo: '粤府督〔2026〕12号',
      origin: 'inspection',
      dueOn: '2026-12-05',
    });
  });

  it('says that a service alone does not decide who is responsible: the category does (contract §7)', async () => {
    const page = await openPage(REGISTER, {}, newPhone(calls));
    expect(page.text()).toContain('类别也选了，才直接转给负责的一方');
    await page.tap('补充姓名、标题、地区、类别');
    await page.tap('办事的规定、材料或进度');
    expect(page.text()).toContain('登记后直接转给负责的一方');
    expect(page.text()).not.toContain('类别也选了');
  });

  it('keeps the call when it could not be sent', async () => {
    const phone = newPhone(calls);
    const page = await openPage(REGISTER, {}, phone);
    await page.press('登记');
    expect(page.text()).toContain('请记下对方说的事');
    expect(page.text()).toContain('请填来电号码');
    await page.type('phone', '13800138000');
    await page.type('text', '电梯坏了');
    phone.setOnline(false);
    await page.press('登记');
    expect(page.text()).toContain('没有连上网络');
    page.close();
    const again = await openPage(REGISTER, {}, phone);
    expect(again.instance.data['call']).toMatchObject({ phone: '13800138000', text: '电梯坏了' });
  });

  it('says what could not be looked up, keeps the form usable, and looks again when asked', async () => {
    const phone = newPhone({
      ...script,
      'staff/ticket.queue': () => failure('internal', '出错了。'),
      'staff/faq.list': () => failure('internal', '出错了。'),
    });
    const page = await openPage(REGISTER, {}, phone);
    await page.type('phone', '13800138000');
    await page.type('text', '收不到验证码');
    await wait();
    await page.settle();
    expect(page.text()).toContain('没有查到这个号码以前的件。出错了。');
    expect(page.text()).toContain('没有查到知识库。出错了。');
    phone.script['staff/ticket.queue'] = () => ok({ tickets: [late], counts });
    phone.script['staff/faq.list'] = () => ok({ faqs: [] });
    await page.tap('再查以前的件');
    await page.tap('再查知识库');
    expect(page.text()).toContain('失业金一直审核中');
    expect(page.text()).not.toContain('没有查到');
  });
});
