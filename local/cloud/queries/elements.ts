import { isPlainObject, type Doc } from '../values/ejson';

/** A question about one value; `undefined` = there is none. */
export type Test = (value: unknown) => boolean;

/**
 * Whether one of the values that MongoDB finds at a path passes a test. On the way an array gives its documents and, for
 * a number in the path, the element of that place. At the end an array gives its elements and then itself, or itself
 * alone (`enters` false). Where a document lacks the field, and where something else than a document or an array stands
 * in its place, there is one value, `undefined`; elements that are no documents give none.
 */
export const someAt = (value: unknown, path: string[], enters: boolean, test: Test, from = 0): boolean => {
  let found = value;
  for (let at = from; at < path.length; at += 1) {
    if (!isPlainObject(found)) return test(undefined);
    found = own(found, path[at]!);
    if (Array.isArray(found)) return someIn(found, path, at + 1, enters, test);
  }
  return Array.isArray(found) ? someIn(found, path, path.length, enters, test) : test(found);
};

const someIn = (array: unknown[], path: string[], at: number, enters: boolean, test: Test): boolean => {
  if (at === path.length) return (enters && array.some(test)) || test(array);
  const place = isPlace(path[at]!) ? Number(path[at]) : -1;
  return array.some((element, n) => {
    if (isPlainObject(element) && someAt(element, path, enters, test, at)) return true;
    if (n !== place) return false;
    // An element that is named by its place is not entered further.
    if (at + 1 === path.length) return test(element);
    if (isPlainObject(element)) return someAt(element, path, enters, test, at + 1);
    return Array.isArray(element) && someIn(element, path, at + 1, enters, test);
  });
};

/** `0`, `1` … in a path: the place of an element, or a field. */
export const isPlace = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

export const own = (doc: Doc, name: string): unknown => (Object.hasOwn(doc, name) ? doc[name] : undefined);
