import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Actor, Field, Fields } from '../../cloudfunctions/domain/engine';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { registers } from '../../cloudfunctions/domain/registers';
import { NEVER } from '../../cloudfunctions/domain/time';
import type { ReportDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { Caller, UseCase } from '../../cloudfunctions/usecases/kernel/use-case';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, MONDAY, operator, operatorLead, stranger } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { NAMES_NOTHING } from '../support/names-nothing';

/**
 * What is missing and what is somebody else's give the same answer, byte for byte but for the error number (contract §2):
 * every action of both functions, and every field of every form that names a ticket or a member.
 */

const START = '2026-11-23T10:00:00.000+08:00';
const HIDDEN_ORDER = '12345-0001';

/** All that belongs to others, each with its id: of 省人社厅, of a citizen, of whoever may see a confidential complaint. */
const strangersThings = async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const { no } = await ou.file();
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  const confidential = await ou.file({ against: 'staff' });
  const unregistered = await registered(world, operator, { contact: { phone: '13700137000' } });
  await registered(world, operatorLead, { channel: '12345', externalNo: HIDDEN_ORDER, against: 'operator' });
  const own = await ou.file();
  await staffOf(world, operator).act(own.no, 'dispatch', { unitId: 'psb' });
  await staffOf(world, handlerOf('psb')).act(own.no, 'accept');
  const { askId } = await ou.call('ask', { text: '社保卡丢了怎么补办' });
  const asked = world.get('asks', askId)!;
  world.put('asks', { ...asked, unitId: 'hrss' });
  const entry = { question: '社保卡怎么补办', answer: '带身份证到窗口。', similar: [], unitId: 'hrss' };
  const { faq } = await staffOf(world, handlerOf('hrss')).call('faq.save', { entry });
  const gone = await staffOf(world, handlerOf('hrss')).call('faq.save', { entry });
  world.put('faqs', {
    _id: gone.faq.id,
    id: gone.faq.id,
    ...entry,
    version: 1,
    status: 'withdrawn',
    updatedOn: '2026-11-20',
  });
  const { notice } = await staffOf(world, leadOf('hrss')).call('notice.save', {
    notice: { kind: 'general', title: '窗口调整', text: '窗口下周搬到二楼。', serviceId: 'card' },
  });
  const { row } = await staffOf(world, manager).call('register.save', {
    register: 'assets',
    values: {
      name: '服务器',
      kind: 'hardware',
      unitId: 'hrss',
      project: '一期',
      acquiredOn: '2026-01-01',
      state: 'in-use',
    },
  });
  const { row: certificate } = await staffOf(world, leadOf('hrss')).call('register.save', {
    register: 'certificates',
    values: { name: '社保系统', kind: 'penetration', issuedOn: '2026-01-01' },
  });
  const { phrase } = await staffOf(world, handlerOf('hrss')).call('phrase.save', {
    title: '已补办',
    text: '{称呼}：新卡已制好。',
  });
  const shift = await staffOf(world, handlerOf('psb')).call('procedure.open', {
    kind: 'handover',
    requestId: '00000000-0000-4000-9000-000000000009',
    input: { takerId: 'psb-lead' },
  });
  const mending = await staffOf(world, leadOf('psb')).call('procedure.open', {
    kind: 'rectification',
    requestId: '00000000-0000-4000-9000-000000000012',
    input: finding,
  });
  const { plan } = await staffOf(world, manager).call('plan.save', {
    ...planned,
    party: { role: 'unit', unitId: 'hrss' },
  });
  world.put('reports', edition);
  return {
    world,
    report: edition._id,
    mending: mending.ticket.no,
    plan: plan.id,
    shift: shift.ticket.no,
    no,
    confidential: confidential.no,
    unclaimed: unregistered.no,
    own: own.no,
    askId,
    faq: faq.id,
    gone: gone.faq.id,
    notice: notice.id,
    row: row.id,
    certificate: certificate.id,
    phrase: phrase.id,
    version: world.get('tickets', own.no)!.ticket.version,
  };
};
/** Sent to `hrss`. */
const edition: ReportDocument = {
  _id: 'weekly-2026-W39-unit-hrss',
  ...{ type: 'weekly', period: '2026-W39', first: '2026-09-21', last: '2026-09-27', version: 1 },
  ...{ state: 'sent', whose: '人社厅', unitId: 'hrss', region: null, main: 'weekly-2026-W39', no: null },
  ...{ scope: ['unit:hrss|', 'unit:hrss|weekly'], key: '2026-W39', nextAt: NEVER, at: MONDAY },
  ...{ figures: [], parties: [], digest: '', changes: null },
};
const finding = { source: 'other', matter: '安全', findings: [{ what: '口令太简单' }], unitId: 'psb' };
const planned = {
  kind: 'inspection',
  topic: 'patrol',
  title: '日常巡检',
  period: 'weekly',
  from: '2026-11-23',
} as const;
type Things = Awaited<ReturnType<typeof strangersThings>>;

const callerOf = (actor: Actor): Caller => ({
  openid: actor.role === 'citizen' ? actor.id : `openid-${actor.id}`,
  actor,
});
type Table = Record<string, Pick<UseCase<never, unknown>, 'may' | 'run'>>;

const answerOf = async (world: Memory, table: Table, actor: Actor, action: string, input: object) => {
  try {
    return { data: (await table[action]!.run(world, callerOf(actor), input as never)) ?? null };
  } catch (error) {
    const { code, message, fields } = error as { code: string; message: string; fields?: object };
    return { code, message, fields };
  }
};

const MISSING = 'ZX20261123-000-000-000';
const NOBODY = '0'.repeat(32);
const [psb, psbLead] = [handlerOf('psb'), leadOf('psb')];
const row = { register: 'assets', version: 1 };
const card = { name: '服务器', kind: 'hardware', project: '一期', acquiredOn: '2026-01-01', state: 'in-use' };

/** An action, who calls it, what it is asked of an id, which id is missing, and which is another's. */
type Case = [
  action: string,
  actor: Actor,
  of: (id: string, things: Things) => object,
  missing: string,
  foreign: (things: Things) => string,
];
const act =
  (name: string, input: object = {}) =>
  (no: string) => ({ no, act: name, version: 1, input });
const entry = { question: '社保卡怎么补办', answer: '到窗口。', similar: [], unitId: 'psb' };

const staffCases: Case[] = [
  ...[psb, psbLead, stranger].flatMap((actor): Case[] => [
    ['ticket.get', actor, no => ({ no }), MISSING, ({ no }) => no],
    ['draft.get', actor, no => ({ no, act: 'note' }), MISSING, ({ no }) => no],
    ['draft.save', actor, no => ({ no, act: 'note', input: { text: '已核对' } }), MISSING, ({ no }) => no],
    ['presence.touch', actor, no => ({ no }), MISSING, ({ no }) => no],
    ['ticket.timeline', actor, no => ({ no, cursor: '5' }), MISSING, ({ no }) => no],
    ['ticket.files', actor, no => ({ no, cursor: '5' }), MISSING, ({ no }) => no],
  ]),
  ['ticket.get', operator, no => ({ no }), MISSING, ({ confidential }) => confidential],
  ['ticket.likely', psb, no => ({ no }), MISSING, ({ no }) => no],
  ['ticket.likely', operator, no => ({ no }), MISSING, ({ confidential }) => confidential],
  ['reply.suggest', psb, no => ({ no }), MISSING, ({ no }) => no],
  ['reply.check', psb, no => ({ no, text: '已收到' }), MISSING, ({ no }) => no],
  ['phrase.save', psb, id => ({ id, version: 1, title: '一', text: '二' }), NOBODY, ({ phrase }) => phrase],
  ['phrase.remove', psb, id => ({ id }), NOBODY, ({ phrase }) => phrase],
  ['ticket.act', psb, act('note', { text: '看看' }), MISSING, ({ no }) => no],
  ['ticket.act', psb, act('reply', {}), MISSING, ({ no }) => no],
  ['ticket.act', operator, act('note', { text: '看看' }), MISSING, ({ confidential }) => confidential],
  [
    'ticket.bulk',
    psb,
    no => ({ items: [{ no, version: 1 }], act: 'reply', input: { text: '已办' } }),
    MISSING,
    ({ no }) => no,
  ],
  ['ticket.queue', psb, query => ({ view: 'all', query }), MISSING, ({ no }) => no],
  ['ticket.queue', operator, query => ({ view: 'all', query }), '12345-9999', () => HIDDEN_ORDER],
  ['ticket.queue', psb, query => ({ view: 'all', query }), '13900139000', () => '13700137000'],
  ['ticket.queue', psb, desk => ({ view: 'all', desk }), 'lead:nobody', () => 'lead:hrss'],
  ['faq.get', psb, id => ({ id }), 'K000000000000', ({ faq }) => faq],
  ['faq.get', psb, id => ({ id }), 'K000000000000', ({ gone }) => gone],
  ['faq.list', psb, query => ({ view: 'withdrawn', query }), 'K000000000000', ({ gone }) => gone],
  ['faq.save', psb, id => ({ id, version: 1, entry }), 'K000000000000', ({ faq }) => faq],
  ['faq.submit', psb, id => ({ id, version: 1 }), 'K000000000000', ({ faq }) => faq],
  ['faq.review', psbLead, id => ({ id, version: 1, approve: true }), 'K000000000000', ({ faq }) => faq],
  ['faq.publish', psbLead, id => ({ id, version: 1, confirmed: [] }), 'K000000000000', ({ faq }) => faq],
  ['faq.withdraw', psbLead, id => ({ id, version: 1 }), 'K000000000000', ({ faq }) => faq],
  ['faq.rollback', psbLead, id => ({ id, version: 1, to: 1 }), 'K000000000000', ({ faq }) => faq],
  [
    'faq.merge',
    psbLead,
    id => ({ id, version: 1, other: { id: 'K999', version: 1 } }),
    'K000000000000',
    ({ faq }) => faq,
  ],
  ['knowledge.judge', psb, askId => ({ askId, right: true }), 'no-ask', ({ askId }) => askId],
  ['knowledge.judge', psb, no => ({ no, faqId: null }), MISSING, ({ no }) => no],
  ['knowledge.judge', psb, faqId => ({ no: MISSING, faqId }), 'K000000000000', ({ gone }) => gone],
  ['knowledge.candidates', psb, no => ({ no }), MISSING, ({ no }) => no],
  [
    'notice.save',
    psb,
    id => ({ notice: { id, kind: 'general', title: '一', text: '二' } }),
    'GG0',
    ({ notice }) => notice,
  ],
  ['notice.withdraw', psb, id => ({ id, reason: '改期' }), 'GG0', ({ notice }) => notice],
  ['register.list', psb, query => ({ register: 'assets', query }), '没有的', () => '服务器'],
  ['register.history', psb, id => ({ register: 'assets', id }), NOBODY, things => things.row],
  [
    'register.rectify',
    psbLead,
    id => ({
      register: 'certificates',
      id,
      requestId: '00000000-0000-4000-9000-000000000031',
      values: { what: '弱口令', severity: 'high', unitId: 'psb' },
    }),
    NOBODY,
    things => things.certificate,
  ],
  ['register.save', psb, id => ({ ...row, id, values: card }), NOBODY, things => things.row],
  [
    'plan.save',
    psbLead,
    id => ({ ...planned, party: { role: 'unit', unitId: 'psb' }, id, version: 1 }),
    NOBODY,
    ({ plan }) => plan,
  ],
  ['report.list', psb, unitId => ({ unitId }), 'nobody', () => 'hrss'],
  ['report.get', psbLead, id => ({ id }), 'weekly-2026-W40-unit-hrss', ({ report }) => report],
  [
    'report.file',
    psbLead,
    id => ({ id, format: 'pdf' }),
    'weekly-2026-W40-unit-hrss',
    ({ report }) => report,
  ],
  ['member.list', psbLead, unitId => ({ unitId }), 'nobody', () => 'hrss'],
  ['member.revoke', psbLead, memberId => ({ memberId }), NOBODY, () => 'hrss-handler'],
  ['member.revoke', psbLead, memberId => ({ memberId }), NOBODY, () => 'op'],
  ['member.revoke', operatorLead, memberId => ({ memberId }), NOBODY, () => 'hrss-handler'],
  ['member.standIn', psb, memberId => ({ memberId, until: '2026-12-31' }), NOBODY, () => 'hrss-handler'],
];

/** Forms: each field that names a ticket or a member, on something that the actor may do. */
const formCases: [field: string, Case][] = [
  ...(['consultation', 'complaint', 'suggestion'] as const).flatMap((kind): [string, Case][] => [
    [
      `${kind}.merge.into`,
      [
        'ticket.act',
        operator,
        (into, { own, version }) => ({ no: own, act: 'merge', version, input: { into } }),
        MISSING,
        ({ confidential }) => confidential,
      ],
    ],
    [
      `${kind}.link.to`,
      [
        'ticket.act',
        operator,
        (to, { own, version }) => ({ no: own, act: 'link', version, input: { to } }),
        MISSING,
        ({ confidential }) => confidential,
      ],
    ],
    [
      `${kind}.assign.memberId`,
      [
        'ticket.act',
        psbLead,
        (memberId, { own, version }) => ({ no: own, act: 'assign', version, input: { memberId } }),
        NOBODY,
        () => 'hrss-handler',
      ],
    ],
  ]),
  [
    'fault.open.relatedNo',
    [
      'procedure.open',
      psb,
      relatedNo => ({
        kind: 'fault',
        requestId: '00000000-0000-4000-9000-000000000001',
        input: { serviceId: 'card', symptom: '打不开', detectedAt: '2026-11-23T09:50:00+08:00', relatedNo },
      }),
      MISSING,
      ({ no }) => no,
    ],
  ],
  [
    'coordination.open.ticketNo',
    [
      'procedure.open',
      operator,
      ticketNo => ({
        kind: 'coordination',
        requestId: '00000000-0000-4000-9000-000000000002',
        input: { ticketNo, question: '由谁负责' },
      }),
      MISSING,
      ({ confidential }) => confidential,
    ],
  ],
  [
    'early-warning.open.cases.ticketNo',
    [
      'procedure.open',
      operator,
      ticketNo => ({
        kind: 'early-warning',
        requestId: '00000000-0000-4000-9000-000000000016',
        input: { cases: [{ ticketNo }] },
      }),
      MISSING,
      ({ confidential }) => confidential,
    ],
  ],
  [
    'visit.open.ticketNo',
    [
      'procedure.open',
      operator,
      ticketNo => ({ kind: 'visit', requestId: '00000000-0000-4000-9000-000000000004', input: { ticketNo } }),
      MISSING,
      ({ confidential }) => confidential,
    ],
  ],
  [
    'supervision-order.open.ticketNo',
    [
      'procedure.open',
      operator,
      ticketNo => ({
        kind: 'supervision-order',
        requestId: '00000000-0000-4000-9000-000000000010',
        input: { ticketNo, text: '请尽快办理' },
      }),
      MISSING,
      ({ confidential }) => confidential,
    ],
  ],
  [
    'handover.open.takerId',
    [
      'procedure.open',
      psb,
      takerId => ({
        kind: 'handover',
        requestId: '00000000-0000-4000-9000-000000000011',
        input: { takerId },
      }),
      NOBODY,
      () => 'hrss-handler',
    ],
  ],
  [
    'handover.appoint.takerId',
    [
      'ticket.act',
      psb,
      (takerId, { shift }) => ({ no: shift, act: 'appoint', version: 1, input: { takerId } }),
      NOBODY,
      () => 'hrss-handler',
    ],
  ],
  [
    'rectification.open.about',
    [
      'procedure.open',
      psbLead,
      about => ({
        kind: 'rectification',
        requestId: '00000000-0000-4000-9000-000000000013',
        input: { ...finding, about },
      }),
      MISSING,
      ({ no }) => no,
    ],
  ],
  [
    'rectification.join.into',
    [
      'ticket.act',
      psbLead,
      (into, { mending }) => ({ no: mending, act: 'join', version: 1, input: { into } }),
      MISSING,
      ({ no }) => no,
    ],
  ],
  [
    'rule-document.open.replaces',
    [
      'procedure.open',
      psb,
      replaces => ({
        kind: 'rule-document',
        requestId: '00000000-0000-4000-9000-000000000014',
        input: { docType: 'run-management', name: '办法', body: '一', effectiveOn: '2026-12-01', replaces },
      }),
      MISSING,
      ({ no }) => no,
    ],
  ],
  [
    'contingency.open.planNo',
    [
      'procedure.open',
      psbLead,
      planNo => ({
        kind: 'contingency',
        requestId: '00000000-0000-4000-9000-000000000016',
        input: { reason: '断电', level: 'one', planNo },
      }),
      MISSING,
      ({ no }) => no,
    ],
  ],
  [
    'partner-exit.open.accessNo',
    [
      'procedure.open',
      manager,
      accessNo => ({
        kind: 'partner-exit',
        requestId: '00000000-0000-4000-9000-000000000015',
        input: { accessNo, reason: 'rights', facts: '多收费', publicWords: '改在窗口办理。' },
      }),
      MISSING,
      // The manager sees everything: nothing is another's.
      () => 'HZ20200101-000-000-0',
    ],
  ],
  [
    'agreements.memberId',
    [
      'register.save',
      psbLead,
      memberId => ({
        register: 'agreements',
        values: {
          name: '某公司',
          kind: 'confidentiality',
          accountType: 'supplier',
          memberId,
          signedOn: '2026-01-01',
          validUntil: '2027-01-01',
        },
      }),
      NOBODY,
      () => 'hrss-handler',
    ],
  ],
  [
    'rosters.memberId',
    [
      'register.save',
      psbLead,
      memberId => ({
        register: 'rosters',
        values: {
          name: '夜班',
          memberId,
          startsAt: '2026-11-23T18:00:00+08:00',
          endsAt: '2026-11-24T08:00:00+08:00',
          reach: 'inbox',
          phone: '020-83331234',
        },
      }),
      NOBODY,
      () => 'hrss-handler',
    ],
  ],
];

const citizenCases: Case[] = [
  ['ticket.get', stranger, no => ({ no }), MISSING, ({ no }) => no],
  ['ticket.timeline', stranger, no => ({ no, cursor: '5' }), MISSING, ({ no }) => no],
  ['ticket.files', stranger, no => ({ no, cursor: '5' }), MISSING, ({ no }) => no],
  ['ticket.act', stranger, act('urge'), MISSING, ({ no }) => no],
  ['ticket.act', stranger, act('supplement', { text: '' }), MISSING, ({ no }) => no],
  [
    'ticket.claim',
    stranger,
    no => ({ no, phone: '13700137000', name: '张三' }),
    MISSING,
    ({ unclaimed }) => unclaimed,
  ],
  ['ticket.claim', stranger, no => ({ no, phone: '13700137000', name: '张三' }), MISSING, ({ no }) => no],
  [
    'ticket.file',
    stranger,
    askId => ({
      requestId: '00000000-0000-4000-9000-000000000003',
      kind: 'consultation',
      category: 'unsure',
      title: '问一问',
      text: '问一问',
      askId,
      consent: { policyVersion: '2026-11' },
    }),
    'no-ask',
    ({ askId }) => askId,
  ],
  ['ask.feedback', stranger, askId => ({ askId, solved: true }), 'no-ask', ({ askId }) => askId],
  ['notice.get', stranger, id => ({ id }), 'GG0', ({ notice }) => notice],
];

/** What the timer alone does asks nobody. */
const BY_NOBODY = ['visit.resumeVisit', 'early-warning.grow'];

const named = ([action, actor]: Case, foreign: string): string => `${action} by ${actor.id} of ${foreign}`;
const run = async (table: Table, [action, actor, of, missing, foreign]: Case) => {
  const things = await strangersThings();
  const id = foreign(things);
  const asked = (one: string) => answerOf(things.world, table, actor, action, of(one, things));
  const [absent, others] = [await asked(missing), await asked(id)];
  // What was asked for stands in the answers of lists of results.
  const plain = (answer: object, one: string) => JSON.stringify(answer).replaceAll(one, 'ID');
  return { absent: plain(absent, missing), others: plain(others, id), things };
};
const tableOf = (table: object): Table => table as Table;

describe('the same answer for what is missing and what is another’s', () => {
  test.each(staffCases.map(one => [named(one, String(one[4])), one] as const))(
    'staff: %s',
    async (_name, one) => {
      const { absent, others } = await run(tableOf(staffActions), one);
      expect(others).toBe(absent);
    },
  );
  test.each(citizenCases.map(one => [named(one, String(one[4])), one] as const))(
    'citizen: %s',
    async (_name, one) => {
      const { absent, others } = await run(tableOf(citizenActions), one);
      expect(others).toBe(absent);
      expect(others).toMatch(/not-found|invalid/);
    },
  );
  test.each(formCases)('forms: %s', async (_field, one) => {
    const { absent, others } = await run(tableOf(staffActions), one);
    expect(others).toBe(absent);
    expect(others).toMatch(/invalid/);
  });

  test('every action has a case here, or a reason why it needs none', () => {
    const covered = new Set([...staffCases, ...citizenCases].map(([action]) => action));
    const actions = new Set([...Object.keys(citizenActions), ...Object.keys(staffActions)]);
    expect([...actions].filter(action => !covered.has(action) && !(action in NAMES_NOTHING))).toEqual([]);
    expect(Object.keys(NAMES_NOTHING).filter(action => !actions.has(action))).toEqual([]);
  });

  test('every field of every form that names a ticket or a member has a case', () => {
    const naming = (fields: Fields | undefined, at: string): string[] =>
      Object.entries(fields ?? {}).flatMap(([name, { type, columns }]: [string, Field]) => [
        ...(type === 'ticket' || type === 'member' ? [`${at}.${name}`] : []),
        ...naming(columns, `${at}.${name}`),
      ]);
    const fields = [
      ...procedures.flatMap(({ kind, opening, acts }) => [
        ...(opening?.by.some(role => role !== 'system') ? naming(opening.fields, `${kind}.open`) : []),
        ...acts
          .filter(one => !BY_NOBODY.includes(`${kind}.${one.act}`))
          .flatMap(one => naming(one.fields, `${kind}.${one.act}`)),
      ]),
      ...registers.flatMap(({ register, fields: own }) => naming(own, register)),
    ];
    expect(fields.sort()).toEqual(formCases.map(([field]) => field).sort());
  });
});

describe('what is taken already', () => {
  const order = { channel: '12345', externalNo: HIDDEN_ORDER } as const;

  test('an external number tells which ticket holds it to those who may see that one, and nobody else', async () => {
    const { world } = await strangersThings();
    const holder = world.all('tickets').find(({ ticket }) => ticket.externalNo === HIDDEN_ORDER)!._id;
    for (const actor of [psb, handlerOf('hrss'), operator]) {
      const refusal = await registered(world, actor, order).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'conflict' });
      expect((refusal as Error).message).not.toMatch(/[A-Z]{2}\d{8}/);
    }
    await expect(registered(world, operatorLead, order)).rejects.toMatchObject({
      message: expect.stringContaining(holder) as string,
    });
    // Of another unit's the words are the same as of a confidential one.
    await registered(world, handlerOf('hrss'), { channel: '12345', externalNo: 'B-2', serviceId: 'card' });
    const words = await Promise.all(
      [HIDDEN_ORDER, 'B-2'].map(externalNo =>
        registered(world, psb, { channel: '12345', externalNo }).catch(({ message }: Error) => message),
      ),
    );
    expect(words[0]).toBe(words[1]);
  });

  test('an account of another side is refused without saying where it works', async () => {
    const { world } = await strangersThings();
    const invite = (actor: Actor, openid: string) =>
      staffOf(world, actor)
        .call('member.invite', { openid, name: '新人', role: 'handler', unitId: 'psb' })
        .catch(({ message }: Error) => message);
    expect(await invite(psbLead, 'openid-hrss-handler')).not.toMatch(/工作人员|单位/);
    expect(await invite(psbLead, 'openid-psb-handler')).toContain('已经是工作人员');
    expect(await invite(manager, 'openid-hrss-handler')).toContain('已经是工作人员');
  });

  test('a row of a file that names another unit’s entry is refused in the words of one that is not there', async () => {
    const { world, faq } = await strangersThings();
    const bring = (id: string) =>
      staffOf(world, psb).call('faq.import', {
        format: 'jsonl',
        text: JSON.stringify({ id, question: '身份证怎么补办', answer: '到窗口。', unitId: 'psb' }),
        dryRun: true,
      });
    const { bad, ...others } = await bring(faq);
    // A new id is free to be taken; that this one is not is all that is said.
    expect(JSON.stringify({ bad, others })).not.toMatch(/社保卡|人社/);
  });
});
