import type { AskResult } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** Content work on the knowledge base: nothing reaches citizens that the unit and the manager have not read (G-5.2b). */

const system = useSystem();
const operator = system.staff('demo-operator');
const operatorLead = system.staff('demo-operator-lead');
const manager = system.staff('demo-manager');
const handler = system.staff('demo-tax-handler');
const lead = system.staff('demo-tax-lead');
const stranger = system.staff('demo-hrss-lead');

type Version = {
  id: string;
  version: number;
  stage: string;
  question: string;
  answer: string;
  acts: string[];
  approvals: { side: string; name: string; at: string }[];
  rejected?: { reason: string };
  restores?: number;
};
type Warning = { kind: string; faqId: string; reason: string };
type Full = {
  faq?: { answer: string; status: string };
  pending?: Version;
  versions?: Version[];
  warnings?: Warning[];
};

const entry = (more: object = {}) => ({
  question: '无人机航拍收入怎么申报个税',
  similar: ['航拍赚的钱要报税吗', '无人机拍摄收入申报'],
  answer: '按劳务报酬所得申报，次年3月1日至6月30日办理汇算清缴。',
  unitId: 'tax',
  ...more,
});

const step = async (
  who: Person,
  action: string,
  { id, version }: { id: string; version: number },
  more: object = {},
) => (await who.call<{ faq: Version }>(action, { id, version, ...more })).faq;

const save = async (who: Person, content: object, of?: { id: string; version: number }): Promise<Version> =>
  (
    await who.call<{ faq: Version }>('faq.save', {
      ...(of ? { id: of.id, version: of.version } : {}),
      entry: content,
    })
  ).faq;

/** Through both reviews onto the screens of citizens. */
const publish = async (draft: Version, owner: Person = lead): Promise<Version> => {
  await step(owner, 'faq.submit', draft);
  await step(owner, 'faq.review', draft, { approve: true });
  await step(manager, 'faq.review', draft, { approve: true });
  const first = await manager.call<{ warnings: Warning[] }>('faq.publish', {
    id: draft.id,
    version: draft.version,
  });
  const confirmed = first.warnings.map(({ faqId }) => faqId);
  return step(manager, 'faq.publish', draft, { confirmed });
};

const ask = (text: string, who = 'xu'): Promise<AskResult> =>
  system.citizen(who).call<AskResult>('ask', { text });

const answersOf = async (text: string): Promise<string[]> => (await ask(text)).answers.map(one => one.answer);

const refusal = (code: string) => ({ code });

beforeEach(() => system.at('2026-09-24T10:00'));

test('the whole life of an entry: draft, both reviews, published at once, changed, rolled back, withdrawn', async () => {
  const content = entry();
  expect(await answersOf(content.question)).not.toContain(content.answer);
  const draft = await save(handler, content);
  expect(draft).toMatchObject({ version: 1, stage: 'draft', acts: ['save', 'submit'] });
  expect(await answersOf(content.question)).not.toContain(content.answer);

  await step(handler, 'faq.submit', draft);
  expect((await lead.call<{ faqs: Version[] }>('faq.list', { view: 'submitted' })).faqs).toEqual([
    expect.objectContaining({ id: draft.id, acts: ['save', 'review'] }),
  ]);
  // One of the two is not enough.
  const once = await step(lead, 'faq.review', draft, { approve: true });
  expect(once).toMatchObject({ stage: 'submitted', approvals: [{ side: 'owner', name: '负责演示' }] });
  await expect(step(manager, 'faq.publish', draft)).rejects.toMatchObject(refusal('wrong-state'));
  expect(await step(manager, 'faq.review', draft, { approve: true })).toMatchObject({ stage: 'approved' });
  expect(await answersOf(content.question)).not.toContain(content.answer);
  const { published } = await lead.call<{ published: boolean }>('faq.publish', { id: draft.id, version: 1 });
  expect(published).toBe(true);
  // The next question already gets it, in all its words.
  expect(await answersOf(content.question)).toEqual([content.answer]);
  expect(await answersOf('航拍赚的钱要报税吗')).toEqual([content.answer]);
  // Once more says the same.
  expect(await step(lead, 'faq.publish', draft)).toMatchObject({ stage: 'live' });

  // While the next version is in work, citizens keep what is published.
  const second = await save(handler, entry({ answer: '新的口径：请按经营所得申报。' }), draft);
  expect(second).toMatchObject({ version: 2, stage: 'draft' });
  expect(await answersOf(content.question)).toEqual([content.answer]);
  await publish(second);
  expect(await answersOf(content.question)).toEqual(['新的口径：请按经营所得申报。']);

  const restored = await step(lead, 'faq.rollback', second, { to: 1 });
  expect(restored).toMatchObject({ version: 3, stage: 'live', restores: 1 });
  expect(await answersOf(content.question)).toEqual([content.answer]);

  await step(manager, 'faq.withdraw', restored);
  expect(await answersOf(content.question)).not.toContain(content.answer);
  const { versions, faq } = await lead.call<Full>('faq.get', { id: draft.id });
  expect(faq?.status).toBe('withdrawn');
  expect(versions?.map(one => [one.version, one.stage])).toEqual([
    [3, 'past'],
    [2, 'past'],
    [1, 'past'],
  ]);
  // A withdrawn entry comes back by the same step.
  expect(await step(lead, 'faq.rollback', restored, { to: 2 })).toMatchObject({ version: 4, stage: 'live' });
  expect(await answersOf(content.question)).toEqual(['新的口径：请按经营所得申报。']);
});

test('reviewers hear of what was submitted; its author of what came back and of the publication', async () => {
  const aboutIt = (who: string, id: string): string[] =>
    system.messages(who, id).map(({ template, text }) => `${template} ${text}`);
  const draft = await save(handler, entry({ question: '寄养宠物要不要开发票', similar: [] }));
  await step(handler, 'faq.submit', draft);
  await step(handler, 'faq.submit', draft);
  await system.run();
  await system.run();
  const submitted = ['faq-submitted 知识条目“寄养宠物要不要开发票”第 1 版已提交，请审核'];
  expect(aboutIt('demo-tax-lead', draft.id)).toEqual(submitted);
  expect(aboutIt('demo-manager', draft.id)).toEqual(submitted);
  for (const who of ['demo-tax-handler', 'demo-hrss-lead', 'demo-operator-lead'])
    expect(aboutIt(who, draft.id)).toEqual([]);

  await step(lead, 'faq.review', draft, { approve: false, reason: '请写明期限' });
  await publish(
    await save(handler, entry({ question: '寄养宠物要不要开发票', answer: '要，当天开。' }), draft),
  );
  await system.run();
  expect(aboutIt('demo-tax-handler', draft.id)).toEqual([
    'faq-rejected 知识条目“寄养宠物要不要开发票”第 1 版被退回：请写明期限',
    'faq-live 知识条目“寄养宠物要不要开发票”第 2 版已发布，群众现在就能看到',
  ]);
});

test('lists by stage and unit, searched word for word; what was withdrawn is found by those who work on it', async () => {
  type Listed = { faqs: { id: string; unitId?: string }[]; band?: string; urgent?: boolean };
  const ids = async (who: Person, input: object) =>
    (await who.call<Listed>('faq.list', input)).faqs.map(({ id }) => id);
  const draft = await save(handler, entry({ question: '滑翔伞教练怎么报税', similar: ['教滑翔伞要交税吗'] }));
  expect(await ids(handler, { view: 'draft', query: '滑翔伞要交税' })).toEqual([draft.id]);
  expect(await ids(handler, { view: 'draft', query: draft.id })).toEqual([draft.id]);
  expect(await ids(handler, { view: 'draft', query: '没有这句话' })).toEqual([]);
  expect(await ids(operator, { view: 'draft', own: true })).not.toContain(draft.id);
  expect(await ids(stranger, { view: 'draft' })).not.toContain(draft.id);

  const live = await publish(draft);
  const { faqs } = await handler.call<Listed>('faq.list', { own: true });
  expect(faqs.length).toBeGreaterThan(0);
  expect(faqs.every(({ unitId }) => unitId === 'tax')).toBe(true);
  expect(await ids(handler, { query: live.id })).toEqual(expect.arrayContaining([live.id]));
  await step(lead, 'faq.withdraw', live);
  expect(await ids(lead, { view: 'withdrawn' })).toContain(live.id);
  expect(await ids(stranger, { view: 'withdrawn' })).not.toContain(live.id);

  const tried = await handler.call<Listed>('faq.list', { query: '我不想活了，想从楼上跳下去' });
  expect(tried).toMatchObject({ band: 'handover', urgent: true });
});

test('a rejected version says why and is written anew; every saved version stays', async () => {
  const draft = await save(operator, entry({ question: '宠物店要不要办税务登记', similar: [] }));
  await step(operator, 'faq.submit', draft);
  await step(manager, 'faq.review', draft, { approve: true });
  await expect(step(lead, 'faq.review', draft, { approve: false })).rejects.toMatchObject({
    code: 'invalid',
    fields: { reason: '请写明退回的理由' },
  });
  const rejected = await step(lead, 'faq.review', draft, { approve: false, reason: '口径已变' });
  expect(rejected).toMatchObject({ stage: 'rejected', approvals: [], rejected: { reason: '口径已变' } });
  const next = await save(
    handler,
    entry({ question: '宠物店要不要办税务登记', answer: '要。', similar: [] }),
    draft,
  );
  expect(next).toMatchObject({ version: 2, stage: 'draft', approvals: [] });
  const { versions, faq } = await handler.call<Full>('faq.get', { id: draft.id });
  expect(faq).toBeUndefined();
  expect(versions?.map(one => one.stage)).toEqual(['draft', 'superseded']);
  // What was replaced can neither be reviewed nor submitted any more.
  await expect(step(handler, 'faq.submit', draft)).rejects.toMatchObject(refusal('conflict'));
});

test('two people save at the same time: one is told, nothing is lost; a repeated save is one version', async () => {
  const draft = await save(handler, entry({ question: '直播打赏收入如何缴税', similar: [] }));
  const both = await Promise.all(
    ['甲的答复', '乙的答复'].map((answer, at) =>
      [handler, lead][at]?.reply('faq.save', {
        id: draft.id,
        version: 1,
        entry: entry({ question: '直播打赏收入如何缴税', similar: [], answer }),
      }),
    ),
  );
  expect(both.filter(reply => reply?.ok)).toHaveLength(1);
  expect(both.find(reply => !reply?.ok)).toMatchObject({ error: { code: 'conflict' } });
  const { versions } = await handler.call<Full>('faq.get', { id: draft.id });
  expect(versions).toHaveLength(2);
  const saver = both[0]?.ok ? handler : lead;
  const { question, answer } = versions?.[0] ?? { question: '', answer: '' };
  expect(await save(saver, entry({ question, answer, similar: [] }), draft)).toMatchObject({ version: 2 });
});

describe('the wrong role', () => {
  test('neither writes, nor submits, nor reviews, nor publishes what belongs to others', async () => {
    const draft = await save(handler, entry({ question: '摆摊卖菜要不要交税', similar: [] }));
    for (const who of ['demo-gz-local', 'demo-partner', 'demo-security', 'demo-manager', 'demo-hrss-handler'])
      await expect(save(system.staff(who), entry(), draft)).rejects.toMatchObject(refusal('forbidden'));
    await expect(step(stranger, 'faq.submit', draft)).rejects.toMatchObject(refusal('forbidden'));
    await step(handler, 'faq.submit', draft);
    for (const who of [stranger, operatorLead, handler, operator])
      await expect(step(who, 'faq.review', draft, { approve: true })).rejects.toMatchObject(
        refusal('forbidden'),
      );
    await expect(step(stranger, 'faq.publish', draft)).rejects.toMatchObject(refusal('forbidden'));
    await expect(step(stranger, 'faq.rollback', draft, { to: 1 })).rejects.toMatchObject(
      refusal('forbidden'),
    );
    // A draft does not exist for another unit.
    await expect(stranger.call('faq.get', { id: draft.id })).rejects.toMatchObject(refusal('not-found'));
    expect((await stranger.call<{ faqs: unknown[] }>('faq.list', { view: 'submitted' })).faqs).toEqual([]);
    await expect(system.staff('demo-partner').call('faq.list', { view: 'draft' })).rejects.toMatchObject(
      refusal('forbidden'),
    );
    // A unit can neither give an entry away nor take one.
    await expect(save(handler, entry({ unitId: 'hrss' }), draft)).rejects.toMatchObject(refusal('forbidden'));
  });

  test("about the mini-program itself the operator's lead and the manager review", async () => {
    const own = entry({
      question: '小程序的字体颜色可以换吗',
      similar: [],
      answer: '暂时不能换颜色。',
      unitId: null,
    });
    await expect(save(handler, own)).rejects.toMatchObject(refusal('forbidden'));
    const draft = await save(operator, own);
    await step(operator, 'faq.submit', draft);
    await expect(step(lead, 'faq.review', draft, { approve: true })).rejects.toMatchObject(
      refusal('forbidden'),
    );
    await step(operatorLead, 'faq.review', draft, { approve: true });
    await step(manager, 'faq.review', draft, { approve: true });
    await step(operatorLead, 'faq.publish', draft);
    expect(await answersOf('小程序的字体颜色可以换吗')).toEqual(['暂时不能换颜色。']);
  });
});

test('duplicates and conflicting answers come first and are confirmed one by one', async () => {
  const first = await publish(
    await save(handler, entry({ question: '蜂蜜采收要交什么税', similar: [], answer: '税率3%。' })),
  );
  const draft = await save(
    handler,
    entry({ question: '蜂蜜采收要交什么税呢', similar: [], answer: '税率5%。' }),
  );
  const { warnings } = await handler.call<Full>('faq.get', { id: draft.id });
  expect(warnings).toEqual([
    expect.objectContaining({ kind: 'conflict', faqId: first.id, reason: '数字不同：5% 与 3%' }),
  ]);
  await step(handler, 'faq.submit', draft);
  await step(lead, 'faq.review', draft, { approve: true });
  await step(manager, 'faq.review', draft, { approve: true });
  const unconfirmed = { id: draft.id, version: 1, confirmed: ['another'] };
  expect(await manager.call('faq.publish', unconfirmed)).toMatchObject({ published: false, warnings });
  expect(await answersOf('蜂蜜采收要交什么税')).toEqual(['税率3%。']);
  const confirmed = { id: draft.id, version: 1, confirmed: [first.id] };
  expect(await manager.call('faq.publish', confirmed)).toMatchObject({
    published: true,
    faq: { stage: 'live' },
  });
});

test('an entry leaves by itself when its time is over, and cannot be published after that', async () => {
  const content = entry({
    question: '龙舟赛补贴怎么申请税收优惠',
    similar: [],
    answer: '9月底前提交申请表。',
    validFrom: '2026-09-01',
    validUntil: '2026-09-30',
  });
  const live = await publish(await save(handler, content));
  expect(await answersOf(content.question)).toEqual(['9月底前提交申请表。']);
  system.at('2026-10-01T00:01');
  expect(await answersOf(content.question)).not.toContain('9月底前提交申请表。');
  const { faqs } = await handler.call<{ faqs: { id: string; validity: string }[] }>('faq.list', {
    view: 'expired',
  });
  expect(faqs).toContainEqual(expect.objectContaining({ id: live.id, validity: 'expired' }));
  const again = await save(handler, content, live);
  await expect(publish(again)).rejects.toMatchObject(refusal('wrong-state'));
});

test('what is wrong with an entry is said in Chinese at its field, and nothing is saved', async () => {
  const before = (await handler.call<{ faqs: unknown[] }>('faq.list', { view: 'draft' })).faqs.length;
  const wrong = (content: object) => handler.reply('faq.save', { entry: entry(content) });
  expect(await wrong({ question: ' ' })).toMatchObject({
    error: { fields: { 'entry.question': '问题最少 2 个字' } },
  });
  expect(await wrong({ answer: '字'.repeat(5001) })).toMatchObject({ error: { code: 'invalid' } });
  expect(await wrong({ region: '999999', serviceId: 'S999' })).toMatchObject({
    error: { fields: { 'entry.region': '没有这个地区', 'entry.serviceId': '没有这项服务' } },
  });
  expect(await wrong({ validFrom: '2026-10-01', validUntil: '2026-09-01' })).toMatchObject({
    error: { fields: { 'entry.validUntil': '有效期的结束日早于开始日' } },
  });
  await expect(save(handler, entry(), { id: 'F134', version: 99 })).rejects.toMatchObject(
    refusal('not-found'),
  );
  const after = (await handler.call<{ faqs: unknown[] }>('faq.list', { view: 'draft' })).faqs.length;
  expect(after).toBe(before);
  // An office's phone stays, whoever is named by a number does not.
  const masked = await save(
    handler,
    entry({ question: '我的号码13800138000怎么改', answer: '请拨打020-12345678，证件110101199003077758。' }),
  );
  expect(masked.question).toBe('我的号码138****8000怎么改');
  expect(masked.answer).toContain('020-12345678');
  expect(masked.answer).not.toContain('110101199003077758');
});

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
        fileID: await operator.upload(`imports/rows-${rows.length}.jsonl`, rows.join('\n')),
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

  test('an uploaded file is read once, from the folder for such files only, and does not stay', async () => {
    const text = '问题,答复\r\n表格盖什么章,公章。\r\n';
    const fileID = await operator.upload('imports/once.csv', text);
    const bring = (input: object) =>
      operator.call<Outcome>('faq.import', { format: 'csv', dryRun: true, ...input });
    expect(await bring({ fileID })).toMatchObject({ created: 1 });
    await expect(bring({ fileID })).rejects.toMatchObject({
      fields: { file: expect.stringContaining('没有收到') as string },
    });
    const attached = await operator.upload('attachments/photo.csv', text);
    await expect(bring({ fileID: attached })).rejects.toMatchObject(refusal('invalid'));
    await expect(
      bring({ fileID: 'cloud://local.local/imports/../attachments/photo.csv' }),
    ).rejects.toMatchObject(refusal('invalid'));
    const large = await operator.upload('imports/large.csv', `${text}${' '.repeat(4_000_000)}`);
    await expect(bring({ fileID: large })).rejects.toMatchObject({
      fields: { file: expect.stringContaining('4 MB') as string },
    });
  });

  test('the operator gets every published entry, in parts that join; others none', async () => {
    const { entries } = await manager.call<{ entries: number }>('knowledge.numbers');
    const { text, count, nextCursor } = await operator.call<{
      text: string;
      count: number;
      nextCursor?: string;
    }>('faq.export', { format: 'csv' });
    expect(nextCursor).toBeUndefined();
    expect(count).toBe(entries);
    expect(text.startsWith('\uFEFF编号,问题,')).toBe(true);
    await expect(system.staff('demo-security').call('faq.export', { format: 'csv' })).rejects.toMatchObject(
      refusal('forbidden'),
    );
  });
});
