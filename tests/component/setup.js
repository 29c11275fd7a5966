const { chmodSync, cpSync, existsSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');

/** What the build does for DevTools, as far as component tests need it: vant's published files below the mini-program. */
module.exports = function prepare() {
  const target = join(root, 'miniprogram', 'miniprogram_npm', '@vant', 'weapp');
  if (!existsSync(join(target, 'button', 'index.js'))) {
    mkdirSync(target, { recursive: true });
    cpSync(join(root, 'node_modules', '@vant', 'weapp', 'lib'), target, { recursive: true });
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    // npm unpacks WeChat's compiler without its executable bit.
    for (const name of ['wcc', 'wcsc'])
      chmodSync(join(root, 'node_modules', 'miniprogram-compiler', 'bin', 'linux', name), 0o755);
  }
};
