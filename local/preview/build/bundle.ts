import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Loader, type Message, type Plugin } from 'esbuild';
import { Diagnostics } from './diagnostic';
import { npmFolder, scriptOf, splitPackage, type Project } from './project';
import { scopeName } from './wxss';

/** Globals of a browser that WeChat does not have: a page that uses them must fail here too. */
const MISSING_IN_WECHAT = [
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'alert',
  'confirm',
  'prompt',
  'self',
  'Intl',
  'crypto',
  'FormData',
  'Blob',
  'File',
  'FileReader',
  'Image',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'history',
  'performance',
  'structuredClone',
  'queueMicrotask',
  'TextEncoder',
  'TextDecoder',
  'URL',
  'URLSearchParams',
  'AbortController',
  'btoa',
  'atob',
];

const SCRIPT = /\.(ts|js)$/;

/** The clock of the local cloud is the phone's clock, so `Date` is the runtime's own. */
const define = {
  ...Object.fromEntries(MISSING_IN_WECHAT.map(name => [name, 'undefined'])),
  Date: '__previewDate',
};

const messageToDiagnostic = (message: Message, root: string, diagnostics: Diagnostics): void => {
  const { location } = message;
  const file = location === null ? join(root, 'app.json') : join(root, location.file);
  const at = { line: location?.line ?? 1, column: (location?.column ?? 0) + 1 };
  diagnostics.add(file, message.text, at);
};

/** Tells the runtime whose script runs: vant calls the global `Component()` from a helper module. */
function sourcesPlugin(project: Project): Plugin {
  const owners = new Map([...project.units.values()].map(unit => [unit.script, unit.path]));
  if (project.appScript !== undefined) owners.set(project.appScript, 'app');
  return {
    name: 'mini-program',
    setup(builder) {
      builder.onResolve({ filter: /^[@\w]/ }, args => {
        if (args.kind === 'entry-point') return undefined;
        const { name, inner } = splitPackage(args.path);
        const folder = inner === '' ? undefined : npmFolder(project.root, name);
        const path = folder === undefined ? undefined : scriptOf(join(folder, inner.replace(SCRIPT, '')));
        return path === undefined ? undefined : { path };
      });
      builder.onResolve({ filter: /^\// }, args => {
        if (args.kind === 'entry-point' || args.path.startsWith(project.root)) return undefined;
        const path = scriptOf(join(project.root, args.path.replace(SCRIPT, '')));
        return path === undefined ? undefined : { path };
      });
      builder.onLoad({ filter: SCRIPT }, args => {
        const owner = owners.get(args.path);
        if (owner === undefined) return undefined;
        const source = readFileSync(args.path, 'utf8');
        const contents = `__preview.enter(${JSON.stringify(owner)});${source}\n;__preview.leave();`;
        return {
          contents,
          loader: args.path.endsWith('.ts') ? 'ts' : ('js' as Loader),
          resolveDir: dirname(args.path),
        };
      });
    },
  };
}

/** The script that hands the whole mini-program to the runtime. */
function entryOf(project: Project, templates: string): string {
  const units = [...project.units.values()].map(unit => {
    const head = {
      path: unit.path,
      kind: unit.kind,
      npm: unit.npm,
      scope: scopeName(unit.path),
      config: unit.config,
    };
    const load = `() => require(${JSON.stringify(unit.script)})`;
    return `{...${JSON.stringify(head)}, load: ${load}}`;
  });
  const app =
    project.appScript === undefined ? '() => {}' : `() => require(${JSON.stringify(project.appScript)})`;
  return `__preview.start({
    app: ${JSON.stringify(project.app)},
    pages: ${JSON.stringify(project.pages)},
    loadApp: ${app},
    templates: () => ${templates},
    units: [${units.join(',\n')}],
  });`;
}

/** Bundles all scripts of the mini-program and its templates into one script for the browser. */
export async function bundleScripts(project: Project, templates: string, diagnostics: Diagnostics) {
  try {
    const result = await build({
      stdin: {
        contents: entryOf(project, templates),
        resolveDir: project.root,
        sourcefile: 'preview-entry.js',
      },
      absWorkingDir: project.root,
      bundle: true,
      write: false,
      outfile: 'app.js',
      format: 'iife',
      platform: 'neutral',
      mainFields: ['main'],
      target: 'es2020',
      charset: 'utf8',
      sourcemap: 'linked',
      legalComments: 'none',
      logLevel: 'silent',
      define,
      tsconfigRaw: { compilerOptions: { target: 'es2020' } },
      plugins: [sourcesPlugin(project)],
    });
    for (const warning of result.warnings) messageToDiagnostic(warning, project.root, diagnostics);
    const [map, script] = result.outputFiles;
    return { script: script?.text ?? '', map: map?.text ?? '' };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (errors === undefined) throw error;
    for (const message of errors) messageToDiagnostic(message, project.root, diagnostics);
    return { script: '', map: '' };
  }
}
