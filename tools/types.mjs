import { spawnSync } from 'node:child_process';
import { root } from './install.mjs';

/** Checks the types of each program by itself: the phone must not see Node, the cloud must not see the browser. */
const programs = [
  'tsconfig.json',
  'miniprogram/tsconfig.json',
  'tests/component/tsconfig.json',
  'tests/browser/tsconfig.json',
  'local/preview/tsconfig.json',
  'local/preview/runtime/tsconfig.json',
  'local/preview/probe/tsconfig.json',
];
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
