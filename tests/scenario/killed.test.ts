import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { ShownTicket } from '../../typings/contract';
import { Driver } from '../../local/cloud/store/driver';
import { programOf } from '../support/program';
import { builtFunctions, callAt, filing, freshData } from '../support/system';
import { LONG } from '../support/long';

/** `kill -9` in the middle of filing: what was acknowledged is there, nothing is half there (design §6, §7). */

type Served = { url: string; process: ChildProcess; ended: Promise<unknown> };

const serve = async (dataDir: string, functions: string): Promise<Served> => {
  const program = await programOf('tests/support/serve-system.ts');
  const child = spawn(process.execPath, [program, dataDir, functions], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<unknown>(done => child.on('exit', done));
  let said = '';
  const url = await new Promise<string>((ready, failed) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const line = /ready (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (line?.[1]) ready(line[1]);
    });
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    void ended.then(() => failed(new Error(said)));
  });
  return { url, process: child, ended };
};

type Stored = { tickets: Map<string, { seq: number; head: string }>; journal: Map<string, string[]> };

/** What lies on the disk after the kill. */
const read = (dataDir: string): Stored => {
  const driver = Driver.open(dataDir);
  const docs = (name: string): Record<string, unknown>[] =>
    driver
      .all<{ body: string }>(
        'SELECT d.body FROM doc d JOIN collection c ON c.id = d.c WHERE c.name = ?',
        name,
      )
      .map(row => JSON.parse(row.body) as Record<string, unknown>);
  const stored: Stored = { tickets: new Map(), journal: new Map() };
  for (const doc of docs('tickets'))
    stored.tickets.set(String(doc['_id']), doc['chain'] as { seq: number; head: string });
  for (const doc of docs('journal')) {
    const no = String(doc['no']);
    stored.journal.set(no, [...(stored.journal.get(no) ?? []), String(doc['hash'])]);
  }
  driver.close();
  return stored;
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** Twenty in the long form. */
const ROUNDS = LONG ? 20 : 7;
const CALLERS = 3;

test('killed again and again while people file at the same time', async () => {
  const functions = await builtFunctions();
  const dataDir = await freshData();
  const acknowledged = new Map<string, string>();
  const asked = new Set<string>();
  let unanswered: string[] = [];
  const file = async (url: string, requestId: string): Promise<void> => {
    asked.add(requestId);
    const input = { ...filing(), requestId, serviceId: 'S001' };
    const reply = await callAt<{ ticket: ShownTicket }>(url, 'citizen', `killed-${requestId}`, {
      action: 'ticket.file',
      ...input,
    });
    if (!reply.ok) throw new Error(reply.error.code);
    const before = acknowledged.get(requestId);
    if (before) expect(reply.data.ticket.no).toBe(before);
    acknowledged.set(requestId, reply.data.ticket.no);
  };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const system = await serve(dataDir, functions);
      // Those whose answer was lost ask again with the same requestId.
      const again = unanswered;
      unanswered = [];
      const caller = async (): Promise<void> => {
        for (;;) {
          const requestId = again.pop() ?? randomUUID();
          try {
            await file(system.url, requestId);
          } catch {
            unanswered.push(requestId);
            return;
          }
        }
      };
      const callers = Array.from({ length: CALLERS }, caller);
      // Somewhere in the middle: the first answers are out, the next filings are under way.
      const before = acknowledged.size;
      while (acknowledged.size < before + 2) await pause(5);
      await pause(Math.random() * 60);
      system.process.kill('SIGKILL');
      await Promise.all([...callers, system.ended]);
      unanswered.push(...again);

      const { tickets, journal } = read(dataDir);
      for (const no of acknowledged.values()) expect(tickets.has(no)).toBe(true);
      expect([...journal.keys()].sort()).toEqual([...tickets.keys()].sort());
      for (const [no, chain] of tickets) {
        expect(journal.get(no)).toHaveLength(chain.seq);
        expect(journal.get(no)).toContain(chain.head);
      }
    }
    const system = await serve(dataDir, functions);
    for (const requestId of unanswered) await file(system.url, requestId);
    const audit = await callAt<{ checked: number; broken: unknown[] }>(system.url, 'staff', 'demo-manager', {
      action: 'audit.check',
    });
    expect(audit.ok && audit.data.broken).toEqual([]);
    system.process.kill('SIGKILL');
    await system.ended;
    // Every requestId has one ticket, however often it was asked.
    expect(acknowledged.size).toBe(asked.size);
    expect(read(dataDir).tickets.size).toBe(asked.size);
    expect(asked.size).toBeGreaterThan(2 * ROUNDS);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 240_000);

const FILED = 40;

test('the timer killed in the middle of a run works again within two minutes, and nobody is told twice (design §4)', async () => {
  const functions = await builtFunctions();
  const dataDir = await freshData();
  const control = async <T>(url: string, path: string, body?: object): Promise<T> => {
    const post = { method: 'POST', body: JSON.stringify(body) };
    return (await (await fetch(`${url}/control/${path}`, body ? post : {})).json()) as T;
  };
  type Run = { result: { data: { skipped: boolean; did: { failed: number } } } };
  type Told = { messages: { to: string; template: string; about: string }[] };
  const run = (url: string): Promise<Run> => control<Run>(url, 'run-timer/clock', {});
  const told = async (url: string): Promise<string[]> =>
    (await control<Told>(url, 'messages')).messages
      .filter(({ template }) => template === 'red')
      .map(({ to, template, about }) => `${to} ${template} ${about}`);
  try {
    const first = await serve(dataDir, functions);
    await control(first.url, 'clock', { now: '2026-09-07T10:00:00+08:00' });
    const numbers: string[] = [];
    // More than are told together.
    for (let n = 0; n < FILED; n += 1) {
      const input = { action: 'ticket.file', ...filing(), serviceId: 'S001' };
      const reply = await callAt<{ ticket: ShownTicket }>(first.url, 'citizen', `timer-${n}`, input);
      if (reply.ok) numbers.push(reply.data.ticket.no);
    }
    expect(numbers).toHaveLength(FILED);
    await run(first.url);
    // All are overdue by now: in the middle of telling it the process ends.
    await control(first.url, 'clock', { now: '2026-09-15T10:00:00+08:00' });
    let ended = false;
    const broken = run(first.url)
      .catch(() => undefined)
      .finally(() => (ended = true));
    while (!ended && (await told(first.url)).length === 0) await pause(2);
    expect(ended).toBe(false);
    first.process.kill('SIGKILL');
    await Promise.all([broken, first.ended]);

    const second = await serve(dataDir, functions);
    await control(second.url, 'clock', { now: '2026-09-15T10:01:40+08:00' });
    const before = await told(second.url);
    const { skipped, did } = (await run(second.url)).result.data;
    expect(skipped).toBe(false);
    expect(did.failed).toBe(0);
    const all = await told(second.url);
    // It was in the middle: some were told before, the others after, nobody twice.
    expect(all.length).toBeGreaterThan(before.length);
    expect(new Set(all).size).toBe(all.length);
    for (const no of numbers) expect(all).toContain(`demo-hrss-lead red ${no}`);
    second.process.kill('SIGKILL');
    await second.ended;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 240_000);
