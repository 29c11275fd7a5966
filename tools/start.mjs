import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installMissing, root } from './install.mjs';

installMissing();
// In this same process, so that a signal to it reaches the local cloud.
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)(join(root, 'tools', 'start.ts'));
