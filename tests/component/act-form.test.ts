import { mount } from './harness';
import { failure, newPhone, ok, type Answered, type Phone } from './phone';
import { ticket, profile } from './samples';

const reply = {
  act: 'reply',
  label: '答复',
  fields: [
    { name: 'text', label: '答复内容', type: 'longtext', required: true, max: 5000 },
    { name: 'attachments', label: '附件', type: 'files', required: false },
  ],
};
const FORM = 'components/act-form/index';
const open = (extra: object = {}) => ({
  show: true,
  act: reply,
  no: 'ZX1',
  version: 3,
  staff: true,
  ...extra,
});

/** What was sent; drafts are kept beside it. */
const sent = ({ calls }: Phone) => calls.filter(({ action }) => action === 'ticket.act');

describe('the one form for every act', () => {
  it('shows what the cloud described, and names what is missing before anything is sent', async () => {
    const form = await mount(FORM, open());
    expect(form.text()).toContain('答复内容');
    await form.press('确认答复');
    expect(form.text()).toContain('请填写答复内容');
    expect(sent(form.phone)).toEqual([]);
  });

  it('shows above the button what is signed (A35)', async () => {
    const shows = [{ label: '依据', text: '《条例》第三条' }];
    const sign = {
      act: 'approveReply',
      label: '审核通过：不予受理',
      place: 'main' as const,
      shows,
      fields: [],
    };
    const form = await mount(FORM, open({ act: sign }));
    expect(form.text()).toMatch(/依据[^]*《条例》第三条[^]*确定要/);
    const panel = await mount('components/act-panel/index', {
      staff: true,
      ticket: ticket({ acts: [sign] }),
    });
    expect(panel.text()).toMatch(/依据[^]*《条例》第三条[^]*审核通过：不予受理/);
  });

  it('shows on a phone what waits for a signature, as the sheet covers it (A35)', async () => {
    const waiting = ticket({
      signature: { state: 'waiting', label: '待审批' },
      facts: [{ name: 'plan', label: '发布方案', value: '晚上九点灰度发布' }],
    });
    const sign = { act: 'approve', label: '批准', place: 'main' as const, fields: [] };
    expect((await mount(FORM, open({ act: sign, ticket: waiting }))).text()).toContain('晚上九点灰度发布');
    const drawn = ticket({ facts: waiting.facts });
    expect((await mount(FORM, open({ act: sign, ticket: drawn }))).text()).not.toContain('灰度发布');
  });

  it('opens with a draft that a version before has kept, as far as it still fits', async () => {
    const phone = newPhone();
    phone.storage.set('draft:act:ZX1:reply', { at: Date.now(), value: { values: { text: '写了一半' } } });
    expect((await mount(FORM, open(), phone)).text()).toContain('答复内容');
    phone.storage.set('draft:act:ZX1:reply', { at: Date.now(), value: { values: [], labels: 'x' } });
    expect((await mount(FORM, open(), phone)).text()).toContain('答复内容');
  });

  it('sends the act with the version it was read at, tells the page, and drops the draft', async () => {
    const phone = newPhone({ 'staff/ticket.act': () => ok({ ticket: ticket({ version: 4 }) }) });
    const form = await mount(FORM, open(), phone);
    const done = form.events('done');
    await form.type('text', '可以到任一网点补办。');
    expect(phone.storage.has('draft:act:ZX1:reply')).toBe(true);
    await form.press('确认答复');
    expect(sent(phone)).toEqual([
      {
        name: 'staff',
        action: 'ticket.act',
        input: { no: 'ZX1', act: 'reply', version: 3, input: { text: '可以到任一网点补办。' } },
      },
    ]);
    expect(done).toHaveLength(1);
    expect(phone.storage.has('draft:act:ZX1:reply')).toBe(false);
  });

  it('keeps what was typed and says what changed when somebody else was faster', async () => {
    const phone = newPhone({ 'staff/ticket.act': () => failure('wrong-state', '这件已由张三答复。') });
    const form = await mount(FORM, open(), phone);
    const stale = form.events('stale');
    await form.type('text', '写了很久的答复');
    await form.press('确认答复');
    expect(form.text()).toContain('这件已由张三答复。');
    expect(form.text()).toContain('填写的内容还在');
    expect(form.instance.data['values']).toEqual({ text: '写了很久的答复' });
    expect(stale).toHaveLength(1);
  });

  it('keeps what was typed without network, and after the form was closed and opened again', async () => {
    const phone = newPhone();
    phone.setOnline(false);
    const form = await mount(FORM, open(), phone);
    await form.type('text', '没有网络时写的');
    await form.press('确认答复');
    expect(form.text()).toContain('没有连上网络');
    form.instance.setData({ show: false });
    await form.settle();
    form.instance.setData({ show: true });
    await form.settle();
    expect(form.instance.data['values']).toEqual({ text: '没有网络时写的' });
  });

  it('puts each wrong input where it belongs', async () => {
    const phone = newPhone({
      'staff/ticket.act': () =>
        failure('invalid', '请看标红的地方', { fields: { text: '答复不能只有“已收到”' } }),
    });
    const form = await mount(FORM, open(), phone);
    await form.type('text', '已收到');
    await form.press('确认答复');
    expect(form.inner('ui-field').map(field => field.data['error'])).toContain('答复不能只有“已收到”');
  });

  it('says what is wrong at each field once, and below how many there are; no number to quote for that', async () => {
    const phone = newPhone({
      'staff/ticket.act': () =>
        failure('invalid', '有内容需要补充或更正', {
          fields: { text: '答复不能只有“已收到”', attachments: '附件打不开', kind: '这一项不在表上' },
        }),
    });
    const form = await mount(FORM, open(), phone);
    await form.press('确认答复');
    expect(form.text()).toContain('有 1 处要填写或更正');
    expect(form.text().match(/请填写答复内容/g)).toHaveLength(1);
    await form.type('text', '已收到');
    expect(form.text()).not.toContain('要填写或更正');
    await form.press('确认答复');
    expect(form.text()).toContain('有 2 处要填写或更正');
    expect(form.text().match(/答复不能只有“已收到”/g)).toHaveLength(1);
    // What no field shows is said below, or nobody would read it.
    expect(form.text()).toContain('这一项不在表上');
    expect(form.text()).not.toContain('错误编号');
  });

  it('names the number to quote when the fault is the platform’s own', async () => {
    const phone = newPhone({ 'staff/ticket.act': () => failure('internal', '系统出了点问题。') });
    const form = await mount(FORM, open(), phone);
    await form.type('text', '可以补办。');
    await form.press('确认答复');
    expect(form.text()).toContain('系统出了点问题。');
    expect(form.text()).toContain('错误编号 E-1');
  });

  it('confirms once what is called 确认 already', async () => {
    const act = { ...reply, act: 'acknowledge', label: '确认并发布公告', fields: [] };
    const form = await mount(FORM, open({ act }), newPhone());
    expect(form.text()).toContain('确认并发布公告');
    expect(form.text()).not.toContain('确认确认');
  });

  it('asks only for what belongs to the choice, and sends nothing else', async () => {
    const phone = newPhone({ 'staff/ticket.act': () => ok({ ticket: ticket() }) });
    const options = [
      { value: 'upgrade', label: '系统升级' },
      { value: 'event', label: '重大活动' },
    ];
    const act = {
      act: 'plan',
      label: '提交',
      fields: [
        { name: 'type', label: '事项', type: 'select', required: true, options },
        {
          name: 'crowd',
          label: '预计人数',
          type: 'text',
          required: true,
          onlyIf: { field: 'type', is: ['event'] },
        },
      ],
    };
    const form = await mount(FORM, open({ act }), phone);
    expect(form.text()).not.toContain('预计人数');
    await form.tap('重大活动');
    expect(form.text()).toContain('预计人数');
    await form.type('crowd', '五万');
    await form.tap('系统升级');
    expect(form.text()).not.toContain('预计人数');
    await form.press('确认提交');
    expect(sent(phone)[0]?.input['input']).toEqual({ type: 'upgrade' });
    // What the ticket holds counts where the choice is left blank.
    const present = { ...act.fields[1], onlyIf: { field: 'type', is: ['event'], present: 'event' } };
    const more = { ...act, act: 'complete', fields: [present] };
    expect((await mount(FORM, open({ act: more }))).text()).toContain('预计人数');
  });

  it('refuses formal marks of classified material on the phone (A23)', async () => {
    const form = await mount(FORM, open());
    await form.type('text', '机密★10 年 关于……');
    await form.press('确认答复');
    expect(form.text()).toContain('涉密');
    expect(sent(form.phone)).toEqual([]);
  });

  it('does not send while a photo is on its way, nor twice on a double tap', async () => {
    let finish: (reply: Answered<'staff/ticket.act'>) => void = () => undefined;
    const phone = newPhone({
      'citizen/me.get': () => ok(profile()),
      'staff/ticket.act': () => new Promise(resolve => (finish = resolve)),
    });
    const form = await mount(FORM, open(), phone);
    await form.type('text', '见附件');
    await form.tap('添加附件');
    await form.press('确认答复');
    expect(form.text()).toContain('照片还在上传');
    await form.settle();
    phone.upload.finish(0);
    phone.upload.finish(1);
    await form.settle();
    await form.press('确认答复');
    await form.press('确认答复').catch(() => undefined);
    const acts = phone.calls.filter(call => call.action === 'ticket.act');
    expect(acts).toHaveLength(1);
    expect(acts[0]?.input['input']).toMatchObject({
      attachments: [expect.stringMatching(/\.png$/), expect.stringMatching(/\.jpg$/)],
    });
    finish(ok({ ticket: ticket() }));
  });

  it('lets a number with options be chosen in words, and sends it as a number', async () => {
    const phone = newPhone({ 'citizen/ticket.act': () => ok({ ticket: ticket() }) });
    const levels = ['非常不满意', '不满意', '基本满意', '满意', '非常满意'].map((label, index) => ({
      value: String(index + 1),
      label,
    }));
    const tags = [{ value: '推来推去', label: '推来推去' }];
    const rate = {
      act: 'rate',
      label: '评价',
      fields: [
        { name: 'level', label: '评价', type: 'number', required: true, max: 5, options: levels },
        { name: 'tags', label: '标签', type: 'select', many: true, required: false, options: tags },
      ],
    };
    const form = await mount(FORM, open({ act: rate, staff: false }), phone);
    for (const words of ['非常满意', '满意', '基本满意', '不满意', '非常不满意'])
      expect(form.text()).toContain(words);
    await form.tap('不满意');
    await form.tap('推来推去');
    await form.press('确认评价');
    expect(sent(phone)[0]?.input['input']).toEqual({ level: 2, tags: ['推来推去'] });
  });
});
