import { copyOf, isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { compareKeys, encode } from '../values/keys';
import { Pattern } from '../values/pattern';
import { isPlace, own as ownOf, type Test } from './elements';
import { foundBy, hasOperators, matcher } from './filter';
import { comparer, sortOf } from './order';

type Operator = (parent: Doc | unknown[], key: string, operand: unknown, path: string) => void;

/**
 * Applies update operators to a copy of the document, with MongoDB's errors where types do not fit. `filter` found the
 * document: it tells which element `$` names in a path. Returns the new document.
 */
export const applyUpdate = (doc: Doc, update: Doc, filter: Doc = {}): Doc => {
  const result = { ...doc };
  const copied = new Set<string>();
  /** A field of the copy that may be changed; the others stay those of the document. */
  const own = (path: string): void => {
    const name = path.split('.', 1)[0]!;
    if (copied.has(name) || !Object.hasOwn(result, name)) return;
    copied.add(name);
    write(result, name, copyOf(result[name]));
  };
  for (const { name, path, operand } of changesIn(doc, update, filter)) {
    const operator = OPERATORS[name]!;
    own(path);
    if (name === '$rename') {
      if (typeof operand === 'string') own(operand);
      rename(result, path, operand);
    } else if (name === '$unset' || name === '$pop' || name === '$pull' || name === '$pullAll')
      existing(result, path, operator, operand);
    else {
      const { parent, key } = reach(result, path);
      operator(parent, key, operand, path);
    }
  }
  return result;
};

type Change = { name: string; path: string; operand: unknown };

/** What is asked for, of one place each, in the order in which MongoDB does it: that of the names in the paths. */
const changesIn = (doc: Doc, update: Doc, filter: Doc): Change[] => {
  const changes = Object.entries(update).flatMap(([name, fields]): Change[] => {
    if (!Object.hasOwn(OPERATORS, name)) throw refused(`Unknown modifier: ${name}`);
    if (!isPlainObject(fields))
      throw refused(`Modifiers operate on fields but we found another type for ${name}`);
    return Object.entries(fields).flatMap(([path, operand]) =>
      placesIn(doc, path, filter).map(place => ({ name, path: place, operand })),
    );
  });
  const touched: string[] = [];
  for (const { name, path, operand } of changes) {
    checkPath(path, touched);
    if (name === '$rename' && typeof operand === 'string') checkPath(operand, touched);
  }
  return changes.length > 1 ? changes.sort((one, other) => byNames(one.path, other.path)) : changes;
};

const byNames = (one: string, other: string): number => {
  const [names, others] = [one.split('.'), other.split('.')];
  const at = names.findIndex((name, n) => name !== others[n]);
  const [name = '', another = ''] = [names[at], others[at]];
  if (isPlace(name) && isPlace(another)) return Number(name) - Number(another);
  return name < another ? -1 : 1;
};

/** The paths that a path names in a document: `$` is the element that the filter found, `$[]` each one. */
const placesIn = (doc: Doc, path: string, filter: Doc): string[] => {
  const parts = path.split('.');
  const at = parts.findIndex(part => part.startsWith('$'));
  if (at < 0) return [path];
  const before = parts.slice(0, at);
  const array = before.reduce<unknown>(
    (value, part) => (Array.isArray(value) || isPlainObject(value) ? read(value, part) : undefined),
    doc,
  );
  const named = (n: number): string[] =>
    placesIn(doc, [...before, String(n), ...parts.slice(at + 1)].join('.'), filter);
  if (parts[at] === '$[]' && Array.isArray(array)) return array.flatMap((_, n) => named(n));
  if (parts[at] === '$[]')
    throw refused(
      `The path '${before.join('.')}' must exist in the document in order to apply array updates.`,
    );
  if (parts[at] !== '$') throw refused(`The local cloud has no array filters: '${path}'`);
  const found = Array.isArray(array) ? placeFoundBy(filter, before, array) : undefined;
  if (found === undefined)
    throw refused('The positional operator did not find the match needed from the query.');
  return named(found);
};

/** The first element that fulfils what a filter asks of an array; its last condition counts. */
const placeFoundBy = (filter: Doc, path: string[], array: unknown[]): number | undefined => {
  const prefix = path.join('.');
  let found: number | undefined;
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and') {
      for (const branch of condition as Doc[]) found = placeFoundBy(branch, path, array) ?? found;
      continue;
    }
    if (name !== prefix && !name.startsWith(`${prefix}.`)) continue;
    const test: Test | undefined = foundBy(name.split('.').slice(path.length), condition);
    const at = test ? array.findIndex(test) : -1;
    if (at >= 0) found = at;
  }
  return found;
};

const checkPath = (path: string, touched: string[]): void => {
  const parts = path.split('.');
  if (parts.some(part => part === ''))
    throw refused(`The update path '${path}' contains an empty field name.`);
  if (parts[0] === '_id')
    throw refused("Performing an update on the path '_id' would modify the immutable field '_id'");
  const other = touched.find(
    earlier => earlier === path || earlier.startsWith(path + '.') || path.startsWith(earlier + '.'),
  );
  if (other) throw refused(`Updating the path '${path}' would create a conflict at '${other}'`);
  touched.push(path);
};

/** The container of a path's last part; missing ones are created, other types refuse. */
const reach = (doc: Doc, path: string): { parent: Doc | unknown[]; key: string } => {
  const parts = path.split('.');
  let parent: Doc | unknown[] = doc;
  for (const [i, part] of parts.slice(0, -1).entries()) {
    const next = read(parent, part);
    if (next === undefined) {
      const created: Doc = {};
      write(parent, part, created);
      parent = created;
    } else if (Array.isArray(next) || isPlainObject(next)) parent = next;
    else
      throw refused(
        `Cannot create field '${parts[i + 1]}' in element {${part}: ${next === null ? 'null' : typeof next}}`,
      );
  }
  return { parent, key: parts.at(-1)! };
};

const existing = (doc: Doc, path: string, operator: Operator, operand: unknown): void => {
  const parts = path.split('.');
  let parent: unknown = doc;
  for (const part of parts.slice(0, -1)) {
    parent = Array.isArray(parent) || isPlainObject(parent) ? read(parent, part) : undefined;
    if (parent === undefined) return;
  }
  const key = parts.at(-1)!;
  if ((Array.isArray(parent) || isPlainObject(parent)) && read(parent, key) !== undefined)
    operator(parent, key, operand, path);
};

const read = (parent: Doc | unknown[], key: string): unknown =>
  Object.prototype.hasOwnProperty.call(parent, key) ? (parent as Doc)[key] : undefined;

/** So many nulls MongoDB puts before an element that is set behind the end. */
const MOST_FILLED = 1_500_000;

const write = (parent: Doc | unknown[], key: string, value: unknown): void => {
  if (Array.isArray(parent)) {
    if (!/^\d+$/.test(key)) throw refused(`Cannot create field '${key}' in element of type array`);
    if (Number(key) - parent.length > MOST_FILLED)
      throw refused(`Can't backfill more than ${MOST_FILLED} elements`);
    while (parent.length < Number(key)) parent.push(null);
    parent[Number(key)] = value;
  } else if (key === '__proto__')
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  else parent[key] = value;
};

/** An array stands on the way to what a path names. */
const isInArray = (doc: Doc, path: string): boolean => {
  let value: unknown = doc;
  for (const name of path.split('.')) {
    if (Array.isArray(value)) return true;
    value = isPlainObject(value) ? ownOf(value, name) : undefined;
  }
  return false;
};

const rename = (doc: Doc, path: string, to: unknown): void => {
  if (typeof to !== 'string' || to.split('.').some(part => !part))
    throw refused("The 'to' field for $rename must be a string");
  existing(
    doc,
    path,
    (parent, key) => {
      if (isInArray(doc, path)) throw refused('The source field of $rename cannot be an array element');
      if (isInArray(doc, to)) throw refused('The destination field of $rename cannot be an array element');
      const value = read(parent, key);
      delete (parent as Doc)[key];
      const target = reach(doc, to);
      write(target.parent, target.key, value);
    },
    undefined,
  );
};

const arithmetic =
  (
    name: string,
    missing: (operand: number) => number,
    compute: (value: number, operand: number) => number,
  ): Operator =>
  (parent, key, operand, path) => {
    if (typeof operand !== 'number')
      throw refused(`Cannot ${name} with non-numeric argument: {${path}: ${typeof operand}}`);
    const value = read(parent, key);
    if (value !== undefined && typeof value !== 'number')
      throw refused(
        `Cannot apply $${name} to a value of non-numeric type. The field '${path}' is of another type`,
      );
    write(parent, key, value === undefined ? missing(operand) : compute(value, operand));
  };

const arrayAt = (parent: Doc | unknown[], key: string, path: string, name: string): unknown[] => {
  const value = read(parent, key);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw refused(`The field '${path}' must be an array for ${name}`);
  return value;
};

const same = (a: unknown, b: unknown): boolean => compareKeys(encode(a), encode(b)) === 0;

const push: Operator = (parent, key, operand, path) => {
  const modifiers = isPlainObject(operand) && '$each' in operand ? operand : { $each: [operand] };
  const { $each, $position, $sort, $slice, ...others } = modifiers as Doc;
  if (Object.keys(others).length) throw refused(`Unrecognized clause in $push: ${Object.keys(others)[0]}`);
  if (!Array.isArray($each)) throw refused('The argument to $each in $push must be an array');
  let array = [...arrayAt(parent, key, path, '$push')];
  array.splice($position === undefined ? array.length : whole('$position', $position), 0, ...$each);
  if ($sort !== undefined) array = sortArray(array, $sort);
  if ($slice !== undefined) {
    const slice = whole('$slice', $slice);
    array = slice < 0 ? array.slice(slice) : array.slice(0, slice);
  }
  write(parent, key, array);
};

const whole = (name: string, value: unknown): number => {
  if (!Number.isInteger(value)) throw refused(`The value for ${name} must be an integer value`);
  return value as number;
};

/** By the elements as a whole, or by fields of those that are documents; what stands in a field counts as a whole too. */
const sortArray = (array: unknown[], by: unknown): unknown[] => {
  const fields = sortOf(isPlainObject(by) ? by : { whole: by });
  const valueAt = (value: unknown, path: string): unknown =>
    path.split('.').reduce((found, name) => (isPlainObject(found) ? ownOf(found, name) : null), value);
  const order = comparer(fields);
  return array
    .map(value => ({
      value,
      keys: isPlainObject(by) ? fields.map(([path]) => encode(valueAt(value, path))) : [encode(value)],
    }))
    .sort(order)
    .map(({ value }) => value);
};

/** `$pull` takes a value, a condition, or (as the SDK's `_.pull` sends it) either. */
const pull: Operator = (parent, key, operand, path) => {
  const array = arrayAt(parent, key, path, '$pull');
  let unwanted: (item: unknown) => boolean;
  if (hasOperators(operand) || operand instanceof Pattern) {
    const matches = matcher({ v: operand });
    unwanted = item => matches({ v: item });
  } else if (isPlainObject(operand)) {
    const matches = matcher(operand);
    unwanted = item => isPlainObject(item) && matches(item);
  } else unwanted = item => same(item, operand);
  write(
    parent,
    key,
    array.filter(item => !unwanted(item)),
  );
};

const addedBy = (operand: unknown): unknown[] => {
  if (!isPlainObject(operand) || !Object.hasOwn(operand, '$each')) return [operand];
  const { $each, ...others } = operand;
  if (!Array.isArray($each)) throw refused('The argument to $each in $addToSet must be an array');
  if (Object.keys(others).length > 0)
    throw refused(`Found unexpected fields after $each in $addToSet: ${Object.keys(others)[0]}`);
  return $each;
};

const OPERATORS: Record<string, Operator> = {
  $set: (parent, key, operand) => write(parent, key, operand),
  $setOnInsert: () => undefined,
  $unset: (parent, key) => {
    if (Array.isArray(parent)) parent[Number(key)] = null;
    else delete parent[key];
  },
  $inc: arithmetic(
    'increment',
    operand => operand,
    (value, operand) => value + operand,
  ),
  $mul: arithmetic(
    'multiply',
    () => 0,
    (value, operand) => value * operand,
  ),
  $min: (parent, key, operand) => {
    const value = read(parent, key);
    if (value === undefined || compareKeys(encode(operand), encode(value)) < 0) write(parent, key, operand);
  },
  $max: (parent, key, operand) => {
    const value = read(parent, key);
    if (value === undefined || compareKeys(encode(operand), encode(value)) > 0) write(parent, key, operand);
  },
  $rename: () => undefined,
  $push: push,
  $pop: (parent, key, operand, path) => {
    if (operand !== 1 && operand !== -1) throw refused('$pop expects 1 or -1');
    const array = arrayAt(parent, key, path, '$pop');
    write(parent, key, operand === 1 ? array.slice(0, -1) : array.slice(1));
  },
  $pull: pull,
  $pullAll: (parent, key, operand, path) => {
    if (!Array.isArray(operand)) throw refused('$pullAll requires an array argument');
    const array = arrayAt(parent, key, path, '$pullAll');
    write(
      parent,
      key,
      array.filter(item => !operand.some(unwanted => same(item, unwanted))),
    );
  },
  $addToSet: (parent, key, operand, path) => {
    const array = [...arrayAt(parent, key, path, '$addToSet')];
    const added = addedBy(operand);
    for (const item of added) if (!array.some(present => same(present, item))) array.push(item);
    write(parent, key, array);
  },
};
