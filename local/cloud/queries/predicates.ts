import { isPlainObject, type Doc } from '../values/ejson';
import { isPlace } from './elements';
import { hasOperators } from './filter';

/**
 * What a filter demands of one path, as far as an index can use it: one of `values`, or a range.
 * `group` names the array element that several demands share ($elemMatch); demands of one group
 * may be combined on an array field, others may not.
 */
export type Predicate = {
  path: string;
  group: number;
  values?: unknown[];
  low?: { value: unknown; open: boolean };
  high?: { value: unknown; open: boolean };
};

/**
 * The demands that every match of the filter fulfils, and whether they are all that it asks: then nothing else has to be looked
 * at. Whatever is not understood is left out: the result of a scan is always checked against the whole filter.
 */
export const demandsOf = (filter: Doc): { found: Predicate[]; whole: boolean } => {
  const found: Predicate[] = [];
  let groups = 0;
  let whole = true;

  const ofFilter = (part: Doc, prefix: string, group: number): void => {
    for (const [key, condition] of Object.entries(part)) {
      if (key === '$and' && Array.isArray(condition)) {
        for (const inner of condition)
          if (isPlainObject(inner)) ofFilter(inner, prefix, group);
          else whole = false;
      } else if (!key.startsWith('$')) ofCondition(prefix + key, condition, group || ++groups);
      else whole = false;
    }
  };

  const ofCondition = (path: string, condition: unknown, group: number): void => {
    // A number in a path names a field or a place: no entry tells which.
    if (path.split('.').some(isPlace)) {
      whole = false;
      return;
    }
    if (!hasOperators(condition)) {
      if (indexable(condition)) found.push({ path, group, values: [condition] });
      else whole = false;
      return;
    }
    const range: Predicate = { path, group };
    for (const [operator, operand] of Object.entries(condition)) {
      if (operator === '$eq' && indexable(operand)) found.push({ path, group, values: [operand] });
      else if (operator === '$in' && Array.isArray(operand) && operand.every(indexable))
        found.push({ path, group, values: operand });
      // Each of several may stand in another element.
      else if (operator === '$all' && Array.isArray(operand)) {
        whole &&= operand.length > 0 && operand.every(indexable);
        for (const one of operand.filter(indexable)) found.push({ path, group: ++groups, values: [one] });
      } else if ((operator === '$gt' || operator === '$gte') && comparable(operand))
        range.low = { value: operand, open: operator === '$gt' };
      else if ((operator === '$lt' || operator === '$lte') && comparable(operand))
        range.high = { value: operand, open: operator === '$lt' };
      else if (operator === '$elemMatch' && isPlainObject(operand)) {
        whole = false;
        const element = ++groups;
        if (hasOperators(operand)) ofCondition(path, operand, element);
        else ofFilter(operand, path + '.', element);
      } else whole = false;
    }
    if (range.low || range.high) found.push(range);
  };

  ofFilter(filter, '', 0);
  return { found, whole };
};

/** Values whose equality an index entry shows. Arrays match in more than one way, so they are left to the filter. */
const indexable = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Date;

/** Values that have neighbours of their own type only; ranges from null match null alone and are left out. */
const comparable = (value: unknown): boolean =>
  ['string', 'boolean'].includes(typeof value) ||
  (typeof value === 'number' && !Number.isNaN(value)) ||
  value instanceof Date;
