import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rooms and files that can be taken in at a glance (design §2): what grows beyond that is parted by topic. */

const root = join(__dirname, '../..');

const MOST_LINES = 400;
/** Files and folders of a room. */
const MOST_THINGS = 16;

type Exception = { most: number; why: string };

const longFiles: Record<string, Exception> = {
  'cloudfunctions/domain/procedures/common/citizen-ticket/dispatching.ts': {
    most: 420,
    why: 'one chain of rules for whose a ticket is; read from above to below',
  },
  'tests/scenario/listing.test.ts': { most: 500, why: 'one story with its branches in one system' },
  'tests/scenario/old-data.test.ts': { most: 460, why: 'one old folder, opened once' },
  'tests/support/staff-inputs.ts': { most: 490, why: 'what staff enter in the walk, in tables' },
  'tests/support/limits-of-staff.ts': {
    most: 490,
    why: 'every limit of the procedures of staff once, in a table',
  },
  'tests/unit/clock-jobs.test.ts': { most: 580, why: 'every job of the timer with one set of helpers' },
  'tests/unit/database-indexes.test.ts': { most: 700, why: 'every query of the product once, in a table' },
  'tests/unit/foreign.test.ts': { most: 630, why: 'every action and every naming field once, in a table' },
  'tests/unit/search.test.ts': { most: 450, why: 'what people type and what it finds, a table' },
  'tests/unit/counters.test.ts': { most: 430, why: 'what keeps the counters right, in one world' },
  'tests/unit/guards.test.ts': { most: 480, why: 'every guard of the source once' },
  'tests/unit/empty-desk.test.ts': {
    most: 440,
    why: 'every way in which a desk becomes empty, with one set of helpers',
  },
  'tests/unit/migrate.test.ts': { most: 500, why: 'one old database, brought over in every way' },
  'tests/unit/privacy-forms.test.ts': { most: 540, why: 'a table, a form a line' },
  'tests/unit/administration.test.ts': { most: 420, why: 'every administrative act once' },
  'tests/unit/reports.test.ts': { most: 420, why: 'the life of a report, with one set of helpers' },
  'cloudfunctions/domain/procedures/common/citizen-ticket/handling.ts': {
    most: 430,
    why: 'every act of working on a ticket once',
  },
  'tests/unit/readable.test.ts': { most: 570, why: 'every action of both functions once, in a table' },
};

const bigRooms: Record<string, Exception> = {
  'cloudfunctions/domain/procedures': { most: 40, why: 'a folder for each procedure, and what they share' },
  'cloudfunctions/domain/procedures/common/citizen-ticket': {
    most: 18,
    why: 'a file for each step in the life of a citizen’s ticket',
  },
  'cloudfunctions/domain/ticket': { most: 19, why: 'what a ticket is, a file for each side of it' },
  'cloudfunctions/usecases/tickets': { most: 18, why: 'a file for each thing that is done with a ticket' },
  'cloudfunctions/usecases/setup/migrations': { most: 24, why: 'a file for each change of what is stored' },
  'cloudfunctions/domain': { most: 26, why: 'a room for each topic of the rules' },
  'cloudfunctions/usecases/oversight': { most: 17, why: 'a file for each thing that is overseen' },
  'cloudfunctions/usecases': { most: 20, why: 'a room for each topic' },
  'miniprogram/components': { most: 26, why: 'a folder for each component, as WeChat wants it' },
  tools: { most: 26, why: 'a file for each command of package.json' },
};

const NOT_OURS = ['node_modules', 'miniprogram_npm', 'dist'];
const WRITTEN = /\.(ts|mjs|js|wxml|wxss|wxs)$/;

type Room = { path: string; files: string[]; folders: string[] };

const roomsUnder = (path: string): Room[] => {
  const entries = readdirSync(join(root, path), { withFileTypes: true }).filter(
    ({ name }) => !NOT_OURS.includes(name) && !name.startsWith('.'),
  );
  const named = (isFolder: boolean): string[] =>
    entries.filter(entry => entry.isDirectory() === isFolder).map(({ name }) => `${path}/${name}`);
  const [files, folders] = [named(false), named(true)];
  return [{ path, files, folders }, ...folders.flatMap(roomsUnder)];
};

const HOUSE = ['cloudfunctions', 'miniprogram', 'local', 'tools'];
const rooms = HOUSE.flatMap(roomsUnder);
const files = [...rooms, ...['tests', 'typings', 'bench'].flatMap(roomsUnder)]
  .flatMap(room => room.files)
  .filter(path => WRITTEN.test(path) && !path.startsWith('tests/fixtures/'));

const linesOf = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length - 1;

test(`no file has more than ${MOST_LINES} lines`, () => {
  expect(files.length).toBeGreaterThan(800);
  const long = files
    .map(path => ({ path, lines: linesOf(path) }))
    .filter(({ path, lines }) => lines > (longFiles[path]?.most ?? MOST_LINES));
  expect(long).toEqual([]);
});

test(`no room has more than ${MOST_THINGS} files and folders`, () => {
  expect(rooms.length).toBeGreaterThan(100);
  const big = rooms
    .map(room => ({ path: room.path, things: room.files.length + room.folders.length }))
    .filter(({ path, things }) => things > (bigRooms[path]?.most ?? MOST_THINGS));
  expect(big).toEqual([]);
});

test('what is excepted is there', () => {
  expect(Object.keys(longFiles).filter(path => !files.includes(path))).toEqual([]);
  expect(Object.keys(bigRooms).filter(path => !rooms.some(room => room.path === path))).toEqual([]);
});
