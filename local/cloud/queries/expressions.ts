import * as leaves from 'mingo/operators/expression';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import { isPlainObject, type Doc } from '../values/ejson';
import { messageOf, refused } from '../values/errors';
import { own } from './elements';
import { OWN, type Expression } from './operators';

/**
 * Reads an expression of an aggregation; throws what MongoDB would refuse. Fields, variables and everything that meets
 * values of several types or none are read here (`operators.ts`); mingo computes with what is left: numbers, texts, dates.
 */
export const compileExpression = (expression: unknown): Expression => {
  if (typeof expression === 'string' && expression.startsWith('$')) return fieldOrVariable(expression);
  if (Array.isArray(expression)) {
    const items = expression.map(compileExpression);
    return variables => items.map(item => item(variables) ?? null);
  }
  if (!isPlainObject(expression)) return () => expression;
  const names = Object.keys(expression);
  if (names[0]?.startsWith('$')) {
    if (names.length > 1) throw refused('an object representing an expression must have exactly one field');
    return operation(names[0], expression[names[0]]);
  }
  const fields = names.map((name): [string, Expression] => {
    if (name.startsWith('$') || name.includes('.')) throw refused(`The field '${name}' is not valid here`);
    return [name, compileExpression(expression[name])];
  });
  return variables => {
    const result: Doc = {};
    for (const [name, value] of fields) {
      const one = value(variables);
      if (one !== undefined) result[name] = one;
    }
    return result;
  };
};

const fieldOrVariable = (text: string): Expression => {
  const isVariable = text.startsWith('$$');
  const [name = '', ...path] = text.slice(isVariable ? 2 : 1).split('.');
  if (name === '' || path.includes('')) throw refused(`Invalid $-path: '${text}'`);
  if (!isVariable) return ({ CURRENT }) => fieldAt(CURRENT, [name, ...path]);
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW') return ({ NOW }) => NOW ?? new Date();
  return variables => {
    if (!Object.hasOwn(variables, name)) throw refused(`Use of undefined variable: ${name}`);
    return path.length ? fieldAt(variables[name], path) : variables[name];
  };
};

/** What stands at a path, as expressions see it: an array on the way gives the array of what its documents hold. */
export const fieldAt = (value: unknown, path: string[], from = 0): unknown => {
  if (from === path.length) return value;
  if (isPlainObject(value)) return fieldAt(own(value, path[from]!), path, from + 1);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap(item => {
    const found = isPlainObject(item) ? fieldAt(item, path, from) : undefined;
    return found === undefined ? [] : [found];
  });
};

/** Not of the service, or not for everybody's eyes. */
const NOT_HERE = new Set([
  '$function',
  '$sigmoid',
  '$toHashedIndexKey',
  '$toDecimal',
  '$median',
  '$percentile',
]);
const OPTIONS = {
  idKey: '_id',
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  failOnError: true,
  scriptEnabled: false,
  context: Context.init({ expression: { ...leaves } }),
};
/** Fields of an operator's operand that are no expressions. */
const AS_WRITTEN: Record<string, string[]> = { $sortArray: ['sortBy'] };

const operation = (name: string, operand: unknown): Expression => {
  if (name === '$literal') return () => operand;
  if (Object.hasOwn(OWN, name)) return OWN[name]!(operand, compileExpression);
  if (!Object.hasOwn(leaves, name) || NOT_HERE.has(name)) throw refused(`Unrecognized expression '${name}'`);
  // One value may stand in an array.
  const given = operandOf(name, Array.isArray(operand) && operand.length === 1 ? operand[0] : operand);
  return variables => {
    // What is wrong or takes long in these is told as it is.
    const values = given(variables);
    try {
      return evalExpr({}, { [name]: values }, OPTIONS);
    } catch (error) {
      throw refused(messageOf(error));
    }
  };
};

/** The operand with its values computed: mingo takes them as they are. */
const operandOf = (name: string, operand: unknown): Expression => {
  const literal = (part: unknown): Expression => {
    const value = compileExpression(part);
    return variables => ({ $literal: value(variables) });
  };
  if (Array.isArray(operand)) {
    const parts = operand.map(literal);
    return variables => parts.map(part => part(variables));
  }
  if (!isPlainObject(operand) || Object.keys(operand)[0]?.startsWith('$')) return literal(operand);
  const parts = Object.entries(operand).map(([field, part]): [string, Expression] => [
    field,
    AS_WRITTEN[name]?.includes(field) ? () => part : literal(part),
  ]);
  return variables => Object.fromEntries(parts.map(([field, part]) => [field, part(variables)]));
};
