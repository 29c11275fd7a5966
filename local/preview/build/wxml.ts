import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { BUILTIN_TAGS } from '../runtime/builtins/names';
import { Diagnostics, placeOf } from './diagnostic';
import type { Project, Unit } from './project';
import { expressionsOf, scanWxml } from './tags';

/** Tags that the compiler takes apart. */
const SYNTAX_TAGS = ['block', 'slot', 'template', 'import', 'include', 'wxs'];

type TemplateError = { level: string; message: string; startLine: number; startColumn: number };

/** WXS differs from JavaScript: see docs/preview.md, "WXS". */
export function prepareWxs(source: string): string {
  return source
    .replace(/require\(\s*(['"])([^'"]+?)\.wxs\1\s*\)/g, 'require($1$2$1)')
    .replace(/\.constructor\b/g, '.__wxsConstructor')
    .replace(/getRegExp\(\s*(['"])((?:\\.|(?!\1).)*)\1/g, (_all, quote: string, body: string) => {
      return `getRegExp(${quote}${body.replace(/\\/g, '\\\\')}${quote}`;
    });
}

/** `\n` inside `<text>` is a line break in WeChat. */
export function prepareWxml(source: string): string {
  const cuts: { start: number; end: number }[] = [];
  let depth = 0;
  for (const token of scanWxml(source)) {
    if (token.type === 'open' && token.name === 'text' && !token.selfClosing) depth += 1;
    else if (token.type === 'close' && token.name === 'text') depth -= 1;
    else if (token.type === 'text' && depth > 0) cuts.push(token);
  }
  let result = source;
  for (const { start, end } of cuts.reverse()) {
    const text = source
      .slice(start, end)
      .replace(/\{\{[\s\S]*?\}\}|\\n/g, part => (part === '\\n' ? '&#10;' : part));
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}

/** What the template compiler lets pass and WeChat does not: unknown tags, calls of functions in `{{ }}`. */
function lint(
  file: string,
  source: string,
  known: Set<string>,
  modules: string[],
  diagnostics: Diagnostics,
): void {
  for (const token of scanWxml(source)) {
    if (token.type !== 'open' || known.has(token.name)) continue;
    const hint = 'neither a built-in of the preview nor in "usingComponents" of the JSON';
    diagnostics.add(file, `unknown tag <${token.name}>: ${hint}`, placeOf(source, token.start));
  }
  for (const { start, code } of expressionsOf(source)) {
    const bare = code.replace(/'(?:\\.|[^'])*'|"(?:\\.|[^"])*"/g, "''");
    for (const call of bare.matchAll(/([A-Za-z_$][\w$]*)(?:\s*\.\s*[\w$]+)*\s*\(/g)) {
      if (modules.includes(call[1]!)) continue;
      const message = `WeChat does not call functions in {{ }}: "${call[0]}…)"; use a wxs module`;
      diagnostics.add(file, message, placeOf(source, start));
    }
  }
}

/**
 * Compiles all templates and WXS modules to one JavaScript expression: an object of template groups by code path.
 * Evaluating it runs all WXS at once, so the runtime must have its globals (getRegExp, getDate) before.
 */
export function compileTemplates(project: Project, diagnostics: Diagnostics): string {
  const group = new TmplGroup();
  const done = new Set<string>();
  const doneScripts = new Set<string>();
  const addScript = (path: string, file: string, from: string): void => {
    if (doneScripts.has(path)) return;
    doneScripts.add(path);
    if (!existsSync(file)) return diagnostics.add(from, `wxs module ${path}.wxs is missing`);
    const source = readFileSync(file, 'utf8');
    group.addScript(path, prepareWxs(source));
    for (const match of source.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g)) {
      const target = match[1]!.replace(/\.wxs$/, '');
      addScript(join(dirname(path), target), `${join(dirname(file), target)}.wxs`, file);
    }
  };

  const addTemplate = (path: string, file: string, known: Set<string>, npm: boolean): void => {
    if (done.has(path)) return;
    done.add(path);
    const source = readFileSync(file, 'utf8');
    for (const error of group.addTmpl(path, prepareWxml(source)) as TemplateError[]) {
      if (error.level === 'Note') continue;
      diagnostics.add(file, error.message, { line: error.startLine + 1, column: error.startColumn + 1 });
    }
    const modules = [...source.matchAll(/<wxs[^>]*\bmodule="([^"]+)"/g)].map(m => m[1]!);
    if (!npm) lint(file, source, known, modules, diagnostics);
    for (const name of group.getInlineScriptModuleNames(path) as string[]) {
      group.setInlineScript(path, name, prepareWxs(group.getInlineScript(path, name)));
    }
    const relative = (target: string): string => join(dirname(file), relativePath(dirname(path), target));
    for (const target of group.getScriptDependencies(path) as string[]) {
      const name = target.replace(/\.wxs$/, '');
      addScript(name, `${relative(name)}.wxs`, file);
    }
    for (const target of group.getDirectDependencies(path) as string[]) {
      const name = target.replace(/\.wxml$/, '');
      const next = `${relative(name)}.wxml`;
      if (existsSync(next)) addTemplate(name, next, known, npm);
      else diagnostics.add(file, `template ${name}.wxml is missing (import or include)`);
    }
  };

  for (const unit of project.units.values())
    addTemplate(unit.path, `${unit.base}.wxml`, knownTags(unit), unit.npm);
  const code = group.getTmplGenObjectGroups();
  group.free();
  return code;
}

function knownTags(unit: Unit): Set<string> {
  const generics = Object.keys((unit.config.componentGenerics as Record<string, unknown> | undefined) ?? {});
  const own = Object.keys(unit.config.usingComponents ?? {});
  return new Set<string>([...BUILTIN_TAGS, ...SYNTAX_TAGS, ...own, ...generics]);
}

/** The way from one code folder to a code path, so that it can be walked from the file's own folder. */
function relativePath(from: string, to: string): string {
  const a = from.split('/').filter(Boolean);
  const b = to.split('/').filter(Boolean);
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}
