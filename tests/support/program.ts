import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { madeOnce } from './made-once';

const root = resolve(__dirname, '../..');

/** Each file finds its neighbours where it lies, and only the program itself is one that was started. */
const asWritten = (entry: string): Plugin => ({
  name: 'as-written',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8').replace(/\b__dirname\b/g, JSON.stringify(dirname(path)));
      const contents = path === entry ? text : text.replaceAll('require.main === module', 'false');
      return { contents, loader: 'ts' };
    }),
});

/**
 * A program of the repository (`tools/knowledge.ts`) as one file that Node runs as it is. Through tsx most of a start is
 * reading TypeScript, and tests start some dozens of them; that the owner's way works too is a test of each.
 */
export const programOf = async (file: string): Promise<string> => {
  const entry = join(root, file);
  const folder = await madeOnce(`program-${parse(file).name}`, async made => {
    await build({
      entryPoints: [entry],
      outfile: join(made, 'index.js'),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
      plugins: [asWritten(entry)],
    });
    symlinkSync(join(root, 'node_modules'), join(made, 'node_modules'));
  });
  return join(folder, 'index.js');
};
