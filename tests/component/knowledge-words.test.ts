import { mergeWords } from '../../miniprogram/model/knowledge/word-lists';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript, type Phone } from './phone';

/** Synonyms and boilerplate are kept by hand, and nothing typed is lost. */

const WORDS = 'packages/staff/knowledge/words/index';
const at = '2026-09-24T10:00:00.000+08:00';
type Pair = [string, string];
const kept = (version: number, synonyms: Pair[], boilerplate: string[], name = '李四') => ({
  version,
  saved: version > 0 ? { name, at } : null,
  synonyms,
  boilerplate,
});
const first = kept(
  2,
  [
    ['驾照', '驾驶证'],
    ['登陆', '登录'],
  ] satisfies Pair[],
  ['您好'],
);

const phoneOf = (script: CloudScript = {}): Phone =>
  newPhone({ 'staff/knowledge.words': () => ok(first), ...script });
const saves = (page: Mounted) =>
  page.phone.calls.filter(call => call.action === 'knowledge.saveWords').map(call => call.input);
const DRAFT = 'draft:words';

describe('the lists', () => {
  it('are changed, added to, removed from and saved on the version that was read, from the next question on', async () => {
    const phone = phoneOf();
    phone.script['staff/knowledge.saveWords'] = input =>
      ok({ version: 3, saved: { name: '张三', at }, ...input.words });
    const page = await openPage(WORDS, {}, phone);
    expect(page.text()).toContain('保存后从下一个提问起生效');
    expect(page.text()).toContain('第 2 版 · 李四 9 月 24 日 10:00 保存');
    await page.type('from', ' 社会保障卡 ');
    await page.type('to', '社保卡');
    await page.tap('添加这对同义词');
    await page.tap('改同义词“驾照”');
    await page.type('editedTo', '机动车驾驶证');
    await page.press('改好');
    await page.tap('删去套话“您好”');
    expect(page.text()).toContain('还没有套话');
    expect(page.text()).toContain('还没有保存：同义词新增 1、改动 1；套话删去 1');
    // What was typed and not added is meant to be saved too.
    await page.type('phrase', '尊敬的领导');
    await page.tap('保存词表');
    expect(saves(page)).toEqual([
      {
        version: 2,
        words: {
          synonyms: [
            ['社会保障卡', '社保卡'],
            ['驾照', '机动车驾驶证'],
            ['登陆', '登录'],
          ],
          boilerplate: ['尊敬的领导'],
        },
      },
    ]);
    expect(page.text()).toContain('已保存为第 3 版，从下一个提问起生效');
    expect(page.text()).not.toContain('未保存');
    expect(phone.storage.has(DRAFT)).toBe(false);
    await page.tap('试一试效果 ›');
    expect(phone.used('navigateTo')).toMatchObject([{ url: '/packages/staff/knowledge/try/index' }]);
  });

  it('say at the line what the cloud refuses: chains, circles; and what is saved again goes through', async () => {
    const chain = '“驾驶证”自己也被改写，请直接写最后的说法';
    const phone = phoneOf({
      'staff/knowledge.saveWords': () =>
        failure('invalid', '有内容需要补充或更正', { fields: { 'words.synonyms.1': chain } }),
    });
    const page = await openPage(WORDS, {}, phone);
    await page.type('from', '驾驶证');
    await page.type('to', '驾照');
    await page.tap('添加这对同义词');
    await page.tap('保存词表');
    expect(page.text()).toContain(`驾照 → 驾驶证 改 ■ ${chain}`);
    expect(phone.used('pageScrollTo')).toMatchObject([{ selector: '#synonyms-1' }]);
    phone.script['staff/knowledge.saveWords'] = input => ok({ ...first, version: 3, ...input.words });
    await page.tap('删去同义词“驾驶证”');
    expect(page.text()).not.toContain(chain);
    await page.tap('删去同义词“登陆”');
    await page.tap('保存词表');
    expect(saves(page)[1]?.['words']).toEqual({ synonyms: [['驾照', '驾驶证']], boilerplate: ['您好'] });
  });

  it('take no word of one character, nor half a pair, and say so at the field before anything is sent', async () => {
    const page = await openPage(WORDS, {}, phoneOf());
    await page.type('from', '卡');
    await page.tap('添加这对同义词');
    expect(page.text()).toContain('每个词最少 2 个字：单个字会改动太多问题');
    expect(page.text()).toContain('请填写');
    await page.tap('改套话“您好”');
    await page.type('editedFrom', '您');
    await page.tap('保存词表');
    expect(page.text()).toContain('还有没填好的词，请改好再保存');
    expect(saves(page)).toEqual([]);
    await page.press('不改');
    await page.type('from', '');
    await page.tap('保存词表');
    expect(page.text()).toContain('没有要保存的改动');
    expect(saves(page)).toEqual([]);
  });
});

describe('what was typed', () => {
  it('survives a closed page and a missing network', async () => {
    const phone = phoneOf({ 'staff/knowledge.saveWords': () => ok({ ...first, version: 3 }) });
    const page = await openPage(WORDS, {}, phone);
    await page.tap('删去同义词“登陆”');
    await page.type('from', '医疗保险');
    phone.setOnline(false);
    await page.type('to', '医保');
    await page.tap('保存词表');
    expect(page.text()).toContain('填写的内容都留着');
    page.close();
    phone.setOnline(true);
    const again = await openPage(WORDS, {}, phone);
    expect(again.text()).toContain('接着上次没有保存的改动');
    expect(again.text()).toContain('医疗保险 → 医保 未保存');
    expect(again.text()).not.toContain('登陆 →');
    expect(again.text()).toContain('还没有保存：同义词新增 1、删去 1');
    phone.confirmModals = false;
    await again.tap('放弃这些改动');
    expect(again.text()).toContain('医疗保险 → 医保');
    phone.confirmModals = true;
    await again.tap('放弃这些改动');
    expect(again.text()).toContain('登陆 → 登录');
    expect(again.text()).not.toContain('医疗保险');
    expect(phone.storage.has(DRAFT)).toBe(false);
  });

  it('stays when somebody else saved meanwhile: put onto theirs, and saved on their version', async () => {
    const theirs = kept(
      3,
      [
        ['驾照', '驾照本'],
        ['帐号', '账号'],
      ] satisfies Pair[],
      ['您好', '谢谢'],
      '王五',
    );
    const phone = phoneOf({
      'staff/knowledge.saveWords': () => failure('conflict', '词表刚被别人改过，请刷新后再改'),
    });
    const page = await openPage(WORDS, {}, phone);
    await page.tap('改同义词“驾照”');
    await page.type('editedTo', '机动车驾驶证');
    phone.script['staff/knowledge.words'] = () => ok(theirs);
    await page.tap('保存词表');
    expect(page.text()).toContain('王五刚保存了第 3 版。您的改动都留着');
    expect(page.text()).toContain('“驾照”您改写成“机动车驾驶证”，对方改写成“驾照本”，现在按您的');
    phone.script['staff/knowledge.saveWords'] = input => ok({ ...theirs, version: 4, ...input.words });
    await page.tap('保存词表');
    expect(saves(page)[1]).toEqual({
      version: 3,
      words: {
        synonyms: [
          ['驾照', '机动车驾驶证'],
          ['帐号', '账号'],
        ],
        boilerplate: ['您好', '谢谢'],
      },
    });
    expect(page.text()).toContain('已保存为第 4 版');
  });

  it('a save whose answer was lost is recognised when it is repeated', async () => {
    const phone = phoneOf({ 'staff/knowledge.saveWords': () => failure('internal', '系统出了点问题') });
    const page = await openPage(WORDS, {}, phone);
    await page.tap('删去同义词“登陆”');
    await page.tap('保存词表');
    phone.script['staff/knowledge.saveWords'] = () => failure('conflict', '词表刚被别人改过，请刷新后再改');
    phone.script['staff/knowledge.words'] = () => ok(kept(3, [['驾照', '驾驶证']], ['您好']));
    await page.tap('保存词表');
    expect(page.text()).toContain('这些改动已经在第 3 版里');
    expect(page.text()).not.toContain('您的改动都留着');
    expect(phone.storage.has(DRAFT)).toBe(false);
  });
});

describe('long lists', () => {
  it('are searched, with what is left out counted, and saved whole', async () => {
    const many: Pair[] = Array.from({ length: 500 }, (_none, no) => [`说法${no}号`, `词${no}条`]);
    const phone = phoneOf({ 'staff/knowledge.words': () => ok(kept(9, many, ['您好'])) });
    const page = await openPage(WORDS, {}, phone);
    expect(page.text()).toContain('另有 440 条在后面没有列出');
    expect(page.text()).not.toContain('说法499');
    await page.type('query', '说法499');
    expect(page.text()).toContain('另有 500 条没有列出，请用词查找');
    await page.tap('删去同义词“说法499号”');
    phone.script['staff/knowledge.saveWords'] = input => ok({ ...kept(10, [], []), ...input.words });
    await page.tap('保存词表');
    expect((saves(page)[0]?.['words'] as { synonyms: Pair[] }).synonyms).toEqual(many.slice(0, 499));
  }, 30_000);
});

describe('the page', () => {
  it('waits, says what is wrong, is closed to others, and comes after a retry', async () => {
    const phone = phoneOf({ 'staff/knowledge.words': () => failure('forbidden', '您的角色不能这样做') });
    const page = await openPage(WORDS, {}, phone);
    expect(page.text()).toContain('您的角色不能这样做');
    expect(page.text()).not.toContain('保存');
    phone.script['staff/knowledge.words'] = () => ok(kept(0, [], []));
    await page.press('重新查看');
    expect(page.text()).toContain('出厂的词表，还没有改过');
    expect(page.text()).toContain('还没有同义词');
    const offline = phoneOf();
    offline.setOnline(false);
    const closed = await openPage(WORDS, {}, offline);
    for (let waited = 0; waited < 4; waited += 1) await closed.settle();
    expect(closed.text()).toContain('没有连上网络');
  });
});

describe('two who change the lists at once', () => {
  const base = kept(
    1,
    [
      ['甲一', '乙一'],
      ['甲二', '乙二'],
    ] satisfies Pair[],
    ['套话一'],
  );
  const mine = (synonyms: Pair[], boilerplate: string[]) => ({ base, synonyms, boilerplate });

  it('what one added and the other removed both hold; the same change is no clash', () => {
    const theirs = kept(
      2,
      [
        ['甲一', '乙九'],
        ['甲三', '乙三'],
      ] satisfies Pair[],
      ['套话一', '套话二'],
    );
    const { draft, clashes } = mergeWords(
      mine(
        [
          ['甲一', '乙九'],
          ['甲二', '乙二'],
          ['甲四', '乙四'],
        ],
        ['套话二'],
      ),
      theirs,
    );
    expect(draft.synonyms).toEqual([
      ['甲一', '乙九'],
      ['甲三', '乙三'],
      ['甲四', '乙四'],
    ]);
    expect(draft.boilerplate).toEqual(['套话二']);
    expect(draft.base.version).toBe(2);
    expect(clashes).toEqual([]);
  });
});
