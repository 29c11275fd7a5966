import { mount, openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { ticket } from './samples';

/** Writing a reply: the question in sight, suggestions put in with a tap, a check before it leaves; phrases of the desk. */

const reply = {
  act: 'reply',
  label: '答复',
  place: 'main' as const,
  control: 'compose' as const,
  fields: [
    { name: 'text', label: '答复内容', type: 'longtext' as const, required: true, max: 5000 },
    { name: 'attachments', label: '附件', type: 'files' as const, required: false },
  ],
};
const asked = ticket({ no: 'ZX1', acts: [reply] });
const suggested = {
  entries: [
    {
      faqId: 'F1',
      question: '怎么补办',
      answer: '带身份证到网点。',
      confidence: 0.9,
      why: '都说到“补办”',
    },
  ],
  similar: [
    { no: 'ZX9', title: '补办多久', reply: '当场可取。', unitName: '省人社厅', repliedOn: '2026-09-01' },
  ],
  phrases: [{ id: 'p1', title: '新卡已制好', text: '王先生/女士：新卡已制好。' }],
};
const script: CloudScript = {
  'staff/reply.suggest': () => ok(suggested),
  'staff/reply.check': ({ text }) =>
    ok({ warnings: text.includes('收到') ? [{ code: 'hollow', text: '没有说怎么办' }] : [] }),
  'staff/ticket.act': () => ok({ ticket: ticket({ version: 4 }) }),
};
const open = async (more: CloudScript = {}) => {
  const phone = newPhone({ ...script, ...more });
  const given = { show: true, act: reply, no: 'ZX1', version: 3, staff: true, ticket: asked };
  return { phone, form: await mount('components/act-form/index', given, phone) };
};

describe('a reply', () => {
  it('is written with the question in sight, and begun from a suggestion with one tap', async () => {
    const { form, phone } = await open();
    expect(form.text()).toMatch(/群众的原话 社保卡补办三次被拒[^]*知识库 1 ?怎么补办[^]*常用语/);
    const shown = jest.fn();
    form.instance['bringIntoSight'] = shown;
    await form.tap('放进答复：怎么补办');
    await form.tap('放进答复：新卡已制好');
    // What is going to be sent is on the screen before Enter can send it.
    expect(shown.mock.calls).toEqual([['text'], ['text']]);
    // Pressed again it is not written twice.
    await form.tap('放进答复：怎么补办');
    expect(form.instance.data['values']).toEqual({
      text: '带身份证到网点。\n王先生/女士：新卡已制好。',
    });
    await form.tap('预览群众看到的样子');
    expect(form.text()).toMatch(/人力资源和社会保障厅 · .* 答复/);
    await form.press('确认答复');
    // Beside it the draft is looked for.
    const actions = phone.calls.map(({ action }) => action).filter(action => !action.startsWith('draft.'));
    expect(actions).toEqual(['reply.suggest', 'reply.check', 'ticket.act']);
  });

  it('is begun by a digit where there is a keyboard', async () => {
    const { form } = await open();
    (form.instance as unknown as { key(key: object): void }).key({ key: '2', ctrl: false });
    await form.settle();
    expect(form.instance.data['values']).toEqual({ text: '当场可取。' });
  });

  it('is looked through before it leaves: what is found is said once, and stops nobody', async () => {
    const { form, phone } = await open();
    await form.type('text', '已收到');
    await form.press('确认答复');
    expect(form.text()).toContain('▲ 没有说怎么办');
    expect(phone.calls.map(({ action }) => action)).not.toContain('ticket.act');
    await form.press('确认答复');
    expect(phone.calls.map(({ action }) => action)).toContain('ticket.act');
  });

  it('leaves also where neither suggestions nor the check can be had', async () => {
    const { form, phone } = await open({
      'staff/reply.suggest': () => failure('unavailable', '系统繁忙'),
      'staff/reply.check': () => failure('unavailable', '系统繁忙'),
    });
    expect(form.text()).toContain('没有找到可以参考的答复。系统繁忙');
    await form.type('text', '已收到');
    await form.press('确认答复');
    expect(phone.calls.map(({ action }) => action)).toContain('ticket.act');
  });
});

describe('what may be the same matter', () => {
  const merge = {
    act: 'merge',
    label: '并单',
    place: 'beside' as const,
    fields: [{ name: 'into', label: '并入工单', type: 'ticket' as const, required: true }],
  };
  const likely: CloudScript = {
    'staff/ticket.likely': () =>
      ok({ tickets: [{ no: 'TS7', title: '社保卡补办', reason: '同一人、同一事项、3 天内' }] }),
    'staff/procedure.list': () => ok({ procedures: [] }),
  };

  it('stands at the ticket, and is offered in the form that joins them', async () => {
    const phone = newPhone({
      ...likely,
      'staff/ticket.get': () => ok({ ticket: ticket({ acts: [merge] }) }),
      'staff/ticket.act': () => ok({ ticket: ticket() }),
    });
    const page = await openPage('packages/staff/tickets/ticket/index', { no: 'TS1' }, phone);
    expect(page.text()).toContain('可能是同一件事 社保卡补办 同一人、同一事项、3 天内 · TS7');
    await page.tap('并单');
    await page.tap('选 社保卡补办，同一人、同一事项、3 天内');
    await page.press('确认并单');
    expect(phone.calls.filter(({ action }) => action === 'ticket.act')[0]?.input).toMatchObject({
      input: { into: 'TS7' },
    });
    // What was joined is offered nothing to be joined with.
    expect(page.text()).not.toContain('可能是同一件事');
  });

  it('is not asked for where nothing can be joined', async () => {
    const phone = newPhone({ ...likely, 'staff/ticket.get': () => ok({ ticket: ticket() }) });
    await openPage('packages/staff/tickets/ticket/index', { no: 'TS1' }, phone);
    expect(phone.calls.map(({ action }) => action)).not.toContain('ticket.likely');
  });
});

describe('the phrases of a desk', () => {
  const phrase = {
    id: 'p1',
    version: 2,
    title: '新卡已制好',
    text: '{称呼}：新卡已制好。',
    saved: { name: '李四', at: '2026-09-01T10:00:00.000+08:00' },
  };
  const listed: CloudScript = {
    'staff/phrase.list': () => ok({ phrases: [phrase], variables: [{ name: '编号', example: 'ZX1' }] }),
    'staff/phrase.save': () => ok({ phrase }),
    'staff/phrase.remove': () => ok(null),
  };
  const PAGE = 'packages/staff/desk/phrases/index';

  it('are changed over the version that was read, with the words that each ticket fills in', async () => {
    const phone = newPhone(listed);
    const page = await openPage(PAGE, {}, phone);
    await page.tap('修改“新卡已制好”');
    await page.tap('放进编号，例如ZX1');
    await page.press('保存');
    expect(phone.calls.filter(({ action }) => action === 'phrase.save')[0]?.input).toEqual({
      id: 'p1',
      version: 2,
      title: '新卡已制好',
      text: '{称呼}：新卡已制好。{编号}',
    });
    expect(page.text()).toContain('● 已保存“新卡已制好”');
  });

  it('keep what was typed when something is wrong with it, and are taken out after asking', async () => {
    const phone = newPhone({
      ...listed,
      'staff/phrase.save': () =>
        failure('invalid', '有内容需要补充或更正', { fields: { text: '没有“{姓名}”' } }),
    });
    const page = await openPage(PAGE, {}, phone);
    await page.press('写一条常用语');
    await page.press('保存');
    expect(page.text()).toContain('请填写标题');
    await page.type('title', '一');
    await page.type('text', '{姓名}');
    await page.press('保存');
    expect(page.text()).toContain('没有“{姓名}”');
    await page.tap('修改“新卡已制好”');
    await page.tap('删去这一条');
    expect(phone.calls.filter(({ action }) => action === 'phrase.remove')[0]?.input).toEqual({ id: 'p1' });
  });

  it('say when there are none, and when they cannot be had', async () => {
    const phone = newPhone({ 'staff/phrase.list': () => ok({ phrases: [], variables: [] }) });
    expect((await openPage(PAGE, {}, phone)).text()).toContain('还没有常用语');
    phone.setOnline(false);
    expect((await openPage(PAGE, {}, phone)).text()).toContain('没有连上网络');
  });
});
