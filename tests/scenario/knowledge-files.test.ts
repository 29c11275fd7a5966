import type { Full, Version } from '../support/knowledge';
import { useSystem } from '../support/system';

/** Files of entries: as a whole or not at all, as drafts that both reviewers read (G-5.2b). */

const system = useSystem();
const operator = system.staff('demo-operator');
const manager = system.staff('demo-manager');
const handler = system.staff('demo-tax-handler');
const lead = system.staff('demo-tax-lead');

const refusal = (code: string) => ({ code });

beforeEach(() => system.at('2026-09-24T10:00'));

describe('files', () => {
  type Outcome = {
    imported: number;
    created: number;
    changed: number;
    unchanged: number;
    bad: { row: number }[];
  };

  test('one bad row, and nothing is imported; each is named with its reason', async () => {
    const text =
      '问题,答复,单位\r\n收藏品怎么估税,按原值,tax\r\n没有答复的,,tax\r\n别人的条目,答,hrss\r\n没有的单位,答,nobody\r\n';
    const outcome = await handler.call<Outcome>('faq.import', { format: 'csv', text });
    expect(outcome).toMatchObject({
      imported: 0,
      bad: [
        { row: 3, reason: '答复：请填写答复' },
        { row: 4, reason: '只能导入本单位的条目' },
        { row: 5, reason: '没有这个单位；只能导入本单位的条目' },
      ],
    });
    const { faqs } = await handler.call<{ faqs: Version[] }>('faq.list', { view: 'draft' });
    expect(faqs.map(one => one.question)).not.toContain('收藏品怎么估税');
    for (const who of ['demo-manager', 'demo-partner', 'demo-gz-local'])
      await expect(system.staff(who).call('faq.import', { format: 'csv', text })).rejects.toMatchObject(
        refusal('forbidden'),
      );
    await expect(handler.call('faq.import', { format: 'jsonl', text: '\n' })).rejects.toMatchObject(
      refusal('invalid'),
    );
  });

  test('an exported file comes back with drafts of what was changed only', async () => {
    const { text } = await lead.call<{ text: string; count: number }>('faq.export', { format: 'jsonl' });
    const rows = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { id: string; unitId: string; answer: string });
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map(row => row.unitId))).toEqual(new Set(['tax']));
    const first = rows.find(row => row.id.startsWith('F'));
    if (!first) throw new Error('no seeded entry of the tax unit');
    const changed = rows.map(row =>
      row === first ? { ...row, answer: `${row.answer}请以窗口解释为准。` } : row,
    );
    const file = [...changed, { question: '古钱币出售要不要交税', answer: '要。', unitId: 'tax' }]
      .map(row => JSON.stringify(row))
      .join('\n');
    const plan = await lead.call<Outcome>('faq.import', { format: 'jsonl', text: file, dryRun: true });
    expect(plan).toMatchObject({ imported: 0, created: 1, bad: [] });
    const done = await lead.call<Outcome>('faq.import', { format: 'jsonl', text: file });
    expect(done).toMatchObject({
      imported: plan.created + plan.changed,
      created: 1,
      unchanged: plan.unchanged,
    });
    const { pending, faq } = await lead.call<Full>('faq.get', { id: first.id });
    expect(pending).toMatchObject({
      stage: 'draft',
      version: 2,
      answer: `${first.answer}请以窗口解释为准。`,
    });
    expect(faq?.answer).toBe(first.answer);
  });

  test('a spreadsheet comes back as it went out, and is looked at before it is imported', async () => {
    const { file } = await lead.call<{ file: string }>('faq.export', { format: 'xlsx' });
    type Plan = Outcome & { rows: { row: number; question: string; unitName: string; does: string }[] };
    const plan = await lead.call<Plan>('faq.import', { format: 'xlsx', file, dryRun: true });
    expect(plan.bad).toEqual([]);
    expect(plan.rows[0]).toMatchObject({ row: 2, unitName: '税务局' });
    expect(plan.rows).toHaveLength(plan.created + plan.changed + plan.unchanged);
    const done = await lead.call<Outcome>('faq.import', { format: 'xlsx', file });
    expect(done.created).toBe(0);
    await expect(
      lead.call('faq.import', { format: 'xlsx', file: Buffer.from('问题,答复').toString('base64') }),
    ).rejects.toMatchObject({ fields: { file: '这不是 XLSX 表格，或者文件已损坏' } });
  });

  test('a column that is not there leaves what is stored; an empty cell clears it, and is shown before', async () => {
    const row = {
      id: 'T900',
      question: '船舶税怎么申报',
      answer: '到窗口。',
      similar: ['船税怎么报'],
      unitId: 'tax',
      region: '440100',
      validFrom: '2026-01-01',
      validUntil: '2027-01-31',
    };
    await operator.call('faq.import', { format: 'jsonl', text: JSON.stringify(row) });
    const draft = async () => (await operator.call<Full>('faq.get', { id: 'T900' })).pending;
    const bring = (text: string, dryRun: boolean) =>
      operator.call<Outcome & { rows: object[] }>('faq.import', { format: 'csv', text, dryRun });
    const three = '编号,问题,答复\r\nT900,船舶税怎么申报,网上办。\r\n';
    expect((await bring(three, true)).rows).toMatchObject([
      { does: 'change', unitName: '税务局', changes: [{ label: '答复', from: '到窗口。', to: '网上办。' }] },
    ]);
    expect(await bring(three, false)).toMatchObject({ imported: 1, bad: [] });
    const { id: _id, ...content } = row;
    expect(await draft()).toMatchObject({ ...content, answer: '网上办。', version: 2 });
    const empty = '编号,问题,答复,相似问法,地区\r\nT900,船舶税怎么申报,网上办。,,\r\n';
    expect((await bring(empty, true)).rows).toMatchObject([
      {
        changes: [
          { label: '相似问法', from: '船税怎么报', to: '' },
          { label: '地区', from: '440100', to: '' },
        ],
      },
    ]);
    expect(await bring(empty, false)).toMatchObject({ imported: 1 });
    const after = await draft();
    expect(after).toMatchObject({ similar: [], unitId: 'tax', validUntil: '2027-01-31' });
    expect(after).not.toHaveProperty('region');
    // A day of the file and one that is stored have to fit each other.
    const late = '编号,问题,答复,生效日\r\nT900,船舶税怎么申报,网上办。,2027/2/1\r\n';
    expect((await bring(late, true)).bad).toEqual([{ row: 2, reason: '有效期的结束日早于开始日' }]);
  });

  test('a text that Excel saved as UTF-16 with tabs is read; one of no known encoding is refused', async () => {
    const bring = (bytes: Uint8Array) =>
      operator.call<{ rows: object[] }>('faq.import', {
        format: 'csv',
        file: Buffer.from(bytes).toString('base64'),
        dryRun: true,
      });
    const text = new Uint8Array(Buffer.from('\uFEFF问题\t答复\r\n驾照怎么补\t网上办\r\n', 'utf16le'));
    expect((await bring(text)).rows).toMatchObject([{ row: 2, question: '驾照怎么补' }]);
    expect((await bring(text.map((_, at) => text[at ^ 1] ?? 0))).rows).toMatchObject([
      { question: '驾照怎么补' },
    ]);
    const half = new Uint8Array([...Buffer.from('问题,答复\n怎么办,'), 0xff, 0xff]);
    await expect(bring(half)).rejects.toMatchObject({
      fields: { file: expect.stringContaining('编码') as string },
    });
  });

  test('a CSV that a computer saved in GB 18030 is read all the same', async () => {
    // 问题,答复,单位 / 怎么退税,网上办,tax
    const bytes = Buffer.from(
      'cecacce22cb4f0b8b42cb5a5cebb0d0ad4f5c3b4cdcbcbb02ccdf8c9cfb0ec2c7461780d0a',
      'hex',
    );
    const file = bytes.toString('base64');
    const plan = await lead.call<{ rows: object[] }>('faq.import', { format: 'csv', file, dryRun: true });
    expect(plan.rows).toEqual([expect.objectContaining({ row: 2, question: '怎么退税', does: 'create' })]);
  });

  test('1,000 entries come by way of the storage: as a whole, or with one bad row not at all; twice is once', async () => {
    const row = (at: number, answer = '在办事指南里下载。'.repeat(20)) =>
      JSON.stringify({ question: `第${at}号表格在哪里下载`, similar: [`要第${at}号表`], answer });
    const lines = Array.from({ length: 1000 }, (_, at) => row(at));
    const bring = async (rows: string[], dryRun = false) =>
      operator.call<Outcome & { badCount: number; waiting: number; rows: object[] }>('faq.import', {
        format: 'jsonl',
        fileID: await operator.upload(`rows-${rows.length}.jsonl`, rows.join('\n')),
        dryRun,
      });
    const drafts = async () =>
      (await operator.call<{ faqs: { question: string }[] }>('faq.list', { view: 'draft', query: '号表格' }))
        .faqs.length;
    const before = await drafts();
    const half = await bring([...lines.slice(0, 999), row(999, '')]);
    expect(half).toMatchObject({
      imported: 0,
      badCount: 1,
      bad: [{ row: 1000, reason: '答复：请填写答复' }],
    });
    const twice = await bring([...lines, row(7)]);
    expect(twice).toMatchObject({ imported: 0, bad: [{ row: 1001, reason: '与第 8 行相同' }] });
    expect(await drafts()).toBe(before);
    const plan = await bring(lines, true);
    expect(plan).toMatchObject({ imported: 0, created: 1000, badCount: 0 });
    // What a call answers has its limit: not every row is named.
    expect(plan.rows).toHaveLength(500);
    expect(await bring(lines)).toMatchObject({ imported: 1000, bad: [] });
    // What the call had no time for is the timer's.
    system.at('2026-10-05T10:00');
    await system.run();
    expect(await bring(lines)).toMatchObject({ imported: 0, created: 0, unchanged: 1000, waiting: 0 });
    await expect(bring(Array.from({ length: 2001 }, (_, at) => row(at)))).rejects.toMatchObject({
      code: 'invalid',
      fields: { file: expect.stringContaining('2000') as string },
    });
  });

  test('an uploaded file is read once, by whoever uploaded it, and does not stay', async () => {
    const text = '问题,答复\r\n表格盖什么章,公章。\r\n';
    const fileID = await operator.upload('once.csv', text);
    const bring = (input: object) =>
      operator.call<Outcome>('faq.import', { format: 'csv', dryRun: true, ...input });
    expect(await bring({ fileID })).toMatchObject({ created: 1 });
    await expect(bring({ fileID })).rejects.toMatchObject({
      fields: { file: expect.stringContaining('没有收到') as string },
    });
    const another = await manager.upload('another.csv', text);
    for (const wrong of [another, another.replace('.csv', '/../a.csv'), 'cloud://local.local/kept/a.csv'])
      await expect(bring({ fileID: wrong })).rejects.toMatchObject(refusal('invalid'));
    const large = await operator.upload('large.csv', `${text}${' '.repeat(4_000_000)}`);
    await expect(bring({ fileID: large })).rejects.toMatchObject({
      fields: { file: expect.stringContaining('4 MB') as string },
    });
  });

  test('the operator gets every published entry, in parts that join; others none', async () => {
    const { entries } = await manager.call<{ entries: number }>('knowledge.numbers');
    type Part = { text: string; count: number; nextCursor?: string };
    const parts: Part[] = [];
    for (let cursor: string | undefined; parts.length === 0 || cursor;) {
      const part = await operator.call<Part>('faq.export', { format: 'csv', ...(cursor ? { cursor } : {}) });
      parts.push(part);
      cursor = part.nextCursor;
    }
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(entries);
    expect(parts.map(({ text }) => text.startsWith('\uFEFF编号,问题,'))).toEqual(
      parts.map((_, at) => at === 0),
    );
    await expect(system.staff('demo-security').call('faq.export', { format: 'csv' })).rejects.toMatchObject(
      refusal('forbidden'),
    );
  });
});
