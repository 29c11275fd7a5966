import { addMinutes } from '../../cloudfunctions/domain/time';
import { openPrepared, systemActor, wordsOn } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { blankDay } from '../../cloudfunctions/domain/services/probe';
import clockConfig from '../../cloudfunctions/clock/config.json';
import { jobs, type Job } from '../../cloudfunctions/usecases/clock/jobs';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { readTimer } from '../../cloudfunctions/usecases/clock/lease';
import { clockAlarms, getClock, retryAside } from '../../cloudfunctions/usecases/clock/show-clock';
import { commit } from '../../cloudfunctions/usecases/kernel/writing/commit';
import type { JournalDocument, MessageDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { newVersion } from '../../cloudfunctions/usecases/knowledge/entries/faq-versions';
import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { NEVER } from '../../cloudfunctions/domain/time';
import { contextOf, manager, open, rules, service } from '../support/domain';
import { refusedTicket } from '../support/visits';
import { memory, type Memory } from '../support/memory';
import { lookedUp, minorRelease } from '../support/staff-inputs';

/** The timer as a table of jobs (design §4): one that fails keeps no other waiting, nothing that fails keeps the rest waiting. */

const FILED = '2026-11-23T10:00:00.000+08:00';
/** A Wednesday in the month after, within 60 days of the end of the published calendar. */
const NOW = '2026-12-09T10:00:00.000+08:00';

const store = (world: Memory, ticket: ReturnType<typeof open>): Promise<void> =>
  world.ports.database.transaction(async transaction => {
    const context = contextOf(systemActor, FILED, { service });
    const outcome = { ticket, messages: [], counts: {} };
    const entry = { type: 'file', payload: null };
    await commit(world.ports, transaction, { before: undefined, outcome, context, entry });
  });

const message = (id: string, more: Partial<MessageDocument>): MessageDocument => ({
  _id: id,
  to: 'openid-op',
  channel: 'inbox',
  template: 'open',
  text: '请办理',
  about: 'TS1',
  at: FILED,
  atKey: `${FILED}|${id}`,
  state: 'waiting',
  retryAt: FILED,
  tries: 0,
  ...more,
});

const entry = (no: string, seq: number, at: string, audience: string): JournalDocument => ({
  _id: `${no}:${seq}`,
  no,
  seq,
  at,
  type: 'note',
  actor: { id: 'system', role: 'system', unitId: null },
  payload: null,
  salt: null,
  commitment: '',
  hash: '',
  digest: null,
  ownerId: null,
  files: [],
  outbox: 'waiting',
  messages: [
    {
      audience: { to: audience as 'manager' },
      template: 'note',
      ...wordsOn(no, `第 ${seq} 步`),
      key: `${no}:${seq}`,
    },
  ],
  counts: { '2026-12-09|noted|complaint|-': 1 },
  meter: '',
});

const PROBED = 'https://example.org/';

/** A world in which every job has something to do. */
const busy = async (): Promise<Memory> => {
  const world = memory(NOW);
  await store(world, open());
  await store(world, refusedTicket());
  const minor = minorRelease(rules);
  await store(world, minor);
  const filings = procedureOf('release-filing');
  const filing = openPrepared(
    filings,
    'BB20261101-000-001-0',
    { month: '2026-11' },
    contextOf(systemActor, NOW, { needed: lookedUp([minor]) }),
  );
  if (!filing.ok) throw new Error(JSON.stringify(filing.refusal));
  await store(world, {
    ...filing.value.ticket,
    state: 'filed',
    work: { unitIds: [], values: { month: '2026-10', releases: [] } },
  });
  world.put('heartbeats', {
    _id: 'job:calendar',
    startedAt: FILED,
    finishedAt: FILED,
    did: {},
    marks: { counted: 'an older calendar' },
  });
  const probe = { everyMinutes: 5, expectStatus: 200, timeoutSeconds: 5, failures: 3 };
  const watched = { ...service, id: 'watched', interfaces: [{ name: '首页', url: PROBED, probe }] };
  world.put('services', serviceDocument(watched, '省人社厅'));
  const due = { url: PROBED, nextAt: FILED, failures: 0 };
  world.put('probes', { _id: 'watched', nextAt: FILED, addresses: [due] });
  world.put('availability', { _id: 'watched|2026-12-09', ...blankDay('watched', NOW) });
  const content = { question: '怎么补办', similar: [], answer: '到窗口' };
  const version = newVersion('F001', 1, content, systemActor, FILED);
  const told = {
    audience: { to: 'manager' } as const,
    template: 'faq-live',
    ...wordsOn('“怎么补办”', '已发布'),
    key: 'faq',
  };
  world.put('faqversions', { ...version, outbox: 'waiting', messages: [told] });
  world.put('outcomechanges', { _id: 'noted', at: FILED, changes: { '2026-12|hrss': { 'in|x|': 1 } } });
  world.put('notices', {
    _id: 'GG1',
    kind: 'general',
    title: '公告',
    text: '公告。',
    serviceId: service.id,
    serviceName: service.name,
    region: null,
    publishedAt: FILED,
    startsAt: null,
    endsAt: NEVER,
    instead: null,
    endKey: `${NEVER}|GG1`,
    no: null,
    announceAt: FILED,
    newKey: `${FILED}|GG1`,
    steps: [],
  });
  const to = world.get('members', manager.id)!.openid;
  world.put('messages', message('reported', { channel: 'report', to, state: 'sent' }));
  world.put('messages', message('by-email', { channel: 'email', to: 'op@example.com' }));
  world.put('messages', message('by-sms', { channel: 'sms', to: '13800138000' }));
  world.put('searchable', {
    _id: 'over',
    terms: ['title', 'text'],
    lasting: 1,
    newKey: '0',
    seen: [],
    tail: 'over',
    textUntil: FILED,
    seq: 1,
  });
  world.put('mediachecks', {
    _id: 'check',
    no: 'TS1',
    fileID: 'cloud://a/b.jpg',
    ownerId: 'openid-owner',
    traceId: '',
    tries: 0,
    nextAt: FILED,
  });
  const by = { id: 'op', name: '运营甲' };
  world.put('faqimports', { _id: 'file', at: FILED, by, rows: [{ id: 'F002', content, base: 0 }] });
  const {
    _id: _one,
    nameKey: _two,
    searchParts: _three,
    vacant: _four,
    ...known
  } = world.get('services', service.id)!;
  world.put('serviceimports', {
    _id: 'file',
    at: FILED,
    by,
    rows: [{ ...known, name: '社保卡申领和补办' } as never],
  });
  world.put('registers', {
    _id: 'asset',
    register: 'assets',
    version: 1,
    values: { name: '短信网关', state: 'in-use', maintainedUntil: '2026-12-31' },
    ownerId: service.unitId,
    scope: [],
    key: '短信网关|asset',
    remindOn: '2026-12-01',
    remindAt: FILED,
    changedAt: FILED,
    changedBy: 'lead',
  });
  const checks = {
    kind: 'duty',
    topic: 'log-check',
    title: '系统日志检查',
    checklist: [],
    party: { role: 'operator' as const },
    scope: ['all'],
  };
  world.put('plans', {
    ...checks,
    _id: 'plan',
    version: 1,
    period: 'monthly',
    from: '2026-12-01',
    since: '2026-12-01',
    key: 'plan',
    nextAt: FILED,
    changedAt: FILED,
    changedBy: 'mgr',
  });
  world.put('planruns', {
    ...checks,
    _id: 'plan|2026-11',
    planId: 'plan',
    period: '2026-11',
    first: '2026-11-01',
    last: '2026-11-30',
    periodWords: '2026 年 11 月',
    due: '2026-11-30',
    after: '2026-12-01',
    state: 'due',
    settleAt: FILED,
  });
  world.put('drafts', {
    _id: 'left',
    no: 'TS',
    version: 1,
    savedAt: '2026-11-01T10:00:00.000+08:00',
    sealed: world.ports.secrets.seal({ text: '没有写完' }),
    expiresAt: '2026-12-01T00:00:00.000+08:00',
  });
  world.put('meters', { _id: 'yesterday', n: 3, expiresAt: FILED });
  world.put('erasures', { _id: 'wish', ownerId: 'openid-gone', no: 'TS0', at: FILED });
  const key = `${FILED}|ask`;
  const asked = {
    week: '2026-11-23',
    band: 'answer',
    solved: null,
    sampleKey: '2026-11-23|answer|ask',
  } as const;
  world.put('asks', { _id: 'ask', key, at: FILED, text: '怎么补办', answers: [], ...asked } as never);
  const hotline = { source: '12345', externalNo: 'HL9', no: 'TS0' };
  const change = {
    order: '12345|HL9',
    ticket: 'TS0',
    sequence: 1,
    event: 'accepted',
    state: 'accepted',
  } as const;
  world.put('hotlineorders', { _id: change.order, ...hotline, last: 1, next: 1, nextAt: FILED, tries: 0 });
  world.put('hotlinechanges', {
    _id: `${change.order}#000001`,
    ...hotline,
    ...change,
    key: FILED,
    at: FILED,
  });
  const file = { no: 'TS0', url: 'https://example.cn/a', name: '附件', tries: 0 };
  world.put('hotlinefiles', { _id: `${change.order}#1`, ...file, nextAt: FILED });
  world.put('hotlinecalls', { _id: 'old', digest: '', at: FILED, expiresAt: FILED });
  world.put('exports', { _id: 'file', fileID: 'cloud://a/exports/file.csv', expiresAt: FILED });
  return world;
};

const marksOf = (world: Memory, job: string): Readonly<Record<string, string>> =>
  world.get('leases', 'timer')?.jobs[job]?.marks ?? {};

/** By what one sees that each job has done its work. */
const evidence: Record<string, (world: Memory) => boolean> = {
  calendar: world => !['an older calendar', undefined].includes(marksOf(world, 'calendar')['counted']),
  'calendar-alarm': world => world.all('messages').some(({ template }) => template === 'calendar-alarm'),
  sweep: world => world.all('journal').some(({ type }) => type === 'remind'),
  desks: world => marksOf(world, 'desks')['seen'] !== undefined,
  recurring: world => world.all('tickets').some(({ ticket }) => ticket.state === 'collected'),
  'recount-tallies': world => marksOf(world, 'recount-tallies')['counted'] !== undefined,
  assessments: world => (world.get('leases', 'timer')?.jobs['assessments']?.nextAt ?? '') > NOW,
  bursts: world => marksOf(world, 'bursts')['seen'] !== undefined,
  plans: world => world.get('planruns', 'plan|2026-12') !== undefined,
  'plan-runs': world => world.get('planruns', 'plan|2026-11')?.state === 'missed',
  'filed-releases': world => world.all('journal').some(({ type }) => type === 'settle'),
  'opened-for-tickets': world => world.all('tickets').some(({ ticket }) => ticket.kind === 'visit'),
  probes: world => (world.get('probes', 'watched')?.nextAt ?? '') > NOW,
  outcomes: world => world.get('outcomechanges', 'noted') === undefined,
  outbox: world => world.all('journal').every(({ outbox }) => outbox === 'done'),
  'report-drafts': world => marksOf(world, 'report-drafts')['weekly'] !== undefined,
  reports: world => world.all('messages').some(({ template }) => template === 'reports'),
  editors: world => world.all('faqversions').every(({ outbox }) => outbox === undefined),
  notices: world => world.get('notices', 'GG1')?.announceAt === NEVER,
  email: world => world.get('messages', 'by-email')?.state === 'sent',
  sms: world => world.get('messages', 'by-sms')?.state === 'sent',
  hotline: world => world.get('hotlineorders', '12345|HL9')?.next === 2,
  'hotline-same': world => marksOf(world, 'hotline-same')['after'] !== undefined,
  'hotline-files': world => (world.get('hotlinefiles', '12345|HL9#1')?.nextAt ?? '') > NOW,
  'hotline-calls': world => world.get('hotlinecalls', 'old') === undefined,
  'hotline-changes': world => marksOf(world, 'hotline-changes')['walked'] !== undefined,
  media: world => world.get('mediachecks', 'check')?.traceId === 'trace',
  'knowledge-imports': world => world.get('faqversions', 'F002#000001') !== undefined,
  'service-imports': world => world.get('services', service.id)?.name === '社保卡申领和补办',
  registers: world => world.all('messages').some(({ template }) => template === 'register'),
  exports: world => world.get('exports', 'file') === undefined,
  rosters: world => world.get('alarms', 'rosters') !== undefined,
  meters: world => world.get('meters', 'yesterday') === undefined,
  drafts: world => world.get('drafts', 'left') === undefined,
  erasures: world => world.get('erasures', 'wish') === undefined,
  archive: world => marksOf(world, 'archive')['walked'] !== undefined,
  'search-texts': world => world.get('searchable', 'over')?.terms.length === 1,
  asks: world => world.get('tallies', 'asks') !== undefined,
  vacancies: world => world.get('alarms', 'vacancies') !== undefined,
  audit: world => world.get('audits', 'last') !== undefined,
  'data-use': world => typeof world.get('datausechecks', '2026-11')?.finishedAt === 'string',
  recount: world => marksOf(world, 'recount')['round'] !== undefined,
  anchors: world => marksOf(world, 'anchors')['anchor'] !== undefined,
  reseal: world => world.get('keyrings', 'current') !== undefined,
  refit: world => world.get('heartbeats', 'refit') !== undefined,
};
const names = jobs.map(({ name }) => name);
const undone = (world: Memory): string[] => names.filter(name => !evidence[name]?.(world));

test('all jobs together end before the function is ended', () => {
  expect(Object.keys(evidence).sort()).toEqual([...names].sort());
  expect(jobs.reduce((sum, { budget }) => sum + budget, 0)).toBeLessThan(clockConfig.timeout);
});

test('each job has its own heartbeat', async () => {
  const world = await busy();
  expect(undone(world)).toEqual(names);
  expect(await runClock(world)).toMatchObject({ skipped: false, did: { failed: 0 } });
  expect(undone(world)).toEqual([]);
  const shown = await getClock(world);
  expect(shown).toMatchObject({ silent: false, aside: [] });
  expect(shown.jobs.map(({ name, succeededAt, failures }) => [name, succeededAt, failures])).toEqual(
    names.map(name => [name, expect.stringContaining('2026-12-09'), 0]),
  );
});

test.each(names)('when %s breaks off all others do their work, and the manager is told', async bad => {
  const world = await busy();
  const throwing = jobs.map((job): Job =>
    job.name === bad ? { ...job, run: () => Promise.reject(new Error('broken')) } : job,
  );
  for (let run = 0; run < 2; run += 1) {
    expect(await runClock(world, throwing)).toMatchObject({ did: { failed: 1 } });
    expect(undone(world)).toEqual([bad]);
    world.pass(60_000);
  }
  const { label } = jobs.find(({ name }) => name === bad)!;
  const shown = (await getClock(world)).jobs;
  expect(shown.filter(({ failures }) => failures > 0)).toMatchObject([
    { name: bad, failures: 2, errorNo: expect.stringMatching(/^20261209-[0-9A-F]{6}$/) as string },
  ]);
  expect(await alarms(world)).toEqual([expect.stringContaining(`“${label}”连续 2 次没有完成`)]);
  // Put right, it does what has waited, and nothing is said any more.
  expect(await runClock(world)).toMatchObject({ did: { failed: 0 } });
  expect(undone(world)).toEqual([]);
  expect(await alarms(world)).toEqual([]);
});

const alarms = async (world: Memory): Promise<string[]> =>
  clockAlarms(await readTimer(world.ports.database), world.ports.now());

/** Runs the timer each half hour for some hours. */
const hours = async (world: Memory, n: number): Promise<void> => {
  for (let run = 0; run < 2 * n; run += 1) {
    world.pass(30 * 60_000);
    await runClock(world);
  }
};

describe('what always fails is set aside', () => {
  test('a ticket in the sweep: the others are settled, the manager sees it and has it tried again', async () => {
    const world = memory(NOW);
    const numbers = ['A', 'B', 'C'].map(letter => `TS20261123-000-00${letter}-0`);
    for (const no of numbers) await store(world, open({ no }));
    const bad = numbers[1]!;
    let tried = 0;
    world.onWrite = (name, document) => {
      if (name !== 'tickets' || document._id !== bad) return;
      tried += 1;
      throw new Error('cannot be written');
    };
    await runClock(world);
    const reminded = (): string[] =>
      world.all('journal').flatMap(({ type, no }) => (type === 'remind' ? [no] : []));
    expect(new Set(reminded())).toEqual(new Set([numbers[0], numbers[2]]));
    expect(await getClock(world)).toMatchObject({
      aside: [{ about: bad, tries: 1, nextAt: expect.any(String) }],
    });
    await hours(world, 6);
    // With the others, then five tries by itself with growing delay, then none.
    expect(tried).toBe(1 + 5);
    expect(await getClock(world)).toMatchObject({
      aside: [{ id: `sweep|${bad}`, about: bad, tries: 5, nextAt: null, label: '到期提醒和自动办理' }],
    });
    expect(await alarms(world)).toEqual([expect.stringContaining('有 1 项自动办理多次没有成功')]);

    world.onWrite = () => undefined;
    await runClock(world);
    expect(reminded()).not.toContain(bad);
    expect(await retryAside(world, manager, { id: `sweep|${bad}` })).toEqual({ retried: 1 });
    expect(await alarms(world)).toEqual([]);
    await runClock(world);
    expect(reminded()).toContain(bad);
    expect(await getClock(world)).toMatchObject({ aside: [] });
    expect(await retryAside(world, manager, { id: `sweep|${bad}` })).toEqual({ retried: 0 });
  });

  test('a message: the others arrive in order, also those of the same entry, and it is counted when it has arrived', async () => {
    const world = memory(NOW);
    world.put('journal', entry('TS1', 1, '2026-12-09T09:00:00.000+08:00', 'operator'));
    const two = entry('TS2', 1, '2026-12-09T09:01:00.000+08:00', 'manager');
    const [told] = two.messages;
    world.put('journal', {
      ...two,
      messages: [...two.messages, { ...told!, audience: { to: 'operator' }, key: 'TS2:1:operator' }],
    });
    world.put('journal', entry('TS3', 1, '2026-12-09T09:02:00.000+08:00', 'operator'));
    world.onWrite = (name, document) => {
      if (name === 'messages' && (document as MessageDocument).to === 'openid-mgr')
        throw new Error('cannot be delivered');
    };
    const outbox = jobs.filter(({ name }) => name === 'outbox');
    await runClock(world, outbox);
    const inbox = (to: string): (string | null)[] =>
      world.all('messages').flatMap(one => (one.channel === 'inbox' && one.to === to ? [one.about] : []));
    expect(inbox('openid-op')).toEqual(['TS1', 'TS2', 'TS3']);
    const counted = (): number =>
      world
        .all('counters')
        .reduce((sum, one) => sum + (('counts' in one && one.counts['noted|complaint|-']) || 0), 0);
    expect(counted()).toBe(2);
    for (let run = 0; run < 12; run += 1) {
      world.pass(30 * 60_000);
      await runClock(world, outbox);
    }
    expect(await getClock(world)).toMatchObject({ aside: [{ about: 'TS2', tries: 5, nextAt: null }] });
    world.onWrite = () => undefined;
    await retryAside(world, manager, {});
    await runClock(world, outbox);
    expect(inbox('openid-mgr')).toEqual(['TS2']);
    // Nobody had anything twice, and all is counted once.
    expect(inbox('openid-op')).toEqual(['TS1', 'TS2', 'TS3']);
    expect(counted()).toBe(3);
    expect((await getClock(world)).aside).toEqual([]);
  });

  test('more of one moment than a page holds keep nobody behind them waiting', async () => {
    const world = memory(NOW);
    const at = '2026-12-09T00:00:00.000+08:00';
    for (let n = 0; n < 130; n += 1) world.put('journal', entry(`TS${n}`, 1, at, 'manager'));
    world.put('journal', entry('YZ1', 1, at, 'operator'));
    world.put('journal', entry('YZ2', 1, '2026-12-09T00:01:00.000+08:00', 'operator'));
    world.onWrite = (name, document) => {
      if (name === 'messages' && (document as MessageDocument).to === 'openid-mgr') throw new Error('no');
    };
    await runClock(
      world,
      jobs.filter(({ name }) => name === 'outbox'),
    );
    const arrived = world.all('messages').filter(({ channel }) => channel === 'inbox');
    expect(arrived.map(({ about }) => about)).toEqual(['YZ1', 'YZ2']);
    expect((await getClock(world)).jobs.find(({ name }) => name === 'outbox')?.waiting).toBe(130);
  });
});

describe('the lease', () => {
  const job = (name: string, run: Job['run'], budget = 600): Job => ({ name, label: name, budget, run });
  /** One that kills its run: it is told when it begins, and never ends. */
  const deadly = (name: string, begun: () => void): Job =>
    job(name, () => {
      begun();
      return new Promise<never>(() => undefined);
    });

  test('a run that was killed is followed by one that works within two minutes', async () => {
    const world = memory(NOW);
    await new Promise<void>(begun => void runClock(world, [deadly('killed', begun)]));
    let worked = '';
    const next = job('works', async ({ ports }) => {
      worked ||= ports.now();
      return {};
    });
    // As the timer does: at each full minute.
    for (let minute = 1; minute <= 2; minute += 1) {
      world.at(addMinutes(NOW, minute));
      await runClock(world, [next]);
    }
    expect(worked).not.toBe('');
    expect(worked <= addMinutes(NOW, 2)).toBe(true);
  });

  test('a run that lives keeps it, however long it takes: no other works beside it', async () => {
    const world = memory(NOW);
    const seen: string[] = [];
    const long = job('long', async (_runtime, work) => {
      for (let step = 0; step < 30; step += 1) {
        if (!(await work.hasTime())) return {};
        seen.push('long');
        world.pass(10_000);
        expect(await runClock(world, [job('other', async () => ({ n: seen.push('other') }))])).toEqual({
          skipped: true,
        });
      }
      return {};
    });
    await runClock(world, [long]);
    expect(seen).toEqual(Array.from({ length: 30 }, () => 'long'));
    expect(await runClock(world, [job('other', async () => ({}))])).toMatchObject({ skipped: false });
  });

  test('a run that was frozen and wakes up after another has taken over does nothing more', async () => {
    const world = memory(NOW);
    const did: string[] = [];
    let wake = (): void => undefined;
    const frozen = job('frozen', async (_runtime, work) => {
      await new Promise<void>(resolve => (wake = resolve));
      if (await work.hasTime()) did.push('frozen');
      return {};
    });
    const after = job('after', async () => ({ n: did.push('after') }));
    const first = runClock(world, [frozen, after]);
    await new Promise(resolve => setImmediate(resolve));
    world.pass(90_000);
    const second = runClock(world, [job('second', async () => ({ n: did.push('second') }))]);
    await second;
    wake();
    await first;
    expect(did).toEqual(['second']);
  });

  test('a job that kills the run again and again comes last, so that the others do their work', async () => {
    const world = memory(NOW);
    const did: string[] = [];
    const does = (name: string): Job => job(name, async () => ({ n: did.push(name) }));
    for (let run = 0; run < 3; run += 1) {
      await new Promise<void>(
        begun => void runClock(world, [does('first'), deadly('deadly', begun), does('last')]),
      );
      world.pass(120_000);
    }
    expect(did).toEqual(['first', 'first', 'first', 'last']);
  });
});
