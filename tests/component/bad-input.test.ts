import type { AskResult } from '../../typings/contract';
import { headOf } from '../../miniprogram/lib/text';
import { encodeName, nameOfUpload } from '../../miniprogram/lib/file-names';
import { titleOf } from '../../miniprogram/model/ticket/filing';
import { called, script } from './handler-desk';
import { mount, openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member as staffMember, profile, ticket, unit } from './samples';

/** What people paste, write in their own script, and left on a phone whose mini-program has been renewed since (issue 14). */

const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);
const FAMILY = '👩‍👩‍👧‍👦';
const TIBETAN = 'བཀྲ་ཤིས་བདེ་ལེགས་';

describe('names and titles in every script', () => {
  it.each([
    ['emoji', '😀'.repeat(40)],
    ['emoji of several', FAMILY.repeat(20)],
    ['skin tones', '👍🏽'.repeat(30)],
    ['combining marks', 'e\u0301'.repeat(60)],
    ['Tibetan', TIBETAN.repeat(8)],
  ])(
    '%s: a title from the first words, and the name of a file, end with a whole character',
    (_what, text) => {
      for (const most of [28, 29, 30, 31, 32]) {
        const head = headOf(text, most);
        expect(head.length).toBeLessThanOrEqual(most);
        const next = text.slice(head.length, head.length + 2);
        expect(next).not.toMatch(/^[\u0300-\u036f\u0f71-\u0fbc\udc00-\udfff\u200d]|^\ud83c[\udffb-\udfff]/);
        expect(head.endsWith('\u200d')).toBe(false);
      }
      expect(isWhole(titleOf({ title: '', text }))).toBe(true);
      expect(isWhole(nameOfUpload(`x/${encodeName(`${text}.pdf`)}`))).toBe(true);
    },
  );

  it('a text of nothing but marks is cut all the same', () => {
    expect(headOf('\u0301'.repeat(99), 30)).toHaveLength(30);
    expect(headOf('短', 30)).toBe('短');
  });
});

describe('a field', () => {
  const field = (value: string, more: object = {}) =>
    mount('components/ui/field/index', { name: 'title', label: '标题', max: 100, value, ...more });

  it('cuts nothing off unseen: too much is said, with how much', async () => {
    expect((await field('长'.repeat(200))).text()).toContain('最多 100 个字，多了 100 个，请删去一些');
    expect((await field('长'.repeat(100))).text()).not.toContain('最多');
    // As the cloud counts.
    expect((await field('😀'.repeat(100))).text()).not.toContain('最多');
    expect((await field('长'.repeat(90), { type: 'longtext' })).text()).toContain('90 / 100 字');
  });
});

const answer: AskResult = { askId: 'a1', band: 'handover', answers: [], near: [] };

describe('a question', () => {
  it('stays on the phone until it was answered, however it was asked', async () => {
    const phone = newPhone({ 'citizen/me.get': () => ok(profile()), 'citizen/ask': () => ok(answer) });
    const page = await openPage('pages/ask/index', {}, phone);
    await page.type('text', '社保卡丢了怎么补？');
    phone.setOnline(false);
    await page.press('发送');
    page.close();
    phone.setOnline(true);
    const again = await openPage('pages/ask/index', {}, phone);
    expect(again.instance.data['text']).toBe('社保卡丢了怎么补？');
    await again.press('发送');
    expect(again.text()).toContain('转人工答复');
    again.close();
    expect((await openPage('pages/ask/index', {}, phone)).instance.data['text']).toBe('');
  });
});

describe('a draft of a version before', () => {
  const told = (phone: ReturnType<typeof newPhone>) => JSON.stringify(phone.used('showModal'));

  it('of a filing comes as far as it fits; words that have no place are handed out once, codes are not', async () => {
    const phone = newPhone({ 'citizen/me.get': () => ok(profile()) });
    const value = { text: '写到一半', title: { line: '旧的标题' }, place: '天河路 1 号', step: 'who' };
    phone.storage.set('draft:file', { at: Date.now(), value });
    const page = await openPage('packages/citizen/file/index', {}, phone);
    expect(page.instance.data['draft']).toMatchObject({ text: '写到一半', title: '' });
    expect(told(phone)).toMatch(/旧的标题\\n天河路 1 号/);
    expect(told(phone)).not.toContain('who');
    expect(phone.used('setClipboardData')).toMatchObject([{ data: '旧的标题\n天河路 1 号' }]);
    page.close();
    await openPage('packages/citizen/file/index', {}, phone);
    expect(phone.used('showModal')).toHaveLength(1);
  });

  it.each([
    ['a text by itself', '社保卡丢了怎么补？'],
    ['a text with its time', { at: Date.now(), value: '社保卡丢了怎么补？' }],
    ['a form without its time', { text: '社保卡丢了怎么补？' }],
    ['another name', { at: Date.now(), value: { question: '社保卡丢了怎么补？', step: 'asked' } }],
  ])('of a question is there to be sent, however it was kept: %s', async (_how, kept) => {
    const phone = newPhone({ 'citizen/me.get': () => ok(profile()), 'citizen/ask': () => ok(answer) });
    phone.storage.set('draft:question', kept);
    const page = await openPage('pages/ask/index', {}, phone);
    expect(page.instance.data['text']).toBe('社保卡丢了怎么补？');
    expect(phone.used('showModal')).toEqual([]);
    page.close();
    const again = await openPage('pages/ask/index', {}, phone);
    await again.press('发送');
    expect(again.text()).toContain('转人工答复');
  });

  it('of a filing that was a text by itself is handed out', async () => {
    const phone = newPhone({ 'citizen/me.get': () => ok(profile()) });
    phone.storage.set('draft:file', '路灯坏了三天');
    await openPage('packages/citizen/file/index', {}, phone);
    expect(phone.used('setClipboardData')).toMatchObject([{ data: '路灯坏了三天' }]);
  });

  it('of an act whose form has other fields now: what fits is there, the rest is handed out, and it is sent', async () => {
    const phone = newPhone({ ...script, 'staff/ticket.act': () => failure('internal', '系统繁忙') });
    const values = { text: '已经补发。', remark: '另有说明', count: { old: '三件' } };
    phone.storage.set('draft:act:TS1:reply', { at: Date.now(), value: { values, labels: {} } });
    const act = {
      act: 'reply',
      label: '答复',
      control: 'form',
      fields: [
        { name: 'text', label: '答复内容', type: 'longtext', required: true },
        { name: 'count', label: '件数', type: 'number', required: false },
      ],
    };
    const form = await mount(
      'components/act-form/index',
      { show: true, act, no: 'TS1', version: 1, staff: true },
      phone,
    );
    expect(told(phone)).toMatch(/另有说明\\n三件/);
    expect(form.instance.data['values']).toEqual({ text: '已经补发。' });
    await form.press('确认答复');
    expect(called(form, 'ticket.act')).toMatchObject([{ input: { input: { text: '已经补发。' } } }]);
  });
});

describe('words for an act that can no longer be taken', () => {
  const act = {
    act: 'reply',
    label: '答复',
    control: 'form',
    fields: [{ name: 'text', label: '答复内容', type: 'longtext', required: true }],
  };
  const open = (phone: ReturnType<typeof newPhone>, acts: object[]) =>
    mount(
      'components/act-form/index',
      { show: true, act, no: 'TS1', version: 1, ticket: ticket({ acts: acts as never }) },
      phone,
    );
  const close = ({ instance }: Awaited<ReturnType<typeof open>>) =>
    (instance['close'] as () => void).call(instance);
  const handed = (phone: ReturnType<typeof newPhone>) => JSON.stringify(phone.used('setClipboardData'));

  it('are handed out when the form is closed: somebody else was faster, or the role has ended', async () => {
    const faster = newPhone();
    const form = await open(faster, []);
    await form.type('text', '我写的答复');
    close(form);
    expect(handed(faster)).toContain('我写的答复');

    const ended = newPhone({ 'citizen/ticket.act': () => failure('forbidden', '您的角色不能办理') });
    const shut = await open(ended, [act]);
    const told = shut.events('shut');
    await shut.type('text', '我写的答复');
    await shut.press('确认答复');
    expect(shut.text()).toContain('您的角色不能办理');
    expect(told).toHaveLength(1);
    close(shut);
    expect(handed(ended)).toContain('我写的答复');
  });

  it('stay in the form as long as the act can be taken', async () => {
    const phone = newPhone();
    const form = await open(phone, [act]);
    await form.type('text', '我写的答复');
    close(form);
    expect(phone.used('showModal')).toEqual([]);
  });
});

describe('a page whose reader loses the role while it is open', () => {
  const lost = () => failure('forbidden', '您的角色不能查看');
  const office = unit('hrss', '省人社厅');

  it.each<[name: string, path: string, query: Record<string, string>, cloud: CloudScript, content: string]>([
    [
      'units',
      'packages/staff/people/units/index',
      {},
      {
        'staff/me.get': () => ok(staffMember(['manager'], { may: [] })),
        'staff/unit.list': () => ok({ units: [office], vacant: [] }),
      },
      '省人社厅',
    ],
    [
      'lists of record',
      'packages/staff/registers/list/index',
      {},
      {
        'staff/me.get': () =>
          ok(
            staffMember(['lead'], {
              registers: [{ register: 'assets', label: '信息化项目资产', purpose: '' }],
            }),
          ),
      },
      '信息化项目资产',
    ],
    [
      'a ticket of staff',
      'components/staff-ticket/index',
      { no: 'TS1' },
      { ...script, 'staff/ticket.get': () => ok({ ticket: ticket({ no: 'TS1', title: '补办三次被拒' }) }) },
      '补办三次被拒',
    ],
  ])('%s: nothing of it stays, and that is said', async (_name, path, query, cloud, content) => {
    const phone = newPhone(cloud);
    const page = path.startsWith('components')
      ? await mount(path, query, phone)
      : await openPage(path, query, phone);
    expect(page.text()).toContain(content);
    for (const action of Object.keys(cloud)) Object.assign(phone.script, { [action]: lost });
    await (page.instance['load'] as () => Promise<void>).call(page.instance);
    await page.settle();
    expect(page.text()).not.toContain(content);
    expect(page.text()).toContain('您的角色不能查看');
  });

  it('says that it could not be refreshed, and keeps what was read, when only the network is gone', async () => {
    const phone = newPhone({
      'staff/me.get': () => ok(staffMember(['manager'], { may: [] })),
      'staff/unit.list': () => ok({ units: [office], vacant: [] }),
    });
    const page = await openPage('packages/staff/people/units/index', {}, phone);
    phone.setOnline(false);
    await (page.instance['load'] as () => Promise<void>).call(page.instance);
    expect(page.text()).toContain('省人社厅');
    expect(phone.used('showToast')).toMatchObject([
      { title: expect.stringContaining('没有刷新：手机没有连上网络') as string },
    ]);
  });
});

describe('a phrase of the desk', () => {
  it('that was begun is there again when its form is opened again, beside what somebody saved since', async () => {
    const PHRASES = 'packages/staff/desk/phrases/index';
    const saved = { name: '李四', at: '2026-09-24T10:00:00.000+08:00' };
    const phrase = { id: 'p1', version: 1, title: '新卡', text: '新卡已制好。', saved };
    const phone = newPhone({ 'staff/phrase.list': () => ok({ phrases: [phrase], variables: [] }) });
    const edit = (page: Awaited<ReturnType<typeof openPage>>) => {
      const event = { currentTarget: { dataset: { id: 'p1' } } };
      (page.instance['edit'] as (event: object) => void).call(page.instance, event);
      return page.settle();
    };
    const page = await openPage(PHRASES, {}, phone);
    await edit(page);
    await page.type('text', '写了一半的话');
    page.close();
    phone.script['staff/phrase.list'] = () =>
      ok({ phrases: [{ ...phrase, version: 2, text: '别人改过的话' }], variables: [] });
    const again = await openPage(PHRASES, {}, phone);
    await edit(again);
    expect(again.instance.data['typed']).toMatchObject({ text: '写了一半的话', version: 2 });
    expect(again.text()).toContain('现在是：别人改过的话');
  });
});
