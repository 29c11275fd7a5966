import { spawnSync } from 'node:child_process';
import { root } from './install.mjs';
import { programs } from './programs.mjs';

/** Checks the types of each program by itself. */
let failed = false;
for (const program of programs) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '--noEmit', '-p', program],
    { cwd: root, stdio: 'inherit' },
  );
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
