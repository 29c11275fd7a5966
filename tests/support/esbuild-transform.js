const { transformSync } = require('esbuild');

module.exports = {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      // Beside the code and not in it: every test file compiles all that it loads anew.
      sourcemap: 'external',
      sourcesContent: false,
      sourcefile: path,
    });
    return { code, map };
  },
};
