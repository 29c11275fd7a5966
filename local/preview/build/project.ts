import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { transformSync, type Message } from 'esbuild';
import { Diagnostics, placeOfText } from './diagnostic';

/** What app.json may hold, as far as the preview reads it. */
type AppConfig = {
  pages: string[];
  subpackages?: { root: string; pages: string[] }[];
  subPackages?: { root: string; pages: string[] }[];
  window?: Record<string, unknown>;
  tabBar?: { custom?: boolean; list: { pagePath: string; text: string }[] } & Record<string, unknown>;
  usingComponents?: Record<string, string>;
  entryPagePath?: string;
};

type UnitConfig = Record<string, unknown> & {
  usingComponents?: Record<string, string>;
  styleIsolation?: string;
  component?: boolean;
};

/** A page or a component: the four files with the same name. */
export type Unit = {
  /** Code path without extension, e.g. `pages/home/index`, `miniprogram_npm/@vant/weapp/button/index`. */
  path: string;
  /** Absolute file path without extension. */
  base: string;
  script: string;
  kind: 'page' | 'component';
  config: UnitConfig;
  npm: boolean;
};

export type Project = {
  root: string;
  app: AppConfig;
  appScript: string | undefined;
  pages: string[];
  units: Map<string, Unit>;
};

const NPM = 'miniprogram_npm/';

/** JSON.parse of Node 20 does not always say where it stopped; esbuild does. */
function whereJsonFails(text: string): { message: string; line: number; column: number } | undefined {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' });
    return undefined;
  } catch (error) {
    const first = (error as { errors?: Message[] }).errors?.[0];
    if (first === undefined) return undefined;
    return {
      message: first.text,
      line: first.location?.line ?? 1,
      column: (first.location?.column ?? 0) + 1,
    };
  }
}

/** Reads a JSON file; a mistake in it becomes a diagnostic. */
function readJson<T>(file: string, diagnostics: Diagnostics, fallback: T): T {
  if (!existsSync(file)) return fallback;
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    const { message, line, column } = whereJsonFails(text) ?? { message: String(error), line: 1, column: 1 };
    diagnostics.add(file, `not valid JSON: ${message}`, { line, column });
    return fallback;
  }
}

/** The script of a unit: TypeScript wins over JavaScript, as in WeChat DevTools. */
export function scriptOf(base: string): string | undefined {
  return [`${base}.ts`, `${base}.js`].find(existsSync);
}

/** The folder of an npm package that WeChat copies: its `miniprogram` field. */
export function npmFolder(root: string, name: string): string | undefined {
  try {
    const manifest = createRequire(join(root, 'x.js')).resolve(`${name}/package.json`);
    const { miniprogram } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string };
    return miniprogram === undefined ? undefined : join(dirname(manifest), miniprogram);
  } catch {
    return undefined;
  }
}

/** `@vant/weapp/button/index` → the package and the path inside it. */
export function splitPackage(specifier: string): { name: string; inner: string } {
  const parts = specifier.split('/');
  const count = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, count).join('/'), inner: parts.slice(count).join('/') };
}

const isUnit = (base: string): boolean => existsSync(`${base}.wxml`) || existsSync(`${base}.json`);

/** Where a component of `usingComponents` lies: code path and file path without extension. */
function resolveComponent(root: string, owner: Unit | undefined, target: string) {
  const ownerPath = owner?.path ?? 'app';
  const ownerBase = owner?.base ?? join(root, 'app');
  if (target.startsWith('/')) return { path: target.slice(1), base: join(root, target) };
  const path = join(dirname(ownerPath), target);
  const base = resolve(dirname(ownerBase), target);
  if (target.startsWith('.') || isUnit(base)) return { path, base };
  const { name, inner } = splitPackage(target);
  const folder = npmFolder(root, name);
  return folder === undefined ? { path, base } : { path: `${NPM}${target}`, base: join(folder, inner) };
}

/**
 * Walks app.json, its subpackages and all `usingComponents`. The configs of the result name components by absolute
 * code paths. Whatever is missing or malformed becomes a diagnostic.
 */
export function readProject(root: string, diagnostics: Diagnostics): Project {
  const appFile = join(root, 'app.json');
  if (!existsSync(appFile))
    diagnostics.add(appFile, 'app.json is missing: is this the folder of a mini-program?');
  const app = readJson<AppConfig>(appFile, diagnostics, { pages: [] });
  const appText = existsSync(appFile) ? readFileSync(appFile, 'utf8') : '';
  const units = new Map<string, Unit>();

  const add = (
    path: string,
    base: string,
    kind: Unit['kind'],
    whose: { file: string; text: string; name: string },
  ) => {
    if (units.has(path)) return;
    const script = scriptOf(base);
    const at = placeOfText(whose.text, whose.name);
    if (!existsSync(`${base}.wxml`))
      return diagnostics.add(whose.file, `${kind} ${path}: ${path}.wxml is missing`, at);
    if (script === undefined)
      return diagnostics.add(whose.file, `${kind} ${path}: ${path}.ts is missing`, at);
    const config = readJson<UnitConfig>(`${base}.json`, diagnostics, {});
    const unit: Unit = { path, base, script, kind, config, npm: path.startsWith(NPM) };
    units.set(path, unit);
    const jsonFile = `${base}.json`;
    const text = existsSync(jsonFile) ? readFileSync(jsonFile, 'utf8') : '';
    if (kind === 'component' && config.component !== true) {
      diagnostics.add(jsonFile, `${path} is used as a component, so its JSON must say "component": true`);
    }
    config.usingComponents = addComponents(unit, config.usingComponents ?? {}, jsonFile, text);
    if (!unit.npm) config.usingComponents = { ...globals, ...config.usingComponents };
  };

  const addComponents = (
    owner: Unit | undefined,
    using: Record<string, string>,
    file: string,
    text: string,
  ) => {
    const absolute: Record<string, string> = {};
    for (const [tag, target] of Object.entries(using)) {
      const found = resolveComponent(root, owner, target);
      absolute[tag] = `/${found.path}`;
      add(found.path, found.base, 'component', { file, text, name: target });
    }
    return absolute;
  };

  const globals: Record<string, string> = {};
  Object.assign(globals, addComponents(undefined, app.usingComponents ?? {}, appFile, appText));
  const packages = app.subpackages ?? app.subPackages ?? [];
  const pages = [
    ...(app.pages ?? []),
    ...packages.flatMap(one => one.pages.map(page => join(one.root, page))),
  ];
  if (pages.length === 0 && appText !== '') diagnostics.add(appFile, 'app.json names no page');
  for (const page of pages) {
    const name = app.pages?.includes(page) ? page : page.slice(page.indexOf('/') + 1);
    add(page, join(root, page), 'page', { file: appFile, text: appText, name });
  }
  for (const tab of app.tabBar?.list ?? []) {
    if (!app.pages?.includes(tab.pagePath)) {
      const at = placeOfText(appText, tab.pagePath);
      diagnostics.add(appFile, `tab page ${tab.pagePath} must be a page of the main package`, at);
    }
  }
  if (app.tabBar?.custom === true) {
    const path = 'custom-tab-bar/index';
    add(path, join(root, path), 'component', { file: appFile, text: appText, name: '"custom"' });
  }
  return { root, app, appScript: scriptOf(join(root, 'app')), pages, units };
}
