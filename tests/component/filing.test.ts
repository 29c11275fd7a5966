import type { Category, PromisePreview, ShownNotice } from '../../typings/contract';
import { mount, openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript, type Answered } from './phone';
import { notice, profile, ticket } from './samples';

const FILE = 'packages/citizen/file/index';
const me: CloudScript = { 'citizen/me.get': () => ok(profile()) };
const filed: CloudScript = { ...me, 'citizen/ticket.file': () => ok({ ticket: ticket({ no: 'TS9' }) }) };
const filings = (page: Mounted) =>
  page.phone.calls.filter(call => call.action === 'ticket.file').map(call => call.input);

const write = (page: Mounted, text = '窗口三次都没办成。') => page.type('text', text);
const unfold = (page: Mounted) => page.tap('联系方式、替别人提交等（选填）');
/** Anywhere on the row: a screen reader taps the middle of it, the keyboard the whole. */
const agree = (page: Mounted) => page.tap('同意个人信息处理规则');

describe('filing a ticket', () => {
  it('is one screen: says what is missing, scrolls to it, sends once and opens the ticket', async () => {
    const page = await openPage(FILE, { kind: 'complaint' }, newPhone(filed));
    await page.press('提交');
    expect(page.text()).toContain('请写下要反映的事');
    expect(page.phone.used('pageScrollTo')).toMatchObject([{ selector: '#field-text' }]);
    await write(page);
    await page.press('提交');
    expect(page.text()).toContain('请先同意个人信息处理规则');
    expect(page.phone.used('pageScrollTo')[1]).toMatchObject({ selector: '#field-agreed' });
    await agree(page);
    await page.press('提交');
    expect(filings(page)).toEqual([
      {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        kind: 'complaint',
        category: 'unsure',
        title: '窗口三次都没办成',
        text: '窗口三次都没办成。',
        applicant: { type: 'person' },
        consent: { policyVersion: '2026-01' },
      },
    ]);
    expect(page.phone.used('redirectTo')).toEqual([{ url: '/packages/citizen/ticket/index?no=TS9&filed=1' }]);
    expect(page.phone.storage.has('draft:file')).toBe(false);
  });

  it('keeps every letter on the phone and offers it again when the mini-program was closed in between', async () => {
    const phone = newPhone(filed);
    const first = await openPage(FILE, {}, phone);
    await first.type('text', '写到一半');
    first.close();
    const again = await openPage(FILE, {}, phone);
    expect(again.text()).toContain('上次没写完');
    expect(again.inner('ui-field')[0]?.data['value']).toBe('写到一半');
  });

  it('files once however often it is tapped and sent: the request id stays with the draft', async () => {
    const phone = newPhone(me);
    phone.setOnline(false);
    const page = await openPage(FILE, {}, phone);
    await write(page);
    await agree(page);
    phone.script['citizen/me.get'] = () => ok(profile());
    await page.press('提交');
    expect(page.text()).toContain('没有连上网络');
    phone.setOnline(true);
    let finish: (answer: Answered<'citizen/ticket.file'>) => void = () => undefined;
    phone.script['citizen/ticket.file'] = () => new Promise(resolve => (finish = resolve));
    await page.press('提交');
    await page.press('提交').catch(() => undefined);
    expect(filings(page)).toHaveLength(1);
    const firstId = filings(page)[0]?.['requestId'];
    finish(failure('unavailable', '服务忙，请稍后再试。'));
    await page.settle();
    expect(page.text()).toContain('服务忙');
    phone.script['citizen/ticket.file'] = () => ok({ ticket: ticket() });
    await page.press('提交');
    expect(filings(page).map(input => input['requestId'])).toEqual([firstId, firstId]);
  });

  it('says so when an earlier sending did arrive, and makes the next one a new ticket', async () => {
    const phone = newPhone({ ...me, 'citizen/ticket.file': () => failure('conflict', '请求编号已用过。') });
    const page = await openPage(FILE, {}, phone);
    await write(page);
    await agree(page);
    await page.press('提交');
    expect(page.text()).toContain('其实已经提交成功');
    phone.script['citizen/ticket.file'] = () => ok({ ticket: ticket() });
    await page.press('提交');
    const [first, second] = filings(page);
    expect(first?.['requestId']).not.toBe(second?.['requestId']);
  });

  it('asks for a consent that was given before no more: three taps from a question to a ticket', async () => {
    const agreedBefore = profile({ consents: [{ policyVersion: '2026-01', at: '2026-01-01' }] });
    const phone = newPhone({ ...filed, 'citizen/me.get': () => ok(agreedBefore) });
    const page = await openPage(FILE, {}, phone);
    await write(page);
    expect(page.inner('ui-check')).toEqual([]);
    await page.press('提交');
    expect(filings(page)).toHaveLength(1);
  });

  describe('to whom it goes and until when one hears', () => {
    const card = { id: 's1', name: '社保卡补办' };
    const preview = (input: object): PromisePreview => ({
      date: 'serviceId' in input ? '1 月 12 日 周一' : '1 月 13 日 周二',
      limit: '60 日（含节假日）内答复',
      holderName: '省人社厅',
      confirmed: 'serviceId' in input,
      explanation: [],
      counting: '从收到的第二天算起，数满 60 日，每天都算，含节假日。',
      provisional: false,
      items: [],
    });
    const guessing = (guess: { category?: Category; service?: typeof card }): CloudScript => ({
      ...filed,
      'citizen/notice.list': () => ok({ notices: [] }),
      'citizen/category.guess': () => ok(guess),
      'citizen/promise.preview': input => ok(preview(input)),
    });
    /** As a question from 问一问 would: what was typed is there when the form opens. */
    const openWritten = (script: CloudScript): Promise<Mounted> => {
      const phone = newPhone(script);
      phone.storage.set('draft:file', { at: Date.now(), value: { text: '社保卡丢了怎么补办' } });
      return openPage(FILE, {}, phone);
    };

    it('is guessed from the text, shown with the date, and filed so', async () => {
      const page = await openWritten(guessing({ category: 'business', service: card }));
      expect(page.text()).toContain('社保卡补办');
      expect(page.text()).toContain('按您写的内容选的，不对请改');
      expect(page.text()).toContain('1 月 12 日 周一');
      expect(page.text()).toContain('60 日（含节假日）内答复 · 由省人社厅办理');
      await agree(page);
      await page.press('提交');
      expect(filings(page)[0]).toMatchObject({ category: 'business', serviceId: 's1' });
    });

    it('asks for the item of a service that has several, not where the only one is the service itself (G-5.2c)', async () => {
      const items = [{ code: '01', name: card.name }];
      const script = guessing({ category: 'business', service: card });
      const withItems: CloudScript = {
        ...script,
        'citizen/promise.preview': input => ok({ ...preview(input), items }),
      };
      expect((await openWritten(withItems)).text()).not.toContain('哪个事项');
      items.push({ code: '02', name: '挂失' });
      const page = await openWritten(withItems);
      await page.tap('挂失');
      await agree(page);
      await page.press('提交');
      expect(filings(page)[0]).toMatchObject({ serviceId: 's1', itemCode: '02' });
    });

    it('what was sent and may have arrived is not changed by a guess that comes afterwards', async () => {
      let guess: (answer: Answered<'citizen/category.guess'>) => void = () => undefined;
      const page = await openWritten({
        ...guessing({}),
        'citizen/category.guess': () => new Promise(resolve => (guess = resolve)),
        'citizen/ticket.file': () => failure('unavailable', '服务忙，请稍后再试。'),
      });
      await agree(page);
      await page.press('提交');
      guess(ok({ category: 'business', service: card }));
      await page.settle();
      await page.press('提交');
      const [first, second] = filings(page);
      expect(second).toEqual(first);
    });

    it('what the citizen chooses stays, whatever is guessed afterwards', async () => {
      const page = await openWritten(guessing({ category: 'business', service: card }));
      await page.tap('属于哪一类，办事的规定、材料或进度，改');
      await page.tap('不确定由工作人员帮您判断');
      await page.fire('lookup', 'serviceId', 'change', { name: 'serviceId', value: '', label: '' });
      expect(page.text()).toContain('选了服务就直接转给负责单位');
      expect(page.text()).toContain('1 月 13 日 周二');
      await agree(page);
      await page.press('提交');
      expect(filings(page)[0]).toMatchObject({ category: 'unsure' });
      expect(filings(page)[0]).not.toHaveProperty('serviceId');
    });

    it('says the limit alone where it cannot be asked, and files all the same', async () => {
      const page = await openWritten(filed);
      expect(page.text()).toContain('另有 3 个工作日用来找负责单位');
      await agree(page);
      await page.press('提交');
      expect(filings(page)[0]).toMatchObject({ category: 'unsure' });
    });
  });

  it('takes an enterprise with its credit code, and another person', async () => {
    const page = await openPage(FILE, {}, newPhone(filed));
    await write(page);
    await agree(page);
    await unfold(page);
    await page.tap('企业或其他单位');
    await page.type('creditCode', '91350100M000100Y44');
    await page.press('提交');
    expect(page.text()).toContain('请填写单位名称');
    expect(page.text()).toContain('有一位不对');
    await page.type('creditCode', '91350100M000100Y43');
    await page.type('name', '某某科技有限公司');
    await page.press('提交');
    expect(filings(page)[0]).toMatchObject({
      applicant: { type: 'enterprise', name: '某某科技有限公司', creditCode: '91350100M000100Y43' },
    });
  });

  it('warns about numbers in the text and refuses classified marks before anything leaves the phone (A23)', async () => {
    const page = await openPage(FILE, {}, newPhone(filed));
    await page.type('text', '我的手机 13800138000');
    expect(page.text()).toContain('文字里有手机号');
    await page.type('text', '秘密★ 5 年');
    await page.press('提交');
    expect(page.text()).toContain('涉密标志');
    expect(filings(page)).toEqual([]);
  });

  it('says at once what is already known to be wrong with the service that was chosen', async () => {
    const startsAt = '2026-01-05T10:00:00.000+08:00';
    const fault = notice({ id: 'GG-1', title: '“查询”出现异常', startsAt, publishedAt: startsAt });
    const script = (notices: ShownNotice[]): CloudScript => ({
      ...me,
      'citizen/notice.list': () => ok({ notices }),
    });
    const choose = (page: Mounted, value: string) =>
      page.fire('lookup', 'serviceId', 'change', { name: 'serviceId', value, label: '查询' });
    const page = await openPage(FILE, {}, newPhone(script([fault])));
    expect(page.text()).not.toContain('出现异常');
    await choose(page, 's1');
    expect(page.text()).toContain('“查询”出现异常');
    expect(page.text()).toContain('不用再提交');
    await choose(page, '');
    expect(page.text()).not.toContain('出现异常');
    const calm = await openPage(FILE, {}, newPhone(script([{ ...fault, kind: 'general' }])));
    await choose(calm, 's1');
    expect(calm.text()).not.toContain('出现异常');
  });

  it('shows an error of the cloud at its field, also where that is folded away', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ticket.file': () =>
        failure('invalid', '有内容需要更正', { fields: { 'contact.phone': '电话号码不对' } }),
    });
    const page = await openPage(FILE, {}, phone);
    await write(page);
    await agree(page);
    await unfold(page);
    await page.type('phone', '13800138000');
    await unfold(page);
    expect(page.text()).not.toContain('联系电话');
    await page.press('提交');
    expect(page.text()).toContain('电话号码不对');
    phone.script['citizen/ticket.file'] = () =>
      failure('invalid', '有内容需要更正', { fields: { serviceId: '没有这项服务' } });
    await page.press('提交');
    expect(page.text()).toContain('没有这项服务');
    expect(page.text()).toContain('哪个服务');
  });

  it('asks for consent again when the rules on personal data have changed', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ticket.file': () =>
        failure('invalid', '规则已更新', { fields: { 'consent.policyVersion': '已更新' } }),
    });
    const page = await openPage(FILE, {}, phone);
    await write(page);
    await agree(page);
    await page.press('提交');
    expect(page.text()).toContain('请重新阅读并同意');
    phone.script['citizen/me.get'] = () => ok(profile({ policyVersion: '2026-02' }));
    phone.script['citizen/ticket.file'] = () => ok({ ticket: ticket() });
    await agree(page);
    await page.press('提交');
    expect(filings(page)[1]).toMatchObject({ consent: { policyVersion: '2026-02' } });
  });
});

describe('photos', () => {
  const PICKER = 'components/attachment-picker/index';
  it('show their progress, can be sent again and hand over the file ids', async () => {
    const phone = newPhone({ 'citizen/me.get': () => ok(profile()) });
    const picker = await mount(PICKER, { max: 9 }, phone);
    const changes = picker.events('change');
    await picker.tap('添加照片');
    await picker.settle();
    picker.phone.upload.progress(40, 0);
    await picker.settle();
    expect(picker.text()).toContain('40%');
    picker.phone.upload.fail(1);
    await picker.settle();
    expect(picker.text()).toContain('没传上');
    picker.phone.upload.finish(0);
    await picker.tap('照片没有传上去，点一下重传');
    await picker.settle();
    picker.phone.upload.finish(2);
    await picker.settle();
    expect(changes[changes.length - 1]).toMatchObject({
      uploading: false,
      failed: false,
      value: [expect.any(String), expect.any(String)],
    });
  });

  it('are at most nine, and can be taken away', async () => {
    const kept = Array.from({ length: 8 }, (_, index) => `cloud://bucket/${index}.jpg`);
    const picker = await mount(PICKER, { max: 9, value: kept });
    await picker.tap('添加照片');
    expect(picker.instance.data['photos']).toHaveLength(9);
    await expect(picker.tap('添加照片')).rejects.toThrow('nothing to tap');
    await picker.tap('删除这张照片');
    expect(picker.instance.data['photos']).toHaveLength(8);
  });
});
