import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Messages } from '../../local/cloud/services/messages';
import { Reader } from '../../local/cloud/queries/reader';
import { Catalog } from '../../local/cloud/store/catalog';
import { Driver } from '../../local/cloud/store/driver';
import { Warnings } from '../../local/cloud/warnings';
import { freshFolder } from './lab';

/** What was erased cannot be read back from the files of the store (J-21b). */

const SECRET = 'only-this-person-knows-it ';

const isLeft = (folder: string): boolean =>
  readdirSync(folder).some(name => readFileSync(join(folder, name)).includes(SECRET.trim()));

test('neither deleted nor replaced rows are left in free pages or in the log, large ones too', () => {
  const folder = freshFolder();
  const driver = Driver.open(folder);
  driver.exec('CREATE TABLE kept (n INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  for (let n = 0; n < 50; n += 1)
    driver.run('INSERT INTO kept (n, body) VALUES (?, ?)', n, SECRET.repeat(n % 5 === 0 ? 2000 : 3));
  driver.checkpoint();
  expect(isLeft(folder)).toBe(true);
  driver.run('DELETE FROM kept WHERE n < 25');
  driver.run('UPDATE kept SET body = ? WHERE n >= 25', 'gone');
  driver.checkpoint();
  expect(isLeft(folder)).toBe(false);
  driver.close();
  expect(isLeft(folder)).toBe(false);
});

test('the log is emptied between requests: it stays small, and no commit does it', async () => {
  const folder = freshFolder();
  const driver = Driver.open(folder);
  driver.exec('CREATE TABLE kept (n INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const log = (): number => statSync(join(folder, 'cloud.db-wal')).size;
  const write = (): unknown =>
    driver.commit(() => driver.run('INSERT INTO kept (body) VALUES (?)', 'x'.repeat(20_000)));
  for (let n = 0; n < 400; n += 1) {
    write();
    await new Promise(resume => setImmediate(resume));
  }
  expect(log()).toBeLessThan(4_000_000);
  for (let n = 0; n < 300; n += 1) write();
  expect(log()).toBeGreaterThan(4_000_000);
  driver.close();
});

test('a folder of before, in which deleted content was left, is rewritten once when it is opened', () => {
  const folder = freshFolder();
  const before = new Database(join(folder, 'cloud.db'));
  before.exec('PRAGMA secure_delete=OFF');
  before.exec('CREATE TABLE kept (n INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  for (let n = 0; n < 50; n += 1) before.prepare('INSERT INTO kept (body) VALUES (?)').run(SECRET.repeat(50));
  before.exec('DELETE FROM kept');
  before.close();
  expect(isLeft(folder)).toBe(true);
  Driver.open(folder).close();
  expect(isLeft(folder)).toBe(false);
});

test('what was sent to a person goes with the product’s own record of it', () => {
  const folder = freshFolder();
  const driver = Driver.open(folder);
  const messages = new Messages(
    driver,
    new Catalog(driver, []),
    new Reader(driver, new Warnings(), Infinity),
  );
  const send = (to: string, about: string): void =>
    messages.capture({
      channel: 'subscribe',
      to,
      template: 't',
      text: '您有新的答复',
      about,
      at: '2026-11-23',
    });
  send('ou', 'TS1');
  send('ou', 'TS2');
  send('qiu', 'TS1');
  messages.forget('ou', 'TS1');
  expect(messages.list().map(({ to, about }) => `${to} ${about}`)).toEqual(['ou TS2', 'qiu TS1']);
  driver.close();
});
