import { citizenKinds } from '../../cloudfunctions/domain/ticket/citizen-kinds';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { procedures } from '../../cloudfunctions/domain/procedures';

/**
 * What is particular to a procedure stands in its module: no use case reads its facts or takes its acts by name, so that
 * the next procedure needs none (docs/add-a-procedure.md).
 */

const root = join(__dirname, '../../cloudfunctions/usecases');
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)],
  );
/** Steps of stored data say what stood in them once, whatever it is called today. */
const files = sources(root).filter(path => !path.includes('/setup/'));

const acts = new Set(procedures.flatMap(one => one.acts.map(({ act }) => act)));
const kinds = new Set(procedures.map(({ kind }) => kind));

/** A kind or an act by name where one is meant: `kind !== 'fault'`, `takeAct(…, 'markFiled', …)`, `act: 'settle'`. */
const namedIn = (text: string): string[] => {
  const found: string[] = [];
  const isMeant = (node: ts.Node): boolean => {
    const { parent } = node;
    if (ts.isBinaryExpression(parent)) return /\b(kind|act)$/.test(parent.left.getText());
    if (ts.isPropertyAssignment(parent)) return ['kind', 'act'].includes(parent.name.getText());
    return (
      ts.isCallExpression(parent) &&
      /^(takeAct|takeStep|sayOnFault|openAutomatically|procedureOf|tag\.running)$/.test(
        parent.expression.getText(),
      )
    );
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && (acts.has(node.text) || kinds.has(node.text)) && isMeant(node))
      found.push(node.text);
    if (/\bwork\??\.values$/.test(node.getText()) && ts.isPropertyAccessExpression(node))
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  ts.forEachChild(file, visit);
  return found;
};

/** What is said by name all the same, and why. */
const exceptions: Record<string, string> = {
  'reports/build-reports.ts: report': 'figures are counted for it and for nothing else',
  'account/erase-ticket.ts: object':
    'what somebody objected, as the timeline keeps it, is erased with the rest',
  'tickets/act-on-ticket.ts: claimCode': 'the code is derived with a key, which no pure rule has',
  'tickets/act-on-ticket.ts: reveal': 'it reads sealed data, which no pure rule can',
};

test('no use case names an act or a kind, or reads a fact of a ticket by name', () => {
  expect(files.length).toBeGreaterThan(80);
  const wrong = files.flatMap(path =>
    namedIn(readFileSync(path, 'utf8')).map(name => `${path.slice(root.length + 1)}: ${name}`),
  );
  expect([...new Set(wrong)].sort()).toEqual(Object.keys(exceptions).sort());
});

test('it would be found', () => {
  for (const text of [
    "if (ticket.kind !== 'fault') return;",
    "takeAct(procedure, ticket, 'markFiled', {}, context);",
    "openAutomatically(runtime, 'fault', input, key);",
    'const { startsAt } = ticket.work?.values ?? {};',
    "const input = { no, act: 'settle' };",
  ])
    expect(namedIn(text)).toHaveLength(1);
});

test('what citizens file is what the modules say', () => {
  const filed = procedures.filter(({ filing }) => filing).map(({ kind, label }) => [kind, label]);
  expect(filed.sort()).toEqual(Object.entries(citizenKinds).sort());
});
