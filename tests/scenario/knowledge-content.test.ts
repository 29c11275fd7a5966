import type { AskResult } from '../../typings/contract';
import type { Full, Version, Warning } from '../support/knowledge';
import { useSystem, type Person } from '../support/system';

/** Content work on the knowledge base: nothing reaches citizens that the unit and the manager have not read (G-5.2b). */

const system = useSystem();
const operator = system.staff('demo-operator');
const operatorLead = system.staff('demo-operator-lead');
const manager = system.staff('demo-manager');
const handler = system.staff('demo-tax-handler');
const lead = system.staff('demo-tax-lead');
const stranger = system.staff('demo-hrss-lead');

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
  const submitted = ['faq-submitted 知识条目待审核：“寄养宠物要不要开发票”，第 1 版已提交，请审核'];
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
    'faq-rejected 知识条目被退回：“寄养宠物要不要开发票”，第 1 版，理由：请写明期限',
    'faq-live 知识条目已发布：“寄养宠物要不要开发票”，第 2 版，群众现在就能看到',
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
    // A draft does not exist for another unit.
    await expect(step(stranger, 'faq.submit', draft)).rejects.toMatchObject(refusal('not-found'));
    await step(handler, 'faq.submit', draft);
    await expect(step(stranger, 'faq.review', draft, { approve: true })).rejects.toMatchObject(
      refusal('not-found'),
    );
    for (const who of [operatorLead, handler, operator])
      await expect(step(who, 'faq.review', draft, { approve: true })).rejects.toMatchObject(
        refusal('forbidden'),
      );
    await expect(step(stranger, 'faq.publish', draft)).rejects.toMatchObject(refusal('not-found'));
    await expect(step(stranger, 'faq.rollback', draft, { to: 1 })).rejects.toMatchObject(
      refusal('not-found'),
    );
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
      refusal('not-found'),
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
  // An office's phone stays; an answer that names a person is refused, and told where.
  const question = '我的号码13800138000怎么改';
  const named = entry({ question, answer: '请拨打020-12345678，证件110101199003077758。' });
  await expect(save(handler, named)).rejects.toMatchObject({
    code: 'invalid',
    fields: { 'entry.answer': expect.stringContaining('第 19 个字起') as string },
  });
  const masked = await save(handler, entry({ question, answer: '请拨打020-12345678。' }));
  expect(masked.question).toBe('我的号码138****8000怎么改');
  expect(masked.answer).toContain('020-12345678');
});
