import { compileExpression } from '../../local/cloud/queries/expressions';
import { STAGES } from '../../local/cloud/queries/stages';
import { atOnce } from '../../local/cloud/queries/steps';
import type { Doc } from '../../local/cloud/values/ejson';
import { Pattern } from '../../local/cloud/values/pattern';

/** Aggregations of the local cloud give what MongoDB's manual says, or are refused (docs/local-cloud.md). */

const run = (stage: string, operand: unknown, docs: Doc[]): Doc[] =>
  atOnce(STAGES[stage]!(operand)(docs, {}));
const valueOf = (expression: unknown, doc: Doc = {}): unknown =>
  compileExpression(expression)({ ROOT: doc, CURRENT: doc });
const day = (text: string): Date => new Date(text);

describe('an expression gives what it gives in MongoDB', () => {
  test.each<[unknown, Doc, unknown]>([
    [{ $eq: ['$missing', null] }, {}, false],
    [{ $eq: ['$missing', '$other'] }, {}, true],
    [{ $lt: ['$missing', null] }, {}, true],
    [{ $gt: ['x', 5] }, {}, true],
    [{ $cmp: [5, 'x'] }, {}, -1],
    [{ $lt: [true, day('2021-01-03')] }, {}, true],
    [
      {
        $eq: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
      {},
      false,
    ],
    [{ $in: [[1], '$a'] }, { a: [[1]] }, true],
    [{ $ifNull: ['$missing', null, 7] }, {}, 7],
    [{ $cond: [{ $and: ['$a', 0] }, 1, 2] }, { a: '' }, 2],
    [{ $cond: { if: '$a', then: 1, else: 2 } }, { a: '' }, 1],
    ['$a.b', { a: [{ b: 1 }, {}, 5, { b: null }] }, [1, null]],
    ['$a.0', { a: [1] }, []],
    [['$missing', 1], {}, [null, 1]],
    [{ x: '$missing', y: 1 }, {}, { y: 1 }],
    [{ $week: day('2021-01-03') }, {}, 1],
    [{ $week: day('2021-01-02') }, {}, 0],
    [{ $week: day('2019-05-16') }, {}, 19],
    [{ $week: { date: day('2021-01-02T20:00:00Z'), timezone: 'Asia/Shanghai' } }, {}, 1],
    [{ $indexOfBytes: ['中文', '文'] }, {}, 3],
    [{ $indexOfCP: ['😀文', '文'] }, {}, 1],
    [{ $indexOfCP: ['aba', 'a', 1] }, {}, 2],
    [{ $substr: ['hello', 1, -1] }, {}, 'ello'],
    [{ $substrBytes: ['中文', 3, 3] }, {}, '文'],
    [{ $trunc: [7.85, 1] }, {}, 7.8],
    [{ $trunc: -7.85 }, {}, -7],
    [{ $trunc: [1234.5, -2] }, {}, 1200],
    [{ $sum: '$a' }, { a: [1, 'x', 2] }, 3],
    [{ $max: ['$a', '$missing', 'x'] }, { a: 5 }, 'x'],
    [{ $avg: [] }, {}, null],
    [{ $arrayElemAt: ['$a', 5] }, { a: [1] }, undefined],
    [{ $map: { input: '$a', in: { $add: ['$$this', 1] } } }, { a: [1, 2] }, [2, 3]],
    [{ $filter: { input: '$a', as: 'n', cond: { $gt: ['$$n', 1] } } }, { a: [1, 2] }, [2]],
    [{ $reduce: { input: [1, 2], initialValue: '', in: { $concat: ['$$value', { $toString: '$$this' }] } } }, {}, '12'], // prettier-ignore
    [{ $let: { vars: { n: '$a' }, in: { $multiply: ['$$n', 2] } } }, { a: 4 }, 8],
    [
      { $switch: { branches: [{ case: { $eq: ['$a', 1] }, then: 'one' }], default: 'other' } },
      { a: 2 },
      'other',
    ],
    [{ $regexMatch: { input: '$a', regex: '^B', options: 'i' } }, { a: 'bc' }, true],
    [{ $regexFind: { input: '😀bc', regex: new Pattern('(b)(x)?', '') } }, {}, { match: 'b', idx: 1, captures: ['b', null] }], // prettier-ignore
    [{ $type: '$missing' }, {}, 'missing'],
    [{ $type: 0.5 }, {}, 'double'],
    [{ $dateToString: { date: day('2021-01-03T20:00:00Z'), format: '%Y-%m-%d', timezone: 'Asia/Shanghai' } }, {}, '2021-01-04'], // prettier-ignore
    [{ $concat: ['a', '$missing'] }, {}, null],
    [{ $setUnion: [[1, 2], [2]] }, {}, [1, 2]],
    [{ $literal: '$a' }, { a: 1 }, '$a'],
    // What came out in another way, or was refused, before.
    [{ $ceil: [1.5] }, {}, 2],
    [{ $sqrt: ['$missing'] }, {}, null],
    [{ $mod: ['$missing', 2] }, {}, null],
    [{ $add: [day('2021-01-03'), 1000] }, {}, day('2021-01-03T00:00:01Z')],
    [{ $subtract: [day('2021-01-03'), day('2021-01-02')] }, {}, 86_400_000],
    [{ $toLower: '$missing' }, {}, ''],
    [{ $toUpper: 'aé中' }, {}, 'Aé中'],
    [{ $strLenCP: ['😀b'] }, {}, 2],
    [{ $reverseArray: ['$a'] }, { a: [1, 2] }, [2, 1]],
    [{ $slice: ['$missing', 1] }, {}, null],
    [{ $slice: [[1, 2, 3], -9, 2] }, {}, [1, 2]],
    [{ $zip: { inputs: [[], [1]] } }, {}, []],
    [{ $zip: { inputs: [[1], [2, 3]], useLongestLength: true, defaults: [0, 0] } }, {}, [[1, 2], [0, 3]]], // prettier-ignore
    [{ $objectToArray: ['$a'] }, { a: { x: 1 } }, [{ k: 'x', v: 1 }]],
    [{ $setEquals: [[1, 2, 2], [2, 1]] }, {}, true], // prettier-ignore
    [{ $ifNull: ['$a', { $size: '$missing' }] }, { a: 1 }, 1],
    [{ $hour: [day('2021-01-03T20:00:00Z')] }, {}, 20],
    [{ $hour: { date: day('2021-01-03T20:00:00Z'), timezone: 'UTC' } }, {}, 20],
    [{ $isoWeekYear: day('2021-01-03T20:00:00Z') }, {}, 2020],
    [{ $year: '$missing' }, {}, null],
    [{ $dateFromParts: { year: 2021, month: 14, day: 31 } }, {}, day('2022-03-03')],
    [{ $dateFromParts: { year: 2021, month: '$missing' } }, {}, null],
    [{ $dateFromParts: { year: 2021, timezone: 'Asia/Shanghai' } }, {}, day('2020-12-31T16:00:00Z')],
    [{ $dateFromParts: { year: 2021, month: 7, timezone: 'America/New_York' } }, {}, day('2021-07-01T04:00:00Z')], // prettier-ignore
    [{ $dateToString: { date: day('2020-12-31T23:30:00Z'), format: '%j %U %w %% %G-%V' } }, {}, '366 52 5 % 2020-53'], // prettier-ignore
    [{ $dateToString: { date: day('2021-01-03T20:00:00Z'), timezone: 'Asia/Shanghai', format: '%H:%M %z %Z' } }, {}, '04:00 +0800 +480'], // prettier-ignore
    [{ $dateFromString: { dateString: '2021-02-31', onError: 'none' } }, {}, 'none'],
    [{ $dateFromString: { dateString: '2021-01-03 09:30', timezone: 'Asia/Shanghai' } }, {}, day('2021-01-03T01:30:00Z')], // prettier-ignore
    [{ $dateFromString: { dateString: '03.01.2021', format: '%d.%m.%Y' } }, {}, day('2021-01-03')],
    ['$$ROOT.a', { a: 1 }, 1],
  ])('%j on %j: %j', (expression, doc, expected) => {
    expect(valueOf(expression, doc)).toEqual(expected);
  });

  test.each<unknown>([
    { $nothing: 1 },
    { $eq: [1] },
    { $in: [1, 2] },
    { $size: 'x' },
    { $add: ['a', 1] },
    { $mod: [1, 0] },
    { $divide: [1, 0] },
    { $ln: 0 },
    { $sqrt: -1 },
    { $pow: [0, -1] },
    { $toUpper: [[1]] },
    { $substrBytes: [true, 0, 1] },
    { $strLenBytes: null },
    { $split: ['a', ''] },
    { $concatArrays: [[1], 2] },
    { $setIsSubset: [[], null] },
    { $arrayToObject: [[['a', 1, 2]]] },
    { $range: [0, 5, 0] },
    { $year: 'x' },
    { $year: { date: '$missing', zone: 'UTC' } },
    { $hour: { date: day('2021-01-03'), timezone: 'Nowhere/Nothing' } },
    { $dateToString: { date: day('2021-01-03'), format: '%Q' } },
    { $dateFromString: { dateString: 'soon' } },
    { $cond: { if: 1 } },
    { $switch: { branches: [] } },
    { $substrBytes: ['中文', 1, 2] },
    { $regexMatch: { input: 'a', regex: '(' } },
    { $eq: [1, 2], $ne: [1, 2] },
    { $function: { body: 'x', args: [], lang: 'js' } },
    '$$nobody',
    { 'a.b': 1 },
  ])('%j is refused', expression => {
    expect(() => valueOf(expression)).toThrow(expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }));
  });
});

describe('a stage gives what it gives in MongoDB', () => {
  test.each<[string, unknown, Doc[], Doc[]]>([
    ['$group', { _id: null, all: { $push: '$a' } }, [{ a: 1 }, {}], [{ _id: null, all: [1] }]],
    ['$group', { _id: null, all: { $addToSet: '$a' } }, [{ a: 1 }, {}, { a: null }, { a: 1 }], [{ _id: null, all: [1, null] }]], // prettier-ignore
    ['$group', { _id: null, n: { $first: '$a' }, m: { $last: '$a' } }, [{}, { a: 1 }], [{ _id: null, n: null, m: 1 }]], // prettier-ignore
    ['$group', { _id: null, n: { $avg: '$a' }, m: { $min: '$a' } }, [{ a: 1 }, { a: 'x' }, {}], [{ _id: null, n: 1, m: 1 }]], // prettier-ignore
    [
      '$group',
      { _id: '$a', n: { $sum: 1 } },
      [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, {}, { a: null }],
      [
        { _id: { x: 1, y: 2 }, n: 1 },
        { _id: { y: 2, x: 1 }, n: 1 },
        { _id: null, n: 2 },
      ],
    ],
    ['$count', 'n', [], []],
    ['$count', 'n', [{}, {}], [{ n: 2 }]],
    ['$addFields', { 'a.c': '$b', d: { e: 1 } }, [{ a: [{ b: 1 }, 2], b: 3 }], [{ a: [{ b: 1, c: 3 }, { c: 3 }], b: 3, d: { e: 1 } }]], // prettier-ignore
    ['$addFields', { a: '$$REMOVE' }, [{ a: 1, b: 2 }], [{ b: 2 }]],
    ['$project', { a: 1, c: { $add: ['$b', 1] } }, [{ _id: 1, b: 2, a: 3 }], [{ _id: 1, a: 3, c: 3 }]],
    ['$project', { _id: 0, c: '$b' }, [{ _id: 1, b: 2 }], [{ c: 2 }]],
    ['$project', { p: '$p', 'r.s': '$m' }, [{ p: 1, r: { s: 1, t: 2 } }], [{ r: {}, p: 1 }]],
    ['$project', { 'a.b': 1 }, [{ a: [[{ b: 1, c: 2 }, 3], { b: 2 }, 4] }], [{ a: [[{ b: 1 }], { b: 2 }] }]],
    ['$project', { 'a.b': 0 }, [{ a: [[{ b: 1, c: 2 }, 3]] }], [{ a: [[{ c: 2 }, 3]] }]],
    ['$unwind', { path: '$a', includeArrayIndex: 'b.n' }, [{ a: [1], b: [2] }], [{ a: 1, b: { n: 0 } }]],
    ['$project', { a: { b: 0 } }, [{ _id: 1, a: [{ b: 1, c: 2 }] }], [{ _id: 1, a: [{ c: 2 }] }]],
    ['$unwind', '$a', [{ a: [1, 2] }, { a: 3 }, { a: [] }, {}], [{ a: 1 }, { a: 2 }, { a: 3 }]],
    [
      '$unwind',
      { path: '$a', includeArrayIndex: 'n', preserveNullAndEmptyArrays: true },
      [{ a: ['x'] }, { a: [] }, { a: null }],
      [{ a: 'x', n: 0 }, { n: null }, { a: null, n: null }],
    ],
    ['$sortByCount', '$a', [{ a: 1 }, { a: 2 }, { a: 2 }], [{ _id: 2, count: 2 }, { _id: 1, count: 1 }]], // prettier-ignore
    ['$bucket', { groupBy: '$a', boundaries: [0, 10], default: 'more' }, [{ a: 3 }, { a: 10 }], [{ _id: 0, count: 1 }, { _id: 'more', count: 1 }]], // prettier-ignore
    ['$bucketAuto', { groupBy: '$a', buckets: 2 }, [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }], [{ _id: { min: 1, max: 3 }, count: 2 }, { _id: { min: 3, max: 4 }, count: 2 }]], // prettier-ignore
    ['$replaceRoot', { newRoot: '$a' }, [{ a: { b: 1 } }], [{ b: 1 }]],
  ])('%s %j', (stage, operand, docs, expected) => {
    const found = run(stage, operand, docs);
    // The order of fields counts.
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });

  test.each<[string, unknown]>([
    ['$group', { n: { $sum: 1 } }],
    ['$group', { _id: null, n: 1 }],
    ['$group', { _id: null, n: { $nothing: 1 } }],
    ['$project', { a: 1, b: 0 }],
    ['$project', { a: 1, 'a.b': 1 }],
    ['$project', {}],
    ['$unwind', 'a'],
    ['$count', '$n'],
    ['$bucket', { groupBy: '$a', boundaries: [2, 1] }],
    ['$bucket', { groupBy: '$a', boundaries: [1, 3], default: 2 }],
    ['$sample', { size: 0 }],
  ])('%s %j is refused', (stage, operand) => {
    expect(() => run(stage, operand, [{ a: 1 }])).toThrow(
      expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }),
    );
  });
});
