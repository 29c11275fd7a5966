import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';

/** What WeChat's compilers do not tell: the structure of the sources, read from the files themselves. */

const repo = resolve(__dirname, '..', '..');
const root = join(repo, 'miniprogram');
const vant = join(repo, 'node_modules', '@vant', 'weapp', 'lib');

const read = (path: string) => readFileSync(path, 'utf8');
const json = <T>(path: string) => JSON.parse(read(path)) as T;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'miniprogram_npm') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

type AppJson = {
  pages: string[];
  subPackages: { root: string; name: string; pages: string[] }[];
  preloadRule: Record<string, { packages: string[] }>;
  tabBar: { list: { pagePath: string }[] };
  usingComponents?: object;
  style?: string;
  lazyCodeLoading: string;
};
const app = json<AppJson>(join(root, 'app.json'));
const files = filesBelow(root);
const pages = [
  ...app.pages,
  ...app.subPackages.flatMap(each => each.pages.map(page => `${each.root}/${page}`)),
];
const units = files
  .filter(file => file.endsWith('.wxml'))
  .map(file => relative(root, file).slice(0, -'.wxml'.length).split('\\').join('/'));

const partsOf = (unit: string) => ({
  wxml: read(join(root, `${unit}.wxml`)),
  script: read(join(root, `${unit}.ts`)),
  config: json<{ component?: boolean; usingComponents?: Record<string, string>; styleIsolation?: string }>(
    join(root, `${unit}.json`),
  ),
});
const NATIVE = new Set(
  'view text block image button input textarea picker scroll-view canvas slot switch swiper swiper-item navigator web-view wxs import template'.split(
    ' ',
  ),
);
const tagsOf = (wxml: string) =>
  new Set([...wxml.matchAll(/<([a-z][\w-]*)/g)].map(found => found[1] as string));
const locate = (unit: string, path: string) =>
  path.startsWith('@vant/weapp/')
    ? join(vant, path.slice('@vant/weapp/'.length))
    : join(root, path.startsWith('/') ? path : posix.join(posix.dirname(unit), path));

describe('every page and component', () => {
  it('is declared once and every declared page exists', () => {
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.filter(page => !units.includes(page))).toEqual([]);
    const known = new Set([...pages, 'custom-tab-bar/index']);
    expect(units.filter(unit => !unit.startsWith('components/') && !known.has(unit))).toEqual([]);
  });

  it.each(units)('%s has its four files', unit => {
    for (const ending of ['ts', 'wxml', 'wxss', 'json'])
      expect(existsSync(join(root, `${unit}.${ending}`))).toBe(true);
    expect(Boolean(partsOf(unit).config.component)).toBe(!pages.includes(unit));
  });

  it.each(units)('%s declares what it uses, uses what it declares, and all of it exists', unit => {
    const { wxml, config } = partsOf(unit);
    const declared = config.usingComponents ?? {};
    const used = [...tagsOf(wxml)].filter(tag => !NATIVE.has(tag));
    expect(used.filter(tag => !(tag in declared))).toEqual([]);
    expect(Object.keys(declared).filter(tag => !used.includes(tag))).toEqual([]);
    expect(Object.values(declared).filter(path => !existsSync(`${locate(unit, path)}.json`))).toEqual([]);
    expect(config.styleIsolation).toBeUndefined();
  });

  it.each(units)('%s has a function for each event that it binds', unit => {
    const { wxml, script } = partsOf(unit);
    const bound = [...wxml.matchAll(/\b(?:bind|catch):?[a-z]+="([A-Za-z]\w*)"/g)].map(
      found => found[1] as string,
    );
    expect(bound.filter(name => !new RegExp(`\\b${name}\\(`).test(script))).toEqual([]);
  });

  it.each(units)('%s keeps to the old grammar of bindings', unit => {
    const bindings = [...partsOf(unit).wxml.matchAll(/\{\{(.*?)\}\}/gs)].map(found => found[1] as string);
    // WeChat runs no method calls in bindings, and its compiler knows neither ?. nor ?? nor template literals.
    expect(bindings.filter(binding => /\w\(|\?\.|\?\?|`|=>/.test(binding))).toEqual([]);
  });

  it.each(units)('%s says in words what an icon alone would do', unit => {
    const { wxml } = partsOf(unit);
    const controls = [
      ...wxml.matchAll(/<view\b([^>]*?)(?:bind|catch)tap=[^>]*>\s*<ui-icon\b[^>]*\/>\s*<\/view>/g),
    ];
    expect(controls.filter(control => !/aria-label=/.test(control[0])).map(control => control[0])).toEqual(
      [],
    );
    const images = [...wxml.matchAll(/<(?:input|textarea)\b[^>]*>/g)];
    expect(images.filter(control => !/aria-label=/.test(control[0]))).toEqual([]);
  });

  it.each(units)('%s tells a screen reader what can be tapped', unit => {
    const { wxml } = partsOf(unit);
    const tappable = [...wxml.matchAll(/<view\b[^>]*\b(?:bind|catch)tap=[^>]*>/g)].map(found => found[0]);
    expect(tappable.filter(tag => !/aria-role=/.test(tag))).toEqual([]);
  });
});

describe('the sources', () => {
  const scripts = files.filter(file => file.endsWith('.ts'));
  const without = (pattern: RegExp, among: string[]) =>
    among.filter(file => pattern.test(read(file))).map(file => relative(root, file));

  it('use nothing that an older WeChat lacks or reads otherwise', () => {
    expect(
      without(
        /\bIntl\b|toLocale(Date|Time)?String|\.at\(|replaceAll|structuredClone|Object\.hasOwn/,
        scripts,
      ),
    ).toEqual([]);
    expect(without(/new Date\(\s*['"`]/, scripts)).toEqual([]);
    expect(without(/\(\?<[=!]/, scripts)).toEqual([]);
    // An action may be called like it: `document.held`.
    expect(without(/\bwindow\.|(?<!')\bdocument\./, scripts)).toEqual([]);
    expect(without(/from 'zod|from '(\.\.\/)+cloudfunctions/, scripts)).toEqual([]);
  });

  it('take nothing but types from outside the mini-program', () => {
    expect(without(/^import (?!type)[^;]*typings\/contract/m, scripts)).toEqual([]);
  });

  it('have no :active, no id selectors, no http:// and no rpx that would not scale', () => {
    const styles = files.filter(file => file.endsWith('.wxss'));
    expect(without(/:active/, styles)).toEqual([]);
    expect(without(/^#[a-z]/m, styles)).toEqual([]);
    expect(without(/rpx/, styles)).toEqual([]);
    expect(without(/http:\/\/(?!www\.w3\.org)/, files)).toEqual([]);
  });

  it('scale every letter with the size that the reader asked for', () => {
    const fixed = files
      .filter(file => file.endsWith('.wxss'))
      .flatMap(file => [...read(file).matchAll(/font-size:\s*\d+px/g)].map(() => relative(root, file)));
    expect(fixed).toEqual([]);
  });

  it('leave what grows some characters in a row that may wrap, also beside a long figure in 关怀模式', () => {
    const [, basis = '0'] =
      /\.wrap > \.grow \{\s*flex-basis: (\d+)em;/.exec(read(join(root, 'styles/base.wxss'))) ?? [];
    expect(Number(basis)).toBeGreaterThanOrEqual(4);
  });

  it('know vant in components/ui alone', () => {
    const knowing = files
      .filter(file => /@vant\/weapp|<van-/.test(read(file)))
      .map(file => relative(root, file));
    expect(knowing.filter(file => !file.startsWith(join('components', 'ui')))).toEqual([]);
  });

  it('call the cloud through the one client', () => {
    expect(without(/wx\.cloud\.callFunction/, scripts)).toEqual([join('cloud', 'client.ts')]);
  });
});

describe('app.json', () => {
  it('loads on demand and leaves base components to their own style', () => {
    expect(app.lazyCodeLoading).toBe('requiredComponents');
    expect(app.style).toBeUndefined();
    expect(app.usingComponents).toBeUndefined();
  });

  it('keeps the tabs in the main package and preloads only what exists', () => {
    for (const tab of app.tabBar.list) expect(app.pages).toContain(tab.pagePath);
    const names = app.subPackages.map(each => each.name);
    for (const [page, rule] of Object.entries(app.preloadRule)) {
      expect(pages).toContain(page);
      for (const name of rule.packages) expect(names).toContain(name);
    }
  });

  it('stays far below the limits of WeChat: 2 MB a package', () => {
    const size = (list: string[]) => list.reduce((sum, file) => sum + statSync(file).size, 0);
    const roots = app.subPackages.map(each => join(root, each.root));
    const main = files.filter(file => !roots.some(folder => file.startsWith(folder)));
    const used = filesBelow(vant);
    // The whole of vant's published files is counted, though only what is used is uploaded.
    expect(size(main) + size(used)).toBeLessThan(1_200_000);
    // A quarter of what is allowed: fifteen more pages fit before anybody has to think of a second package.
    for (const folder of roots) expect(size(filesBelow(folder))).toBeLessThan(500_000);
  });
});

const onLinux = process.platform === 'linux' && process.arch === 'x64';

(onLinux ? describe : describe.skip)("WeChat's own compilers (they exist for Linux x86-64)", () => {
  const bin = join(repo, 'node_modules', 'miniprogram-compiler', 'bin', 'linux');
  const named = (ending: string) =>
    files.filter(file => file.endsWith(ending)).map(file => `./${relative(root, file)}`);
  const run = (program: string, options: string[]) =>
    execFileSync(join(bin, program), options, {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('accept every template', () => {
    expect(run('wcc', ['-d', ...named('.wxml')]).length).toBeGreaterThan(0);
  });

  it('accept every style sheet', () => {
    expect(() => run('wcsc', ['-js', ...named('.wxss'), '-o', '/dev/null'])).not.toThrow();
  });
});
