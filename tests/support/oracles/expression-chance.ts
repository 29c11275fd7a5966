import type { Chance } from './chance';
import type { Doc } from './order';

/** Documents and expressions on them by chance: of the types that operators want more often than of others. */

export const expressionChance = (by: Chance) => {
  const { upTo, one, some, seldom, value } = by;

  const NUMBERS = [-3, -1, 0, 1, 2, 3, 5, 0.5, 1.5, 2.25, -2.5];
  const TEXTS = ['', 'a', 'ab', 'aba', 'B', 'b', '中文', '文', '😀b', '2021-01-03', '2020-12-31T23:59:59Z'];
  const DATES = ['2021-01-03T20:00:00.000Z', '2019-05-16T01:02:03.004Z', '2020-12-31T23:30:00.000Z', '2016-02-29T00:00:00.000Z', '1969-12-28T12:00:00.000Z'].map(text => new Date(text)); // prettier-ignore
  const document = (): Doc => {
    const usual: Doc = {
      n: one(NUMBERS),
      s: one(TEXTS),
      l: some(4, () =>
        seldom(3) ? { n: one(NUMBERS), s: one(TEXTS) } : seldom(3) ? one(TEXTS) : one(NUMBERS),
      ),
      k: some(4, () => one(NUMBERS)),
      d: one(DATES),
      o: { n: one(NUMBERS), s: one(TEXTS), k: some(3, () => one(NUMBERS)) },
      x: value(1),
    };
    // Some are missing, some are of another type.
    return Object.fromEntries(
      Object.entries(usual)
        .filter(() => !seldom(10))
        .map(([name, given]) => [name, seldom(12) ? value(1) : given]),
    );
  };

  type Make = (depth: number) => unknown;
  const DEEPEST = 3;

  /** One of the leaves, or an operator while there is depth left; now and then of another type. */
  const of =
    (leaves: () => unknown, operators: Make[]): Make =>
    depth =>
      seldom(30) ? any(DEEPEST) : depth >= DEEPEST || seldom(3) ? leaves() : one(operators)(depth + 1);

  const chosen = (make: Make): Make[] => [
    depth => ({ $cond: [bool(depth), make(depth), make(depth)] }),
    depth => ({ $cond: { if: bool(depth), then: make(depth), else: make(depth) } }),
    depth => ({ $ifNull: [one(['$m', '$n', '$x', null]), make(depth)] }),
    depth => ({ $switch: { branches: [{ case: bool(depth), then: make(depth) }], default: make(depth) } }),
    depth => ({ $let: { vars: { v: make(depth) }, in: one<unknown>(['$$v', { $ifNull: ['$$v', '$x'] }]) } }),
  ];
  const unary =
    (names: string[], make: Make): Make =>
    depth => {
      const operand = make(depth);
      // An array that stands there is the list of what it holds.
      return { [one(names)]: Array.isArray(operand) || seldom(2) ? [operand] : operand };
    };
  const binary =
    (names: string[], first: Make, second: Make = first): Make =>
    depth => ({ [one(names)]: [first(depth), second(depth)] });

  const DATE_PARTS = ['$year', '$month', '$dayOfMonth', '$dayOfYear', '$dayOfWeek', '$hour', '$minute', '$second', '$millisecond', '$week', '$isoWeek', '$isoWeekYear', '$isoDayOfWeek']; // prettier-ignore
  const num: Make = of(
    () => one<unknown>(['$n', '$n', '$o.n', one(NUMBERS)]),
    [
      binary(['$add', '$subtract', '$multiply', '$divide', '$mod'], d => num(d)),
      depth => ({ [one(['$add', '$multiply'])]: [num(depth), num(depth), num(depth)] }),
      unary(['$abs', '$ceil', '$floor', '$sqrt', '$ln', '$log10', '$trunc'], d => num(d)),
      depth => ({ $exp: { $mod: [num(depth), 3] } }),
      depth => ({ $trunc: [num(depth), one([0, 1, -1])] }),
      depth => ({ $pow: [num(depth), one([0, 1, 2, -1])] }),
      depth => ({ $log: [num(depth), one([2, 10])] }),
      unary(['$size'], d => list(d)),
      depth => ({ $size: setOf(depth) }),
      unary(['$strLenCP', '$strLenBytes'], d => text(d)),
      binary(['$indexOfCP', '$indexOfBytes', '$strcasecmp'], d => text(d)),
      depth => ({ [one(['$indexOfCP', '$indexOfBytes'])]: [text(depth), one(['b', 'a', '文']), upTo(3)] }),
      depth => ({ $indexOfArray: [list(depth), any(depth)] }),
      unary(DATE_PARTS, d => date(d)),
      depth => ({
        [one(DATE_PARTS)]: { date: date(depth), timezone: one(['Asia/Shanghai', 'UTC', '+08:00']) },
      }),
      binary(['$cmp'], d => any(d)),
      depth => ({
        [one(['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'])]: seldom(2)
          ? one(['$k', '$o.k', '$l.n'])
          : [num(depth), num(depth)],
      }),
      depth => ({
        $reduce: {
          input: one<unknown>(['$k', list(depth)]),
          initialValue: num(depth),
          in: { $add: ['$$value', '$$this'] },
        },
      }),
      ...chosen(d => num(d)),
    ],
  );
  const text: Make = of(
    () => one<unknown>(['$s', '$s', '$o.s', one(TEXTS)]),
    [
      binary(['$concat'], d => text(d)),
      unary(['$toUpper', '$toLower'], d => (seldom(4) ? num(d) : text(d))),
      depth => ({ $substrCP: [text(depth), upTo(3), upTo(4)] }),
      depth => ({ [one(['$substrBytes', '$substr'])]: [text(depth), upTo(4), one([-1, 0, 1, 2, 3])] }),
      depth => ({ $arrayElemAt: [{ $split: [text(depth), one(['a', 'b', '-'])] }, upTo(2)] }),
      depth => ({
        $dateToString: {
          date: date(depth),
          format: one(['%Y-%m-%d', '%H:%M:%S.%L', '%G-W%V-%u', '%j %U %w %%']),
          ...(seldom(2) ? { timezone: 'Asia/Shanghai' } : {}),
          ...(seldom(3) ? { onNull: 'none' } : {}),
        },
      }),
      ...chosen(d => text(d)),
    ],
  );
  const setOf: Make = depth => ({
    [one(['$setUnion', '$setIntersection', '$setDifference'])]: [list(depth), list(depth)],
  });
  const list: Make = of(
    () => one<unknown>(['$l', '$k', '$k', '$o.k', '$l.n', [1, 2, 'a'], ['$n', '$m']]),
    [
      binary(['$concatArrays'], d => list(d)),
      unary(['$reverseArray'], d => list(d)),
      depth => ({
        $slice: seldom(2) ? [list(depth), one([-2, -1, 1, 2])] : [list(depth), one([-2, 0, 1]), one([1, 2])],
      }),
      depth => ({
        $map: {
          input: list(depth),
          as: 'v',
          in: one<unknown>(['$$v.n', { $add: ['$$v', 1] }, { $eq: ['$$v', any(depth)] }, any(depth)]),
        },
      }),
      depth => ({
        $filter: {
          input: list(depth),
          as: 'v',
          cond: one<unknown>([{ $gt: ['$$v', any(depth)] }, '$$v', { $isArray: '$$v.n' }]),
        },
      }),
      () => ({ $range: [one([-1, 0, 2]), one([0, 3, 5]), one([1, 2, -1])] }),
      depth => ({ $split: [text(depth), one(['a', 'b'])] }),
      unary(['$objectToArray'], d => doc(d)),
      depth => ({
        $zip: {
          inputs: [list(depth), list(depth)],
          ...(seldom(2)
            ? { useLongestLength: true, ...(seldom(2) ? { defaults: [0, any(depth)] } : {}) }
            : {}),
        },
      }),
      ...chosen(d => list(d)),
    ],
  );
  const bool: Make = of(
    () => one<unknown>([true, false, '$x', '$n', '$m']),
    [
      binary(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'], d => any(d)),
      binary(['$eq', '$gt', '$lte'], d => num(d)),
      binary(['$and', '$or'], d => bool(d)),
      unary(['$not'], d => bool(d)),
      binary(
        ['$in'],
        d => any(d),
        d => list(d),
      ),
      unary(['$isArray'], d => any(d)),
      binary(['$setEquals', '$setIsSubset'], d => list(d)),
      depth => ({ [one(['$allElementsTrue', '$anyElementTrue'])]: [list(depth)] }),
    ],
  );
  const date: Make = of(
    () => one<unknown>(['$d', '$d', one(DATES)]),
    [
      depth => ({ [one(['$add', '$subtract'])]: [date(depth), one([0, 1, 86_400_000])] }),
      depth => ({
        $dateFromParts: {
          year: one([1970, 2020, 2021]),
          month: one<unknown>([1, 2, 12, 13, '$m', { $size: [list(depth)] }]),
          day: one([1, 28, 31]),
          hour: upTo(24),
        },
      }),
      depth => ({ $dateFromString: { dateString: text(depth), onError: one(DATES), onNull: one(DATES) } }),
      ...chosen(d => date(d)),
    ],
  );
  const doc: Make = of(
    () => one<unknown>(['$o', '$o', { a: '$n', b: '$m' }]),
    [
      depth => ({ a: any(depth), b: any(depth) }),
      depth => ({ $mergeObjects: [doc(depth), doc(depth)] }),
      depth => ({ $arrayToObject: [[{ k: text(depth), v: any(depth) }]] }),
      depth => ({ $arrayToObject: { $objectToArray: doc(depth) } }),
    ],
  );
  const any: Make = depth =>
    depth >= DEEPEST
      ? one<unknown>([
          '$n',
          '$s',
          '$l',
          '$k',
          '$d',
          '$o',
          '$x',
          '$m',
          '$x.a',
          '$o.n',
          '$l.n',
          null,
          { $literal: '$n' },
        ])
      : one([num, num, text, list, bool, date, doc])(depth);

  return { document, any, num, list, bool, doc, text };
};
