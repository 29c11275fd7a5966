import { resolve } from 'node:path';
import { bundleScripts } from './bundle';
import { Diagnostics, type Diagnostic } from './diagnostic';
import { readProject } from './project';
import { compileTemplates } from './wxml';
import { StyleCompiler } from './wxss';

export { formatDiagnostic, type Diagnostic } from './diagnostic';

export type Built = { script: string; map: string; css: string; diagnostics: Diagnostic[] };

/** Builds the mini-program below `root` again and again; unchanged style sheets are kept between builds. */
export function createBuilder(root: string): () => Promise<Built> {
  const styles = new StyleCompiler();
  const folder = resolve(root);
  return async () => {
    const diagnostics = new Diagnostics(folder);
    const project = readProject(folder, diagnostics);
    const templates = compileTemplates(project, diagnostics);
    const css = styles.compileAll(project, diagnostics);
    const { script, map } = await bundleScripts(project, templates, diagnostics);
    return { script, map, css, diagnostics: diagnostics.list };
  };
}
