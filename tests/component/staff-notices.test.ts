import { noticeTemplate, writingErrors } from '../../miniprogram/model/notice/writing';
import type { StaffNotice } from '../../typings/contract';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member } from './samples';
import { called } from './service-desk';

/** Notices that staff write, publish and withdraw. */

describe('notices of staff', () => {
  const notice: StaffNotice = {
    id: 'GG1',
    kind: 'maintenance',
    title: '“社保卡申领”升级维护',
    text: '期间不能申领。',
    serviceId: 'S001',
    serviceName: '社保卡申领',
    startsAt: '2026-11-10T22:00:00.000+08:00',
    endsAt: '2026-11-10T23:00:00.000+08:00',
    instead: '请改在第二天办理。',
    state: 'draft',
    problems: {},
    acts: ['save', 'publish', 'withdraw'],
    steps: [],
    version: 4,
  };
  const desk: CloudScript = {
    'staff/me.get': () => ok(member(['operator'])),
    'staff/notice.list': input =>
      ok({ notices: input.state === 'draft' || input.id === notice.id ? [notice] : [] }),
    'staff/notice.check': () => ok({ problems: { text: '“割接”群众看不懂' } }),
    'staff/notice.save': () => ok({ notice }),
    'staff/notice.publish': () => ok({ notice: { ...notice, state: 'public', acts: ['save', 'withdraw'] } }),
    'staff/notice.withdraw': () => ok({ notice: { ...notice, state: 'ended', acts: [] } }),
  };
  const EDITOR = 'packages/staff/notices/edit/index';

  it('are written from a template that has to be filled in', () => {
    const values = { kind: 'maintenance', startsAt: notice.startsAt, endsAt: notice.endsAt };
    const written = noticeTemplate(values, '社保卡申领');
    expect(written?.title).toBe('“社保卡申领”升级维护');
    expect(written?.text).toMatch(/11 月 10 日 周二 22:00–23:00/);
    expect(Object.keys(writingErrors({ text: written?.text }))).toEqual(['text']);
    expect(noticeTemplate({ kind: 'general' }, '')).toBeUndefined();
  });

  it('are found by state; one that was opened by its address is looked for', async () => {
    const page = await openPage('packages/staff/notices/list/index', {}, newPhone(desk));
    expect(page.text()).toContain('现在没有公开的公告');
    await page.tap('草稿');
    expect(page.text()).toContain('“社保卡申领”升级维护');
    const editor = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    expect(editor.instance.data['values']).toMatchObject({ title: notice.title, instead: notice.instead });
    const gone = await openPage(EDITOR, { id: 'GG7' }, newPhone(desk));
    expect(gone.text()).toContain('没有这份公告');
  });

  it('say while being written what citizens would not understand', async () => {
    const page = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    await page.type('text', '晚上割接。');
    await new Promise(resolve => setTimeout(resolve, 1300));
    await page.settle();
    expect(page.text()).toContain('“割接”群众看不懂');
    expect(called(page, 'notice.save')).toEqual([]);
  });

  it('are kept as a draft, with what has to be put right before they go out; no number is quoted for it', async () => {
    const problems = { instead: '请写明这段时间可以怎么办' };
    const kept = await openPage(
      EDITOR,
      { id: 'GG1' },
      newPhone({ ...desk, 'staff/notice.save': () => ok({ notice: { ...notice, problems } }) }),
    );
    await kept.press('存草稿');
    expect(kept.text()).toContain('已存好，还有 1 处改好才能发布');
    expect(kept.text()).toContain(problems.instead);
    const error = { code: 'invalid' as const, message: '有内容需要更正', fields: {}, errorNo: 'N-1' };
    const refused = await openPage(
      EDITOR,
      { id: 'GG1' },
      newPhone({ ...desk, 'staff/notice.save': () => ({ ok: false, error }) }),
    );
    await refused.press('存草稿');
    expect(refused.text()).toContain('有内容需要更正');
    expect(refused.text()).not.toContain('N-1');
  });

  it('take over the template where they were still empty', async () => {
    const empty = { ...notice, title: '', text: '' };
    const page = await openPage(
      EDITOR,
      { id: 'GG1' },
      newPhone({ ...desk, 'staff/notice.list': () => ok({ notices: [empty] }) }),
    );
    await page.press('发布');
    expect(page.text()).toContain('请填写标题');
    await page.tap('按模板写标题和正文');
    expect(page.text()).not.toContain('请填写标题');
  });

  it('that wait for their time say when they go out, and are changed there', async () => {
    const publishedAt = '2026-11-09T09:00:00.000+08:00';
    const waiting: StaffNotice = { ...notice, state: 'scheduled', publishedAt };
    const script: CloudScript = {
      ...desk,
      'staff/notice.list': input =>
        ok({ notices: input.state === 'scheduled' || input.id === notice.id ? [waiting] : [] }),
      'staff/notice.save': () => ok({ notice: waiting }),
      'staff/notice.publish': () => ok({ notice: waiting }),
    };
    const list = await openPage('packages/staff/notices/list/index', {}, newPhone(script));
    await list.tap('定时发布');
    expect(list.text()).toContain('11 月 9 日 周一 09:00 自动发布');
    const editor = await openPage(EDITOR, { id: 'GG1' }, newPhone(script));
    await editor.press('存下改动');
    expect(editor.text()).toContain('已排好，11 月 9 日 周一 09:00 自动发布');
  });

  it('are published, and withdrawn with a reason', async () => {
    const page = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    await page.press('发布');
    expect(called(page, 'notice.publish')).toHaveLength(1);
    await page.press('撤下');
    await page.press('确认撤下');
    expect(page.text()).toContain('请写明为什么撤下');
    await page.type('reason', '改期。');
    await page.press('确认撤下');
    expect(called(page, 'notice.withdraw')[0]?.input).toEqual({ id: 'GG1', version: 4, reason: '改期。' });
    expect(page.text()).toContain('这份公告已结束');
  });

  it('that somebody else saved meanwhile keep both texts: at the next save, and when they are opened again', async () => {
    const phone = newPhone({ ...desk, 'staff/notice.save': () => failure('conflict', '刚被别人更改过') });
    const page = await openPage(EDITOR, { id: 'GG1' }, phone);
    await page.type('text', '我写的正文。');
    phone.script['staff/notice.list'] = () =>
      ok({ notices: [{ ...notice, text: '别人写的正文。', version: 5 }] });
    page.close();
    const again = await openPage(EDITOR, { id: 'GG1' }, phone);
    expect(again.text()).toMatch(/这份公告刚由别人保存；您写的都留着.*正文 用这个 别人写的正文。/);
    phone.script['staff/notice.list'] = () =>
      ok({ notices: [{ ...notice, text: '又改过的正文。', version: 6 }] });
    await again.press('存草稿');
    expect(again.text()).toContain('又改过的正文。');
    expect(again.instance.data['values']).toMatchObject({ text: '我写的正文。' });
    await again.press('存草稿');
    expect(called(again, 'notice.save').map(({ input }) => input['version'])).toEqual([5, 6]);
    await again.tap('正文，用别人写的');
    expect(again.instance.data['values']).toMatchObject({ text: '又改过的正文。' });
  });

  it('that somebody else has published meanwhile are shown as they are, and what was written is handed out', async () => {
    const phone = newPhone({ ...desk, 'staff/notice.save': () => failure('conflict', '刚被别人更改过') });
    const page = await openPage(EDITOR, { id: 'GG1' }, phone);
    await page.type('text', '我写的正文。');
    phone.script['staff/notice.list'] = () => ok({ notices: [{ ...notice, state: 'public', acts: [] }] });
    await page.press('存草稿');
    expect(page.text()).toContain('期间不能申领。');
    expect(page.text()).not.toContain('我写的正文。');
    expect(JSON.stringify(phone.used('showModal'))).toContain('我写的正文。');
    expect(JSON.stringify(phone.used('setClipboardData'))).toContain('我写的正文。');
  });

  it('of a ticket are read here and changed there', async () => {
    const bound: StaffNotice = { ...notice, state: 'public', no: 'WH1', acts: [] };
    const phone = newPhone({ ...desk, 'staff/notice.list': () => ok({ notices: [bound] }) });
    const page = await openPage(EDITOR, { id: 'GG1' }, phone);
    expect(page.text()).toContain('随工单 WH1 发布和撤下');
    expect(page.inner('ui-button').map(button => button.data['label'])).not.toContain('发布');
  });
});
