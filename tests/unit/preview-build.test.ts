import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createBuilder, formatDiagnostic } from '../../local/preview/build';
import { prepareWxml, prepareWxs } from '../../local/preview/build/wxml';
import { convertUnits } from '../../local/preview/runtime/engine/units';

const folders: string[] = [];
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })));

type Files = Record<string, string>;

const GOOD: Files = {
  'app.json': '{ "pages": ["pages/home/index"] }',
  'app.ts': 'App({});',
  'pages/home/index.json': '{ "usingComponents": { "own-card": "/components/card/index" } }',
  'pages/home/index.wxml': '<view class="a"><own-card>{{word}}</own-card></view>',
  'pages/home/index.wxss': '.a { width: 375rpx; }',
  'pages/home/index.ts': "Page({ data: { word: '好' as string } });",
  'components/card/index.json': '{ "component": true }',
  'components/card/index.wxml': '<view class="box"><slot /></view>',
  'components/card/index.wxss': ':host { display: block; }\n.box { color: red; }',
  'components/card/index.ts': 'Component({});',
};

/** A mini-program in a folder of its own: the good one with some files replaced; `null` leaves one out. */
function miniProgram(changes: Record<string, string | null> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'preview-build-'));
  folders.push(root);
  for (const [name, text] of Object.entries({ ...GOOD, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const build = (changes: Record<string, string | null> = {}) => createBuilder(miniProgram(changes))();
const complaints = async (changes: Record<string, string | null>): Promise<string[]> =>
  (await build(changes)).diagnostics.map(formatDiagnostic);

test('a good mini-program builds: one script, one style sheet, no diagnostic', async () => {
  const { diagnostics, script, css } = await build();
  expect(diagnostics).toEqual([]);
  expect(script).toContain('__preview.start');
  expect(css).toContain(':where(wx-page[is="pages/home/index"]) .a');
  expect(css).toContain('.components_card--box');
  expect(css).toContain('[wx-host="components_card"]');
});

describe('each mistake names file, line and column', () => {
  const cases: [string, Record<string, string | null>, RegExp][] = [
    ['no app.json', { 'app.json': null }, /^app\.json:1:1 app\.json is missing/],
    ['JSON that does not parse', { 'app.json': '{\n  "pages": [,]\n}' }, /^app\.json:2:13 not valid JSON/],
    [
      'a page without files',
      { 'app.json': '{\n  "pages": ["pages/home/index", "pages/gone/index"]\n}' },
      /^app\.json:2:34 page pages\/gone\/index: pages\/gone\/index\.wxml is missing/,
    ],
    ['a page without a script', { 'pages/home/index.ts': null }, /index\.ts is missing/],
    [
      'a component that is not there',
      { 'pages/home/index.json': '{\n "usingComponents": {\n  "own-card": "/components/none/index"\n }\n}' },
      /^pages\/home\/index\.json:3:16 component components\/none\/index/,
    ],
    [
      'a component that does not say so',
      { 'components/card/index.json': '{}' },
      /^components\/card\/index\.json:1:1 .*"component": true/,
    ],
    [
      'a tab page in a subpackage',
      {
        'app.json':
          '{ "pages": ["pages/home/index"],\n "tabBar": { "list": [{ "pagePath": "pages/x/index", "text": "x" }] } }',
      },
      /^app\.json:2:\d+ tab page pages\/x\/index must be a page of the main package/,
    ],
    [
      'a tag that nobody knows',
      { 'pages/home/index.wxml': '<view>\n  <strong>x</strong>\n</view>' },
      /^pages\/home\/index\.wxml:2:3 unknown tag <strong>/,
    ],
    [
      'a tag that is not closed',
      { 'pages/home/index.wxml': '<view>\n<text>x</view>' },
      /^pages\/home\/index\.wxml:\d+:\d+ /,
    ],
    [
      'an expression that does not parse',
      { 'pages/home/index.wxml': '<view>{{ a b }}</view>' },
      /^pages\/home\/index\.wxml:1:\d+ unexpected/,
    ],
    [
      'a function called in {{ }}',
      { 'pages/home/index.wxml': '<view>\n{{list.join("、")}}</view>' },
      /^pages\/home\/index\.wxml:2:1 WeChat does not call functions/,
    ],
    [
      'a wxs module that is not there',
      { 'pages/home/index.wxml': '<wxs src="./gone.wxs" module="g" />' },
      /gone\.wxs is missing/,
    ],
    [
      'a template that is not there',
      { 'pages/home/index.wxml': '<import src="./gone.wxml" />' },
      /gone\.wxml is missing/,
    ],
    [
      'WXSS that does not parse',
      { 'pages/home/index.wxss': '.a {\n color: red;\n' },
      /^pages\/home\/index\.wxss:1:1 /,
    ],
    [
      'an @import that is not there',
      { 'pages/home/index.wxss': '\n@import "./gone.wxss";' },
      /^pages\/home\/index\.wxss:2:1 @import/,
    ],
    ['an id in WXSS', { 'pages/home/index.wxss': '.a {}\n#b {}' }, /^pages\/home\/index\.wxss:2:1 #b/],
    [
      'a tag in the WXSS of a component',
      { 'components/card/index.wxss': 'view {}' },
      /^components\/card\/index\.wxss:1:1 wx-view/,
    ],
    [
      'a local picture in WXSS',
      { 'pages/home/index.wxss': '.a { background: url(/images/a.png); }' },
      /^pages\/home\/index\.wxss:1:6 url/,
    ],
    [
      'TypeScript that does not parse',
      { 'pages/home/index.ts': 'Page({\n  data: { ]\n});' },
      /^pages\/home\/index\.ts:2:11 /,
    ],
    [
      'an import that is not there',
      { 'pages/home/index.ts': "import { a } from './gone';\nPage({ data: { a } });" },
      /^pages\/home\/index\.ts:1:\d+ .*gone/,
    ],
  ];
  test.each(cases)('%s', async (_name, changes, expected) => {
    const found = await complaints(changes);
    expect(found.join('\n')).toMatch(new RegExp(expected.source, 'm'));
  });
});

test('npm components come from the package, named by their path in miniprogram_npm', async () => {
  const specimen = await createBuilder(join(__dirname, '../../local/preview/specimen'))();
  expect(specimen.diagnostics).toEqual([]);
  expect(specimen.script).toContain('"miniprogram_npm/@vant/weapp/button/index"');
  expect(specimen.css).not.toContain('alicdn');
});

test('a corrected file builds again, an unchanged style sheet is kept', async () => {
  const root = miniProgram({ 'pages/home/index.wxss': '.a {' });
  const rebuild = createBuilder(root);
  expect((await rebuild()).diagnostics).toHaveLength(1);
  writeFileSync(join(root, 'pages/home/index.wxss'), '.b { height: 1px; }');
  const { diagnostics, css } = await rebuild();
  expect(diagnostics).toEqual([]);
  expect(css).toContain('.b');
});

test('rpx and vh become lengths of the browser; urls stay as they are', () => {
  expect(convertUnits('20rpx -1.5rpx')).toBe('calc(20 * 100vw / 750) calc(-1.5 * 100vw / 750)');
  expect(convertUnits('50vh')).toBe('calc(50 * var(--page-vh))');
  expect(convertUnits('top:1rpx;src:url(data:font/woff2;base64,AA6vhBB2rpx)')).toBe(
    'top:calc(1 * 100vw / 750);src:url(data:font/woff2;base64,AA6vhBB2rpx)',
  );
});

test('WXS is made JavaScript: constructor names, patterns, requires', () => {
  expect(prepareWxs("require('./a.wxs'); x.constructor === 'Array'; getRegExp('^\\d+$', 'g')")).toBe(
    "require('./a'); x.__wxsConstructor === 'Array'; getRegExp('^\\\\d+$', 'g')",
  );
});

test('\\n breaks the line inside <text> alone, and not in expressions', () => {
  expect(prepareWxml("<text>a\\nb{{ '\\n' }}</text><view>c\\nd</view>")).toBe(
    "<text>a&#10;b{{ '\\n' }}</text><view>c\\nd</view>",
  );
});
