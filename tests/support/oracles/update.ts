import { oracle as matches } from './filter';
import { equal, isDoc, order, refuse, type Doc } from './order';

/**
 * What an update makes of a document, told by MongoDB's manual alone (the pages of the update operators, of the modifiers of
 * `$push`, of the positional operators, and "Dot Notation"). It shares no code with the local cloud and works in another
 * way: a document is a tree of which each operator makes a new one.
 */

type Change = (before: unknown) => unknown;

/** Takes a field away, or leaves null in its place in an array. */
const GONE = Symbol('gone');

const isPlace = (step: string): boolean => /^\d+$/.test(step);

/** The value with another one at a path. `creates`: what is missing on the way is made. */
const changed = (start: unknown, path: string[], creates: boolean, change: Change): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return change(start);
  const nothing = (): unknown =>
    path.includes('$[]') ? refuse('"the path must exist … or the update fails", of arrays') : start;
  if (step === '$[]') {
    if (!Array.isArray(start)) return nothing();
    return start.map((element): unknown => {
      const after = changed(element, rest, creates, change);
      return after === GONE ? null : after;
    });
  }
  if (Array.isArray(start)) {
    if (!isPlace(step)) return creates ? refuse('an array has places, no fields') : nothing();
    const place = Number(step);
    if (place >= start.length && (!creates || path.includes('$[]'))) return nothing();
    const list: unknown[] = Array.from({ length: Math.max(start.length, place + 1) }, (_, n): unknown =>
      n < start.length ? start[n] : n === place ? undefined : null,
    );
    const after = changed(list[place], rest, creates, change);
    list[place] = after === GONE ? null : after;
    return list;
  }
  if (start === undefined) {
    if (!creates || path.includes('$[]')) return nothing();
    // "If the field does not exist, … adds a new field": with the documents around it.
    return { [step]: changed(undefined, rest, creates, change) };
  }
  if (!isDoc(start)) return creates ? refuse('cannot create a field in what is no document') : nothing();
  if (!(step in start) && (!creates || path.includes('$[]'))) return nothing();
  const after = changed(start[step], rest, creates, change);
  const entries = Object.entries(start);
  if (after === GONE) return Object.fromEntries(entries.filter(([name]) => name !== step));
  if (after === undefined && !(step in start)) return start;
  return step in start
    ? Object.fromEntries(entries.map(([name, value]) => [name, name === step ? after : value]))
    : Object.fromEntries([...entries, [step, after]]);
};

const numberIn = (value: unknown): number =>
  typeof value === 'number' ? value : (refuse('not a number') as never);
const listIn = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : (refuse('not an array') as never);
const wholeIn = (value: unknown): number =>
  Number.isInteger(value) ? (value as number) : (refuse('not a whole number') as never);

/** "Use with the $each modifier": places, then sorts, then cuts. */
const pushed = (before: unknown[], operand: unknown): unknown[] => {
  if (!isDoc(operand) || !('$each' in operand)) return [...before, operand];
  const added = listIn(operand['$each']);
  for (const name of Object.keys(operand))
    if (!['$each', '$position', '$sort', '$slice'].includes(name)) refuse(`no modifier: ${name}`);
  const position = '$position' in operand ? wholeIn(operand['$position']) : before.length;
  const from = position < 0 ? Math.max(0, before.length + position) : Math.min(position, before.length);
  let list = [...before.slice(0, from), ...added, ...before.slice(from)];
  if ('$sort' in operand) list = inOrder(list, operand['$sort']);
  if ('$slice' in operand) {
    const most = wholeIn(operand['$slice']);
    list = list.filter((_, n) => (most < 0 ? n >= list.length + most : n < most));
  }
  return list;
};

const way = (value: unknown): number => (value === 1 || value === -1 ? value : (refuse('1 or -1') as never));

const inOrder = (list: unknown[], by: unknown): unknown[] => {
  if (!isDoc(by)) {
    const direction = way(by);
    return [...list].sort((one, other) => direction * order(one, other));
  }
  const fields = Object.entries(by).map(([name, value]) => [name, way(value)] as const);
  const key = (value: unknown, name: string): unknown => (isDoc(value) ? (value[name] ?? null) : null);
  return [...list].sort(
    (one, other) =>
      fields
        .map(([name, direction]) => direction * order(key(one, name), key(other, name)))
        .find(n => n !== 0) ?? 0,
  );
};

const isOperators = (value: unknown): value is Doc =>
  isDoc(value) && (Object.keys(value)[0] ?? '').startsWith('$');

/** "$pull … applies the condition to each element as though it were a top-level document." */
const isPulled = (element: unknown, operand: unknown): boolean => {
  if (isOperators(operand)) return matches({ element }, { element: operand });
  if (isDoc(operand)) return isDoc(element) && matches(element, operand);
  return equal(element, operand);
};

type Operator = { creates: boolean; change: (before: unknown, operand: unknown) => unknown };

const ofList = (creates: boolean, make: (list: unknown[], operand: unknown) => unknown): Operator => ({
  creates,
  change: (before, operand) =>
    before === undefined && !creates ? undefined : make(before === undefined ? [] : listIn(before), operand),
});

const OPERATORS: Record<string, Operator> = {
  $set: { creates: true, change: (_before, operand) => operand },
  $unset: { creates: false, change: () => GONE },
  $inc: {
    creates: true,
    change: (before, operand) => (before === undefined ? 0 : numberIn(before)) + numberIn(operand),
  },
  $mul: {
    creates: true,
    change: (before, operand) => (before === undefined ? 0 : numberIn(before)) * numberIn(operand),
  },
  $min: {
    creates: true,
    change: (before, operand) => (before === undefined || order(operand, before) < 0 ? operand : before),
  },
  $max: {
    creates: true,
    change: (before, operand) => (before === undefined || order(operand, before) > 0 ? operand : before),
  },
  $push: ofList(true, pushed),
  $addToSet: ofList(true, (list, operand) => {
    const each = isDoc(operand) && '$each' in operand;
    if (each && Object.keys(operand).length > 1) refuse('nothing stands beside $each');
    const added = each ? listIn(operand['$each']) : [operand];
    return added.reduce<unknown[]>(
      (made, value) => (made.some(one => equal(one, value)) ? made : [...made, value]),
      list,
    );
  }),
  $pop: ofList(false, (list, operand) => (way(operand) === 1 ? list.slice(0, -1) : list.slice(1))),
  $pull: ofList(false, (list, operand) => list.filter(element => !isPulled(element, operand))),
  $pullAll: ofList(false, (list, operand) => {
    const unwanted = listIn(operand);
    return list.filter(element => !unwanted.some(one => equal(one, element)));
  }),
};

const valueAt = (start: unknown, path: string[]): { value: unknown; inArray: boolean } => {
  let [value, inArray]: [unknown, boolean] = [start, false];
  for (const step of path) {
    inArray ||= Array.isArray(value);
    if (Array.isArray(value)) value = isPlace(step) ? value[Number(step)] : undefined;
    else value = isDoc(value) ? value[step] : undefined;
  }
  return { value, inArray };
};

/** "Performs an $unset of both the old name and the new name, and then … a $set … with the new name." */
const renamed = (doc: unknown, from: string, to: unknown): unknown => {
  if (typeof to !== 'string') return refuse('a name is a text');
  const [source, target] = [from.split('.'), to.split('.')];
  if (isWithin(from, to) || isWithin(to, from)) refuse('the two are not on the same path');
  const { value, inArray } = valueAt(doc, source);
  if (value === undefined) return doc;
  if (inArray || valueAt(doc, target).inArray) refuse('"does not work on … arrays"');
  const without = changed(doc, source, false, () => GONE);
  return changed(without, target, true, () => value);
};

const isWithin = (path: string, other: string): boolean => path === other || path.startsWith(`${other}.`);

/** "Identifies an element in an array to update": the first one that the condition on the array finds. */
const found = (doc: Doc, path: string[], filter: Doc): string => {
  const name = path.join('.');
  const list = valueAt(doc, path).value;
  const condition = Object.entries(filter).find(([field]) => isWithin(field, name));
  if (!condition || !Array.isArray(list))
    return refuse('"the array field must appear as part of the query"') as never;
  const [field, asked] = condition;
  // "If the query matches the array using a negation operator … you cannot use the positional operator."
  if (isOperators(asked) && ['$ne', '$not', '$nin'].includes(Object.keys(asked)[0]!)) refuse('a negation');
  const within = field.slice(name.length + 1);
  const fits = (element: unknown): boolean => {
    if (within !== '') return isDoc(element) && matches({ list: [element] }, { [`list.${within}`]: asked });
    if (isOperators(asked) && '$elemMatch' in asked) return matches({ list: [element] }, { list: asked });
    // One element is one value.
    return (
      matches({ list: { element } }, { 'list.element': asked }) &&
      !(Array.isArray(element) && !Array.isArray(asked))
    );
  };
  const place = list.findIndex(fits);
  return place < 0 ? (refuse('no element was found') as never) : String(place);
};

/** "Processed in lexicographic order", numbers as numbers. */
const before = (one: string[], other: string[]): number => {
  for (let n = 0; n < Math.min(one.length, other.length); n += 1) {
    const [a, b] = [one[n]!, other[n]!];
    if (a === b) continue;
    return isPlace(a) && isPlace(b) ? Number(a) - Number(b) : a < b ? -1 : 1;
  }
  return one.length - other.length;
};

/** The document after an update; throws `Refused` where the manual says that it is an error. */
export const updated = (doc: Doc, update: Doc, filter: Doc = {}): Doc => {
  const asked = Object.entries(update).flatMap(([name, fields]) =>
    Object.entries(fields as Doc).map(([path, operand]) => {
      const steps = path.split('.');
      const at = steps.indexOf('$');
      if (at >= 0) steps[at] = found(doc, steps.slice(0, at), filter);
      return { name, steps, operand };
    }),
  );
  const touched = asked.flatMap(({ name, steps, operand }) => [
    steps.join('.'),
    ...(name === '$rename' && typeof operand === 'string' ? [operand] : []),
  ]);
  for (const [n, one] of touched.entries())
    for (const other of touched.slice(n + 1))
      if (isWithin(one, other) || isWithin(other, one)) refuse('a conflict of two changes');
  return asked
    .sort((one, other) => before(one.steps, other.steps))
    .reduce<unknown>((made, { name, steps, operand }) => {
      if (name === '$rename') return renamed(made, steps.join('.'), operand);
      const { creates, change } = OPERATORS[name]!;
      return changed(made, steps, creates, value => change(value, operand));
    }, doc) as Doc;
};
