import * as z from 'zod';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Field, Fields } from '../../cloudfunctions/domain/engine';
import { defaultMax } from '../../cloudfunctions/domain/engine/fields/read';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { registers } from '../../cloudfunctions/domain/registers';
import { entrySchema, ownPartSchema } from '../../cloudfunctions/domain/services/entry';
import { defOf, type Def } from '../support/schemas';

/** Whatever comes in has an end: every text and every list of every input, however deep it lies. */

const LONG = '1'.repeat(200_000);

const hasMost = ({ checks = [] }: Def): boolean =>
  checks.some(({ _zod }) => ['max_length', 'length_equals'].includes(_zod.def.check));

/** The places at which something without an end is taken. */
const endless = (schema: z.ZodType, at: string): string[] => {
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
      return schema.safeParse(LONG).success ? [`${at}: text`] : [];
    case 'array':
      return [...(hasMost(def) ? [] : [`${at}: list`]), ...endless(def.element!, `${at}[]`)];
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([name, one]) => endless(one, `${at}.${name}`));
    case 'union':
      return def.options!.flatMap(one => endless(one, at));
    case 'tuple':
      return def.items!.flatMap((one, index) => endless(one, `${at}.${index}`));
    case 'record':
      return [...endless(def.keyType!, `${at} key`), ...endless(def.valueType!, `${at}{}`)];
    case 'pipe':
      return endless(def.in!, at);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'nonoptional':
    case 'readonly':
      return endless(def.innerType!, at);
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
      return [];
    default:
      return [`${at}: ${def.type}`];
  }
};

/** What is read a second time, and by what: the rows below. */
const READ_AGAIN = [
  // Its whole size has an end (keep-drafts.ts).
  'draft.save.input key: text',
  'draft.save.input{}: unknown',
  // Each part by the name that a rule set has for it (domain/rulesets/changes.ts).
  ...['limits', 'switches', 'windows', 'roleNames'].flatMap(part => [
    `ruleset.save.${part} key: text`,
    `ruleset.save.${part}{}: unknown`,
  ]),
  ...['limits', 'switches', 'windows'].flatMap(part => [
    `ruleset.tryOut.changes.${part} key: text`,
    `ruleset.tryOut.changes.${part}{}: unknown`,
  ]),
  'ruleset.save.majorChanges: unknown',
  // By the fields of the form (below).
  'ticket.act.input key: text',
  'ticket.act.input{}: unknown',
  'ticket.bulk.input key: text',
  'ticket.bulk.input{}: unknown',
  'procedure.open.input key: text',
  'procedure.open.input{}: unknown',
  'register.rectify.values key: text',
  'register.rectify.values{}: unknown',
  'register.save.values key: text',
  'register.save.values{}: unknown',
];

test('every text and list of every action has an end', () => {
  const found = [...Object.entries(citizenActions), ...Object.entries(staffActions)].flatMap(
    ([action, { takes }]) => endless(takes, action),
  );
  expect([...new Set(found)].filter(one => !READ_AGAIN.includes(one))).toEqual([]);
});

test('and those of services, whose entry is read once it is known who edits it', () => {
  expect([...endless(entrySchema, 'entry'), ...endless(ownPartSchema, 'own')]).toEqual([]);
});

test('every field of every form has one', () => {
  const open = (fields: Fields | undefined, at: string): string[] =>
    Object.entries(fields ?? {}).flatMap(([name, { type, max, columns }]: [string, Field]) => [
      ...(['text', 'longtext', 'files', 'rows'].includes(type) && (max ?? defaultMax[type]) === undefined
        ? [`${at}.${name}`]
        : []),
      ...open(columns, `${at}.${name}`),
    ]);
  expect([
    ...procedures.flatMap(({ kind, opening, acts }) => [
      ...open(opening?.fields, kind),
      ...acts.flatMap(one => open(one.fields, `${kind}.${one.act}`)),
    ]),
    ...registers.flatMap(({ register, fields }) => open(fields, register)),
  ]).toEqual([]);
});
