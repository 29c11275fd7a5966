import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Reply, ShownTicket } from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { startSystem } from '../../tools/local-system';
import { builtFunctions, callAt, Person, POLICY, type Message } from '../support/system';

/**
 * A data folder of an earlier version opens with this one and nothing in it is lost (contract §1). The folder and what
 * that version showed of it lie in tests/fixtures/old-data.
 */

// Every ticket is asked for by all of its readers.
jest.setTimeout(300_000);

const fixture = join(__dirname, '../fixtures/old-data');
const unpacked = (name: string): Uint8Array =>
  new Uint8Array(brotliDecompressSync(new Uint8Array(readFileSync(join(fixture, name)))));

/** One call to that version, with what it answered, or the code with which it refused. */
type Call = {
  as: string;
  desk: 'citizen' | 'staff';
  action: string;
  input: { no?: string; view?: string; cursor?: string; year?: number };
  data?: Record<string, unknown>;
  refused?: string;
};
const shown = JSON.parse(new TextDecoder().decode(unpacked('shown.json.br'))) as {
  at: string;
  /** What the tickets were made for, e.g. `pending-reply`, and their numbers. */
  keys: Record<string, string>;
  calls: Call[];
};

let cloud: Cloud;
let dataDir = '';
const staff = (who: string): Person => new Person(() => cloud.url, who, 'staff');
const citizen = (who: string): Person => new Person(() => cloud.url, who, 'citizen');
const numberOf = (key: string): string => {
  const no = shown.keys[key];
  if (no === undefined) throw new Error(`the folder has no ${key}`);
  return no;
};
const run = async (): Promise<void> => {
  const outcome = await cloud.control.runTimer('clock');
  expect(outcome).toMatchObject({ ok: true, result: { ok: true, data: { did: { failed: 0 } } } });
};
const messages = (to: string, about: string): Message[] =>
  (cloud.control.messages(to) as Message[]).filter(one => one.about === about);

beforeAll(async () => {
  const functions = await builtFunctions();
  dataDir = mkdtempSync(join(tmpdir(), `banjie-scenario-${process.pid}-`));
  cpSync(join(fixture, 'data'), dataDir, { recursive: true });
  rmSync(join(dataDir, 'cloud.db.br'));
  writeFileSync(join(dataDir, 'cloud.db'), unpacked('data/cloud.db.br'));
  cloud = await startSystem({ dataDir, seed: 'demo', now: shown.at, timers: false, flush: false, functions });
});
afterEach(() => expect(cloud.control.warnings()).toEqual([]));
afterAll(async () => {
  await cloud?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Answer = Pick<Call, 'data' | 'refused'>;

/** All pages as one: a later version may divide them differently. */
const joined = (pages: Answer[]): Answer => {
  const [first = {}, ...others] = pages;
  if (!first.data) return first;
  const data: Record<string, unknown> = { ...first.data };
  delete data['nextCursor'];
  for (const { data: more = {} } of others)
    for (const [name, value] of Object.entries(more))
      if (Array.isArray(value)) data[name] = [...((data[name] as unknown[] | undefined) ?? []), ...value];
  return { data };
};

/** The same question put to this version, at the same instant. */
const askAgain = async ({ as, desk, action, input }: Call): Promise<Answer> => {
  const pages: Answer[] = [];
  let cursor: string | undefined;
  do {
    const event = { action, ...input, ...(cursor === undefined ? {} : { cursor }) };
    const reply: Reply<Record<string, unknown>> = await callAt(cloud.url, desk, as, event);
    pages.push(reply.ok ? { data: reply.data } : { refused: reply.error.code });
    cursor = reply.ok ? (reply.data['nextCursor'] as string | undefined) : undefined;
  } while (cursor !== undefined);
  return joined(pages);
};

/** Every question once, with the pages of its answer joined. */
const asked = (of: (call: Call) => boolean): (Call & Answer)[] => {
  const questions: { call: Call; pages: Answer[] }[] = [];
  for (const call of shown.calls.filter(of))
    if (call.input.cursor === undefined) questions.push({ call, pages: [call] });
    else questions.at(-1)?.pages.push(call);
  return questions.map(({ call, pages }) => ({ ...call, ...joined(pages) }));
};

/** Lists that may grow from version to version, by what tells their entries apart. */
const GROWING: Record<string, string> = { acts: 'act', menu: 'key' };
/** Lists whose order may change, or that may have more than before: each entry of then by what names it. */
const KEYED: Record<string, (entry: Entry) => string> = {
  facts: ({ name }) => String(name),
  alarms: text => String(text),
  entries: ({ seq }) => String(seq),
  ruleSets: ({ id, version }) => `${String(id)}#${String(version)}`,
};
type Entry = Record<string, unknown>;
/** The story of a ticket into which another one was merged holds all of that one now (A43). */
const isOfMerged = (lines: Entry[]): boolean => lines.some(({ label }) => String(label).startsWith('并入'));
const lineKey = ({ at, label }: Entry): string => `${String(at)} ${String(label)}`;
/** Worked out anew at each look, or another one each time. */
const PASSING = new Set(['suggestions', 'url']);
/** Words for what an entry is may be put better; how a rule set lies in the store is nobody's business. */
const REWORDED = [/\.facts\.[^.]+\.label$/, /\.entries\.\d+\.label$/, /\.ruleSet\.(_id|key)$/];
/** A switch that no rule asked for has been taken out. */
const TAKEN_OUT = [/\.ruleSet\.switches\.hotline$/];
/** Told by lists of rows now, which a test of its own compares. */
const AS_ROWS = /\.facts\.(call\d+|others)$/;

/** What was there then and is not now, or is different; what was added does not count. */
const lost = (then: unknown, now: unknown, path = ''): string[] => {
  if ([...REWORDED, ...TAKEN_OUT].some(pattern => pattern.test(path)) || AS_ROWS.test(path)) return [];
  if (typeof then !== 'object' || then === null) {
    return Object.is(then, now) ? [] : [`${path}: ${JSON.stringify(then)} is now ${JSON.stringify(now)}`];
  }
  if (typeof now !== 'object' || now === null) return [`${path} is now ${JSON.stringify(now)}`];
  const list = path.split('.').at(-1) ?? '';
  const identity = GROWING[list];
  if (identity !== undefined && Array.isArray(now)) {
    const names = new Set((now as Entry[]).map(one => one[identity]));
    return (then as Entry[])
      .filter(one => !names.has(one[identity]))
      .map(one => `${path}: no ${String(one[identity])}`);
  }
  const keyOf = KEYED[list] ?? (list === 'timeline' && isOfMerged(then as Entry[]) ? lineKey : undefined);
  if (keyOf !== undefined && Array.isArray(now)) {
    const found = new Map((now as Entry[]).map(one => [keyOf(one), one]));
    return (then as Entry[]).flatMap(one => lost(one, found.get(keyOf(one)), `${path}.${keyOf(one)}`));
  }
  if (Array.isArray(then) && Array.isArray(now) && then.length !== now.length)
    return [`${path}: ${then.length} entries are now ${now.length}`];
  return Object.entries(then).flatMap(([name, value]) =>
    PASSING.has(name) ? [] : lost(value, (now as Entry)[name], `${path}.${name}`),
  );
};

type Part = (answer: Answer) => unknown;
const whole: Part = answer => answer;

/** Asks again what was asked, and tells what of the answers is lost. */
const lostOf = async (questions: (Call & Answer)[], part: Part = whole): Promise<string[]> => {
  const all: string[] = [];
  for (let first = 0; first < questions.length; first += 8) {
    cloud.control.setNow(shown.at);
    const some = questions.slice(first, first + 8);
    const found = await Promise.all(
      some.map(async ({ data, refused, ...call }) => {
        const then = part(data === undefined ? { refused } : { data });
        const who = `${call.as} ${call.action} ${JSON.stringify(call.input)}`;
        return lost(then, part(await askAgain(call))).map(what => `${who}: ${what}`);
      }),
    );
    all.push(...found.flat());
  }
  return all;
};

const asTicket = ({ data }: Answer): ShownTicket | undefined => data?.['ticket'] as ShownTicket | undefined;
const manager = 'demo-manager';
const tickets = new Map(
  asked(({ as, action }) => as === manager && action === 'ticket.get').map(call => [
    call.input.no ?? '',
    asTicket(call),
  ]),
);
const kindOf = ({ input }: Call): string => tickets.get(input.no ?? '')?.kind ?? '';
const getsOf = (kind: string) => asked(call => call.action === 'ticket.get' && kindOf(call) === kind);
/** The call list of a major fault is compared by itself: its form may change. */
const withoutFacts = (kind: string): Part =>
  kind === 'major-fault'
    ? answer => {
        const ticket = asTicket(answer);
        if (!ticket) return answer;
        const { facts: _facts, ...more } = ticket;
        return more;
      }
    : whole;

const KINDS = [
  'consultation',
  'complaint',
  'suggestion',
  'listing',
  'change',
  'fault',
  'emergency-delisting',
  'maintenance',
  'major-fault',
  'release',
  'release-filing',
];

test('the folder holds every kind of ticket', () => {
  expect([...new Set([...tickets.values()].map(ticket => ticket?.kind))].sort()).toEqual([...KINDS].sort());
});

test.each(KINDS)('every %s shows as before to each of its readers, and to nobody else', async kind => {
  const gets = getsOf(kind);
  expect(gets.length).toBeGreaterThan(0);
  expect(await lostOf(gets, withoutFacts(kind))).toEqual([]);
});

type Fact = NonNullable<ShownTicket['facts']>[number];
const rowsOf = (facts: readonly Fact[] | undefined, name: string): string[] =>
  (facts?.find(fact => fact.name === name)?.rows ?? []).map(({ values }) => Object.values(values).join(' '));

test('a major fault: everything that was reported, and who was reached on the call list, shows as before', async () => {
  const facts: Part = answer => ({ facts: asTicket(answer)?.facts ?? answer.refused });
  expect(await lostOf(getsOf('major-fault'), facts)).toEqual([]);
  const no = numberOf('major-fault-calling');
  const then = (tickets.get(no)?.facts ?? []).filter(({ name }) => /^call\d+$/.test(name));
  const calls = rowsOf((await staff(manager).get(no)).facts, 'calls');
  expect(calls).toHaveLength(then.length);
  then.forEach(({ value }, index) => {
    // `单位值班 姓名 电话：10 月 9 日 周五 10:12 已通知`, part by part: who, the number, what came of it.
    const [whom = '', said = ''] = [
      value.slice(0, value.lastIndexOf('：')),
      value.slice(value.lastIndexOf('：') + 1),
    ];
    for (const part of [...whom.split(' '), said.split(' ').at(-1) ?? ''])
      expect(calls[index]).toContain(part);
  });
  expect(calls.filter(line => line.includes('已通知'))).toHaveLength(2);
});

test('a listing of several services: each of its list stands in a row of its own', async () => {
  for (const [no, ticket] of tickets) {
    const others = ticket?.facts?.find(({ name }) => name === 'others')?.value;
    if (ticket?.kind !== 'listing' || others === undefined) continue;
    const lines = others
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '' && line !== '无');
    const rows = rowsOf((await staff(manager).get(no)).facts, 'list');
    expect(rows).toHaveLength(lines.length);
    lines.forEach((line, index) => {
      for (const part of line.split(/[\s|｜]+/)) expect(rows[index]).toContain(part);
    });
  }
});

test('every page of every queue and of every citizen’s list holds the same numbers', async () => {
  type Listed = { no: string };
  const numbers: Part = ({ data, refused }) => {
    const listed = (data?.['tickets'] ?? []) as Listed[];
    // Above 99 a count says no more than that (contract §5).
    const counts = Object.entries((data?.['counts'] ?? {}) as Record<string, number>);
    return {
      refused,
      numbers: listed.map(({ no }) => no).sort(),
      counts: Object.fromEntries(counts.map(([view, n]) => [view, Math.min(n, 100)])),
    };
  };
  const lists = asked(({ action }) => action === 'ticket.queue' || action === 'ticket.list');
  expect(lists.length).toBeGreaterThan(50);
  expect(await lostOf(lists, numbers)).toEqual([]);
});

/** Counts go no further than 99 now; what is more is "99+" (contract §5). */
const isManyNow = (line: string): boolean => {
  const [, then = ''] = /\.(?:counts\.\w+|unread): (\d+) is now 100$/.exec(line) ?? [];
  return Number(then) > 100;
};

test('accounts and inboxes of both sides are as before', async () => {
  const people = asked(({ action }) => action === 'me.get' || action === 'inbox.list');
  expect((await lostOf(people)).filter(line => !isManyNow(line))).toEqual([]);
});

test('the calendar is as before, but for 2027: half a list no longer counts as published (A41)', async () => {
  const years = asked(({ action }) => action === 'calendar.get');
  const yearOf: Part = ({ data, refused }) => ({
    refused,
    published: data?.['published'],
    days: data?.['days'],
  });
  const before2027 = years.filter(({ input }) => input.year !== 2027);
  expect(before2027.length).toBeGreaterThan(0);
  expect(await lostOf(before2027, yearOf)).toEqual([]);
  const { data } = await askAgain({
    as: manager,
    desk: 'staff',
    action: 'calendar.get',
    input: { year: 2027 },
  });
  expect(data).toMatchObject({ published: false, publishedUntil: '2026-12-31', alarm: { daysLeft: 56 } });
});

test('notices, services with their history, units, members, rule sets and knowledge are as before', async () => {
  const others = asked(({ action }) => !/^(ticket|audit|me|inbox|calendar)\./.test(action));
  expect(new Set(others.map(({ action }) => action)).size).toBeGreaterThan(12);
  expect(await lostOf(others)).toEqual([]);
});

const checkAll = async (): Promise<{ checked: number; broken: unknown[] }> => {
  const whole = { checked: 0, broken: [] as unknown[] };
  let cursor: string | undefined;
  do {
    const page: { checked: number; broken: unknown[]; nextCursor?: string } = await staff(manager).call(
      'audit.check',
      cursor === undefined ? {} : { cursor },
    );
    whole.checked += page.checked;
    whole.broken.push(...page.broken);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return whole;
};

test('J-26: the journal of each ticket is there entry by entry, and its chain is unbroken', async () => {
  const journals = asked(({ action }) => action === 'audit.list');
  expect(journals).toHaveLength(tickets.size);
  expect(await lostOf(journals)).toEqual([]);
  expect(await checkAll()).toEqual({ checked: tickets.size, broken: [] });
});

test('files can be opened, and what was sealed opens with the keys of the folder', async () => {
  const owner = citizen('old-wang');
  const { attachments } = await owner.get(numberOf('dispatched'));
  const texts = await Promise.all(attachments.map(async ({ url }) => (await fetch(url ?? '')).text()));
  expect(texts).toEqual([expect.stringContaining('演示数据'), expect.stringContaining('演示数据')]);
  const { personal } = await staff('demo-hrss-handler').act(numberOf('dispatched'), 'reveal', {
    reason: '电话核实',
  });
  expect(personal).toMatchObject({ name: '王演示', phone: '13900001234' });
  expect(await staff('demo-operator').queue('all', { query: '13900001234' })).toEqual([
    numberOf('dispatched'),
  ]);
  await expect(citizen('old-erased').get(numberOf('erased-closed'))).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('what waited to be told is told, once', async () => {
  const replies = () =>
    messages('old-wang', numberOf('undelivered')).filter(({ template }) => template === 'reply');
  const told = () => messages(manager, numberOf('fault-unannounced'));
  cloud.control.setNow(shown.at);
  expect([replies(), told()]).toEqual([[], []]);
  await run();
  await run();
  expect([replies().length, told().length]).toEqual([1, 1]);
});

test('new tickets are filed under the version of the rule set that was in force', async () => {
  const ticket = await citizen('old-new').file({ serviceId: 'S001', consent: { policyVersion: POLICY } });
  expect(ticket).toMatchObject({
    ruleSet: { id: 'gdzw-0001.5-2019', version: 2 },
    promise: { date: '2026-11-10', confirmed: true },
  });
});

const verified = { verifier: '运营演示甲', evidence: '真机提交三次均成功。' };
const answer = { text: '请带身份证到窗口办理。' };

test.each<[string, string, string, object, string]>([
  ['submitted', 'demo-operator', 'dispatch', { unitId: 'psb' }, 'dispatched'],
  ['dispatched', 'demo-hrss-handler', 'accept', {}, 'accepted'],
  ['accepted', 'demo-hrss-handler', 'reply', answer, 'replied'],
  ['suggestion', 'demo-psb-handler', 'reply', answer, 'replied'],
  ['pending-reply', 'demo-amr-lead', 'approveReply', {}, 'replied'],
  ['recent-objected', manager, 'decideObjection', { uphold: true, reason: '属其职责' }, 'accepted'],
  ['returned-twice', manager, 'designate', { unitId: 'hrss', reason: '按三定方案' }, 'dispatched'],
  ['extension-asked', 'demo-hrss-lead', 'decideExtension', { approve: true, reason: '同意' }, 'accepted'],
  ['assisted', 'demo-psb-handler', 'answerAssist', { text: '户籍无误。' }, 'dispatched'],
  ['recent-rectifying', 'demo-hrss-handler', 'logCall', { reached: true, text: '已联系' }, 'rectifying'],
  ['recent-replied', 'old-chen', 'rate', { level: 5 }, 'closed'],
  ['awaiting-citizen', 'old-zhao', 'supplement', { text: '照片见附件。' }, 'dispatched'],
  ['fault-fixing', 'demo-hrss-handler', 'reportFix', { cause: '证书过期。', fix: '已更换。' }, 'fixed'],
  ['fault-fixed', 'demo-operator', 'verify', verified, 'verified'],
  ['change-verified', 'demo-operator', 'report', { result: '已按工单执行。' }, 'closed'],
  ['adjust-review', manager, 'approve', {}, 'ordered'],
  ['listing-returned', 'demo-gz-local', 'complete', { completed: '已补充。' }, 'checking'],
  ['delisting-verifying', 'demo-operator', 'verify', verified, 'restored'],
  ['maintenance-running', 'demo-health-lead', 'finish', verified, 'ended'],
  ['major-fault-calling', 'demo-operator', 'over', verified, 'over'],
  ['release-approving', manager, 'approve', {}, 'ready'],
  ['release-grey', 'demo-operator', 'rollback', { rollbackReason: '部分机型打不开。' }, 'rolled-back'],
  ['filing-august', 'demo-operator', 'file', {}, 'filed'],
])('work goes on: %s, by %s: %s', async (key, who, act, input, state) => {
  const person = who.startsWith('demo-') ? staff(who) : citizen(who);
  expect((await person.act(numberOf(key), act, input)).state).toBe(state);
});

test('the clocks run on: a reminder comes on its day, once; the service that is not repaired goes offline', async () => {
  const no = numberOf('recent-first');
  const reminders = () =>
    messages('demo-psb-handler', no).filter(({ template }) =>
      ['yellow', 'due-day', 'red'].includes(template),
    );
  expect(reminders()).toEqual([]);
  const { date } =
    (await staff('demo-psb-handler').get(no)).clocks.find(
      ({ name, state }) => name === 'reply' && state === 'running',
    ) ?? {};
  // Three working days under the second version of the rule set.
  expect(date).toBe('2026-11-09');
  cloud.control.setNow('2026-11-09T09:30:00+08:00');
  await run();
  await run();
  expect(reminders()).toHaveLength(1);
  const fault = await staff('demo-operator').get(numberOf('fault-overdue'));
  expect(fault).toMatchObject({ state: 'offline', unit: { id: 'tax' } });
});

test('work goes on: services of a list are put into the register on their day', async () => {
  cloud.control.setNow('2026-11-09T10:00:00+08:00');
  const listed = await staff('demo-operator').act(numberOf('listing-list-approved'), 'list', verified);
  expect(listed.state).toBe('listed');
  for (const name of ['演示就业见习报名甲', '演示参保登记甲']) {
    const { services } = await citizen('anybody').call<{ services: object[] }>('service.list', {
      query: name,
    });
    expect(services).toContainEqual(expect.objectContaining({ name, state: 'online' }));
  }
});

test('J-26: after all that the journal is still unbroken', async () => {
  await run();
  expect(await checkAll()).toMatchObject({ broken: [] });
});
