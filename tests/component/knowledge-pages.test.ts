import type { PublishedFaq } from '../../miniprogram/cloud/knowledge-actions';
import { liveTitle } from '../../miniprogram/services/knowledge';
import { compareTexts } from '../../miniprogram/services/knowledge-diff';
import { numbersView } from '../../miniprogram/services/knowledge-numbers';
import { mount, openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript, type Phone } from './phone';

const PAGE = (name: string) => `packages/staff/${name}/index`;
const me = (roles: string[], unit?: { id: string; name: string }) => () =>
  ok({
    memberId: 'm',
    name: '张三',
    roles,
    roleLabel: '',
    unit,
    menu: [{ key: 'knowledge', label: '知识库' }],
  });
const handler = me(['handler'], { id: 'hrss', name: '省人社厅' });
const manager = me(['manager']);

const version = (more: object = {}) => ({
  id: 'K1',
  version: 1,
  question: '社保卡丢了怎么办',
  similar: ['卡丢了'],
  answer: '先挂失，再补办。',
  unitId: 'hrss',
  unitName: '省人社厅',
  stage: 'draft',
  stageLabel: '草稿',
  saved: { name: '张三', at: '2026-09-24T10:00:00.000+08:00' },
  approvals: [],
  acts: ['save', 'submit'],
  ...more,
});
const full = (newest: object, more: object = {}) => ({
  pending: newest,
  versions: [newest],
  warnings: [],
  serviceNames: {},
  ...more,
});
const conflict = {
  kind: 'conflict',
  faqId: 'F9',
  question: '社保卡遗失怎么补',
  answer: '不用补。',
  unitName: '省人社厅',
  asked: '社保卡丢了怎么办',
  meets: '社保卡丢了',
  reason: '一个说可以，另一个说不可以或者不需要',
};

/** A phone that can also choose, read and write files. */
const phoneWith = (script: CloudScript, file?: { name: string; size: number; data: string }): Phone => {
  const phone = newPhone(script);
  Object.assign((globalThis as unknown as { wx: Record<string, unknown> }).wx, {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    setNavigationBarTitle: () => undefined,
    navigateBack: () => phone.storage.set('went', 'back'),
    chooseMessageFile: () =>
      file
        ? Promise.resolve({ tempFiles: [{ path: 'wxfile://tmp', ...file }] })
        : Promise.reject(new Error('cancel')),
    getFileSystemManager: () => ({
      readFile: (options: { success: (found: { data: string }) => void }) =>
        options.success({ data: file?.data ?? '' }),
      writeFileSync: (path: string, data: string) => phone.storage.set(path, data),
    }),
    shareFileMessage: (sent: object) => phone.storage.set('shared', sent),
  });
  return phone;
};
const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(call => call.input);

describe('every page of the knowledge base', () => {
  const places: [
    name: string,
    query: Record<string, string>,
    action: string,
    empty: object,
    words: string,
  ][] = [
    ['knowledge', {}, 'faq.list', { faqs: [] }, '还没有已发布的条目'],
    [
      'knowledge-proposals',
      {},
      'knowledge.proposals',
      { proposals: [], questions: 0, truncated: false },
      '没有要新建的条目：问过两次以上的都有答复了',
    ],
    [
      'knowledge-sample',
      {},
      'knowledge.sample',
      { week: '2026-09-14', size: 0, precision: null, asks: [] },
      '这一周机器没有直接答复过您负责的条目',
    ],
    [
      'knowledge-numbers',
      {},
      'knowledge.numbers',
      {
        weeks: [],
        precision: null,
        unanswered: [],
        entries: 0,
        gate: { version: 0, precision: 0.98, kept: [] },
      },
      '还没有判定过抽样',
    ],
    ['knowledge-entry', { id: 'K1' }, 'faq.get', full(version()), '草稿，还没有提交审核'],
  ];

  it.each(places)(
    '%s waits, says what is wrong, and comes after a retry',
    async (name, query, action, data, words) => {
      let answer: (value: ReturnType<typeof ok>) => void = () => undefined;
      const late = new Promise<ReturnType<typeof ok>>(resolve => (answer = resolve));
      const phone = phoneWith({ 'staff/me.get': handler, [`staff/${action}`]: () => late });
      const page = await openPage(PAGE(name), query, phone);
      expect(page.inner('ui-skeleton').length).toBeGreaterThan(0);
      answer(failure('internal', '系统出了点问题，请稍后重试。'));
      await page.settle();
      expect(page.text()).toContain('系统出了点问题，请稍后重试。');
      expect(page.text()).toContain('E-1');
      phone.script[`staff/${action}`] = () => ok(data);
      await page.press('重试');
      expect(page.text()).toContain(words);
    },
  );

  it.each(places)('%s says so without network and without permission', async (name, query, action) => {
    const phone = phoneWith({
      'staff/me.get': handler,
      [`staff/${action}`]: () => failure('forbidden', '您的角色不能这样做'),
    });
    expect((await openPage(PAGE(name), query, phone)).text()).toContain('您的角色不能这样做');
    const offline = phoneWith({});
    offline.setOnline(false);
    const page = await openPage(PAGE(name), query, offline);
    for (let waited = 0; waited < 4; waited += 1) await page.settle();
    expect(page.text()).toContain('没有连上网络');
  });

  it.each(['knowledge', 'knowledge-files', 'knowledge-edit'])('%s is closed to other roles', async name => {
    const partner = () => ok({ roles: ['partner'], menu: [{ key: 'inbox', label: '消息' }] });
    const page = await openPage(PAGE(name), {}, phoneWith({ 'staff/me.get': partner }));
    expect(page.text()).toContain('您的角色不参与知识库工作');
  });
});

describe('the list', () => {
  it('begins with what waits for a reviewer; a unit is not offered to see others’ drafts', async () => {
    const script = { 'staff/faq.list': () => ok({ faqs: [version({ stageLabel: '待审核' })] }) };
    const lead = me(['lead'], { id: 'hrss', name: '省人社厅' });
    const page = await openPage(PAGE('knowledge'), {}, phoneWith({ ...script, 'staff/me.get': lead }));
    expect(called(page, 'faq.list')).toEqual([{ view: 'submitted' }]);
    expect(page.text()).toContain('省人社厅 · 待审核 · 张三 9 月 24 日 10:00');
    expect(page.text()).not.toContain('只看本单位的');
    await page.tap('已发布');
    await page.fire('ui-switch', 'own', 'change', { name: 'own', value: true });
    expect(called(page, 'faq.list').slice(1)).toEqual([
      { view: 'published' },
      { view: 'published', own: true },
    ]);
  });
});

describe('an entry', () => {
  const approved = version({
    stage: 'approved',
    stageLabel: '待发布',
    acts: ['publish'],
    approvals: [{ side: 'owner', label: '负责单位', name: '李四', at: '2026-09-24T11:00:00.000+08:00' }],
  });

  it('is published only after each entry that asks the same was looked at', async () => {
    const phone = phoneWith({
      'staff/faq.get': () => ok(full(approved, { warnings: [conflict] })),
      'staff/faq.publish': () => ok({ published: true, faq: approved, warnings: [conflict] }),
    });
    const page = await openPage(PAGE('knowledge-entry'), { id: 'K1' }, phone);
    expect(page.text()).toContain('■ 与已发布的条目矛盾：一个说可以，另一个说不可以或者不需要');
    expect(page.text()).toContain('不用补。');
    await page.press('发布');
    expect(page.text()).toContain('逐条打勾');
    expect(called(page, 'faq.publish')).toEqual([]);
    await page.fire('ui-check', 'F9', 'change', { name: 'F9', value: true });
    await page.press('发布');
    expect(called(page, 'faq.publish')).toEqual([{ id: 'K1', version: 1, confirmed: ['F9'] }]);
  });

  it.each([
    ['who has to review reads', ['save', 'review'], { 退回: 'second', 修改: 'second', 审核通过: 'main' }],
    ['who has reviewed waits for the other side', ['save'], { 修改: 'second' }],
  ])('%s: changing is never the main thing under review', async (_who, can, buttons) => {
    const entry = version({ stage: 'submitted', stageLabel: '待审核', acts: can });
    const phone = phoneWith({ 'staff/faq.get': () => ok(full(entry)) });
    const page = await openPage(PAGE('knowledge-entry'), { id: 'K1' }, phone);
    const shown = page.inner('ui-button').map(({ data }) => [data['label'], data['kind']] as const);
    expect(Object.fromEntries(shown.filter(([label]) => label !== '确认退回'))).toEqual(buttons);
  });

  it('shows what another did meanwhile, with the reason', async () => {
    let now = version();
    const phone = phoneWith({
      'staff/faq.get': () => ok(full(now)),
      'staff/faq.submit': () => failure('conflict', '有人刚保存了新的版本，请刷新后再试'),
    });
    const page = await openPage(PAGE('knowledge-entry'), { id: 'K1' }, phone);
    now = version({ version: 2, answer: '新的答复' });
    await page.press('提交审核');
    expect(page.text()).toContain('新的答复');
    expect(page.text()).toContain('有人刚保存了新的版本');
  });

  it('goes back to an earlier version after one confirmed tap, and not without', async () => {
    const live = version({ version: 2, stage: 'live', acts: ['save', 'withdraw'], answer: '错的' });
    const past = version({ stage: 'past', stageLabel: '发布过', acts: ['rollback'] });
    const entry = { versions: [live, past], warnings: [], serviceNames: {} };
    const phone = phoneWith({
      'staff/faq.get': () => ok({ ...entry, faq: { ...live, status: 'published', updatedOn: '2026-09-24' } }),
      'staff/faq.rollback': () => ok({ faq: live }),
    });
    const page = await openPage(PAGE('knowledge-entry'), { id: 'K1' }, phone);
    phone.confirmModals = false;
    await page.tap('恢复第 1 版');
    expect(called(page, 'faq.rollback')).toEqual([]);
    phone.confirmModals = true;
    await page.tap('恢复第 1 版');
    expect(called(page, 'faq.rollback')).toEqual([{ id: 'K1', version: 2, to: 1 }]);
  });
});

describe('writing an entry', () => {
  const EDIT = PAGE('knowledge-edit');

  it('loses nothing: a failed saving, a closed page, another’s version in between', async () => {
    const phone = phoneWith({
      'staff/me.get': handler,
      'staff/faq.get': () => ok(full(version())),
      'staff/faq.save': () => failure('conflict', '有人刚保存了新的版本，请刷新后再改'),
    });
    const page = await openPage(EDIT, { id: 'K1' }, phone);
    await page.type('answer', '我写的答复');
    phone.setOnline(false);
    await page.press('保存草稿');
    expect(page.text()).toContain('填写的内容都留着');
    phone.setOnline(true);
    page.close();
    const again = await openPage(EDIT, { id: 'K1' }, phone);
    expect(again.text()).toContain('接着上次没有保存的内容');
    phone.script['staff/faq.get'] = () => ok(full(version({ version: 2, answer: '别人的答复' })));
    await again.press('保存草稿');
    expect(again.text()).toContain('您写的都留着');
    phone.script['staff/faq.save'] = () => ok({ faq: version({ version: 3 }) });
    await again.press('保存草稿');
    const saved = called(again, 'faq.save');
    expect(saved.map(input => input['version'])).toEqual([1, 1, 2]);
    expect(saved[2]?.['entry']).toMatchObject({ answer: '我写的答复' });
    expect(phone.storage.has('draft:faq:K1')).toBe(false);
  });

  it('keeps similar questions as a list without doubles; what was typed last is saved too', async () => {
    const phone = phoneWith({ 'staff/me.get': handler, 'staff/faq.save': () => ok({ faq: version() }) });
    const page = await openPage(EDIT, {}, phone);
    await page.press('保存草稿');
    expect(page.text()).toContain('问题最少 2 个字');
    await page.type('question', '怎么挂失');
    await page.type('answer', '打 12333。');
    for (const words of ['卡丢了', '卡丢了', '怎么挂失', '挂失电话']) {
      await page.type('typedSimilar', words);
      await page.press('添加');
    }
    await page.tap('删去相似问法“卡丢了”');
    await page.type('typedSimilar', '没按添加的');
    await page.press('保存草稿');
    expect(called(page, 'faq.save')).toEqual([
      {
        entry: {
          question: '怎么挂失',
          similar: ['挂失电话', '没按添加的'],
          answer: '打 12333。',
          unitId: 'hrss',
        },
      },
    ]);
    expect(phone.used('redirectTo')).toEqual([{ url: '/packages/staff/knowledge-entry/index?id=K1' }]);
  });
});

describe('files', () => {
  const FILES = PAGE('knowledge-files');
  const plan = {
    imported: 0,
    created: 1,
    changed: 0,
    unchanged: 0,
    waiting: 0,
    bad: [],
    badCount: 0,
    rows: [],
  };

  it.each([
    ['旧.xls', 10, '另存为 XLSX'],
    ['照片.png', 10, '请选择 XLSX、CSV 或 JSON 行文件'],
    ['大.csv', 4_000_001, '超过 4 MB'],
  ])('%s is refused on the phone, in words', async (name, size, words) => {
    const phone = phoneWith({ 'staff/me.get': handler }, { name, size, data: '' });
    const page = await openPage(FILES, {}, phone);
    await page.press('选择文件');
    expect(page.text()).toContain(words);
    expect(called(page, 'faq.import')).toEqual([]);
  });

  it('looks at a file before it is imported; a bad row named meanwhile brings nothing in', async () => {
    const phone = phoneWith(
      { 'staff/me.get': handler, 'staff/faq.import': () => ok(plan) },
      { name: '条目.xlsx', size: 10, data: 'UEsD' },
    );
    const page = await openPage(FILES, {}, phone);
    await page.press('选择文件');
    expect(page.text()).toContain('新建 1 条，改动 0 条，没有变化 0 条，有误 0 行');
    phone.script['staff/faq.import'] = () =>
      ok({ ...plan, bad: [{ row: 7, reason: '没有这个单位' }], badCount: 1 });
    await page.press('导入');
    expect(page.text()).toContain('■ 第 7 行 没有这个单位');
    expect(page.text()).toContain('一条也没有导入');
    expect(called(page, 'faq.import')).toEqual([
      { format: 'xlsx', file: 'UEsD', dryRun: true },
      { format: 'xlsx', file: 'UEsD', dryRun: false },
    ]);
  });

  it('a file that no call can carry is uploaded for each of the two calls; a lost upload imports nothing', async () => {
    const phone = phoneWith(
      { 'staff/me.get': handler, 'staff/faq.import': () => ok({ ...plan, created: 1000 }) },
      { name: '条目.csv', size: 300_000, data: '' },
    );
    const paths: string[] = [];
    let isLost = false;
    const { cloud } = (globalThis as unknown as { wx: { cloud: Record<string, unknown> } }).wx;
    cloud['uploadFile'] = ({ cloudPath }: { cloudPath: string }) => {
      if (isLost) return Promise.reject(new Error('uploadFile:fail'));
      paths.push(cloudPath);
      return Promise.resolve({ fileID: `cloud://bucket/${cloudPath}` });
    };
    const page = await openPage(FILES, {}, phone);
    await page.press('选择文件');
    expect(page.text()).toContain('新建 1000 条');
    isLost = true;
    await page.press('导入');
    expect(page.text()).toContain('文件没有传上去，什么都没有导入');
    isLost = false;
    phone.script['staff/faq.import'] = () => ok({ ...plan, imported: 1000, waiting: 400 });
    await page.press('导入');
    expect(page.text()).toContain('1000 条都收下了，正在存成草稿，还有 400 条，几分钟内存好，不用再导入');
    expect(paths).toHaveLength(2);
    expect(paths[0]).toMatch(/^imports\/[\w-]+\.csv$/);
    expect(called(page, 'faq.import')).toEqual([
      { format: 'csv', fileID: `cloud://bucket/${paths[0]}`, dryRun: true },
      { format: 'csv', fileID: `cloud://bucket/${paths[1]}`, dryRun: false },
    ]);
  });

  it('names so many bad rows and counts the others', async () => {
    const bad = [{ row: 2, reason: '答复：请填写答复' }];
    const phone = phoneWith(
      { 'staff/me.get': handler, 'staff/faq.import': () => ok({ ...plan, bad, badCount: 700 }) },
      { name: '条目.csv', size: 10, data: 'UEsD' },
    );
    const page = await openPage(FILES, {}, phone);
    await page.press('选择文件');
    expect(page.text()).toContain('有误 700 行');
    expect(page.text()).toContain('还有 699 行有误');
  });

  it('joins the parts of a text into one file, for the manager too, who may import nothing', async () => {
    const parts = [
      { text: '编号,问题\r\n', count: 1, nextCursor: 'F1' },
      { text: 'F2,甲\r\n', count: 1 },
    ];
    const phone = phoneWith({
      'staff/me.get': manager,
      'staff/faq.export': input => ok(parts[input['cursor'] === 'F1' ? 1 : 0]),
    });
    const page = await openPage(FILES, {}, phone);
    expect(page.text()).not.toContain('选择文件');
    await page.tap('CSV别的系统也能读');
    await page.press('导出');
    expect(page.text()).toContain('2 条');
    const written = [...phone.storage.entries()].find(([key]) => key.startsWith('wxfile://usr/'));
    expect(written?.[1]).toBe('编号,问题\r\nF2,甲\r\n');
    await page.tap(`把 ${written?.[0].replace('wxfile://usr/', '')} 发到聊天`);
    expect(phone.storage.get('shared')).toMatchObject({ filePath: written?.[0] });
  });
});

describe('judging', () => {
  const asked = {
    askId: 'a1',
    at: '2026-09-16T10:00:00.000+08:00',
    text: '卡丢了咋整',
    faqId: 'F1',
    question: '社保卡怎么挂失',
    answer: '打 12333。',
    judged: null,
  };

  it('a sampled answer: right, or the right entry, or none; a refusal is said at its place', async () => {
    const phone = phoneWith({
      'staff/knowledge.sample': () => ok({ week: '2026-09-14', size: 1, precision: null, asks: [asked] }),
      'staff/knowledge.judge': () => failure('invalid', '有误', { fields: { faqId: '这正是已答复的条目' } }),
    });
    const page = await openPage(PAGE('knowledge-sample'), {}, phone);
    expect(page.text()).toContain('已判定 0 条，共 1 条');
    await page.tap('第 1 条，不对');
    await page.fire('lookup', 'a1', 'change', { name: 'a1', value: 'F1', label: '' });
    expect(page.text()).toContain('这正是已答复的条目');
    phone.script['staff/knowledge.judge'] = () => ok({});
    await page.tap('第 1 条，无此条目');
    expect(page.text()).toContain('■ 已判定：不对，知识库里没有');
    expect(page.text()).toContain('已判定 1 条，共 1 条');
    expect(called(page, 'knowledge.judge')).toEqual([
      { askId: 'a1', right: false, faqId: 'F1' },
      { askId: 'a1', right: false },
    ]);
  });

  it('a replied ticket: one tap, the last word counts; whoever may not judge sees nothing of it', async () => {
    const candidates = [
      { faqId: 'F1', question: '社保卡怎么挂失', answer: '打 12333。', matched: ['挂失', '社保卡'] },
    ];
    const phone = phoneWith({
      'staff/knowledge.candidates': () => ok({ unitName: '省人社厅', candidates, judged: null }),
      'staff/knowledge.judge': () => ok({}),
    });
    const card = await mount('components/ticket-judgement/index', { no: 'ZX1' }, phone);
    expect(card.text()).toContain('匹配的字词：社保卡、挂失');
    expect(card.text()).not.toContain('打 12333。');
    await card.tap('看答复，社保卡怎么挂失');
    expect(card.text()).toContain('打 12333。');
    await card.tap('就是条目“社保卡怎么挂失”');
    expect(card.text()).toContain('● 已判定：条目“社保卡怎么挂失”');
    await card.tap('改判定');
    await card.tap('没有这样的条目');
    expect(called(card, 'knowledge.judge')).toEqual([
      { no: 'ZX1', faqId: 'F1' },
      { no: 'ZX1', faqId: null },
    ]);
    const closed = phoneWith({ 'staff/knowledge.candidates': () => failure('forbidden', '您没有权限') });
    expect((await mount('components/ticket-judgement/index', { no: 'ZX1' }, closed)).text()).toBe('');
  });
});

describe('in the words of the screens', () => {
  it('says of a published text whether anybody sees it now', () => {
    const faq = { ...version(), status: 'published', updatedOn: '2026-09-01' } as unknown as PublishedFaq;
    expect(liveTitle({ ...faq, validity: 'valid' })).toBe('群众现在看到的');
    expect(liveTitle({ ...faq, validity: 'expired' })).toBe('到期前群众看到的');
    expect(liveTitle({ ...faq, validity: 'not-yet' })).toBe('从生效日起群众看到的');
    expect(liveTitle({ ...faq, status: 'withdrawn' })).toBe('下架前的内容');
  });

  it('a change is shown in pieces of sentences; what stayed is not told again', () => {
    expect(compareTexts('先挂失，再补办。', '先挂失，带身份证，再补办。')).toEqual([
      { text: '先挂失，', kind: 'same' },
      { text: '带身份证，', kind: 'added' },
      { text: '再补办。', kind: 'same' },
    ]);
    expect(compareTexts('', '新的')).toEqual([{ text: '新的', kind: 'added' }]);
    expect(compareTexts('甲。', '')).toEqual([{ text: '甲。', kind: 'removed' }]);
    const long = '很长，'.repeat(500);
    expect(compareTexts(long, `${long}尾`).map(piece => piece.kind)).toEqual(['removed', 'added']);
  });

  it('a gate that was refused says why and is not offered; the one in use is marked', () => {
    const measured = { r1: 0.9, precision: 0.98, coverage: 0.3, falseAnswers: null };
    const at = '2026-09-24T03:00:00.000+08:00';
    const kept = [
      { version: 3, at, judged: 300, before: measured, after: measured, refused: '准确率下降 2 个百分点' },
      { version: 2, at, judged: 280, before: measured, after: { ...measured, coverage: 0.4 }, refused: null },
      { version: 1, at, judged: 250, before: null, after: measured, refused: null },
    ];
    const gate = { version: 2, precision: 0.98, kept };
    const view = numbersView({ weeks: [], precision: null, unanswered: [], entries: 9, gate });
    expect(view.gates.map(({ inUse, refused, canUse }) => [inUse, refused, canUse])).toEqual([
      [false, '准确率下降 2 个百分点', false],
      [true, '', false],
      [false, '', true],
    ]);
    expect(view.gates[1]?.measures).toContain('直接答复 30% → 40%');
  });
});
