import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { citizenActions } from '../cloudfunctions/api/citizen';
import { staffActions } from '../cloudfunctions/api/staff';
import { staffRoles, type Role } from '../cloudfunctions/domain/catalogue/roles';

/** The table of who may call what, as docs/security.md holds it: `npm run roles` writes it anew. */

const FILE = join(__dirname, '../docs/security.md');
const BEGIN = '<!-- roles: written by `npm run roles` -->';
const END = '<!-- end of roles -->';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Actions of the function `staff`, one a line, with a mark for each role that may call it. */
export const roleTable = (): string =>
  [
    row(['action', ...staffRoles]),
    row(['---', ...staffRoles.map(() => ':-:')]),
    ...Object.entries(staffActions)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([action, { may }]: [string, { may: readonly Role[] }]) =>
        row([`\`${action}\``, ...staffRoles.map(role => (may.includes(role) ? '●' : ''))]),
      ),
    '',
    `The function \`citizen\` serves everybody with an OPENID, each for the own things: ${Object.keys(
      citizenActions,
    )
      .sort()
      .map(action => `\`${action}\``)
      .join(', ')}.`,
  ].join('\n');

/** The page with the table in its place. */
export const withRoles = (page: string): string => {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${FILE} has no place for the roles`);
  return `${before}${BEGIN}\n\n${roleTable()}\n\n${END}${after}`;
};

if (require.main === module) writeFileSync(FILE, withRoles(readFileSync(FILE, 'utf8')));
