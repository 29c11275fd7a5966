const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { buildSync } = require('esbuild');

/** A package of many files becomes one: every test file loads it anew. */
module.exports = {
  getCacheKey: (_source, path) =>
    createHash('sha1')
      .update(readFileSync(join(dirname(path), 'package.json')))
      .digest('hex'),
  process(_source, path) {
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
    });
    return { code: outputFiles[0].text };
  },
};
