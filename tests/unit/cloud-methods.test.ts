import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sdk from 'wx-server-sdk';

/** docs/local-cloud.md has a row for every method of the SDK: what works and what is refused. */

const page = readFileSync(join(__dirname, '../../docs/local-cloud.md'), 'utf8');
const table = page.slice(page.indexOf('## Every method of the SDK'), page.indexOf('## What it does not do'));
const named = new Set([...table.matchAll(/`(\w+)`/g)].map(match => match[1]));

/** Not for functions: constants, what carries others, and the names of its own class. */
const NO_METHODS = [
  'constructor',
  'command',
  'project',
  'aggregate',
  'config',
  'cloud',
  'openapi',
  'cloudPay',
];

const methodsOf = (object: object): string[] => {
  const names = new Set<string>();
  for (let at: object = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const name of Object.getOwnPropertyNames(at))
      if (/^[a-z]\w*$|^RegExp$/.test(name) && typeof (object as Record<string, unknown>)[name] === 'function')
        names.add(name);
  return [...names].filter(name => !NO_METHODS.includes(name));
};

test('every method of the SDK stands in the table', () => {
  process.env['TENCENTCLOUD_RUNENV'] = 'SCF';
  sdk.init({ env: 'local' });
  const db = sdk.database();
  const collection = db.collection('a');
  const objects: object[] = [
    sdk,
    db,
    collection,
    collection.doc('x'),
    collection.aggregate(),
    db.command,
    (db.command as unknown as { project: object }).project,
    db.command.aggregate,
  ];
  const methods = objects.flatMap(methodsOf);
  expect(methods.length).toBeGreaterThan(150);
  expect([...new Set(methods)].filter(name => !named.has(name))).toEqual([]);
});
