import { hasOperators, matcher } from '../queries/filter';
import { namesOf, projector } from '../queries/project';
import { docOf, type Stored } from '../queries/walk';
import { isPlainJson, isPlainObject, partText, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { onlyText } from '../values/only-text';

type Part = { path: string[]; of: (list: unknown[]) => unknown[] };

/** `field()` of a query: names with 0 and 1, parts of arrays by `$slice` and `$elemMatch`. Refuses at once what is wrong. */
export const fieldsOf = (projection: Doc): ((doc: Doc) => Doc) => {
  const parts: Part[] = [];
  const flags: Doc = {};
  for (const [name, value] of Object.entries(projection)) {
    if (!isPlainObject(value)) flags[name] = value;
    else if (hasOperators(value)) parts.push({ path: name.split('.'), of: partBy(value) });
    else throw refused('Only 0, 1, $slice and $elemMatch are supported in field()');
  }
  const named = Object.entries(flags).filter(([name]) => name !== '_id');
  // Beside names that are sent, and where one element is asked for, nothing else is sent.
  const including =
    named.some(([, value]) => Boolean(value)) ||
    (named.length === 0 && Object.values(projection).some(isElement));
  if (including) for (const { path } of parts) flags[path.join('.')] = 1;
  const project = projector(flags);
  return doc => parts.reduce((made, { path, of }) => mapped(made, path, of) as Doc, project(doc));
};

/** The text of what `field()` names of a document, as it is sent. */
export const textFieldsOf = (projection: Doc): ((found: Stored) => string) => {
  const fields = fieldsOf(projection);
  const named = Object.values(projection).some(isPlainObject) ? undefined : namesOf(projection);
  return found =>
    named && isPlainJson(found.text)
      ? onlyText(found.text, named)
      : partText(found.text, fields(docOf(found)));
};

const isElement = (value: unknown): boolean => isPlainObject(value) && '$elemMatch' in value;

const partBy = (operators: Doc): Part['of'] => {
  const [name, ...more] = Object.keys(operators);
  const operand = operators[name!];
  if (more.length > 0 || (name !== '$slice' && name !== '$elemMatch'))
    throw refused(`The local cloud has no ${Object.keys(operators).join(', ')} in field()`);
  if (name === '$elemMatch') {
    const matches = matcher({ list: { $elemMatch: operand } });
    return list => list.filter(element => matches({ list: [element] })).slice(0, 1);
  }
  const [first, second] = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  if (
    !Number.isInteger(first) ||
    (second !== undefined && !(Number.isInteger(second) && (second as number) > 0))
  )
    throw refused('$slice takes a number, or where to begin and how many');
  const n = first as number;
  if (second === undefined) return list => (n < 0 ? list.slice(n) : list.slice(0, n));
  return list => {
    const start = n < 0 ? Math.max(0, list.length + n) : n;
    return list.slice(start, start + (second as number));
  };
};

/** A document with another list at a path. */
const mapped = (value: unknown, [name, ...rest]: string[], of: Part['of']): unknown => {
  if (name === undefined) return Array.isArray(value) ? of(value) : value;
  if (Array.isArray(value)) return value.map(item => mapped(item, [name, ...rest], of));
  return isPlainObject(value) && name in value ? { ...value, [name]: mapped(value[name], rest, of) } : value;
};
