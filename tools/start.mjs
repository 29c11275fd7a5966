import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installMissing, root } from './install.mjs';

installMissing();
// The program takes over this process' signals: SIGTERM ends it cleanly.
const child = spawn(
  process.execPath,
  ['--import', 'tsx', join(root, 'tools', 'start.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
