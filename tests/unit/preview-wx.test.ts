import { buildSync } from 'esbuild';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** All scripts below a folder, npm packages left out. */
function scripts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'miniprogram_npm' || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return scripts(path);
    return /\.(ts|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** `wx.showToast`, `wx.cloud.callFunction` as they stand in the sources, comments left out. */
function usesOf(source: string): string[] {
  const bare = source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
  return [...bare.matchAll(/\bwx\??\.((?:cloud\??\.)?[a-zA-Z]\w*)/g)].map(match =>
    match[1]!.replace('?', ''),
  );
}

/** The runtime is for browsers, so it is bundled and run here only to read the names. */
function previewWx(): Record<string, unknown> {
  const { outputFiles } = buildSync({
    entryPoints: [join(ROOT, 'local/preview/runtime/wx/index.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
  const module = { exports: {} as { wx: Record<string, unknown> } };
  const scope = { module, document: { body: {} }, window: {} };
  new Function(...Object.keys(scope), outputFiles[0]!.text)(...Object.values(scope));
  return module.exports.wx;
}

const wx = previewWx();
const names = new Set([...Object.keys(wx), ...Object.keys(wx.cloud as object).map(name => `cloud.${name}`)]);

test('every wx API that the mini-program uses is in the preview', () => {
  const missing = scripts(join(ROOT, 'miniprogram')).flatMap(file =>
    usesOf(readFileSync(file, 'utf8'))
      .filter(name => !names.has(name))
      .map(name => `${file.slice(ROOT.length + 1)}: wx.${name}`),
  );
  expect(missing).toEqual([]);
});

test('the comparison notices a missing API', () => {
  const uses = usesOf('wx.showToast({}); await wx.cloud.callFunction({}); wx.teleport(); // wx.inComment()');
  expect(uses.filter(name => !names.has(name))).toEqual(['teleport']);
});

test('a phone that asks the database is answered that it may not', async () => {
  type Query = {
    where(of: object): Query;
    orderBy(field: string, way: string): Query;
    get(): Promise<object>;
  };
  type Answers = {
    collection(name: string): Query & { add(one: object): Promise<object> };
    command: { gt(n: number): unknown };
  };
  const db = (wx.cloud as { database(): Answers }).database();
  const tickets = db.collection('tickets');
  const denied = { errCode: -502003, errMsg: expect.stringContaining('permission denied') as string };
  await expect(
    tickets
      .where({ n: db.command.gt(1) })
      .orderBy('n', 'asc')
      .get(),
  ).rejects.toMatchObject(denied);
  await expect(tickets.add({ data: {} })).rejects.toMatchObject(denied);
  expect(() => (wx.cloud as { CloudID(id: string): unknown }).CloudID('x')).toThrow('open data');
});
