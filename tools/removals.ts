import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { entries } from './clauses/entries';
import { asTitlePattern, occurrences } from './clauses/removals';

/**
 * `npm run removals [row …]`: takes one feature after another out of a copy of the repository, runs the proof that
 * `tools/clauses/rows` lists above it, and demands that it fails. Minutes long: a proof that holds without its feature
 * proves nothing, and that changes seldom.
 */

const root = join(__dirname, '..');
const rows = process.argv.slice(2);
const all = entries
  .filter(({ id }) => rows.length === 0 || rows.includes(id))
  .flatMap(({ id, proofs }) =>
    proofs.flatMap(proof => proof.removals.map(removal => ({ id, proof, removal }))),
  );

/** Neither history nor what is made by a command; packages are those of the repository. */
const LEFT_OUT = ['node_modules', '.git', 'dist', '.data', 'coverage'];

const copy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-removals-'));
  cpSync(root, folder, { recursive: true, filter: path => !LEFT_OUT.includes(relative(root, path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

type Results = {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { status: string; failureMessages: string[] }[]; message: string }[];
};

/** What the proof says without its feature. */
const run = (folder: string, file: string, title: string): Results | undefined => {
  const output = join(folder, 'results.json');
  rmSync(output, { force: true });
  const [project = ''] = file.split('/');
  spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--selectProjects', project, '--testPathPatterns', `/tests/${file}\\.test\\.ts$`],
      ...['-t', asTitlePattern(title), '--maxWorkers=1', '--silent', '--json', '--outputFile', output],
    ],
    { cwd: folder, env: { ...process.env, BANJIE_LONG: '1' }, stdio: 'ignore' },
  );
  return existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as Results) : undefined;
};

const firstWords = (text = ''): string =>
  text
    .replace(/\u001b\[\d*m/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .slice(0, 3)
    .join(' / ')
    .slice(0, 160);

/** Nothing when the proof fails as it has to; else what is wrong with it, or with the removal. */
const wrongWith = (results: Results | undefined): string | undefined => {
  if (!results) return 'jest did not run';
  if (results.numRuntimeErrorTestSuites > 0)
    return `the test file could not be loaded: ${firstWords(results.testResults[0]?.message)}`;
  if (results.numFailedTests > 0) return undefined;
  return results.numPassedTests > 0 ? 'the proof holds without its feature' : 'no test of this title was run';
};

const failure = (results: Results | undefined): string =>
  firstWords(
    results?.testResults.flatMap(one => one.assertionResults).find(({ status }) => status === 'failed')
      ?.failureMessages[0],
  );

const folder = copy();
let wrong = 0;
try {
  for (const { id, proof, removal } of all) {
    const path = join(folder, removal.file);
    const source = readFileSync(path, 'utf8');
    const found = occurrences(source, removal.find);
    if (found !== 1) throw new Error(`${id}: "${removal.find}" stands ${found} times in ${removal.file}`);
    writeFileSync(
      path,
      source.replace(removal.find, () => removal.put),
    );
    const results = run(folder, proof.file, proof.test);
    writeFileSync(path, source);
    const problem = wrongWith(results);
    if (problem) wrong += 1;
    console.log(
      `${problem ? `NOT PROVED, ${problem}` : 'fails as it has to'}: ${id} ${proof.file} “${proof.test}”`,
    );
    console.log(`    ${removal.file}: ${removal.find} → ${removal.put}\n    ${failure(results)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${all.length - wrong} of ${all.length} proofs fail without their feature`);
process.exit(wrong > 0 ? 1 : 0);
