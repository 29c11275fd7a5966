import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsOf, proceduresOf } from '../../tools/clauses/derived';
import { clausesDocument } from '../../tools/clauses/document';
import { contradiction, entries, readChapter, type Entry } from '../../tools/clauses/entries';
import { missingProofs, titlesIn } from '../../tools/clauses/proofs';
import { asTitlePattern, lostRemovals } from '../../tools/clauses/removals';
import { clauses } from '../support/clauses';
import { notByProcedures, notify, type Told } from '../support/notify';

/** docs/clauses.md: every row of the requirements with the tests that prove it, listed by hand. */

const root = join(__dirname, '../..');

test('every row of the requirements has one entry', () => {
  expect(entries.map(({ id }) => id).sort()).toEqual([...clauses].sort());
});

test('a row that is done lists its proofs, one that is partly done also what is missing', () => {
  expect(entries.flatMap(one => contradiction(one) ?? [])).toEqual([]);
});

test('every listed proof is a test that exists and is run', () => {
  expect(missingProofs(root, entries)).toEqual([]);
});

test('the committed document is what would be written now (npm run clauses)', () => {
  expect(readFileSync(join(root, 'docs/clauses.md'), 'utf8')).toBe(clausesDocument());
});

test('what is taken out to try the proofs still stands once in its file (npm run removals)', () => {
  expect(lostRemovals(root, entries)).toEqual([]);
  const removals = entries.flatMap(({ proofs }) => proofs.flatMap(one => one.removals));
  expect(removals.length).toBeGreaterThanOrEqual(25);
  expect(removals.filter(({ find, put }) => find === put)).toEqual([]);
});

test('every screen that a row names exists', () => {
  const folderOf = (screen: string): string =>
    join(root, 'miniprogram', screen.includes('/') ? 'packages' : 'pages', screen, 'index.ts');
  expect(entries.flatMap(({ screens }) => screens).filter(screen => !existsSync(folderOf(screen)))).toEqual(
    [],
  );
});

describe('the check itself', () => {
  const entry = (change: Partial<Entry>): Entry => ({
    id: 'G-1',
    state: 'done',
    asks: 'something',
    told: '-',
    screens: [],
    proofs: [
      {
        file: 'unit/clauses',
        test: 'every row of the requirements has one entry',
        why: 'it is one',
        removals: [],
      },
    ],
    ...change,
  });

  test.each<[string, Partial<Entry>]>([
    ['done without a proof', { proofs: [] }],
    ['done with something missing', { missing: 'half of it' }],
    ['partly without what is missing', { state: 'partly' }],
    ['partly without a proof', { state: 'partly', missing: 'half of it', proofs: [] }],
    ['open with a proof', { state: 'open' }],
    ['nobody knows what it asks', { asks: '' }],
  ])('%s is a contradiction', (_what, change) => {
    expect(contradiction(entry({}))).toBeUndefined();
    expect(contradiction(entry(change))).toContain('G-1');
  });

  test('a proof that was renamed, skipped or taken away is named with its row and with what it may be now', () => {
    const wrong = (file: string, title: string): string | undefined =>
      missingProofs(root, [entry({ proofs: [{ file, test: title, why: 'w', removals: [] }] })])[0];
    expect(wrong('unit/clauses', 'every row of the requirements has one entry')).toBeUndefined();
    expect(wrong('unit/clauses', 'every row of the requirements has an entry')).toBe(
      'G-1: tests/unit/clauses.test.ts has no test "every row of the requirements has an entry" that is run. The most alike: "every row of the requirements has one entry"',
    );
    expect(wrong('unit/nothing', 'x')).toBe('G-1: there is no tests/unit/nothing.test.ts');
  });

  test('titles are read from the source: in each, below describe, and not those that are skipped', () => {
    const source = `
      describe('a', () => {
        test('one', () => {});
        it.each([1])('two %s', () => {});
        test.skip('never', () => {});
      });
      describe.each([1])('b %s', () => test.each\`x\`("three's", () => {}));
      describe.skip('c', () => test('never either', () => {}));
      xit('nor this', () => {});
      test.todo('nor that');
    `;
    expect(titlesIn(source)).toEqual(['a > one', 'a > two %s', "b %s > three's"]);
  });

  test('a file of rows is read line by line, and what cannot be read is said', () => {
    const text =
      'Heading\n\nG-1 | partly | asks | manager | board\n  ? half\n  - unit/a | title | why\n    x a.ts | 1 | 2\n';
    expect(readChapter(text)).toEqual({
      heading: 'Heading',
      entries: [
        {
          id: 'G-1',
          state: 'partly',
          asks: 'asks',
          told: 'manager',
          screens: ['board'],
          missing: 'half',
          proofs: [
            {
              file: 'unit/a',
              test: 'title',
              why: 'why',
              removals: [{ file: 'a.ts', find: '1', put: '2' }],
            },
          ],
        },
      ],
    });
    for (const bad of [
      'G-1 | ready | asks | - | -',
      '  - first',
      'G-1 | done | a | - | -\n  - unit/a | title',
      'G-1 | done | a | - | -\n    x a.ts | 1 | 2',
      'G-1 | done | a | - | -\n  - unit/a | title | why\n    x a.ts | 1',
    ])
      expect(() => readChapter(`Heading\n${bad}`)).toThrow();
  });
});

test('a title is looked for as jest joins it, whatever each puts in', () => {
  const finds = (title: string, full: string): boolean => new RegExp(asTitlePattern(title)).test(full);
  expect(finds('under $id > not solved: back (A49)', 'under gdzw-0001.5-2019 not solved: back (A49)')).toBe(
    true,
  );
  expect(finds('%s is refused', 'who may answer a complaint is refused')).toBe(true);
  expect(finds('is drawn', 'a sample is drawn')).toBe(true);
  expect(finds('is drawn', 'a sample is drawn twice')).toBe(false);
});

test('a removal whose words are gone, or stand twice, is named with its row', () => {
  const proof = { file: 'unit/a', test: 'title', why: 'why' };
  const lost = (find: string) =>
    lostRemovals(root, [
      {
        id: 'G-1',
        state: 'done',
        asks: 'a',
        told: '-',
        screens: [],
        proofs: [{ ...proof, removals: [{ file: 'tools/clauses.ts', find, put: 'x' }] }],
      },
    ]);
  expect(lost('writeFileSync(')).toEqual([]);
  expect(lost('nowhere')).toEqual(['G-1: "nowhere" stands 0 times in tools/clauses.ts']);
  expect(lost('clausesDocument')).toEqual(['G-1: "clausesDocument" stands 2 times in tools/clauses.ts']);
});

test('acts and limits beside the proofs come from the code', () => {
  expect(proceduresOf('G-3.3.4b')).toEqual(['版本发布: 同意发布 (approve), 不同意 (reject)']);
  expect(limitsOf('G-3.2.4a')).toEqual(['fault.fix: 1 working day']);
  expect(limitsOf('G-3.3.3a')).toEqual(['fault.report: 120 service minutes, internal']);
});

test('the rows of service applications are proved through the outside contract, not from within alone', () => {
  const rows = [...Object.keys(notify), ...Object.keys(notByProcedures)];
  expect(
    entries
      .filter(({ id }) => rows.includes(id))
      .filter(({ proofs }) => !proofs.some(({ file }) => file.startsWith('scenario/')))
      .map(({ id }) => id),
  ).toEqual([]);
});

test('the walk asks for everybody whom the column names', () => {
  const words: [RegExp, Told[]][] = [
    [/manager/, ['manager']],
    [/units/, ['unit']],
    [/operator/, ['operator']],
    [/citizens/, ['citizens', 'notice']],
  ];
  const missing = Object.entries(notify).flatMap(([id, rows]) => {
    const column = entries.find(row => row.id === id)?.told ?? '';
    const asked = new Set(rows.flatMap(({ told }) => told));
    return words
      .filter(([word, names]) => word.test(column) && !names.some(one => asked.has(one)))
      .map(([word]) => `${id}: ${word.source}`);
  });
  expect(missing).toEqual([]);
});
