import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissing, root } from './install.mjs';

/**
 * `npm test`: installs what is missing and runs every test. Everything runs in the time zone that would show a mistake
 * soonest, the rules in two more. Ends with `N passed, N failed`, counted from the runners.
 */

const BROWSER_PACKAGES = ['chromium', 'fonts-noto-cjk'];

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status ?? 1;

/**
 * The browser tests need Chromium and a Chinese font; they are installed where that is allowed, while the other tests
 * run. Gives, once that has ended, whether they are there.
 */
const requireBrowser = () => {
  if (['/usr/bin/chromium', process.env.CHROMIUM_PATH].some(path => path && existsSync(path))) return true;
  const explain = () => {
    console.error(
      `The browser tests need Chromium and a Chinese font. Install them once:\n  sudo apt-get install -y ${BROWSER_PACKAGES.join(' ')}`,
    );
    return false;
  };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return explain();
  const install = `apt-get update -qq; exec apt-get install -y -qq ${BROWSER_PACKAGES.join(' ')}`;
  const child = spawn('sh', ['-c', install], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return new Promise(resolve => child.once('exit', code => resolve(code === 0 || explain())));
};

const results = mkdtempSync(join(tmpdir(), 'banjie-tests-'));
const total = { passed: 0, failed: 0 };

/** As many at once as there are cores: jest itself would leave one idle, which on two of them is half. */
const workers = `--maxWorkers=${availableParallelism()}`;

/** Walks of every situation, attacks, searches for numbers, whole command lines, and what reads no dates: once is enough. */
const ONCE =
  '((-walk|-command-line|-calibrate|-number)|/(archive[a-z-]*|audit-chain|bounded|bulk|clock-trips|counters|database-indexes|kept-in-memory|migrate|queue-filters|round-trips|search|unknown-fate|usecases-know-no-procedure|spreadsheet|readable|caps|circles|clauses|client-guards|foreign|guards|hidden-person|keys|load-stories|menu|routing|security-page|seed-data|stored-texts|typed|wrong-requests|table-files|room-sizes|docs-paths|tampering[a-z-]*|fuzz|access-matrix|knowledge-[a-z-]+|privacy-[a-z-]+))\\.test';

/** Runs jest projects in a time zone and adds what the runner counted; a suite that did not start counts as failed. */
const jest = (projects, zone, ...more) => {
  const file = join(results, `${projects.join('-')}-${zone.replace('/', '-')}.json`);
  console.log(`\n--- ${projects.join(', ')} (TZ=${zone})`);
  const status = run(
    process.execPath,
    [
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      ...projects,
      '--json',
      '--outputFile',
      file,
      '--silent',
      workers,
      ...more,
    ],
    { env: { ...process.env, TZ: zone }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (!existsSync(file)) {
    total.failed += 1;
    return;
  }
  const counted = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += counted.numPassedTests;
  total.failed += counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  if (status !== 0 && counted.numFailedTests + counted.numRuntimeErrorTestSuites === 0) total.failed += 1;
};

/** A check that counts as one test; what it says is shown when it has ended. */
const check = (name, command, args) =>
  new Promise(resolve => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
    child.once('close', code => {
      console.log(`\n--- ${name}\n${said}`);
      if (code === 0) total.passed += 1;
      else total.failed += 1;
      resolve();
    });
  });

installMissing();
const browserReady = requireBrowser();
const bin = name => join(root, 'node_modules', '.bin', name);
// Each of these has one thread.
const text = async () => {
  await check('lint', bin('eslint'), ['.']);
  await check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn']);
};
await Promise.all([check('types', process.execPath, ['tools/types.mjs']), text()]);
jest(['unit'], 'America/New_York');
for (const zone of ['UTC', 'Asia/Shanghai']) jest(['unit'], zone, '--testPathIgnorePatterns', ONCE);
jest(['component'], 'Asia/Shanghai');
jest(['conformance'], 'UTC');
jest(['scenario'], 'America/New_York');
if (await browserReady) jest(['browser'], 'Asia/Shanghai');
else total.failed += 1;
rmSync(results, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
