import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postcss, { type AtRule, type Root, type Rule } from 'postcss';
import selectorParser from 'postcss-selector-parser';
import { BUILTIN_TAGS } from '../runtime/builtins/names';
import { convertUnits } from '../runtime/engine/units';
import { Diagnostics, type Diagnostic } from './diagnostic';
import type { Project, Unit } from './project';

const BUILTIN = new Set<string>(BUILTIN_TAGS);

/** How the selectors of one style sheet are bound to their page or component. */
type Binding = { kind: 'app' } | { kind: 'page'; path: string } | { kind: 'component'; scope: string };

type Compiled = { css: string; files: Map<string, number>; diagnostics: Diagnostic[] };

/** The class prefix of a component; glass-easel writes `SCOPE--name` to the class attribute. */
export const scopeName = (path: string): string =>
  path
    .replace(/^miniprogram_npm\//, '')
    .replace(/\/index$/, '')
    .replace(/[^A-Za-z0-9]+/g, '_');

/** The icon font of vant comes from a foreign host: the same glyphs lie in @vant/icons. */
function localIconFont(root: Root, project: Project): void {
  root.walkAtRules('font-face', rule => {
    if (!/vant-icon/.test(rule.toString()) || !/alicdn/.test(rule.toString())) return;
    const file = createRequire(join(project.root, 'x.js')).resolve('@vant/icons/src/encode-woff2.less');
    const font = /url\(['"]?(data:[^)'"]+)/.exec(readFileSync(file, 'utf8'))?.[1];
    if (font === undefined) return;
    rule.walkDecls('src', decl => {
      decl.value = `url(${font}) format("woff2")`;
    });
  });
}

/** Puts `@import`ed sheets in place; remembers every file that was read. */
function inlineImports(
  file: string,
  project: Project,
  seen: Map<string, number>,
  diagnostics: Diagnostics,
): Root {
  seen.set(file, statSync(file).mtimeMs);
  const source = readFileSync(file, 'utf8');
  let root: Root;
  try {
    root = postcss.parse(source, { from: file });
  } catch (error) {
    const { reason, line, column } = error as { reason?: string; line?: number; column?: number };
    diagnostics.add(file, reason ?? String(error), { line: line ?? 1, column: column ?? 1 });
    return postcss.root();
  }
  root.walkAtRules('import', rule => {
    const target = rule.params
      .replace(/^url\(|\)$/g, '')
      .replace(/['"]/g, '')
      .trim();
    const found = target.startsWith('/') ? join(project.root, target) : join(dirname(file), target);
    if (seen.has(found)) rule.remove();
    else if (!existsSync(found)) {
      diagnostics.add(file, `@import: ${target} is missing`, placeOfRule(rule));
      rule.remove();
    } else rule.replaceWith(inlineImports(found, project, seen, diagnostics).nodes);
  });
  return root;
}

const placeOfRule = (rule: Rule | AtRule) => ({
  line: rule.source?.start?.line ?? 1,
  column: rule.source?.start?.column ?? 1,
});

const insideKeyframes = (rule: Rule): boolean =>
  rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name);

/** Rewrites one selector list: tags to `wx-*`, classes to their scope, pages below their own root. */
function bindSelector(rule: Rule, binding: Binding, report: (message: string) => void): string {
  const scope = binding.kind === 'component' ? binding.scope : undefined;
  const transform = selectorParser(list => {
    list.each(selector => {
      let startsAtPage = false;
      selector.walk(node => {
        if (node.type === 'tag' && node.value === 'page') {
          node.value = 'wx-page';
          startsAtPage = true;
        } else if (node.type === 'tag' && BUILTIN.has(node.value)) node.value = `wx-${node.value}`;
        else if (node.type === 'id') report(`#${node.value}: ids cannot be styled here; use a class`);
        else if (node.type === 'class' && scope !== undefined) node.value = `${scope}--${node.value}`;
        else if (node.type === 'pseudo' && node.value === ':host' && scope !== undefined) {
          node.replaceWith(
            selectorParser.attribute({ attribute: `wx-host="${scope}"`, value: undefined, raws: {} }),
          );
        }
      });
      const first = selector.first;
      if (first === undefined) return;
      if (binding.kind === 'page') {
        const own = selectorParser.pseudo({ value: `:where(wx-page[is="${binding.path}"])` });
        const before = first.spaces.before;
        first.spaces.before = '';
        if (startsAtPage) selector.insertAfter(first, own);
        else {
          selector.insertBefore(first, own);
          selector.insertBefore(first, selectorParser.combinator({ value: ' ' }));
        }
        own.spaces.before = startsAtPage ? '' : before;
      } else if (scope !== undefined && first.type === 'tag') {
        report(`${first.value}: a component's WXSS may use classes and :host only`);
      }
    });
  });
  return transform.processSync(rule.selector);
}

function compile(file: string, binding: Binding, project: Project, npm: boolean): Compiled {
  const diagnostics = new Diagnostics(project.root);
  const files = new Map<string, number>();
  const root = inlineImports(file, project, files, diagnostics);
  localIconFont(root, project);
  root.walkRules(rule => {
    if (insideKeyframes(rule)) return;
    const report = (message: string): void => {
      if (!npm) diagnostics.add(rule.source?.input.file ?? file, message, placeOfRule(rule));
    };
    try {
      rule.selector = bindSelector(rule, binding, report);
    } catch (error) {
      report(`selector not understood: ${(error as Error).message}`);
    }
  });
  root.walkDecls(decl => {
    decl.value = convertUnits(decl.value);
    const local = /url\(\s*['"]?(?!data:|https?:|\/\/|cloud:)([^)'"]+)/.exec(decl.value)?.[1];
    if (local === undefined || npm) return;
    const place = { line: decl.source?.start?.line ?? 1, column: decl.source?.start?.column ?? 1 };
    const message = `url(${local}): WXSS cannot load local files; use <image> or base64`;
    diagnostics.add(decl.source?.input.file ?? file, message, place);
  });
  return { css: root.toString(), files, diagnostics: diagnostics.list };
}

/** Compiles style sheets and keeps what has not changed on disk. */
export class StyleCompiler {
  private readonly cache = new Map<string, Compiled>();

  private sheet(file: string, binding: Binding, project: Project, npm: boolean): Compiled | undefined {
    if (!existsSync(file)) return undefined;
    const key = `${file} ${JSON.stringify(binding)}`;
    const known = this.cache.get(key);
    const fresh = (one: Compiled): boolean =>
      [...one.files].every(([path, time]) => existsSync(path) && statSync(path).mtimeMs === time);
    if (known !== undefined && known.diagnostics.length === 0 && fresh(known)) return known;
    const compiled = compile(file, binding, project, npm);
    this.cache.set(key, compiled);
    return compiled;
  }

  /** All style sheets of the mini-program as one CSS text: app, components, pages. */
  compileAll(project: Project, diagnostics: Diagnostics): string {
    const units = [...project.units.values()];
    const bindingOf = (unit: Unit): Binding => {
      if (unit.config.styleIsolation === 'shared') return { kind: 'app' };
      if (unit.kind === 'page') return { kind: 'page', path: unit.path };
      return { kind: 'component', scope: scopeName(unit.path) };
    };
    const order = [...units.filter(u => u.kind === 'component'), ...units.filter(u => u.kind === 'page')];
    const sheets = [
      this.sheet(join(project.root, 'app.wxss'), { kind: 'app' }, project, false),
      ...order.map(unit => this.sheet(`${unit.base}.wxss`, bindingOf(unit), project, unit.npm)),
    ];
    for (const sheet of sheets) diagnostics.list.push(...(sheet?.diagnostics ?? []));
    return sheets.map(sheet => sheet?.css ?? '').join('\n');
  }
}
