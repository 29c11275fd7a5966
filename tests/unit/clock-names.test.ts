import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Procedure } from '../../cloudfunctions/domain/engine';
import { citizenProcedures, procedures, staffProcedures } from '../../cloudfunctions/domain/procedures';
import { screenCheck } from '../example-procedure/screen-check';

/**
 * A clock is called as the limits of its own module call it: nobody keeps a list of names, and a name that is mistyped
 * would meet nothing.
 */

const clocksOf = (all: readonly Procedure[]): Set<string> =>
  new Set(all.flatMap(({ limits }) => limits.map(({ clock }) => clock)));

const all = [...procedures, screenCheck];

test.each(all)('$kind: what its acts meet and cancel are clocks of its limits', procedure => {
  const own = clocksOf([procedure]);
  // What citizens file shares its acts: triage makes one of another.
  const known = procedure.filing ? clocksOf(citizenProcedures) : own;
  const named = [
    ...procedure.acts.flatMap(({ meets = [], cancels = [] }) => [...meets, ...cancels]),
    ...Object.values(procedure.states).flatMap(({ hears }) => (hears ? [hears.clock] : [])),
  ];
  expect(named.filter(name => !known.has(name))).toEqual([]);
});

test('a module names clocks of its own, as the contract does not know them', () => {
  expect([...clocksOf([screenCheck])].sort()).toEqual(['look', 'repair']);
  expect([...clocksOf(procedures)]).not.toEqual(expect.arrayContaining(['look']));
});

/** `change.meet(['report'])`, `runningClock(ticket, 'fix')`, `clock.name === 'execute'`. */
const takers = ['meet', 'cancel', 'pause', 'resume', 'running', 'runningClock'];

const clocksIn = (path: string): string[] => {
  const found: string[] = [];
  const literals = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    else if (ts.isArrayLiteralExpression(node)) node.elements.forEach(literals);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : node.expression.getText();
      // `resume` says besides why.
      const given = called === 'resume' ? node.arguments.slice(0, 1) : node.arguments;
      if (takers.includes(called)) given.forEach(literals);
    }
    if (
      ts.isBinaryExpression(node) &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.name.text === 'name' &&
      node.left.expression.getText().toLowerCase().endsWith('clock')
    )
      literals(node.right);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
};

const room = join(__dirname, '../../cloudfunctions/domain/procedures');
const filesOf = (folder: string): string[] =>
  readdirSync(join(room, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));

test('so are those that their rules name', () => {
  const folders: [folder: string, known: Set<string>][] = [
    ...procedures.map((one): [string, Set<string>] => [
      one.kind,
      clocksOf(one.filing ? citizenProcedures : [one]),
    ]),
    ['common/citizen-ticket', clocksOf(citizenProcedures)],
    ['common/staff-ticket', clocksOf(staffProcedures)],
  ];
  let seen = 0;
  const wrong = folders.flatMap(([folder, known]) =>
    filesOf(folder).flatMap(file => {
      const names = clocksIn(join(room, file));
      seen += names.length;
      return names.filter(name => !known.has(name)).map(name => `${file}: ${name}`);
    }),
  );
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(40);
});
