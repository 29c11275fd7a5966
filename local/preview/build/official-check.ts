import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** WeChat's own compilers are Linux x86-64 programs of 2020; elsewhere this check cannot run. */
export const hasOfficialCompilers = (): boolean => process.platform === 'linux' && process.arch === 'x64';

function filesBelow(folder: string, extensions: string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'miniprogram_npm' || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, extensions);
    return extensions.some(extension => entry.name.endsWith(extension)) ? [path] : [];
  });
}

/** wcsc looks for `@import '/x'` in the root of the disk, so it gets copies whose imports are relative. */
function stageStyles(root: string, files: string[], folder: string): void {
  for (const file of files) {
    const up = '../'.repeat(file.split('/').length - 1) || './';
    const source = readFileSync(join(root, file), 'utf8').replace(/(@import\s+(?:url\()?['"])\//g, `$1${up}`);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
}

/**
 * Gives all WXML, WXS and WXSS of a mini-program to wcc and wcsc of `miniprogram-compiler`. Gives what they complain
 * about, with file, line and column; empty when they accept everything.
 */
export function officialComplaints(root: string): string {
  const tools = join(dirname(require.resolve('miniprogram-compiler/package.json')), 'bin/linux');
  const folder = mkdtempSync(join(tmpdir(), 'official-'));
  const run = (tool: string, args: string[], cwd: string): string => {
    // npm may drop the executable bit.
    const program = join(folder, tool);
    copyFileSync(join(tools, tool), program);
    chmodSync(program, 0o755);
    const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (done.error !== undefined) throw done.error;
    return done.status === 0
      ? ''
      : done.stderr || done.stdout || `${tool}: exit code ${done.status ?? 'none'}`;
  };
  const named = (extensions: string[]): string[] =>
    filesBelow(root, extensions).map(file => relative(root, file));
  try {
    const templates = named(['.wxml', '.wxs']);
    const styles = named(['.wxss']);
    stageStyles(root, styles, folder);
    const aboutTemplates = templates.length === 0 ? '' : run('wcc', ['-d', ...templates], root);
    const aboutStyles = styles.length === 0 ? '' : run('wcsc', ['-js', ...styles, '-o', '/dev/null'], folder);
    return aboutTemplates + aboutStyles;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
