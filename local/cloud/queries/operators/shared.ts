import { isPlainObject, type Doc } from '../../values/ejson';
import { refused } from '../../values/errors';
import { typeName } from '../types';

/** What an expression sees: `ROOT`, `CURRENT` and what `$let` and others name. */
export type Variables = Record<string, unknown>;
/** An expression that was read; gives `undefined` for a field that is not there. */
export type Expression = (variables: Variables) => unknown;

export type Read = (expression: unknown) => Expression;
/** Reads the operand of an operator. */
export type Operator = (operand: unknown, read: Read) => Expression;

export const listOf = (name: string, operand: unknown, least: number, most = least): unknown[] => {
  const list = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  if (list.length < least || list.length > most)
    throw refused(`Expression ${name} takes ${least === most ? `exactly ${least}` : `${least} to ${most}`} arguments. ${list.length} were passed in.`); // prettier-ignore
  return list;
};

/** An operator of values that are all computed. */
export const ofValues =
  (name: string, least: number, most: number, compute: (...values: unknown[]) => unknown): Operator =>
  (operand, read) => {
    const values = listOf(name, operand, least, most).map(read);
    return variables => compute(...values.map(value => value(variables)));
  };

export const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** The named fields of an operand, each read; others are refused. */
export const fieldsOf = (name: string, operand: unknown, needed: string[], more: string[] = []): Doc => {
  if (!isPlainObject(operand)) throw refused(`${name} only supports an object as its argument`);
  const unknown = Object.keys(operand).find(field => !needed.includes(field) && !more.includes(field));
  if (unknown !== undefined) throw refused(`Unrecognized parameter to ${name}: ${unknown}`);
  const missing = needed.find(field => !Object.hasOwn(operand, field));
  if (missing !== undefined) throw refused(`Missing '${missing}' parameter to ${name}`);
  return operand;
};

export const arrayFor = (name: string, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw refused(`input to ${name} must be an array not ${typeName(value)}`);
  return value;
};

export const textFor = (name: string, value: unknown): string => {
  if (typeof value !== 'string')
    throw refused(`${name} requires a string argument, found: ${typeName(value)}`);
  return value;
};

export const place = (name: string, value: unknown): number => {
  if (!Number.isInteger(value) || (value as number) < 0)
    throw refused(`${name} requires a non-negative integral index`);
  return value as number;
};
