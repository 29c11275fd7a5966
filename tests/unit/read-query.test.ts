import { readQuery } from '../../cloudfunctions/domain/search/read-query';

/** What somebody may mean who types into the search of the workbench. */

test.each([
  ['GD-2026-000123', true],
  ['外部编号：GD 2026 000123', true],
  ['粤府办函 第三号', true],
  ['粤府办函 第叁号', true],
  ['a b', true],
  ['督办', true],
  [' 督办 ', true],
  ['补办 系统 社会保障卡', false],
  ['补办\u3000系统', false],
  ['，。', false],
])('%s can be the number of another system: %s', (query, isExternal) => {
  expect(readQuery(query).isExternal).toBe(isExternal);
});
