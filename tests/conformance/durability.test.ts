import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Driver } from '../../local/cloud/store/driver';
import { programOf } from '../support/program';
import { freshFolder, FUNCTIONS, openLab, SCHEMA, type CallReply } from './lab';

const MAIN = join(__dirname, '../../local/cloud/main.ts');

type Served = { url: string; process: ChildProcess; ended: Promise<number | null> };

/** `npm run cloud` as its own process, ready to serve. */
const serve = async (dataDir: string): Promise<Served> => {
  const program = await programOf('local/cloud/main.ts');
  const args = [program, '--functions', FUNCTIONS, '--schema', SCHEMA, '--data', dataDir];
  const process_ = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: join(__dirname, '../..'),
    env: { ...process.env, TZ: 'America/New_York' },
  });
  const ended = new Promise<number | null>(done => process_.on('exit', done));
  let said = '';
  const url = await new Promise<string>((ready, failed) => {
    process_.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const line = /ready (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (line) ready(line[1]!);
    });
    process_.stderr.on('data', (text: Buffer) => (said += text.toString()));
    void ended.then(() => failed(new Error(said)));
  });
  return { url, process: process_, ended };
};

const inFunction = async (url: string, work: string, input: unknown): Promise<CallReply> => {
  const response = await fetch(`${url}/call/lab`, {
    method: 'POST',
    headers: { 'x-openid': 'a' },
    body: JSON.stringify({ code: work, input }),
  });
  return (await response.json()) as CallReply;
};

const FILE_BOTH = `async ({ db }, id) => {
  await db.runTransaction(async transaction => {
    await transaction.collection('tickets').add({ data: { _id: id, state: 'new', ownerId: id.slice(0, 2) } });
    await transaction.collection('journal').add({ data: { _id: id, filler: 'x'.repeat(300) } });
  });
  return id;
}`;

const COUNT = `async ({ db, _ }, ids) => {
  const of = async (name, filter) => (await db.collection(name).where(filter).count()).total;
  return [await of('tickets', { _id: _.in(ids) }), await of('journal', { _id: _.in(ids) }), await of('tickets', {}), await of('journal', {})];
}`;

test('killed twenty times in the middle of transactions over two collections: nothing acknowledged is lost, nothing is torn', async () => {
  const folder = freshFolder();
  const acknowledged: string[] = [];
  for (let round = 0; round < 20; round++) {
    const cloud = await serve(folder);
    if (acknowledged.length) {
      const reply = await inFunction(cloud.url, COUNT, acknowledged.slice(-2500));
      const [tickets, entries, allTickets, allEntries] = reply.result as number[];
      expect([tickets, entries]).toEqual(Array(2).fill(Math.min(acknowledged.length, 2500)));
      expect(allTickets).toBe(allEntries);
      expect(allTickets).toBeGreaterThanOrEqual(acknowledged.length);
    } else await inFunction(cloud.url, '() => 0', 0);
    let n = 0;
    const caller = async (): Promise<void> => {
      for (;;) {
        const reply = await inFunction(cloud.url, FILE_BOTH, `${round}-${n++}`).catch(() => undefined);
        if (!reply) return;
        if (reply.errCode === undefined) acknowledged.push(reply.result as string);
      }
    };
    const callers = [caller(), caller()];
    for (const before = acknowledged.length; acknowledged.length < before + 12;)
      await new Promise(resolve => setTimeout(resolve, 5 + Math.random() * 60));
    cloud.process.kill('SIGKILL');
    await Promise.all([...callers, cloud.ended]);
  }
  expect(acknowledged.length).toBeGreaterThan(100);
  const driver = Driver.open(folder);
  expect(driver.get('PRAGMA integrity_check')).toMatchObject({ integrity_check: 'ok' });
  driver.close();
  rmSync(folder, { recursive: true });
}, 240_000);

test('a second process on the same folder is refused; SIGTERM ends cleanly and frees it', async () => {
  const folder = freshFolder();
  const first = await serve(folder);
  // Whatever the zone of the machine, functions run in UTC.
  expect(
    (await inFunction(first.url, '() => [new Date(0).getHours(), new Date().getTimezoneOffset()]', 0)).result,
  ).toEqual([0, 0]);
  await expect(serve(folder)).rejects.toThrow('already running');
  await expect(openLab({ dataDir: folder })).rejects.toThrow('already running');
  first.process.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const next = await openLab({ dataDir: folder });
  await next.end();
  rmSync(folder, { recursive: true });
});

test('clock, documents, messages and uploads survive a restart; the same --now does not turn the clock back', async () => {
  const folder = freshFolder();
  const now = '2026-09-24T10:00:00+08:00';
  const first = await openLab({ dataDir: folder, now });
  first.control.setNow('2027-03-01T08:00:00+08:00');
  const { fileID } = await first.inFunction(async ({ db, cloud }) => {
    await db.collection('tickets').add({ data: { _id: 'kept', tags: ['a', 'b'] } });
    await cloud.openapi.subscribeMessage.send({
      touser: 'anna',
      templateId: 'T',
      page: 'p?no=1',
      data: { thing1: { value: 'x' } },
    });
    return cloud.uploadFile({ cloudPath: 'kept.txt', fileContent: Buffer.from('kept') });
  });
  await first.end();
  const second = await openLab({ dataDir: folder, now });
  expect(second.control.now()).toMatch(/^2027-03-01T08:00/);
  expect(second.control.messages('anna')).toHaveLength(1);
  const seen = await second.inFunction(
    async ({ db, cloud }, id) => ({
      byTag: (await db.collection('tickets').where({ tags: 'b' }).get()).data.map(doc => doc._id),
      text: (await cloud.downloadFile({ fileID: id })).fileContent.toString(),
    }),
    fileID,
  );
  expect(seen).toEqual({ byTag: ['kept'], text: 'kept' });
  await second.end();
  const third = await openLab({ dataDir: folder, now: '2030-01-01T00:00:00+08:00' });
  expect(third.control.now()).toMatch(/^2030-01-01/);
  await third.end();
  rmSync(folder, { recursive: true });
});

test('indexes follow the schema: new ones are built, changed ones rebuilt, dropped ones removed', async () => {
  const folder = freshFolder();
  const schemaFile = join(folder, 'schema.json');
  const schema = (indexes: object[]): void =>
    writeFileSync(
      schemaFile,
      JSON.stringify({
        collections: [
          { name: 'tickets', indexes },
          { name: 'members', indexes: [] },
        ],
      }),
    );
  const open = () => openLab({ dataDir: join(folder, 'data'), schemaFile, scanLimit: 10 });
  const ask = async (indexes: object[]): Promise<string[]> => {
    schema(indexes);
    const lab = await open();
    const total = await lab.inFunction(
      async ({ db }) => (await db.collection('tickets').where({ a: 1 }).count()).total,
    );
    expect(total).toBe(10);
    const kinds = lab.control.warnings().map(({ kind }) => kind);
    await lab.end();
    return kinds;
  };
  schema([]);
  const lab = await open();
  await lab.inFunction(async ({ db }) => {
    for (let n = 0; n < 20; n++) await db.collection('tickets').add({ data: { a: n % 2, b: n } });
  });
  await lab.end();
  expect(await ask([])).toEqual(['scan']);
  expect(await ask([{ name: 'i', fields: { a: 1 } }])).toEqual([]);
  expect(await ask([{ name: 'i', fields: { b: 1 }, unique: true }])).toEqual(['scan']);
  expect(
    await ask([
      { name: 'i', fields: { b: 1 }, unique: true },
      { name: 'j', fields: { a: 1, b: -1 } },
    ]),
  ).toEqual([]);
  expect(await ask([])).toEqual(['scan']);
  schema([{ name: 'i', fields: { a: 1 }, unique: true }]);
  await expect(open()).rejects.toThrow('unique index tickets.i cannot be built');
  expect(readdirSync(join(folder, 'data'))).toContain('cloud.db');
  expect(await ask([{ name: 'i', fields: { a: 1 } }])).toEqual([]);
  rmSync(folder, { recursive: true });
});

test.each([
  ['{"collections": [{"name": "a"}, {"name": "a"}]}', 'appears twice'],
  ['{"collections": [{"name": "a", "indexes": [{"name": "i", "fields": {"x": 2}}]}]}', 'is wrong'],
  ['{"collections": [{"name": "a", "indexes": [{"name": "i", "fields": {}}]}]}', 'no fields'],
])('a wrong schema stops the start: %s', async (text, message) => {
  const folder = freshFolder();
  const schemaFile = join(folder, 'schema.json');
  writeFileSync(schemaFile, text);
  await expect(openLab({ dataDir: join(folder, 'data'), schemaFile })).rejects.toThrow(message);
  rmSync(folder, { recursive: true });
});

test('wrong use of the command ends with 2', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--data', 'x'], {
    stdio: 'ignore',
    cwd: join(__dirname, '../..'),
  });
  expect(await new Promise(done => child.on('exit', done))).toBe(2);
});
