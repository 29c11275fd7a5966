import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceEntry, ShownTicket } from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { startSystem } from '../../tools/local-system';
import { brokenChains, makeOld, oldValues, storedIn, type StoredTicket } from '../support/old-folder';
import { programOf } from '../support/program';
import { builtFunctions, freshData, Person } from '../support/system';

/**
 * Stored data outlive the code (design §2): a folder from before migrations opens, also when the first start was
 * killed in the middle; a ticket is new for whoever reads it, before it is stored anew; every chain verifies (§6).
 */

const COPIES = 80;

let functions = '';
let old = '';
let no: Record<'fault' | 'listing' | 'consultation', string>;
const folders: string[] = [];

const copyOfOld = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-old-'));
  cpSync(old, folder, { recursive: true });
  folders.push(folder);
  return folder;
};

const open = (dataDir: string): Promise<Cloud> =>
  startSystem({ dataDir, seed: 'demo', timers: false, flush: false, demoTickets: false, functions });

const inSystem = async <T>(
  dataDir: string,
  work: (person: (who: string) => Person, cloud: Cloud) => Promise<T>,
) => {
  const cloud = await open(dataDir);
  try {
    return await work(
      who => new Person(() => cloud.url, who, who.startsWith('demo-') ? 'staff' : 'citizen'),
      cloud,
    );
  } finally {
    await cloud.close();
  }
};

beforeAll(async () => {
  functions = await builtFunctions();
  old = await freshData();
  folders.push(old);
  no = await inSystem(old, async (person, cloud) => {
    cloud.control.setNow('2026-09-24T10:00:00+08:00');
    const fault = await person('demo-operator').open('major-fault', { serviceId: 'S041', symptom: 'login' });
    const listing = await person('demo-hrss-handler').open('listing', {
      ...{ name: '技能人才评价报名', region: '440000', competent: ['hrss'], plannedOn: '2026-11-16' },
      ...{ openType: 'h5', openTarget: 'https://service.banjie.example/jnrc' },
      ...{
        ownerName: '陈负责',
        ownerPhone: '020-83330001',
        technicalName: '林技术',
        technicalPhone: '13800138000',
      },
      ...{ selfTest: ['cloud://demo/self-test.pdf'] },
    });
    const consultation = await person('wen').file({ serviceId: 'S001' });
    return { fault: fault.no, listing: listing.no, consultation: consultation.no };
  });
  makeOld(old, COPIES);
}, 400_000);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What a folder says, without what is random or tells the time. */
const told = (dataDir: string, collection: string): unknown =>
  JSON.parse(
    JSON.stringify(storedIn(dataDir, collection), (key, value: unknown) =>
      ['salt', 'commitment', 'hash', 'head', 'state', 'seal'].includes(key) ||
      (key === 'at' && collection === 'journal')
        ? undefined
        : value,
    ),
  );

/** Entries of tickets that got another form, without those that only got their first keyed entry (A47). */
const broughtOver = (dataDir: string) =>
  storedIn(dataDir, 'journal').filter(
    ({ type, payload }) => type === 'migrate' && !(payload as { sealed?: boolean }).sealed,
  );

const byId = (dataDir: string): Map<string, StoredTicket> =>
  new Map(storedIn<StoredTicket>(dataDir, 'tickets').map(document => [document._id, document]));

/** Starts the system as a process of its own and kills it when the log of the functions tells of so many pages. */
const killAfterPages = async (dataDir: string, pages: number): Promise<void> => {
  const log = join(dataDir, 'functions.log');
  const logged = (): number =>
    existsSync(log) ? readFileSync(log, 'utf8').split('"event":"migrating"').length - 1 : 0;
  const before = logged();
  const program = await programOf('tests/support/serve-system.ts');
  const child = spawn(process.execPath, [program, dataDir, functions], { stdio: 'ignore' });
  const ended = new Promise(done => child.once('exit', done));
  while (logged() < before + pages && child.exitCode === null) await new Promise(done => setTimeout(done, 2));
  child.kill('SIGKILL');
  await ended;
};

test('killed in the middle of the migration: nothing is half there, the next start goes on to the same end', async () => {
  const whole = copyOfOld();
  await (await open(whole)).close();
  const killed = copyOfOld();
  expect(brokenChains(killed)).toEqual([]);

  // Services, notices, one page of the tickets; another is left.
  await killAfterPages(killed, 3);
  const isNew = ({ ticket }: StoredTicket): boolean => ticket.schema !== undefined;
  const changed = storedIn<StoredTicket>(killed, 'tickets').filter(isNew).length;
  expect(changed).toBeGreaterThan(0);
  expect(changed).toBeLessThan(2 * COPIES);
  expect(brokenChains(killed)).toEqual([]);
  expect(storedIn(killed, 'migrations')).toEqual([expect.objectContaining({ version: 0 })]);

  await (await open(killed)).close();
  for (const collection of ['tickets', 'journal', 'services', 'notices'])
    expect(told(killed, collection)).toEqual(told(whole, collection));
  expect(brokenChains(killed)).toEqual([]);
  expect(broughtOver(killed)).toHaveLength(2 * (COPIES + 1));
}, 400_000);

test('everything is there as before: tickets show, services and notices are found, the chain verifies, clocks run', async () => {
  const folder = copyOfOld();
  const before = byId(folder);
  await inSystem(folder, async (person, cloud) => {
    const operator = person('demo-operator');
    expect(await operator.get(no.fault)).toMatchObject({ state: 'handling', version: 1, light: 'green' });
    expect(await person('wen').get(no.consultation)).toMatchObject({
      state: 'dispatched',
      promise: { broken: false },
    });
    expect(await person('demo-hrss-handler').queue('todo')).toContain(no.consultation);
    const found = await person('wen').call<{ services: ServiceEntry[] }>('service.list', {
      query: '社保 养老',
    });
    expect(found.services.length).toBeGreaterThan(0);
    const { notices } = await person('demo-manager').call<{ notices: object[] }>('notice.list');
    expect(notices.length).toBeGreaterThan(0);
    const { entries } = await person('demo-manager').call<{ entries: object[] }>('audit.list', {
      no: no.fault,
    });
    expect(entries.at(-1)).toMatchObject({ type: 'migrate', label: '数据格式升级', role: 'system' });
    let cursor: string | undefined;
    do {
      const page = await person('demo-manager').call<{ broken: object[]; nextCursor?: string }>(
        'audit.check',
        {
          ...(cursor ? { cursor } : {}),
        },
      );
      expect(page.broken).toEqual([]);
      cursor = page.nextCursor;
    } while (cursor);
    // Two working days later the sweep has looked at what was brought over, and what is overdue is red.
    cloud.control.setNow('2026-09-30T10:00:00+08:00');
    expect(await cloud.control.runTimer('clock')).toMatchObject({ result: { data: { did: { failed: 0 } } } });
    expect(await operator.get(no.fault)).toMatchObject({ light: 'red' });
    expect(cloud.control.warnings()).toEqual([]);
  });
  const after = byId(folder);
  expect(after.get(no.fault)?.ticket.work?.values).toMatchObject({
    calls: [
      {
        who: '人社厅值班 张三',
        phone: '020-83330000',
        result: 'reached',
        at: '2026-09-24T10:12:00.000+08:00',
      },
      { who: '运营方负责人 李四', phone: '13800000000', result: 'waiting' },
    ],
  });
  expect(after.get(no.listing)?.ticket.work?.values).toMatchObject({
    name: '技能人才评价报名',
    list: [
      { name: '养老金测算', openTarget: 'https://b.example.cn/x' },
      { name: '社保卡补换', openTarget: 'wx0123456789abcdef' },
    ],
  });
  // A ticket without another form is not written by it.
  expect(broughtOver(folder).map(entry => entry['no'])).not.toContain(no.consultation);
  expect(before.get(no.consultation)?.chain.seq).toBe(1);
}, 400_000);

test('before the migration has come to it, a ticket is read in its new form, and acting on it stores both entries', async () => {
  const folder = copyOfOld();
  // A start that is told that everything is done: the tickets still lie there as they were.
  await (await open(folder)).close();
  const whole = readFileSync(join(folder, 'filled.json'), 'utf8');
  rmSync(folder, { recursive: true });
  cpSync(old, folder, { recursive: true });
  writeFileSync(join(folder, 'filled.json'), whole);

  const shown = await inSystem(folder, async person => {
    const manager = person('demo-manager');
    await person('demo-operator').get(no.fault);
    const noted: ShownTicket = await person('demo-operator').act(no.fault, 'note', {
      text: '正在切换机房。',
    });
    expect(await manager.call('audit.check', { no: no.fault })).toMatchObject({ checked: 1, broken: [] });
    return noted;
  });
  expect(shown.version).toBe(2);
  const stored = byId(folder);
  expect(stored.get(no.fault)?.chain.seq).toBe(3);
  expect(stored.get(no.fault)?.ticket.work?.values).not.toHaveProperty('call1');
  const types = storedIn(folder, 'journal').filter(entry => entry['no'] === no.fault);
  expect(types.map(({ type }) => type)).toEqual(['open', 'migrate', 'note']);
  // Reading alone stores nothing.
  expect(stored.get(no.listing)?.ticket.work?.values).toMatchObject(oldValues['listing'] ?? {});
}, 400_000);
