import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is expensive and the same for all test files of a run: made by the first worker that asks, for all of them. */

const PREFIX = 'banjie-scenario-';
const runFolder = join(tmpdir(), `${PREFIX}${process.env['BANJIE_TEST_RUN'] ?? process.pid}`);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** What earlier runs left behind. */
const removeOldFolders = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)`).exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
};

/** Begins the names of this process's own folders (`mkdtemp`); what is left of them is removed by a later run. */
export const ownPrefix = join(tmpdir(), `${PREFIX}${process.pid}-`);

const begin = (lock: string): boolean => {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
};

/** The folder of this name in the run, filled by `make` if nobody has; whoever comes meanwhile waits. */
export const madeOnce = async (name: string, make: (folder: string) => Promise<void>): Promise<string> => {
  const folder = join(runFolder, name);
  const [made, making] = [`${folder}.made`, `${folder}.making`];
  if (mkdirSync(runFolder, { recursive: true }) !== undefined) removeOldFolders();
  while (!existsSync(made)) {
    if (!begin(making)) {
      await new Promise(resolve => setTimeout(resolve, 100));
      continue;
    }
    try {
      if (existsSync(made)) break;
      rmSync(folder, { recursive: true, force: true });
      await make(folder);
      writeFileSync(made, '');
    } finally {
      rmdirSync(making);
    }
  }
  return folder;
};
