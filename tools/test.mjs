import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissing, root } from './install.mjs';

/**
 * `npm test`: installs what is missing and runs every test, each in the time zone of its project in `jest.config.js`. Ends
 * with `N passed, N failed`, counted from the runners.
 */

const BROWSER_PACKAGES = ['chromium', 'fonts-noto-cjk'];

/**
 * The browser tests need Chromium and a Chinese font; they are installed where that is allowed, while packages are
 * installed and texts checked. Gives, once that has ended, whether they are there.
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

const folder = mkdtempSync(join(tmpdir(), 'banjie-tests-'));
const total = { passed: 0, failed: 0 };

/** All projects of `jest.config.js` in one run, or all but some; a suite that did not start counts as failed. */
const jest = (...more) =>
  new Promise(resolve => {
    const file = join(folder, 'results.json');
    const child = spawn(
      process.execPath,
      [
        'node_modules/jest/bin/jest.js',
        '--json',
        '--outputFile',
        file,
        '--silent',
        // Browsers, clouds and functions have threads of their own: more at a time would starve those whose time is bounded.
        `--maxWorkers=${availableParallelism()}`,
        // One that has kept much of what it loaded for other files begins anew.
        '--workerIdleMemoryLimit=1GB',
        ...more,
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    child.once('close', status => {
      if (existsSync(file)) {
        const counted = JSON.parse(readFileSync(file, 'utf8'));
        const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
        total.passed += counted.numPassedTests;
        total.failed += status !== 0 && failed === 0 ? 1 : failed;
      } else total.failed += 1;
      resolve();
    });
  });

/** A check that counts as one test; what it says is shown when it has ended. */
const check = (name, command, args) =>
  new Promise(resolve => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
    child.once('close', code => {
      console.log(`\n--- ${name}: ${code === 0 ? 'passed' : 'failed'}\n${said}`);
      if (code === 0) total.passed += 1;
      else total.failed += 1;
      resolve();
    });
  });

const browserReady = requireBrowser();
installMissing();
const bin = name => join(root, 'node_modules', '.bin', name);
// Each of these has one thread; jest joins them as soon as there is a browser.
const text = async () => {
  await check('types', process.execPath, ['tools/types.mjs']);
  await check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn']);
};
const tests = async () => {
  if (await browserReady) return jest();
  total.failed += 1;
  return jest('--ignoreProjects', 'browser');
};
const lint = async () => {
  await check('lint', bin('eslint'), ['.']);
  await check('promises', bin('oxlint'), ['--type-aware']);
};
await Promise.all([text(), lint(), tests()]);
rmSync(folder, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
