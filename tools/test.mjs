import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissing, root } from './install.mjs';

/**
 * `npm test`: installs what is missing and runs every test. The rules run in three time zones, the stories over HTTP
 * in the one that would show a mistake soonest. Ends with `N passed, N failed`, counted from the runners.
 */

const BROWSER_PACKAGES = ['chromium', 'fonts-noto-cjk'];

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status ?? 1;

/** The browser tests need Chromium and a Chinese font; they are installed where that is allowed. */
const requireBrowser = () => {
  if (['/usr/bin/chromium', process.env.CHROMIUM].some(path => path && existsSync(path))) return;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    run('apt-get', ['update', '-qq'], quiet);
    if (run('apt-get', ['install', '-y', '-qq', ...BROWSER_PACKAGES], quiet) === 0) return;
  }
  console.error(
    `The browser tests need Chromium and a Chinese font. Install them once:\n  sudo apt-get install -y ${BROWSER_PACKAGES.join(' ')}`,
  );
  process.exit(1);
};

const results = mkdtempSync(join(tmpdir(), 'banjie-tests-'));
const total = { passed: 0, failed: 0 };

/** As many at once as there are cores: jest itself would leave one idle, which on two of them is half. */
const workers = `--maxWorkers=${availableParallelism()}`;

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
      ...(more.length > 0 ? more : [workers]),
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

/** A check that counts as one test. */
const check = (name, command, args) => {
  console.log(`\n--- ${name}`);
  if (run(command, args) === 0) total.passed += 1;
  else total.failed += 1;
};

installMissing();
requireBrowser();
const bin = name => join(root, 'node_modules', '.bin', name);
check('types', process.execPath, ['tools/types.mjs']);
check('lint', bin('eslint'), ['.']);
check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn']);
jest(['unit'], 'UTC');
jest(['unit'], 'America/New_York');
jest(['unit'], 'Asia/Shanghai');
jest(['component'], 'Asia/Shanghai');
jest(['conformance'], 'UTC');
jest(['scenario'], 'America/New_York');
jest(['browser'], 'Asia/Shanghai', '--runInBand');
rmSync(results, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
