import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import { MOST_CHARACTERS, MOST_FILES } from '../../cloudfunctions/domain/ticket/room';
import { fitting, timelineBefore } from '../../cloudfunctions/domain/views/bounds';
import { NEVER } from '../../cloudfunctions/domain/time';
import type { CitizenApi, FullFaq, StaffApi } from '../../typings/api';
import type { TimelineItem } from '../../typings/contract';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, operator, operatorLead } from '../support/domain';
import { jpegWith } from '../support/file-samples';
import { uploadsOf } from '../support/uploads';
import { memory, type Memory } from '../support/memory';

/** What grows stays readable: no answer over what the platform takes, nothing left out without a way to it. */

/** 1 MB is the platform's (facts/wechat.md §0.4); nothing of ours comes near it. */
const MOST = 900_000;
/** What a screen of the phone takes at once. */
const SCREEN = 256_000;
const PERIOD = { from: '2026-09-01', to: '2026-12-31' };
const START = '2026-09-21T09:00:00.000+08:00';
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');
const LONG = '长'.repeat(9_990);

describe('a ticket with 35 supplements of 9,990 characters', () => {
  const story = async () => {
    const world = memory(START);
    const ou = citizenOf(world, 'ou');
    const ticket = await ou.file();
    await staffOf(world, operator).act(ticket.no, 'dispatch', { unitId: 'hrss' });
    const answers: number[] = [];
    for (let n = 0; n < 35; n += 1) {
      world.pass(60_000);
      answers.push(bytes(await ou.act(ticket.no, 'supplement', { text: `${n} ${LONG}` })));
    }
    return { world, ou, ticket, answers };
  };

  test('every act is answered, both sides open it, and all of it is read by the cursor', async () => {
    const { world, ou, ticket, answers } = await story();
    expect(Math.max(...answers)).toBeLessThan(MOST);
    const unit = staffOf(world, handlerOf('hrss'));
    const { no } = ticket;
    const readers = [
      { person: ou, readOn: (cursor: string) => ou.call('ticket.timeline', { no, cursor }) },
      { person: unit, readOn: (cursor: string) => unit.call('ticket.timeline', { no, cursor }) },
    ];
    for (const { person, readOn } of readers) {
      const shown = await person.get(no);
      expect(bytes(shown)).toBeLessThan(MOST);
      let lines: TimelineItem[] = shown.timeline;
      for (let cursor = shown.earlier; cursor !== undefined;) {
        const part = await readOn(cursor);
        expect(bytes(part)).toBeLessThan(MOST);
        lines = [...part.timeline, ...lines];
        cursor = part.earlier;
      }
      const numbers = lines.flatMap(({ text }) => /^(\d+) 长/.exec(text ?? '')?.[1] ?? []).map(Number);
      expect(numbers).toEqual(Array.from({ length: 35 }, (_, n) => n));
    }
    // In bulk nothing comes back but what became of each.
    const { version } = world.get('tickets', ticket.no)!.ticket;
    const bulk = await staffOf(world, handlerOf('hrss')).call('ticket.bulk', {
      items: [{ no: ticket.no, version }],
      act: 'reply',
      input: { text: '已办。' },
    });
    expect(bulk).toEqual({ results: [{ no: ticket.no, ok: true }] });
  });

  test('the own export is a file behind a link, with every word in it', async () => {
    const files: Uint8Array[] = [];
    const world = memory(START, {
      storeFile: async (path, content) => {
        files.push(content);
        return `cloud://memory/${path}`;
      },
      fileLinks: async ids => new Map(ids.map(id => [id, `https://files/${id}`])),
    });
    const ou = citizenOf(world, 'ou');
    const ticket = await ou.file();
    for (let n = 0; n < 40; n += 1) await ou.act(ticket.no, 'supplement', { text: `${n} ${LONG}` });
    const link = await ou.call('me.export', {});
    expect(link).toMatchObject({ url: expect.stringContaining('https://') as string });
    const whole = JSON.parse(new TextDecoder().decode(files[0])) as {
      tickets: { timeline: TimelineItem[] }[];
    };
    const written = whole.tickets[0]!.timeline.filter(({ text }) => text?.endsWith('长'));
    expect(written).toHaveLength(40);
  });

  test('full, it says so before anything is written, and can be answered all the same', async () => {
    const { world, ou, ticket } = await story();
    const document = world.get('tickets', ticket.no)!;
    const line = document.ticket.timeline.at(-1)!;
    const more = Math.ceil(MOST_CHARACTERS / LONG.length) - 35;
    world.put('tickets', {
      ...document,
      ticket: {
        ...document.ticket,
        timeline: [...document.ticket.timeline, ...Array.from({ length: more }, () => line)],
      },
    });
    expect((await ou.get(ticket.no)).full).toContain(ticket.no);
    const before = world.get('tickets', ticket.no);
    await expect(ou.act(ticket.no, 'supplement', { text: LONG })).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('新提交一件') as string,
    });
    expect(world.get('tickets', ticket.no)).toEqual(before);
    const answered = await staffOf(world, handlerOf('hrss')).act(ticket.no, 'reply', { text: '已办。' });
    expect(answered.state).toBe('replied');
  });

  test('files: so many a ticket, said at the field; older ones by a cursor', async () => {
    const world = memory(START);
    const ou = citizenOf(world, 'ou');
    const { no } = await ou.file();
    const { upload } = uploadsOf(world);
    const file = (n: number) => upload('ou', `${n}.jpg`, jpegWith(String(n)));
    for (let n = 0; n < MOST_FILES; n += 9)
      await ou.act(no, 'supplement', {
        text: '图',
        attachments: Array.from({ length: 9 }, (_, one) => file(n + one)),
      });
    await expect(ou.act(no, 'supplement', { text: '图', attachments: [file(999)] })).rejects.toMatchObject({
      code: 'invalid',
      fields: { attachments: expect.stringContaining('新提交一件') as string },
    });
    const shown = await ou.get(no);
    const rest = await ou.call('ticket.files', { no, cursor: shown.earlierFiles! });
    const all = [...rest.files, ...shown.attachments].map(({ name }) => name);
    expect(all).toEqual(Array.from({ length: MOST_FILES }, (_, n) => `${n}.jpg`));
  });
});

test('sixty limits of a year each: all that run are there, and as many explanations as fit', async () => {
  const world = memory(START);
  const ou = citizenOf(world, 'ou');
  const { no } = await ou.file();
  const document = world.get('tickets', no)!;
  const [clock] = document.ticket.clocks;
  const explanation = Array.from({ length: 365 }, () => ({ date: '2026-09-22', counted: true, why: '' }));
  const clocks = Array.from({ length: 60 }, (_, n) => ({
    ...clock!,
    id: `dispatch-${n}`,
    explanation,
    state: n < 55 ? ('met' as const) : ('running' as const),
  }));
  world.put('tickets', { ...document, ticket: { ...document.ticket, clocks } });
  const shown = await staffOf(world, operator).get(no);
  expect(bytes(shown)).toBeLessThan(MOST);
  expect(shown.clocks.filter(({ state }) => state === 'running')).toHaveLength(5);
  expect(shown.clocks.at(-1)?.explanation).toHaveLength(365);
});

test('lines of one instant come once each, also across pages', () => {
  const items = Array.from({ length: 200 }, (_, n) => ({ at: START, who: '系统', label: String(n) }));
  let cursor: string | undefined;
  const read: string[] = [];
  do {
    const part = timelineBefore(items, cursor);
    read.unshift(...part.items.map(({ label }) => label));
    cursor = part.earlier;
  } while (cursor !== undefined);
  expect(read).toEqual(items.map(({ label }) => label));
  expect(fitting([LONG, LONG], 10)).toBe(1);
});

/** A province in which everything is as large as it may be. */
const bigWorld = async (): Promise<{ world: Memory; no: string }> => {
  const world = memory(START);
  const wide = (n: number, length: number): string => `${n}`.padStart(5, '0') + '宽'.repeat(length - 5);
  for (let n = 0; n < 600; n += 1) {
    const id = `big-${String(n).padStart(5, '0')}`;
    world.put('units', {
      _id: id,
      id,
      name: wide(n, 40),
      region: '440000',
      duties: Array.from({ length: 20 }, () => wide(n, 60)),
      secondSignature: false,
    });
  }
  for (let n = 0; n < 496; n += 1) {
    const code = String(500_000 + n);
    world.put('regions', { _id: code, code, name: wide(n, 20), parent: '440000' });
  }
  for (let n = 0; n < 120; n += 1) {
    const id = `m${String(n).padStart(4, '0')}`;
    world.put('members', {
      _id: id,
      id,
      openid: id,
      name: wide(n, 20),
      role: 'handler',
      unitId: 'hrss',
      state: 'active',
    });
    const faq = {
      id: `F${String(n).padStart(4, '0')}`,
      question: wide(n, 200),
      similar: Array.from({ length: 60 }, () => wide(n, 200)),
      answer: wide(n, 5_000),
      unitId: 'hrss',
      updatedOn: '2026-09-01',
      version: 1,
    };
    world.put('faqs', { _id: faq.id, ...faq, status: n % 2 ? 'published' : 'withdrawn' });
    const versionId = `${faq.id}#000001`;
    const { question, similar, answer } = faq;
    world.put('faqversions', {
      _id: versionId,
      faqId: faq.id,
      version: 1,
      content: { question, similar, answer, unitId: 'hrss' },
      unitId: 'hrss',
      saved: { id: 'x', name: '甲', at: START },
      stage: 'submitted',
      approvals: {},
      key: `${START}|${versionId}`,
    });
    world.put('faqversions', {
      _id: `F0001#${String(n + 2).padStart(6, '0')}`,
      faqId: 'F0001',
      version: n + 2,
      content: { question, similar, answer, unitId: 'hrss' },
      unitId: 'hrss',
      saved: { id: 'x', name: '甲', at: START },
      stage: 'past',
      approvals: {},
      key: `${START}|F0001#${String(n + 2).padStart(6, '0')}`,
    });
    const noticeId = `GG${String(n).padStart(4, '0')}`;
    world.put('notices', {
      _id: noticeId,
      kind: 'general',
      title: wide(n, 60),
      text: wide(n, 2_000),
      serviceId: null,
      serviceName: null,
      region: null,
      publishedAt: START,
      startsAt: null,
      endsAt: NEVER,
      instead: wide(n, 500),
      endKey: `${NEVER}|${noticeId}`,
      no: null,
      announceAt: NEVER,
      newKey: `${START}|${noticeId}`,
      steps: Array.from({ length: 200 }, () => ({ at: START, by: '甲', what: '修改' })),
    });
    const askId = `ask-${n}`;
    world.put('asks', {
      _id: askId,
      ownerId: 'ou',
      at: START,
      text: wide(n, 2_500),
      region: null,
      serviceId: null,
      band: 'answer',
      answers: [
        { faqId: faq.id, question, answer, unitName: wide(n, 40), updatedOn: '2026-09-01', confidence: 0.9 },
      ],
      solved: false,
      faqId: null,
      unitId: 'hrss',
      week: '2026-09-14',
      unresolved: true,
      key: `${START}|${askId}`,
      sampleKey: `2026-09-14|answer|${askId}`,
      judged: null,
    });
    world.put('messages', {
      _id: `msg-${n}`,
      to: 'ou',
      channel: 'inbox',
      template: 'reply',
      text: wide(n, 500),
      about: null,
      at: START,
      atKey: `${START}|msg-${String(n).padStart(4, '0')}`,
      state: 'sent',
    });
  }
  const ou = citizenOf(world, 'ou');
  const { no } = await ou.file();
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  const document = world.get('tickets', no)!;
  const ticket = {
    ...document.ticket,
    details: { ...document.ticket.details, disclosed: { at: START } },
    links: Array.from({ length: 200 }, (_, n) => ({
      no: `X${n}`,
      title: wide(n, 100),
      relation: 'same-matter' as const,
    })),
    replies: Array.from({ length: 8 }, () => ({
      at: START,
      unitId: 'hrss',
      by: 'x',
      text: LONG,
      attachments: [],
      corrected: { at: START, text: LONG, reason: '错字' },
    })),
    timeline: Array.from({ length: 500 }, () => ({
      ...document.ticket.timeline[0]!,
      text: '字'.repeat(1_900),
    })),
    attachments: Array.from({ length: 500 }, (_, n) => ({
      fileID: `cloud://local/attachments/ou/${n}/${'长名'.repeat(60)}.jpg`,
      name: '长名'.repeat(60),
      type: 'image',
      state: 'ok' as const,
    })),
  };
  // Its journal is filled below: the next entry follows the last of them.
  world.put('tickets', {
    ...document,
    chain: { ...document.chain, seq: 399 },
    ticket,
    keys: { ...document.keys, tags: [...document.keys.tags, 'disclosed'] },
  });
  for (let n = 1; n < 60; n += 1) {
    const copy = `${no.slice(0, -3)}${String(n).padStart(3, '0')}`;
    world.put('tickets', {
      ...document,
      _id: copy,
      ticket: {
        ...ticket,
        no: copy,
        title: wide(n, 100),
        timeline: [],
        attachments: [],
        replies: ticket.replies.slice(0, 1),
      },
      keys: {
        ...document.keys,
        tags: [...document.keys.tags, 'disclosed'],
        newKey: `${START}|${copy}`,
        dueKey: `${START}|${copy}`,
      },
    });
  }
  const [entry] = world.all('journal');
  for (let seq = 2; seq < 400; seq += 1) world.put('journal', { ...entry!, _id: `${no}:${seq}`, seq });
  world.put('settings', { ...world.get('settings', 'current')!, catalogueVersion: 2, knowledgeVersion: 2 });
  return { world, no };
};

/** How each action is asked for the most; null = it answers one small thing, or is a part of another row. */
type Asked<Api> = { [A in keyof Api]: ((no: string) => Api[A] extends { in: infer In } ? In : never) | null };

const asStaff: Asked<StaffApi> = {
  'me.get': () => ({}),
  'ticket.queue': () => ({ view: 'all', limit: 50 }),
  'ticket.get': no => ({ no }),
  'ticket.timeline': no => ({ no, cursor: `${START}#400` }),
  'ticket.files': no => ({ no, cursor: '400' }),
  'ticket.act': null,
  'ticket.bulk': null,
  'ticket.register': null,
  'ticket.likely': no => ({ no }),
  'reply.suggest': no => ({ no }),
  'reply.check': null,
  'phrase.list': () => ({}),
  'phrase.save': null,
  'phrase.remove': null,
  'draft.get': null,
  'draft.save': null,
  'presence.touch': no => ({ no }),
  'procedure.list': () => ({}),
  'procedure.open': null,
  'faq.list': () => ({ view: 'published' }),
  'faq.get': () => ({ id: 'F0001' }),
  'faq.save': null,
  'faq.submit': null,
  'faq.review': null,
  'faq.publish': null,
  'faq.withdraw': null,
  'faq.rollback': null,
  'faq.merge': null,
  'faq.import': null,
  'faq.export': () => ({ format: 'jsonl' }),
  'knowledge.numbers': () => ({}),
  'knowledge.proposals': () => ({}),
  'knowledge.duplicates': () => ({}),
  'knowledge.unjudged': () => ({}),
  'knowledge.sample': () => ({ week: '2026-09-14' }),
  'knowledge.candidates': null,
  'knowledge.judge': null,
  'knowledge.refit': null,
  'knowledge.rollback': null,
  'knowledge.words': () => ({}),
  'knowledge.saveWords': null,
  'router.get': () => ({}),
  'router.refit': null,
  'router.rollback': null,
  'service.list': () => ({}),
  'service.get': () => ({ id: 'card' }),
  'service.save': null,
  'service.import': null,
  'service.export': () => ({ format: 'jsonl' }),
  'service.history': () => ({ id: 'card' }),
  'region.list': () => ({}),
  'region.save': null,
  'unit.list': () => ({}),
  'unit.save': null,
  'unit.dissolve': null,
  'member.list': () => ({}),
  'member.invite': null,
  'member.revoke': null,
  'member.standIn': null,
  'member.standIns': () => ({}),
  'member.address': null,
  'calendar.get': () => ({ year: 2026 }),
  'calendar.import': null,
  'calendar.confirm': null,
  'ruleset.list': () => ({}),
  'ruleset.get': () => ({ id: 'gdzw-0001.5-2019', version: 1 }),
  'ruleset.save': null,
  'ruleset.activate': null,
  'ruleset.tryOut': null,
  'maintenance.calendar': () => ({ from: '2026-09-01', to: '2026-11-01' }),
  'report.list': () => ({}),
  'report.get': null,
  'report.tickets': () => ({ figure: 'received', from: '2026-09-01', to: '2026-11-30', limit: 50 }),
  'report.build': null,
  'report.file': null,
  'ticket.file': null,
  'plan.list': () => ({}),
  'plan.save': null,
  'plan.missed': () => ({ from: '2026-01-01', to: '2026-12-31' }),
  'register.list': () => ({ register: 'assets' }),
  'register.history': null,
  'register.save': null,
  'register.rectify': null,
  'register.export': null,
  'notice.list': () => ({}),
  'notice.check': null,
  'notice.save': null,
  'notice.publish': null,
  'notice.review': null,
  'notice.withdraw': null,
  'board.get': () => ({}),
  'compliance.get': () => ({ ...PERIOD, by: 'unit' }),
  'compliance.tickets': () => ({
    ...PERIOD,
    policy: 'complaint.business.reply',
    outcome: 'running',
    limit: 50,
  }),
  'light.list': () => ({ ...PERIOD, limit: 50 }),
  'odd.list': () => ({ ...PERIOD, code: 'last-hours', limit: 50 }),
  'content.calendar': () => ({ from: '2026-11-01', to: '2026-11-30' }),
  'document.held': () => ({}),
  'inbox.list': () => ({}),
  'inbox.read': null,
  'clock.get': () => ({}),
  'clock.retry': null,
  'audit.list': no => ({ no }),
  'ticket.purge': null,
  'audit.check': () => ({}),
  'audit.state': () => ({}),
};

const asCitizen: Asked<CitizenApi> = {
  ask: () => ({ text: '00001宽宽宽宽宽宽宽宽宽宽' }),
  'ask.feedback': null,
  'category.guess': null,
  'promise.preview': null,
  'ticket.file': null,
  'ticket.list': () => ({ limit: 50 }),
  'ticket.get': no => ({ no }),
  'ticket.timeline': no => ({ no, cursor: `${START}#400` }),
  'ticket.files': no => ({ no, cursor: '400' }),
  'ticket.act': null,
  'ticket.claim': null,
  'notice.list': () => ({}),
  'notice.get': null,
  'notice.subscribe': null,
  'notice.unsubscribe': null,
  'service.list': () => ({}),
  'board.public': () => ({}),
  'disclosed.list': () => ({ limit: 50 }),
  'inbox.list': () => ({}),
  'inbox.read': null,
  'me.get': () => ({}),
  'me.save': null,
  'me.export': null,
  'member.join': null,
  'me.erase': null,
};

/** Over all of a list, what was read at most at once. */
const readThrough = async (
  call: (cursor: string | undefined) => Promise<unknown>,
): Promise<{ largest: number; pages: number }> => {
  let largest = 0;
  let pages = 0;
  let cursor: string | undefined;
  do {
    const answer = (await call(cursor)) as { nextCursor?: string };
    largest = Math.max(largest, bytes(answer));
    pages += 1;
    cursor = answer.nextCursor;
  } while (cursor !== undefined && pages < 40);
  return { largest, pages };
};

test('no action answers with more than one answer can hold, in the largest province', async () => {
  const { world, no } = await bigWorld();
  const over: string[] = [];
  const look = async (name: string, call: (cursor: string | undefined) => Promise<unknown>) => {
    const { largest } = await readThrough(call);
    if (largest > MOST) over.push(`${name}: ${largest}`);
  };
  for (const [action, input] of Object.entries(asStaff)) {
    if (!input) continue;
    for (const actor of [manager, operatorLead, handlerOf('hrss')]) {
      const who = staffOf(world, actor);
      const { may } = staffActions[action as keyof StaffApi];
      if (!may.includes(actor.role)) continue;
      const from = input(no) as object;
      await look(`staff/${action} by ${actor.role}`, cursor =>
        who.call(action as 'unit.list', (cursor === undefined ? from : { ...from, cursor }) as never),
      );
    }
  }
  for (const [action, input] of Object.entries(asCitizen)) {
    if (!input || !(action in citizenActions)) continue;
    const from = input(no) as object;
    await look(`citizen/${action}`, cursor =>
      citizenOf(world, 'ou').call(
        action as 'notice.list',
        (cursor === undefined ? from : { ...from, cursor }) as never,
      ),
    );
  }
  expect(over).toEqual([]);
  // Everything is reached by the cursor: nothing is cut off without a way to it.
  const units = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await staffOf(world, manager).call('unit.list', cursor === undefined ? {} : { cursor });
    for (const { id } of page.units) units.add(id);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(units.size).toBe(world.all('units').length);
  const versions: number[] = [];
  do {
    const part: FullFaq = await staffOf(world, manager).call('faq.get', {
      id: 'F0001',
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(bytes(part)).toBeLessThan(SCREEN);
    versions.push(...(part.versions ?? []).map(({ version }) => version));
    cursor = part.nextCursor;
  } while (cursor !== undefined);
  expect(versions).toEqual(Array.from({ length: 121 }, (_, n) => 121 - n));
});
