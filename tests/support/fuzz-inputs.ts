import type { FormField } from '../../typings/contract';

/** Inputs made up by chance: such as a schema or a form wants, and such as nobody should send. */

/** Chance that can be repeated: the same seed gives the same numbers (mulberry32). */
export const chanceOf = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    below,
    /** True in so many of a hundred. */
    in100: (n: number): boolean => next() * 100 < n,
    of: <T>(all: readonly T[]): T => all[below(all.length)]!,
  };
};
export type Chance = ReturnType<typeof chanceOf>;

/** Ids that exist by the name of the field in which they belong. */
export type Known = (field: string) => readonly unknown[] | undefined;

const WORDS = [
  '社保卡补办没有回音',
  '请尽快处理',
  '电话 13822047193 找我',
  '已核实，情况属实。',
  'ok',
  '1',
  '甲',
];
const DATES = ['2026-11-23', '2026-12-01', '2027-02-06', '2026-11-20'];
const INSTANTS = ['2026-11-25T10:00:00+08:00', '2026-12-01T22:00:00.000+08:00', '2026-11-20T11:00:00Z'];

const text = (chance: Chance, max = 200): string => {
  const one = chance.of(WORDS);
  if (chance.in100(4)) return '字'.repeat(Math.min(max, 20_000));
  if (chance.in100(2)) return '😀'.repeat(Math.floor(Math.min(max, 20_000) / 2));
  return one.slice(0, max);
};

/** What zod keeps of a schema, as far as inputs are made of it. */
type Schema = {
  _zod: {
    def: {
      type: string;
      shape?: Record<string, Schema>;
      element?: Schema;
      innerType?: Schema;
      options?: Schema[];
      entries?: Record<string, unknown>;
      values?: unknown[];
      in?: Schema;
      out?: Schema;
      items?: Schema[];
      keyType?: Schema;
      valueType?: Schema;
      getter?: () => Schema;
      left?: Schema;
      right?: Schema;
      format?: string;
    };
    bag?: { minimum?: number; maximum?: number; format?: string; patterns?: Set<RegExp> };
  };
};

const stringFor = (schema: Schema, chance: Chance): string => {
  const { def, bag } = schema._zod;
  const format = def.format ?? bag?.format;
  if (format === 'uuid' || format === 'guid')
    return `${String(chance.below(1e8)).padStart(8, '0')}-0000-4000-8000-${String(chance.below(1e12)).padStart(12, '0')}`;
  if (format === 'url') return 'https://service.example.cn/a';
  if (format === 'email') return 'someone@example.cn';
  for (const pattern of bag?.patterns ?? [])
    for (const one of [...DATES, ...INSTANTS, '440100', '13822047193', '09:00', 'abc'])
      if (pattern.test(one) && chance.in100(50)) return one;
  return text(chance, bag?.maximum);
};

/** An input that the schema would take, where its types alone say so. */
export const fitting = (schema: Schema, chance: Chance, known: Known, field = ''): unknown => {
  const { def, bag } = schema._zod;
  const inner = (one: Schema | undefined): unknown => one && fitting(one, chance, known, field);
  const ids = known(field);
  if (ids && ids.length > 0 && ['string', 'unknown', 'number'].includes(def.type) && chance.in100(92))
    return chance.of(ids);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).flatMap(([name, one]) =>
          one._zod.def.type === 'optional' && chance.in100(65)
            ? []
            : [[name, fitting(one, chance, known, name)]],
        ),
      );
    case 'string':
      return stringFor(schema, chance);
    case 'number':
    case 'int': {
      const [low, high] = [Math.max(bag?.minimum ?? 0, -1e6), Math.min(bag?.maximum ?? 30, 1e6)];
      return Math.ceil(low) + chance.below(Math.max(1, Math.floor(high) - Math.ceil(low) + 1));
    }
    case 'boolean':
      return chance.in100(50);
    case 'array':
      return Array.from({ length: chance.below(3) }, () => inner(def.element));
    case 'tuple':
      return (def.items ?? []).map(inner);
    case 'record':
      return Object.fromEntries(
        Array.from({ length: chance.below(3) }, () => [String(inner(def.keyType)), inner(def.valueType)]),
      );
    case 'enum':
      return chance.of(Object.values(def.entries ?? {}));
    case 'literal':
      return chance.of(def.values ?? []);
    case 'union':
      return inner(chance.of(def.options ?? []));
    case 'intersection':
      return { ...(inner(def.left) as object), ...(inner(def.right) as object) };
    case 'nullable':
      return chance.in100(20) ? null : inner(def.innerType);
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return inner(def.innerType);
    case 'pipe':
      return def.in?._zod.def.type === 'transform' ? inner(def.out) : inner(def.in);
    case 'lazy':
      return inner(def.getter?.());
    default:
      return text(chance);
  }
};

const valueFor = (field: FormField, chance: Chance, known: Known): unknown => {
  const { type, many, options = [], max, columns = [], min = 0 } = field;
  if (options.length > 0) {
    const value = chance.of(options).value;
    return many ? [value] : type === 'number' ? Number(value) : value;
  }
  switch (type) {
    case 'number':
      return chance.below(Math.min(max ?? 20, 1000) + 1);
    case 'bool':
      return chance.in100(50);
    case 'date':
      return chance.of(DATES);
    case 'datetime':
      return chance.of(INSTANTS);
    case 'files':
      return chance.in100(30) ? ['cloud://env/附件.pdf'] : [];
    case 'rows':
      return Array.from({ length: Math.max(min, chance.below(4)) }, () => filled(columns, chance, known));
    case 'unit':
    case 'member':
    case 'service':
    case 'ticket':
      return chance.of(known(type) ?? ['x']);
    default:
      return text(chance, max);
  }
};

/** A form filled in: what is required nearly always, the rest now and then. */
export const filled = (fields: readonly FormField[], chance: Chance, known: Known): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap(field =>
      chance.in100(field.required ? 96 : 40) ? [[field.name, valueFor(field, chance, known)]] : [],
    ),
  );

const deep = (levels: number): string => `${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`;

/** What nobody should send, as JSON brings it: each is parsed anew. */
const WRONG: string[] = [
  'null',
  'true',
  '""',
  '" "',
  '"\u200b"',
  '0',
  '-1',
  '1e400',
  '-1e400',
  '1e308',
  '0.1',
  '9007199254740993',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"toString":1}',
  '{"toString":null,"valueOf":null}',
  '{"toJSON":1}',
  '{"length":1e9}',
  '{"then":1}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"$where":"1"}',
  '{"$gt":""}',
  '{"$ne":null}',
  '{"in":["x"]}',
  '{"gte":""}',
  '{"a.b":1}',
  '{"_id":"x"}',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"$where"',
  '"a.b"',
  '".."',
  '"../../x"',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"字\\udc00字"',
  '"\\u202e反\\u202c"',
  '"\\u2066x"',
  '"a\\r\\nb\\u2028c"',
  '"e\\u0301\\u0301\\u0301"',
  '"NaN"',
  '"Infinity"',
  '"0000-02-30"',
  '"0000-00-00"',
  '"9999-12-31"',
  '"9999-12-31T23:59:59.999+08:00"',
  '"2026-02-30"',
  '"2026-13-01"',
  '"2026-11-23T25:00:00+08:00"',
  '"-271821-04-20T00:00:00Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"1970-01-01T00:00:00Z"',
  '"cloud://env/../x.pdf"',
  '"javascript:alert(1)"',
  '"=HYPERLINK(1)"',
  '"99999999"',
  '"|"',
  '"administration"',
  deep(50),
  deep(2_000),
];

/** Some place of a value, deep inside or not. */
const placeIn = (value: unknown, chance: Chance): (string | number)[] => {
  const path: (string | number)[] = [];
  let here = value;
  while (here !== null && typeof here === 'object') {
    const keys = Object.keys(here);
    if (keys.length === 0 || (path.length > 0 && chance.in100(35))) break;
    const key = chance.of(keys);
    path.push(Array.isArray(here) ? Number(key) : key);
    here = (here as Record<string, unknown>)[key];
  }
  return path;
};

/** Sets as JSON does: `__proto__` is a name like others. */
const set = (target: object, key: string | number, value: unknown): void => {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

const wrong = (before: unknown, chance: Chance): unknown => {
  if (typeof before === 'string' && chance.in100(30))
    return chance.of([
      `${before}\u0000`,
      before.toUpperCase(),
      ` ${before}`,
      `${before}x`,
      before.slice(1),
      '字'.repeat(10_000),
      'x'.repeat(100_001),
    ]);
  if (Array.isArray(before) && chance.in100(40)) return Array.from({ length: 1_000 }, () => before[0] ?? 'x');
  return JSON.parse(chance.of(WRONG)) as unknown;
};

/** The input with one to three things wrong: another value, a name missing, a name too many. */
export const mutated = (input: Record<string, unknown>, chance: Chance): Record<string, unknown> => {
  const copy = JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
  for (let n = 1 + chance.below(3); n > 0; n -= 1) {
    const path = placeIn(copy, chance);
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], copy) as Record<
      string,
      unknown
    >;
    const key = path.at(-1);
    if (key === undefined || chance.in100(15)) {
      set(
        copy,
        chance.of(['__proto__', 'constructor', '$where', 'a.b', 'extra', '_id', 'toString', '']),
        JSON.parse(chance.of(WRONG)),
      );
    } else if (chance.in100(12) && !Array.isArray(parent)) delete parent[key];
    else set(parent, key, wrong(parent[key], chance));
  }
  return copy;
};
