import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dailyWindows } from '../../cloudfunctions/domain/rulesets';
import { withRoles } from '../../tools/roles';

const page = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');

test('docs/security.md says who may call what as the tables of the functions do (npm run roles)', () => {
  expect(withRoles(page)).toBe(page);
});

test('and how often, as it ships', () => {
  const shipped = page.slice(page.indexOf('## How often'), page.indexOf('## What is stored'));
  for (const { first } of Object.values(dailyWindows)) expect(shipped).toMatch(new RegExp(`\\b${first}\\b`));
});
