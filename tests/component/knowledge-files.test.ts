import type { ExportPart } from '../../typings/api';
import { openPage } from './harness';
import { ok } from './phone';
import { PAGE, handler, manager, phoneWith, called } from './knowledge-desk';

/** Files of entries, in and out. */

describe('files', () => {
  const FILES = PAGE('knowledge/files');
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
    expect(paths[0]).toMatch(/^uploads\/a{32}\/[\w-]+\/~E6~9D~A1~E7~9B~AE\.csv$/);
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
    const parts: ExportPart[] = [
      { text: '编号,问题\r\n', count: 1, nextCursor: 'F1' },
      { text: 'F2,甲\r\n', count: 1 },
    ];
    const phone = phoneWith({
      'staff/me.get': manager,
      'staff/faq.export': input => ok(parts[input.cursor === 'F1' ? 1 : 0]!),
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
