import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const STYLES = ['page', 'elements', 'controls', 'shell'];

export type OwnAssets = { runtime: string; runtimeCss: string; frame: string; frameCss: string };

/** Bundles the preview's own browser code: the runtime inside the phone, and the page around it. */
export async function bundleOwnAssets(): Promise<OwnAssets> {
  const bundle = async (entry: string): Promise<string> => {
    const result = await build({
      entryPoints: [join(__dirname, entry)],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      define: { 'process.env.NODE_ENV': '"production"' },
      mainFields: ['module', 'main'],
    });
    return result.outputFiles[0]!.text;
  };
  const [runtime, frame] = await Promise.all([bundle('runtime/main.ts'), bundle('frame/frame.ts')]);
  const css = (file: string): string => readFileSync(join(__dirname, file), 'utf8');
  const runtimeCss = STYLES.map(name => css(`runtime/css/${name}.css`)).join('\n');
  return { runtime, frame, runtimeCss, frameCss: css('frame/frame.css') };
}
