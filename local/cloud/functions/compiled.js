/**
 * What every instance loads, the SDK and its function, is compiled once: V8's code is kept in a folder under a name made
 * of its source. Loading 400 files of the SDK took longer than most tests; it comes as one file (see `sdk.ts`).
 */
const { createHash } = require('node:crypto');
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const vm = require('node:vm');

/** More kept files than these are those of builds long gone. */
const MOST_KEPT = 60;
const SOURCE_MAP = '\n//# sourceMappingURL=data:';

/** Loads `files` from what `folder` keeps of them; gives back what keeps those that it did not know. */
const useCompiled = (files, folder) => {
  const compile = Module.prototype._compile;
  const made = [];
  Module.prototype._compile = function (source, file) {
    if (!files.includes(file)) return compile.call(this, source, file);
    const map = source.lastIndexOf(SOURCE_MAP);
    const plain = Module.wrap(map < 0 ? source : source.slice(0, map));
    const kept = join(
      folder,
      `${createHash('sha1').update(process.version).update(plain).digest('hex')}.code`,
    );
    const cachedData = read(kept);
    const script = new vm.Script(plain, {
      filename: file,
      cachedData,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (!cachedData || script.cachedDataRejected) made.push({ script, kept });
    const load = Object.assign(id => this.require(id), {
      resolve: id => Module._resolveFilename(id, this),
      cache: Module._cache,
      main: process.mainModule,
    });
    return script.runInThisContext().call(this.exports, this.exports, load, this, file, dirname(file));
  };
  return () => {
    for (const { script, kept } of made.splice(0)) keep(folder, kept, script.createCachedData());
  };
};

const read = file => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

/** Several processes may keep the same: each writes a file of its own and puts it in place. */
const keep = (folder, file, code) => {
  const own = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, code);
    renameSync(own, file);
    const all = readdirSync(folder).map(name => join(folder, name));
    const oldest = all.map(path => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => b.at - a.at);
    for (const { path } of oldest.slice(MOST_KEPT)) rmSync(path, { force: true });
  } catch {
    // A folder that cannot be written, or is tidied by another process: instances start as slowly as before.
    rmSync(own, { force: true });
  }
};

module.exports = { useCompiled };
