import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOfficialCompilers, officialComplaints } from '../../local/preview/build/official-check';

const ROOT = join(__dirname, '../..');
const SPECIMEN = join(ROOT, 'local/preview/specimen');
const onLinux = hasOfficialCompilers() ? test : test.skip;

if (!hasOfficialCompilers()) {
  console.warn(
    'WeChat’s compilers run on Linux x86-64 only: their check of WXML, WXS and WXSS is left out here.',
  );
}

onLinux.each([
  ['the mini-program', join(ROOT, 'miniprogram')],
  ['the specimen', SPECIMEN],
])('WeChat’s own compilers accept all of %s', (_name, folder) => {
  expect(officialComplaints(folder)).toBe('');
});

const MISTAKES: [string, string, string][] = [
  ['a tag that is not closed', 'pages/mine/index.wxml', '<view><text></view>'],
  ['an else without an if', 'pages/mine/index.wxml', '<view wx:else>x</view>'],
  ['ES6 in WXS', 'utils/shared.wxs', 'module.exports.twice = n => n * 2;'],
  ['a rule that is not closed', 'pages/mine/index.wxss', '.a { color: red;'],
];

onLinux.each(MISTAKES)('they refuse %s', (_name, file, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'official-'));
  try {
    cpSync(SPECIMEN, folder, { recursive: true });
    writeFileSync(join(folder, file), text);
    expect(officialComplaints(folder)).not.toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
